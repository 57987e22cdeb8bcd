"""Invitation and forgotten password: a link to choose a password, never a way around the second factor."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.notifications import send_staff_invitation
from mentorship_app.accounts.services import new_link
from mentorship_app.web.access import STAFF_SESSION
from tests.factories import AccountFactory, CohortFactory, StaffGrantFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.kit.worker import mail_to, run_worker

PASSWORD = "violet kayak drum seven"
EMAIL = "new@example.org"


@pytest.fixture
def invited(store: Session) -> Account:
    """A coordinator who has been invited and has no password yet."""
    account: Account = AccountFactory(email=EMAIL, name="Nuru New")
    program = CohortFactory(program__slug="northmere").program
    StaffGrantFactory(account=account, program_id=program.id)
    send_staff_invitation(
        store,
        account,
        program_id=program.id,
        program_name=program.name,
        contact="help@example.org",
        now=datetime.now(UTC),
    )
    store.commit()
    return account


def path_in_mail(store: Session, email: str) -> str:
    mail = mail_to(store, email)[-1]
    store.commit()
    return re.findall(r"http://localhost(/staff/\S+)", mail.body)[0]


def link_for(store: Session, account: Account, purpose: LinkPurpose, name: str) -> str:
    token = new_link(store, account, purpose, now=datetime.now(UTC))
    store.commit()
    return f"/staff/{name}/{token}"


@pytest.mark.usefixtures("invited")
def test_invitation_leads_through_password_and_app_to_recovery_codes(
    app: Flask, client: StrictClient, store: Session
) -> None:
    run_worker(app)
    path = path_in_mail(store, EMAIL)
    assert client.get(path).status_code == 200
    response = client.submit({"password": PASSWORD, "again": PASSWORD}, action=path)
    assert (response.status_code, response.location) == (303, "/staff/authenticator")
    page = client.get("/staff/authenticator")
    assert b'src="data:image/svg+xml' in page.data
    with client.session_transaction() as session:
        secret = session["halfway"]["secret"]
    code = app.extensions["security"].totp_factory.generate_totp_password(secret)
    response = client.submit({"code": code}, action="/staff/authenticator")
    assert response.status_code == 200
    assert len(set(re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", response.get_data(as_text=True)))) == 10
    with client.session_transaction() as session:
        assert session[STAFF_SESSION]
    assert client.get(path).status_code == 404


def test_wrong_first_code_connects_nothing(client: StrictClient, store: Session, invited: Account) -> None:
    path = link_for(store, invited, LinkPurpose.STAFF_INVITATION, "welcome")
    client.get(path)
    client.submit({"password": PASSWORD, "again": PASSWORD}, action=path)
    client.get("/staff/authenticator")
    assert client.submit({"code": "000000"}, action="/staff/authenticator").status_code == 422
    store.refresh(invited)
    assert invited.tf_totp_secret is None


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [("short", "short", "at least 12"), (PASSWORD, "another one entirely", "differ"), ("", "", "Choose a password")],
)
def test_refused_password_leaves_the_link_usable(
    client: StrictClient, store: Session, invited: Account, password: str, again: str, says: str
) -> None:
    path = link_for(store, invited, LinkPurpose.STAFF_INVITATION, "welcome")
    client.get(path)
    assert client.submit({"password": password, "again": again}, action=path).status_code == 422
    assert says in text_of(client.page)
    assert client.get(path).status_code == 200


def test_invitation_of_somebody_with_a_password_asks_to_sign_in(
    client: StrictClient, store: Session, invited: Account
) -> None:
    invited.password = hash_password(PASSWORD)
    path = link_for(store, invited, LinkPurpose.STAFF_INVITATION, "welcome")
    client.get(path)
    assert "You have a password already" in text_of(client.page)


@pytest.mark.usefixtures("invited")
def test_forgotten_password_is_mailed_to_staff_and_the_answer_is_the_same_for_all(
    app: Flask, client: StrictClient, store: Session
) -> None:
    AccountFactory(email="participant@example.org")
    store.commit()
    pages = []
    for email in (EMAIL, "participant@example.org", "nobody@example.org"):
        client.get("/staff/forgotten")
        response = client.submit({"email": email}, action="/staff/forgotten")
        pages.append((response.status_code, text_of(client.page).replace(email, "ADDRESS")))
    assert pages == [pages[0]] * 3
    run_worker(app)
    assert path_in_mail(store, EMAIL).startswith("/staff/password/")
    assert [mail_to(store, email) for email in ("participant@example.org", "nobody@example.org")] == [[], []]


def test_new_password_still_needs_the_app_and_ends_other_sessions(
    app: Flask, client: StrictClient, store: Session, invited: Account
) -> None:
    invited.password, invited.tf_primary_method = hash_password("the old password"), "authenticator"
    invited.tf_totp_secret = app.extensions["security"].totp_factory.generate_totp_secret()
    store.commit()
    elsewhere = app.test_client()
    assert isinstance(elsewhere, StrictClient)
    sign_in(elsewhere, invited)
    path = link_for(store, invited, LinkPurpose.PASSWORD_RESET, "password")
    client.get(path)
    response = client.submit({"password": PASSWORD, "again": PASSWORD}, action=path)
    assert response.location == "/staff/code"
    assert b"Sign out" not in elsewhere.get("/privacy").data
    with client.session_transaction() as session:
        assert STAFF_SESSION not in session


@pytest.mark.parametrize("name", ["welcome", "password"])
def test_sign_in_link_chooses_no_password(client: StrictClient, store: Session, invited: Account, name: str) -> None:
    path = link_for(store, invited, LinkPurpose.SIGN_IN, name)
    assert client.get(path).status_code == 404
