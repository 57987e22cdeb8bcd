"""Somebody leaves in one click, after reading what that does; and reads what they agreed to."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.forms.consents import record_consents
from mentorship_app.intake import Profile
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import CohortRole, EnrollmentStatus
from mentorship_app.programs.withdrawal import what_becomes
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.forms import stored_form
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def pairing(store: Session, client: StrictClient) -> Pairing:
    """A pair whose mentee is signed in."""
    made: Pairing = PairingFactory(mentee__account=AccountFactory(name="Wren Ito", email="wren@example.org"))
    ProfileFactory(enrollment=made.mentee, sent=True)
    record_consents(
        store,
        stored_form(made.cohort.program, "mentee_intake"),
        {"conduct": True},
        program_id=made.cohort.program_id,
        email="wren@example.org",
        account=made.mentee.account,
        locale="fr",
        now=NOW,
    )
    store.commit()
    sign_in(client, made.mentee.account)
    return made


def said(client: StrictClient) -> str:
    return text_of(client.page)


def test_page_says_what_leaving_does_before_it_does_anything(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    promised = [entry.words for fate in what_becomes(store, pairing.mentee).values() for entry in fate]
    store.commit()
    client.get("/me")
    assert "/me/leave" in [link.get("href") for link in client.page.iter("a")]  # type: ignore[union-attr]  # a page was read

    client.get("/me/leave")

    text = said(client)
    assert len(promised) >= 7
    assert [words for words in promised if words not in text] == []
    store.refresh(pairing.mentee)
    assert pairing.mentee.status is EnrollmentStatus.ACTIVE
    store.commit()


def test_one_button_ends_it_and_the_record_can_still_be_downloaded(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    client.get("/me/leave")

    client.submit(action="/me/leave", follow_redirects=True)

    assert "You have left" in said(client)
    assert "Leave the program" not in said(client)
    record = json.loads(client.get("/me/record.json").text)
    assert (record["enrollments"][0]["status"], record["enrollments"][0]["intake"]) == ("withdrawn", None)
    assert record["consents"][0]["taken_back_on"] is not None
    store.expire_all()
    assert store.scalars(select(Profile)).all() == []
    assert store.scalars(select(Pairing.status)).all() == [PairingStatus.ENDED]
    told = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "pairing_over")).one()
    assert told.to_email == pairing.mentor.account.email
    store.commit()


@pytest.mark.usefixtures("pairing")
def test_pressing_twice_changes_nothing(client: StrictClient) -> None:
    client.get("/me/leave")
    form = client.page
    client.submit(action="/me/leave")
    client.page = form

    response = client.submit(action="/me/leave", follow_redirects=True)

    assert "Nothing changed." in response.text
    assert client.get("/me/leave").location == "/me"


def test_whoever_takes_part_twice_says_what_they_leave(client: StrictClient, store: Session) -> None:
    one = EnrollmentFactory(role=CohortRole.MENTOR)
    two = EnrollmentFactory(
        cohort=CohortFactory(program=one.cohort.program, name="2027–28"), account=one.account, role=CohortRole.MENTOR
    )
    part, other = two.public_id, one.id
    store.commit()
    sign_in(client, one.account)

    client.get("/me/leave")
    assert "What would you like to leave?" in said(client)
    client.get(f"/me/leave?part={part}")
    client.submit(action="/me/leave")

    store.expire_all()
    assert two.status is EnrollmentStatus.WITHDRAWN
    assert store.get_one(type(one), other).status is EnrollmentStatus.ACTIVE
    store.commit()


def test_nobody_leaves_for_somebody_else(client: StrictClient, store: Session, pairing: Pairing) -> None:
    mentor = pairing.mentor.public_id
    client.get("/me/leave")

    client.submit({"part": mentor}, action="/me/leave")

    store.expire_all()
    assert pairing.mentor.status is EnrollmentStatus.ACTIVE
    store.commit()


@pytest.mark.usefixtures("pairing")
def test_consents_stand_in_the_words_and_the_language_in_which_they_were_read(client: StrictClient) -> None:
    client.get("/me/consents")

    text = said(client)
    assert "Agreed on 1 Sept 2026" in text or "Agreed on 1 Sep 2026" in text
    assert "J’ai lu le code de conduite et je le respecterai." in text
    assert "Aucun abus de pouvoir." in text


def test_page_of_consents_is_there_for_who_agreed_to_nothing(client: StrictClient, store: Session) -> None:
    account: Account = EnrollmentFactory().account
    store.commit()
    sign_in(client, account)

    client.get("/me/consents")

    assert "Nothing yet." in said(client)


@pytest.mark.usefixtures("pairing")
def test_french_page_says_it_in_french(client: StrictClient) -> None:
    with client.session_transaction() as session:
        session["locale"] = "fr"
    client.get("/me/leave")

    assert "Quitter le programme" in said(client)
    assert "Les réponses aux questionnaires, s’il y en a" in said(client)
