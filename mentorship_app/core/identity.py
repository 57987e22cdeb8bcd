"""Who acts: a frozen summary of the signed-in person, so that policies are pure functions of values."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class StaffRole(StrEnum):
    """What a person may do for a program. An administrator's grant names no program."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    VIEWER = "viewer"


@dataclass(frozen=True)
class Grant:
    """A staff role, in one program or (administrator) in the whole installation."""

    role: StaffRole
    program_id: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """A person or the system itself (``account_id`` None). ``cohort_ids`` are those the person takes part in."""

    account_id: UUID | None
    name: str
    grants: frozenset[Grant] = field(default_factory=frozenset)
    cohort_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def is_staff(self) -> bool:
        return bool(self.grants)

    @property
    def is_administrator(self) -> bool:
        return Grant(StaffRole.ADMINISTRATOR) in self.grants

    def has(self, role: StaffRole, program_id: UUID) -> bool:
        """Whether the person holds ``role`` in that program."""
        return Grant(role, program_id) in self.grants


NOBODY = Actor(account_id=None, name="")
"""A visitor who is not signed in."""

SYSTEM = Actor(account_id=None, name="system")
"""The app itself: jobs, the console, the worker."""
