"""Participants sign in by mail; no answer tells whether an address is known."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose, SignInLink
from mentorship_app.accounts.services import new_link, use_link
from mentorship_app.core.identity import StaffRole
from mentorship_app.messaging import OutboxMessage
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, ProgramFactory, StaffGrantFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.kit.worker import mail_to, run_worker


def ask_for_link(client: StrictClient, email: str, **query: str):  # type: ignore[no-untyped-def]  # werkzeug's response
    client.get("/sign-in", query_string=query)
    return client.submit({"email": email}, action="/sign-in", follow_redirects=True)


def fresh_token(store: Session, account, purpose=LinkPurpose.SIGN_IN, next_path="/sign-in") -> str:  # type: ignore[no-untyped-def]  # factory
    token = new_link(store, account, purpose, next_path=next_path, now=datetime.now(UTC))
    store.commit()
    return token


def code_in_mail(store: Session, email: str) -> str:
    (mail,) = mail_to(store, email)
    store.commit()
    return re.findall(r"^\d{6}$", mail.body, re.MULTILINE)[0]


def who_is_in(client: StrictClient) -> str | None:
    with client.session_transaction() as session:
        return session.get("_user_id")


def test_known_and_unknown_addresses_get_the_same_answer(client: StrictClient, store: Session) -> None:
    AccountFactory(email="known@example.org")
    store.commit()
    pages = []
    for email in ("known@example.org", "nobody@example.org"):
        response = ask_for_link(client, email)
        pages.append((response.status_code, response.request.path, text_of(client.page).replace(email, "ADDRESS")))
    assert pages[0] == pages[1]
    assert store.scalars(select(OutboxMessage.to_email)).all() == ["known@example.org"]


def test_mail_holds_one_link_and_a_code_and_leaves_no_row_for_staff(
    app: Flask, client: StrictClient, store: Session
) -> None:
    AccountFactory(email="robin@example.org", name="Robin Vale")
    store.commit()
    ask_for_link(client, "Robin@Example.org ")
    message = store.scalars(select(OutboxMessage)).one()
    assert message.private
    store.commit()
    run_worker(app)
    (mail,) = mail_to(store, "robin@example.org")
    assert "Robin" not in mail.subject
    assert len(re.findall(r"http://localhost/l/\S+", mail.body)) == 1
    assert len(re.findall(r"^\d{6}$", mail.body, re.MULTILINE)) == 1
    assert store.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_code_of_the_mail_signs_in(app: Flask, client: StrictClient, store: Session) -> None:
    account = AccountFactory(email="robin@example.org")
    store.commit()
    ask_for_link(client, "robin@example.org", next="/privacy")
    run_worker(app)
    code = code_in_mail(store, "robin@example.org")
    response = client.submit({"code": f"{code[:3]} {code[3:]}"}, action="/sign-in/code")
    assert (response.status_code, response.location) == (303, "/privacy")
    assert who_is_in(client) == account.fs_uniquifier


def test_wrong_codes_are_counted_although_the_answer_is_an_error(
    app: Flask, client: StrictClient, store: Session
) -> None:
    AccountFactory(email="robin@example.org")
    store.commit()
    ask_for_link(client, "robin@example.org")
    run_worker(app)
    code = code_in_mail(store, "robin@example.org")
    wrong = "000000" if code != "000000" else "000001"
    answers = [client.submit({"code": wrong}, action="/sign-in/code").status_code for _ in range(5)]
    assert answers == [422] * 5
    assert client.submit({"code": code}, action="/sign-in/code").status_code == 422
    assert who_is_in(client) is None


def test_malformed_entries_are_kept_and_explained(client: StrictClient) -> None:
    client.get("/sign-in")
    response = client.submit({"email": "not an address"}, action="/sign-in")
    assert response.status_code == 422
    assert "name@example.org" in text_of(client.page)
    assert 'value="not an address"' in response.get_data(as_text=True)


def test_opening_a_link_consumes_nothing_and_pressing_does(client: StrictClient, store: Session) -> None:
    account = AccountFactory(name="Robin Vale")
    token = fresh_token(store, account, next_path="/privacy")
    for _ in range(3):
        assert client.get(f"/l/{token}").status_code == 200
    assert "Continue as Robin Vale" in text_of(client.page)
    assert who_is_in(client) is None
    response = client.submit(action=f"/l/{token}")
    assert (response.status_code, response.location) == (303, "/privacy")
    assert who_is_in(client) == account.fs_uniquifier
    assert client.get(f"/l/{token}").status_code == 404


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(client: StrictClient, store: Session, target: str) -> None:
    token = fresh_token(store, EnrollmentFactory().account, next_path=target)
    client.get(f"/l/{token}")
    assert client.submit(action=f"/l/{token}").location == "/home"


def test_spent_link_offers_a_new_one_to_its_owner_only(client: StrictClient, store: Session) -> None:
    account = AccountFactory(email="robin@example.org")
    token = fresh_token(store, account)
    use_link(store, store.scalars(select(SignInLink)).one(), token=token, now=datetime.now(UTC))
    store.commit()
    response = client.get(f"/l/{token}")
    assert response.status_code == 404
    store.commit()
    assert "robin" not in response.get_data(as_text=True).lower()
    client.submit(action=f"/l/{token}/again", follow_redirects=True)
    assert store.scalars(select(OutboxMessage.to_email)).all() == ["robin@example.org"]


def test_unknown_link_leads_to_sign_in(client: StrictClient) -> None:
    assert client.get("/l/abcdef").status_code == 404
    assert "Ask for a new link" in text_of(client.page)


@pytest.mark.parametrize("purpose", [LinkPurpose.STAFF_INVITATION, LinkPurpose.PASSWORD_RESET])
def test_link_of_another_purpose_signs_nobody_in(client: StrictClient, store: Session, purpose: LinkPurpose) -> None:
    token = fresh_token(store, AccountFactory(), purpose)
    assert client.get(f"/l/{token}").status_code == 404


def test_signing_in_leaves_nothing_of_the_session_before(client: StrictClient, store: Session) -> None:
    account = AccountFactory()
    store.commit()
    client.post("/language?locale=fr", data={})
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["locale"] = "fr"
    sign_in(client, account)
    with client.session_transaction() as session:
        kept = {key for key in session if key in {"planted", "locale"}}
    assert kept == {"locale"}


def test_copy_of_the_cookie_is_dead_after_sign_out(app: Flask, client: StrictClient, store: Session) -> None:
    account = EnrollmentFactory().account
    store.commit()
    sign_in(client, account)
    copied = client.get_cookie("session")
    assert copied is not None
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    assert b"Sign out" in thief.get("/privacy").data
    client.get("/privacy")
    token = client.page.xpath("string(//form[@action='/sign-out']//input[@name='csrf_token']/@value)")  # type: ignore[union-attr]  # a page was read
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303
    assert b"Sign out" not in thief.get("/privacy").data


def test_participant_is_signed_out_after_twelve_hours(client: StrictClient, store: Session) -> None:
    account = EnrollmentFactory().account
    store.commit()
    began = datetime.now(UTC)
    with time_machine.travel(began, tick=False) as traveller:
        sign_in(client, account)
        seen = []
        for hours in (11.9, 12.1):
            traveller.move_to(began + timedelta(hours=hours))
            seen.append(b"Sign out" in client.get("/privacy").data)
    assert seen == [True, False]


def test_deactivated_person_is_out_at_once(client: StrictClient, store: Session) -> None:
    account = EnrollmentFactory().account
    store.commit()
    sign_in(client, account)
    account.active = False
    store.commit()
    assert b"Sign out" not in client.get("/privacy").data


def test_french_reader_gets_a_french_mail(app: Flask, client: StrictClient, store: Session) -> None:
    AccountFactory(email="robin@example.org", locale="fr")
    store.commit()
    ask_for_link(client, "robin@example.org")
    run_worker(app)
    assert mail_to(store, "robin@example.org")[0].subject == "Votre lien de connexion"


def test_demo_link_opens_staff_pages_of_a_demo_only(client: StrictClient, store: Session) -> None:
    staff_sessions = {}
    for is_demo in (True, False):
        account = AccountFactory()
        StaffGrantFactory(account=account, program_id=ProgramFactory(is_demo=is_demo).id)
        store.commit()
        sign_in(client, account, LinkPurpose.DEMO)
        with client.session_transaction() as session:
            staff_sessions[is_demo] = bool(session.get("staff_sign_in"))
    assert staff_sessions == {True: True, False: False}


def test_a_demo_session_gains_nothing_from_a_real_role_that_is_given_later(
    client: StrictClient, store: Session
) -> None:
    account = AccountFactory()
    demo, real = CohortFactory(program__is_demo=True).program, CohortFactory().program
    StaffGrantFactory(account=account, program_id=demo.id)
    store.commit()
    sign_in(client, account, LinkPurpose.DEMO)
    assert client.get(f"/p/{demo.slug}/").status_code == 200
    StaffGrantFactory(account=account, program_id=real.id)
    store.commit()
    assert [client.get(f"/p/{program.slug}/").status_code for program in (demo, real)] == [200, 404]


def test_demo_link_never_opens_administration(client: StrictClient, store: Session) -> None:
    account = AccountFactory()
    StaffGrantFactory(account=account, program_id=ProgramFactory(is_demo=True).id)
    StaffGrantFactory(account=account, program_id=None, role=StaffRole.ADMINISTRATOR)
    store.commit()
    sign_in(client, account, LinkPurpose.DEMO)
    with client.session_transaction() as session:
        assert not session.get("staff_sign_in")


def test_sixth_request_for_one_address_is_slowed_down(client: StrictClient) -> None:
    answers = []
    for _ in range(6):
        client.get("/sign-in")
        answers.append(client.submit({"email": "robin@example.org"}, action="/sign-in").status_code)
    assert answers == [303] * 5 + [429]


def test_every_page_offers_the_other_language_in_its_own_words(client: StrictClient) -> None:
    client.get("/sign-in")
    assert client.page is not None
    assert text_of(client.page.xpath("//form[@class='language-form']//button")[0]) == "Français"
