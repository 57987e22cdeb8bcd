"""Running the worker's rounds in the test's own process."""

from dataclasses import replace
from datetime import datetime

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.jobs.worker import run_round
from mentorship_app.messaging import LocalMail
from mentorship_app.messaging.delivery import LocalTransport, deliver_due
from mentorship_app.web.factory import job_context


def run_worker(app: Flask, *, now: datetime | None = None) -> None:
    """Everything that is due: jobs, then mail into the local mailbox."""
    context = job_context(app)
    if now is not None:
        context = replace(context, now=now)
    run_round(context)
    deliver_due(context.engine, LocalTransport(context.engine), base_url=context.base_url, now=context.now)


def mail_to(session: Session, email: str) -> list[LocalMail]:
    """The delivered mails of one address, oldest first."""
    return list(session.scalars(select(LocalMail).where(LocalMail.to_email == email).order_by(LocalMail.at)))
