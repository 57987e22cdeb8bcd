"""The values that programs are made of."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a cohort stands in its year, in order."""

    SETUP = "setup"
    RECRUITMENT = "recruitment"
    INTAKE = "intake"
    MATCHING = "matching"
    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"


class CohortRole(StrEnum):
    """As what a person takes part in a cohort."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class EnrollmentStatus(StrEnum):
    """Whether a person still takes part."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
