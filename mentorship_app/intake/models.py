"""The mentee's profile."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.forms import FormVersion
from mentorship_app.programs.models import Enrollment
from mentorship_app.questions.questionnaire import Questionnaire


class Profile(Identified, Timestamped, Base):
    """One mentee's intake. ``draft`` is what they are writing, ``answers`` what they last sent."""

    __tablename__ = "profile"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), unique=True)
    form_version_id: Mapped[UUID] = mapped_column(ForeignKey("form_version.id"), index=True)
    """The version of the form that was shown; newer ones are for those who begin later."""
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Never shown to staff."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Empty until the intake is sent. A person who changes something sends again."""
    revs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """For each section, the number of the newest page that saved it: a page opened earlier does not undo it."""
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]

    enrollment: Mapped[Enrollment] = relationship()
    form_version: Mapped[FormVersion] = relationship()

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions that these answers belong to."""
        return self.form_version.questionnaire

    @property
    def is_sent(self) -> bool:
        """Whether the coordinator can read it."""
        return self.submitted_at is not None

    @property
    def is_changed_since_sent(self) -> bool:
        """Whether the person wrote something that the coordinator does not have yet."""
        return self.is_sent and self.draft != self.answers
