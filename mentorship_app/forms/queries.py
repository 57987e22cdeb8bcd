"""Reading the forms of a program."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mentorship_app.forms.enums import FormStatus
from mentorship_app.forms.library import shipped
from mentorship_app.forms.models import FormVersion
from mentorship_app.questions.questionnaire import Questionnaire


def current(session: Session, program_id: UUID, key: str) -> Questionnaire:
    """The form as new people are asked it: the newest published version, else the one that comes with the app."""
    version = in_use(session, program_id, key)
    return version.questionnaire if version is not None else shipped(key)


def in_use(session: Session, program_id: UUID, key: str) -> FormVersion | None:
    """The newest published version of the program; None while nothing was stored and the shipped one holds."""
    return session.scalar(
        _of(program_id, key)
        .where(FormVersion.status == FormStatus.PUBLISHED)
        .order_by(FormVersion.number.desc())
        .limit(1)
    )


def draft_of(session: Session, program_id: UUID, key: str) -> FormVersion | None:
    """The version that coordinators are writing, if any."""
    return session.scalar(_of(program_id, key).where(FormVersion.status == FormStatus.DRAFT))


def versions_of(session: Session, program_id: UUID, key: str) -> Sequence[FormVersion]:
    """All versions of a form, newest first; the draft, if any, is the first."""
    return session.scalars(_of(program_id, key).order_by(FormVersion.number.desc())).all()


def find_version(session: Session, program_id: UUID, key: str, number: int) -> FormVersion | None:
    """One version by its number."""
    return session.scalar(_of(program_id, key).where(FormVersion.number == number))


def _of(program_id: UUID, key: str) -> Select[FormVersion]:
    return select(FormVersion).where(FormVersion.program_id == program_id, FormVersion.key == key)
