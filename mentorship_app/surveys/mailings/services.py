"""Planning the mailings of a wave, and what staff can do to each before it leaves."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import UNDO
from mentorship_app.privacy import sealing
from mentorship_app.surveys.mailings import links, schedule
from mentorship_app.surveys.mailings.models import REMINDERS, Mailing, MailingKind, MailingStatus
from mentorship_app.surveys.mailings.queries import last_day_written, mailings_of
from mentorship_app.surveys.mailings.schedule import InvitationTime
from mentorship_app.surveys.models import Wave

WAITING = (MailingStatus.HELD, MailingStatus.QUEUED)
UNFINISHED = (*WAITING, MailingStatus.SENDING)


def plan(
    session: Session,
    keyring: Keyring,
    wave: Wave,
    *,
    asked: int,
    now: datetime,
    invite: InvitationTime = InvitationTime.NOW,
) -> None:
    """Everything that a wave which opens now will send, and everybody's link. ``asked`` is the size of its roster."""
    links.ensure_links(session, keyring.get(sealing.wave_key_name(wave.id)), wave, now=now)
    leaves = now + UNDO
    if invite is InvitationTime.MORNING:
        morning = schedule.next_morning(wave, now=now)
        # Of a wave that is over by then the mail leaves at once.
        leaves = morning if schedule.local_day(wave, morning) <= wave.closes_on else leaves
    session.add(Mailing(wave=wave, kind=MailingKind.INVITATION, not_before=leaves, asked=asked))
    for kind, morning in schedule.reminder_mornings(wave, schedule.local_day(wave, leaves)).items():
        session.add(Mailing(wave=wave, kind=kind, not_before=morning))
    evening = schedule.next_evening(wave, now=now)
    session.add(Mailing(wave=wave, kind=MailingKind.EVENING, not_before=evening))
    session.flush()


def follow_dates(session: Session, wave: Wave, *, now: datetime) -> None:
    """Move what has not left yet after the last day of an open wave, or the day of its invitation, changed.

    What staff took back stays so; links live until the new end.
    """
    links.keep_links_until_the_end(session, wave, now=now)
    planned = {mailing.kind: mailing for mailing in mailings_of(session, wave)}
    invitation = planned.get(MailingKind.INVITATION)
    if invitation is None:
        return
    invited_on = invitation.sent_on or schedule.local_day(wave, invitation.not_before)
    mornings = schedule.reminder_mornings(wave, invited_on)
    for kind in REMINDERS:
        _move(session, wave, kind, planned.get(kind), mornings.get(kind), now=now)
    evening = planned[MailingKind.EVENING]
    if evening.status is MailingStatus.SENT and schedule.local_day(wave, now) <= wave.closes_on:
        evening.status, evening.not_before = MailingStatus.QUEUED, schedule.next_evening(wave, now=now)
    session.flush()


def _move(
    session: Session,
    wave: Wave,
    kind: MailingKind,
    mailing: Mailing | None,
    morning: datetime | None,
    *,
    now: datetime,
) -> None:
    if mailing is None:
        if morning is not None and morning > now:
            session.add(Mailing(wave=wave, kind=kind, not_before=morning))
    elif mailing.status in WAITING:
        if morning is None:
            mailing.status = MailingStatus.CANCELLED
        elif morning > now:
            mailing.not_before = morning


def cancel_unfinished(session: Session, wave: Wave) -> None:
    """Send nothing any more: the wave is closed."""
    for mailing in mailings_of(session, wave):
        if mailing.status in UNFINISHED:
            mailing.status = MailingStatus.CANCELLED
    session.flush()


_TOO_LATE = N_("This mail has already left or was cancelled.")


def hold(session: Session, mailing: Mailing) -> None:
    """Keep it from leaving until somebody releases it; one that is on its way stops where it is."""
    _require(mailing, (MailingStatus.QUEUED, MailingStatus.SENDING))
    mailing.status = MailingStatus.HELD
    session.flush()


def release(session: Session, mailing: Mailing) -> None:
    """Let a held one leave at its time, or now if that is over."""
    _require(mailing, (MailingStatus.HELD,))
    mailing.status = MailingStatus.QUEUED
    session.flush()


def cancel(session: Session, mailing: Mailing) -> None:
    """Take it back for good."""
    _require(mailing, UNFINISHED)
    mailing.status = MailingStatus.CANCELLED
    session.flush()


def send_now(session: Session, mailing: Mailing, *, now: datetime) -> None:
    """Let it leave on the worker's next round; at night, in the morning.

    Raises Conflict for a reminder that would come too soon after the mail before it, or before the invitation.
    """
    _require(mailing, WAITING)
    if mailing.kind is MailingKind.EVENING:
        raise InvalidTransition(N_("People asked for this mail in the evening. It cannot leave earlier."))
    if mailing.kind in REMINDERS:
        _check_distance(session, mailing, now=now)
    mailing.status, mailing.not_before = MailingStatus.QUEUED, now
    session.flush()


def _check_distance(session: Session, mailing: Mailing, *, now: datetime) -> None:
    if waits_for_invitation(session, mailing.wave):
        raise Conflict(N_("The invitation has not left yet. Send or take back that one first."))
    earliest = earliest_day(session, mailing.wave)
    if earliest is not None and schedule.local_day(mailing.wave, now) < earliest:
        raise Conflict(
            N_("The last mail to everybody left less than three days ago. The next one may leave from %(day)s on."),
            day=earliest.isoformat(),
        )


def waits_for_invitation(session: Session, wave: Wave) -> bool:
    """Whether the invitation is still to come; one that was taken back is not waited for."""
    return any(
        mailing.kind is MailingKind.INVITATION and mailing.status in UNFINISHED
        for mailing in mailings_of(session, wave)
    )


def earliest_day(session: Session, wave: Wave) -> date | None:
    """The first day on which everybody may be written to again; None before the first mail."""
    written = last_day_written(session, wave)
    return None if written is None else written + timedelta(days=schedule.DAYS_APART)


def _require(mailing: Mailing, states: tuple[MailingStatus, ...]) -> None:
    if mailing.status not in states:
        raise InvalidTransition(_TOO_LATE)


_CAN: Mapping[MailingStatus, frozenset[str]] = MappingProxyType(
    {
        MailingStatus.QUEUED: frozenset({"send", "hold", "take-back"}),
        MailingStatus.HELD: frozenset({"send", "release", "take-back"}),
        MailingStatus.SENDING: frozenset({"hold", "take-back"}),
        MailingStatus.SENT: frozenset(),
        MailingStatus.CANCELLED: frozenset(),
    }
)


def verbs_for(mailing: Mailing) -> frozenset[str]:
    """What staff can do to a mailing where it stands now."""
    return _CAN[mailing.status] - ({"send"} if mailing.kind is MailingKind.EVENING else frozenset())
