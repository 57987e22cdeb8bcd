"""``kill -9`` while people send and while a check-in closes; everybody's impatience at once.

The processes are real ones, with the app's own server, sockets and files, and die wherever they happen to be.
"""

import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
import waitress
from flask import Flask
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.cli.serve import server_options
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import install_rules, reading, writing
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.privacy.sealing import wave_key_name
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.answering import own_answers, save_draft, submit
from mentorship_app.surveys.closing import close_wave, finish_closing, unfinished
from mentorship_app.surveys.models import Response, ResponseComment
from mentorship_app.web.config import Settings
from mentorship_app.web.extensions import db
from tests.factories import bind_factories
from tests.factories.surveys import NOW, STAFF, opened_wave, rated
from tests.kit.forked import Waiting, forked
from tests.kit.visitor import Visitor

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("KILL_SEED", time.time_ns() % 1_000_000))
"""Printed by each test; the same number in KILL_SEED kills at the same moments."""
KILLS = 6
RESPONDENTS = 8
LATEST_KILL_SECONDS = 1.0
LAST_PART = 4
"""The page with the free question; before it come three of ratings."""


@dataclass
class House:
    """A program with an open check-in, and addresses by which each person comes in."""

    url: str
    wave: Wave
    people: list[Enrollment]
    links: dict[UUID, list[str]] = field(default_factory=dict)

    @property
    def start(self) -> str:
        return f"/surveys/{self.wave.public_id}"


def open_house(store: Session, keyring: Keyring, url: str, number: int) -> House:
    """That many people, each with the survey's own link and one to sign in properly."""
    now = datetime.now(UTC)
    wave, people = opened_wave(store, keyring, number)
    wave.opened_at, wave.closes_on = now - timedelta(days=1), (now + timedelta(days=9)).date()
    house = House(url, wave, people)
    for person in people:
        path = house.start
        house.links[person.account_id] = [
            "/l/" + new_link(store, person.account, LinkPurpose.WAVE, next_path=path, now=now),
            "/l/" + new_link(store, person.account, LinkPurpose.SIGN_IN, next_path=path, now=now),
        ]
    store.commit()
    return house


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """The port outlives the servers, so that who comes in between waits instead of being turned away."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        made.listen(128)
        yield made


def url_of(listener: socket.socket) -> str:
    return f"http://localhost:{listener.getsockname()[1]}"


@contextmanager
def servers(app: Flask, settings: Settings, listener: socket.socket, log: Path, count: int) -> Iterator[list[Waiting]]:
    """Processes that serve the app as ``mentorship serve`` does, one after the other."""

    def serve() -> None:
        db.engine.dispose(close=False)
        waitress.create_server(app, sockets=[listener], **server_options(settings)).run()

    db.session.remove()
    db.engine.dispose()
    with forked(serve, log, count=count) as made:
        yield made


def come_in(house: House, person: UUID, *, door: int = 0) -> Visitor:
    visitor, link = Visitor(house.url), house.links[person][door]
    visitor.open(link)
    visitor.press(link, {})
    return visitor


def answer(house: House, visitor: Visitor, value: int, remark: str) -> str:
    """Everything from the first page to the last; gives the words of the page after it."""
    words = ""
    for part in range(1, LAST_PART + 1):
        address = f"{house.start}/{part}"
        visitor.open(address)
        if visitor.page is None or not [form for form in visitor.page.forms if form.action == address]:
            # The press before the kill had gone through: the page says so.
            return visitor.open(f"{house.start}/done")
        fields = {"comment": remark} if part == LAST_PART else ratings_on(visitor, value)
        words = visitor.press(address, fields, button="action=continue")
    return words


def ratings_on(visitor: Visitor, value: int) -> dict[str, str]:
    assert visitor.page is not None
    names = {box.get("name") for box in visitor.page.iter("input") if box.get("type") == "radio"}
    return {name: str(value) for name in names if name in rated(0)}


@dataclass
class Outcome:
    """What one person typed, and whether the server thanked them for it."""

    person: UUID
    answers: dict[str, object]
    thanked: bool = False
    interruptions: int = 0


def thanked(words: str) -> bool:
    return "Thank you, your answers are in" in words


@pytest.fixture
def look(app: Flask) -> Callable[[], Session]:
    """A new look at the database, past the app."""
    engine: Engine = app.extensions["write_engine"]
    return lambda: Session(engine.execution_options(write=False))


def state_of(
    look: Callable[[], Session], keyring: Keyring, wave_id: UUID, people: Sequence[UUID]
) -> dict[UUID, dict[str, object]]:
    """What is in, by person; every receipt has its answers, every answer its receipt, and nothing else is there."""
    with look() as session:
        wave = session.get_one(Wave, wave_id)
        found = {person: own_answers(session, keyring, wave, person) for person in people}
        received = {person: sent for person, sent in found.items() if sent}
        counts = [len(session.scalars(select(table)).all()) for table in (Receipt, SealedAnswers)]
    db.engine.dispose()
    assert counts == [len(received)] * 2
    return received


def test_killed_amid_eight_who_send_six_times(
    app: Flask,
    settings: Settings,
    store: Session,
    keyring: Keyring,
    listener: socket.socket,
    look: Callable[[], Session],
    tmp_path: Path,
) -> None:
    print(f"KILL_SEED={SEED}")  # noqa: T201  the number that repeats this run
    chance = Random(SEED)  # noqa: S311  moments to kill at, no secret
    house = open_house(store, keyring, url_of(listener), RESPONDENTS * KILLS)
    wave_id, everybody = house.wave.id, [person.account_id for person in house.people]
    outcomes: dict[UUID, Outcome] = {}

    def respond(person: UUID) -> None:
        visitor, outcome = visitors[person], outcomes[person]
        words = answer(house, visitor, int(outcome.answers["exh_1"]), str(outcome.answers["comment"]))  # type: ignore[call-overload]  # a rating
        outcome.thanked, outcome.interruptions = thanked(words), visitor.interruptions

    with servers(app, settings, listener, tmp_path / "server.log", KILLS + 1) as processes:
        processes[0].go()
        with ThreadPoolExecutor(RESPONDENTS) as pool:
            visitors = dict(zip(everybody, pool.map(lambda person: come_in(house, person), everybody), strict=True))
            for turn in range(KILLS):
                group = everybody[turn * RESPONDENTS : (turn + 1) * RESPONDENTS]
                for number, person in enumerate(group):
                    outcomes[person] = Outcome(person, {**rated(number % 5), "comment": f"Remark {turn}-{number}"})
                running = [pool.submit(respond, person) for person in group]
                time.sleep(chance.uniform(0.05, LATEST_KILL_SECONDS))
                had_thanks = {person for person in group if outcomes[person].thanked}
                processes[turn].kill()
                received = state_of(look, keyring, wave_id, everybody)
                assert had_thanks <= received.keys()
                assert {person: outcomes[person].answers for person in received} == received
                processes[turn + 1].go()
                for one in running:
                    one.result()
        received = state_of(look, keyring, wave_id, everybody)
    assert received == {person: outcome.answers for person, outcome in outcomes.items()}
    assert all(outcome.thanked for outcome in outcomes.values())
    assert sum(outcome.interruptions for outcome in outcomes.values()) >= KILLS, "no kill met anybody"
    integrity(app)


def integrity(app: Flask) -> None:
    """The database's own opinion of its file."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert app


