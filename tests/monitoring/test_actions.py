"""What needs somebody: each kind is found when its cause is there, and not otherwise."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.mentoring.enums import PairingReply
from mentorship_app.mentoring.meetings.cadence import pause
from mentorship_app.mentoring.meetings.models import MeetingCadence
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.mentoring.models import PairingAnswer
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.monitoring.board import Standing, entries, find_entry
from mentorship_app.monitoring.kinds import Cause, Scope, kinds, people_of
from mentorship_app.privacy.models import Receipt
from mentorship_app.programs import Cohort, CohortRole, EnrollmentStatus, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.surveys import WaveStatus
from mentorship_app.surveys.models import WaveInvitee
from mentorship_app.training.library import modules
from mentorship_app.training.models import TrainingProgress, TrainingRequirement
from tests.factories import CohortFactory, EnrollmentFactory, HelpLineFactory
from tests.factories.agreements import signed
from tests.factories.meetings import met, planned
from tests.factories.mentoring import PairingFactory
from tests.factories.surveys import WaveFactory

NOW = datetime(2027, 1, 20, 15, tzinfo=UTC)
TODAY = NOW.date()
LONG_AGO = date(2026, 10, 1)


@pytest.fixture
def pairing(session: Session) -> Pairing:
    """A pair of an active cohort that began long ago, met in November and signed."""
    made: Pairing = PairingFactory(started_on=LONG_AGO)
    met(session, made, date(2026, 11, 3))
    signed(session, made, now=NOW)
    return made


def found(session: Session, cohort: Cohort, kind: str, now: datetime = NOW) -> list[Cause]:
    return kinds[kind].find(Scope(session, cohort, now))


def stalled(session: Session, pairing: Pairing) -> list[str]:
    return [cause.subject for cause in found(session, pairing.cohort, "stalled_pair")]


def test_a_pair_that_has_not_met_for_long_is_found_with_the_day(session: Session, pairing: Pairing) -> None:
    (cause,) = found(session, pairing.cohort, "stalled_pair")
    assert (cause.subject, cause.since) == (pairing.public_id, date(2026, 11, 3))
    assert set(cause.readers) == {pairing.mentor_id, pairing.mentee_id}


@pytest.mark.parametrize(
    ("weeks", "days", "is_stalled"), [(4, 45, False), (4, 46, True), (6, 63, False), (6, 64, True)]
)
def test_patience_is_one_and_a_half_times_the_rhythm_and_45_days_at_least(
    session: Session, pairing: Pairing, weeks: int, days: int, is_stalled: bool
) -> None:
    session.add(MeetingCadence(cohort_id=pairing.cohort_id, weeks=weeks))
    met(session, pairing, TODAY - timedelta(days=days), now=NOW)
    assert bool(stalled(session, pairing)) is is_stalled


def test_a_planned_meeting_is_a_reason_to_wait(session: Session, pairing: Pairing) -> None:
    soon = Plan(TODAY + timedelta(days=9), NOW.time(), 30, "video", "")
    planned(session, pairing, soon, now=NOW)
    assert stalled(session, pairing) == []


def test_who_stopped_their_reminders_or_said_no_is_left_in_peace(session: Session, pairing: Pairing) -> None:
    other = PairingFactory(cohort=pairing.cohort, started_on=LONG_AGO)
    assert len(stalled(session, pairing)) == 2
    pause(session, pairing.mentee)
    session.add(
        PairingAnswer(pairing_id=other.id, side=CohortRole.MENTOR, reply=PairingReply.DECLINED, answered_at=NOW)
    )
    session.flush()
    assert stalled(session, pairing) == []


@pytest.mark.parametrize(
    ("first", "last"), [(date(2027, 1, 10), date(2027, 2, 1)), (date(2026, 11, 10), date(2026, 12, 20))]
)
def test_days_of_leave_do_not_count(session: Session, pairing: Pairing, first: date, last: date) -> None:
    session.add(Absence(enrollment_id=pairing.mentor_id, kind=AbsenceKind.AWAY, starts_on=first, ends_on=last))
    session.flush()
    assert stalled(session, pairing) == []


def test_a_pair_without_a_signature_is_found_after_six_weeks(session: Session) -> None:
    pairing = PairingFactory(started_on=TODAY - timedelta(days=43))
    PairingFactory(cohort=pairing.cohort, started_on=TODAY - timedelta(days=42))
    (cause,) = found(session, pairing.cohort, "unsigned_agreement")
    assert cause.subject == pairing.public_id
    signed(session, pairing, now=NOW)
    assert found(session, pairing.cohort, "unsigned_agreement") == []


def test_pairs_of_a_cohort_that_does_not_meet_are_left_in_peace(session: Session, pairing: Pairing) -> None:
    pairing.cohort.phase = Phase.CLOSING
    session.flush()
    assert entries(Scope(session, pairing.cohort, NOW)) == []


def test_training_that_is_required_and_not_done_is_named(session: Session) -> None:
    mentor = EnrollmentFactory(role=CohortRole.MENTOR)
    first, second = [module for module in modules() if CohortRole.MENTOR in module.roles][:2]
    for module in (first, second):
        session.add(TrainingRequirement(cohort_id=mentor.cohort_id, role=CohortRole.MENTOR, module_key=module.key))
    session.add(
        TrainingProgress(enrollment_id=mentor.id, module_key=first.key, module_version=1, step="done", completed_at=NOW)
    )
    session.flush()
    (cause,) = found(session, mentor.cohort, "training_gap")
    assert (cause.people, cause.fingerprint) == ((mentor.id,), second.key)


def test_help_numbers_that_nobody_called_are_found(session: Session) -> None:
    cohort = CohortFactory()
    HelpLineFactory(program=cohort.program, verified_on=TODAY)
    old = HelpLineFactory(program=cohort.program, verified_on=TODAY - timedelta(days=340))
    assert [cause.subject for cause in found(session, cohort, "help_line")] == [str(old.id)]


def test_private_mail_that_failed_is_in_no_list(session: Session) -> None:
    cohort = CohortFactory()
    for number, private in enumerate((False, True)):
        session.add(_dead_mail(cohort, number, private=private))
    session.flush()
    (cause,) = found(session, cohort, "bounced_mail")
    assert cause.values == {"name": "Person 0"}


def _dead_mail(cohort: Cohort, number: int, *, private: bool) -> OutboxMessage:
    return OutboxMessage(
        kind="mail_test",
        to_email=f"p{number}@example.org",
        to_name=f"Person {number}",
        locale="en",
        context={},
        program_id=cohort.program_id,
        dedupe_key=str(number),
        status=MessageStatus.DEAD,
        not_before=NOW,
        private=private,
    )


@pytest.mark.parametrize(
    ("days", "with_another", "is_found"), [(20, False, True), (20, True, False), (5, False, False)]
)
def test_a_mentor_on_long_leave_whose_mentee_has_nobody_else_is_found(
    session: Session, pairing: Pairing, days: int, with_another: bool, is_found: bool
) -> None:
    ends_on = TODAY + timedelta(days=days)
    session.add(Absence(enrollment_id=pairing.mentor_id, kind=AbsenceKind.AWAY, starts_on=TODAY, ends_on=ends_on))
    if with_another:
        PairingFactory(cohort=pairing.cohort, mentee=pairing.mentee, kind="career")
    session.flush()
    causes = found(session, pairing.cohort, "mentor_away")
    assert [cause.readers for cause in causes] == ([(pairing.mentee_id,)] if is_found else [])


def test_a_mentee_whose_pair_ended_is_found_since_that_day(session: Session, pairing: Pairing) -> None:
    pairing.status, pairing.ended_on = PairingStatus.ENDED, date(2026, 12, 1)
    session.flush()
    (cause,) = found(session, pairing.cohort, "without_mentor")
    assert (cause.people, cause.since) == ((pairing.mentee_id,), date(2026, 12, 1))
    pairing.mentee.status = EnrollmentStatus.WITHDRAWN
    session.flush()
    assert found(session, pairing.cohort, "without_mentor") == []


@pytest.mark.parametrize(("invited", "answered", "is_low"), [(20, 5, True), (20, 10, False), (4, 0, False)])
def test_few_answers_are_told_as_a_rate_and_never_below_five_invited(
    session: Session, invited: int, answered: int, is_low: bool
) -> None:
    wave = WaveFactory(status=WaveStatus.OPEN, opens_on=TODAY - timedelta(days=10), closes_on=TODAY + timedelta(days=4))
    for person in EnrollmentFactory.create_batch(invited, cohort=wave.cohort):
        session.add(WaveInvitee(wave_id=wave.id, enrollment_id=person.id, strata={}))
    for number in range(answered):
        session.add(Receipt(tag=bytes([number]) * 16, wave_id=wave.id))
    session.flush()
    causes = found(session, wave.cohort, "low_response")
    assert len(causes) == is_low
    assert all(cause.people == cause.readers == () for cause in causes), "nobody is named, nobody is written to"


def test_nobody_is_asked_to_act_on_their_own_pair(session: Session, pairing: Pairing) -> None:
    own = Scope(session, pairing.cohort, NOW, pairing.mentor.account_id)
    assert entries(Scope(session, pairing.cohort, NOW)) != []
    assert entries(own) == []


def test_an_address_of_another_kind_or_cohort_names_nothing(session: Session, pairing: Pairing) -> None:
    scope = Scope(session, pairing.cohort, NOW)
    entry = find_entry(scope, f"stalled_pair.{pairing.public_id}")
    assert entry is not None
    assert entry.standing is Standing.OPEN
    assert find_entry(scope, f"unknown.{pairing.public_id}") is None
    assert find_entry(scope, pairing.public_id) is None
    assert find_entry(Scope(session, CohortFactory(), NOW), entry.cause.key) is None


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_kind_has_all_its_words(session: Session, pairing: Pairing, locale: str) -> None:
    session.add(_dead_mail(pairing.cohort, 1, private=False))
    HelpLineFactory(program=pairing.cohort.program, verified_on=None)
    EnrollmentFactory(cohort=pairing.cohort)
    session.flush()
    causes = [entry.cause for entry in entries(Scope(session, pairing.cohort, NOW))]
    people = people_of(session, causes)
    for cause in causes:
        kind = kinds[cause.kind]
        said = [kind.title_in(cause, people, locale), kind.reason_in(cause, people, locale), kind.many_in(2, locale)]
        assert all(words and "%(" not in words for words in said), cause.kind
