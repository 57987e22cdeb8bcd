"""The values that waves are made of."""

from enum import StrEnum

from mentorship_app.core.i18n import LocalizedText


class WaveKind(StrEnum):
    """When in the year a wave is asked."""

    BASELINE = "baseline"
    MIDPOINT = "midpoint"
    ENDPOINT = "endpoint"


class WaveStatus(StrEnum):
    """Where a wave stands. A closed wave never opens again: its key is gone."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


USUAL_TITLES = {
    WaveKind.BASELINE: LocalizedText(en="Baseline check-in", fr="Bilan de départ"),
    WaveKind.MIDPOINT: LocalizedText(en="Midpoint check-in", fr="Bilan de mi-parcours"),
    WaveKind.ENDPOINT: LocalizedText(en="End-of-year check-in", fr="Bilan de fin d’année"),
}
