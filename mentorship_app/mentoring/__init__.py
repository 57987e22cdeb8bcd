"""Pairs of mentors and mentees."""

from mentorship_app.mentoring.enums import PairingKind, PairingStatus
from mentorship_app.mentoring.models import Pairing

__all__ = ["Pairing", "PairingKind", "PairingStatus"]
