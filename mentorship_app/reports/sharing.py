"""Telling everybody who was asked what came of it: a frozen summary for participants, published and announced by mail.

Everybody who was asked is written to, not everybody who answered: whether somebody got the mail must say nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session, joinedload

from mentorship_app import audit
from mentorship_app.core.errors import InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus
from mentorship_app.reports import notifications
from mentorship_app.reports.editions.enums import EditionStatus, Outline
from mentorship_app.reports.editions.models import Edition
from mentorship_app.surveys import Wave, WaveInvitee, WaveStatus


def require_shareable(edition: Edition) -> None:
    """Raises InvalidTransition unless it is a participants' summary that can change no more."""
    if edition.outline is not Outline.PARTICIPANTS:
        raise InvalidTransition(N_("Only the summary for participants is sent to everybody who was asked."))
    if edition.status is not EditionStatus.FROZEN or edition.frozen_file_id is None:
        raise InvalidTransition(N_("Freeze this summary first: what people have read must not change."))


def asked_people(session: Session, cohort: Cohort) -> Sequence[Enrollment]:
    """Everybody whom a closed survey of the cohort asked and who has not left since: once each, in a stable order."""
    asked = (
        select(WaveInvitee.enrollment_id)
        .join(Wave, Wave.id == WaveInvitee.wave_id)
        .where(Wave.cohort_id == cohort.id, Wave.status == WaveStatus.CLOSED)
    )
    found = session.scalars(
        select(Enrollment)
        .where(Enrollment.id.in_(asked), Enrollment.status == EnrollmentStatus.ACTIVE)
        .order_by(Enrollment.id)
    )
    # Somebody may take part in two roles, and be asked in both.
    once: dict[UUID, Enrollment] = {}
    for enrollment in found:
        once.setdefault(enrollment.account_id, enrollment)
    return list(once.values())


def to_tell(session: Session, cohort: Cohort) -> list[Enrollment]:
    """Those of them who were not written to yet."""
    told = notifications.told(session, cohort)
    return [enrollment for enrollment in asked_people(session, cohort) if enrollment.account_id not in told]


def share(session: Session, edition: Edition, *, by: Actor, now: datetime) -> int:
    """Publish it, with the newest frozen summary in each other language, and write to whoever does not know of it yet.

    Doing so again publishes what was frozen since and writes to nobody twice. Gives how many mails it wrote. Raises
    what ``require_shareable`` raises.
    """
    require_shareable(edition)
    newest = _newest_of_each_language(session, edition)
    for one in newest:
        one.published_at = now
    people = to_tell(session, edition.cohort)
    for enrollment in people:
        notifications.announce(session, edition, enrollment, now=now)
    audit.record(
        session,
        "reports.summary.shared",
        by=by,
        subject=edition,
        at=now,
        program_id=edition.cohort.program_id,
        count=len(people),
    )
    session.flush()
    return len(people)


def withdraw(session: Session, edition: Edition, *, by: Actor, now: datetime) -> None:
    """Take the summary of the cohort off people's pages, in every language; mails that wait do not leave."""
    published = list(session.scalars(_published(edition.cohort_id)))
    if not published:
        return
    for one in published:
        one.published_at = None
    program_id = edition.cohort.program_id
    audit.record(session, "reports.summary.withdrawn", by=by, subject=edition, at=now, program_id=program_id)
    session.flush()


def find_summary(session: Session, public_id: str, account_id: UUID | None, locale: str) -> Edition:
    """The summary of the cohort that ``public_id`` is about, in the reader's language where there is one.

    Raises NotFound where nothing is published, and for anybody who was not asked and does not take part there.
    """
    named = session.scalar(
        select(Edition).where(Edition.public_id == public_id, Edition.outline == Outline.PARTICIPANTS)
    )
    found = summary_of(session, named.cohort_id, locale) if named is not None else None
    if found is None or found.cohort_id not in _cohorts_of(session, account_id):
        raise NotFound(N_("There is no such page, or it is not for you."))
    return found


def summary_of(session: Session, cohort_id: UUID, locale: str) -> Edition | None:
    """What is published of a cohort: in this language, else in another."""
    published = session.scalars(_published(cohort_id)).all()
    return next((one for one in published if one.locale == locale), published[0] if published else None)


def summaries_for(session: Session, account_id: UUID | None, locale: str) -> list[Edition]:
    """What is published of each cohort in which a person takes part or was asked, newest year first."""
    published = session.scalars(
        select(Edition)
        .join(Edition.cohort)
        .options(joinedload(Edition.cohort).joinedload(Cohort.program))
        .where(
            Edition.published_at.is_not(None),
            Edition.outline == Outline.PARTICIPANTS,
            Edition.cohort_id.in_(_cohorts_of(session, account_id)),
        )
        .order_by(Cohort.starts_on.desc(), Edition.published_at.desc(), Edition.frozen_at.desc(), Edition.id)
    )
    found: dict[UUID, Edition] = {}
    for one in published:
        kept = found.setdefault(one.cohort_id, one)
        if kept.locale != locale and one.locale == locale:
            found[one.cohort_id] = one
    return list(found.values())


def _published(cohort_id: UUID) -> Select[Edition]:
    """The newest first."""
    return (
        select(Edition)
        .where(
            Edition.cohort_id == cohort_id, Edition.outline == Outline.PARTICIPANTS, Edition.published_at.is_not(None)
        )
        .order_by(Edition.published_at.desc(), Edition.frozen_at.desc(), Edition.id)
    )


def _newest_of_each_language(session: Session, edition: Edition) -> list[Edition]:
    """``edition`` for its own language, and for every other the one that was frozen last."""
    frozen = session.scalars(
        select(Edition)
        .where(
            Edition.cohort_id == edition.cohort_id,
            Edition.outline == Outline.PARTICIPANTS,
            Edition.status == EditionStatus.FROZEN,
            Edition.frozen_file_id.is_not(None),
        )
        .order_by(Edition.frozen_at.desc(), Edition.id)
    )
    newest = {edition.locale: edition}
    for one in frozen:
        newest.setdefault(one.locale, one)
    return list(newest.values())


def _cohorts_of(session: Session, account_id: UUID | None) -> set[UUID]:
    mine = (Enrollment.account_id == account_id, Enrollment.status == EnrollmentStatus.ACTIVE)
    taking_part = select(Enrollment.cohort_id).where(*mine)
    asked = (
        select(Wave.cohort_id)
        .join(WaveInvitee, WaveInvitee.wave_id == Wave.id)
        .join(Enrollment, Enrollment.id == WaveInvitee.enrollment_id)
        .where(Wave.status == WaveStatus.CLOSED, *mine)
    )
    return set(session.scalars(union(taking_part, asked)))
