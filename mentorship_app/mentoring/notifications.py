"""The mails that tell mentor and mentee about each other."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, cancel, email_kinds, enqueue
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.programs import CohortRole, Enrollment

ANNOUNCED = "pairing_announced"
OVER = "pairing_over"
CHANGED = "pairing_changed"
REMINDER = "pairing_reminder"
TEST = "test"
"""In the context of a mail that staff send to themselves: it signs nobody in."""
_KEYS_A_QUERY = 500
LINK_LIFE = timedelta(days=14)
"""This mail is often read days later. The link still signs in only once, after a press."""


def announcement_context(reader: Enrollment, other: Enrollment, *, accept_by: date | None = None) -> dict[str, str]:
    """What the row of the mail holds; enough to preview it before the pair exists."""
    asked = {"accept_by": accept_by.isoformat()} if accept_by else {}
    return {"reader": str(reader.id), "other": str(other.id)} | asked


def announce(session: Session, pairing: Pairing, *, now: datetime) -> None:
    """Tell both, each in their language, and by when they are asked to say yes, if they are.

    The mails wait ten minutes, so that staff can take them back.
    """
    for reader, other in ((pairing.mentee, pairing.mentor), (pairing.mentor, pairing.mentee)):
        enqueue(
            session,
            ANNOUNCED,
            to_email=reader.account.email,
            to_name=reader.account.name,
            locale=reader.account.locale,
            context=announcement_context(reader, other, accept_by=pairing.accept_by),
            dedupe=_key(pairing, reader.role),
            program_id=pairing.cohort.program_id,
            now=now,
            not_before=now + UNDO,
        )


def announcements(session: Session, pairings: Collection[Pairing]) -> list[OutboxMessage]:
    """The mails that announce these pairs, wherever they stand; locked until the commit."""
    return mails_with_keys(session, [_key(pairing, role) for pairing in pairings for role in CohortRole])


def mails_with_keys(session: Session, keys: Sequence[str]) -> list[OutboxMessage]:
    """The mails of these dedupe keys; locked until the commit, so that none leaves meanwhile."""
    found: list[OutboxMessage] = []
    for start in range(0, len(keys), _KEYS_A_QUERY):
        some = OutboxMessage.dedupe_key.in_(keys[start : start + _KEYS_A_QUERY])
        found += session.scalars(select(OutboxMessage).where(some).order_by(OutboxMessage.id).with_for_update())
    return found


def take_back(session: Session, pairing: Pairing) -> None:
    """Keep announcements and reminders of a pair from leaving, if they have not left."""
    reminders = mails_with_keys(session, [reminder_key(pairing, role) for role in CohortRole])
    for message in (*announcements(session, [pairing]), *reminders):
        if message.status in WAITING:
            cancel(session, message)


def remind(session: Session, pairing: Pairing, role: CohortRole, *, now: datetime, not_before: datetime) -> None:
    """Remind one side, once, that the pair waits for a yes."""
    reader, other = _two(pairing, role)
    enqueue(
        session,
        REMINDER,
        to_email=reader.account.email,
        to_name=reader.account.name,
        locale=reader.account.locale,
        context=announcement_context(reader, other, accept_by=pairing.accept_by),
        dedupe=reminder_key(pairing, role),
        program_id=pairing.cohort.program_id,
        now=now,
        not_before=not_before,
    )


def forget_reminder(session: Session, pairing: Pairing, role: CohortRole) -> None:
    """Keep a reminder from leaving, since the person has answered."""
    for message in mails_with_keys(session, [reminder_key(pairing, role)]):
        if message.status in WAITING:
            cancel(session, message)


def tell_changed(session: Session, pairing: Pairing, *, because: str, now: datetime) -> None:
    """Tell both that their pair ended since pairs were made anew: kindly, and never why.

    ``because``: the id of what ended it, so that a second end of the same pair is told again. Waits ten minutes.
    """
    for role in CohortRole:
        reader, other = _two(pairing, role)
        enqueue(
            session,
            CHANGED,
            to_email=reader.account.email,
            to_name=reader.account.name,
            locale=reader.account.locale,
            context=announcement_context(reader, other),
            dedupe=changed_key(pairing, role, because=because),
            program_id=pairing.cohort.program_id,
            now=now,
            not_before=now + UNDO,
        )


def changed_key(pairing: Pairing, role: CohortRole, *, because: str) -> str:
    """The dedupe key of the mail that tells one side of the end."""
    return f"{CHANGED}:{because}:{pairing.id}:{role}"


def _two(pairing: Pairing, role: CohortRole) -> tuple[Enrollment, Enrollment]:
    """The reader in that role, and the other."""
    is_mentor = role is CohortRole.MENTOR
    return (pairing.mentor, pairing.mentee) if is_mentor else (pairing.mentee, pairing.mentor)


def tell_over(session: Session, pairing: Pairing, *, reader: Enrollment, leaver: Enrollment, now: datetime) -> None:
    """Tell one of the two that the other left the program; never why, and never who wanted it."""
    enqueue(
        session,
        OVER,
        to_email=reader.account.email,
        to_name=reader.account.name,
        locale=reader.account.locale,
        context=announcement_context(reader, leaver),
        dedupe=f"{OVER}:{pairing.id}:{reader.role}",
        program_id=pairing.cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


def _key(pairing: Pairing, role: CohortRole) -> str:
    return f"{ANNOUNCED}:{pairing.id}:{role}"


def reminder_key(pairing: Pairing, role: CohortRole) -> str:
    """The dedupe key of the one reminder of one side."""
    return f"{REMINDER}:{pairing.id}:{role}"


@email_kinds.register(ANNOUNCED)
@email_kinds.register(REMINDER)
def pairing_announced(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if one of the two was deleted meanwhile."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    other = scope.session.get(Enrollment, UUID(str(scope.message.context["other"])))
    if reader is None or other is None:
        raise NotFound(N_("This person does not take part any more."))
    program = reader.cohort.program
    return {
        "is_mentee": reader.role is CohortRole.MENTEE,
        "program": program.name,
        "contact": program.contact_email,
        "other_name": other.account.name,
        "other_email": other.account.email,
        "accept_by": _accept_by(scope),
        "is_test": bool(scope.message.context.get(TEST)),
        "link": _link_to_pair(scope, reader),
    }


def _accept_by(scope: MailScope) -> str:
    """The day in words; empty where nobody is asked to say yes."""
    day = scope.message.context.get("accept_by")
    return long_day_text(date.fromisoformat(str(day)), scope.message.locale) if day else ""


def _link_to_pair(scope: MailScope, reader: Enrollment) -> str:
    # A test goes to staff, who must not be able to sign in as somebody else.
    is_test = bool(scope.message.context.get(TEST))
    return personal_link(
        replace(scope, preview=scope.preview or is_test),
        reader.account,
        LinkPurpose.SIGN_IN,
        next_path="/pair",
        expires_at=scope.now + LINK_LIFE,
    )


@email_kinds.register(OVER)
@email_kinds.register(CHANGED)
def pairing_over(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if one of the two was deleted meanwhile."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    other = scope.session.get(Enrollment, UUID(str(scope.message.context["other"])))
    if reader is None or other is None:
        raise NotFound(N_("This person does not take part any more."))
    program = reader.cohort.program
    return {
        "is_mentee": reader.role is CohortRole.MENTEE,
        "program": program.name,
        "contact": program.contact_email,
        "other_name": other.account.name,
    }
