"""What taking part asked of people: questions, minutes, reminders, and how many left. Never what anybody answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.forms.queries import current
from mentorship_app.mentoring.checkins.models import CheckIn
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.mailings import REMINDERS, Mailing, MailingStatus
from mentorship_app.surveys.questionnaire import minutes_of, sections_of

_FORM_OF = {CohortRole.MENTEE: "mentee_intake", CohortRole.MENTOR: "mentor_application"}


@dataclass(frozen=True)
class Asked:
    """One thing that people were asked to fill in. ``minutes`` are what its first page says that it takes."""

    title: LocalizedText
    questions: int
    minutes: int
    reminders: int = 0
    """Mails at most, to those who had not said that they want none."""


@dataclass(frozen=True)
class Gone:
    """How many of a role left during the year. Both are None where fewer than five left, or fewer than five stayed:
    how many began would tell it too, beside how many take part now."""

    role: CohortRole
    count: int | None
    began: int | None


@dataclass(frozen=True)
class Burden:
    """What a year asked of those who took part in it."""

    asked: tuple[Asked, ...] = ()
    """In the order of the year: the forms, then check-ins about pairs, then surveys."""
    gone: tuple[Gone, ...] = ()
    """Mentees, then mentors; a role in which fewer than five began is left out."""


def burden_of(session: Session, cohort: Cohort) -> Burden:
    """The same for everybody who was asked, so that no number depends on who answered."""
    asked = (*_forms(session, cohort), *_check_ins(session, cohort), *_surveys(session, cohort))
    return Burden(asked, tuple(_gone(session, cohort)))


def _forms(session: Session, cohort: Cohort) -> Iterator[Asked]:
    for role, key in _FORM_OF.items():
        if _number(session, cohort, role):
            form = current(session, cohort.program_id, key)
            yield Asked(form.title, sum(1 for _question in form.questions()), form.minutes)


def _check_ins(session: Session, cohort: Cohort) -> Iterator[Asked]:
    rows = session.scalars(
        select(CheckIn)
        .where(CheckIn.cohort_id == cohort.id, CheckIn.asked_at.is_not(None))
        .order_by(CheckIn.opens_on, CheckIn.id)
    )
    for check_in in rows:
        if check_in.form_version is not None:
            form = check_in.form_version.questionnaire
            yield Asked(form.title, sum(1 for _question in form.questions()), form.minutes, reminders=1)


def _surveys(session: Session, cohort: Cohort) -> Iterator[Asked]:
    reminders = _reminders(session, cohort)
    waves = session.scalars(
        select(Wave)
        .where(Wave.cohort_id == cohort.id, Wave.status == WaveStatus.CLOSED)
        .order_by(Wave.closes_on, Wave.id)
    )
    for wave in waves:
        try:
            contents = contents_of(session, wave)
        except Conflict:
            # A measure whose wording was taken away since: what it asked cannot be counted any more.
            continue
        questions = sum(len(section.questions) for section in sections_of(contents))
        yield Asked(wave.title, questions, minutes_of(contents), reminders.get(wave.id, 0))


def _reminders(session: Session, cohort: Cohort) -> dict[UUID, int]:
    rows = session.execute(
        select(Mailing.wave_id, func.count())
        .join(Wave, Wave.id == Mailing.wave_id)
        .where(Wave.cohort_id == cohort.id, Mailing.kind.in_(REMINDERS), Mailing.status == MailingStatus.SENT)
        .group_by(Mailing.wave_id)
    )
    return dict(rows.all())


def _gone(session: Session, cohort: Cohort) -> Iterator[Gone]:
    for role in (CohortRole.MENTEE, CohortRole.MENTOR):
        began = _number(session, cohort, role)
        left = _number(session, cohort, role, status=EnrollmentStatus.WITHDRAWN)
        if began >= FLOOR:
            is_told = min(left, began - left) >= FLOOR
            yield Gone(role, left if is_told else None, began if is_told else None)


def _number(session: Session, cohort: Cohort, role: CohortRole, *, status: EnrollmentStatus | None = None) -> int:
    of_role = (
        select(func.count()).select_from(Enrollment).where(Enrollment.cohort_id == cohort.id, Enrollment.role == role)
    )
    return session.scalar(of_role if status is None else of_role.where(Enrollment.status == status)) or 0
