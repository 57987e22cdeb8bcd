"""Working a run out again: equal for what was stored, and every tampering found."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching import run_inputs, runs
from mentorship_app.matching.configuring import save_settings
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.facts import digest_of
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.run_inputs import Inputs, InputsGone, inputs_of, sealed
from mentorship_app.matching.settings import Settings
from mentorship_app.matching.verifying import CHECKS, verify
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.privacy.sealing import SealBroken
from mentorship_app.programs.withdrawal import withdraw
from tests.matching.cohorts import OTTOLINE, three_and_two
from tests.matching.gathered import NOW
from tests.matching.test_runs import again, solved, start

WENT_IN, CAME_OUT, RULES, PROOF, PAIRS, VALUES = CHECKS


@pytest.fixture
def run(app: Flask, store: Session) -> MatchRun:
    people = three_and_two()
    people.mentee("Dan", "rural")
    ask_not_to_be_matched(store, people.mentees["Dan"], other=people.mentors["Lab"], now=NOW)
    store.commit()
    return solved(app, store, people.cohort)


def failing(store: Session, run: MatchRun, keyring: Keyring) -> set[str]:
    return {check.words for check in verify(store, run, keyring).checks if not check.holds}


def test_a_run_is_equal_to_itself_worked_out_again(store: Session, run: MatchRun, keyring: Keyring) -> None:
    verified = verify(store, run, keyring)
    assert verified.is_equal, [check for check in verified.checks if not check.holds]
    assert [check.words for check in verified.checks] == list(CHECKS)


def test_a_stable_run_is_equal_too(app: Flask, store: Session, keyring: Keyring) -> None:
    people = three_and_two()
    save_settings(store, people.cohort, Settings(mode=Mode.STABLE), version=0, by=OTTOLINE, now=NOW)
    store.commit()
    stable = solved(app, store, people.cohort)
    assert stable.mode is Mode.STABLE
    assert stable.result["proof"]["status"] == "stable"
    assert verify(store, stable, keyring).is_equal


def test_later_settings_and_people_change_nothing_of_an_earlier_run(
    store: Session, run: MatchRun, keyring: Keyring
) -> None:
    save_settings(store, run.cohort, Settings(weights={"topics": 0, "style": 10}), version=0, by=OTTOLINE, now=NOW)
    assert verify(store, run, keyring).is_equal


def exchanged(pairs: list[list[object]]) -> list[list[object]]:
    """The first two mentees who have different mentors, exchanged."""
    one = pairs[0]
    other = next(pair for pair in pairs if pair[1] != one[1])
    swapped = {one[0]: other[1], other[0]: one[1]}
    return [[mentee, swapped.get(mentee, mentor), fit] for mentee, mentor, fit in pairs]


def test_pairs_that_were_changed_are_found(store: Session, run: MatchRun, keyring: Keyring) -> None:
    run.result = run.result | {"pairs": exchanged(run.result["pairs"])}
    store.flush()
    found = failing(store, run, keyring)
    assert {CAME_OUT, PAIRS, PROOF} <= found
    run.result_digest = digest_of(run.result)
    store.flush()
    found = failing(store, run, keyring)
    assert CAME_OUT not in found
    assert {PAIRS, PROOF} <= found
    (detail,) = [check.detail for check in verify(store, run, keyring).checks if check.detail]
    assert detail.in_("en") == "2 mentees have another mentor, or none."


def test_a_pair_that_was_taken_out_is_found(store: Session, run: MatchRun, keyring: Keyring) -> None:
    run.result = run.result | {"pairs": run.result["pairs"][1:]}
    run.result_digest = digest_of(run.result)
    store.flush()
    assert {PAIRS, PROOF, VALUES} <= failing(store, run, keyring)


def test_other_settings_or_decisions_are_found(store: Session, run: MatchRun, keyring: Keyring) -> None:
    run.settings = run.settings | {"weights": run.settings["weights"] | {"topics": 1}}
    store.flush()
    assert WENT_IN in failing(store, run, keyring)


def change_prices(inputs: Inputs) -> Inputs:
    steps = [
        step | {"mentors": {}} if "mentors" in step else step for step in inputs.certificate["certificate"]["steps"]
    ]
    proof = inputs.certificate["certificate"] | {"steps": steps}
    return replace(inputs, certificate=inputs.certificate | {"certificate": proof})


def change_value(inputs: Inputs) -> Inputs:
    objective = inputs.certificate["objective"] | {"total": inputs.certificate["objective"]["total"] + 1}
    return replace(inputs, certificate=inputs.certificate | {"objective": objective})


@pytest.mark.parametrize(("change", "found"), [(change_prices, {PROOF}), (change_value, {PROOF, VALUES})])
def test_a_certificate_that_proves_something_else_is_found(
    store: Session, run: MatchRun, keyring: Keyring, change: Callable[[Inputs], Inputs], found: set[str]
) -> None:
    changed = change(inputs_of(run, keyring))
    run.inputs = sealed(changed, keyring, program_id=run.cohort.program_id, run_id=run.id)
    store.flush()
    assert failing(store, run, keyring) == found


def test_facts_that_were_changed_are_found(store: Session, run: MatchRun, keyring: Keyring) -> None:
    inputs = inputs_of(run, keyring)
    forged = replace(inputs, facts=replace(inputs.facts, apart_unsaid=()))
    run.inputs = sealed(forged, keyring, program_id=run.cohort.program_id, run_id=run.id)
    store.flush()
    assert WENT_IN in failing(store, run, keyring)


def test_a_broken_seal_is_no_answer(store: Session, run: MatchRun, keyring: Keyring) -> None:
    assert run.inputs is not None
    run.inputs = run.inputs[:-1] + bytes([run.inputs[-1] ^ 1])
    store.flush()
    with pytest.raises(SealBroken):
        verify(store, run, keyring)


def test_once_somebody_left_it_says_why_it_cannot(store: Session, run: MatchRun, keyring: Keyring) -> None:
    enrollments = {one.public_id: one for one in store.query(run_inputs.Enrollment)}
    withdraw(store, enrollments[run.result["mentees"][0]], by=OTTOLINE, now=NOW)
    with pytest.raises(InputsGone):
        verify(store, again_without_rollback(store, run), keyring)


def again_without_rollback(store: Session, run: MatchRun) -> MatchRun:
    store.flush()
    store.expire_all()
    return store.get_one(MatchRun, run.id)


def test_what_gave_no_pairs_is_not_verified(store: Session, keyring: Keyring) -> None:
    waiting = start(store, three_and_two().cohort)
    with pytest.raises(Conflict, match="nothing to verify"):
        verify(store, again(store, waiting), keyring)
    assert runs.why(waiting) is None
