"""Pairings, and what keeps two people from being paired."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.accounts import Account
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.mentoring.enums import ConflictReason, Declarer, PairingKind, PairingReply, PairingStatus
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
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
    accept_by: Mapped[date | None]
    """Until when both are asked to say yes; None where nobody is asked, and the pair counts as accepted."""
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Up to three stored phrases on why the two were brought together, for both to read."""

    cohort: Mapped[Cohort] = relationship()
    mentor: Mapped[Enrollment] = relationship(foreign_keys=[mentor_id])
    mentee: Mapped[Enrollment] = relationship(foreign_keys=[mentee_id])
    exception: Mapped["PairingException | None"] = relationship(back_populates="pairing", passive_deletes=True)

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


class PairingException(Timestamped, Base):
    """Why two people were paired although one assesses the other: who decided, when, with which reasons."""

    __tablename__ = "pairing_exception"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), primary_key=True)
    reasons: Mapped[list[str]]
    """Codes of :class:`ConflictReason`, as they stood on that day."""
    rationale: Mapped[str]
    decided_by: Mapped[str]
    """The name of the coordinator; it stays when the account goes."""

    pairing: Mapped[Pairing] = relationship(back_populates="exception")


class PairingAnswer(Base):
    """What one side of a published pair said to it. The other side never learns it before both said yes."""

    __tablename__ = "pairing_answer"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[CohortRole] = mapped_column(primary_key=True)
    reply: Mapped[PairingReply]
    answered_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    """What stands in the way, at most 500 characters: for coordinators alone."""

    pairing: Mapped[Pairing] = relationship()


class ConflictOfInterest(Identified, Timestamped, Base):
    """Two people of a program of whom one has power over the other, or who are close. Holds in every cohort."""

    __tablename__ = "conflict_of_interest"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    mentor_account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    mentee_account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    reason: Mapped[ConflictReason]
    declared_by: Mapped[Declarer]
    until: Mapped[date | None]
    """Its last day; None while nobody knows of an end."""

    mentor: Mapped[Account] = relationship(foreign_keys=[mentor_account_id])
    mentee: Mapped[Account] = relationship(foreign_keys=[mentee_account_id])

    __table_args__ = (
        # Named by hand: PostgreSQL allows 63 letters.
        UniqueConstraint(
            "program_id",
            "mentor_account_id",
            "mentee_account_id",
            "reason",
            "declared_by",
            name="uq_conflict_of_interest_once",
        ),
        CheckConstraint("mentor_account_id <> mentee_account_id", name="two_people"),
    )


class DoNotMatch(Identified, Timestamped, Base):
    """Somebody with whom a person does not want to be paired. For the matching alone: nobody else ever reads it."""

    __tablename__ = "do_not_match"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    typed_name: Mapped[str] = mapped_column(default="")
    """A name or an address, of somebody who may only enroll later; empty when ``other_id`` is set."""

    owner: Mapped[Enrollment] = relationship(foreign_keys=[owner_id])
    other: Mapped[Enrollment | None] = relationship(foreign_keys=[other_id])

    __table_args__ = (
        UniqueConstraint("owner_id", "other_id"),
        CheckConstraint("(other_id IS NULL) <> (typed_name = '')", name="one_of_two"),
    )
