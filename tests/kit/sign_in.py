"""Signing in through the front door, as the person would."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.web.access import STAFF_SESSION
from tests.kit.client import StrictClient


def sign_in(client: StrictClient, account: Account, purpose: LinkPurpose = LinkPurpose.SIGN_IN) -> None:
    """Sign a participant in by a mailed link, pressed once."""
    app: Flask = client.application
    with Session(app.extensions["write_engine"]) as session, session.begin():
        token = new_link(session, session.merge(account), purpose, next_path="/", now=datetime.now(UTC))
    client.get(f"/l/{token}")
    response = client.submit(action=f"/l/{token}")
    assert response.status_code == 303, response.get_data(as_text=True)


def staff_sign_in(client: StrictClient, account: Account) -> None:
    """Sign staff in. The second factor itself is tested with the sign-in pages; here its outcome is set."""
    sign_in(client, account)
    with client.session_transaction() as session:
        session[STAFF_SESSION] = True
