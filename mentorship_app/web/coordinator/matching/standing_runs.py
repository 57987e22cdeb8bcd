"""Runs beside the draft: one under way, one that gave nothing, one that waits to be taken over."""

from sqlalchemy import select

from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.models import MatchRun
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.coordinator.matching.here import MatchingHere
from mentorship_app.web.extensions import db


def latest_run(here: MatchingHere) -> MatchRun | None:
    """The newest run of the kind."""
    return db.session.scalar(
        select(MatchRun)
        .where(MatchRun.cohort_id == here.cohort.id, MatchRun.kind == here.kind)
        .order_by(MatchRun.number.desc())
        .limit(1)
    )


def run_offered(latest: MatchRun | None, desk: Desk | None) -> MatchRun | None:
    """The newest run if it has pairs that are not the draft's: somebody decided something while it was solved."""
    if latest is None or latest.status is not RunStatus.SOLVED:
        return None
    return latest if desk is None or desk.run.id != latest.id else None
