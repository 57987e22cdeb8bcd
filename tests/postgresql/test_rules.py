"""The rules of db/postgresql.py: writers one at a time, readers at one moment, moments in UTC, no order of arrival."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import InternalError, OperationalError

from mentorship_app.accounts import Account
from mentorship_app.accounts.notifications import send_password_reset
from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import hide_arrival, reading, writing
from mentorship_app.jobs import Job
from mentorship_app.jobs.queue import enqueue, lease_next
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.messaging.delivery import deliver_due
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import save_draft, submit
from mentorship_app.surveys.closing import SEALED_TABLES, close_wave, erase_free_pages
from tests.factories import AccountFactory, bind_factories
from tests.factories.surveys import STAFF, opened_wave, rated

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def test_a_read_then_written_count_loses_nothing_among_fifty(engine: Engine) -> None:
    """The lost update that READ COMMITTED allows and the writers' lock ends."""
    with writing(engine).begin() as session:
        job = enqueue(session, "counted", {"count": 0}, now=NOW)

    def count(_turn: int) -> None:
        with writing(engine).begin() as session:
            row = session.get_one(Job, job.id)
            row.payload = {"count": row.payload["count"] + 1}

    with ThreadPoolExecutor(25) as pool:
        list(pool.map(count, range(50)))
    with reading(engine).begin() as session:
        assert session.get_one(Job, job.id).payload == {"count": 50}


def test_each_job_is_leased_to_one_of_many_workers(engine: Engine) -> None:
    with writing(engine).begin() as session:
        for number in range(20):
            enqueue(session, "any", {"number": number}, now=NOW)

    def work(_worker: int) -> list[int]:
        taken = []
        while True:
            with writing(engine).begin() as session:
                job = lease_next(session, now=NOW)
                if job is None:
                    return taken
                taken.append(job.payload["number"])

    with ThreadPoolExecutor(8) as pool:
        taken = [number for mine in pool.map(work, range(8)) for number in mine]
    assert sorted(taken) == list(range(20))


@dataclass
class Counting:
    """A way for mail to leave that only remembers to whom."""

    sent: list[str] = field(default_factory=list)

    def send(self, message: OutboxMessage, mail: RenderedMail, *, now: datetime) -> None:  # noqa: ARG002  a transport's
        self.sent.append(message.to_email)


def test_each_mail_leaves_once_though_four_workers_send(engine: Engine) -> None:
    with writing(engine).begin() as session:
        bind_factories(session)
        for number in range(12):
            send_password_reset(session, AccountFactory(email=f"person-{number}@example.org"), now=NOW)
        waiting = sorted(session.scalars(select(OutboxMessage.to_email)))
    transport, later = Counting(), clock.now() + timedelta(days=365)

    def deliver(_worker: int) -> int:
        return deliver_due(engine, transport, base_url="http://localhost", now=later)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(deliver, range(4))) == 12
    assert sorted(transport.sent) == waiting
    with reading(engine).begin() as session:
        assert set(session.scalars(select(OutboxMessage.status))) <= {MessageStatus.SENT}


def test_a_reader_sees_one_moment_while_others_write(engine: Engine) -> None:
    with reading(engine).begin() as reader:
        before = reader.scalar(select(func.count()).select_from(Job))
        with writing(engine).begin() as writer:
            enqueue(writer, "any", {}, now=NOW)
        assert (before, reader.scalar(select(func.count()).select_from(Job))) == (0, 0)
    with reading(engine).begin() as later:
        assert later.scalar(select(func.count()).select_from(Job)) == 1


def test_a_reader_that_writes_is_refused(engine: Engine) -> None:
    with pytest.raises(InternalError, match="read-only transaction"), reading(engine).begin() as session:
        enqueue(session, "any", {}, now=NOW)


def test_a_writer_that_waits_too_long_is_told(engine: Engine) -> None:
    """As SQLite's "database is locked": an OperationalError, which becomes a page that says try again."""

    @event.listens_for(engine, "connect")
    def _impatient(connection: object, _record: object) -> None:
        connection.execute("SET lock_timeout = '100ms'")  # type: ignore[attr-defined]  # the driver's own
        connection.commit()  # type: ignore[attr-defined]  # the driver's own

    with writing(engine).begin() as first:
        enqueue(first, "any", {}, now=NOW)
        with pytest.raises(OperationalError, match="lock timeout"), writing(engine).begin() as second:
            enqueue(second, "any", {}, now=NOW)


