"""The values that matching is made of."""

from enum import StrEnum


class Mode(StrEnum):
    """How pairs are found."""

    OPTIMAL = "optimal"
    """The best for the whole cohort: most mentees, then the best worst-off mentee, then the highest total fit."""
    STABLE = "stable"
    """No mentor and mentee who would both rather have each other: deferred acceptance over both sides' order."""


class RunStatus(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    SOLVING = "solving"
    SOLVED = "solved"
    REFUSED = "refused"
    """Too large for its rules, or nothing keeps to all of them; the run says which."""
    FAILED = "failed"


class Action(StrEnum):
    """What a coordinator did to a draft."""

    RUN = "run"
    """Took over the pairs of a run."""
    LOCK = "lock"
    UNLOCK = "unlock"
    FORBID = "forbid"
    ALLOW = "allow"
    SWAP = "swap"
    MOVE = "move"
    """Gave a mentee another mentor, or none."""
    EXCEPT = "except"
    """Made an exception from a constraint that allows one."""
    RELEASE = "release"
    """Opened an existing pair to be matched anew."""
    KEEP = "keep"
    """Took that back."""
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    """Took a publication back within its ten minutes."""
