"""Groups and who is in them."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus


class MentoringGroup(Identified, Timestamped, Versioned, Base):
    """One group of a cohort. It runs until ``ended_on``; a seat in it takes no place of a mentor."""

    __tablename__ = "mentoring_group"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]

    cohort: Mapped[Cohort] = relationship()
    members: Mapped[list["GroupMember"]] = relationship(
        back_populates="group", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (CheckConstraint("ended_on IS NULL OR started_on <= ended_on", name="starts_before_it_ends"),)

    @property
    def present(self) -> tuple[Enrollment, ...]:
        """Who is in it and still takes part: those who lead it first, then by name."""
        there = [one.enrollment for one in self.members if one.enrollment.status is EnrollmentStatus.ACTIVE]
        return tuple(
            sorted(there, key=lambda one: (one.role is CohortRole.MENTEE, one.account.name.casefold(), one.id))
        )

    @property
    def leaders(self) -> tuple[Enrollment, ...]:
        return tuple(one for one in self.present if one.role is CohortRole.MENTOR)

    @property
    def mentees(self) -> tuple[Enrollment, ...]:
        return tuple(one for one in self.present if one.role is CohortRole.MENTEE)


class GroupNudge(Identified, Timestamped, Base):
    """A nudge that was written to one who leads a group: two without an answer, and there are no more."""

    __tablename__ = "group_nudge"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("mentoring_group.id", ondelete="CASCADE"), index=True)
    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)


class GroupMember(Base):
    """One seat of a group."""

    __tablename__ = "group_member"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("mentoring_group.id", ondelete="CASCADE"), primary_key=True)
    enrollment_id: Mapped[UUID] = mapped_column(
        ForeignKey("enrollment.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    group: Mapped[MentoringGroup] = relationship(back_populates="members")
    enrollment: Mapped[Enrollment] = relationship()
