"""The console gives access to staff, and helps those who lost their phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.cli import main
from mentorship_app.core.identity import Grant, StaffRole
from mentorship_app.messaging import OutboxMessage
from mentorship_app.web.config import Settings
from tests.factories import AccountFactory, CohortFactory
from tests.kit.client import StrictClient

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``mentorship`` on the installation of this test."""
    monkeypatch.setenv("INSTANCE_DIR", str(Path(settings.instance_dir)))
    monkeypatch.setenv("BASE_URL", settings.base_url)
    for name in ("secret_key", "security_password_salt", "security_totp_secret", "database_url"):
        monkeypatch.setenv(name.upper(), getattr(settings, name))
    return lambda *words, **options: CliRunner().invoke(main, words, **options)


@pytest.fixture
def slug(store: Session) -> str:
    """The slug of the only program."""
    CohortFactory(program__slug="northmere")
    store.commit()
    return "northmere"


def create(run: Run, slug: str, *more: str, email: str = "Casey@example.org", stdin: str | None = None) -> Result:
    words = ("coordinator", "create", "--email", email, "--name", "Casey", "--program", slug, *more)
    return run(*words, input=stdin)


def only_account(store: Session) -> Account:
    account = store.scalars(select(Account)).one()
    store.commit()
    return account


def test_coordinator_is_made_and_invited_and_the_printed_link_works(
    run: Run, store: Session, client: StrictClient, slug: str
) -> None:
    result = create(run, slug)
    assert result.exit_code == 0
    account = only_account(store)
    assert (account.email, [grant.role for grant in account.grants]) == ("casey@example.org", [StaffRole.COORDINATOR])
    assert store.scalars(select(OutboxMessage.kind)).all() == ["staff_invitation"]
    store.commit()
    path = re.findall(r"http://localhost(/staff/welcome/\S+)", result.output)[0]
    assert client.get(path).status_code == 200


def test_viewer_gets_no_more_than_reports(run: Run, store: Session, slug: str) -> None:
    create(run, slug, "--viewer")
    assert {grant.role for grant in only_account(store).grants} == {StaffRole.VIEWER}


def test_doing_it_twice_changes_nothing(run: Run, store: Session, slug: str) -> None:
    first = create(run, slug)
    grants = only_account(store).grants
    second = create(run, slug)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert only_account(store).grants == grants
    assert {type(grant) for grant in grants} == {Grant}


def test_password_from_standard_input_signs_in(run: Run, store: Session, client: StrictClient, slug: str) -> None:
    assert create(run, slug, "--password-stdin", stdin="violet kayak drum seven\n").exit_code == 0
    client.get("/staff/sign-in")
    fields = {"email": "casey@example.org", "password": "violet kayak drum seven"}
    assert client.submit(fields, action="/staff/sign-in").location == "/staff/authenticator"
    assert store.scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize(
    ("slug_given", "more", "email", "stdin", "says"),
    [
        ("elsewhere", (), "casey@example.org", None, "northmere"),
        ("northmere", (), "not-an-address", None, "name@example.org"),
        ("northmere", ("--password-stdin",), "casey@example.org", "short\n", "12"),
    ],
)
@pytest.mark.usefixtures("slug")
def test_wrong_word_is_named_and_changes_nothing(
    run: Run, store: Session, slug_given: str, more: tuple[str, ...], email: str, stdin: str | None, says: str
) -> None:
    result = create(run, slug_given, *more, email=email, stdin=stdin)
    assert result.exit_code == 1
    assert says in result.output
    assert store.scalars(select(Account)).all() == []


def test_lost_app_is_disconnected_and_the_password_stays(run: Run, store: Session, app: Flask) -> None:
    account = AccountFactory(
        email="casey@example.org",
        password="hash",
        tf_primary_method="authenticator",
        tf_totp_secret=app.extensions["security"].totp_factory.generate_totp_secret(),
        mf_recovery_codes=["digest"],
    )
    store.commit()
    result = run("coordinator", "disconnect-app", "--email", "casey@example.org", "--yes")
    assert result.exit_code == 0
    store.refresh(account)
    assert (account.password, account.tf_totp_secret, account.mf_recovery_codes) == ("hash", None, None)
