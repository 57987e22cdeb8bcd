"""The shipped modules: ``library/<key>.yaml``, and the text beside it as ``<key>.en.md`` and ``<key>.fr.md``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mentorship_app.core.i18n import LOCALES, LocalizedText
from mentorship_app.programs.enums import CohortRole
from mentorship_app.training.definition import DONE, REFLECTION, Choice, Module, Question, Section

LIBRARY = Path(__file__).parent / "library"
_ALLOWED = {"key", "version", "order", "for", "title", "summary", "cases", "checks", "reflection", "sources"}
_CASES, _CHECKS = range(2, 4), range(3, 6)
_FEWEST_CHOICES = 2


class ModuleError(Exception):
    """A file of the library is wrong. ``str()`` says which, where, and what was expected."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        super().__init__(f"{file}: {place}: {problem}")


def modules() -> tuple[Module, ...]:
    """Every shipped module, in the order in which they are best read."""
    return in_folder(LIBRARY)


@cache
def in_folder(folder: Path) -> tuple[Module, ...]:
    """The modules of a folder. Raises ModuleError for the first that is wrong."""
    found = [_load(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple(module for _order, module in sorted(found, key=lambda pair: (pair[0], pair[1].key)))


def _load(path: Path) -> tuple[int, Module]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or set(content) != _ALLOWED:
        raise ModuleError(path.name, "file", f"expected exactly these entries: {', '.join(sorted(_ALLOWED))}")
    if content["key"] != path.stem:
        raise ModuleError(path.name, "key", f"expected the name of the file, {path.stem!r}")
    reader = _Reader(path.name)
    questions = (
        *reader.questions(content["cases"], "cases", _CASES),
        *reader.questions(content["checks"], "checks", _CHECKS),
    )
    keys = [question.key for question in questions]
    if len({*keys, REFLECTION, DONE}) != len(keys) + 2 or any(key.startswith("section-") for key in keys):
        raise ModuleError(path.name, "id", "every case and check needs a name of its own")
    return content["order"], Module(
        key=content["key"],
        version=content["version"],
        roles=frozenset(CohortRole(role) for role in content["for"]),
        title=reader.text(content["title"], "title"),
        summary=reader.text(content["summary"], "summary"),
        sections=_sections_beside(path),
        questions=questions,
        reflection=reader.text(content["reflection"], "reflection"),
        sources=tuple(content["sources"]),
    )


def _sections_beside(path: Path) -> Mapping[str, tuple[Section, ...]]:
    found = {}
    for locale in LOCALES:
        file = path.with_name(f"{path.stem}.{locale}.md")
        if not file.is_file():
            raise ModuleError(path.name, "text", f"expected {file.name} beside it")
        found[locale] = sections_of(file.read_text(encoding="utf-8"))
    if len({len(sections) for sections in found.values()}) != 1 or not found["en"]:
        raise ModuleError(path.name, "text", "expected as many sections in each language, and at least one")
    return found


def sections_of(text: str) -> tuple[Section, ...]:
    """Markdown cut at its headings of the second level; what stands above the first has no heading."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        else:
            found[-1][1].append(line)
    cut = [Section(heading, "\n".join(lines).strip()) for heading, lines in found]
    return tuple(section for section in cut if section.heading or section.text)


class _Reader:
    """Reads the parts of one file, and says where one is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file

    def text(self, value: Any, place: str) -> LocalizedText:
        if (
            not isinstance(value, dict)
            or set(value) != set(LOCALES)
            or not all(str(one).strip() for one in value.values())
        ):
            raise ModuleError(self.file, place, f"expected words in each of: {', '.join(LOCALES)}")
        return LocalizedText(**value)

    def questions(self, value: Any, place: str, allowed: range) -> tuple[Question, ...]:
        if not isinstance(value, list) or len(value) not in allowed:
            raise ModuleError(self.file, place, f"expected {allowed.start} to {allowed.stop - 1} of them")
        return tuple(self._question(one, f"{place}[{number}]", place) for number, one in enumerate(value))

    def _question(self, value: Any, place: str, kind: str) -> Question:
        if not isinstance(value, dict) or set(value) != {"id", "words", "choices"}:
            raise ModuleError(self.file, place, "expected id, words and choices")
        choices = tuple(self._choice(one, f"{place}.choices[{at}]") for at, one in enumerate(value["choices"]))
        if len(choices) < _FEWEST_CHOICES or not any(one.good for one in choices) or all(one.good for one in choices):
            raise ModuleError(self.file, place, "expected two choices or more, one of them good and one not")
        return Question(value["id"], self.text(value["words"], place), choices, is_case=kind == "cases")

    def _choice(self, value: Any, place: str) -> Choice:
        if not isinstance(value, dict) or set(value) != {"words", "feedback", "good"}:
            raise ModuleError(self.file, place, "expected words, feedback and good")
        return Choice(
            words=self.text(value["words"], f"{place}.words"),
            feedback=self.text(value["feedback"], f"{place}.feedback"),
            good=bool(value["good"]),
        )
