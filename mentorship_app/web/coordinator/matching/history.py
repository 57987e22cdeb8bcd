"""What was done to a draft, in sentences: who did what, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select

from mentorship_app.audit import AuditEvent
from mentorship_app.core.i18n import N_
from mentorship_app.matching.drafting import history
from mentorship_app.matching.enums import Action
from mentorship_app.matching.models import MatchDraft, MatchStep
from mentorship_app.web.coordinator.audit_sentences import audit_sentence
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _

SHOWN = 50

SENTENCES: Mapping[Action, str] = MappingProxyType(
    {
        Action.RUN: N_("%(by)s took over the pairs of run %(run)s"),
        Action.LOCK: N_("%(by)s locked %(mentee)s with %(mentor)s"),
        Action.UNLOCK: N_("%(by)s unlocked %(mentee)s with %(mentor)s"),
        Action.FORBID: N_("%(by)s forbade %(mentee)s with %(mentor)s"),
        Action.ALLOW: N_("%(by)s allowed %(mentee)s with %(mentor)s again"),
        Action.SWAP: N_("%(by)s exchanged mentors: %(mentee)s is with %(mentor)s, %(other)s with %(other_mentor)s"),
        Action.MOVE: N_("%(by)s gave %(mentee)s the mentor %(mentor)s"),
        Action.EXCEPT: N_("%(by)s made an exception for %(mentee)s with %(mentor)s"),
        Action.RELEASE: N_("%(by)s opened the pair of %(mentee)s and %(mentor)s to change"),
        Action.KEEP: N_("%(by)s keeps the pair of %(mentee)s and %(mentor)s"),
        Action.PUBLISH: N_("%(by)s published the pairs"),
        Action.WITHDRAW: N_("%(by)s took the publication back"),
    }
)
TAKEN_OUT = N_("%(by)s left %(mentee)s without a mentor")


@dataclass(frozen=True)
class Entry:
    """One step. ``why``: the reason given; ``is_undone``: it does not stand any more."""

    words: str
    why: str
    at: datetime
    is_undone: bool


def entries_of(desk: Desk) -> list[Entry]:
    """The newest steps first, at most :data:`SHOWN`."""
    names = _names(desk)
    steps: Sequence[MatchStep] = history(desk.draft)[:SHOWN]
    position = desk.draft.position
    return [
        Entry(_words(step, names), step.rationale, step.created_at, is_undone=step.number > position) for step in steps
    ]


def _names(desk: Desk) -> dict[str, str]:
    mentees = {one.id: one.name for one in desk.facts.mentees}
    return mentees | {one.id: one.name for one in desk.facts.mentors}


def _words(step: MatchStep, names: Mapping[str, str]) -> str:
    about = [names.get(person, _("somebody of an earlier run")) if person else "" for person in step.about]
    mentee, mentor, other, other_mentor = [*about, "", "", "", ""][:4]
    message = TAKEN_OUT if step.action is Action.MOVE and not mentor else SENTENCES[step.action]
    run = str(step.run.number) if step.run is not None else "?"
    return _(message, by=step.by, mentee=mentee, mentor=mentor, other=other, other_mentor=other_mentor, run=run)


def meanwhile(draft: MatchDraft, claimed: int) -> list[str]:
    """What was done to a draft since its version ``claimed``, undoing too, oldest first."""
    events: Iterable[AuditEvent] = db.session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.program_id == draft.cohort.program_id,
            AuditEvent.subject_id == draft.id,
            AuditEvent.subject_type == draft.__tablename__,
        )
        .order_by(AuditEvent.at.desc(), AuditEvent.id)
        .limit(SHOWN)
    )
    since = [event for event in events if int(event.details.get("version", 0)) > claimed]
    return [audit_sentence(event) for event in sorted(since, key=lambda event: int(event.details["version"]))]
