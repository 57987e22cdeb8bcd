"""Figures and words typed from a sheet become what the same answers would be on a screen."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import pytest

from mentorship_app.questions.conditions import Comparison, Condition
from mentorship_app.questions.loading import load_questionnaire
from mentorship_app.questions.presentation import FieldView
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.types import question_types
from mentorship_app.surveys.contents import OWN, Contents, OwnBlock
from mentorship_app.surveys.paper.keying import KeyedSheet, read_sheet
from mentorship_app.surveys.paper.printing import printed
from mentorship_app.web.public.gallery import QUESTIONS

SECTION = load_questionnaire(QUESTIONS).sections[0]


class Typed:
    """A form with these fields; own questions are meant where a name has no prefix."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = {OWN + name: text for name, text in fields.items()}

    def getlist(self, key: str, /) -> list[str]:
        return [self._fields[key]] if key in self._fields else []


def contents(*questions: Question) -> Contents:
    return Contents((OwnBlock(uuid4(), replace(SECTION, questions=questions or SECTION.questions)),), has_comment=False)


def typed(asked: Contents | None = None, /, **fields: str) -> KeyedSheet:
    return read_sheet(asked or contents(), Typed(fields), "en")


def test_every_type_can_be_typed() -> None:
    kinds = {question.type for question in SECTION.questions}
    assert kinds == set(question_types)
    sheet = typed(
        **{
            "title": "Chief",
            "story": "One line\nanother",
            "capacity": "2",
            "modality": "3 1",
            "topics": "2",
            "topics-own": "Night float",
            "supervises": "1",
            "hours": "1,5",
            "start-day": "3",
            "start-month": "7",
            "start-year": "2027",
            "energy": "3",
            "priorities": "4 1",
            "free_times": "1, 12",
            "languages": "2 1",
            "conduct": "1",
        }
    )
    assert (sheet.errors, sheet.blanks, sheet.not_asked) == ((), (), ())
    assert {key.removeprefix(OWN): value for key, value in sheet.answers.items()} == {
        "title": "Chief",
        "story": "One line\nanother",
        "capacity": "2",
        "modality": ["in_person", "phone"],
        "topics": {"chosen": ["parenting"], "own": ["Night float"]},
        "supervises": True,
        "hours": 1.5,
        "start": "2027-07-03",
        "energy": 2,
        "priorities": ["style", "topics"],
        "free_times": {"mon": ["morning"], "wed": ["evening"]},
        "languages": {"chosen": ["en", "fr"], "own": []},
        "conduct": True,
    }


@pytest.mark.parametrize(
    ("typing", "chosen"),
    [
        ("13", ["in_person", "phone"]),
        ("3, 1", ["in_person", "phone"]),
        ("２", ["video"]),
        (" 2 ", ["video"]),
        ("", None),
    ],
)
def test_figures_may_stand_apart_or_together(typing: str, chosen: list[str] | None) -> None:
    assert typed(modality=typing).answers.get(f"{OWN}modality") == chosen


@pytest.mark.parametrize(
    ("question", "typing"),
    [
        ("energy", "4"),
        ("energy", "0"),
        ("energy", "12"),
        ("energy", "-1"),
        ("energy", "always"),
        ("modality", "14"),
        ("modality", "123"),
        ("free_times", "29"),
        ("free_times", "99999999"),
        ("conduct", "2"),
        ("hours", "eleven"),
        ("hours", "11"),
    ],
)
def test_what_is_on_no_sheet_is_named_beside_its_box(question: str, typing: str) -> None:
    sheet = typed(**{question: typing})
    assert [line.view.id for line in sheet.errors] == [OWN + question]
    assert sheet.answers == {}
    assert OWN + question not in [line.view.id for line in sheet.blanks]


def test_a_box_keeps_what_was_typed_without_what_a_page_cannot_hold() -> None:
    line = typed(energy="4\x00").errors[0]
    assert (line.typed, line.error) == ("4", "Type the number of a box, from 1 to 3.")


def conditional() -> Contents:
    energy, title, hours = (
        next(one for one in SECTION.questions if one.id == name) for name in ("energy", "title", "hours")
    )
    only_if = Condition("energy", Comparison.IS, (0, 1))
    return contents(
        energy, replace(title, show_if=only_if), replace(hours, show_if=replace(only_if, test=Comparison.ANSWERED))
    )


def test_answers_to_what_was_not_to_be_asked_are_left_out_and_named() -> None:
    asked = conditional()
    kept = typed(asked, energy="2", title="Chief", hours="3")
    assert (kept.answers[f"{OWN}title"], kept.not_asked) == ("Chief", ())
    dropped = typed(asked, energy="3", title="Chief", hours="3")
    assert (dropped.answers, dropped.not_asked) == ({f"{OWN}energy": 2, f"{OWN}hours": 3}, (2,))
    nothing = typed(asked, title="Chief")
    assert (nothing.answers, nothing.not_asked, [line.number for line in nothing.blanks]) == ({}, (2,), [1])


def test_the_printed_sheet_says_when_a_question_is_to_be_answered() -> None:
    fields: tuple[tuple[FieldView, str], ...] = printed(conditional(), "en")[0].fields
    assert [when for _view, when in fields] == [
        "",
        "Only if your answer to question 1 is: Never, Sometimes",
        "Only if you answered question 1",
    ]


def test_how_to_fill_it_in_is_said_once_for_a_run_of_questions() -> None:
    energy = next(one for one in SECTION.questions if one.id == "energy")
    three = contents(*(replace(energy, id=f"energy_{number}") for number in range(3)))
    assert [view.on_paper for view, _when in printed(three, "en")[0].fields] == ["Tick one.", "", ""]
