"""Calls for mentors and the applications that answer them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.searching import searchable
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.forms import FormVersion
from mentorship_app.forms.identity import WithIdentity
from mentorship_app.programs.models import Cohort, Enrollment
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.recruitment.enums import ALLOWED, WRITABLE, ApplicationStatus, CallStatus


class Call(Identified, Timestamped, Versioned, Base):
    """An invitation to mentor in one cohort, with a public page of its own."""

    __tablename__ = "call"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    """In the public address: ``/apply/<slug>``. It never changes, since it is shared."""
    title_en: Mapped[str]
    title_fr: Mapped[str]
    intro_en: Mapped[str] = mapped_column(default="")
    intro_fr: Mapped[str] = mapped_column(default="")
    hours_per_month: Mapped[float]
    """What is asked of a mentor, in hours a month for each mentee."""
    places_wanted: Mapped[int]
    """How many mentees the mentors found should be able to take together."""
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    """Last day on which one can apply."""
    status: Mapped[CallStatus] = mapped_column(default=CallStatus.DRAFT)
    reminders: Mapped[int] = mapped_column(default=2)
    """How often, at most, somebody who was invited and has not replied is asked again."""

    cohort: Mapped[Cohort] = relationship()

    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),
        CheckConstraint("hours_per_month > 0", name="hours_are_positive"),
        CheckConstraint("places_wanted BETWEEN 1 AND 1000", name="places_in_range"),
        CheckConstraint("reminders BETWEEN 0 AND 2", name="at_most_two_reminders"),
    )

    @property
    def title(self) -> LocalizedText:
        return LocalizedText(en=self.title_en, fr=self.title_fr)

    @property
    def intro(self) -> LocalizedText:
        return LocalizedText(en=self.intro_en, fr=self.intro_fr)


class MentorApplication(Identified, Timestamped, WithIdentity, Base):
    """One person's answer to one call. ``draft`` is what they are writing, ``answers`` what they last sent."""

    __tablename__ = "mentor_application"

    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), index=True)
    email: Mapped[str]
    """Lower case; proved by the mailed link without which nobody can write."""
    name: Mapped[str]
    locale: Mapped[str]
    form_version_id: Mapped[UUID] = mapped_column(ForeignKey("form_version.id"), index=True)
    """The version of the form that was shown; newer ones are for those who begin later."""
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Never shown to staff."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """For each part, the number of the newest page that saved it: a page opened earlier does not undo it."""
    status: Mapped[ApplicationStatus] = mapped_column(default=ApplicationStatus.DRAFT)
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None]
    """Account id without a foreign key: the decision outlives the account."""
    note: Mapped[str] = mapped_column(default="")
    """What the coordinator last wrote to the person."""
    enrollment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrollment.id", ondelete="SET NULL"))
    carried_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("mentor_application.id", ondelete="SET NULL"))
    """The accepted application of an earlier year from whose answers this one was begun."""
    department: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int] = mapped_column(default=0)
    """Mentees offered, 0–5 as the form allows; 0 until the application is sent."""
    hours_per_month: Mapped[float | None]
    """Hours offered a month for each mentee."""
    search_text: Mapped[str] = mapped_column(default="", server_default="")
    """Name, address and department as searches compare them."""

    call: Mapped[Call] = relationship()
    form_version: Mapped[FormVersion] = relationship(foreign_keys=[form_version_id])
    enrollment: Mapped[Enrollment | None] = relationship()

    __table_args__ = (
        UniqueConstraint("call_id", "email"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("ix_mentor_application_call_status", "call_id", "status"),
    )

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions that these answers belong to."""
        return self.form_version.questionnaire

    @property
    def is_writable(self) -> bool:
        """Whether the person may still change and send it."""
        return self.status in WRITABLE

    def move_to(self, status: ApplicationStatus) -> None:
        """Change the status; raises InvalidTransition for a step that is not in the table."""
        if status not in ALLOWED[self.status]:
            raise InvalidTransition(_refusal(self.status))
        self.status = status


@event.listens_for(MentorApplication, "before_insert")
@event.listens_for(MentorApplication, "before_update")
def _keep_findable(_mapper: Mapper[MentorApplication], _connection: Connection, one: MentorApplication) -> None:
    one.search_text = searchable(one.name, one.email, one.department or "")


class ApplicationLink(Identified, Timestamped, Base):
    """A mailed way back into an application. Whoever holds the token may write in the person's name."""

    __tablename__ = "application_link"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("mentor_application.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]

    application: Mapped[MentorApplication] = relationship()


def _refusal(status: ApplicationStatus) -> str:
    if status is ApplicationStatus.DRAFT:
        return N_("This application has not been sent yet, so it cannot be decided.")
    if status is ApplicationStatus.APPROVED:
        return N_("This application is already accepted. To undo that, withdraw the mentor on the page of people.")
    if status is ApplicationStatus.DECLINED:
        return N_("This application is already declined. It can only be accepted now.")
    return N_("This step is not possible for the application as it stands now. Reload the page to see where it stands.")
