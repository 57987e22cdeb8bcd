"""What coordinators wrote about a person while they decided about pairs goes when the person leaves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from mentorship_app.matching.models import MatchDraft, MatchStep
from mentorship_app.programs import Enrollment


def steps_with_words_about(session: Session, enrollment: Enrollment) -> Sequence[MatchStep]:
    """The steps that hold somebody's reason for a decision about this person."""
    steps = session.scalars(
        select(MatchStep)
        .join(MatchDraft, MatchDraft.id == MatchStep.draft_id)
        .where(MatchDraft.cohort_id == enrollment.cohort_id)
        .options(undefer(MatchStep.state))
    ).all()
    return [step for step in steps if _has_words(step, enrollment.public_id)]


def forget_words_about(session: Session, enrollment: Enrollment) -> None:
    """Empty those reasons; what was decided stays, by code."""
    person = enrollment.public_id
    for step in steps_with_words_about(session, enrollment):
        if person in step.about:
            step.rationale = ""
        # A new value: a change inside would go unseen.
        step.state = step.state | {name: _emptied(step.state[name], person) for name in ("forbidden", "excepted")}
    session.flush()


def _has_words(step: MatchStep, person: str) -> bool:
    decided = (*step.state["forbidden"], *step.state["excepted"])
    return bool(step.rationale and person in step.about) or any(
        one["rationale"] and person in (one["mentee"], one["mentor"]) for one in decided
    )


def _emptied(decided: Sequence[dict[str, Any]], person: str) -> list[dict[str, Any]]:
    return [one | {"rationale": ""} if person in (one["mentee"], one["mentor"]) else one for one in decided]
