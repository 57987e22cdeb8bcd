"""Where an invitation stands, and where somebody on a list stands."""

from enum import StrEnum


class InvitationStatus(StrEnum):
    """Whether an invitation still asks for an answer. What became of it stands in the application."""

    INVITED = "invited"
    STOPPED = "stopped"
    """The person wants no more reminders; the link still works."""
    WITHDRAWN = "withdrawn"
    """A coordinator took it back after it had left; the link leads to the public page."""


class Standing(StrEnum):
    """What inviting somebody on a list would do."""

    NEW = "new"
    INVITED = "invited"
    APPLIED = "applied"
    TAKES_PART = "takes_part"
    REPEATED = "repeated"
    """The same address stands further up in the list."""


class Reply(StrEnum):
    """What staff see of an invitation. Nobody is told who only opened it or began to write."""

    WAITING_TO_LEAVE = "waiting_to_leave"
    TAKEN_BACK = "taken_back"
    NOT_DELIVERED = "not_delivered"
    NO_ANSWER = "no_answer"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    APPLIED = "applied"
    ACCEPTED = "accepted"
    DECLINED = "declined"
