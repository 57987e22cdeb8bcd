"""The values that pairings are made of."""

from enum import StrEnum


class PairingKind(StrEnum):
    """What a mentor is for in a mentoring team. Everybody has one primary mentor at most."""

    PRIMARY = "primary"
    CAREER = "career"
    RESEARCH = "research"
    WELLNESS = "wellness"
    IDENTITY = "identity"
    PEER = "peer"


class PairingStatus(StrEnum):
    """Whether a pair still meets."""

    ACTIVE = "active"
    ENDED = "ended"
