"""Waves of a survey, sealed while they are open; scores brought in from outside; one road from both to numbers."""

from mentorship_app.surveys.enums import AudienceGroup, WaveKind, WaveStatus
from mentorship_app.surveys.models import Wave, WaveInvitee

__all__ = ["AudienceGroup", "Wave", "WaveInvitee", "WaveKind", "WaveStatus"]
