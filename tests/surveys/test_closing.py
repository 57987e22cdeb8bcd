"""Closing: everything or nothing, whatever happens in between; afterwards no trace of order, time or draft."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import InvalidTransition, KeyringError
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs.queue import JobContext
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import Receipt, Release, SealedAnswers, SealedDraft
from mentorship_app.surveys import Wave, WaveStatus, closing
from mentorship_app.surveys.answering import count_answered, save_draft, submit
from mentorship_app.surveys.closing import close_wave, finish_closing, unfinished
from mentorship_app.surveys.jobs import close_due_waves
from mentorship_app.surveys.keys import keys_of
from mentorship_app.surveys.mailings import Mailing, MailingStatus
from mentorship_app.surveys.models import Response, ResponseComment
from tests.factories import bind_factories
from tests.factories.surveys import NOW, STAFF, WaveFactory, opened_wave, rated

SEALED = (Receipt, SealedAnswers, SealedDraft)


def rows(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def answered_wave(session: Session, keyring: Keyring, *sizes: int) -> Wave:
    """A wave that everybody answered with a value of their own, every second person with a comment."""
    wave, people = opened_wave(session, keyring, *sizes)
    for number, person in enumerate(people):
        comment = {"comment": f"Remark {number}"} if number % 2 else {}
        submit(session, keyring, wave, person.account_id, {**rated(number % 5), **comment})
    return wave


def test_answers_become_responses_and_nothing_sealed_is_left(session: Session, keyring: Keyring) -> None:
    wave = answered_wave(session, keyring, 8, 9)
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    responses = session.scalars(select(Response)).all()
    assert sorted(response.answers["exh_1"] for response in responses) == sorted(number % 5 for number in range(17))
    assert sorted(response.strata["training_level"] for response in responses) == ["PGY-1"] * 8 + ["PGY-2"] * 9
    assert all("comment" not in response.answers for response in responses)
    assert len({response.panel for response in responses}) == 17
    comments = {comment.text for comment in session.scalars(select(ResponseComment))}
    assert comments == {f"Remark {number}" for number in range(17) if number % 2}
    assert [rows(session, table) for table in SEALED] == [0, 0, 0]
    assert (wave.status, count_answered(session, wave).answered) == (WaveStatus.CLOSED, 17)


def test_the_panel_links_a_persons_waves_and_changes_with_the_program(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 7)
    program, person = wave.cohort.program_id, people[0].account_id
    submit(session, keyring, wave, person, rated(2))
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    panel_key = keyring.get(sealing.panel_key_name(program))
    assert session.scalars(select(Response.panel)).one() == sealing.panel(panel_key, person)


def test_closing_twice_changes_nothing_and_a_planned_wave_cannot_be_closed(session: Session, keyring: Keyring) -> None:
    wave = answered_wave(session, keyring, 8)
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    close_wave(session, keyring, wave, by=STAFF, now=NOW + timedelta(days=1))
    assert (rows(session, Response), wave.closed_at) == (8, NOW)
    with pytest.raises(InvalidTransition):
        close_wave(session, keyring, WaveFactory(), by=STAFF, now=NOW)


def test_after_the_close_nothing_is_taken(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 7)
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    for act in (save_draft, submit):
        with pytest.raises(InvalidTransition, match="closed"):
            act(session, keyring, wave, people[0].account_id, rated(1))
    assert {mailing.status for mailing in session.scalars(select(Mailing))} == {MailingStatus.CANCELLED}


def test_a_changed_box_stops_the_close_and_loses_nothing(engine: Engine, keys: Keyring) -> None:
    with writing(engine).begin() as session:
        bind_factories(session)
        wave = answered_wave(session, keys, 8)
        box = session.scalars(select(SealedAnswers)).first()
        assert box is not None
        box.body = box.body[:-1] + bytes([box.body[-1] ^ 1])
        wave_id = wave.id
    with pytest.raises(sealing.SealBroken), writing(engine).begin() as session:
        close_wave(session, keys, session.get_one(Wave, wave_id), by=STAFF, now=NOW)
    with reading(engine).begin() as session:
        assert (rows(session, SealedAnswers), rows(session, Response)) == (8, 0)
        assert session.get_one(Wave, wave_id).status is WaveStatus.OPEN


CRASHES: list[tuple[str, str]] = [
    ("_open_boxes", "boxes are opened"),
    ("_write", "responses are written"),
    ("aggregates.release", "tables are released"),
    ("notifications.take_back_invitations", "mail is taken back"),
    ("audit.record", "the close is recorded"),
]


@pytest.mark.parametrize("point", [point for point, _ in CRASHES], ids=[f"before {when}" for _, when in CRASHES])
def test_a_crash_in_the_transaction_leaves_the_wave_open_with_everything(
    engine: Engine, keys: Keyring, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    with writing(engine).begin() as session:
        bind_factories(session)
        wave_id = answered_wave(session, keys, 8).id

    def crash(*_args: object, **_values: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(f"mentorship_app.surveys.closing.{point}", crash)
        with pytest.raises(MemoryError), writing(engine).begin() as session:
            close_wave(session, keys, session.get_one(Wave, wave_id), by=STAFF, now=NOW)
    with reading(engine).begin() as session:
        state = [rows(session, table) for table in (*SEALED, Response, Release)]
        assert (state, session.get_one(Wave, wave_id).status) == ([8, 8, 0, 0, 0], WaveStatus.OPEN)
    close_and_finish(engine, keys, wave_id)
    with reading(engine).begin() as session:
        assert rows(session, Response) == 8


def close_and_finish(engine: Engine, keys: Keyring, wave_id: object) -> None:
    with writing(engine).begin() as session:
        close_wave(session, keys, session.get_one(Wave, wave_id), by=STAFF, now=NOW)
    with reading(engine).begin() as session:
        waiting = unfinished(session)
    for closed in waiting:
        assert finish_closing(engine, keys, closed)


@pytest.mark.parametrize("point", ["erase_free_pages", "sealing.wave_key_name", "writing"])
def test_a_crash_after_the_transaction_is_finished_by_the_next_round(
    engine: Engine, keys: Keyring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, point: str
) -> None:
    with writing(engine).begin() as session:
        bind_factories(session)
        wave = answered_wave(session, keys, 8)
        wave_id, key = wave.id, sealing.wave_key_name(wave.id)
    with writing(engine).begin() as session:
        close_wave(session, keys, session.get_one(Wave, wave_id), by=STAFF, now=NOW)

    def crash(*_args: object, **_values: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(f"mentorship_app.surveys.closing.{point}", crash)
        with pytest.raises(MemoryError):
            finish_closing(engine, keys, wave_id)
    with reading(engine).begin() as session:
        assert unfinished(session) == [wave_id]
    close_due_waves(JobContext(engine, keys, tmp_path, "http://localhost", NOW))
    with reading(engine).begin() as session:
        assert unfinished(session) == []
        assert rows(session, Response) == 8
    assert not keys.has(key)


def test_a_reader_that_holds_the_log_only_delays_the_destruction_of_the_key(
    engine: Engine, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine).begin() as session:
        bind_factories(session)
        wave = answered_wave(session, keys, 8)
        wave_id, key = wave.id, sealing.wave_key_name(wave.id)
        close_wave(session, keys, wave, by=STAFF, now=NOW)
    with monkeypatch.context() as held:
        held.setattr(closing, "erase_free_pages", lambda _engine: False)
        assert not finish_closing(engine, keys, wave_id)
        assert keys.has(key)
    assert finish_closing(engine, keys, wave_id)
    with pytest.raises(KeyringError):
        keys.get(key)


def test_the_worker_closes_a_wave_two_days_after_its_last_where_the_program_is(
    engine: Engine, keys: Keyring, tmp_path: Path
) -> None:
    with writing(engine).begin() as session:
        bind_factories(session)
        wave = answered_wave(session, keys, 8)
        wave_id, last_day = wave.id, wave.closes_on
    # Toronto is five hours behind: a day is over at five in the morning, UTC.
    midnight = NOW.replace(year=last_day.year, month=last_day.month, day=last_day.day, hour=0) + timedelta(days=3)
    statuses = []
    for moment in (midnight + timedelta(hours=4), midnight + timedelta(hours=6)):
        close_due_waves(JobContext(engine, keys, tmp_path, "http://localhost", moment))
        with reading(engine).begin() as session:
            statuses.append(session.get_one(Wave, wave_id).status)
    assert statuses == [WaveStatus.OPEN, WaveStatus.CLOSED]
    assert not keys.has(sealing.wave_key_name(wave_id))


def test_no_text_that_was_typed_but_not_sent_is_left_on_disk(engine: Engine, keys: Keyring, database: Path) -> None:
    marker = "zanzibar-marker"
    with writing(engine).begin() as session:
        bind_factories(session)
        wave, people = opened_wave(session, keys, 12)
        wave_id = wave.id
    for number, person in enumerate(people):
        with writing(engine).begin() as session:
            wave = session.get_one(Wave, wave_id)
            save_draft(session, keys, wave, person.account_id, {"exh_1": 1, "comment": f"{marker} draft {number}"})
            if number % 2:
                submit(session, keys, wave, person.account_id, {"exh_1": 1, "comment": f"kept-{number}"})
    files = [database, database.with_name(database.name + "-wal")]
    assert all(marker.encode() not in path.read_bytes() for path in files if path.exists())
    with reading(engine).begin() as session:
        drafts = session.scalars(select(SealedDraft.body)).all()
    assert len(drafts) == 6
    close_and_finish(engine, keys, wave_id)
    for path in files:
        content = path.read_bytes() if path.exists() else b""
        assert marker.encode() not in content
        assert not [body for body in drafts if body[100:164] in content]
    assert b"kept-1" in database.read_bytes()


READ: dict[str, Callable[[Response], str | bytes]] = {"by id": lambda r: r.id.hex, "by panel": lambda r: r.panel}


def test_storage_order_says_nothing_about_the_order_of_sending(session: Session, keyring: Keyring) -> None:
    """Spearman's rho over repeated waves of 40: its mean must lie within four standard errors of nothing."""
    rhos: dict[str, list[float]] = {order: [] for order in READ}
    for turn in range(12):
        wave, people = opened_wave(session, keyring, 40)
        Random(turn).shuffle(people)  # noqa: S311  an order to test with, no secret
        panel_key = keyring.get(sealing.panel_key_name(wave.cohort.program_id))
        for person in people:
            submit(session, keyring, wave, person.account_id, rated(2))
        sent = {sealing.panel(panel_key, person.account_id): place for place, person in enumerate(people)}
        close_wave(session, keyring, wave, by=STAFF, now=NOW)
        stored = session.scalars(select(Response).where(Response.wave_id == wave.id)).all()
        for order, read in READ.items():
            rhos[order].append(_rho([sent[response.panel] for response in sorted(stored, key=read)]))
    for found in rhos.values():
        assert len(found) == 12
        assert abs(sum(found) / len(found)) < 4 * (1 / 39) ** 0.5 / len(found) ** 0.5


def _rho(order: list[int]) -> float:
    n = len(order)
    return 1 - 6 * sum((place - rank) ** 2 for place, rank in enumerate(order)) / (n * (n * n - 1))


def test_the_keys_of_a_program_are_its_own_and_those_of_its_waves(session: Session, keyring: Keyring) -> None:
    ending, _people = opened_wave(session, keyring, 7)
    opened_wave(session, keyring, 7)
    program = ending.cohort.program
    assert keys_of(session, program) == (
        sealing.panel_key_name(program.id),
        sealing.matching_key_name(program.id),
        sealing.training_key_name(program.id),
        sealing.goals_key_name(program.id),
        sealing.rematch_key_name(program.id),
        sealing.check_in_key_name(program.id),
        sealing.contact_key_name(program.id),
        sealing.feedback_key_name(program.id),
        sealing.meetings_key_name(program.id),
        sealing.connections_key_name(program.id),
        sealing.wave_key_name(ending.id),
    )
