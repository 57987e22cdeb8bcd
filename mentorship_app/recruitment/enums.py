"""The values that recruitment is made of, and which status may follow which."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class CallStatus(StrEnum):
    """Whether a call is written, running or over."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    DECLINED = "declined"


class Decision(StrEnum):
    """What a coordinator can say to an application."""

    ACCEPT = "accept"
    DECLINE = "decline"
    ASK_FOR_CHANGES = "ask-for-changes"

    @property
    def outcome(self) -> ApplicationStatus:
        """The status that the decision leads to."""
        return _OUTCOMES[self]


_OUTCOMES: Mapping[Decision, ApplicationStatus] = MappingProxyType(
    {
        Decision.ACCEPT: ApplicationStatus.APPROVED,
        Decision.DECLINE: ApplicationStatus.DECLINED,
        Decision.ASK_FOR_CHANGES: ApplicationStatus.CHANGES_REQUESTED,
    }
)

ALLOWED: Mapping[ApplicationStatus, frozenset[ApplicationStatus]] = MappingProxyType(
    {
        ApplicationStatus.DRAFT: frozenset({ApplicationStatus.SUBMITTED}),
        ApplicationStatus.SUBMITTED: frozenset(
            {ApplicationStatus.CHANGES_REQUESTED, ApplicationStatus.APPROVED, ApplicationStatus.DECLINED}
        ),
        # What was sent stays sent while the person rewrites it, so it can still be decided.
        ApplicationStatus.CHANGES_REQUESTED: frozenset(
            {ApplicationStatus.SUBMITTED, ApplicationStatus.APPROVED, ApplicationStatus.DECLINED}
        ),
        # A place may come free later. The other way round goes through withdrawing the mentor.
        ApplicationStatus.DECLINED: frozenset({ApplicationStatus.APPROVED}),
        ApplicationStatus.APPROVED: frozenset(),
    }
)

WRITABLE = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.CHANGES_REQUESTED})
"""In which status the person may still write."""
