"""A small round of matching, and who decides about it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor
from mentorship_app.matching.decisions import State
from mentorship_app.programs import Cohort, Enrollment
from tests.factories.matching import Drafted, state_of_draft

NOW = datetime(2026, 9, 21, 15, tzinfo=UTC)
BOSS = Actor(account_id=None, name="Sunniva Hale")
WHY = "Both would rather have this"


@dataclass
class Round:
    """Three mentees; two mentors with two places each, and one with one place."""

    cohort: Cohort
    priya: Enrollment
    wren: Enrollment
    juniper: Enrollment
    brook: Enrollment
    marsh: Enrollment
    quill: Enrollment


def settled(made: Drafted, **more: Any) -> dict[str, Any]:
    return {"version": made.draft.version, "by": BOSS, "now": NOW} | more


def state(session: Session, made: Drafted) -> State:
    return state_of_draft(session, made.draft)
