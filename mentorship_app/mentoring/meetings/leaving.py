"""What becomes of notes, nudges and links when somebody leaves, and when two people are made one."""

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.meetings.models import MeetingLink, MeetingNote, MeetingNudge, NudgePause
from mentorship_app.programs.merging import movers, repointed
from mentorship_app.programs.withdrawal import belongings, deleted

belongings.add(
    "meetings.notes",
    deleted(
        N_("Private notes about meetings, which nobody else can read"),
        MeetingNote,
        MeetingNote.enrollment_id,
        secret=True,
    ),
)
belongings.add(
    "meetings.nudges",
    deleted(N_("Which reminders to meet were sent"), MeetingNudge, MeetingNudge.enrollment_id),
)
belongings.add(
    "meetings.links",
    deleted(N_("Links in mails for writing down a meeting"), MeetingLink, MeetingLink.enrollment_id),
)
belongings.add(
    "meetings.pauses",
    deleted(N_("The wish to get no reminders to meet"), NudgePause, NudgePause.enrollment_id, secret=True),
)
movers.add("meetings.notes", repointed(MeetingNote.enrollment_id, within=(MeetingNote.meeting_id,)))
movers.add("meetings.nudges", repointed(MeetingNudge.enrollment_id))
movers.add("meetings.links", repointed(MeetingLink.enrollment_id))
movers.add("meetings.pauses", repointed(NudgePause.enrollment_id, alone=True))
