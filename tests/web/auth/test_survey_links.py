"""A survey's mailed link stays usable for weeks, so it opens that survey and nothing else."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.web.access import current_actor
from tests.factories import EnrollmentFactory
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in


def open_survey(client: StrictClient, store: Session, account: Account) -> None:
    token = new_link(store, account, LinkPurpose.WAVE, next_path="/surveys/k7f3q", now=datetime.now(UTC))
    store.commit()
    client.get(f"/l/{token}")
    response = client.submit(action=f"/l/{token}")
    assert (response.status_code, response.location) == (303, "/surveys/k7f3q")


def is_somebody_at(app: Flask, client: StrictClient, path: str) -> bool:
    cookie = client.get_cookie("session")
    assert cookie is not None
    with app.app_context(), app.test_request_context(path, headers={"Cookie": f"session={cookie.value}"}):
        app.preprocess_request()
        return current_actor().is_signed_in


def test_survey_link_opens_its_survey_and_nothing_else(app: Flask, client: StrictClient, store: Session) -> None:
    open_survey(client, store, EnrollmentFactory().account)
    paths = (
        "/surveys/k7f3q",
        "/surveys/k7f3q/2",
        "/surveys/k7f3qx",
        "/surveys/other",
        "/surveys",
        "/home",
        "/me/trend",
    )
    assert [path for path in paths if is_somebody_at(app, client, path)] == ["/surveys/k7f3q", "/surveys/k7f3q/2"]


def test_proper_sign_in_opens_all_of_them(app: Flask, client: StrictClient, store: Session) -> None:
    account = EnrollmentFactory().account
    open_survey(client, store, account)
    sign_in(client, account)
    assert is_somebody_at(app, client, "/home")


def test_survey_link_takes_nothing_away_from_whoever_is_signed_in(
    app: Flask, client: StrictClient, store: Session
) -> None:
    account = EnrollmentFactory().account
    store.commit()
    sign_in(client, account)
    open_survey(client, store, account)
    assert is_somebody_at(app, client, "/home")


def test_survey_link_of_somebody_else_takes_over(app: Flask, client: StrictClient, store: Session) -> None:
    account, other = EnrollmentFactory().account, EnrollmentFactory().account
    store.commit()
    sign_in(client, account)
    open_survey(client, store, other)
    assert not is_somebody_at(app, client, "/home")
    with client.session_transaction() as session:
        assert session["_user_id"] == other.fs_uniquifier


def test_limited_visitor_is_asked_to_sign_in_elsewhere(client: StrictClient, store: Session) -> None:
    open_survey(client, store, EnrollmentFactory().account)
    assert b"Sign out" not in client.get("/privacy").data
