"""Asking for another pair on one's own page: nothing reaches the other person, and safety leaves no trace."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.rematch.confidence import own_words
from mentorship_app.mentoring.rematch.models import RematchRequest, RematchStatus
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import CohortRole, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, HelpLineFactory, StaffGrantFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in

WHY = "Someone who answers within a week"


@pytest.fixture
def pairing(store: Session) -> Pairing:
    cohort = CohortFactory(phase=Phase.ACTIVE)
    HelpLineFactory(program=cohort.program, number="555-0142")
    cohort.program.outside_contact_en = "Ombuds office, 555-0177"
    cohort.program.outside_contact_fr = "Bureau de l’ombudsman, 555-0177"
    marsh = AccountFactory(name="Dr. Ottoline Marsh", email="marsh@example.org")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=marsh)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale", email="juniper@example.org"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    return made


def requests(store: Session) -> list[RematchRequest]:
    found = list(store.scalars(select(RematchRequest)))
    store.commit()
    return found


def address(pairing: Pairing) -> str:
    return ended(pairing, f"/pair/{pairing.public_id}/another")


def ended(thing: Pairing, address: str) -> str:
    """The address, with the transaction over that read it: it would keep requests waiting."""
    session = object_session(thing)
    assert session
    session.commit()
    return address


def test_a_mentee_asks_and_the_mentor_sees_nothing(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    sign_in(client, pairing.mentor.account)
    client.get("/pair")
    before = text_of(client.page)
    sign_in(client, pairing.mentee.account)
    client.get("/pair")
    assert "This is not working" in text_of(client.page)

    client.get(address(pairing))
    sent = client.submit(
        {"reason": "fit", "change": WHY, "urgent": "yes", "reason_is_told": "y"}, action=address(pairing)
    )

    assert sent.location == address(pairing)
    [request] = requests(store)
    assert own_words(keyring, request)["change"] == WHY
    assert request.reason_is_told
    client.get(address(pairing))
    assert WHY in text_of(client.page)
    assert "Dr. Ottoline Marsh is told nothing" in text_of(client.page)
    sign_in(client, pairing.mentor.account)
    client.get("/pair")
    assert text_of(client.page) == before
    assert store.scalars(select(OutboxMessage)).all() == []
    store.commit()


def test_no_reason_is_needed_and_it_can_stay_hidden(client: StrictClient, store: Session, pairing: Pairing) -> None:
    sign_in(client, pairing.mentor.account)
    client.get(address(pairing))

    client.submit({}, action=address(pairing))

    [request] = requests(store)
    assert not request.reason_is_told
    assert not request.urgent


def test_a_matter_of_safety_leads_elsewhere_and_leaves_no_trace(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    sign_in(client, pairing.mentee.account)
    client.get(address(pairing))

    sent = client.submit({"reason": "safety", "change": WHY}, action=address(pairing))

    assert sent.location == "/pair/not-safe"
    assert client.get(sent.location).headers["Cache-Control"] == "no-store"
    said = text_of(client.page)
    assert "Ombuds office, 555-0177" in said
    assert "555-0142" in said
    assert requests(store) == []


def test_what_is_too_long_is_shown_again(client: StrictClient, store: Session, pairing: Pairing) -> None:
    sign_in(client, pairing.mentee.account)
    client.get(address(pairing))

    answer = client.submit({"reason": "fit", "change": "x" * 401}, action=address(pairing))

    assert answer.status_code == 422
    assert "x" * 401 in answer.text
    assert requests(store) == []


def test_a_request_can_be_taken_back(client: StrictClient, store: Session, pairing: Pairing) -> None:
    sign_in(client, pairing.mentee.account)
    client.get(address(pairing))
    client.submit({"reason": "fit"}, action=address(pairing))
    client.get(address(pairing))

    client.submit(action=f"{address(pairing)}/take-back")

    [request] = requests(store)
    assert (request.status, request.sealed) == (RematchStatus.WITHDRAWN, None)
    client.get("/pair")
    assert "This is not working" in text_of(client.page)


def test_it_is_said_when_the_other_person_coordinates_too(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    program_id = pairing.cohort.program_id
    StaffGrantFactory(account=pairing.mentor.account, program_id=program_id, role=StaffRole.COORDINATOR)
    store.commit()
    sign_in(client, pairing.mentee.account)

    client.get(address(pairing))

    assert "Dr. Ottoline Marsh also coordinates this program, and cannot open your request" in text_of(client.page)


@pytest.mark.usefixtures("app")
def test_somebody_else_finds_no_such_page(client: StrictClient, store: Session, pairing: Pairing, app: Flask) -> None:
    stranger = EnrollmentFactory(cohort=pairing.cohort)
    store.commit()
    sign_in(client, stranger.account)

    assert client.get(address(pairing)).status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(address(pairing), data={"reason": "fit"}).status_code == 404
    assert requests(store) == []
