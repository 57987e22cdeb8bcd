"""The slots that one person took with the person outside the program, for that person to take away."""

from typing import Any

from sqlalchemy import select

from mentorship_app.programs import Enrollment
from mentorship_app.programs.slots.models import SlotBooking, SupportSlot
from mentorship_app.web.extensions import db


def slots_record(mine: Enrollment) -> list[dict[str, Any]]:
    """Those that are not deleted yet."""
    taken = (
        select(SupportSlot)
        .join(SlotBooking, SlotBooking.slot_id == SupportSlot.id)
        .where(SlotBooking.enrollment_id == mine.id)
        .order_by(SupportSlot.starts_at)
    )
    return [
        {"at": slot.starts_at.isoformat(timespec="minutes"), "minutes": slot.minutes, "place": slot.place}
        for slot in db.session.scalars(taken)
    ]
