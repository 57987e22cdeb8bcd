"""Whether an edition can change now: every verb that changes one, or what belongs to it, begins here."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.programs.versions import claim
from mentorship_app.reports.editions.enums import EditionStatus
from mentorship_app.reports.editions.models import Edition
from mentorship_app.reports.enums import ReportStatus
from mentorship_app.reports.models import Report

FROZEN = N_("This report is frozen: nothing in it can change any more. Copy it to go on from it.")
FREEZING = N_("This report is being frozen. Wait until that is done.")


def claim_draft(session: Session, edition: Edition, version: int) -> None:
    """Take the right to change ``edition`` as read at ``version``.

    Raises InvalidTransition where it is frozen or being frozen, and Conflict where somebody changed it meanwhile.
    """
    require_draft(session, edition)
    claim(session, edition, version)
    # Once more: it may have been frozen while this waited for its turn.
    require_draft(session, edition)


def require_draft(session: Session, edition: Edition) -> None:
    """Raises InvalidTransition where the edition is frozen or being frozen."""
    if edition.status is EditionStatus.FROZEN:
        raise InvalidTransition(FROZEN)
    if is_being_frozen(session, edition):
        raise InvalidTransition(FREEZING)


def is_being_frozen(session: Session, edition: Edition) -> bool:
    """Whether the drawing that freezes it waits or is worked on."""
    pending = [status for status in ReportStatus if status.is_pending]
    return bool(
        session.scalar(
            select(exists().where(Report.edition_id == edition.id, Report.is_final, Report.status.in_(pending)))
        )
    )
