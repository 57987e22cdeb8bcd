"""Pairings."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.mentoring.enums import PairingKind, PairingStatus
from mentorship_app.programs.enums import EnrollmentStatus
from mentorship_app.programs.models import Cohort, Enrollment

_ACTIVE = text("status = 'active'")
_ACTIVE_PRIMARY = text("status = 'active' AND kind = 'primary'")


class Pairing(Identified, Timestamped, Versioned, Base):
    """A mentor and a mentee of one cohort. All active pairings of a mentee are their mentoring team."""

    __tablename__ = "pairing"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PairingKind]
    status: Mapped[PairingStatus] = mapped_column(default=PairingStatus.ACTIVE)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    cohort: Mapped[Cohort] = relationship()
    mentor: Mapped[Enrollment] = relationship(foreign_keys=[mentor_id])
    mentee: Mapped[Enrollment] = relationship(foreign_keys=[mentee_id])

    __table_args__ = (
        # The database holds what the service promises, whoever writes.
        Index(
            "uq_pairing_active_primary_of_mentee",
            "mentee_id",
            unique=True,
            sqlite_where=_ACTIVE_PRIMARY,
            postgresql_where=_ACTIVE_PRIMARY,
        ),
        Index(
            "uq_pairing_active_of_two",
            "mentor_id",
            "mentee_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        CheckConstraint("mentor_id <> mentee_id", name="two_enrollments"),
        CheckConstraint("(status = 'ended') = (ended_on IS NOT NULL)", name="ended_has_its_day"),
    )

    @property
    def someone_left(self) -> bool:
        """Whether mentor or mentee withdrew from the cohort, so that the pair only exists on paper."""
        return EnrollmentStatus.WITHDRAWN in (self.mentor.status, self.mentee.status)
