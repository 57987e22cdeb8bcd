"""The private address: what it holds, whose it is, and when it opens nothing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.tokens import token_digest
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.calendars import feeds
from mentorship_app.mentoring.calendars.models import CalendarFeed, InvitationPause
from mentorship_app.mentoring.calendars.zones import change_zone
from mentorship_app.mentoring.checkins.models import CheckIn, CheckInKind
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import Meeting, services
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.mentoring.services import end_pairing
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.programs.models import PhasePlan
from mentorship_app.programs.withdrawal import withdraw
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.meetings import planned
from tests.factories.mentoring import PairingFactory
from tests.kit.calendars import Told, method_of, read

NOW = datetime(2026, 10, 1, 15, tzinfo=UTC)
BASE = "https://mentorship.example.org"


@pytest.fixture
def pairing(store: Session) -> Pairing:
    cohort = CohortFactory()
    made: Pairing = PairingFactory(
        cohort=cohort,
        mentor=EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ottoline Marsh")),
        mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito")),
    )
    store.flush()
    return made


def at(day: int, *, month: int = 10) -> Plan:
    return Plan(date(2026, month, day), time(9), 30, "video", "Room 4")


def calendar(store: Session, person: Enrollment, now: datetime = NOW) -> list[Told]:
    return read(feeds.calendar_of(store, person.account, base_url=BASE, now=now))


def test_an_address_opens_for_its_owner_and_the_next_one_closes_it(
    store: Session, pairing: Pairing, keyring: Keyring
) -> None:
    account = pairing.mentee.account
    assert feeds.token_of(store, keyring, account) is None
    first = feeds.renew(store, keyring, account, now=NOW)
    assert feeds.token_of(store, keyring, account) == first
    assert feeds.owner_of(store, first) is account
    second = feeds.renew(store, keyring, account, now=NOW)
    assert (feeds.owner_of(store, first), feeds.owner_of(store, second)) == (None, account)
    assert [row.token_digest for row in store.scalars(select(CalendarFeed))] == [token_digest(second)]
    feeds.revoke(store, account)
    feeds.revoke(store, account)
    assert (feeds.owner_of(store, second), feeds.token_of(store, keyring, account)) == (None, None)


def test_with_another_key_the_owner_makes_a_new_one(store: Session, pairing: Pairing, keyring: Keyring) -> None:
    feeds.renew(store, keyring, pairing.mentee.account, now=NOW)
    keyring.destroy(feeds.KEY)
    assert feeds.token_of(store, keyring, pairing.mentee.account) is None
    keyring.create(feeds.KEY)
    assert feeds.token_of(store, keyring, pairing.mentee.account) is None


def test_it_opens_nothing_for_who_left_or_is_switched_off(store: Session, pairing: Pairing, keyring: Keyring) -> None:
    account = pairing.mentee.account
    token = feeds.renew(store, keyring, account, now=NOW)
    account.active = False
    store.flush()
    assert feeds.owner_of(store, token) is None
    account.active = True
    store.add(InvitationPause(enrollment_id=pairing.mentee_id))
    store.flush()
    withdraw(store, pairing.mentee, by=SYSTEM, now=NOW)
    assert feeds.owner_of(store, token) is None
    assert (store.scalars(select(CalendarFeed)).all(), store.scalars(select(InvitationPause)).all()) == ([], [])


def test_who_goes_on_elsewhere_keeps_the_address(store: Session, pairing: Pairing, keyring: Keyring) -> None:
    account = pairing.mentee.account
    planned(store, pairing, at(12), now=NOW)
    elsewhere = EnrollmentFactory(account=account, cohort=CohortFactory())
    store.flush()
    token = feeds.renew(store, keyring, account, now=NOW)
    assert len(calendar(store, elsewhere)) == 1
    withdraw(store, pairing.mentee, by=SYSTEM, now=NOW)
    assert feeds.owner_of(store, token) is account
    assert calendar(store, elsewhere) == []


def test_it_holds_what_is_planned_held_and_called_off(store: Session, pairing: Pairing) -> None:
    old, held, off, to_come = (
        planned(store, pairing, plan, now=NOW - timedelta(days=200))
        for plan in (at(1, month=5), at(2, month=9), at(12), at(13))
    )
    services.confirm(store, held, now=NOW)
    services.cancel(store, off, now=NOW, by=pairing.mentee)
    services.log(store, pairing, CohortRole.MENTEE, services.Held(date(2026, 9, 20), 30, "video", ("career",)), now=NOW)
    told = calendar(store, pairing.mentor)
    assert [(event.uid, event.status, event.sequence) for event in told] == [
        (held.uid, "CONFIRMED", 0),
        (off.uid, "CANCELLED", 1),
        (to_come.uid, "CONFIRMED", 0),
    ]
    assert {event.summary for event in told} == {"Mentorship meeting with Wren Ito"}
    assert old.uid not in {event.uid for event in told}


def test_nobody_elses_meetings_and_no_address_of_mail(store: Session, pairing: Pairing) -> None:
    other = PairingFactory(cohort=pairing.cohort)
    store.flush()
    planned(store, other, at(12), now=NOW)
    planned(store, pairing, at(13), now=NOW)
    content = feeds.calendar_of(store, pairing.mentee.account, base_url=BASE, now=NOW)
    assert [event.summary for event in read(content)] == ["Mentorship meeting with Ottoline Marsh"]
    assert (b"mailto:" in content, method_of(content)) == (False, None)


def test_of_a_pair_that_ended_no_name_is_left(store: Session, pairing: Pairing) -> None:
    planned(store, pairing, at(12), now=NOW)
    end_pairing(store, pairing, version=pairing.version, by=SYSTEM, now=NOW)
    (told,) = calendar(store, pairing.mentee)
    assert (told.summary, told.status) == ("Mentorship meeting", "CANCELLED")


def test_the_days_of_the_year_are_whole_days_in_the_readers_words(store: Session, pairing: Pairing) -> None:
    cohort = pairing.cohort
    for phase, first, last in (
        (Phase.INTAKE, date(2026, 8, 1), date(2026, 8, 31)),
        (Phase.ACTIVE, date(2026, 10, 1), date(2027, 5, 31)),
    ):
        store.add(PhasePlan(cohort=cohort, phase=phase, starts_on=first, ends_on=last))
    store.add(
        CheckIn(
            cohort=cohort, kind=CheckInKind.MID_YEAR, opens_on=date(2027, 1, 11), closes_on=date(2027, 1, 24), version=2
        )
    )
    store.flush()
    pairing.mentee.account.locale = "fr"
    name = cohort.program.name
    assert [(event.summary, event.starts, event.ends) for event in calendar(store, pairing.mentee)] == [
        (f"{name}\N{NO-BREAK SPACE}: dernier jour du questionnaire d’accueil", date(2026, 8, 31), date(2026, 9, 1)),
        (f"{name}\N{NO-BREAK SPACE}: les paires commencent à se rencontrer", date(2026, 10, 1), date(2026, 10, 2)),
        (f"{name}\N{NO-BREAK SPACE}: point d’étape sur le mentorat", date(2027, 1, 11), date(2027, 1, 25)),
    ]
    assert len(calendar(store, pairing.mentor)) == 2
    unpaired = EnrollmentFactory(cohort=cohort)
    store.flush()
    assert not [event for event in calendar(store, unpaired) if "check-in" in event.summary]


def test_a_group_and_a_pair_in_two_programs_by_one_clock(store: Session, pairing: Pairing) -> None:
    account = pairing.mentee.account
    change_zone(store, account, "Europe/Paris")
    cohort = CohortFactory()
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    mine = EnrollmentFactory(cohort=cohort, account=account)
    seats = [GroupMember(enrollment=person) for person in (mentor, mine)]
    group = MentoringGroup(cohort=cohort, name="Harbour", started_on=date(2026, 9, 1), members=seats)
    store.add(group)
    store.flush()
    services.plan(store, group, CohortRole.MENTOR, at(14), now=NOW, by=mentor)
    planned(store, pairing, at(13), now=NOW)
    content = feeds.calendar_of(store, account, base_url=BASE, now=NOW)
    assert [event.summary for event in read(content)] == [
        "Mentorship meeting with Ottoline Marsh",
        "Mentoring group Harbour",
    ]
    assert content.count(b"DTSTART;TZID=Europe/Paris") == 2
    assert content.count(b"BEGIN:VTIMEZONE") == 1


def test_a_withdrawn_enrollment_shows_nothing(store: Session, pairing: Pairing) -> None:
    planned(store, pairing, at(12), now=NOW)
    pairing.mentee.status = EnrollmentStatus.WITHDRAWN
    store.flush()
    assert feeds.parts_of(store, pairing.mentee.account) == []
    assert store.scalars(select(Meeting)).all()
