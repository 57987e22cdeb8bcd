"""A check-in of a cohort, what was answered, and what somebody asked of the coordinator."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.forms.models import FormVersion
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import Cohort, CohortRole, Enrollment


class CheckInKind(StrEnum):
    """When in the year pairs are asked."""

    THREE_MONTHS = "three_months"
    MID_YEAR = "mid_year"


class CheckIn(Identified, Timestamped, Versioned, Base):
    """One check-in of a cohort. It is planned until ``asked_at``, and then open until the end of ``closes_on``."""

    __tablename__ = "check_in"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    kind: Mapped[CheckInKind]
    opens_on: Mapped[date]
    """The day planned for asking."""
    closes_on: Mapped[date]
    form_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("form_version.id"))
    """What is asked; settled when people are asked."""
    asked_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    form_version: Mapped[FormVersion | None] = relationship()

    __table_args__ = (
        UniqueConstraint("cohort_id", "kind"),
        CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),
        CheckConstraint("(asked_at IS NULL) = (form_version_id IS NULL)", name="asked_has_its_form"),
    )


class CheckInAnswer(Base):
    """What one side answered, sealed, under a name that only the key can give. No person, no time."""

    __tablename__ = "check_in_answer"

    slot: Mapped[bytes] = mapped_column(primary_key=True)
    check_in_id: Mapped[UUID] = mapped_column(ForeignKey("check_in.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]


class CheckInWish(Identified, Timestamped, Versioned, Base):
    """Somebody asks the coordinator for help or for a change, under their name, as the page told them."""

    __tablename__ = "check_in_wish"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    check_in_id: Mapped[UUID] = mapped_column(ForeignKey("check_in.id", ondelete="CASCADE"))
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), index=True)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    wants_help: Mapped[bool]
    wants_change: Mapped[bool]
    sealed: Mapped[bytes | None]
    """The words to the coordinator; None where there are none, and once it is settled."""
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(default="")
    """The name of the coordinator; it stays when the account goes."""

    check_in: Mapped[CheckIn] = relationship()
    pairing: Mapped[Pairing] = relationship()
    enrollment: Mapped[Enrollment] = relationship()

    __table_args__ = (UniqueConstraint("check_in_id", "pairing_id", "enrollment_id"),)

    @property
    def other(self) -> Enrollment:
        """The other person of the pair, who is told nothing."""
        return self.pairing.mentee if self.enrollment.role is CohortRole.MENTOR else self.pairing.mentor
