"""The values that waves are made of."""

from enum import StrEnum

from mentorship_app.core.i18n import LocalizedText


class WaveKind(StrEnum):
    """When in the year a wave is asked."""

    BASELINE = "baseline"
    EARLY = "early"
    """About three months in: does it work?"""
    MIDPOINT = "midpoint"
    ENDPOINT = "endpoint"


class WaveStatus(StrEnum):
    """Where a wave stands. A closed wave never opens again: its key is gone."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class AudienceGroup(StrEnum):
    """Who is asked. Mentors are asked in waves of their own: their answers are never mixed with mentees'."""

    MENTEES = "mentees"
    """Mentees who have a mentor on the day the wave opens."""
    UNMATCHED = "unmatched"
    """Mentees who have none."""
    ALUMNI = "alumni"
    """Mentees of earlier cohorts of the program."""
    MENTORS = "mentors"


USUAL_AUDIENCE = (AudienceGroup.MENTEES, AudienceGroup.UNMATCHED)

USUAL_TITLES = {
    WaveKind.BASELINE: LocalizedText(en="Baseline check-in", fr="Bilan de départ"),
    WaveKind.EARLY: LocalizedText(en="Three-month check-in", fr="Bilan après trois mois"),
    WaveKind.MIDPOINT: LocalizedText(en="Midpoint check-in", fr="Bilan de mi-parcours"),
    WaveKind.ENDPOINT: LocalizedText(en="End-of-year check-in", fr="Bilan de fin d’année"),
}
