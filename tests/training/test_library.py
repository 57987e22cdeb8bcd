"""The shipped modules are whole in both languages, and short; what is wrong in a file is said."""

import re
import shutil
from pathlib import Path

import pytest

from mentorship_app.core.i18n import LOCALES
from mentorship_app.programs import CohortRole
from mentorship_app.training.definition import Module
from mentorship_app.training.library import LIBRARY, ModuleError, in_folder, modules

TOPICS = {"role", "agreement", "listening", "feedback", "difference", "distress", "closing", "leading"}
MODULES = pytest.mark.parametrize("module", modules(), ids=lambda module: module.key)


def test_every_topic_has_its_module() -> None:
    assert {module.key for module in modules()} == TOPICS
    assert {role for module in modules() for role in module.roles} == set(CohortRole)


@MODULES
def test_a_module_takes_five_to_eight_minutes(module: Module) -> None:
    assert all(5 <= module.minutes(locale) <= 8 for locale in LOCALES)


@MODULES
def test_a_module_has_the_same_parts_in_both_languages(module: Module) -> None:
    english, french = (module.sections[locale] for locale in LOCALES)
    assert len(english) == len(french) >= 3
    for one, other in zip(english, french, strict=True):
        assert one.heading
        assert other.heading
        assert shape_of(one.text) == shape_of(other.text)
    assert module.sources


def shape_of(text: str) -> list[str]:
    """The kinds of lines, in their order."""
    return [line[0] for line in text.splitlines() if re.match(r"- |\d\. ", line)]


@MODULES
def test_every_choice_says_why(module: Module) -> None:
    assert 2 <= sum(question.is_case for question in module.questions) <= 3
    assert 3 <= sum(not question.is_case for question in module.questions) <= 5
    for question in module.questions:
        assert sum(choice.good for choice in question.choices) == 1
        for locale in LOCALES:
            feedback = [choice.feedback.in_(locale) for choice in question.choices]
            assert len(set(feedback)) == len(question.choices)


@MODULES
def test_french_is_set_as_french_is(module: Module) -> None:
    texts = [section.text for section in module.sections["fr"]]
    texts += [question.words.fr for question in module.questions]
    choices = [choice for question in module.questions for choice in question.choices]
    texts += [text for choice in choices for text in (choice.words.fr, choice.feedback.fr)]
    for text in texts:
        assert not re.search(r"(?<!\u00a0)[;?!»]|[^\u00a0]:(?=\s)|«(?!\u00a0)", text), text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("good: true", "good: false"), "one of them good and one not"),
        (lambda text: text.replace("version: 1\n", ""), "exactly these entries"),
        (lambda text: text.replace("id: silent", "id: nights"), "a name of its own"),
        (lambda text: text.replace("key: agreement", "key: other"), "the name of the file"),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, change, said: str) -> None:  # type: ignore[no-untyped-def]  # a small function
    for file in LIBRARY.glob("agreement.*"):
        shutil.copy(file, tmp_path)
    path = tmp_path / "agreement.yaml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ModuleError, match=said):
        in_folder(tmp_path)


def test_a_language_that_is_missing_is_named(tmp_path: Path) -> None:
    for file in LIBRARY.glob("agreement.*"):
        shutil.copy(file, tmp_path)
    (tmp_path / "agreement.fr.md").unlink()
    with pytest.raises(ModuleError, match=r"agreement\.fr\.md"):
        in_folder(tmp_path)
