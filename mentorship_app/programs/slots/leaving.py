"""What becomes of slots when somebody leaves, and when two people are made one. Staff are not told of either."""

from mentorship_app.core.i18n import N_
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.slots.models import SlotBooking
from mentorship_app.programs.withdrawal import belongings, deleted

belongings.add(
    "programs.slots",
    deleted(N_("Slots with the person outside the program"), SlotBooking, SlotBooking.enrollment_id, secret=True),
)
movers.add("programs.slots", repointed(SlotBooking.enrollment_id))
