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


class PairingReply(StrEnum):
    """What one side says to a published pair."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    """Something is in the way; the pair runs until a coordinator changes it."""


class ConflictReason(StrEnum):
    """Why a mentor and a mentee must not be paired, in the words of medical training."""

    PROGRAM_DIRECTOR = "program_director"
    COMPETENCE_COMMITTEE = "competence_committee"
    EVALUATOR = "evaluator"
    SUPERVISOR_THIS_BLOCK = "supervisor_this_block"
    FAMILY = "family"
    TREATING_RELATION = "treating_relation"
    PRIOR_COMPLAINT = "prior_complaint"


class Declarer(StrEnum):
    """Who declared a conflict of interest."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    COORDINATOR = "coordinator"
