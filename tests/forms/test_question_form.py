"""The boxes of the editor: whatever is typed is read, complained about in words, or shown again; nothing breaks."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_app.core.i18n import LOCALES
from mentorship_app.forms.content import Known, as_questionnaire
from mentorship_app.forms.editing import Refused, add_question
from mentorship_app.forms.library import shipped_content
from mentorship_app.forms.question_form import QuestionForm, digest
from mentorship_app.questions.types import question_types

TYPED = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "3", "-1", "2.5", "1e9", "999999999999", "2026-11-22", "31 2 2026", "yes", "name", "French, x"]
    ),
)
SHIPPED = shipped_content("mentee_intake")


class Boxes(dict[str, list[str]]):
    """A submitted form, as Werkzeug's MultiDict is one."""

    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])


def names_of(key: str) -> list[str]:
    words = [f"{name}-{locale}" for name in ("text", "hint", "if_blank") for locale in LOCALES]
    names = [*words, "required", "readers"]
    for setting in question_types[key].settings:
        names += [f"set-{setting.name}{part}" for part in ("", "-en", "-fr", "-code", "-value", "-hint-en", "-hint-fr")]
    return names


@pytest.mark.parametrize("key", question_types)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_anything_typed_is_kept_read_or_complained_about(key: str, data: st.DataObject) -> None:
    boxes = Boxes({name: data.draw(st.lists(TYPED, max_size=4), label=name) for name in names_of(key)})
    form = QuestionForm.typed(key, boxes)
    entry, errors = form.read()
    assert all(error.text(locale) for error in errors.values() for locale in LOCALES)
    if errors:
        return
    try:
        content, question_id = add_question(SHIPPED, "about", key, entry, known=Known())
    except Refused as refused:
        assert "%(" not in refused.message % refused.named("fr")  # noqa: PT017  either road is right
        return
    assert as_questionnaire(content).question(question_id).type == key


@pytest.mark.parametrize("key", question_types)
def test_every_button_of_a_list_gives_the_boxes_again(key: str) -> None:
    form = QuestionForm.new(key)
    for setting in form.settings:
        if not setting.is_list:
            assert form.pressed(f"add:{setting.name}") is None
            continue
        count = len(form.rows(setting))
        for action, after in (("add", count + 1), ("up", count), ("down", count), ("remove", count - 1)):
            pressed = form.pressed(f"{action}:{setting.name}:0")
            assert pressed is not None
            assert len(pressed.rows(setting)) == after
        assert form.pressed(f"remove:{setting.name}:99") is None
        assert form.pressed(f"remove:{setting.name}:²") is None
    assert form.pressed("save") is None
    assert form.pressed("add:nothing") is None


def test_a_question_that_was_not_touched_is_read_as_it_is_kept() -> None:
    for key in ("mentor_application", "mentee_intake", "agreement", "meeting_log", "goal_plan", "closing_evaluation"):
        for section in shipped_content(key)["sections"]:
            for question in section["questions"]:
                for locale in LOCALES:
                    entry, errors = QuestionForm.of(question, locale).read(question)
                    assert errors == {}, (key, question["id"])
                    assert entry["config"] == plain(question.get("config", {})), (key, question["id"])
                    assert entry["text"] == question["text"]
                    assert entry["optional"] == question.get("optional", False)


def plain(config: dict[str, Any]) -> dict[str, Any]:
    """Words with the blanks folded that YAML may leave at the end."""

    def folded(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: folded(entry) for name, entry in value.items()}
        if isinstance(value, list):
            return [folded(entry) for entry in value]
        return value.strip() if isinstance(value, str) else value

    return dict(folded(config))


def test_the_mark_of_what_was_read_changes_with_anything() -> None:
    question = SHIPPED["sections"][0]["questions"][0]
    assert digest(question) == digest(dict(reversed(question.items())))
    assert digest(question) != digest(question | {"optional": not question.get("optional", False)})
