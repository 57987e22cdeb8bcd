"""A survey opens only with wording and licences, and counts everybody who is asked, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError, Conflict, Obstacles
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import writing
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.binding import bind, in_use
from mentorship_app.instruments.licences import LicenceRecord, LicenceUse
from mentorship_app.programs import Cohort
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.services import open_wave
from tests.factories import CohortFactory, HelpLineFactory
from tests.factories.instruments import library_with_lantern, reading_of
from tests.factories.surveys import STAFF, WaveFactory, people_of

NOW = datetime.now(UTC)
TODAY = NOW.date()
LIBRARY = catalogue.LIBRARY
ATTEMPTS = 20


@pytest.fixture(autouse=True)
def lantern_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented instrument and the app's own short check, and nothing else."""
    folder = tmp_path / "library"
    (folder / "wording").mkdir(parents=True)
    library_with_lantern(folder)
    for file in ("own_burnout_short.yaml", "wording/own_burnout_short.en.yaml", "wording/own_burnout_short.fr.yaml"):
        (folder / file).write_bytes((LIBRARY / file).read_bytes())
    monkeypatch.setattr(catalogue, "LIBRARY", folder)


def cohort_of(people: int) -> Cohort:
    made: Cohort = CohortFactory(starts_on=TODAY - timedelta(days=100), ends_on=TODAY + timedelta(days=265))
    HelpLineFactory(program=made.program, verified_on=TODAY)
    people_of(made, people)
    return made


def wave_of(session: Session, cohort: Cohort) -> Wave:
    bound = in_use(session, cohort.program, catalogue.get("lantern"))
    block = {"measure": "lantern", "version": 1, "wording": str(bound.id) if bound else None}
    made: Wave = WaveFactory(
        cohort=cohort,
        contents={"blocks": [block], "comment": True},
        opens_on=TODAY,
        closes_on=TODAY + timedelta(days=14),
    )
    session.flush()
    return made


def worded(session: Session, cohort: Cohort) -> None:
    instrument = catalogue.get("lantern")
    by = Actor(None, "Somebody")
    bind(session, cohort.program, instrument, reading_of(instrument), source="w.csv", by=by, now=NOW)


def licensed(session: Session, cohort: Cohort, paid: int) -> None:
    record = LicenceRecord(
        program=cohort.program, instrument_key="lantern", holder="Northmere", number="N-1", paid=paid, created_at=NOW
    )
    session.add(record)
    session.flush()


def test_everything_that_is_missing_is_said_at_once_and_nothing_changes(session: Session, keyring: Keyring) -> None:
    wave = wave_of(session, cohort_of(8))
    with pytest.raises(Obstacles) as refused:
        open_wave(session, keyring, wave, by=STAFF, now=NOW)
    assert str(refused.value) == (
        "Lantern Scale: Its wording is missing: bind your own file. "
        "Lantern Scale: It may only be asked with a licence: put the one that you hold on record."
    )
    assert wave.status is WaveStatus.DRAFT


def test_too_few_administrations_stop_a_survey(session: Session, keyring: Keyring) -> None:
    cohort = cohort_of(8)
    worded(session, cohort)
    licensed(session, cohort, 7)
    wave = wave_of(session, cohort)
    with pytest.raises(Conflict, match="has 7 paid administrations left, and 8 people would be asked"):
        open_wave(session, keyring, wave, by=STAFF, now=NOW)
    assert wave.status is WaveStatus.DRAFT
    assert session.scalars(select(LicenceUse)).all() == []


def test_everybody_who_is_asked_is_counted_once(session: Session, keyring: Keyring) -> None:
    cohort = cohort_of(8)
    worded(session, cohort)
    licensed(session, cohort, 10)
    wave = wave_of(session, cohort)
    open_wave(session, keyring, wave, by=STAFF, now=NOW)
    open_wave(session, keyring, wave, by=STAFF, now=NOW)
    used = session.scalars(select(LicenceUse)).one()
    assert (used.wave_id, used.people) == (wave.id, 8)


def test_twenty_surveys_that_open_at_once_never_use_more_than_was_paid(
    app: Flask, store: Session, keyring: Keyring
) -> None:
    """Seven times eight of sixty: the eighth survey finds four left."""
    cohort = cohort_of(8)
    worded(store, cohort)
    licensed(store, cohort, 60)
    waves = [wave_of(store, cohort).id for _attempt in range(ATTEMPTS)]
    store.commit()
    engine: Engine = app.extensions["write_engine"]
    start = Barrier(ATTEMPTS)

    def attempt(wave_id: UUID) -> bool:
        start.wait(timeout=30)
        with writing(engine)() as session:
            try:
                open_wave(session, keyring, session.get_one(Wave, wave_id), by=STAFF, now=NOW)
            except AppError:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(ATTEMPTS) as pool:
        outcomes = list(pool.map(attempt, waves))
    store.expire_all()
    assert outcomes.count(True) == 7
    assert sum(use.people for use in store.scalars(select(LicenceUse))) == 56
    assert sum(wave.status is WaveStatus.OPEN for wave in store.scalars(select(Wave))) == 7
