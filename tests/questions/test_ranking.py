"""Ranking: what the buttons do, with and without a script."""

from collections.abc import Callable

import html5lib
import pytest
from werkzeug.datastructures import MultiDict

from mentorship_app.questions.answers import parse_section, pressed_in
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.presentation import FieldView, section_fields
from mentorship_app.questions.questionnaire import Questionnaire, Section

PAGE = """{% from "questions/question.html" import question %}
<form method="post">{{ question(view, autosave_url=url, saved_id="saved") }}</form>"""


def section_of(every_type: Questionnaire) -> Section:
    whole = every_type.section("matching")
    return Section("ranking", whole.title, None, (every_type.question("priorities"),))


def after(every_type: Questionnaire, order: list[str], pressed: str) -> list[str]:
    section = section_of(every_type)
    form = MultiDict([("priorities", code) for code in order] + [("priorities-move", pressed)])
    answer = parse_section(section, form, required=False).values.get("priorities", [])
    assert isinstance(answer, list)
    (view,) = section_fields(section, "en", answers={}, parsed=parse_section(section, form, required=False))
    assert view.controls.ranks is not None
    assert [option.value for option in view.controls.options][: view.controls.ranks.count] == answer
    return answer


@pytest.mark.parametrize(
    ("order", "pressed", "expected"),
    [
        ([], "toggle:site", ["site"]),
        (["site"], "toggle:topics", ["site", "topics"]),
        (["site", "topics"], "up:topics", ["topics", "site"]),
        (["site", "topics", "field"], "down:site", ["topics", "site", "field"]),
        (["site", "topics"], "toggle:site", ["topics"]),
        (["site", "topics"], "up:site", ["site", "topics"]),
        (["site", "topics"], "down:topics", ["site", "topics"]),
        (["site", "site", "topics"], "up:topics", ["topics", "site"]),
        (["site"], "up:elsewhere", ["site"]),
        (["site"], "sideways:site", ["site"]),
        (["site"], "up", ["site"]),
    ],
)
def test_a_button_moves_one_thing_by_one_place(
    every_type: Questionnaire, order: list[str], pressed: str, expected: list[str]
) -> None:
    assert after(every_type, order, pressed) == expected


def test_more_than_may_be_ranked_is_refused(every_type: Questionnaire) -> None:
    form = MultiDict([("priorities", code) for code in ("topics", "field", "site", "style")])
    error = parse_section(section_of(every_type), form).errors["priorities"]
    assert isinstance(error, AnswerError)
    assert error.text("fr") == "Faites au plus 3 choix."


def test_the_page_knows_which_question_was_pressed(every_type: Questionnaire) -> None:
    section = every_type.section("matching")
    assert pressed_in(section, MultiDict({"priorities": "site"})) is None
    assert pressed_in(section, MultiDict({"priorities-move": "up:site"})) == "priorities"


def drawn(every_type: Questionnaire, form: MultiDict[str, str]) -> FieldView:
    section = section_of(every_type)
    (view,) = section_fields(section, "en", answers={}, parsed=parse_section(section, form).unjudged)
    return view


def test_the_button_pressed_keeps_the_focus_and_names_the_place(
    every_type: Questionnaire, render: Callable[..., str]
) -> None:
    form = MultiDict([("priorities", "site"), ("priorities", "topics"), ("priorities-move", "up:topics")])
    text = render(PAGE, "en", view=drawn(every_type, form), url="/part")
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    (focused,) = [element for element in page.iter() if "autofocus" in element.attrib]
    assert focused.get("id") == "priorities-1-up"
    assert focused.get("aria-disabled") == "true"
    assert "".join(focused.itertext()) == "Up The topics, number 1 of 2"
    assert {button.get("hx-post") for button in page.iter("button") if button.get("name")} == {"/part"}
    # The first button of the form is the one that Enter presses: it must not move anything.
    assert next(page.iter("button")).get("name") is None


def test_ids_stay_with_their_things_so_that_focus_does_too(every_type: Questionnaire) -> None:
    before = drawn(every_type, MultiDict([("priorities", "site"), ("priorities", "topics")]))
    moved = drawn(every_type, MultiDict([("priorities", "topics"), ("priorities", "site")]))
    ids = [{option.value: option.id for option in view.controls.options} for view in (before, moved)]
    assert ids[0] == ids[1]


def test_a_full_ranking_offers_nothing_to_add(every_type: Questionnaire, render: Callable[..., str]) -> None:
    form = MultiDict([("priorities", code) for code in ("topics", "field", "site")])
    text = render(PAGE, "fr", view=drawn(every_type, form), url=None)
    assert "toggle:style" not in text
    assert "Votre classement est complet." in text
    assert "hx-" not in text
