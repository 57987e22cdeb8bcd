"""The mentee's profile."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped
from mentorship_app.intake import forms
from mentorship_app.programs.models import Enrollment
from mentorship_app.questions.questionnaire import Questionnaire


class Profile(Identified, Timestamped, Base):
    """One mentee's intake. ``draft`` is what they are writing, ``answers`` what they last sent."""

    __tablename__ = "profile"

    enrollment_id: Mapped[UUID] = mapped_column(ForeignKey("enrollment.id", ondelete="CASCADE"), unique=True)
    questionnaire_key: Mapped[str]
    questionnaire_version: Mapped[int]
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Never shown to staff."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Empty until the intake is sent. A person who changes something sends again."""
    revs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """For each section, the number of the newest page that saved it: a page opened earlier does not undo it."""
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]

    enrollment: Mapped[Enrollment] = relationship()

    @property
    def questionnaire(self) -> Questionnaire:
        """The version of the form that these answers belong to."""
        return forms.questionnaire(self.questionnaire_key, self.questionnaire_version)

    @property
    def is_sent(self) -> bool:
        """Whether the coordinator can read it."""
        return self.submitted_at is not None

    @property
    def is_changed_since_sent(self) -> bool:
        """Whether the person wrote something that the coordinator does not have yet."""
        return self.is_sent and self.draft != self.answers
