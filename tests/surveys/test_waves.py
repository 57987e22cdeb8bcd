"""Planning, opening, answering: who is asked, what is stored, what is refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.keyring import Keyring
from mentorship_app.instruments.scoring import ScoringError
from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.preview import preview
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.programs import CohortRole, EnrollmentStatus, Phase
from mentorship_app.surveys import Wave, WaveInvitee, WaveKind, WaveStatus
from mentorship_app.surveys.answering import (
    LiveCount,
    count_answered,
    draft_of,
    has_answered,
    own_answers,
    save_draft,
    submit,
)
from mentorship_app.surveys.mailings import Mailing, MailingKind, MailingStatus
from mentorship_app.surveys.notifications import mail_context
from mentorship_app.surveys.services import create_wave, delete_wave, open_wave, usual_dates
from tests.factories import CohortFactory, EnrollmentFactory, HelpLineFactory
from tests.factories.surveys import BURNOUT_CHECK, NOW, STAFF, WaveFactory, opened_wave, people_of, rated


def rows(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_wave_is_planned_from_the_cohorts_dates_and_pins_the_version(session: Session) -> None:
    cohort = CohortFactory()
    opens_on, closes_on = usual_dates(cohort, WaveKind.MIDPOINT)
    wave = create_wave(
        session,
        cohort,
        kind=WaveKind.MIDPOINT,
        opens_on=opens_on,
        closes_on=closes_on,
        by=STAFF,
        now=NOW,
    )
    assert (wave.title_en, wave.status) == ("Midpoint check-in", WaveStatus.DRAFT)
    assert wave.contents == {"blocks": [BURNOUT_CHECK], "comment": True}
    assert cohort.starts_on < opens_on < closes_on == opens_on + timedelta(days=14)


@pytest.mark.parametrize(
    ("opens_on", "closes_on"),
    [
        (date(2026, 12, 2), date(2026, 12, 1)),
        (date(2026, 10, 1), date(2026, 10, 9)),
        (date(2027, 6, 1), date(2027, 7, 9)),
    ],
)
def test_dates_that_cannot_be_are_refused(session: Session, opens_on: date, closes_on: date) -> None:
    with pytest.raises(FieldError) as refused:
        create_wave(
            session,
            CohortFactory(),
            kind=WaveKind.ENDPOINT,
            opens_on=opens_on,
            closes_on=closes_on,
            by=STAFF,
            now=NOW,
        )
    assert refused.value.field == "closes_on"


def test_opening_freezes_active_mentees_and_invites_each_once(session: Session, keyring: Keyring) -> None:
    wave = WaveFactory()
    HelpLineFactory(program=wave.cohort.program, verified_on=NOW.date())
    session.expire(wave.cohort.program, ["help_lines"])
    people = people_of(wave.cohort, 8, 9)
    EnrollmentFactory(cohort=wave.cohort, role=CohortRole.MENTOR)
    EnrollmentFactory(cohort=wave.cohort, status=EnrollmentStatus.WITHDRAWN)
    open_wave(session, keyring, wave, by=STAFF, now=NOW)
    open_wave(session, keyring, wave, by=STAFF, now=NOW)
    EnrollmentFactory(cohort=wave.cohort)
    asked = {invitee.enrollment_id: invitee.strata for invitee in session.scalars(select(WaveInvitee))}
    assert asked == {
        person.id: {"training_level": "PGY-1" if number < 8 else "PGY-2"} for number, person in enumerate(people)
    }
    invitation = session.scalars(select(Mailing).where(Mailing.kind == MailingKind.INVITATION)).one()
    assert (invitation.asked, invitation.not_before) == (17, NOW + timedelta(minutes=10))
    assert rows(session, OutboxMessage) == 0, "no row of a mail names anybody"


def test_opening_needs_help_numbers_people_and_a_phase_that_has_waves(session: Session, keyring: Keyring) -> None:
    wave = WaveFactory()
    with pytest.raises(Conflict, match="help number"):
        open_wave(session, keyring, wave, by=STAFF, now=NOW)
    HelpLineFactory(program=wave.cohort.program, verified_on=(NOW - timedelta(days=400)).date())
    session.expire(wave.cohort.program, ["help_lines"])
    with pytest.raises(Conflict, match="help number"):
        open_wave(session, keyring, wave, by=STAFF, now=NOW)
    HelpLineFactory(program=wave.cohort.program, verified_on=NOW.date())
    session.expire(wave.cohort.program, ["help_lines"])
    with pytest.raises(Conflict, match="nobody to ask"):
        open_wave(session, keyring, wave, by=STAFF, now=NOW)
    people_of(wave.cohort, 3)
    wave.cohort.phase = Phase.SETUP
    with pytest.raises(Conflict, match="current phase"):
        open_wave(session, keyring, wave, by=STAFF, now=NOW)
    assert (wave.status, keyring.names()) == (WaveStatus.DRAFT, ())


def test_the_invitation_says_what_is_true_and_its_preview_holds_no_live_link(
    session: Session, keyring: Keyring
) -> None:
    wave, _people = opened_wave(session, keyring, 7)
    for locale, subject in (("en", "Midpoint check-in"), ("fr", "Bilan de mi-parcours")):
        mail = preview(
            session,
            "wave_invitation",
            to_email="robin@example.org",
            to_name="Robin",
            locale=locale,
            context=mail_context(wave, MailingKind.INVITATION),
            base_url="https://m.example",
            now=NOW,
        )
        assert subject in mail.subject
        assert "anonym" not in mail.body.lower()
        links = ["https://m.example/l/…", "https://m.example/l/…/tonight", "https://m.example/l/…/not-this-time"]
        assert [word for word in mail.body.split() if word.startswith("https:")] == links


def test_drafts_are_kept_and_replaced_and_go_when_the_answers_are_sent(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 7)
    me = people[0].account_id
    save_draft(session, keyring, wave, me, {"exh_1": 3})
    save_draft(session, keyring, wave, me, {"exh_1": 2, "comment": "Fewer nights"})
    assert draft_of(session, keyring, wave, me) == {"exh_1": 2, "comment": "Fewer nights"}
    assert draft_of(session, keyring, wave, people[1].account_id) == {}
    assert submit(session, keyring, wave, me, rated(2, exh_1=3))
    assert draft_of(session, keyring, wave, me) == {}
    assert own_answers(session, keyring, wave, me) == rated(2, exh_1=3)
    assert (has_answered(session, keyring, wave, me), has_answered(session, keyring, wave, people[1].account_id)) == (
        True,
        False,
    )


def test_the_first_answers_count_however_often_they_are_sent(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 7)
    me = people[0].account_id
    assert submit(session, keyring, wave, me, rated(1))
    assert not submit(session, keyring, wave, me, rated(4))
    save_draft(session, keyring, wave, me, {"exh_1": 4})
    assert own_answers(session, keyring, wave, me) == rated(1)
    assert (rows(session, Receipt), rows(session, SealedAnswers), rows(session, SealedDraft)) == (1, 1, 0)


def test_nothing_but_sealed_rows_tells_that_somebody_answered(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 7)
    before = (rows(session, AuditEvent), rows(session, OutboxMessage), wave.version)
    save_draft(session, keyring, wave, people[0].account_id, rated(2))
    submit(session, keyring, wave, people[0].account_id, rated(2))
    assert (rows(session, AuditEvent), rows(session, OutboxMessage), wave.version) == before


def test_an_answer_that_is_not_offered_is_not_kept(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 7)
    for answers in ({"exh_1": 9}, {"nonsense": 1}):
        with pytest.raises(ScoringError):
            save_draft(session, keyring, wave, people[0].account_id, answers)
        with pytest.raises(ScoringError):
            submit(session, keyring, wave, people[0].account_id, answers)
    assert (rows(session, Receipt), rows(session, SealedDraft)) == (0, 0)


def test_a_planned_wave_takes_no_answers_and_can_be_deleted(session: Session, keyring: Keyring) -> None:
    wave = WaveFactory()
    person = EnrollmentFactory(cohort=wave.cohort)
    with pytest.raises(InvalidTransition, match="not open yet"):
        submit(session, keyring, wave, person.account_id, rated(1))
    delete_wave(session, wave, by=STAFF, now=NOW)
    assert rows(session, Wave) == 0


def test_an_opened_wave_cannot_be_deleted(session: Session, keyring: Keyring) -> None:
    wave, _people = opened_wave(session, keyring, 7)
    with pytest.raises(InvalidTransition):
        delete_wave(session, wave, by=STAFF, now=NOW)


def test_the_count_of_an_open_wave_moves_in_steps_of_five(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 12)
    seen = [count_answered(session, wave).answered]
    for person in people:
        submit(session, keyring, wave, person.account_id, rated(2))
        seen.append(count_answered(session, wave).answered)
    assert seen == [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10]
    assert not count_answered(session, wave).is_exact


def test_what_is_planned_does_not_change_when_somebody_answers(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 7)
    submit(session, keyring, wave, people[0].account_id, rated(2))
    assert {mailing.status for mailing in session.scalars(select(Mailing))} == {MailingStatus.QUEUED}


def test_of_fewer_than_five_answers_the_number_stays_unsaid(session: Session) -> None:
    told = {}
    for answered in (0, 1, 4, 5, 6):
        wave = WaveFactory(status=WaveStatus.CLOSED, answered=answered)
        told[answered] = count_answered(session, wave)
    assert told[0] == told[1] == told[4] == LiveCount(0, is_exact=False)
    assert (told[5], told[6]) == (LiveCount(5, is_exact=True), LiveCount(6, is_exact=True))
