"""What each side said to staying in touch, and the connection that two yeses make."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.accounts import Account
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs.models import Enrollment


class StayAnswer(Identified, Base):
    """What one side of a pair said: sealed, opened for its author and to see whether both said yes. No time is kept."""

    __tablename__ = "stay_answer"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"))
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]

    pairing: Mapped[Pairing] = relationship()
    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (UniqueConstraint("pairing_id", "enrollment_id"),)


class Connection(Identified, Base):
    """Two people who both said yes. It belongs to them: no page of staff names it, and it outlives its cohort."""

    __tablename__ = "connection"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    cohort_id: Mapped[UUID | None] = mapped_column(ForeignKey("cohort.id", ondelete="SET NULL"), index=True)
    """Where they met; None once that cohort was deleted."""
    first_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    first_contact: Mapped[str]
    """How the first of the two wants to be reached, in their own words."""
    second_contact: Mapped[str]
    since: Mapped[date]

    first: Mapped[Account] = relationship(foreign_keys=[first_id])
    second: Mapped[Account] = relationship(foreign_keys=[second_id])

    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        # One row for two people, whoever pressed last.
        CheckConstraint("first_id < second_id", name="two_people_in_order"),
    )

    def other_than(self, account_id: UUID) -> Account:
        """The other of the two."""
        return self.second if account_id == self.first_id else self.first

    def contact_of(self, account_id: UUID) -> str:
        """How this one of the two wants to be reached."""
        return self.first_contact if account_id == self.first_id else self.second_contact

    def keep_contact(self, account_id: UUID, words: str) -> None:
        """Change how this one of the two wants to be reached."""
        if account_id == self.first_id:
            self.first_contact = words
        else:
            self.second_contact = words
