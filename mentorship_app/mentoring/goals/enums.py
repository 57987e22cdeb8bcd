"""Where a goal stands."""

from enum import StrEnum


class GoalStatus(StrEnum):
    """What its mentee says of a goal."""

    OPEN = "open"
    REACHED = "reached"
    SET_ASIDE = "set_aside"
