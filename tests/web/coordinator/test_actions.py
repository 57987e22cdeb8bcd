"""The actions at the desk: one by one, with a message to change and send, to put off, to settle."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import SYSTEM
from mentorship_app.mentoring import Pairing
from mentorship_app.messaging import OutboxMessage
from mentorship_app.monitoring.models import ActionDecision
from mentorship_app.programs import Cohort
from mentorship_app.programs.withdrawal import withdraw
from tests.factories import AccountFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.two_years import two_years
from tests.kit.worker import mail_to, run_worker
from tests.web.coordinator.desk import look, said, sit_down

TODAY = datetime.now(UTC).date()


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client)


@pytest.fixture
def pairing(store: Session, cohort: Cohort) -> Pairing:
    """An unsigned pair of more than six weeks: somebody who reads French, and somebody who reads English."""
    account = AccountFactory(name="Juniper Vale", email="juniper@example.org", locale="fr")
    mentee = EnrollmentFactory(cohort=cohort, account=account)
    made: Pairing = PairingFactory(cohort=cohort, mentee=mentee, started_on=TODAY - timedelta(days=50))
    made.mentor.account.name, made.mentor.account.email = "Idris Calloway", "idris@example.org"
    store.commit()
    return made


@pytest.fixture
def url(cohort: Cohort, pairing: Pairing) -> str:
    return f"/p/{cohort.program.slug}/actions/unsigned_agreement.{pairing.public_id}"


def typed_in(client: StrictClient) -> str:
    """The page with what stands in its fields."""
    assert client.page is not None
    return str(etree.tostring(client.page, encoding="unicode"))


def test_each_reader_gets_the_message_in_their_language(
    app: Flask, client: StrictClient, store: Session, url: str
) -> None:
    client.get(url)
    assert "Juniper Vale and Idris Calloway have not signed an agreement" in said(client)
    assert "Votre entente de mentorat" in typed_in(client)
    assert "Your mentoring agreement" in typed_in(client)
    response = client.submit({"letter-1-text": "Written by hand."}, action=f"{url}/send")
    assert response.status_code == 303
    run_worker(app, now=datetime.now(UTC) + timedelta(minutes=11))
    (french,), (english,) = mail_to(store, "juniper@example.org"), mail_to(store, "idris@example.org")
    assert french.subject == "Votre entente de mentorat"
    assert "Written by hand." in english.body
    assert "Ottoline Marsh" in english.body
    assert "/l/" in english.body
    store.commit()


def test_one_of_the_two_can_be_left_out_and_nobody_at_all_is_refused(
    client: StrictClient, store: Session, url: str
) -> None:
    client.get(url)
    response = client.submit(
        {"letter-0-wanted": None, "letter-1-wanted": None, "letter-0-text": "Kept"}, action=f"{url}/send"
    )
    assert response.status_code == 422
    assert "Kept" in typed_in(client)
    client.submit({"letter-0-wanted": "y", "letter-1-wanted": None}, action=f"{url}/send")
    look(store)
    assert store.scalars(select(OutboxMessage.to_name).where(OutboxMessage.kind == "staff_reminder")).all() == [
        "Juniper Vale"
    ]
    store.commit()


def test_an_empty_message_is_refused_with_what_was_typed(client: StrictClient, url: str) -> None:
    client.get(url)
    assert client.submit({"letter-0-text": " ", "letter-1-subject": "Mine"}, action=f"{url}/send").status_code == 422
    assert "Write something, or do not send it to this person." in said(client)
    assert "Mine" in typed_in(client)


def test_put_off_stands_under_put_off_and_can_be_undone(client: StrictClient, store: Session, url: str) -> None:
    client.get(url)
    response = client.submit({"until": "14", "note": "On nights"}, action=f"{url}/put-off")
    assert response.status_code == 303
    listed = response.headers["Location"]
    client.get(listed)
    assert "Juniper Vale" not in said(client)
    client.get(f"{url.rpartition('/')[0]}?standing=put_off")
    assert "On nights" in said(client)
    client.get(listed)
    assert client.submit(action=f"{url}/take-up").status_code == 303
    look(store)
    assert store.scalars(select(ActionDecision)).all() == []
    store.commit()


@pytest.mark.parametrize(
    "typed", [{"until": "day", "day": ""}, {"until": "day", "day": "2020-01-01"}, {"until": "7", "note": "x" * 400}]
)
def test_a_day_or_a_note_that_cannot_be_is_refused(client: StrictClient, url: str, typed: dict[str, str]) -> None:
    client.get(url)
    assert client.submit(typed, action=f"{url}/put-off").status_code == 422
    assert "There is a problem" in said(client)


def test_a_stale_page_is_refused_and_shows_what_was_decided(client: StrictClient, url: str) -> None:
    client.get(url)
    client.submit({"note": "By the first"}, action=f"{url}/settle")
    client.get(url)
    client.submit({"version": "0", "until": "7"}, action=f"{url}/put-off")
    assert "Somebody else decided about this" in said(client)
    assert "By the first" in said(client)


def test_once_the_cause_is_gone_the_address_is_too(
    client: StrictClient, store: Session, pairing: Pairing, url: str
) -> None:
    withdraw(store, pairing.mentor, by=SYSTEM, now=datetime.now(UTC))
    store.commit()
    assert client.get(url).status_code == 404


@pytest.mark.usefixtures("pairing")
def test_more_than_three_of_a_kind_stand_on_one_line_of_today(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    here = f"/p/{cohort.program.slug}/"
    client.get(here)
    assert "Juniper Vale and Idris Calloway have not signed" in said(client)
    PairingFactory.create_batch(3, cohort=cohort, started_on=TODAY - timedelta(days=50))
    store.commit()
    client.get(here)
    assert "4 pairs without a signed agreement" in said(client)
    assert "Juniper Vale" not in said(client)
    client.get(f"{here}actions?kind=unsigned_agreement")
    assert said(client).count("have not signed an agreement") >= 4


def test_a_nudge_stands_in_the_row_of_its_pair(client: StrictClient, cohort: Cohort, url: str) -> None:
    client.get(f"/p/{cohort.program.slug}/pairs?only=unsigned")
    assert client.page is not None
    (link,) = client.page.xpath("//td//a[starts-with(normalize-space(.), 'Nudge')]/@href")
    assert link == url
    client.get(f"/p/{cohort.program.slug}/pairs?only=on_leave")
    assert "No such pair" in said(client)


@pytest.mark.slow
def test_pages_cost_as_many_queries_with_three_hundred_pairs_as_with_ten(
    app: Flask, client: StrictClient, store: Session
) -> None:
    counted: list[dict[str, int]] = []
    for pairs in (10, 300):
        made = two_years(store, pairs)
        store.commit()
        staff_sign_in(client, made.coordinator)
        pages = ("", "actions", "actions?kind=stalled_pair", "pairs", "pairs?only=stalled", "overview")
        counted.append({page: _queries(app, client, f"/p/{made.slug}/{page}") for page in pages})
    few, many = counted
    # People are named where there are at most three of a kind: one query, which a long list does not need.
    assert {page: max(0, many[page] - few[page]) for page in few} == dict.fromkeys(few, 0)
    assert all(number <= 50 for number in many.values()), many


def _queries(app: Flask, client: StrictClient, address: str) -> int:
    with counted_queries(app) as statements:
        assert client.get(address).status_code == 200
    return len(statements)
