"""Instruments as data: what is asked, how it is scored, what its numbers may be said to mean."""

from mentorship_app.instruments.definition import Direction, Instrument, Scale

__all__ = ["Direction", "Instrument", "Scale"]