def test_twenty_who_double_click_on_two_devices_each_are_twenty_answers(
    app: Flask,
    settings: Settings,
    store: Session,
    keyring: Keyring,
    listener: socket.socket,
    look: Callable[[], Session],
    tmp_path: Path,
) -> None:
    house = open_house(store, keyring, url_of(listener), 20)
    everybody = [person.account_id for person in house.people]
    for number, person in enumerate(everybody):
        save_draft(store, keyring, house.wave, person, rated(number % 5))
    store.commit()
    last = f"{house.start}/{LAST_PART}"

    def get_ready(place: tuple[UUID, int]) -> tuple[Visitor, dict[str, str]]:
        visitor = come_in(house, place[0], door=place[1])
        visitor.open(last)
        return visitor, visitor.filled(last, {"comment": "Said once"}, button="action=continue")

    with servers(app, settings, listener, tmp_path / "server.log", 1) as processes:
        processes[0].go()
        with ThreadPoolExecutor(16) as pool:
            ready = list(pool.map(get_ready, [(person, door) for person in everybody for door in (0, 1)]))
            clicks = [click for click in ready for _twice in range(2)]
            said = list(pool.map(lambda click: click[0].send(last, click[1]), clicks))
    assert len(said) == 80
    assert [words for words in said if not thanked(words)] == []
    received = state_of(look, keyring, house.wave.id, everybody)
    assert received == {
        person: {**rated(number % 5), "comment": "Said once"} for number, person in enumerate(everybody)
    }
    with look() as session:
        assert session.scalars(select(SealedDraft)).all() == []


