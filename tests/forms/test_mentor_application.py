"""The shipped form: what it asks, and what is read from its answers."""

from mentorship_app.forms.library import shipped
from mentorship_app.questions.answers import missing
from mentorship_app.recruitment.offer import Offer, assessment_roles, offer_in
from tests.factories.recruitment import FULL_ANSWERS

FORM = shipped("mentor_application")


def test_little_is_required_and_one_question_depends_on_another() -> None:
    required = [[question.id for question in part.questions if not question.optional] for part in FORM.sections]
    assert [len(part) for part in required] == [4, 5, 5, 0]
    assert [question.id for question in FORM.questions() if question.show_if] == ["trained_on"]


def test_the_form_uses_every_kind_of_question_that_an_application_needs() -> None:
    assert {question.type for question in FORM.questions()} >= {
        "short_text",
        "long_text",
        "single_choice",
        "multiple_choice",
        "chips",
        "number",
        "date",
        "scale",
        "yes_no",
        "consent",
    }


def test_no_part_is_called_like_a_page_of_the_application() -> None:
    assert {section.id for section in FORM.sections}.isdisjoint({"check", "done", "saved"})


def test_the_example_answers_are_complete() -> None:
    assert missing(FORM, FULL_ANSWERS) == ()
    assert [question.id for question in missing(FORM, {})] == [
        question.id for question in FORM.questions() if not question.optional and question.id != "trained_on"
    ]


def test_the_offer_is_read_from_the_answers() -> None:
    assert offer_in(FULL_ANSWERS) == Offer("Internal Medicine", "North Hospital", 2, 1.5)


def test_roles_that_assess_residents_are_flagged() -> None:
    assert assessment_roles(FULL_ANSWERS) == ()
    assert assessment_roles({"assessment_roles": ["program_director", "none"]}) == ("program_director",)
