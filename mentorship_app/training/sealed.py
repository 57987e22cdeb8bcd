"""What people write and rate for themselves: sealed with the program's key, opened for its author alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.instruments import catalogue
from mentorship_app.privacy.sealing import seal, training_key_name, unseal
from mentorship_app.programs import Enrollment
from mentorship_app.training.models import RatingMoment, SkillRating, TrainingReflection

LONGEST = 4000
"""Characters of a reflection: it always fits into one box, so that no size tells how much was written."""
SKILLS = "own_mentor_skills"
BEST = 4


def reflect(session: Session, keyring: Keyring, enrollment: Enrollment, module_key: str, text: str) -> None:
    """Keep a reflection; an empty one deletes what was there. Raises FieldError when it is too long, KeyringError."""
    text = text.strip()
    if len(text) > LONGEST:
        raise FieldError("reflection", N_("Please keep this to %(most)s characters."), most=LONGEST)
    row = _reflection(session, enrollment, module_key)
    if not text:
        session.execute(delete(TrainingReflection).where(*_its(enrollment, module_key)))
        return
    if row is None:
        row = TrainingReflection(id=uuid4(), enrollment_id=enrollment.id, module_key=module_key, sealed=b"")
        session.add(row)
    row.sealed = _seal(keyring, enrollment, row.id, {"text": text})
    session.flush()


def reflection_of(session: Session, keyring: Keyring, enrollment: Enrollment, module_key: str) -> str:
    """What this person wrote; empty where there is nothing. Raises SealBroken, KeyringError."""
    row = _reflection(session, enrollment, module_key)
    if row is None:
        return ""
    return str(_unseal(keyring, enrollment, row.id, row.sealed)["text"])


def rate(
    session: Session, keyring: Keyring, enrollment: Enrollment, moment: RatingMoment, ratings: Mapping[str, int]
) -> None:
    """Keep a rating, 0 to 4 for each skill that was rated; raises FieldError where there is none, KeyringError."""
    known = set(skills())
    kept = {key: value for key, value in ratings.items() if key in known and 0 <= value <= BEST}
    if not kept:
        raise FieldError("ratings", N_("Rate at least one skill."))
    row = _rating(session, enrollment, moment)
    if row is None:
        row = SkillRating(id=uuid4(), enrollment_id=enrollment.id, moment=moment, sealed=b"")
        session.add(row)
    row.sealed = _seal(keyring, enrollment, row.id, kept)
    session.flush()


def ratings_of(session: Session, keyring: Keyring, enrollment: Enrollment) -> dict[RatingMoment, dict[str, int]]:
    """This person's own ratings. Raises SealBroken, KeyringError."""
    rows = session.scalars(select(SkillRating).where(SkillRating.enrollment_id == enrollment.id))
    return {row.moment: _unseal(keyring, enrollment, row.id, row.sealed) for row in rows}


def skills() -> tuple[str, ...]:
    """The skills that are rated, in the order of the measure written for this app."""
    return tuple(item.id for item in catalogue.get(SKILLS).items)


def _its(enrollment: Enrollment, module_key: str) -> tuple[Any, ...]:
    return TrainingReflection.enrollment_id == enrollment.id, TrainingReflection.module_key == module_key


def _reflection(session: Session, enrollment: Enrollment, module_key: str) -> TrainingReflection | None:
    return session.scalar(select(TrainingReflection).where(*_its(enrollment, module_key)))


def _rating(session: Session, enrollment: Enrollment, moment: RatingMoment) -> SkillRating | None:
    mine = SkillRating.enrollment_id == enrollment.id
    return session.scalar(select(SkillRating).where(mine, SkillRating.moment == moment))


def _seal(keyring: Keyring, enrollment: Enrollment, row_id: UUID, contents: Mapping[str, Any]) -> bytes:
    return seal(keyring.create(training_key_name(enrollment.cohort.program_id)), contents, name=row_id.bytes)


def _unseal(keyring: Keyring, enrollment: Enrollment, row_id: UUID, sealed: bytes) -> dict[str, Any]:
    return unseal(keyring.get(training_key_name(enrollment.cohort.program_id)), sealed, name=row_id.bytes)
