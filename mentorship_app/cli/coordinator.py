"""``mentorship coordinator``: giving access to staff, and helping those who lost their phone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.notifications import invitation_address, send_staff_invitation
from mentorship_app.accounts.passwords import check_password, one_spelling, set_password
from mentorship_app.accounts.second_factor import disconnect_authenticator
from mentorship_app.accounts.services import ensure_account, find_account, grant
from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import program_named
from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM, StaffRole
from mentorship_app.db.engine import writing
from mentorship_app.programs import Program
from mentorship_app.web import create_app
from mentorship_app.web.auth.settings import hashed_outside_requests
from mentorship_app.web.config import Settings
from mentorship_app.web.factory import job_context


@click.group()
def coordinator() -> None:
    """Give staff access to a program."""


@coordinator.command()
@click.option("--email", required=True, help="Address that the invitation goes to.")
@click.option("--name", required=True, help="Name as others see it.")
@click.option("--program", "slug", required=True, help="The program: the word after /p/ in its addresses.")
@click.option("--viewer", is_flag=True, help="May read aggregates and reports, and nothing else.")
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input instead of inviting.")
def create(email: str, name: str, slug: str, viewer: bool, password_stdin: bool) -> None:
    """Create a coordinator, or with --viewer a reader of reports. Doing it twice changes nothing."""
    settings = load_settings()
    app = create_app(settings)
    password = one_spelling(sys.stdin.readline().rstrip("\r\n")) if password_stdin else None
    with _writing(app) as session:
        program = program_named(session, slug)
        account = ensure_account(session, email=email, name=name, locale=program.locale, now=clock.now())
        role = StaffRole.VIEWER if viewer else StaffRole.COORDINATOR
        grant(session, account, role, program_id=program.id, by=SYSTEM, now=clock.now())
        if password is not None:
            _set_password(app, session, account, password)
            lines = [f"{account.email} can sign in: {settings.base_url}/staff/sign-in"]
        elif account.password:
            lines = [f"{account.email} has an account already and can sign in: {settings.base_url}/staff/sign-in"]
        else:
            lines = _invite(session, account, program, settings)
    for line in lines:
        click.echo(line)


@coordinator.command()
@click.option("--email", required=True, help="Address of the account.")
@click.confirmation_option(prompt="Have you made sure, not by mail, that this person asked for it?")
def disconnect_app(email: str) -> None:
    """Forget a lost authenticator app; the next sign-in connects another."""
    app = create_app(load_settings())
    with _writing(app) as session:
        account = find_account(session, email)
        if account is None:
            raise Failure(f"There is no account with the address {email}.")
        disconnect_authenticator(session, account, by=SYSTEM, now=clock.now())
    click.echo("Done. The password stays; after it, a new app is asked for.")


@contextmanager
def _writing(app: Flask) -> Iterator[Session]:
    engine = job_context(app).engine
    try:
        with writing(engine).begin() as session:
            yield session
    finally:
        engine.dispose()


def _set_password(app: Flask, session: Session, account: Account, password: str) -> None:
    check_password(password, email=account.email, name=account.name)
    set_password(session, account, hashed_outside_requests(app, password), by=SYSTEM, now=clock.now())


def _invite(session: Session, account: Account, program: Program, settings: Settings) -> list[str]:
    now = clock.now()
    send_staff_invitation(
        session,
        account,
        program_id=program.id,
        program_name=program.name,
        contact=program.contact_email,
        now=now,
    )
    address = invitation_address(
        session, account, LinkPurpose.STAFF_INVITATION, "staff_invitation", base_url=settings.base_url, now=now
    )
    return [f"An invitation to {account.email} is in the outbox. The same access, to pass on yourself:", f"  {address}"]
