"""Staying in touch on the page: asked at home, answered in one place, kept for those two alone."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.connections import Connection, StayAnswer
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.connections import connected, says
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in

REACH = "ottoline.marsh.at.home@example.org"


@pytest.fixture
def pairing(store: Session) -> Pairing:
    cohort = CohortFactory(phase=Phase.CLOSING)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ottoline Marsh"))
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    return made


def enter(client: StrictClient, store: Session, person: Enrollment) -> None:
    account = person.account
    store.commit()
    sign_in(client, account)


def press(client: StrictClient, pairing_id: str, stays: str, contact: str = "") -> int:
    client.get("/connections")
    sent = {"stays": stays, "contact": contact}
    return client.submit(sent, action=f"/connections/pairs/{pairing_id}").status_code


def test_home_and_the_pair_ask_until_something_is_said(client: StrictClient, store: Session, pairing: Pairing) -> None:
    pairing_id = pairing.public_id
    enter(client, store, pairing.mentee)
    question = "Stay in touch with Ottoline Marsh after the program?"
    client.get("/home")
    assert question in text_of(client.page)
    client.get("/pair")
    assert "Stay in touch after the program?" in text_of(client.page)
    assert press(client, pairing_id, "0") == 303
    for address in ("/home", "/pair"):
        client.get(address)
        assert "Stay in touch" not in text_of(client.page)
    client.get("/connections")
    assert "You said no" in text_of(client.page)


def test_two_yeses_show_each_the_other(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    says(store, keyring, pairing, pairing.mentor, contact=REACH)
    pairing_id = pairing.public_id
    enter(client, store, pairing.mentee)
    assert REACH not in client.get("/connections").text
    press(client, pairing_id, "1", "wren.at.home@example.org")
    page = client.get("/connections")
    assert REACH in page.text
    assert "You both said yes." not in text_of(client.page) or "Ottoline Marsh" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def pages_of(client: StrictClient) -> list[str]:
    return [client.get(address).text for address in ("/home", "/pair", "/connections")]


def without_tokens(pages: list[str]) -> list[str]:
    return [line for page in pages for line in page.splitlines() if "csrf_token" not in line and "nonce" not in line]


def test_a_no_is_the_same_page_for_the_other_as_no_answer(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    enter(client, store, pairing.mentor)
    before = without_tokens(pages_of(client))
    says(store, keyring, pairing, pairing.mentee, stays=False)
    assert store.scalars(select(StayAnswer)).one().enrollment_id == pairing.mentee_id
    store.commit()
    assert without_tokens(pages_of(client)) == before


def test_ending_takes_the_entry_from_both(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    made = connected(store, keyring, pairing)
    end = f"/connections/{made.public_id}/end"
    enter(client, store, pairing.mentee)
    client.get("/connections")
    client.get(end)
    client.submit({}, action=end)
    assert store.scalars(select(Connection)).all() == []
    enter(client, store, pairing.mentor)
    client.get("/connections")
    words = text_of(client.page)
    assert "No connections yet" in words
    assert "You said yes" in words


def test_how_to_be_reached_is_changed_and_too_much_is_refused(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    made = connected(store, keyring, pairing)
    action = f"/connections/{made.public_id}/contact"
    enter(client, store, pairing.mentor)
    client.get("/connections")
    response = client.submit({"contact": "y" * 301}, action=action)
    assert response.status_code == 422
    assert "y" * 301 in response.text
    client.submit({"contact": REACH}, action=action)
    enter(client, store, pairing.mentee)
    assert REACH in client.get("/connections").text


def test_connections_stay_after_the_year_and_after_leaving(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    connected(store, keyring, pairing)
    pairing.cohort.phase = Phase.CLOSED
    pairing.mentee.status = EnrollmentStatus.WITHDRAWN
    enter(client, store, pairing.mentee)
    assert "Ottoline Marsh" in client.get("/connections").text


@pytest.mark.parametrize("who", ["stranger", "coordinator"])
def test_nobody_else_reads_or_ends_it(
    client: StrictClient,
    store: Session,
    keyring: Keyring,
    pairing: Pairing,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", False)
    made = connected(store, keyring, pairing)
    other = EnrollmentFactory(cohort=pairing.cohort)
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=pairing.cohort.program_id, role=StaffRole.COORDINATOR)
    base, slug, asked = f"/connections/{made.public_id}", pairing.cohort.program.slug, pairing.public_id
    enter(client, store, other)
    if who == "coordinator":
        store.commit()
        staff_sign_in(client, boss)
    assert client.get(f"{base}/end").status_code == 404
    for address in (f"{base}/end", f"{base}/contact", f"/connections/pairs/{asked}"):
        assert client.post(address, data={"stays": "1"}).status_code == 404
    assert "Ottoline Marsh" not in client.get("/connections").text
    if who == "coordinator":
        addresses = ("", "/outbox", "/pairs", f"/people/{pairing.mentee.public_id}", "/settings/log")
        pages = [client.get(f"/p/{slug}{one}").text for one in addresses]
        assert not any("mentor@example.org" in page or "in touch" in page for page in pages)
    store.rollback()
    assert len(store.scalars(select(Connection)).all()) == 1


def test_the_own_record_holds_what_one_said_and_nothing_of_the_other(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    says(store, keyring, pairing, pairing.mentor, contact=REACH)
    second = PairingFactory(cohort=pairing.cohort, mentee=pairing.mentee, kind=PairingKind.CAREER)
    store.flush()
    says(store, keyring, second, second.mentee, stays=False)
    enter(client, store, pairing.mentee)
    record = client.get("/me/record.json").get_json(force=True)
    assert record["said_to_staying_in_touch"] == [
        {"with": second.mentor.account.name, "stays": False, "you_are_reached_at": ""}
    ]
    assert record["connections"] == []
    enter(client, store, pairing.mentor)
    mine = client.get("/me/record.json").get_json(force=True)
    assert [one["you_are_reached_at"] for one in mine["said_to_staying_in_touch"]] == [REACH]
