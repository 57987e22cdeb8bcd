"""What can be done to mails of check-ins, to one or to all of a program; in the log of events without a name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.i18n import N_
from mentorship_app.messaging import UNDO
from mentorship_app.programs import Program
from mentorship_app.surveys.mailings import Mailing, MailingStatus, services
from mentorship_app.surveys.mailings.queries import open_in, waiting_in
from mentorship_app.web.access import current_actor
from mentorship_app.web.coordinator.surveys.inviting import MAILING_NAMES, MAILING_TAGS
from mentorship_app.web.extensions import db


@dataclass(frozen=True)
class Verb:
    """What can be done to a mailing: the change, its name in the log, what is said afterwards."""

    change: Callable[[Session, Mailing], None]
    action: str
    said: str


def _send(session: Session, mailing: Mailing) -> None:
    services.send_now(session, mailing, now=clock.now())


VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "hold": Verb(services.hold, "surveys.mailing.held", N_("The mail is held. It leaves only when you say so.")),
        "release": Verb(services.release, "surveys.mailing.released", N_("The mail leaves at its time.")),
        "send": Verb(
            _send, "surveys.mailing.released", N_("The mail leaves within a minute; at night, in the morning.")
        ),
        "take-back": Verb(
            services.cancel, "surveys.mailing.taken_back", N_("The mail is taken back and will not be sent.")
        ),
    }
)


def apply(program: Program, mailing: Mailing, verb: Verb) -> None:
    """Do it, and note that it was done. Raises what the change raises."""
    verb.change(db.session(), mailing)
    audit.record(db.session(), verb.action, by=current_actor(), subject=mailing, at=clock.now(), program_id=program.id)


def leaving_soon(program: Program) -> list[Mailing]:
    """Those that wait for their ten minutes, or are leaving: what "everything" means on the outbox page."""
    soon = clock.now() + UNDO + timedelta(minutes=1)
    waiting = waiting_in(db.session(), program.id, MailingStatus.QUEUED)
    return [mailing for mailing in waiting if mailing.not_before <= soon and "send" in services.verbs_for(mailing)]


def hold_every(program: Program) -> int:
    """Hold everything that is planned or leaving, reminders of weeks to come too; gives the number."""
    return _all(program, (MailingStatus.QUEUED, MailingStatus.SENDING), "hold")


def send_soon_now(program: Program) -> int:
    """Let what waits for its ten minutes leave now; reminders stay at their day."""
    found = leaving_soon(program)
    for mailing in found:
        apply(program, mailing, VERBS["send"])
    return len(found)


def release_every(program: Program) -> int:
    """Let everything that is held leave at its time."""
    return _all(program, (MailingStatus.HELD,), "release")


def _all(program: Program, states: tuple[MailingStatus, ...], name: str) -> int:
    found = waiting_in(db.session(), program.id, *states)
    for mailing in found:
        apply(program, mailing, VERBS[name])
    return len(found)


def lines_of(program: Program) -> dict[str, Any]:
    """What the outbox shows of mailings: those of check-ins that are open, and how many wait or are held."""
    open_ones = open_in(db.session(), program.id)
    return {
        "mailings": open_ones,
        "mailings_waiting": len(leaving_soon(program)),
        "mailings_planned": sum(mailing.status is MailingStatus.QUEUED for mailing in open_ones),
        "mailings_held": sum(mailing.status is MailingStatus.HELD for mailing in open_ones),
        "mailing_names": MAILING_NAMES,
        "mailing_tags": MAILING_TAGS,
    }
