"""Licences of instruments: what a program may ask, of how many people, until when."""

from mentorship_app.instruments.licences.models import LicenceRecord, LicenceUse
from mentorship_app.instruments.licences.services import use_licences
from mentorship_app.instruments.licences.standing import obstacles, obstacles_among, standings_of

__all__ = ["LicenceRecord", "LicenceUse", "obstacles", "obstacles_among", "standings_of", "use_licences"]
