"""What becomes of seats in groups when somebody leaves, and when two people are made one."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.groups.models import GroupMember, GroupNudge
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted

belongings.add(
    "mentoring.groups",
    deleted(N_("The seat in a group: the others go on without it"), GroupMember, GroupMember.enrollment_id),
)
movers.add(
    "mentoring.groups",
    repointed(GroupMember.enrollment_id, within=(GroupMember.group_id,), words=N_("Seats in groups")),
)
belongings.add(
    "mentoring.group_nudges",
    deleted(N_("Which reminders to meet with a group were sent"), GroupNudge, GroupNudge.enrollment_id),
)
movers.add("mentoring.group_nudges", repointed(GroupNudge.enrollment_id))
