"""Staff: a password, then a code of the authenticator app; neither alone opens anything."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.accounts.recovery_codes import new_recovery_codes
from mentorship_app.audit import AuditEvent
from mentorship_app.core.identity import SYSTEM
from mentorship_app.web.access import STAFF_SESSION
from tests.factories import AccountFactory, CohortFactory, StaffGrantFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in

PASSWORD = "violet kayak drum seven"
EMAIL = "coordinator@example.org"


@pytest.fixture
def account(app: Flask, store: Session) -> Account:
    """A coordinator with a password and a connected app."""
    made: Account = AccountFactory(
        email=EMAIL,
        name="Casey Coordinator",
        password=hash_password(PASSWORD),
        tf_primary_method="authenticator",
        tf_totp_secret=app.extensions["security"].totp_factory.generate_totp_secret(),
    )
    StaffGrantFactory(account=made, program_id=CohortFactory(program__slug="northmere").program_id)
    store.commit()
    return made


def app_code(app: Flask, account: Account) -> str:
    return str(app.extensions["security"].totp_factory.generate_totp_password(account.tf_totp_secret))


def give_password(client: StrictClient, password: str = PASSWORD, email: str = EMAIL, next_path: str = ""):  # type: ignore[no-untyped-def]  # werkzeug's response
    client.get("/staff/sign-in", query_string={"next": next_path} if next_path else {})
    return client.submit({"email": email, "password": password}, action="/staff/sign-in")


def is_staff(client: StrictClient) -> bool:
    with client.session_transaction() as session:
        return bool(session.get(STAFF_SESSION)) and "_user_id" in session


def test_password_and_code_let_staff_in_and_on_to_the_page_they_wanted(
    app: Flask, client: StrictClient, account: Account
) -> None:
    response = give_password(client, next_path="/p/northmere/people")
    assert (response.status_code, response.location) == (303, "/staff/code")
    assert not is_staff(client)
    client.get("/staff/code")
    response = client.submit({"code": app_code(app, account)}, action="/staff/code")
    assert (response.status_code, response.location) == (303, "/p/northmere/people")
    assert is_staff(client)


def test_staff_sign_in_is_in_the_trail(app: Flask, client: StrictClient, store: Session, account: Account) -> None:
    give_password(client)
    client.get("/staff/code")
    client.submit({"code": app_code(app, account)}, action="/staff/code")
    event = store.scalars(select(AuditEvent)).one()
    assert (event.action, event.actor_id, event.details) == (
        "accounts.staff.signed_in",
        account.id,
        {"via": "authenticator"},
    )


def test_same_code_never_opens_twice(app: Flask, client: StrictClient, account: Account) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False):
        code = app_code(app, account)
        answers = []
        for _ in range(2):
            give_password(client)
            client.get("/staff/code")
            answers.append(client.submit({"code": code}, action="/staff/code").status_code)
    assert answers == [303, 422]


def test_code_without_the_password_leads_back_to_the_password(client: StrictClient) -> None:
    for path in ("/staff/code", "/staff/recovery-code", "/staff/authenticator"):
        response = client.get(path)
        assert (response.status_code, response.location) == (303, "/staff/sign-in")


@pytest.mark.usefixtures("account")
def test_ten_minutes_after_the_password_it_is_asked_again(client: StrictClient) -> None:
    began = datetime.now(UTC)
    with time_machine.travel(began, tick=False) as traveller:
        give_password(client)
        traveller.move_to(began + timedelta(minutes=11))
        assert client.get("/staff/code").location == "/staff/sign-in"


@pytest.mark.usefixtures("account")
def test_wrong_unknown_and_passwordless_get_the_same_answer(client: StrictClient, store: Session) -> None:
    AccountFactory(email="participant@example.org")
    AccountFactory(email="gone@example.org", password=hash_password(PASSWORD), active=False)
    store.commit()
    pages = []
    for email, password in (
        (EMAIL, "not the password"),
        ("nobody@example.org", PASSWORD),
        ("participant@example.org", PASSWORD),
        ("gone@example.org", PASSWORD),
    ):
        response = give_password(client, password, email)
        pages.append((response.status_code, text_of(client.page).replace(email, "ADDRESS")))
    assert pages == [(422, pages[0][1])] * 4


@pytest.mark.usefixtures("account")
def test_guessing_is_slowed_and_the_right_password_works_after_the_wait(client: StrictClient) -> None:
    began = datetime.now(UTC)
    with time_machine.travel(began, tick=False) as traveller:
        for _ in range(5):
            give_password(client, "not the password")
        assert give_password(client).status_code == 422
        assert "Wait two minutes" in text_of(client.page)
        traveller.move_to(began + timedelta(minutes=2))
        assert give_password(client).status_code == 303


def test_accents_may_be_typed_as_one_sign_or_two(client: StrictClient, store: Session, account: Account) -> None:
    account.password = hash_password("forêt lumière océan")
    store.commit()
    two_signs = "fore\u0302t lumie\u0300re oce\u0301an"
    assert give_password(client, two_signs).status_code == 303


def test_unknown_address_is_slowed_alike(client: StrictClient) -> None:
    for _ in range(6):
        give_password(client, email="nobody@example.org")
    assert "Wait two minutes" in text_of(client.page)


def test_guessing_codes_is_slowed(app: Flask, client: StrictClient, account: Account) -> None:
    give_password(client)
    for _ in range(5):
        client.get("/staff/code")
        client.submit({"code": "000000"}, action="/staff/code")
    client.get("/staff/code")
    assert client.submit({"code": app_code(app, account)}, action="/staff/code").status_code == 422


def test_recovery_code_replaces_the_app_once(client: StrictClient, store: Session, account: Account) -> None:
    codes = new_recovery_codes(store, account, by=SYSTEM, now=datetime.now(UTC))
    store.commit()
    answers = []
    for _ in range(2):
        give_password(client)
        client.get("/staff/recovery-code")
        answers.append(client.submit({"code": codes[0].upper()}, action="/staff/recovery-code").status_code)
    assert answers == [303, 422]


def test_mailed_link_alone_never_opens_staff_pages(client: StrictClient, account: Account) -> None:
    sign_in(client, account)
    response = client.get("/p/northmere/people")
    assert (response.status_code, response.location) == (303, "/staff/sign-in?next=/p/northmere/people")


@pytest.mark.usefixtures("account")
def test_visitor_of_any_staff_address_is_asked_to_sign_in_whether_it_exists_or_not(client: StrictClient) -> None:
    answers = {client.get(f"/p/{slug}/people").location for slug in ("northmere", "no-such-program")}
    assert answers == {"/staff/sign-in?next=/p/northmere/people", "/staff/sign-in?next=/p/no-such-program/people"}


def test_staff_are_signed_out_after_half_an_hour_without_a_page(client: StrictClient, account: Account) -> None:
    began = datetime.now(UTC)
    with time_machine.travel(began, tick=False) as traveller:
        staff_sign_in(client, account)
        seen = []
        for minutes in (25, 50, 81):
            traveller.move_to(began + timedelta(minutes=minutes))
            seen.append(b"Sign out" in client.get("/privacy").data)
    assert seen == [True, True, False]


def test_staff_are_signed_out_after_twelve_hours_however_busy(client: StrictClient, account: Account) -> None:
    began = datetime.now(UTC)
    with time_machine.travel(began, tick=False) as traveller:
        staff_sign_in(client, account)
        for minutes in range(0, 12 * 60 + 1, 20):
            traveller.move_to(began + timedelta(minutes=minutes))
            assert b"Sign out" in client.get("/privacy").data
        traveller.move_to(began + timedelta(minutes=12 * 60 + 2))
        assert b"Sign out" not in client.get("/privacy").data


def test_pages_and_tokens_of_the_library_are_shut(app: Flask, client: StrictClient, account: Account) -> None:
    assert [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")] == []
    with app.test_request_context():
        token = account.get_auth_token()
    response = client.get("/privacy", headers={"Authentication-Token": token})
    assert b"Sign out" not in response.data
