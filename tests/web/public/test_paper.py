"""Typing sheets of paper in by a mailed link: by keyboard, without a script, once each, by nobody of the program."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import own_answers, submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.models import Response
from mentorship_app.surveys.paper.links import new_entry_link
from mentorship_app.surveys.paper.services import end_entry, entry_of, open_entry
from mentorship_app.surveys.paper.sheets import code_of
from mentorship_app.web.factory import job_context
from tests.factories import AccountFactory, CohortFactory, StaffGrantFactory
from tests.factories.surveys import STAFF, opened_wave, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in

NOW = datetime.now(UTC)
NUMBERS = dict.fromkeys(rated(0), "3")
"""The third box of every question, whose value is 2."""


@pytest.fixture
def opened(store: Session, keyring: Keyring) -> tuple[Wave, list[Enrollment]]:
    wave, people = opened_wave(store, keyring, 8)
    wave.closes_on = (NOW + timedelta(days=9)).date()
    open_entry(store, wave, name="Quill Farrow", email="quill@library.example.org", locale="en", by=STAFF, now=NOW)
    store.commit()
    return wave, people


@pytest.fixture
def wave(opened: tuple[Wave, list[Enrollment]]) -> Wave:
    return opened[0]


@pytest.fixture
def address(store: Session, wave: Wave) -> str:
    entry = entry_of(store, wave)
    assert entry is not None
    token = new_entry_link(store, entry)
    store.commit()
    return f"/paper/{token}"


@pytest.fixture
def sealed(app: Flask) -> Iterator[Session]:
    with Session(job_context(app).engine) as looking:
        yield looking


def said(client: StrictClient) -> str:
    return text_of(client.page)


def counts(looking: Session) -> list[int]:
    looking.rollback()
    return [
        looking.scalar(select(func.count()).select_from(table)) or 0 for table in (Receipt, SealedAnswers, SealedDraft)
    ]


def focused(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [node.get("id") or node.get("value") for node in client.page.iter() if node.get("autofocus") is not None]


def type_in(client: StrictClient, address: str, **typed: str) -> int:
    """One sheet up to its summary; gives the status of that page."""
    client.get(f"{address}/sheet")
    return client.submit(typed, action=f"{address}/sheet", button="action=check").status_code


def seal(client: StrictClient, address: str) -> str:
    response = client.submit(action=f"{address}/sheet", button="action=seal")
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.location


def test_a_sheet_is_typed_looked_at_and_sealed(
    client: StrictClient, address: str, opened: tuple[Wave, list[Enrollment]], sealed: Session, keyring: Keyring
) -> None:
    wave, people = opened
    person = people[2].account_id
    client.get(address)
    assert "no say over them" in said(client)
    code = code_of(keyring, wave, person)
    assert type_in(client, address, **NUMBERS, code=code.lower(), comment="Line one\nline two") == 200
    assert "1. I" in said(client)
    assert "sometimes" in said(client).lower()
    assert focused(client) == ["seal"]
    assert counts(sealed) == [0, 0, 0]
    assert seal(client, address) == f"{address}/sheet"
    sealed.rollback()
    assert own_answers(sealed, keyring, sealed.get_one(Wave, wave.id), person) == {
        **rated(2),
        "comment": "Line one\nline two",
    }
    client.get(f"{address}/sheet")
    assert "Sheet 2" in said(client)
    assert "1 sheet sealed in this sitting." in said(client)
    assert code not in client.get(f"{address}/sheet").get_data(as_text=True)


def test_the_person_finds_their_sheet_on_the_screen(
    client: StrictClient, address: str, opened: tuple[Wave, list[Enrollment]], keyring: Keyring
) -> None:
    wave, people = opened
    type_in(client, address, **NUMBERS, code=code_of(keyring, wave, people[0].account_id))
    seal(client, address)
    sign_in(client, people[0].account)
    assert client.get(f"/surveys/{wave.public_id}").location == f"/surveys/{wave.public_id}/done"


def test_figures_choose_boxes_and_wrong_ones_are_named(client: StrictClient, address: str) -> None:
    numbers = {**NUMBERS, "exh_2": "6", "exh_3": "12", "dis_1": "x", "dis_2": "0"}
    assert type_in(client, address, **numbers, code="4KWA-9TXE-2") == 422
    for number in ("2. ", "3. ", "5. ", "6. "):
        assert f"{number}Type the number of a box, from 1 to 5." in said(client)
    assert "This code has a wrong sign." in said(client)
    assert client.page is not None
    kept = {node.get("name"): node.get("value") for node in client.page.iter("input")}
    assert (kept["exh_1"], kept["exh_3"], kept["code"]) == ("3", "12", "4KWA-9TXE-2")


def test_enter_leads_from_blank_to_blank_without_a_script(client: StrictClient, address: str) -> None:
    """A browser's Enter presses the form's only button: the page comes back at the first box that is still empty."""
    client.get(f"{address}/sheet")
    assert focused(client) == ["code"]
    first_five = list(NUMBERS)[:5]
    for item in first_five:
        assert client.submit({item: "2"}, action=f"{address}/sheet", button="action=check").status_code == 200
        assert "Seal" not in said(client)
    assert focused(client) == [list(NUMBERS)[5]]
    assert "7 questions have no answer: 6, 7, 8, 9, 10, 11, 12." in said(client)
    # Enter once more with nothing typed: the rest stays blank.
    client.submit(action=f"{address}/sheet", button="action=check")
    assert "Seal and next sheet" in said(client)
    client.submit(action=f"{address}/sheet", button="action=change")
    assert client.page is not None
    kept = [node.get("value") for node in client.page.iter("input") if node.get("name") in first_five]
    assert kept == ["2"] * 5


def test_an_empty_sheet_is_not_sealed(client: StrictClient, address: str, sealed: Session) -> None:
    client.get(f"{address}/sheet")
    assert client.submit(action=f"{address}/sheet", button="action=check").status_code == 200
    assert "12 questions have no answer" in said(client)
    for button in ("check", "seal"):
        assert client.submit(action=f"{address}/sheet", button=f"action={button}").status_code == 422
        assert "Nothing is typed in yet." in said(client)
    assert counts(sealed) == [0, 0, 0]


def test_a_sheet_sent_twice_is_one_answer_and_one_in_the_count(
    client: StrictClient, address: str, sealed: Session, app: Flask
) -> None:
    type_in(client, address, **NUMBERS)
    summary = client.page
    hurried = app.test_client()
    assert isinstance(hurried, StrictClient)
    seal(client, address)
    # The second click left before the answer to the first one came, so with the cookie of before.
    hurried.page = summary
    hurried.get(address)
    token = next(
        node.get("value") for node in client_inputs(hurried, f"{address}/sheet") if node.get("name") == "csrf_token"
    )
    hurried.page = summary
    assert hurried.submit({"csrf_token": token}, action=f"{address}/sheet", button="action=seal").status_code == 303
    assert counts(sealed) == [1, 1, 1]
    for browser in (client, hurried):
        browser.get(address)
        assert "1 sheet sealed in this sitting." in said(browser)


def client_inputs(browser: StrictClient, address: str) -> Iterator[object]:
    browser.get(address)
    assert browser.page is not None
    return browser.page.iter("input")


def test_an_answered_code_is_refused_and_nothing_else_is_said(
    client: StrictClient, address: str, opened: tuple[Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    wave, people = opened
    submit(store, keyring, wave, people[0].account_id, rated(0))
    store.commit()
    assert type_in(client, address, **NUMBERS, code=code_of(keyring, wave, people[0].account_id)) == 422
    assert "The answers of this code are already there." in said(client)
    assert people[0].account.name not in said(client)


def test_sheets_without_a_code_end_where_everybody_has_answered(
    client: StrictClient, address: str, opened: tuple[Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    wave, people = opened
    for person in people[:7]:
        submit(store, keyring, wave, person.account_id, rated(0))
    store.commit()
    type_in(client, address, **NUMBERS)
    seal(client, address)
    type_in(client, address, **NUMBERS)
    response = client.submit(action=f"{address}/sheet", button="action=seal")
    assert response.status_code == 409
    assert "As many answers are in as people were asked." in said(client)


def test_nobody_signed_in_from_the_program_types_sheets_in(
    address: str, opened: tuple[Wave, list[Enrollment]], store: Session, app: Flask
) -> None:
    wave, people = opened
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=wave.cohort.program_id)
    outsider = AccountFactory()
    StaffGrantFactory(account=outsider, program_id=CohortFactory().program_id)
    store.commit()
    for account, enter, status in (
        (boss, staff_sign_in, 403),
        (boss, sign_in, 403),
        (people[0].account, sign_in, 403),
        (outsider, staff_sign_in, 200),
    ):
        browser = app.test_client()
        assert isinstance(browser, StrictClient)
        enter(browser, account)
        for path in (address, f"{address}/sheet"):
            assert browser.get(path).status_code == status
            if status == 403:
                assert "pass the sheets on to Quill Farrow" in said(browser)


def test_the_link_closes_with_the_entry_and_with_the_wave(
    client: StrictClient, address: str, wave: Wave, store: Session, keyring: Keyring, sealed: Session
) -> None:
    assert client.get("/paper/unknown").status_code == 404
    type_in(client, address, **NUMBERS)
    entry = entry_of(store, wave)
    assert entry is not None
    end_entry(store, entry, by=STAFF, now=NOW)
    store.commit()
    assert client.submit(action=f"{address}/sheet", button="action=seal").status_code == 404
    assert "This link opens nothing any more." in said(client)
    assert counts(sealed) == [0, 0, 0]
    entry = open_entry(store, wave, name="Quill Farrow", email="q@example.org", locale="en", by=STAFF, now=NOW)
    again = f"/paper/{new_entry_link(store, entry)}"
    store.commit()
    type_in(client, again, **NUMBERS)
    seal(client, again)
    close_wave(store, keyring, wave, by=STAFF, now=NOW)
    store.commit()
    assert client.get(again).status_code == 404
    assert store.scalars(select(Response.answers)).all() == [rated(2)]


def test_no_request_leaves_a_line_and_no_page_is_kept(
    client: StrictClient, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="mentorship_app"):
        client.get(address)
        type_in(client, address, **NUMBERS)
        seal(client, address)
        response = client.get(f"{address}/sheet")
        client.get("/paper/unknown")
    assert [record for record in caplog.records if record.name == "mentorship_app.requests"] == []
    headers = {name: response.headers[name] for name in ("Cache-Control", "Referrer-Policy", "Clear-Site-Data")}
    assert headers == {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin", "Clear-Site-Data": '"cache"'}


def test_the_sheet_speaks_french(client: StrictClient, address: str) -> None:
    client.get(address, headers={"Accept-Language": "fr"})
    assert "Pouvez-vous vous en charger" in said(client)
    client.get(f"{address}/sheet", headers={"Accept-Language": "fr"})
    assert "Code en haut de la feuille" in said(client)
