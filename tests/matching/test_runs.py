"""Runs of matching: asked for once, solved by the worker, sealed, told in words, and gone with whoever leaves."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, InvalidTransition
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import writing
from mentorship_app.jobs import Job, JobStatus
from mentorship_app.jobs.queue import LEASE, MAX_ATTEMPTS, lease_next, run_next
from mentorship_app.matching import run_solving, runs
from mentorship_app.matching.configuring import add_side_rule
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import Judge, draft_of, forbid, lock, state_now
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.run_inputs import InputsGone, drop_inputs_of, inputs_of
from mentorship_app.matching.run_results import result_from
from mentorship_app.matching.settings import settings_of
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED
from mentorship_app.privacy.sealing import SealBroken
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.withdrawal import withdraw
from mentorship_app.web.factory import job_context
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.forked import forked
from tests.kit.worker import run_worker
from tests.matching.cohorts import FRENCH, OTTOLINE, cast, three_and_two
from tests.matching.gathered import NOW, conflict

PRIMARY = PairingKind.PRIMARY


def start(store: Session, cohort: Cohort, kind: PairingKind = PRIMARY) -> MatchRun:
    run = runs.start_run(store, cohort, kind, by=OTTOLINE, now=NOW)
    store.commit()
    return run


def again(store: Session, run: MatchRun) -> MatchRun:
    """The run as it is now, with everything in it."""
    store.rollback()
    store.expire_all()
    return store.get_one(MatchRun, run.id)


def solved(app: Flask, store: Session, cohort: Cohort) -> MatchRun:
    run = start(store, cohort)
    run_worker(app)
    return again(store, run)


def english(run: MatchRun) -> dict[str, str]:
    """Reasons by mentee id."""
    return {mentee: reason.in_("en") for mentee, reason in result_from(run.result).unmatched}


# From asking to the result


def test_worker_solves_what_was_asked_for_and_proposes_the_pairs(app: Flask, store: Session) -> None:
    people = three_and_two()
    store.commit()

    run = solved(app, store, people.cohort)

    result = runs.result_of(run)
    assert run.status is RunStatus.SOLVED, runs.why(run)
    assert result.excluded == {}
    assert result.pairs == tuple(
        sorted([people.pair("Ada", "Rural"), people.pair("Ben", "Rural"), people.pair("Cleo", "Lab")])
    )
    assert (result.places, len(result.mentees), result.unmatched) == (3, 3, ())
    assert result.proof.goals == ("matched", "worst_off", "total", "even_load")
    assert result.proof.solver == "assignment"
    assert "SciPy" in run.solver
    assert (run.number, run.finished_at is not None, run.seconds is not None) == (1, True, True)
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    assert state_now(draft) == State(pairs=result.pairs)
    assert [step.by for step in draft.steps] == ["Ottoline Marsh"]


def test_result_goes_in_and_out_of_storage_unchanged(app: Flask, store: Session) -> None:
    people = three_and_two()
    people.mentee("Dan", "research")
    people.mentee("Eve", "rural")
    store.commit()
    result = runs.result_of(solved(app, store, people.cohort))
    assert result.unmatched
    assert result_from(result.as_json()) == result
    assert result.as_json() == result_from(result.as_json()).as_json()


def test_weights_are_written_out_so_that_later_defaults_change_nothing(store: Session) -> None:
    run = start(store, three_and_two().cohort)
    weights = settings_of(run.settings).weights
    assert weights["topics"] == 8
    assert len(weights) > 10
    assert "identity" not in weights


def test_trail_says_who_started_which_run_and_nothing_of_fits(app: Flask, store: Session) -> None:
    run = solved(app, store, three_and_two().cohort)
    events = store.scalars(select(AuditEvent).where(AuditEvent.action.like("matching.%"))).all()
    started = next(event for event in events if event.action == "matching.run.started")
    assert (started.actor_name, started.details) == ("Ottoline Marsh", {"number": 1, "kind": "primary"})
    assert started.subject_id == run.id
    assert not any("fit" in str(event.details) for event in events)


def test_pairs_that_run_stay_and_a_run_beside_decisions_leaves_the_draft_alone(app: Flask, store: Session) -> None:
    people = three_and_two()
    PairingFactory(
        cohort=people.cohort,
        mentor=people.mentors["Lab"],
        mentee=people.mentees["Ada"],
        kind=PRIMARY,
        started_on=NOW.date(),
    )
    store.commit()
    first = solved(app, store, people.cohort)
    assert people.pair("Ada", "Lab") in runs.result_of(first).pairs
    second = start(store, people.cohort)
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    judge = Judge(runs.facts_of(first, job_context(app).keyring), settings_of(first.settings))
    pair = people.pair("Ben", "Rural")
    lock(store, draft, judge, pair, version=draft.version, by=OTTOLINE, now=NOW)
    store.commit()

    run_worker(app)

    assert again(store, second).status is RunStatus.SOLVED
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    assert state_now(draft).locked == frozenset({pair})
    assert draft.steps[-1].run_id == first.id


def test_locks_and_forbids_of_the_draft_go_into_the_next_run(app: Flask, store: Session) -> None:
    people = three_and_two()
    store.commit()
    first = solved(app, store, people.cohort)
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    judge = Judge(runs.facts_of(first, job_context(app).keyring), settings_of(first.settings))
    pair = people.pair("Cleo", "Lab")
    forbid(store, draft, judge, pair, rationale="Cousins", version=draft.version, by=OTTOLINE, now=NOW)
    store.commit()

    second = solved(app, store, people.cohort)

    assert pair not in runs.result_of(second).pairs
    assert len(runs.result_of(second).pairs) == 3
    assert second.decisions["forbidden"][0]["rationale"] == "Cousins"
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    assert draft.steps[-1].run_id == second.id


# Once, whoever presses


def test_pressing_twice_gives_one_run_and_afterwards_a_second_one(app: Flask, store: Session) -> None:
    people = three_and_two()
    first = start(store, people.cohort)
    assert start(store, people.cohort).id == first.id
    run_worker(app)
    assert start(store, people.cohort).number == 2
    assert store.scalars(select(Job).where(Job.kind == runs.SOLVE)).all()[0].dedupe_key is None


def test_two_coordinators_at_once_get_one_run(app: Flask, store: Session) -> None:
    cohort = three_and_two().cohort
    store.commit()
    together, seen = Barrier(8), []
    engine = job_context(app).engine
    threads = [Thread(target=_press_soon, args=(engine, cohort.id, together, seen)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(seen), len(set(seen))) == (8, 1)
    assert len(store.scalars(select(MatchRun)).all()) == 1


def _press_soon(engine: Any, cohort_id: UUID, together: Barrier, seen: list[UUID]) -> None:
    together.wait()
    with writing(engine).begin() as session:
        run = runs.start_run(session, session.get_one(Cohort, cohort_id), PRIMARY, by=OTTOLINE, now=NOW)
        seen.append(run.id)


def test_runs_are_counted_by_cohort_and_kinds_run_beside_each_other(store: Session) -> None:
    one, other = three_and_two(), three_and_two()
    store.commit()
    assert [start(store, one.cohort).number, start(store, one.cohort, PairingKind.CAREER).number] == [1, 2]
    assert start(store, other.cohort).number == 1


# Breaking off


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(app: Flask, store: Session, tmp_path: Path) -> None:
    people = three_and_two()
    run = start(store, people.cohort)
    store.rollback()
    context = job_context(app)
    at, reached = tmp_path / "reached", replace(context, now=NOW)

    def work() -> None:
        def stop(_question: Any) -> Any:
            at.write_text("solving")
            os.kill(os.getpid(), 9)

        run_solving.answered = stop
        reached.engine.dispose(close=False)
        run_next(reached)

    with forked(work, tmp_path / "log") as (process,):
        process.go()
        assert process.wait() == -9
    assert at.read_text() == "solving"
    stuck = again(store, run)
    assert (stuck.status, stuck.result, stuck.inputs) == (RunStatus.SOLVING, {}, None)
    assert start(store, people.cohort).id == run.id  # the work is still leased

    run_worker(app, now=NOW + LEASE + timedelta(seconds=1))

    assert again(store, run).status is RunStatus.SOLVED


def test_what_fails_is_tried_again_and_given_up_after_five_times(
    app: Flask, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = three_and_two()
    run = start(store, people.cohort)

    def break_off(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(run_solving, "answered", break_off)
        for attempt in range(MAX_ATTEMPTS):
            assert again(store, run).status in runs.PENDING
            store.rollback()
            run_worker(app, now=NOW + timedelta(hours=attempt))
    failed = again(store, run)
    assert failed.status is RunStatus.FAILED
    why = runs.why(failed)
    assert why is not None
    assert "tried five times" in why.in_("en")
    assert "cinq fois" in why.in_("fr")

    assert start(store, people.cohort).number == 2


def test_a_run_that_kills_every_worker_is_given_up(app: Flask, store: Session) -> None:
    run = start(store, three_and_two().cohort)
    for attempt in range(MAX_ATTEMPTS):
        assert lease_next(store, now=NOW + attempt * 2 * LEASE) is not None  # and never finished
        store.commit()
    run_worker(app, now=NOW + 20 * LEASE)
    assert again(store, run).status is RunStatus.FAILED


def test_a_run_whose_work_is_gone_does_not_stop_the_next_one(store: Session) -> None:
    people = three_and_two()
    first = start(store, people.cohort)
    job = store.get_one(Job, first.job_id)
    job.status, job.dedupe_key = JobStatus.FAILED, None
    store.commit()
    second = start(store, people.cohort)
    assert (second.number, again(store, first).status) == (2, RunStatus.FAILED)


def test_progress_names_what_goes_on(app: Flask, store: Session) -> None:
    run = start(store, three_and_two().cohort)
    store.rollback()
    context, seen = job_context(app), []
    run_solving.solve_run(
        context.engine, context.keyring, run.id, now=NOW, progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(done, len(run_solving.STAGES)) for done in range(len(run_solving.STAGES) + 1)]
    run_solving.solve_run(context.engine, context.keyring, run.id, now=NOW)
    assert again(store, run).status is RunStatus.SOLVED


# What is sealed


def test_what_was_read_is_sealed_to_its_run_and_opens_with_the_key_alone(
    app: Flask, store: Session, keyring: Keyring
) -> None:
    people = three_and_two()
    ask_not_to_be_matched(store, people.mentees["Ada"], other=people.mentors["Lab"], now=NOW)
    store.commit()
    first, second = solved(app, store, people.cohort), solved(app, store, people.cohort)

    inputs = inputs_of(first, keyring)

    assert inputs.facts.apart_unsaid == (people.pair("Ada", "Lab"),)
    assert inputs.certificate["objective"]["matched"] == 3
    assert first.inputs_digest == second.inputs_digest
    assert first.inputs is not None
    assert b"apart_unsaid" not in first.inputs
    first.inputs, second.inputs = second.inputs, first.inputs
    with pytest.raises(SealBroken):
        inputs_of(first, keyring)
    keyring.destroy(f"matching:{people.cohort.program_id}")
    with pytest.raises(InputsGone):
        inputs_of(second, keyring)


def test_inputs_go_with_whoever_leaves_and_the_pairs_of_others_stay(
    app: Flask, store: Session, keyring: Keyring
) -> None:
    people = three_and_two()
    store.commit()
    before = solved(app, store, people.cohort)
    withdraw(store, people.mentees["Ada"], by=OTTOLINE, now=NOW)
    store.commit()
    after = solved(app, store, people.cohort)

    before = again(store, before)
    assert before.inputs is None
    assert len(runs.result_of(before).pairs) == 3
    with pytest.raises(InputsGone):
        runs.facts_of(before, keyring)
    assert people.mentees["Ada"].public_id not in after.result["mentees"]
    drop_inputs_of(store, people.mentees["Ada"])
    assert runs.facts_of(after, keyring).mentees


def test_who_leaves_while_the_solver_works_is_not_written_down(
    app: Flask, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = three_and_two()
    run = start(store, people.cohort)
    store.rollback()
    answered = run_solving.answered

    def leave_meanwhile(question: run_solving.Question) -> Any:
        with writing(job_context(app).engine).begin() as session:
            ada = session.merge(people.mentees["Ada"], load=True)
            withdraw(session, ada, by=OTTOLINE, now=NOW)
        return answered(question)

    with monkeypatch.context() as slow:
        slow.setattr(run_solving, "answered", leave_meanwhile)
        run_worker(app, now=NOW)
    assert again(store, run).status in runs.PENDING
    store.rollback()
    run_worker(app, now=NOW + timedelta(minutes=1))
    run = again(store, run)
    assert (run.status, len(run.result["mentees"])) == (RunStatus.SOLVED, 2)


# Nothing to match, or nothing possible


@pytest.mark.parametrize(
    ("mentees", "mentors", "capacity", "words"),
    [
        (0, 0, 1, "Nobody takes part"),
        (0, 1, 1, "No mentee takes part"),
        (1, 0, 1, "No mentor takes part"),
        (1, 1, 0, "No mentor offers a place"),
    ],
)
def test_nobody_to_match_is_said_at_once(store: Session, mentees: int, mentors: int, capacity: int, words: str) -> None:
    people = cast()
    for number in range(mentees):
        people.mentee(f"A{number}")
    for number in range(mentors):
        people.mentor(f"B{number}", capacity=capacity)
    with pytest.raises(Conflict, match=words):
        runs.start_run(store, people.cohort, PRIMARY, by=OTTOLINE, now=NOW)


@pytest.mark.parametrize("phase", [Phase.SETUP, Phase.RECRUITMENT, Phase.CLOSING, Phase.CLOSED])
def test_outside_its_phases_nothing_is_matched(store: Session, phase: Phase) -> None:
    people = three_and_two(CohortFactory(phase=phase))
    with pytest.raises(InvalidTransition):
        runs.start_run(store, people.cohort, PRIMARY, by=OTTOLINE, now=NOW)


@pytest.mark.parametrize("phase", [Phase.INTAKE, Phase.MATCHING, Phase.ACTIVE])
def test_from_intake_on_pairs_can_be_tried(store: Session, phase: Phase) -> None:
    people = three_and_two(CohortFactory(phase=phase))
    assert runs.start_run(store, people.cohort, PRIMARY, by=OTTOLINE, now=NOW).status is RunStatus.QUEUED


def test_a_kind_that_nobody_asked_for_is_refused_in_words(app: Flask, store: Session) -> None:
    run = start(store, three_and_two().cohort, PairingKind.RESEARCH)
    run_worker(app)
    run = again(store, run)
    why = runs.why(run)
    assert why is not None
    assert run.status is RunStatus.REFUSED
    assert "No mentee asked for a mentor of this kind" in why.in_("en")
    assert run.inputs is None


def test_rules_in_conflict_are_named(app: Flask, store: Session, keyring: Keyring) -> None:
    people = three_and_two()
    ada, ben = people.mentees["Ada"], people.mentees["Ben"]
    store.commit()
    first = solved(app, store, people.cohort)
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    judge = Judge(runs.facts_of(first, keyring), settings_of(first.settings))
    for pair in (people.pair("Ada", "Rural"), people.pair("Ben", "Rural")):
        lock(store, draft, judge, pair, version=draft.version, by=OTTOLINE, now=NOW)
    add_side_rule(store, people.cohort, ada, ben, together=False, rationale="Siblings", by=OTTOLINE, now=NOW)
    store.commit()

    run = solved(app, store, people.cohort)

    why = runs.why(run)
    assert why is not None
    assert run.status is RunStatus.REFUSED
    for words in (
        "Ada Mentee is locked with Rural Mentor",
        "Ben Mentee is locked with Rural Mentor",
        "never have the same mentor",
    ):
        assert words in why.in_("en")
    assert "Gardez" not in why.in_("en")
    assert "ne peuvent pas" in why.in_("fr")


def test_rules_in_conflict_are_named_without_what_is_private(app: Flask, store: Session, keyring: Keyring) -> None:
    people = three_and_two()
    ada, ben = people.mentees["Ada"], people.mentees["Ben"]
    store.commit()
    first = solved(app, store, people.cohort)
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    judge = Judge(runs.facts_of(first, keyring), settings_of(first.settings))
    lock(store, draft, judge, people.pair("Ada", "Rural"), version=draft.version, by=OTTOLINE, now=NOW)
    add_side_rule(store, people.cohort, ada, ben, together=True, rationale="Friends", by=OTTOLINE, now=NOW)
    ask_not_to_be_matched(store, ben, other=people.mentors["Rural"], now=NOW)
    store.commit()

    run = solved(app, store, people.cohort)

    why = runs.why(run)
    assert why is not None
    assert run.status is RunStatus.REFUSED
    named = why.in_("en")
    assert "Ada Mentee is locked with Rural Mentor" in named
    assert "have the same mentor" in named
    assert "Ben Mentee cannot have" not in named
    assert MUST_NOT_BE_PAIRED not in named


def test_a_cap_is_named_as_places_where_too_many_pairs_are_locked(app: Flask, store: Session, keyring: Keyring) -> None:
    people = three_and_two()
    store.commit()
    first = solved(app, store, people.cohort)
    draft = draft_of(store, people.cohort, PRIMARY)
    assert draft is not None
    judge = Judge(runs.facts_of(first, keyring), settings_of(first.settings))
    for pair in (people.pair("Ada", "Rural"), people.pair("Ben", "Rural")):
        lock(store, draft, judge, pair, version=draft.version, by=OTTOLINE, now=NOW)
    people.mentors["Rural"].capacity = 1
    store.commit()
    run = solved(app, store, people.cohort)
    why = runs.why(run)
    assert why is not None
    assert "Rural Mentor has 1 place;" in why.in_("en")
    assert "Rural Mentor a 1 place\u00a0;" in why.in_("fr")


def test_everybody_conflicted_is_an_answer_with_its_reasons(app: Flask, store: Session) -> None:
    people = cast()
    people.mentor("Rural", capacity=2)
    for name in ("Ada", "Ben"):
        mentee = people.mentee(name)
        store.add(conflict(people.mentors["Rural"], mentee, ConflictReason.SUPERVISOR_THIS_BLOCK, Declarer.COORDINATOR))
    store.commit()

    run = solved(app, store, people.cohort)

    result = runs.result_of(run)
    assert (run.status, result.pairs) == (RunStatus.SOLVED, ())
    assert set(english(run).values()) == {"No mentor with a place is possible: Conflict of interest (1)."}
    assert result.excluded == {"conflict_of_interest": 2}


def test_all_alike_is_said(app: Flask, store: Session) -> None:
    people = cast()
    people.mentor("Rural")
    people.mentor("Lab")
    for name in ("Ada", "Ben"):
        people.mentees[name] = EnrollmentFactory(cohort=people.cohort, account__name=f"{name} Mentee")
    store.commit()
    result = runs.result_of(solved(app, store, people.cohort))
    assert (result.tells_apart, result.without_intake, len(result.pairs)) == (False, 2, 2)


# Why somebody has no mentor, and what would help


def test_needing_a_language_few_have_is_named(app: Flask, store: Session) -> None:
    people = cast()
    people.mentor("Aubin", capacity=2, languages=FRENCH)
    people.mentor("Hale", capacity=3)
    for name in ("Ada", "Ben", "Cleo"):
        people.mentee(name, languages=FRENCH)
    store.commit()

    run = solved(app, store, people.cohort)

    (reason,) = english(run).values()
    assert reason == "3 mentees need French, and 2 places have it."
    (french,) = (phrase.in_("fr") for _mentee, phrase in runs.result_of(run).unmatched)
    assert "français" in french
    (mentee,) = english(run)
    remedies = runs.result_of(run).remedies[mentee]
    assert [(one.mentor, one.load, one.capacity) for one in remedies.could_take] == [
        (people.mentors["Aubin"].public_id, 2, 2)
    ]
    assert [(one.mentor, one.constraints) for one in remedies.could_except] == [
        (people.mentors["Hale"].public_id, ("language",))
    ]


def test_too_few_places_are_counted(app: Flask, store: Session) -> None:
    people = three_and_two()
    people.mentee("Dan", "rural")
    store.commit()
    run = solved(app, store, people.cohort)
    assert list(english(run).values()) == ["There are not enough places: 3 for 4 mentees."]
    (remedies,) = runs.result_of(run).remedies.values()
    assert {(one.load, one.capacity) for one in remedies.could_take} == {(1, 1), (2, 2)}
    assert remedies.could_except == ()


def test_a_private_bar_is_in_no_reason_no_count_and_no_remedy(app: Flask, store: Session) -> None:
    people = cast()
    people.mentor("Rural", capacity=2)
    people.mentor("Lab", capacity=1)
    ada, ben = people.mentee("Ada"), people.mentee("Ben")
    for mentor in people.mentors.values():
        ask_not_to_be_matched(store, mentor, other=ada, now=NOW)
    store.commit()

    run = solved(app, store, people.cohort)

    result = runs.result_of(run)
    assert [mentee for mentee, _mentor in result.pairs] == [ben.public_id]
    assert english(run) == {ada.public_id: "This mentee cannot be paired with anybody who has room."}
    assert result.excluded == {}
    assert (result.remedies[ada.public_id].could_take, result.remedies[ada.public_id].could_except) == ((), ())
    assert "private" not in str(run.result)


def test_conflict_and_private_bar_together_give_the_sentence_that_tells_neither_how_many(
    app: Flask, store: Session
) -> None:
    people = cast()
    people.mentor("Rural")
    people.mentor("Lab")
    ada = people.mentee("Ada")
    store.add(conflict(people.mentors["Rural"], ada, ConflictReason.SUPERVISOR_THIS_BLOCK, Declarer.COORDINATOR))
    ask_not_to_be_matched(store, ada, other=people.mentors["Lab"], now=NOW)
    store.commit()
    assert english(solved(app, store, people.cohort)) == {
        ada.public_id: "This mentee cannot be paired with anybody who has room."
    }
