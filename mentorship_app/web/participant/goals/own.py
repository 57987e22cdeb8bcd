"""Which goal a page is about, whose it is, and how a card shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.intake.queries import profile_of
from mentorship_app.mentoring.goals.contents import GoalContents, can_be_opened, opened
from mentorship_app.mentoring.goals.enums import GoalStatus
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.mentoring.goals.queries import find_goal, goals_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.questions.answers import display
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _l, current_locale
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, my_enrollments
from mentorship_app.web.participant.pair.people import known_pairs

STATUS_WORDS = {
    GoalStatus.OPEN: _l("Under way"),
    GoalStatus.REACHED: _l("Reached"),
    GoalStatus.SET_ASIDE: _l("Set aside"),
}
IN_INTAKE = ("goal_1", "goal_2", "goal_3")


@dataclass(frozen=True)
class OpenedGoal:
    """A goal with what was written of it."""

    goal: Goal
    contents: GoalContents

    @property
    def area(self) -> str:
        """What it belongs to, in words; empty where that was not said."""
        answer = self.contents.answers.get("area")
        question = self.goal.questionnaire.question("area") if answer else None
        return display(question, answer, current_locale()) if question and answer is not None else ""


def with_contents(goals: Iterable[Goal]) -> list[OpenedGoal]:
    """Each with its words. Raises SealBroken, KeyringError."""
    ring = keyring()
    return [OpenedGoal(goal, opened(ring, goal)) for goal in goals]


def goal_here(goal_id: str) -> OpenedGoal:
    """The goal of an address; raises NotFound for one that is not the reader's, whoever's it is."""
    found = goal_or_deleted(goal_id)
    if found.goal.deleted_at is not None:
        raise NotFound(N_("This goal is deleted."))
    return found


def goal_or_deleted(goal_id: str) -> OpenedGoal:
    """As :func:`goal_here`, also one whose deletion can still be undone."""
    mine = [enrollment.id for enrollment in my_enrollments() if enrollment.role is CohortRole.MENTEE]
    goal = find_goal(db.session(), mine, goal_id)
    if goal is None:
        raise NotFound(N_("There is no such goal on your page."))
    my_enrollment(CohortRole.MENTEE)
    return with_contents([goal])[0]


def is_mine(actor: Actor, here: OpenedGoal) -> bool:
    """Their mentee, and nobody else: not a mentor, not staff."""
    return actor.account_id is not None and actor.account_id == here.goal.enrollment.account_id


def mentors_of(mentee: Enrollment) -> list[str]:
    """Who reads what this mentee shares, by name."""
    return [pairing.mentor.account.name for pairing in known_pairs(mentee)]


def written_in_intake(mentee: Enrollment) -> dict[str, str]:
    """The goals that the mentee sent in the intake, by the question that asked."""
    profile = profile_of(db.session(), mentee)
    answers = profile.answers if profile is not None and profile.is_sent else {}
    return {key: str(answers[key]).strip() for key in IN_INTAKE if str(answers.get(key, "")).strip()}


def goals_record(mentee: Enrollment, locale: str) -> list[dict[str, Any]]:
    """All goals of a mentee with everything written of them, as JSON values, for that mentee to take away."""
    if not can_be_opened(keyring(), mentee.cohort.program_id):
        return []
    return [_record(one, locale) for one in with_contents(goals_of(db.session(), mentee))]


def _record(one: OpenedGoal, locale: str) -> dict[str, Any]:
    goal, contents = one.goal, one.contents
    return {
        "set_on": goal.created_at.date().isoformat(),
        "status": goal.status.value,
        "mentors_read_it": goal.shared,
        "answers": [
            {
                "question": question.text.in_(locale),
                "answer": display(question, contents.answers[question.id], locale),
                "kept_as": {question.id: contents.answers[question.id]},
            }
            for question in goal.questionnaire.questions()
            if question.id in contents.answers
        ],
        "steps_done": list(contents.done),
        "progress": [{"day": mark.on.isoformat(), "of_10": mark.value} for mark in contents.progress],
        "reflection": contents.reflection,
        "mentors_read_the_reflection": contents.reflection_shared,
    }
