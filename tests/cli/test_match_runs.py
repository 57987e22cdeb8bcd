"""``mentorship match list``, ``run`` and ``verify``."""

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli import main
from mentorship_app.matching.drafting import draft_of, state_now
from mentorship_app.matching.models import MatchRun
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort
from tests.factories import CohortFactory
from tests.kit.worker import run_worker
from tests.matching.cohorts import three_and_two


@pytest.fixture
def cohort(store: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """Three mentees and two mentors, in an installation of its own."""
    monkeypatch.setattr("mentorship_app.cli.match_runs.load_settings", lambda: app.extensions["settings"])
    made = three_and_two().cohort
    store.commit()
    return made


def match(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["match", *arguments])


def newest(store: Session) -> MatchRun:
    store.rollback()
    store.expire_all()
    return store.scalars(select(MatchRun).order_by(MatchRun.number.desc())).all()[0]


def test_a_run_is_solved_listed_and_verified(cohort: Cohort, app: Flask, store: Session) -> None:
    made = match("run", "--cohort", cohort.slug)
    assert made.exit_code == 0, made.output
    assert "Run 1: 3 of 3 mentees have a mentor." in made.output
    run = newest(store)
    draft = draft_of(store, cohort, PairingKind.PRIMARY)
    assert draft is not None
    assert len(state_now(draft).pairs) == 3
    store.rollback()
    run_worker(app)
    assert newest(store).finished_at == run.finished_at  # the worker found it done
    store.rollback()

    listed = match("list", "--cohort", cohort.slug)
    assert listed.exit_code == 0
    assert listed.output.split()[0] == run.public_id
    assert "solved  3 of 3" in listed.output
    assert match("list").output == listed.output

    verified = match("verify", run.public_id)
    assert verified.exit_code == 0, verified.output
    assert verified.output.count("holds") == 6 + verified.output.count("proof holds")
    assert "DIFFERS" not in verified.output


def test_what_differs_is_said_with_exit_code_1(cohort: Cohort, store: Session) -> None:
    match("run", "--cohort", cohort.slug)
    run = newest(store)
    run.result = run.result | {"pairs": run.result["pairs"][1:]}
    store.commit()
    verified = match("verify", run.public_id)
    assert verified.exit_code == 1
    assert "DIFFERS  Solved again, the same pairs come out: 1 mentee has another mentor, or none." in verified.output
    assert "DIFFERS  What came out was not changed since" in verified.output


def test_no_pairs_is_exit_code_1_with_the_reason(cohort: Cohort) -> None:
    refused = match("run", "--cohort", cohort.slug, "--kind", "research")
    assert refused.exit_code == 1
    assert "Run 1 gave no pairs. No mentee asked for a mentor of this kind" in refused.output


def test_an_empty_cohort_and_an_unknown_run_say_what_to_do(cohort: Cohort, store: Session) -> None:
    empty = CohortFactory(program=cohort.program, phase=cohort.phase)
    store.commit()
    nobody = match("run", "--cohort", f"{empty.program.slug}/{empty.slug}")
    assert nobody.exit_code == 1
    assert "Nobody takes part in this cohort yet." in nobody.output
    unknown = match("verify", "nothing")
    assert unknown.exit_code == 1
    assert "mentorship match list" in unknown.output
    assert "There is no run yet." in match("list").output
