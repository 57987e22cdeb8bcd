"""Finding mentors: calls, applications, decisions."""

from mentorship_app.recruitment.enums import ApplicationStatus, CallStatus, Decision
from mentorship_app.recruitment.models import ApplicationLink, Call, MentorApplication

__all__ = ["ApplicationLink", "ApplicationStatus", "Call", "CallStatus", "Decision", "MentorApplication"]
