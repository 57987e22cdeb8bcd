"""Running the worker's rounds in the test's own process."""

from dataclasses import replace
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.jobs.worker import run_round
from mentorship_app.messaging import LocalMail
from mentorship_app.messaging.delivery import LocalTransport, deliver_due
from mentorship_app.surveys.mailings.sending import send_due_mailings
from mentorship_app.web.factory import job_context

WHOLE_ROSTER = 10_000


def run_worker(app: Flask, *, now: datetime | None = None) -> None:
    """Everything that is due: jobs, then mail into the local mailbox, mailings to everybody whole."""
    context = job_context(app)
    if now is not None:
        context = replace(context, now=now)
    run_round(context)
    local = LocalTransport(context.engine)
    deliver_due(context.engine, local, base_url=context.base_url, now=context.now, keyring=context.keyring)
    send_due_mailings(
        context.engine, context.keyring, local, base_url=context.base_url, now=context.now, batch=WHOLE_ROSTER
    )


def mail_to(session: Session, email: str) -> list[LocalMail]:
    """The delivered mails of one address, oldest first."""
    return list(session.scalars(select(LocalMail).where(LocalMail.to_email == email).order_by(LocalMail.at)))
