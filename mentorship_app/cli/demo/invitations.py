"""The demo's call for next year: whom it invited and what came back, what it looks for, who asked to be told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli.demo.people import DemoMentor
from mentorship_app.core.identity import Actor
from mentorship_app.messaging import MessageStatus
from mentorship_app.recruitment.invitations import Invitation
from mentorship_app.recruitment.invitations.entries import Entry, read_lines
from mentorship_app.recruitment.invitations.reminders import remind
from mentorship_app.recruitment.invitations.services import invite, note_opened, stop_reminders, withdraw
from mentorship_app.recruitment.models import Call
from mentorship_app.recruitment.next_year import FutureInterest
from mentorship_app.recruitment.targets import Dimension, TargetEntry, set_targets

NEW_FACES = """
Siobhán O’Marrowbone <siobhan.omarrowbone@example.org>; Surgery
Inês D’Ávila-Pássaro <ines.davila@example.org>; Surgery
ليلى القمرية <layla.alqamariya@example.org>; Surgery
Nouria Bellelune <nouria.bellelune@example.org>; Pediatrics; français
Fitzwilliam Gorse <fitzwilliam.gorse@example.org>; Pediatrics
Perpetua Hollyoak <perpetua.hollyoak@example.org>; Pediatrics
Euphrasie Rondelet <euphrasie.rondelet@example.org>; Psychiatry; français
Montague Fernsby <montague.fernsby@example.org>; Psychiatry
department.of.anaesthesia@example.org
"""
LATE = (
    ("Cressida Thornapple", "cressida.thornapple@example.org", "Surgery", "en"),
    ("Balthazar Poirier-Doux", "balthazar.poirier-doux@example.org", "Psychiatry", "fr"),
    ("נועה ירקוני", "noa.yarkoni@example.org", "Pediatrics", "en"),
)
TARGETS = (
    TargetEntry(Dimension.DEPARTMENT, "Surgery", 4),
    TargetEntry(Dimension.SITE, "North campus", 3),
    TargetEntry(Dimension.TOPIC, "research", 3),
    TargetEntry(Dimension.LANGUAGE, "french", 4),
    TargetEntry(Dimension.IDENTITY, "First in the family to study", 2),
)


def send_invitations(session: Session, call: Call, mentors: Sequence[DemoMentor], *, by: Actor, now: datetime) -> None:
    """Invite this year's ``mentors`` and new faces; two mails do not arrive as they should."""
    set_targets(session, call, TARGETS, version=call.version, by=by, now=now)
    returning = [
        Entry(number, mentor.email, mentor.name, mentor.department, mentor.locale)
        for number, mentor in enumerate(mentors, start=1)
    ]
    invite(session, call, [*returning, *read_lines(NEW_FACES.strip()).entries], by=by, now=now)
    for invitation in _of(session, call):
        if invitation.message is not None:
            invitation.message.status, invitation.message.sent_at = MessageStatus.SENT, now
            invitation.message.attempts = 1
    found = _by_name(session, call)
    bounced, taken_back = found["Perpetua Hollyoak"].message, found["Montague Fernsby"].message
    if bounced is not None and taken_back is not None:
        bounced.status, bounced.sent_at, bounced.last_error = MessageStatus.DEAD, None, "SMTP 550"
        taken_back.status, taken_back.sent_at = MessageStatus.CANCELLED, None
    session.flush()


def hear_back(session: Session, call: Call, *, by: Actor, now: datetime) -> None:
    """A week later: some looked, one wants no reminders, one is asked no more, and one is reminded."""
    found = _by_name(session, call)
    for name in ("Siobhán O’Marrowbone", "ليلى القمرية", "Nouria Bellelune"):
        note_opened(session, found[name])
    stop_reminders(session, found["Fitzwilliam Gorse"], now=now)
    withdraw(session, found["Euphrasie Rondelet"], by=by, now=now)
    for name in ("Inês D’Ávila-Pássaro", "Siobhán O’Marrowbone"):
        remind(session, found[name], now=now)
    for name, email, department, locale in LATE:
        session.add(
            FutureInterest(
                program_id=call.cohort.program_id,
                email=email,
                name=name,
                department=department,
                locale=locale,
                created_at=now - timedelta(weeks=20),
            )
        )
    session.flush()


def invite_one_more(session: Session, call: Call, *, by: Actor, now: datetime) -> None:
    """An invitation that waits in the outbox, so that there is one to take back."""
    waiting = Entry(1, "thibault.grisemotte@example.org", "Thibault Grisemotte", "Surgery", "fr")
    invite(session, call, [waiting], by=by, now=now)
    message = _by_name(session, call)[waiting.name].message
    if message is not None:
        message.status = MessageStatus.HELD
    session.flush()


def _of(session: Session, call: Call) -> Sequence[Invitation]:
    return session.scalars(select(Invitation).where(Invitation.call_id == call.id)).all()


def _by_name(session: Session, call: Call) -> dict[str, Invitation]:
    return {invitation.name: invitation for invitation in _of(session, call)}
