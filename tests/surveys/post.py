"""An open wave with a worker and a mail server, for tests of what it mails; and what a thief sees of it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading, writing
from mentorship_app.messaging.delivery import SmtpTransport
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.mailings import Mailing, MailingKind
from mentorship_app.surveys.mailings.sending import send_due_mailings
from mentorship_app.surveys.wishes import remind_tonight, resume_reminders, stop_reminders
from tests.factories.surveys import NOW, rated
from tests.kit.mail_server import MailServer

TORONTO = ZoneInfo("America/Toronto")
INVITED = NOW + timedelta(minutes=11)


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour, minute), tzinfo=TORONTO).astimezone(UTC)


FIRST_REMINDER, SECOND_REMINDER = local(25, 7), local(29, 7)


@dataclass
class Post:
    """An open wave of twelve, and a worker that sends through a mail server."""

    engine: Engine
    keys: Keyring
    server: MailServer
    wave_id: UUID
    people: list[UUID]
    addresses: list[str]

    def round(self, now: datetime, *, batch: int = 500, transport: Any = None) -> None:
        line = transport or SmtpTransport(self.server.url, "Mentorship <m@example.org>")
        send_due_mailings(self.engine, self.keys, line, base_url="https://m.example", now=now, batch=batch)

    def sent(self, now: datetime) -> list[str]:
        """Who gets mail in this round, in the order of the list of people."""
        self.server.forget()
        self.round(now)
        return sorted(self.server.readers, key=self.addresses.index)

    def wave(self, session: Session) -> Wave:
        return session.get_one(Wave, self.wave_id)

    def answer(self, *places: int) -> None:
        with writing(self.engine).begin() as session:
            for place in places:
                submit(session, self.keys, self.wave(session), self.people[place], rated(2))

    def mailing(self, session: Session, kind: MailingKind) -> Mailing:
        return session.scalars(select(Mailing).where(Mailing.wave_id == self.wave_id, Mailing.kind == kind)).one()

    def states(self) -> dict[str, str]:
        with reading(self.engine).begin() as session:
            rows = session.execute(select(Mailing.kind, Mailing.status).where(Mailing.wave_id == self.wave_id))
            return {kind.value: status.value for kind, status in rows}

    def planned(self) -> dict[str, datetime]:
        with reading(self.engine).begin() as session:
            rows = session.execute(select(Mailing.kind, Mailing.not_before).where(Mailing.wave_id == self.wave_id))
            return {kind.value: moment for kind, moment in rows}


def wish(post: Post, place: int, verb: str, now: datetime = NOW) -> None:
    with writing(post.engine).begin() as session:
        wave, me = post.wave(session), post.people[place]
        if verb == "tonight":
            remind_tonight(session, post.keys, wave, me, now=now)
        elif verb == "stop":
            stop_reminders(session, post.keys, wave, me)
        else:
            resume_reminders(session, post.keys, wave, me)


def snapshot(database: Path) -> dict[str, set[tuple[Any, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: set(connection.execute(f'SELECT * FROM "{table}"')) for table in tables}  # noqa: S608  our own names


def changes(before: dict[str, set[Any]], after: dict[str, set[Any]]) -> dict[str, set[Any]]:
    return {table: after[table] ^ before[table] for table in after if before[table] != after[table]}
