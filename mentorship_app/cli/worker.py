"""``mentorship worker``: queued work and due mail, until told to stop."""

import os
import signal
import sys
import threading

import click
from flask import Flask

from mentorship_app.cli.demo import load as _demo  # noqa: F401  registers the job that the set-up wizard asks for
from mentorship_app.cli.installation import PRIVATE_UMASK, load_settings
from mentorship_app.jobs.queue import JobContext, repeating
from mentorship_app.jobs.worker import run_forever
from mentorship_app.messaging.delivery import deliver_due, make_transport
from mentorship_app.surveys.mailings.sending import send_due_mailings
from mentorship_app.web import create_app
from mentorship_app.web.config import Settings
from mentorship_app.web.coordinator.today.digest import send_digests
from mentorship_app.web.factory import job_context


@click.command()
@click.option("--stop-with-parent", is_flag=True, hidden=True, help="Stop when standard input closes.")
def worker(stop_with_parent: bool) -> None:
    """Run queued work and send due mail. 'mentorship serve' starts one by itself."""
    os.umask(PRIVATE_UMASK)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if stop_with_parent:
        threading.Thread(target=_watch_parent, args=(stop,), daemon=True).start()
    settings = load_settings()
    app = create_app(settings)
    send_mail_each_round(app, settings)
    run_forever(lambda: job_context(app), stop)


def send_mail_each_round(app: Flask, settings: Settings) -> None:
    """Add the delivery of due mail to what the worker does on every round."""
    transport = make_transport(job_context(app).engine, settings.smtp_url, settings.mail_from)

    @repeating.register("outbox.deliver")
    def deliver(context: JobContext) -> None:
        deliver_due(context.engine, transport, base_url=context.base_url, now=context.now, keyring=context.keyring)

    @repeating.register("today.digest")
    def send_weekly_mails(context: JobContext) -> None:
        send_digests(app, context)

    @repeating.register("surveys.mailings")
    def send_mailings(context: JobContext) -> None:
        send_due_mailings(context.engine, context.keyring, transport, base_url=context.base_url, now=context.now)


def _watch_parent(stop: threading.Event) -> None:
    # The parent never writes: reading ends only when it is gone. The bare descriptor, because a thread that waits
    # inside the buffered reader would hold its lock and break the interpreter's exit.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()
