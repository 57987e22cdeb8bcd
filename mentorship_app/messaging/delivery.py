"""Handing mail to a server: lease a row, write its text, send, note the outcome."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import writing
from mentorship_app.messaging.kinds import MailScope, end_mail, sealed_kinds
from mentorship_app.messaging.models import LocalMail, MessageStatus, OutboxMessage
from mentorship_app.messaging.quiet import postpone, waits_until
from mentorship_app.messaging.render import RenderedMail, render

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
BATCH = 50
SMTP_TIMEOUT_SECONDS = 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Line(Protocol):
    """A way for one mail after the other. Raises on failure; permanent errors are smtplib's 5xx."""

    def send(self, message: OutboxMessage, mail: RenderedMail, *, now: datetime) -> None: ...


class Transport(Line, Protocol):
    """A way for mail to leave: one by itself, or several over one line."""

    def line(self) -> AbstractContextManager[Line]:
        """An open line for several mails; raises OSError or SMTPException when there is none to be had."""
        ...


@dataclass(frozen=True)
class SmtpTransport:
    """A mail server, from ``smtp://user:password@host:port`` or ``smtps://…``; encrypted unless it is this machine."""

    url: str
    sender: str

    def send(self, message: OutboxMessage, mail: RenderedMail, *, now: datetime) -> None:
        with self.line() as line:
            line.send(message, mail, now=now)

    @contextmanager
    def line(self) -> Iterator[Line]:
        with connect(self.url) as server:
            yield _SmtpLine(server, self.sender)


@dataclass(frozen=True)
class _SmtpLine:
    server: smtplib.SMTP
    sender: str

    def send(self, message: OutboxMessage, mail: RenderedMail, *, now: datetime) -> None:
        self.server.send_message(compose(message, mail, sender=self.sender, now=now))


def connect(url: str) -> smtplib.SMTP:
    """An open, authenticated connection. Certificates are checked; raises OSError or SMTPException."""
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port
    secure = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=SMTP_TIMEOUT_SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, port or 25, timeout=SMTP_TIMEOUT_SECONDS)
        # On this machine itself nobody can listen in; anywhere else a server without encryption is refused.
        if host not in LOOPBACK:
            server.starttls(context=secure)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def compose(message: OutboxMessage, mail: RenderedMail, *, sender: str, now: datetime) -> EmailMessage:
    """The mail as it goes on the wire. The Message-ID comes from the row, so a repeat can be told as one."""
    wire = EmailMessage()
    user, _, domain = message.to_email.partition("@")
    wire["From"] = sender
    wire["To"] = Address(" ".join(message.to_name.split()), user, domain)
    wire["Subject"] = mail.subject
    wire["Date"] = format_datetime(now)
    wire["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    wire["Content-Language"] = message.locale
    wire["Auto-Submitted"] = "auto-generated"
    wire.set_content(mail.body)
    if mail.attachment is not None:
        # Another form of the same words, which mail programs open as what it is. As bytes: a calendar keeps its own
        # ends of lines.
        wire.make_alternative()
        wire.add_alternative(
            mail.attachment.content,
            maintype="text",
            subtype=mail.attachment.subtype,
            params={"charset": "utf-8", **mail.attachment.parameters},
        )
    return wire


@dataclass(frozen=True)
class LocalTransport:
    """No mail server: the mail is kept beside the outbox, where staff can open it."""

    engine: Engine

    def send(self, message: OutboxMessage, mail: RenderedMail, *, now: datetime) -> None:
        if message.kind in sealed_kinds:
            return
        with writing(self.engine).begin() as session:
            session.add(
                LocalMail(
                    program_id=message.program_id,
                    message_id=message.id,
                    to_email=message.to_email,
                    subject=mail.subject,
                    body=mail.body,
                    at=now,
                    private=bool(message.private),
                )
            )

    @contextmanager
    def line(self) -> Iterator[Line]:
        yield self


def make_transport(engine: Engine, smtp_url: str | None, sender: str) -> Transport:
    """The configured mail server, or the local mailbox when none is configured."""
    return SmtpTransport(smtp_url, sender) if smtp_url else LocalTransport(engine)


def deliver_due(
    engine: Engine, transport: Transport, *, base_url: str, now: datetime, keyring: Keyring | None = None
) -> int:
    """Send what is due, at most 50 mails a round; gives the number sent. One failure never stops the rest."""
    sent = 0
    for _ in range(BATCH):
        with writing(engine).begin() as session:
            message = _lease(session, now=now)
            if message is None:
                break
            if (until := waits_until(session, message, now=now)) is not None:
                postpone(message, until)
                continue
            # Written inside the lease's transaction: the digests of minted links are kept before the mail can leave.
            scope = MailScope(
                session=session, message=message, base_url=base_url, now=now, preview=False, keyring=keyring
            )
            try:
                with session.begin_nested():
                    mail = render(scope)
            except Exception:
                logger.exception("mail could not be written", extra={"message_id": str(message.id)})
                message.last_error = "template"
                _give_up(session, message)
                continue
            session.flush()
            session.expunge(message)
        sent += _send(engine, transport, message, mail, now=now)
    return sent


def _send(engine: Engine, transport: Transport, message: OutboxMessage, mail: RenderedMail, *, now: datetime) -> int:
    try:
        transport.send(message, mail, now=now)
    except smtplib.SMTPResponseException as error:
        _note_failure(engine, message.id, f"SMTP {error.smtp_code}", permanent=error.smtp_code >= 500, now=now)
        return 0
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        _note_failure(engine, message.id, f"SMTP {max(codes)}", permanent=min(codes) >= 500, now=now)
        return 0
    except (OSError, smtplib.SMTPException) as error:
        _note_failure(engine, message.id, type(error).__name__, permanent=False, now=now)
        return 0
    with writing(engine).begin() as session:
        row = session.get_one(OutboxMessage, message.id)
        end_mail(session, row, is_sent=True)
        if row.private:
            session.delete(row)
        else:
            row.status, row.sent_at, row.lease_until = MessageStatus.SENT, now, None
    return 1


def _lease(session: Session, *, now: datetime) -> OutboxMessage | None:
    waiting = OutboxMessage.status.in_([MessageStatus.QUEUED, MessageStatus.RETRY])
    lapsed = (OutboxMessage.status == MessageStatus.LEASED) & (OutboxMessage.lease_until < now)
    message = session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.not_before <= now, or_(waiting, lapsed))
        .order_by(OutboxMessage.not_before, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if message is not None:
        message.status, message.lease_until = MessageStatus.LEASED, now + LEASE
        message.attempts += 1
    return message


def _give_up(session: Session, message: OutboxMessage) -> None:
    """Nobody can see a private mail, so nobody could send it again: its row would only tell who asked for it."""
    end_mail(session, message, is_sent=False)
    if message.private:
        session.delete(message)
    else:
        message.status = MessageStatus.DEAD


def _note_failure(engine: Engine, message_id: UUID, error: str, *, permanent: bool, now: datetime) -> None:
    with writing(engine).begin() as session:
        row = session.get_one(OutboxMessage, message_id)
        row.last_error, row.lease_until = error, None
        if permanent or row.attempts > len(RETRIES):
            _give_up(session, row)
        else:
            row.status, row.not_before = MessageStatus.RETRY, now + RETRIES[row.attempts - 1]
    logger.warning("mail not sent", extra={"message_id": str(message_id), "error": error})
