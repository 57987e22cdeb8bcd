"""What a mentor chooses about their letter, and what a coordinator writes into all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.recognition.models import RecognitionChoice, RecognitionLine, RecognitionWords
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.versions import claim

LONGEST_NAME = 120
LONGEST_THANKS = 600
MOST_OUTSIDE_HOURS = 500
_QUARTERS_AN_HOUR = 4


@dataclass(frozen=True)
class WordsEntry:
    """Who signs, and the line of thanks to all, as given."""

    leader_name: str
    leader_role_en: str
    leader_role_fr: str
    thanks_en: str
    thanks_fr: str


def mentors_of(session: Session, cohort: Cohort) -> Sequence[Enrollment]:
    """The mentors who take part, by name."""
    found = session.scalars(
        select(Enrollment).where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.role == CohortRole.MENTOR,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
    ).all()
    return sorted(found, key=lambda one: (one.account.name.casefold(), one.id))


def choice_of(session: Session, mentor: Enrollment) -> RecognitionChoice | None:
    """What the mentor chose; None while they have not."""
    return session.get(RecognitionChoice, mentor.id)


def choices_of(session: Session, cohort: Cohort) -> dict[UUID, RecognitionChoice]:
    """What the mentors of a cohort chose, by enrollment."""
    found = session.scalars(
        select(RecognitionChoice)
        .join(Enrollment, Enrollment.id == RecognitionChoice.enrollment_id)
        .where(Enrollment.cohort_id == cohort.id)
    )
    return {one.enrollment_id: one for one in found}


def choose(
    session: Session, mentor: Enrollment, *, wants_letter: bool, outside_hours: float, version: int
) -> RecognitionChoice:
    """Keep what the mentor says. ``version``: 0 where nothing was chosen yet.

    Raises FieldError for hours outside 0–500, Conflict when it was changed since ``version``.
    """
    if not 0 <= outside_hours <= MOST_OUTSIDE_HOURS:
        raise FieldError("outside_hours", N_("Enter hours from 0 to 500."))
    quarters = round(outside_hours * _QUARTERS_AN_HOUR)
    choice = choice_of(session, mentor)
    if choice is None:
        choice = RecognitionChoice(
            enrollment_id=mentor.id, outside_quarters=quarters, wants_letter=wants_letter, version=1
        )
        session.add(choice)
    else:
        claim(session, choice, version)
        choice.outside_quarters, choice.wants_letter = quarters, wants_letter
    session.flush()
    return choice


def words_of(session: Session, cohort: Cohort) -> RecognitionWords | None:
    """What was written for the letters of the cohort; None while nothing was."""
    return session.get(RecognitionWords, cohort.id)


def signer_of(session: Session, cohort: Cohort) -> tuple[str, str, str]:
    """Name and role (English, French) of whoever signs: of this cohort, else of the newest that has one, else empty."""
    found = session.scalars(
        select(RecognitionWords)
        .join(RecognitionWords.cohort)
        .where(Cohort.program_id == cohort.program_id, RecognitionWords.leader_name != "")
        .order_by((Cohort.id == cohort.id).desc(), Cohort.starts_on.desc())
        .limit(1)
    ).first()
    return (found.leader_name, found.leader_role_en, found.leader_role_fr) if found else ("", "", "")


def write_words(
    session: Session, cohort: Cohort, entry: WordsEntry, *, version: int, by: Actor, now: datetime
) -> RecognitionWords:
    """Keep who signs and the line for all. ``version``: 0 where nothing was written yet.

    Raises FieldError for what is too long or lacks its role, Conflict when it was changed since ``version``.
    """
    given = _checked(entry)
    words = words_of(session, cohort)
    if words is None:
        words = RecognitionWords(cohort_id=cohort.id, version=1)
        session.add(words)
    else:
        claim(session, words, version)
    for field, value in vars(given).items():
        setattr(words, field, value)
    session.flush()
    audit.record(session, "mentoring.recognition.worded", by=by, subject=cohort, at=now, program_id=cohort.program_id)
    return words


def _checked(entry: WordsEntry) -> WordsEntry:
    given = WordsEntry(
        leader_name=" ".join(entry.leader_name.split()),
        leader_role_en=" ".join(entry.leader_role_en.split()),
        leader_role_fr=" ".join(entry.leader_role_fr.split()),
        thanks_en=entry.thanks_en.strip(),
        thanks_fr=entry.thanks_fr.strip(),
    )
    for field in ("leader_name", "leader_role_en", "leader_role_fr"):
        if len(getattr(given, field)) > LONGEST_NAME:
            raise FieldError(field, N_("Use at most 120 characters."))
    for field in ("leader_role_en", "leader_role_fr"):
        if given.leader_name and not getattr(given, field):
            raise FieldError(field, N_("Say in both languages what this person is in the program."))
    for field in ("thanks_en", "thanks_fr"):
        if len(getattr(given, field)) > LONGEST_THANKS:
            raise FieldError(field, N_("Use at most 600 characters."))
    return given


def line_to(session: Session, mentor: Enrollment) -> RecognitionLine | None:
    """The line of thanks to this mentor; None where there is none."""
    return session.get(RecognitionLine, mentor.id)


def write_line(session: Session, mentor: Enrollment, text: str, *, version: int) -> None:
    """Keep the line to one mentor; an empty text takes it away. ``version``: 0 where there was none.

    Raises FieldError for one that is too long, Conflict when it was changed since ``version``.
    """
    text = text.strip().replace("\r\n", "\n")
    if len(text) > LONGEST_THANKS:
        raise FieldError("line", N_("Use at most 600 characters."))
    line = line_to(session, mentor)
    if line is None:
        if text:
            session.add(RecognitionLine(enrollment_id=mentor.id, line=text, version=1))
    else:
        claim(session, line, version)
        if text:
            line.line = text
        else:
            session.delete(line)
    session.flush()
