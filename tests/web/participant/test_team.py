"""The mentoring team: who is there, which places are open, and one press that asks for somebody."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import InvalidTransition, NotAllowed
from mentorship_app.core.identity import SYSTEM, StaffRole
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.team import services
from mentorship_app.mentoring.team.models import TeamWish
from mentorship_app.mentoring.team.queries import own_wishes
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.programs.withdrawal import withdraw
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.intake import ProfileFactory
from tests.factories.meetings import met
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in


@pytest.fixture
def pairing(store: Session) -> Pairing:
    """A main mentor, and an intake that asks for research and names burnout."""
    cohort = CohortFactory(phase=Phase.ACTIVE)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ottoline Marsh"))
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    profile = ProfileFactory(enrollment=mentee, sent=True)
    topics = {"chosen": ["burnout", "money"], "own": []}
    profile.answers = profile.answers | {"functions": ["research"], "topics": topics}
    store.commit()
    return made


def test_open_places_come_from_what_the_mentee_said(client: StrictClient, store: Session, pairing: Pairing) -> None:
    met(store, pairing, clock.local_date(clock.now(), "America/Toronto"), now=clock.now())
    account = pairing.mentee.account
    store.commit()
    sign_in(client, account)
    client.get("/pair")
    words = text_of(client.page)
    assert "Places to fill" in words
    assert "Research mentor" in words
    assert "You asked for it in your intake." in words
    assert "Wellness mentor" in words
    assert "You named: Burnout." in words
    assert "Career mentor" not in words
    assert "Nobody in your team named these topics of yours: Burnout and Money and contracts." in words
    assert "Last met" in words


def test_a_covered_function_is_no_open_place(client: StrictClient, store: Session, pairing: Pairing) -> None:
    cohort = pairing.cohort
    for kind in (PairingKind.RESEARCH, PairingKind.WELLNESS):
        PairingFactory(cohort=cohort, mentee=pairing.mentee, kind=kind)
    account = pairing.mentee.account
    store.commit()
    sign_in(client, account)
    client.get("/pair")
    words = text_of(client.page)
    assert "Wellness mentor" in words
    assert "You asked for it in your intake." not in words
    assert "Ask for this" not in words


def test_one_press_asks_and_the_coordinator_reads_and_settles_it(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    boss, account, slug = AccountFactory(), pairing.mentee.account, pairing.cohort.program.slug
    StaffGrantFactory(account=boss, program_id=pairing.cohort.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    sign_in(client, account)
    client.get("/pair")
    client.submit({}, action="/pair/team/research/ask")
    client.get("/pair")
    assert "You asked the coordinator" in text_of(client.page)
    staff_sign_in(client, boss)
    client.get(f"/p/{slug}/")
    assert "1 mentee asks for somebody in their mentoring team" in text_of(client.page)
    client.get(f"/p/{slug}/gaps")
    assert "Wren Ito" in text_of(client.page)
    wish = store.scalars(select(TeamWish)).one()
    action = f"/p/{slug}/gaps/asked/{wish.public_id}"
    store.commit()
    client.submit({}, action=action)
    client.get(f"/p/{slug}/gaps")
    assert "Asked of you" not in text_of(client.page)
    assert store.scalars(select(TeamWish).execution_options(populate_existing=True)).one().settled_by == boss.name


def test_the_mentor_is_not_told(client: StrictClient, store: Session, pairing: Pairing) -> None:
    services.ask(store, pairing.mentee, PairingKind.RESEARCH, now=MOMENT)
    account = pairing.mentor.account
    store.commit()
    sign_in(client, account)
    for address in ("/home", "/pair"):
        words = client.get(address).text
        assert "Research mentor" not in words
        assert "Places to fill" not in words


def test_asking_twice_asks_once_and_can_be_taken_back(store: Session, pairing: Pairing) -> None:
    first = services.ask(store, pairing.mentee, PairingKind.RESEARCH, now=MOMENT)
    assert services.ask(store, pairing.mentee, PairingKind.RESEARCH, now=MOMENT) is first
    assert own_wishes(store, pairing.mentee) == {PairingKind.RESEARCH}
    services.take_back(store, pairing.mentee, PairingKind.RESEARCH)
    assert own_wishes(store, pairing.mentee) == frozenset()


def test_only_a_mentee_asks_and_only_while_mentors_can_be_found(store: Session, pairing: Pairing) -> None:
    with pytest.raises(NotAllowed):
        services.ask(store, pairing.mentor, PairingKind.RESEARCH, now=MOMENT)
    pairing.cohort.phase = Phase.CLOSING
    with pytest.raises(InvalidTransition):
        services.ask(store, pairing.mentee, PairingKind.RESEARCH, now=MOMENT)


def test_who_leaves_takes_the_wishes_along(store: Session, pairing: Pairing) -> None:
    services.ask(store, pairing.mentee, PairingKind.RESEARCH, now=MOMENT)
    withdraw(store, pairing.mentee, by=SYSTEM, now=MOMENT)
    assert store.scalars(select(TeamWish)).all() == []


def test_nobody_settles_a_wish_of_another_program(client: StrictClient, store: Session, pairing: Pairing) -> None:
    wish = services.ask(store, pairing.mentee, PairingKind.RESEARCH, now=MOMENT)
    elsewhere, boss = CohortFactory(), AccountFactory()
    StaffGrantFactory(account=boss, program_id=elsewhere.program_id, role=StaffRole.COORDINATOR)
    action = f"/p/{elsewhere.program.slug}/gaps/asked/{wish.public_id}"
    client.application.config["WTF_CSRF_ENABLED"] = False
    store.commit()
    staff_sign_in(client, boss)
    assert client.post(action).status_code == 404


def test_a_senior_resident_mentors_a_junior_and_both_meet(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    """A chain: the same person is mentored by one and mentors another, with the meetings of each."""
    senior = EnrollmentFactory(
        cohort=pairing.cohort, role=CohortRole.MENTOR, account=pairing.mentee.account, capacity=1
    )
    junior = EnrollmentFactory(cohort=pairing.cohort, account=AccountFactory(name="Caspian Rook"))
    peers = PairingFactory(cohort=pairing.cohort, mentor=senior, mentee=junior, kind=PairingKind.PEER)
    account, address = senior.account, f"/meetings/new?pair={peers.public_id}"
    store.commit()
    sign_in(client, account)
    client.get(address)
    client.submit({"when": "today"}, action=address)
    client.get("/pair")
    words = text_of(client.page)
    assert "Caspian Rook" in words
    assert "Ottoline Marsh" in words
    client.get("/meetings")
    assert "1 meeting" in text_of(client.page)
    sign_in(client, junior.account)
    client.get("/pair")
    assert "Peer mentor" in text_of(client.page)
    assert "Last met" in text_of(client.page)
