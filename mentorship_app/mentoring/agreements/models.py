"""The agreement of a pair, its versions, who signed them, and copies to keep."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.forms import FormVersion
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs.enums import CohortRole
from mentorship_app.questions.questionnaire import Questionnaire


class AgreementStatus(StrEnum):
    """Where one version of an agreement stands."""

    PROPOSED = "proposed"
    """One side signed it, the other is asked."""
    REPLACED = "replaced"
    """Something else was proposed before both had signed."""
    WITHDRAWN = "withdrawn"
    """Its own side took it back."""
    IN_FORCE = "in_force"
    """Both signed it."""
    AMENDED = "amended"
    """Both signed it, and later another one."""


_PROPOSED = text("status = 'proposed'")
_IN_FORCE = text("status = 'in_force'")


class Agreement(Identified, Timestamped, Versioned, Base):
    """The agreement of one pair through all its versions. Its text is for the two people alone."""

    __tablename__ = "agreement"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), unique=True)
    signed_at: Mapped[datetime | None]
    """When both had signed a version for the first time: all that staff learn."""

    pairing: Mapped[Pairing] = relationship()
    versions: Mapped[list["AgreementVersion"]] = relationship(
        back_populates="agreement", order_by="AgreementVersion.number", passive_deletes=True
    )

    @property
    def in_force(self) -> "AgreementVersion | None":
        """The version that holds now."""
        return next((one for one in self.versions if one.status is AgreementStatus.IN_FORCE), None)

    @property
    def proposed(self) -> "AgreementVersion | None":
        """The version that waits for the other side; at most one does."""
        return next((one for one in self.versions if one.status is AgreementStatus.PROPOSED), None)


class AgreementVersion(Identified, Base):
    """One wording of an agreement. It is never changed: a change is another version."""

    __tablename__ = "agreement_version"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """Counted from 1 within the agreement."""
    form_version_id: Mapped[UUID] = mapped_column(ForeignKey("form_version.id"), index=True)
    """The questions that ``terms`` answer."""
    terms: Mapped[dict[str, Any]]
    status: Mapped[AgreementStatus] = mapped_column(default=AgreementStatus.PROPOSED)
    proposed_by: Mapped[CohortRole]
    proposed_at: Mapped[datetime]
    in_force_at: Mapped[datetime | None]
    review_on: Mapped[date]
    """The day on which the two mean to look at it again."""

    agreement: Mapped[Agreement] = relationship(back_populates="versions")
    form_version: Mapped[FormVersion] = relationship()
    signatures: Mapped[list["AgreementSignature"]] = relationship(
        back_populates="version", order_by="AgreementSignature.signed_at", passive_deletes=True
    )

    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        Index(
            "uq_agreement_version_one_proposed",
            "agreement_id",
            unique=True,
            sqlite_where=_PROPOSED,
            postgresql_where=_PROPOSED,
        ),
        Index(
            "uq_agreement_version_one_in_force",
            "agreement_id",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        CheckConstraint(
            "(status IN ('in_force', 'amended')) = (in_force_at IS NOT NULL)", name="in_force_has_its_moment"
        ),
    )

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions that the terms answer."""
        return self.form_version.questionnaire

    def is_signed_by(self, side: CohortRole) -> bool:
        """Whether that side signed this wording."""
        return any(one.side is side for one in self.signatures)


class AgreementSignature(Base):
    """One side's name under one version. It stays with that version, whatever is proposed later."""

    __tablename__ = "agreement_signature"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_version.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[CohortRole] = mapped_column(primary_key=True)
    name: Mapped[str]
    """As the person was called on that day."""
    signed_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    """When this side was reminded of the day of review; once for each version."""

    version: Mapped[AgreementVersion] = relationship(back_populates="signatures")


class AgreementCopy(Identified, Timestamped, Base):
    """A version that both signed, as a file in one language: asked for by one of the two, drawn by the worker."""

    __tablename__ = "agreement_copy"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_version.id", ondelete="CASCADE"))
    locale: Mapped[str]
    pdf: Mapped[bytes | None] = mapped_column(deferred=True)
    """None until it is drawn."""
    drawn_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it could not be drawn: a ``Phrase``; empty when all is well."""

    version: Mapped[AgreementVersion] = relationship()

    __table_args__ = (UniqueConstraint("version_id", "locale"),)

    @property
    def is_pending(self) -> bool:
        """Whether the worker has still to draw it."""
        return self.drawn_at is None and not self.error
