"""For whom a report is, and whether it can still change."""

from enum import StrEnum


class Outline(StrEnum):
    """Which sections a report has to begin with; each can be switched on or off."""

    FULL = "full"
    DEAN = "dean"
    ACCREDITOR = "accreditor"
    PARTICIPANTS = "participants"


class EditionStatus(StrEnum):
    """A draft can change and says so on every page; a frozen edition never changes again."""

    DRAFT = "draft"
    FROZEN = "frozen"