@pytest.mark.parametrize("zone", ["UTC", "America/Toronto", "Asia/Kathmandu"])
def test_a_moment_comes_back_as_it_went_whatever_the_zone_of_the_server(engine: Engine, zone: str) -> None:
    # Half an hour into the hour that clocks in Toronto have twice.
    twice = datetime(2026, 11, 1, 1, 30, tzinfo=timezone(timedelta(hours=-4)))
    with writing(engine).begin() as session:
        session.execute(text(f"SET LOCAL timezone = '{zone}'"))
        bind_factories(session)
        ids = [AccountFactory(created_at=twice + timedelta(hours=hours)).id for hours in (0, 1)]
        session.expire_all()
        found = [session.get_one(Account, key).created_at for key in ids]
        stored = session.scalars(text("SELECT created_at::text FROM account ORDER BY created_at")).all()
        earlier = session.scalars(select(Account.id).where(Account.created_at < twice + timedelta(minutes=1))).all()
    assert found == [datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)]
    assert stored == ["2026-11-01 05:30:00", "2026-11-01 06:30:00"]
    assert earlier == ids[:1]


def test_every_connection_speaks_utc(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW timezone")) == "UTC"


@pytest.fixture
def answered(engine: Engine, keys: Keyring) -> UUID:
    """An open wave of 30: all saved a draft, two of three sent it."""
    with writing(engine).begin() as session:
        bind_factories(session)
        wave, people = opened_wave(session, keys, 15, 15)
        wave_id, accounts = wave.id, [person.account_id for person in people]
    for number, person in enumerate(accounts):
        with writing(engine).begin() as session:
            wave = session.get_one(Wave, wave_id)
            save_draft(session, keys, wave, person, {"exh_1": 1})
            if number % 3:
                submit(session, keys, wave, person, rated(1))
    return wave_id


def as_copied(engine: Engine) -> list[tuple[list[bytes], int]]:
    """What somebody with a copy sees of each sealed table: the order of its rows, and how many moments wrote them."""
    with reading(engine).begin() as session:
        return [
            (
                list(session.scalars(text(f"SELECT {table.primary_key.columns[0].name} FROM {table.name}"))),  # noqa: S608  our own names
                session.scalar(text(f"SELECT count(DISTINCT xmin::text) FROM {table.name}")) or 0,  # noqa: S608  our own names
            )
            for table in SEALED_TABLES
            if table.name != "sealed_mailing"
        ]


@pytest.mark.usefixtures("answered")
def test_sealed_rows_lie_in_keyed_order_after_the_workers_round(engine: Engine) -> None:
    for order, moments in as_copied(engine):
        assert order != sorted(order)
        assert moments == len(order)
    hide_arrival(engine, SEALED_TABLES)
    hidden = as_copied(engine)
    assert [len(order) for order, _moments in hidden] == [20, 10, 20]
    assert [(order, moments) for order, moments in hidden] == [(sorted(order), 1) for order, _moments in hidden]


@pytest.mark.usefixtures("answered")
def test_nothing_is_rewritten_when_nobody_answered_since(engine: Engine) -> None:
    hide_arrival(engine, SEALED_TABLES)
    place = text("SELECT array_agg(ctid::text || xmin::text ORDER BY slot) FROM sealed_answers")
    with reading(engine).begin() as session:
        before = session.scalar(place)
    hide_arrival(engine, SEALED_TABLES)
    with reading(engine).begin() as session:
        assert session.scalar(place) == before


def test_closing_leaves_no_sealed_page_in_the_files(engine: Engine, keys: Keyring, answered: UUID) -> None:
    sizes = text(
        "SELECT sum(pg_relation_size(c.oid)) FROM pg_class c WHERE relname = ANY(:names) OR oid IN "
        "(SELECT reltoastrelid FROM pg_class WHERE relname = ANY(:names))"
    )
    names = {"names": [table.name for table in SEALED_TABLES]}
    with writing(engine).begin() as session:
        close_wave(session, keys, session.get_one(Wave, answered), by=STAFF, now=NOW)
    with reading(engine).begin() as session:
        assert session.scalar(sizes, names) > 30 * 16_384
    assert erase_free_pages(engine)
    with reading(engine).begin() as session:
        assert session.scalar(sizes, names) == 0
