"""Waves, who was asked, and what was answered, as far as it may be kept.

``Response`` and ``ResponseComment`` hold no person and no time, lie in the order of random ids, and are read by
``aggregates`` alone; a test holds the whole app to that.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.surveys.enums import AudienceGroup, WaveKind, WaveStatus


class Wave(Identified, Timestamped, Versioned, Base):
    """One asking of a group of people in a cohort. What it asks is fixed once it was opened."""

    __tablename__ = "wave"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    kind: Mapped[WaveKind]
    title_en: Mapped[str]
    title_fr: Mapped[str]
    contents: Mapped[dict[str, Any]]
    """What is asked, page by page, as ``contents.as_stored`` writes it."""
    audience: Mapped[list[Any]]
    """Values of ``AudienceGroup``."""
    consent_en: Mapped[str] = mapped_column(default="")
    consent_fr: Mapped[str] = mapped_column(default="")
    """What the program itself says before one begins; empty for nothing beyond the app's own words."""
    news_en: Mapped[str] = mapped_column(default="", server_default="")
    news_fr: Mapped[str] = mapped_column(default="", server_default="")
    """What changed since the last wave, for a card on the first page; empty for no card."""
    is_strict: Mapped[bool] = mapped_column(default=False)
    """Reminders go to everybody who was asked, so that not even a mail server can tell who answered."""
    status: Mapped[WaveStatus] = mapped_column(default=WaveStatus.DRAFT)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """The last day that people are told, in the program's time zone; two more days of grace follow."""
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    bands: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Stratum to its bands as stamped on the roster: ``{"training_level": [{"key", "en", "fr"}, …]}``."""
    answered: Mapped[int | None]
    """How many answered; known once the wave is closed."""
    comment_floor: Mapped[int | None]
    """From how many people on comments are shown, as the program had it when the wave opened; None before."""
    key_destroyed: Mapped[bool] = mapped_column(default=False)
    """The closing is complete: free pages overwritten, log cut, wave key gone."""

    cohort: Mapped[Cohort] = relationship()

    __table_args__ = (CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),)

    @property
    def title(self) -> LocalizedText:
        return LocalizedText(en=self.title_en, fr=self.title_fr)

    @property
    def comments_from(self) -> int:
        """From how many people on comments are shown: what was promised when the wave opened, or more since."""
        return max(self.comment_floor or 0, self.cohort.program.comment_floor)

    @property
    def groups(self) -> tuple[AudienceGroup, ...]:
        """Who is asked, in the order in which the groups are told."""
        return tuple(group for group in AudienceGroup if group.value in self.audience)

    @property
    def asks_mentors(self) -> bool:
        return AudienceGroup.MENTORS in self.groups


class WaveInvitee(Base):
    """A person who was asked, with the strata that their answers will carry. Frozen when the wave opens."""

    __tablename__ = "wave_invitee"

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    enrollment_id: Mapped[UUID] = mapped_column(
        ForeignKey("enrollment.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    strata: Mapped[dict[str, Any]]
    """Stratum to key of a band; left out where no band is large enough."""

    wave: Mapped[Wave] = relationship()
    enrollment: Mapped[Enrollment] = relationship()


class Response(Base):
    """One person's answers after the close. ``panel`` links waves while the program's key lives."""

    __tablename__ = "response"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    panel: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    strata: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]

    __table_args__ = ({"sqlite_with_rowid": False},)


class ResponseComment(Base):
    """One free text after the close, with neither panel nor strata: it belongs to the wave, not to a response."""

    __tablename__ = "response_comment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    question: Mapped[str]
    """Id of the question as answers have it."""
    text: Mapped[str]

    __table_args__ = ({"sqlite_with_rowid": False},)


class ScoreImport(Identified, Timestamped, Base):
    """Scores that were gathered elsewhere, with the ranges and words that their mapping declares."""

    __tablename__ = "score_import"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    title_en: Mapped[str]
    title_fr: Mapped[str]
    source_en: Mapped[str]
    source_fr: Mapped[str]
    collected_on: Mapped[date | None]
    eligible: Mapped[int | None]
    """How many people were asked, where the mapping says so."""
    rows: Mapped[int]
    scales: Mapped[list[Any]]
    groups: Mapped[list[Any]]
    digest: Mapped[str]
    """SHA-256 of file and mapping: the same import is made once."""

    cohort: Mapped[Cohort] = relationship()

    __table_args__ = (UniqueConstraint("cohort_id", "digest"),)

    @property
    def title(self) -> LocalizedText:
        return LocalizedText(en=self.title_en, fr=self.title_fr)

    @property
    def source(self) -> LocalizedText:
        return LocalizedText(en=self.source_en, fr=self.source_fr)


class ImportedScores(Base):
    """One row of an imported file: its scores by scale, its groups by name."""

    __tablename__ = "imported_scores"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("score_import.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    scores: Mapped[dict[str, Any]]
    groups: Mapped[dict[str, Any]]

    __table_args__ = ({"sqlite_with_rowid": False},)
