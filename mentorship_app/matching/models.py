"""What is set for matching, runs of it, and the draft that coordinators work on before they publish."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.matching.enums import Action, Mode, RunStatus
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.programs import Cohort, Enrollment


class MatchSettings(Timestamped, Versioned, Base):
    """What the coordinators of a cohort set for matching; a cohort without a row has the defaults."""

    __tablename__ = "match_settings"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    stored: Mapped[dict[str, Any]]
    """As ``Settings.as_json`` writes it."""

    cohort: Mapped[Cohort] = relationship()


class MatchSideRule(Identified, Timestamped, Base):
    """Two mentees who are to have the same mentor, or never the same."""

    __tablename__ = "match_side_rule"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    one_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    together: Mapped[bool]
    rationale: Mapped[str]
    decided_by: Mapped[str]

    one: Mapped[Enrollment] = relationship(foreign_keys=[one_id])
    other: Mapped[Enrollment] = relationship(foreign_keys=[other_id])

    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        CheckConstraint("one_id <> other_id", name="two_enrollments"),
    )


class MenteeChoice(Identified, Timestamped, Base):
    """One mentee whom a mentor would choose. Matching reads it, its mentor sees it, nobody else does."""

    __tablename__ = "mentee_choice"

    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    """1 is the first choice; a mentor's ranks run from 1 without a gap."""

    mentor: Mapped[Enrollment] = relationship(foreign_keys=[mentor_id])
    mentee: Mapped[Enrollment] = relationship(foreign_keys=[mentee_id])

    __table_args__ = (
        UniqueConstraint("mentor_id", "mentee_id"),
        UniqueConstraint("mentor_id", "rank"),
        CheckConstraint("rank BETWEEN 1 AND 5", name="rank_in_range"),
        CheckConstraint("mentor_id <> mentee_id", name="two_enrollments"),
    )


class MatchRun(Identified, Timestamped, Base):
    """One run of the solver over one snapshot. Nothing in it changes once it is solved."""

    __tablename__ = "match_run"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PairingKind]
    number: Mapped[int]
    """From 1 within the cohort."""
    status: Mapped[RunStatus] = mapped_column(default=RunStatus.QUEUED)
    mode: Mapped[Mode]
    settings: Mapped[dict[str, Any]]
    """As ``Settings.as_json`` writes them."""
    decisions: Mapped[dict[str, Any]]
    """The ``State`` before the run: locks, forbids, exceptions."""
    inputs: Mapped[bytes | None] = mapped_column(deferred=True)
    """Facts and certificate, packed and sealed with the installation's key: they hold wishes nobody on staff may read.

    None once somebody in it asked to be forgotten; the run can then no longer be verified.
    """
    inputs_digest: Mapped[str] = mapped_column(default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    """Pairs, the unmatched with reasons, alternatives, numbers: everything that staff may read."""
    result_digest: Mapped[str] = mapped_column(default="")
    solver: Mapped[str] = mapped_column(default="")
    """Its name and version, and that of the app."""
    seconds: Mapped[float | None]
    requested_by: Mapped[str]
    finished_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]
    """The work in the queue, without a foreign key: finished work may be swept away."""
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why it was refused or failed: a ``Phrase``; empty when all is well."""

    cohort: Mapped[Cohort] = relationship()

    __table_args__ = (UniqueConstraint("cohort_id", "number"),)


class MatchDraft(Identified, Timestamped, Versioned, Base):
    """The proposal for one kind of pairs that coordinators work on; its states are its steps."""

    __tablename__ = "match_draft"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PairingKind]
    position: Mapped[int] = mapped_column(default=0)
    """The number of the step that stands; steps after it were undone."""

    cohort: Mapped[Cohort] = relationship()
    steps: Mapped[list["MatchStep"]] = relationship(
        back_populates="draft", order_by="MatchStep.number", cascade="all, delete-orphan"
    )

    __table_args__ = (UniqueConstraint("cohort_id", "kind"),)


class MatchStep(Identified, Timestamped, Base):
    """One thing that was done to a draft, and the state after it."""

    __tablename__ = "match_step"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("match_draft.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    action: Mapped[Action]
    about: Mapped[list[str]] = mapped_column(default=list)
    """Public ids of the enrollments it was done to."""
    state: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """As ``State.as_json`` writes it."""
    by: Mapped[str]
    rationale: Mapped[str] = mapped_column(default="")
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("match_run.id", ondelete="SET NULL"), index=True)
    """The run whose facts the state is judged by."""

    draft: Mapped[MatchDraft] = relationship(back_populates="steps")
    run: Mapped[MatchRun | None] = relationship()

    __table_args__ = (UniqueConstraint("draft_id", "number"),)


class MatchPublication(Identified, Timestamped, Base):
    """A draft that was made real: pairs made, pairs ended, both sides asked to say yes until a day."""

    __tablename__ = "match_publication"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PairingKind]
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("match_draft.id", ondelete="SET NULL"), index=True)
    draft_version: Mapped[int]
    """The version of the draft that was published."""
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("match_run.id", ondelete="SET NULL"), index=True)
    released: Mapped[list[str]] = mapped_column(default=list)
    """Public ids of the mentees whose pair was open to change; taking it back opens them again."""
    published_by: Mapped[str]
    undo_until: Mapped[datetime]
    """Until then everything can be taken back: no mail leaves before, and nobody sees the new pairs."""
    accept_by: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="")
    told_at: Mapped[datetime | None]
    """When coordinators were told who had not said yes, or that there was nothing to tell."""
    stopped_mails: Mapped[list[str]] = mapped_column(default=list)
    """Ids of announcements that had not left when their pair was ended by this; taking it back lets them leave."""

    cohort: Mapped[Cohort] = relationship()
    draft: Mapped[MatchDraft | None] = relationship()
    run: Mapped[MatchRun | None] = relationship()


class PublicationPairing(Base):
    """A pair that a publication made or ended."""

    __tablename__ = "publication_pairing"

    publication_id: Mapped[UUID] = mapped_column(
        ForeignKey("match_publication.id", ondelete="CASCADE"), primary_key=True
    )
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id", ondelete="CASCADE"), primary_key=True, index=True)
    ended: Mapped[bool] = mapped_column(default=False)
    """True for a pair that it ended, False for one that it made."""

    publication: Mapped[MatchPublication] = relationship()
    pairing: Mapped[Pairing] = relationship()
