"""Closing a large survey: 200 answers to 12 scales with limits and 20 own choices, in three strata.

.venv/bin/python benchmarks/closing.py
"""

import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.db import Base
from mentorship_app.db.engine import install_rules
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.wording import BoundWording
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import SealedAnswers
from mentorship_app.programs import Program
from mentorship_app.surveys import WaveStatus, aggregates
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.web import registrations
from tests.factories import EnrollmentFactory, bind_factories
from tests.factories.people import CohortFactory
from tests.factories.results import options, own_form
from tests.factories.surveys import WaveFactory

assert registrations, "imported for the tables that it registers"

PEOPLE = 200
MEASURES = ("cbi", "pfi", "olbi", "mbi_hss_mp")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEVELS = ("R1", "R2", "R3", "R4")
SITES = ("North", "South", "East")


def band(key: str) -> dict[str, str]:
    return {"key": key, "en": key, "fr": key}


def block(session: Session, program: Program, instrument: Instrument) -> dict[str, Any]:
    """An instrument in a wave, its wording made up: each item is called by its id."""
    sets = instrument.response_sets.items()
    texts = {
        "items": {item.id: item.id for item in instrument.items},
        "responses": {name: [str(code) for code in one.codes] for name, one in sets if not one.is_typed},
        "titles": {},
        "leads": {},
    }
    wording = BoundWording(
        program_id=program.id,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        number=1,
        texts=dict.fromkeys(instrument.languages, texts),
        source="made up",
        digest=instrument.key,
        created_at=NOW,
    )
    session.add(wording)
    session.flush()
    return {"measure": instrument.key, "version": instrument.version, "wording": str(wording.id)}


def open_wave(session: Session, keyring: Keyring) -> Wave:
    """An open wave with sealed answers of all people, each skipping a few questions."""
    cohort = CohortFactory()
    questions = [
        {"id": f"pick{n}", "type": "single_choice", "options": options("a", "b", "c", "d", "e")} for n in range(4)
    ]
    form = own_form(cohort.program, *questions)
    session.add(form)
    session.flush()
    instruments = [catalogue.get(key) for key in MEASURES]
    blocks = [block(session, cohort.program, one) for one in instruments]
    wave = WaveFactory(
        cohort=cohort,
        contents={"blocks": [*blocks, {"section": "own", "form_version": str(form.id)}], "comment": False},
        status=WaveStatus.OPEN,
        opened_at=NOW,
        bands={
            "training_level": [band(level) for level in LEVELS],
            "arm": [band("paired"), band("unpaired")],
            "site": [band(site) for site in SITES],
        },
    )
    session.flush()
    sealing.make_keys(keyring, program_id=cohort.program_id, wave_id=wave.id)
    key, chance = keyring.get(sealing.wave_key_name(wave.id)), random.Random(1)  # noqa: S311  made-up answers
    for number in range(PEOPLE):
        person = EnrollmentFactory(cohort=cohort)
        strata = {"training_level": LEVELS[number % 4], "site": SITES[number % 3], "arm": "paired"}
        if number % 5 == 0:
            strata["arm"] = "unpaired"
        session.add(WaveInvitee(wave_id=wave.id, enrollment_id=person.id, strata=strata))
        answers = {
            item.id: chance.choice(one.response_sets[item.response_set].values)
            for one in instruments
            for item in one.items
            if chance.random() > 0.01
        }
        answers |= {f"own_q_pick{n}": chance.choice("aaabbbccde") for n in range(4) if chance.random() > 0.03}
        name = sealing.slot(key, person.account_id)
        session.add(SealedAnswers(slot=name, wave_id=wave.id, body=sealing.seal(key, answers, name=name)))
    session.flush()
    return wave


def main() -> None:
    """Open, close, read; the seconds of CPU that each of the last two takes."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'benchmark.db'}")
        install_rules(engine, Path(folder) / "lock")
        Base.metadata.create_all(engine)
        keyring = Keyring(Path(folder) / "keyring.json")
        keyring.create_file()
        with Session(engine.execution_options(write=True)) as session, session.begin():
            bind_factories(session)
            wave = open_wave(session, keyring)
            began = time.process_time()
            close_wave(session, keyring, wave, by=Actor(None, f"Somebody {uuid4().hex}"), now=NOW)
            print(f"close of {PEOPLE} answers       {time.process_time() - began:6.2f} s CPU")
            began = time.process_time()
            dataset = aggregates.published(session, aggregates.wave_ref(wave))
            assert dataset is not None
            shares = sum(len(table.limits) for table in dataset.scales)
            shares += sum(len(question.options) for question in dataset.questions)
            print(f"reading its results          {time.process_time() - began:6.2f} s CPU")
            print(f"{len(dataset.scales)} scales, {shares} shares, {len(dataset.scales[0].groups)} strata")
        engine.dispose()


if __name__ == "__main__":
    main()
