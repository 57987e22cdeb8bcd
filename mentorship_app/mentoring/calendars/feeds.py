"""The private address of a person's calendar: made, made anew, taken away, read.

The address is worked out from the row and a key of the key file, so that its owner can see it again; the database
holds no more than its digest. Reading it changes nothing, and nothing notes that or when it was read.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from mentorship_app.accounts import Account
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.tokens import token_digest
from mentorship_app.mentoring.calendars.days import days_of
from mentorship_app.mentoring.calendars.files import everything
from mentorship_app.mentoring.calendars.models import CalendarFeed
from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings.models import Meeting
from mentorship_app.mentoring.meetings.wording import wording_of
from mentorship_app.mentoring.models import Pairing
from mentorship_app.privacy.sealing import link_token
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus

KEY = "calendars"
"""In the key file: one for the installation, since one calendar may hold several programs."""
PAST = timedelta(days=90)
"""How long a meeting stays in the calendar after its day."""
MOST_EVENTS = 500


def renew(session: Session, keyring: Keyring, account: Account, *, now: datetime) -> str:
    """A new address; the one before opens nothing from now on. Gives the token. Raises KeyringError."""
    key = keyring.create(KEY)
    revoke(session, account)
    row = CalendarFeed(id=uuid4(), account_id=account.id, created_at=now, token_digest="")
    token = link_token(key, row.id)
    row.token_digest = token_digest(token)
    session.add(row)
    session.flush()
    return token


def revoke(session: Session, account: Account) -> None:
    """No address any more; twice changes nothing."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == account.id))
    session.flush()


def token_of(session: Session, keyring: Keyring, account: Account) -> str | None:
    """The token of the person's address; None where there is none, or where its key is another one by now."""
    row = session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == account.id))
    if row is None or not keyring.has(KEY):
        return None
    token = link_token(keyring.get(KEY), row.id)
    return token if token_digest(token) == row.token_digest else None


def owner_of(session: Session, token: str) -> Account | None:
    """Whose calendar it is, while the account is active and takes part anywhere."""
    account = session.scalar(
        select(Account)
        .join(CalendarFeed, CalendarFeed.account_id == Account.id)
        .where(CalendarFeed.token_digest == token_digest(token), Account.active)
    )
    return account if account is not None and parts_of(session, account) else None


def parts_of(session: Session, account: Account) -> Sequence[Enrollment]:
    """Where the person takes part, the newest cohort first."""
    return session.scalars(
        select(Enrollment)
        .join(Enrollment.cohort)
        .options(contains_eager(Enrollment.cohort).joinedload(Cohort.program))
        .where(Enrollment.account_id == account.id, Enrollment.status == EnrollmentStatus.ACTIVE)
        .order_by(Cohort.starts_on.desc(), Enrollment.id)
    ).all()


def calendar_of(session: Session, account: Account, *, base_url: str, now: datetime) -> bytes:
    """Everything of this person: meetings that were planned, also those called off, and the days of their year.

    A fixed number of queries, however many meetings there are, and a few for each program.
    """
    parts = parts_of(session, account)
    zone = account.timezone or parts[0].cohort.program.timezone
    programs = {part.cohort.program_id for part in parts}
    return everything(
        _meetings(session, parts, now=now),
        [day for part in parts for day in days_of(session, part, locale=account.locale)],
        {program_id: wording_of(session, program_id) for program_id in programs},
        locale=account.locale,
        zone=zone,
        base_url=base_url,
    )


def _meetings(session: Session, parts: Sequence[Enrollment], *, now: datetime) -> list[tuple[Meeting, Enrollment]]:
    """Each once, with the part in which this person has it; two who are in a group and a pair have two meetings."""
    mine = {part.id: part for part in parts}
    found: list[tuple[Meeting, Enrollment]] = []
    for meeting in session.scalars(_of_pairs(mine.keys(), now)):
        pairing = meeting.pairing
        if pairing is not None:
            found.append((meeting, mine.get(pairing.mentor_id) or mine[pairing.mentee_id]))
    for meeting in session.scalars(_of_groups(mine.keys(), now)):
        members = meeting.group.members if meeting.group else ()
        found += [(meeting, mine[seat.enrollment_id]) for seat in members if seat.enrollment_id in mine][:1]
    return found


def _of_pairs(mine: Collection[UUID], now: datetime) -> Select[Meeting]:
    return (
        select(Meeting)
        .join(Meeting.pairing)
        .where(or_(Pairing.mentor_id.in_(mine), Pairing.mentee_id.in_(mine)), *_planned(now))
        .options(
            contains_eager(Meeting.pairing).options(
                joinedload(Pairing.mentor), joinedload(Pairing.mentee), joinedload(Pairing.cohort)
            )
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST_EVENTS)
    )


def _of_groups(mine: Collection[UUID], now: datetime) -> Select[Meeting]:
    seats = select(GroupMember.group_id).where(GroupMember.enrollment_id.in_(mine))
    return (
        select(Meeting)
        .where(Meeting.group_id.in_(seats), *_planned(now))
        .options(
            joinedload(Meeting.group).options(
                joinedload(MentoringGroup.cohort),
                selectinload(MentoringGroup.members).joinedload(GroupMember.enrollment),
            )
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST_EVENTS)
    )


def _planned(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Meeting.starts_at.is_not(None), Meeting.starts_at > now - PAST
