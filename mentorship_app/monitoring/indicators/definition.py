"""What an indicator is, and where all of them stand."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mentorship_app.core.registry import Registry
from mentorship_app.monitoring.frame import Frame
from mentorship_app.monitoring.values import Measured


class Unit(StrEnum):
    """In what a value is told."""

    SHARE = "share"
    DAYS = "days"
    MEETINGS = "meetings"
    MENTEES = "mentees"


@dataclass(frozen=True)
class Indicator:
    """A number about the program. ``definition`` says what is counted, out of what, and where from. Marked ``N_``."""

    title: str
    definition: str
    unit: Unit
    floor: int
    """Below so many no value is told."""
    measure: Callable[[Frame], Measured]


indicators: Registry[Indicator] = Registry("indicator")
"""In the order of the page: see ``monitoring/indicators/__init__.py``."""
