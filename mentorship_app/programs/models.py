"""Programs, cohorts, enrollments."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, UniqueConstraint, event, false, true
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from mentorship_app.accounts.models import Account
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.searching import searchable
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus, Phase


class Program(Identified, Timestamped, Versioned, Base):
    """A residency or school that mentors. Its settings hold for all its cohorts."""

    __tablename__ = "program"

    slug: Mapped[str] = mapped_column(unique=True)
    """In every staff address: ``/p/<slug>/…``. Lower case letters, digits, hyphens."""
    name: Mapped[str]
    organization: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    timezone: Mapped[str] = mapped_column(default="America/Toronto")
    contact_email: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)
    year_starts_in: Mapped[int] = mapped_column(default=7, server_default="7")
    """Month, 1–12, in which the program's year begins: 7 for most residencies, 9 for most schools."""
    outside_contact_en: Mapped[str] = mapped_column(default="", server_default="")
    outside_contact_fr: Mapped[str] = mapped_column(default="", server_default="")
    """Somebody outside the program to write to about its surveys, as people read it; empty where there is nobody."""
    comment_floor: Mapped[int] = mapped_column(default=10, server_default="10")
    """From how many people on the comments of a survey are shown, 5–30."""
    quiet_hours: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether mail that can wait does not leave at night."""
    ended_at: Mapped[datetime | None]
    """When it was ended: nothing new begins since then, and no response can be linked to anybody any more."""

    cohorts: Mapped[list["Cohort"]] = relationship(
        back_populates="program", order_by="Cohort.starts_on.desc(), Cohort.id", cascade="all, delete-orphan"
    )
    help_lines: Mapped[list["HelpLine"]] = relationship(
        back_populates="program", order_by="HelpLine.position", cascade="all, delete-orphan"
    )
    training_levels: Mapped[list["TrainingLevel"]] = relationship(
        back_populates="program", order_by="TrainingLevel.position", cascade="all, delete-orphan"
    )

    @property
    def outside_contact(self) -> LocalizedText:
        return LocalizedText(en=self.outside_contact_en, fr=self.outside_contact_fr)

    __table_args__ = (CheckConstraint("year_starts_in BETWEEN 1 AND 12", name="year_starts_in_a_month"),)


class HelpLine(Identified, Base):
    """A number that answers somebody in distress. Hidden a year after it was last checked."""

    __tablename__ = "help_line"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    label_en: Mapped[str]
    label_fr: Mapped[str]
    note_en: Mapped[str] = mapped_column(default="")
    note_fr: Mapped[str] = mapped_column(default="")
    number: Mapped[str]
    verified_on: Mapped[date | None]
    """When somebody called it last; None where nobody has yet, and then it is hidden."""
    owner: Mapped[str] = mapped_column(default="", server_default="")
    """Who keeps the number up to date, as staff wrote it."""

    program: Mapped[Program] = relationship(back_populates="help_lines")

    @property
    def label(self) -> LocalizedText:
        return LocalizedText(en=self.label_en, fr=self.label_fr)

    @property
    def note(self) -> LocalizedText:
        return LocalizedText(en=self.note_en, fr=self.note_fr)


class TrainingLevel(Identified, Base):
    """A year of training: PGY-1, fellow, MS-3 …"""

    __tablename__ = "training_level"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    code: Mapped[str]
    """What rosters and tables say: ``PGY-1``."""
    name_en: Mapped[str]
    name_fr: Mapped[str]

    program: Mapped[Program] = relationship(back_populates="training_levels")

    __table_args__ = (UniqueConstraint("program_id", "code"),)

    @property
    def name(self) -> LocalizedText:
        return LocalizedText(en=self.name_en, fr=self.name_fr)


class Cohort(Identified, Timestamped, Versioned, Base):
    """One program year."""

    __tablename__ = "cohort"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str]
    name: Mapped[str]
    """As people say it: ``2026–27``."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    phase: Mapped[Phase] = mapped_column(default=Phase.SETUP)

    program: Mapped[Program] = relationship(back_populates="cohorts")
    phase_plans: Mapped[list["PhasePlan"]] = relationship(
        back_populates="cohort", order_by="PhasePlan.starts_on", cascade="all, delete-orphan"
    )

    __table_args__ = (
        UniqueConstraint("program_id", "slug"),
        CheckConstraint("starts_on < ends_on", name="starts_before_it_ends"),
    )


class RollOver(Timestamped, Base):
    """Which cohort was made from which: at most one from each, also when two people press at once."""

    __tablename__ = "roll_over"

    old_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), primary_key=True)
    new_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), unique=True)


class PhasePlan(Identified, Base):
    """When a phase of a cohort is meant to be. The phase itself only moves when a person moves it."""

    __tablename__ = "phase_plan"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    phase: Mapped[Phase]
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    cohort: Mapped[Cohort] = relationship(back_populates="phase_plans")

    __table_args__ = (
        UniqueConstraint("cohort_id", "phase"),
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
    )


class RosterUpload(Identified, Timestamped, Base):
    """A list of people that somebody is looking at before it is applied. Gone once applied, or after a day."""

    __tablename__ = "roster_upload"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    file_name: Mapped[str]
    content: Mapped[bytes]


class Enrollment(Identified, Timestamped, Versioned, Base):
    """An account in a cohort, as mentor or as mentee."""

    __tablename__ = "enrollment"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    """What addresses say instead of the id or the name."""
    role: Mapped[CohortRole]
    status: Mapped[EnrollmentStatus] = mapped_column(default=EnrollmentStatus.ACTIVE)
    training_level_id: Mapped[UUID | None] = mapped_column(ForeignKey("training_level.id"))
    department: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int] = mapped_column(default=0)
    """How many mentees a mentor can take, 0–5; 0 for mentees."""
    hours_per_month: Mapped[float | None]
    """What a mentor promised, in hours a month for each mentee."""
    other_roles: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Codes of roles towards residents that assess or lead them, as the mentor named them or staff corrected them."""
    left_at: Mapped[datetime | None]
    """When the person was withdrawn; None while they take part."""
    left_themselves: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the person withdrew, rather than staff."""
    search_text: Mapped[str] = mapped_column(default="", server_default="")
    """Department and site as searches compare them; written with them, whoever writes."""

    cohort: Mapped[Cohort] = relationship()
    account: Mapped[Account] = relationship(lazy="joined")
    training_level: Mapped[TrainingLevel | None] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("cohort_id", "account_id", "role"),
        CheckConstraint("capacity BETWEEN 0 AND 5", name="capacity_in_range"),
        CheckConstraint("role = 'mentor' OR capacity = 0", name="only_mentors_have_capacity"),
    )


@event.listens_for(Enrollment, "before_insert")
@event.listens_for(Enrollment, "before_update")
def _keep_findable(_mapper: Mapper[Enrollment], _connection: Connection, enrollment: Enrollment) -> None:
    enrollment.search_text = searchable(enrollment.department or "", enrollment.site or "")
