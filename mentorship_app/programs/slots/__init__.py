"""Times with the person outside the program, which anybody may take without a reason."""

from mentorship_app.programs.slots.models import SlotBooking, SupportSlot

__all__ = ["SlotBooking", "SupportSlot"]
