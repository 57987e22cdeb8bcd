"""Meetings of pairs and groups: planned, held, called off; and notes that stay with their author."""

from mentorship_app.mentoring.meetings.models import Meeting, MeetingState

__all__ = ["Meeting", "MeetingState"]
