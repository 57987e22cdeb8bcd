"""One's own answers: found by their person alone, taken back until the close, and by nobody once the key is gone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import InvalidTransition, NotAllowed
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import OutboxMessage
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.privacy.sealing import panel_key_name
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import mark, marks_of, own_answers, save_draft, submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.own_answers import OwnState, own_wave, own_waves, take_back
from mentorship_app.surveys.own_responses import own_responses
from mentorship_app.surveys.services import open_wave
from mentorship_app.surveys.trend import Answered, trend_of
from tests.factories import EnrollmentFactory
from tests.factories.surveys import NOW, STAFF, WaveFactory, opened_wave, rated


def count(session: Session, *tables: type) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def closed(session: Session, keyring: Keyring, answering: int = 6) -> tuple[Wave, list[Enrollment]]:
    """A closed wave in which so many of seven answered, each with answers that no other has."""
    wave, people = opened_wave(session, keyring, 7)
    for number, person in enumerate(people[:answering]):
        answers = rated(number % 5, exh_1=number // 5) | {"comment": f"From {number}"}
        submit(session, keyring, wave, person.account_id, answers)
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    return wave, people


def states(session: Session, keyring: Keyring, person: Enrollment) -> list[OwnState]:
    return [own.state for own in own_waves(session, keyring, person.account)]


def test_everybody_finds_their_own_answers_and_nobody_elses(session: Session, keyring: Keyring) -> None:
    wave, people = closed(session, keyring)
    for number, person in enumerate(people[:6]):
        own = own_wave(session, keyring, person.account, wave)
        assert own.state is OwnState.COUNTED
        assert own.answers == rated(number % 5, exh_1=number // 5), "and no comment, which lies apart"
        assert not own.can_be_taken_back
    assert states(session, keyring, people[6]) == [OwnState.NOTHING]
    assert states(session, keyring, EnrollmentFactory(cohort=wave.cohort)) == []
    stranger = EnrollmentFactory()
    assert own_responses(session, keyring, [wave], stranger.account_id) == {}


def test_while_it_is_open_one_sees_what_one_sent(session: Session, keyring: Keyring) -> None:
    wave, (me, other, *_others) = opened_wave(session, keyring, 7)
    submit(session, keyring, wave, me.account_id, rated(2) | {"comment": "Mine"})
    assert own_wave(session, keyring, me.account, wave).answers == rated(2) | {"comment": "Mine"}
    assert states(session, keyring, other) == [OwnState.NOT_SENT]


def test_taking_back_removes_everything_tells_nobody_and_lets_one_answer_anew(
    session: Session, keyring: Keyring
) -> None:
    wave, (me, other, *_others) = opened_wave(session, keyring, 7)
    submit(session, keyring, wave, other.account_id, rated(1))
    submit(session, keyring, wave, me.account_id, rated(4))
    told = count(session, AuditEvent, OutboxMessage)
    assert take_back(session, keyring, wave, me.account)
    assert not take_back(session, keyring, wave, me.account)
    assert count(session, Receipt, SealedAnswers, SealedDraft) == [1, 1, 0]
    assert count(session, AuditEvent, OutboxMessage) == told
    assert states(session, keyring, me) == [OwnState.NOT_SENT]
    assert submit(session, keyring, wave, me.account_id, rated(0))
    assert own_answers(session, keyring, wave, me.account_id) == rated(0)
    assert own_answers(session, keyring, wave, other.account_id) == rated(1)


def test_a_wish_about_reminders_survives_taking_back(session: Session, keyring: Keyring) -> None:
    wave, (me, *_others) = opened_wave(session, keyring, 7)
    mark(session, keyring, wave, me.account_id, stop=True)
    submit(session, keyring, wave, me.account_id, rated(4))
    take_back(session, keyring, wave, me.account)
    assert marks_of(session, keyring, wave, me.account_id) == {":stop": True}


def test_after_the_close_nothing_can_be_taken_back(session: Session, keyring: Keyring) -> None:
    wave, people = closed(session, keyring)
    with pytest.raises(InvalidTransition, match="which ones were yours"):
        take_back(session, keyring, wave, people[0].account)
    assert own_wave(session, keyring, people[0].account, wave).state is OwnState.COUNTED


def test_with_the_programs_key_gone_nobody_finds_anything(session: Session, keyring: Keyring) -> None:
    wave, people = closed(session, keyring)
    assert states(session, keyring, people[0]) == [OwnState.COUNTED], "there is something to find"
    keyring.destroy(panel_key_name(wave.cohort.program_id))
    for person in people:
        assert states(session, keyring, person) == [OwnState.UNLINKED]


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_reader_of_a_changed_address_gets_the_same_whatever_there_is(
    session: Session, keyring: Keyring, is_closed: bool
) -> None:
    wave, (sent, begun, untouched, *others) = opened_wave(session, keyring, 7)
    for person in (sent, *others):
        submit(session, keyring, wave, person.account_id, rated(2))
    save_draft(session, keyring, wave, begun.account_id, {"exh_1": 1})
    if is_closed:
        close_wave(session, keyring, wave, by=STAFF, now=NOW)
    seen = []
    for person in (sent, begun, untouched):
        assert own_wave(session, keyring, person.account, wave).state is not OwnState.WITHHELD
        person.account.email_changed_by_staff_at = NOW + timedelta(days=1)
        own = own_wave(session, keyring, person.account, wave)
        seen.append((own.state, own.answers))
        with pytest.raises(InvalidTransition if is_closed else NotAllowed):
            take_back(session, keyring, wave, person.account)
    assert seen == [(OwnState.WITHHELD, None)] * 3


def test_a_trend_goes_over_all_waves_of_the_person_and_of_nobody_else(session: Session, keyring: Keyring) -> None:
    wave, people = closed(session, keyring)
    second = WaveFactory(
        cohort=wave.cohort, opens_on=wave.opens_on + timedelta(days=90), closes_on=wave.closes_on + timedelta(days=90)
    )
    open_wave(session, keyring, second, by=STAFF, now=NOW)
    submit(session, keyring, second, people[1].account_id, rated(3))
    own = own_waves(session, keyring, people[1].account)
    assert [one.state for one in own] == [OwnState.SENT, OwnState.COUNTED]
    lines = trend_of(Answered(one.wave, contents_of(session, one.wave), one.answers or {}) for one in own)
    assert [(line.name.en, [point.score.value for point in line.points]) for line in lines] == [
        ("Exhaustion", [1.25, 2.5]),
        ("Distance from work", [1.5, 2.5]),
        ("Sense of accomplishment", [1.5, 2.5]),
    ]
    assert [line.is_hard for line in lines] == [True, True, False]
