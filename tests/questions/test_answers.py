"""Sections as submitted: conditions, blanks, drafts, and what is kept."""

import pytest
from werkzeug.datastructures import MultiDict

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.answers import kept, missing, parse_section
from mentorship_app.questions.conditions import Answer, Comparison, Condition, Scalar
from mentorship_app.questions.presentation import FieldProblem, problems, section_fields
from mentorship_app.questions.questionnaire import Question, Questionnaire, Section
from mentorship_app.questions.types.short_text import ShortTextConfig
from mentorship_app.questions.types.yes_no import YesNoConfig

TEXT = LocalizedText(en="English", fr="Français")


def yes_no(name: str, show_if: Condition | None = None, *, optional: bool = False) -> Question:
    return Question(name, "yes_no", TEXT, config=YesNoConfig(), show_if=show_if, optional=optional)


def line(name: str, show_if: Condition | None = None, *, optional: bool = False) -> Question:
    return Question(name, "short_text", TEXT, config=ShortTextConfig(), show_if=show_if, optional=optional)


def when(question: str, *values: Scalar, comparison: Comparison = Comparison.IS) -> Condition:
    return Condition(question, comparison, values)


FIRST = Section("first", TEXT, None, (yes_no("mentor"), line("where", when("mentor", True))))
SECOND = Section(
    "second",
    TEXT,
    None,
    (
        line("bio", when("mentor", True)),
        line("more", when("bio", comparison=Comparison.ANSWERED)),
        line("note", optional=True),
    ),
)
FORM = Questionnaire("form", 1, TEXT, (FIRST, SECOND), 2)


def test_a_question_revealed_by_this_page_is_shown_before_it_is_required() -> None:
    parsed = parse_section(FIRST, MultiDict({"mentor": "yes"}))
    assert (parsed.values, parsed.errors, parsed.revealed, parsed.complete) == ({"mentor": True}, {}, ["where"], False)
    fields = section_fields(FIRST, "en", answers={}, parsed=parsed)
    assert [(field.id, field.conditional, field.error) for field in fields] == [
        ("mentor", False, None),
        ("where", True, None),
    ]
    again = parse_section(FIRST, MultiDict({"mentor": "yes", "where": "", "where-shown": "1"}))
    assert (list(again.errors), again.revealed) == (["where"], [])


def test_an_answer_hidden_by_another_is_neither_kept_nor_required() -> None:
    form = MultiDict({"mentor": "no", "where": "Ward 3", "where-shown": "1"})
    parsed = parse_section(FIRST, form, answers={"mentor": True, "where": "Ward 3"})
    assert (parsed.values, parsed.complete) == ({"mentor": False}, True)
    assert parsed.merged_into({"mentor": True, "where": "Ward 3", "bio": "x"}) == {"bio": "x", "mentor": False}


def test_a_revealed_question_keeps_what_was_answered_before() -> None:
    parsed = parse_section(FIRST, MultiDict({"mentor": "yes"}), answers={"where": "Ward 3"})
    assert parsed.values == {"mentor": True, "where": "Ward 3"}


def test_hidden_answers_hide_what_depends_on_them_across_sections() -> None:
    answers: dict[str, Answer] = {"mentor": False, "where": "a", "bio": "b", "more": "c", "note": "d", "gone": "e"}
    assert kept(FORM, answers) == {"mentor": False, "note": "d"}
    assert kept(FORM, answers | {"mentor": True}) == {
        key: value for key, value in (answers | {"mentor": True}).items() if key != "gone"
    }


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["mentor"]),
        ({"mentor": False}, []),
        ({"mentor": True}, ["where", "bio"]),
        ({"mentor": True, "where": "a", "bio": "b"}, ["more"]),
        ({"mentor": True, "where": "a", "bio": "b", "more": "c"}, []),
    ],
)
def test_missing_lists_what_is_shown_and_required(answers: dict[str, Answer], expected: list[str]) -> None:
    assert [question.id for question in missing(FORM, answers)] == expected


def test_a_draft_may_be_blank_but_not_wrong() -> None:
    parsed = parse_section(FIRST, MultiDict(), required=False)
    assert (parsed.values, parsed.errors) == ({}, {})
    parsed = parse_section(FIRST, MultiDict({"mentor": "perhaps"}), required=False)
    assert list(parsed.errors) == ["mentor"]


def test_what_was_typed_stays_and_the_summary_repeats_the_error() -> None:
    section = Section("one", TEXT, None, (line("name"), yes_no("mentor"), line("city")))
    parsed = parse_section(section, MultiDict({"name": "x" * 201, "city": "Mont\ud800réal"}))
    fields = section_fields(section, "fr", answers={"name": "older", "city": "older"}, parsed=parsed)
    assert [field.controls.inputs[0].value for field in fields if field.controls.inputs] == [
        "x" * 201,
        "Mont\ufffdréal",
    ]
    assert problems(fields) == (
        FieldProblem("Raccourcissez votre réponse à 200 caractères au plus. Elle en compte 201.", "name"),
        FieldProblem("Choisissez l’une des deux réponses.", "mentor-1"),
        FieldProblem(
            "Écrivez de nouveau votre réponse\u00a0: elle contient un caractère qui ne peut pas être conservé.", "city"
        ),
    )


def test_the_message_of_the_question_goes_before_that_of_the_type(every_type: Questionnaire) -> None:
    parsed = parse_section(every_type.section("offer"), MultiDict())
    assert parsed.errors["capacity"].text("en") == "Choose how many residents you can mentor."
    assert "hours" not in parsed.errors


def test_statements_of_a_survey_are_counted(every_type: Questionnaire) -> None:
    section = Section("scale", TEXT, None, (every_type.question("energy"), every_type.question("supervises")))
    fields = section_fields(section, "en", answers={}, numbered=True)
    assert [field.position for field in fields] == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("condition", "answer", "shown"),
    [
        (when("q", "a", "b"), "b", True),
        (when("q", "a"), ["c", "a"], True),
        (when("q", "sailing"), {"chosen": ["a"], "own": ["sailing"]}, True),
        (when("q", "a"), "c", False),
        (when("q", "a", comparison=Comparison.IS_NOT), "c", True),
        (when("q", "a", comparison=Comparison.IS_NOT), ["a", "c"], False),
        (when("q", 1), True, False),
        (when("q", True), 1, False),
        (when("q", 0), False, False),
        (when("q", comparison=Comparison.ANSWERED), False, True),
    ],
)
def test_a_condition_looks_at_the_earlier_answer(condition: Condition, answer: Answer, shown: bool) -> None:
    assert condition.holds({"q": answer}) is shown
    assert condition.holds({}) is False
