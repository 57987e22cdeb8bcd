"""What matching carries into the next cohort: its weights and rules. What is decided about people stays behind."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.models import MatchSettings
from mentorship_app.programs import Cohort
from mentorship_app.programs.rollover import Carried, Shift, carries


@carries(
    "matching.settings",
    title=N_("Weights and rules of matching"),
    hint=N_("What counts, and what keeps two people apart. Decisions about single people stay behind."),
)
def settings(session: Session, old: Cohort, new: Cohort, shift: Shift, by: Actor, now: datetime) -> Carried | None:  # noqa: ARG001  a carrier's signature
    """A copy, to be changed at will; None where the defaults were never changed."""
    row = session.get(MatchSettings, old.id)
    if row is None:
        return None
    session.add(MatchSettings(cohort_id=new.id, stored=dict(row.stored), created_at=now))
    return Carried(N_("Weights and rules of matching came along."))
