"""Offering, taking and giving back slots. None of it leaves an event: who takes one is nobody's business."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.programs.models import Enrollment, Program
from mentorship_app.programs.outside.person import contact_to_offer
from mentorship_app.programs.slots import notifications
from mentorship_app.programs.slots.models import SlotBooking, SupportSlot

MOST_OFFERED = 50
FEWEST_MINUTES, MOST_MINUTES = 10, 180
REMIND_BEFORE = timedelta(hours=24)
STEP = 5


@dataclass(frozen=True)
class SlotEntry:
    """A slot as given, in the program's own time."""

    day: date | None
    at: time | None
    minutes: int
    place: str


def offer_slot(session: Session, program: Program, entry: SlotEntry, *, now: datetime) -> SupportSlot:
    """Offer a time. Raises FieldError for a wrong entry, Conflict without a contact person or past fifty slots."""
    if contact_to_offer(session, program) is None:
        raise Conflict(N_("Name the contact person first: nobody else may see who takes a slot."))
    if entry.day is None:
        raise FieldError("day", N_("Enter the day."))
    if entry.at is None:
        raise FieldError("at", N_("Enter the time, for example 14:30."))
    starts_at = datetime.combine(entry.day, entry.at, tzinfo=ZoneInfo(program.timezone))
    if starts_at <= now:
        raise FieldError("day", N_("Choose a time that is still to come."))
    if not FEWEST_MINUTES <= entry.minutes <= MOST_MINUTES:
        raise FieldError("minutes", N_("Enter 10 to 180 minutes."))
    if not entry.place.strip():
        raise FieldError("place", N_("Say where: a room, a number to call, or the address of a video call."))
    if len(coming(session, program, now=now)) >= MOST_OFFERED:
        raise Conflict(N_("Fifty slots are offered already. Remove some before you add more."))
    slot = SupportSlot(program=program, starts_at=starts_at, minutes=entry.minutes, place=entry.place.strip())
    session.add(slot)
    session.flush()
    return slot


def coming(session: Session, program: Program, *, now: datetime) -> list[SupportSlot]:
    """The slots that are still to come, soonest first; at most fifty can be."""
    return list(
        session.scalars(
            select(SupportSlot)
            .where(SupportSlot.program_id == program.id, SupportSlot.starts_at > now)
            .order_by(SupportSlot.starts_at, SupportSlot.id)
        )
    )


def slot_called(session: Session, program: Program, public_id: str, *, now: datetime) -> SupportSlot | None:
    """A slot of the program that is still to come."""
    return next((slot for slot in coming(session, program, now=now) if slot.public_id == public_id), None)


def take_slot(session: Session, slot: SupportSlot, enrollment: Enrollment, *, now: datetime) -> None:
    """Take a slot, without a reason. Taking one's own again changes nothing.

    Raises Conflict when somebody else was faster, or when the person has another one that is still to come.
    """
    if slot.booking is not None and slot.booking.enrollment_id == enrollment.id:
        return
    mine = [other for other in coming(session, slot.program, now=now) if _is_of(other, enrollment)]
    if mine:
        raise Conflict(N_("You have a slot already. Give it back before you take another one."))
    if slot.booking is not None:
        raise Conflict(N_("Somebody else has just taken it. Choose another slot."))
    try:
        with session.begin_nested():
            slot.booking = SlotBooking(enrollment=enrollment)
            session.flush()
    except IntegrityError:
        raise Conflict(N_("Somebody else has just taken it. Choose another slot.")) from None
    notifications.tell_taker(session, notifications.TAKEN, slot, enrollment, now=now)
    notifications.tell_contact(session, slot.program, now=now)


def _is_of(slot: SupportSlot, enrollment: Enrollment) -> bool:
    return slot.booking is not None and slot.booking.enrollment.account_id == enrollment.account_id


def give_back(session: Session, slot: SupportSlot, enrollment: Enrollment, *, now: datetime) -> None:
    """Give one's slot back; somebody else's stays theirs. Twice changes nothing."""
    if not _is_of(slot, enrollment):
        return
    slot.booking = None
    session.flush()
    notifications.tell_contact(session, slot.program, now=now)


def remove_slot(session: Session, slot: SupportSlot, *, now: datetime) -> None:
    """Offer a slot no more; whoever had it is told."""
    if slot.booking is not None:
        notifications.tell_taker(session, notifications.OVER, slot, slot.booking.enrollment, now=now)
    session.delete(slot)
    session.flush()


def taken_in_steps(session: Session, program: Program) -> int:
    """How many slots of the program were ever taken, rounded down to a step of five: 0 says fewer than five."""
    taken = session.scalar(
        select(func.count()).select_from(SlotBooking).join(SlotBooking.slot).where(SupportSlot.program_id == program.id)
    )
    return (taken or 0) // STEP * STEP


def to_remind(session: Session, *, now: datetime) -> list[SlotBooking]:
    """Bookings within the next day of which nobody was reminded."""
    return list(
        session.scalars(
            select(SlotBooking)
            .join(SlotBooking.slot)
            .where(
                SlotBooking.is_reminded.is_(False),
                SupportSlot.starts_at > now,
                SupportSlot.starts_at <= now + REMIND_BEFORE,
            )
            .order_by(SlotBooking.id)
        )
    )


def remind(session: Session, booking: SlotBooking, *, now: datetime) -> None:
    """Remind whoever took it, once."""
    booking.is_reminded = True
    notifications.tell_taker(session, notifications.REMINDER, booking.slot, booking.enrollment, now=now)
    session.flush()
