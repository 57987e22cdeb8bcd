"""A program's own versions of its forms."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.forms.enums import FormStatus
from mentorship_app.programs.models import Program
from mentorship_app.questions.loading import questionnaire_from
from mentorship_app.questions.questionnaire import Questionnaire

_DRAFT = text("status = 'draft'")


class FormVersion(Identified, Timestamped, Versioned, Base):
    """One version of a form of one program. Answers name the version that was shown; a published one stays as it is."""

    __tablename__ = "form_version"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    key: Mapped[str]
    """Which form: a key of ``forms.kinds.form_kinds``."""
    number: Mapped[int]
    """Counted from 1 within the form."""
    content: Mapped[dict[str, Any]]
    """In the shape of the files in ``forms/library``. A draft may lack a language here and there."""
    status: Mapped[FormStatus] = mapped_column(default=FormStatus.DRAFT)
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(default="")
    """Name of the coordinator; empty for the version that came with the app."""

    program: Mapped[Program] = relationship()

    __table_args__ = (
        UniqueConstraint("program_id", "key", "number"),
        # Two coordinators write on one draft, not on two.
        Index(
            "uq_form_version_one_draft",
            "program_id",
            "key",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published_has_its_moment"),
    )

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions of this version; raises QuestionnaireError for a draft that is not complete."""
        if self.status is FormStatus.DRAFT:
            return questionnaire_from(self.content, self.key)
        return _parsed(_Frozen(self.id, self.key, self.number, self.content))


class _Frozen:
    """A published version as a key of the cache: its id says it all."""

    def __init__(self, id_: UUID, key: str, number: int, content: dict[str, Any]) -> None:
        self.id, self.key, self.number, self.content = id_, key, number, content

    def __hash__(self) -> int:
        return hash(self.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen) and other.id == self.id


@lru_cache(maxsize=256)
def _parsed(frozen: _Frozen) -> Questionnaire:
    return questionnaire_from(frozen.content | {"version": frozen.number}, frozen.key)
