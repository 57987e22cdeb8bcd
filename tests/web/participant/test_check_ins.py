"""A check-in on one's own page, and what the coordinator's desk shows of it."""

import pytest
from sqlalchemy.orm import Session

from mentorship_app.mentoring import Pairing
from mentorship_app.programs import Phase
from tests.factories import CohortFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.rematch import open_check_in
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.web.coordinator.desk import said, sit_down

WORDS = "We never find a time"


@pytest.fixture
def pairing(store: Session) -> Pairing:
    made: Pairing = PairingFactory(cohort=CohortFactory(phase=Phase.ACTIVE))
    store.commit()
    return made


def test_answering_is_the_next_thing_and_can_be_changed(client: StrictClient, store: Session, pairing: Pairing) -> None:
    check_in = open_check_in(store, pairing.cohort)
    store.commit()
    address = f"/check-ins/{check_in.public_id}/{pairing.public_id}"
    sign_in(client, pairing.mentee.account)
    client.get("/home")
    assert "working?" in text_of(client.page)

    client.get(address)
    refused = client.submit({"fit": "7"}, action=address)
    assert refused.status_code == 422
    asked_more = client.submit({"met": "yes", "fit": "7", "want_help": "yes", "want_change": "no"}, action=address)
    assert asked_more.status_code == 200
    assert "one more question" in asked_more.text
    sent = client.submit(
        {"met": "yes", "fit": "7", "want_help": "yes", "want_change": "no", "message": WORDS}, action=address
    )
    assert sent.location == address + "/together"
    client.get(sent.location)
    assert "The coordinator has your request" in text_of(client.page)
    client.get(address)
    assert WORDS in client.get(address).text
    assert "Change my answers" in client.get("/check-ins").text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_desk_shows_days_and_what_is_asked(client: StrictClient, store: Session, language: str) -> None:
    cohort = sit_down(store, client, phase=Phase.ACTIVE)
    PairingFactory(cohort=cohort)
    store.commit()
    url = f"/p/{cohort.program.slug}/check-ins"
    client.get(url, headers={"Accept-Language": language})
    client.get(f"{url}/ask?kind=three_months")

    client.submit({"kind": "three_months"}, action=f"{url}/ask")

    client.get(url)
    assert "At least 0 answers; 2 people are in a pair now." in said(client)
    assert client.get(f"/p/{cohort.program.slug}/outbox").status_code == 200
