"""What was planned for a goal, in the words of the form, for the page of the goal."""

from mentorship_app.mentoring.goals.contents import asked, read_by_mentors
from mentorship_app.questions.answers import display
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.goals.own import OpenedGoal

_APART = frozenset({"goal", "first_step", "further_steps", "area", "due_on"})
"""Shown elsewhere on the page."""

Row = tuple[str, tuple[str, ...]]


def plan_rows(here: OpenedGoal) -> list[Row]:
    """Every answer that does not stand elsewhere on the page, for its mentee."""
    locale, answers = current_locale(), here.contents.answers
    return [
        (question.text.in_(locale), tuple(display(question, answers[question.id], locale).split("\n")))
        for question in asked(here.goal.questionnaire).questions
        if question.id in answers and question.id not in _APART
    ]


def rows_for_mentors(here: OpenedGoal) -> list[Row]:
    """The same as far as mentors read it."""
    locale = current_locale()
    return [
        (question.text.in_(locale), tuple(display(question, answer, locale).split("\n")))
        for question, answer in read_by_mentors(here.goal, here.contents)
    ]
