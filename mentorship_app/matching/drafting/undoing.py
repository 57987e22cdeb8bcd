"""One step back, and forward again."""

from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.drafting.drafts import claim_draft, log, step_now
from mentorship_app.matching.enums import Action
from mentorship_app.matching.models import MatchDraft

_FOR_GOOD = frozenset({Action.PUBLISH, Action.WITHDRAW})
"""People were told, or told otherwise: that is taken back where it was done."""


def can_undo(draft: MatchDraft) -> bool:
    """Whether there is a step to undo. The first run stays: without it there is no draft to look at."""
    step = step_now(draft)
    return step is not None and step.number > 1 and step.action not in _FOR_GOOD


def can_redo(draft: MatchDraft) -> bool:
    """Whether a step was undone, and nothing new was done since."""
    return any(step.number == draft.position + 1 for step in draft.steps)


def undo(session: Session, draft: MatchDraft, *, version: int, by: Actor, now: datetime) -> None:
    """Go back to the state before the last step. Raises DraftChanged; Conflict where there is nothing to undo."""
    claim_draft(session, draft, version)
    if not can_undo(draft):
        raise Conflict(N_("There is nothing to undo."))
    draft.position -= 1
    log(session, "matching.draft.undone", draft, by=by, now=now)
    session.flush()


def redo(session: Session, draft: MatchDraft, *, version: int, by: Actor, now: datetime) -> None:
    """Do the step again that was undone last. Raises DraftChanged; Conflict where there is none."""
    claim_draft(session, draft, version)
    if not can_redo(draft):
        raise Conflict(N_("There is nothing to do again."))
    draft.position += 1
    log(session, "matching.draft.redone", draft, by=by, now=now)
    session.flush()
