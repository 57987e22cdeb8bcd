"""Reminding people of the slots they took."""

from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.programs.slots.models import SlotBooking
from mentorship_app.programs.slots.services import remind, to_remind


@repeating.register("slots.remind")
def remind_of_slots(context: JobContext) -> None:
    """A day before, each in its own transaction."""
    with reading(context.engine).begin() as session:
        due = [booking.id for booking in to_remind(session, now=context.now)]
    for booking_id in due:
        with writing(context.engine).begin() as session:
            booking = session.get(SlotBooking, booking_id)
            if booking is not None and not booking.is_reminded:
                remind(session, booking, now=context.now)
