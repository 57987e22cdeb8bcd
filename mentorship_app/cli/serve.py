"""``mentorship serve``: everything from the folder to the address that answers."""

import errno
import os
import signal
import socket
from types import FrameType

import click
import waitress
from flask import Flask
from sqlalchemy import Engine

from mentorship_app.accounts.setup_code import ensure_setup_code
from mentorship_app.cli import schema
from mentorship_app.cli.compression import compress_static
from mentorship_app.cli.demo.command import load_into
from mentorship_app.cli.demo.load import sign_in_links
from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import PRIVATE_UMASK, prepare_installation
from mentorship_app.cli.supervision import Supervisor
from mentorship_app.core import clock
from mentorship_app.db.engine import writing
from mentorship_app.web import create_app
from mentorship_app.web.config import Settings
from mentorship_app.web.factory import job_context

BACKLOG = 1024
THREADS = 8
# Measured: with its default limit of 100, a hundred and fifty slow phones are enough to shut everybody else out.
CONNECTION_LIMIT = 1000
CHANNEL_TIMEOUT_SECONDS = 30


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="Also load a fictional cohort and print three sign-in links.")
@click.option("--prepare", "only_prepare", is_flag=True, help="Do all the set-up, then stop.")
def serve(with_demo: bool, only_prepare: bool) -> None:
    """Prepare the installation, then serve the app and its worker until Ctrl+C."""
    os.umask(PRIVATE_UMASK)
    settings = prepare_installation()
    listener = None if only_prepare else listen(settings)
    if not settings.development:
        compress_static()
    app = create_app(settings)
    engine = job_context(app).engine
    schema.upgrade(app, engine, settings, now=clock.now())
    links = load_demo(app) if with_demo else ()
    if listener is None:
        click.echo("Everything is ready. Start with: bin/run")
        return
    announce(settings, setup_code(engine), links)
    serve_until_stopped(app, listener, settings)


def load_demo(app: Flask) -> tuple[tuple[str, str], ...]:
    """Load the demo and give who signs in with which link."""
    load_into(app)
    return sign_in_links(app)


def setup_code(engine: Engine) -> str | None:
    """A fresh one-time code while nobody administers the installation."""
    with writing(engine).begin() as session:
        return ensure_setup_code(session, now=clock.now())


def listen(settings: Settings) -> socket.socket:
    """Take the port before any work is done; raises Failure naming the port and what to type."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise Failure(_why_not(error, settings)) from error
    return listener


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        free = settings.port + 1 if settings.port < 65535 else 8000
        return (
            f"Port {settings.port} is in use; perhaps the app runs already: {settings.base_url}\n"
            f"  Stop the other program, or choose another port: PORT={free} bin/run"
        )
    if error.errno == errno.EACCES:
        return f"Port {settings.port} is for the system only.\n  Choose one above 1023: PORT=8000 bin/run"
    return f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror}.\n  Check HOST and PORT."


def announce(settings: Settings, code: str | None, links: tuple[tuple[str, str], ...]) -> None:
    """Say where the app is and how to get in. The code and the links are shown here and nowhere else."""
    click.echo(f"\nThe mentorship app is running:  {settings.base_url}")
    if code is not None:
        click.echo(f"One-time set-up code:           {code}")
        click.echo(f"  Open {settings.base_url}/setup and type it there; the next start prints another.")
    for person, link in links:
        click.echo(f"  Sign in as {person}: {link}")
    click.echo("Stop with Ctrl+C.\n")


def serve_until_stopped(app: Flask, listener: socket.socket, settings: Settings) -> None:
    """Answer requests, with the worker beside, until SIGTERM or SIGINT; both have ended when this returns."""
    server = waitress.create_server(app, sockets=[listener], **server_options(settings))
    supervisor = Supervisor()
    # SIGINT too: a shell that starts us in the background has told us to ignore it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    supervisor.start()
    try:
        server.run()
    finally:
        server.close()
        supervisor.stop()
    click.echo("Stopped.")


def server_options(settings: Settings) -> dict[str, object]:
    """What waitress is told beyond the app and its socket."""
    options: dict[str, object] = {
        "threads": THREADS,
        "connection_limit": CONNECTION_LIMIT,
        "channel_timeout": CHANNEL_TIMEOUT_SECONDS,
        # select() ends at 1024 open files, which the connection limit would reach.
        "asyncore_use_poll": True,
        "ident": None,
        "url_scheme": "https" if settings.is_https else "http",
    }
    if settings.trusted_proxy is not None:
        options |= {
            "trusted_proxy": settings.trusted_proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
            "clear_untrusted_proxy_headers": True,
        }
    return options


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
