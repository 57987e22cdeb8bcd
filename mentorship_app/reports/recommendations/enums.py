"""How far a recommendation is."""

from enum import StrEnum


class Progress(StrEnum):
    """From written down to ended; a dropped one says why."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"
