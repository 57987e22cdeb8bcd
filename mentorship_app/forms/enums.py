"""The values that forms are made of."""

from enum import StrEnum


class FormStatus(StrEnum):
    """Whether a version is still being written. A published one never changes, since answers are bound to it."""

    DRAFT = "draft"
    PUBLISHED = "published"


class People(StrEnum):
    """Who fills a form in."""

    MENTORS = "mentors"
    MENTEES = "mentees"
    BOTH = "both"
