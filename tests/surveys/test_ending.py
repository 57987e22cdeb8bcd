"""The end of a program: its key goes, its results stay, and nothing new begins."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.sealing import panel_key_name
from mentorship_app.programs import Phase
from mentorship_app.programs.services import create_cohort
from mentorship_app.surveys.aggregates import published, wave_ref
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.ending import end_program
from mentorship_app.surveys.models import Response
from mentorship_app.surveys.own_answers import OwnState, own_wave
from mentorship_app.surveys.services import open_wave
from tests.factories.surveys import NOW, STAFF, WaveFactory, opened_wave, rated
from tests.kit.worker import run_worker


def test_a_program_with_an_open_check_in_is_not_ended(session: Session, keyring: Keyring) -> None:
    wave, _people = opened_wave(session, keyring, 7)
    with pytest.raises(Conflict, match="still open"):
        end_program(session, wave.cohort.program, by=STAFF, now=NOW)
    assert wave.cohort.program.ended_at is None
    assert wave.cohort.phase is not Phase.CLOSED


def test_its_key_goes_its_results_stay_and_nothing_new_begins(app: Flask, store: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(store, keyring, 8)
    for person in people:
        submit(store, keyring, wave, person.account_id, rated(2))
    close_wave(store, keyring, wave, by=STAFF, now=NOW)
    planned, program = WaveFactory(cohort=wave.cohort), wave.cohort.program
    store.commit()
    results = published(store, wave_ref(wave))
    assert own_wave(store, keyring, people[0].account, wave).state is OwnState.COUNTED
    end_program(store, program, by=STAFF, now=NOW)
    end_program(store, program, by=STAFF, now=NOW)
    store.commit()
    assert own_wave(store, keyring, people[0].account, wave).state is OwnState.UNLINKED, "at once, before the worker"
    store.commit()
    run_worker(app)
    assert not keyring.has(panel_key_name(program.id))
    assert own_wave(store, keyring, people[0].account, wave).state is OwnState.UNLINKED
    assert results is not None
    assert published(store, wave_ref(wave)) == results
    assert store.scalar(select(func.count()).select_from(Response)) == 8
    assert {cohort.phase for cohort in program.cohorts} == {Phase.CLOSED}
    ended = select(AuditEvent.action).where(AuditEvent.action == "programs.program.ended")
    assert store.scalars(ended).all() == ["programs.program.ended"]
    with pytest.raises(Conflict):
        open_wave(store, keyring, planned, by=STAFF, now=NOW)
    with pytest.raises(InvalidTransition, match="has ended"):
        create_cohort(
            store, program, name="Next", starts_on=date(2027, 7, 1), ends_on=date(2028, 6, 30), by=STAFF, now=NOW
        )
    assert not keyring.has(panel_key_name(program.id)), "nothing made it anew"
