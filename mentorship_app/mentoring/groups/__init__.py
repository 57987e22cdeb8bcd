"""Groups: one or two mentors with several mentees of mixed training levels."""

from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup

__all__ = ["GroupMember", "MentoringGroup"]
