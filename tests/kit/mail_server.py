"""A mail server of our own: it keeps what it gets, and refuses whom a test names."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

from tests.kit.server import free_port


@dataclass
class MailServer:
    """``answers`` is what it says about an address, such as ``550 no such person``; else it takes the mail."""

    answers: dict[str, str] = field(default_factory=dict)
    mails: list[Message] = field(default_factory=list)
    lines: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def readers(self) -> list[str]:
        """To whom it delivered, one entry a mail."""
        return [to for mail in self.mails for to in mail.get_all("X-Envelope-To", [])]

    def forget(self) -> None:
        self.mails.clear()

    async def handle_EHLO(  # noqa: N802  called by its name
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802  called by its name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  called by its name
        mail = email.message_from_bytes(envelope.content)
        for address in envelope.rcpt_tos:
            mail["X-Envelope-To"] = address
        self.mails.append(mail)
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Such a server on a port of its own until the end of the block."""
    server = MailServer()
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
