"""Me: name, language, and one's own record."""

import json
from datetime import date

import pytest
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.programs import EnrollmentStatus
from tests.factories import AccountFactory, EnrollmentFactory
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in


@pytest.fixture
def person(store: Session, client: StrictClient) -> Account:
    made: Account = EnrollmentFactory(account=AccountFactory(name="Juniper Vale", email="juniper@example.org")).account
    store.commit()
    sign_in(client, made)
    return made


def saved(store: Session, person: Account) -> tuple[str, str]:
    store.expire_all()
    found = store.get_one(Account, person.id)
    return found.name, found.locale


def test_name_and_language_are_saved_on_the_account(client: StrictClient, store: Session, person: Account) -> None:
    client.get("/me")

    assert client.submit({"name": " Juniper  Vale-Ito ", "locale": "fr"}, action="/me").location == "/me"

    assert saved(store, person) == ("Juniper Vale-Ito", "fr")
    client.get("/me")
    assert "Nom et langue" in text_of(client.page)


def test_a_blank_name_is_refused_and_the_choice_stays(client: StrictClient, store: Session, person: Account) -> None:
    client.get("/me")

    response = client.submit({"name": "  ", "locale": "fr"}, action="/me")

    assert response.status_code == 422
    assert client.page is not None
    assert "Enter your name as others know you." in text_of(client.page.find(".//section[@role='alert']"))
    assert client.page.xpath(".//input[@name='locale'][@checked]/@value") == ["fr"]
    assert saved(store, person) == ("Juniper Vale", "en")


def test_the_record_holds_what_is_kept_under_the_name(client: StrictClient, store: Session) -> None:
    pairing = PairingFactory(started_on=date(2026, 10, 1))
    ProfileFactory(enrollment=pairing.mentee, sent=True)
    store.commit()
    sign_in(client, pairing.mentee.account)

    response = client.get("/me/record.json")

    assert response.headers["Content-Disposition"] == 'attachment; filename="my-mentorship-record.json"'
    record = json.loads(response.text)
    assert record["account"]["email"] == pairing.mentee.account.email
    assert record["enrollments"][0]["pairs"] == [
        {
            "with": pairing.mentor.account.name,
            "kind": "primary",
            "status": "active",
            "started_on": "2026-10-01",
            "ended_on": None,
            "say_yes_by": None,
            "answered": None,
            "answered_on": None,
            "told_the_coordinator": None,
            "agreement": [],
            "meetings": [],
            "check_ins": [],
            "number_given": None,
            "asked_for_another": [],
        }
    ]
    sent = {line["question"]: line["answer"] for line in record["enrollments"][0]["intake"]["sent"]}
    assert sent["What matters most to you this year?"] == "Find a research question"


def test_the_record_holds_nobody_else(client: StrictClient, store: Session, person: Account) -> None:
    ProfileFactory(enrollment=PairingFactory().mentee, sent=True)
    store.commit()

    record = json.loads(client.get("/me/record.json").text)

    assert [enrollment["intake"] for enrollment in record["enrollments"]] == [None]
    assert [enrollment["pairs"] for enrollment in record["enrollments"]] == [[]]
    assert record["account"]["email"] == person.email


def test_who_left_can_still_take_their_record(client: StrictClient, store: Session) -> None:
    gone = EnrollmentFactory(status=EnrollmentStatus.WITHDRAWN)
    store.commit()
    sign_in(client, gone.account)

    assert client.get("/me").status_code == 200
    assert json.loads(client.get("/me/record.json").text)["enrollments"][0]["status"] == "withdrawn"


def test_visitors_are_asked_to_sign_in(client: StrictClient) -> None:
    assert client.get("/me/record.json").status_code == 303