ROUNDS = 100
ASKED = (70, 70, 60)


@dataclass(frozen=True)
class Copy:
    """The same check-in of 200 answers, in files of its own."""

    engine: Engine
    keyring: Keyring
    wave_id: UUID

    def close(self) -> None:
        """Both parts of closing, as a coordinator's press and the worker's next round do them."""
        with writing(self.engine).begin() as session:
            close_wave(session, self.keyring, session.get_one(Wave, self.wave_id), by=STAFF, now=NOW)
        self.finish()

    def finish(self) -> None:
        """What the worker does for closings that were broken off."""
        with reading(self.engine).begin() as session:
            waiting = unfinished(session)
        for wave_id in waiting:
            assert finish_closing(self.engine, self.keyring, wave_id)


@pytest.fixture
def full_wave(database: Path, engine: Engine, keys: Keyring, tmp_path: Path) -> Callable[[int], Copy]:
    """Copies of one database in which 200 people have answered."""
    with writing(engine).begin() as session:
        bind_factories(session)
        wave, people = opened_wave(session, keys, *ASKED)
        wave_id = wave.id
        for number, person in enumerate(people):
            submit(session, keys, wave, person.account_id, {**rated(number % 5), "comment": f"Remark {number}"})
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()

    def copy(number: int) -> Copy:
        folder = tmp_path / f"round-{number}"
        folder.mkdir()
        made = create_engine(f"sqlite:///{shutil.copy(database, folder / 'copy.db')}")
        install_rules(made, folder / "lock")
        return Copy(made, Keyring(Path(shutil.copy(keys.path, folder / "keys.json"))), wave_id)

    return copy


def sealed_rows(path: Path) -> set[tuple[bytes, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        receipts = connection.execute("SELECT tag FROM receipt").fetchall()
        return {*connection.execute("SELECT slot, body FROM sealed_answers").fetchall(), *receipts}


def examine(copy: Copy, everything: set[tuple[bytes, ...]]) -> str:
    """``open``, ``closed`` or ``finished``, once it is certain that it is wholly so."""
    with reading(copy.engine).begin() as session:
        wave = session.get_one(Wave, copy.wave_id)
        responses = session.scalars(select(Response)).all()
        comments = {comment.text for comment in session.scalars(select(ResponseComment))}
        is_open, is_done = wave.status is WaveStatus.OPEN, wave.key_destroyed
    left = sealed_rows(Path(str(copy.engine.url.database)))
    if is_open:
        assert (left == everything, responses, comments) == (True, [], set())
        assert copy.keyring.has(wave_key_name(copy.wave_id))
        return "open"
    assert (left, len(comments)) == (set(), 200)
    assert sorted(response.answers["exh_1"] for response in responses) == sorted(number % 5 for number in range(200))
    assert len({response.panel for response in responses}) == 200
    assert not is_done or not copy.keyring.has(wave_key_name(copy.wave_id))
    return "finished" if is_done else "closed"


def test_closing_killed_at_a_hundred_moments_is_open_with_everything_or_closed_with_everything(
    full_wave: Callable[[int], Copy], tmp_path: Path
) -> None:
    chance = Random(SEED)  # noqa: S311  moments to kill at, no secret
    calibrating = full_wave(-1)
    everything = sealed_rows(Path(str(calibrating.engine.url.database)))
    began = time.monotonic()
    with forked(calibrating.close, tmp_path / "closing.log") as (process,):
        process.go()
        assert process.wait() == 0
    latest = time.monotonic() - began
    assert examine(calibrating, everything) == "finished"
    found: list[str] = []
    for number in range(ROUNDS):
        copy = full_wave(number)
        with forked(copy.close, tmp_path / "closing.log") as (process,):
            process.go()
            time.sleep(chance.uniform(0, latest))
            process.kill()
        state = examine(copy, everything)
        if state != "open" or number % 10 == 0:
            copy.finish() if state != "open" else copy.close()
            assert examine(copy, everything) == "finished"
        found.append(state)
        # As fast as the machine is just now: neither all too early nor all too late.
        latest *= 1.04 if state == "open" else 0.96
        copy.engine.dispose()
        shutil.rmtree(tmp_path / f"round-{number}")
    counts = {state: found.count(state) for state in ("open", "closed", "finished")}
    print(f"KILL_SEED={SEED}", counts)  # noqa: T201  the number that repeats this run, and what it found
    assert found.count("open") >= 5, "killed too late to show anything"
    assert len(found) - found.count("open") >= 5, "killed too early to show anything"
