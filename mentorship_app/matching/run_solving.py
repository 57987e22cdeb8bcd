"""Solving a run that was asked for: read, compare, solve, look at alternatives, keep.

Safe to run twice, and safe to break off anywhere: everything between the first and the last short transaction is
worked out anew from the database, and only the last one writes a result.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mentorship_app import __version__
from mentorship_app.core import clock
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.phrases import Phrase
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import Job, JobStatus
from mentorship_app.jobs.queue import finish
from mentorship_app.matching.alternatives import alternatives
from mentorship_app.matching.decisions import State, state_of
from mentorship_app.matching.drafting import DraftChanged, draft_of, open_draft, take_run
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.excluding import Exclusions, exclusions
from mentorship_app.matching.facts import Facts, digest_of
from mentorship_app.matching.fairness import numbers
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.posing import pose, running
from mentorship_app.matching.readiness import what_facts_lack
from mentorship_app.matching.refusals import words_of_refusal
from mentorship_app.matching.run_inputs import Inputs, inputs_digest, sealed
from mentorship_app.matching.run_results import Proof, Result
from mentorship_app.matching.runs import PENDING
from mentorship_app.matching.scoring import readable_fit_matrix
from mentorship_app.matching.settings import Settings, settings_of
from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.optimum import solve
from mentorship_app.matching.solving.problem import Problem, Solution, Status
from mentorship_app.matching.unmatched import Outcome, reason_for, remedies_for
from mentorship_app.programs import Enrollment, EnrollmentStatus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STAGES = (
    N_("Reading what everybody said"),
    N_("Comparing everybody with everybody"),
    N_("Finding the best pairs"),
    N_("Looking at other possibilities"),
    N_("Writing down the result"),
)
"""What goes on at each number of steps done."""

MOST_COMPARED = 4_000_000
"""Mentees times mentors up to which those who would rather have each other are looked for."""

Progress = Callable[[int, int], None]


class PeopleChanged(Exception):
    """Somebody left while their answers were being compared: the run is worked out again without them."""


@dataclass(frozen=True)
class Question:
    """What is asked of the solver, with everything it was made from."""

    facts: Facts
    settings: Settings
    state: State
    exclusions: Exclusions
    problem: Problem


def solve_run(
    engine: Engine,
    keyring: Keyring,
    run_id: UUID,
    *,
    now: datetime,
    draft_version: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Solve what was asked for and keep the result; a run that is finished is left as it is.

    With ``draft_version`` the pairs become the draft's, if nobody changed the draft since. ``progress`` is told the
    number of :data:`STAGES` done. Raises PeopleChanged, KeyringError.
    """
    report = progress or (lambda _done, _total: None)
    report(0, len(STAGES))
    with writing(engine).begin() as session:
        if _begin(session, run_id) is None:
            return
    with reading(engine).begin() as session:
        snapshot = _read(session, session.get_one(MatchRun, run_id), now=now)
    kept = _work_out(snapshot, keyring, run_id, report)
    with writing(engine).begin() as session:
        _keep(session, run_id, kept, draft_version=draft_version, now=now)
    report(5, len(STAGES))


def solve_within(
    session: Session, keyring: Keyring, run: MatchRun, *, now: datetime, draft_version: int | None = None
) -> None:
    """The same within the caller's transaction: for stories that are told in one, since solving holds up the others."""
    if _begin(session, run.id) is None:
        return
    session.flush()
    kept = _work_out(_read(session, run, now=now), keyring, run.id, lambda _done, _total: None)
    _keep(session, run.id, kept, draft_version=draft_version, now=now)
    session.flush()


def _work_out(snapshot: _Snapshot, keyring: Keyring, run_id: UUID, report: Progress) -> _Kept | Phrase:
    """What comes out, or why nothing does. Takes its time and no database."""
    began = time.perf_counter()
    facts = snapshot.facts
    lacking = what_facts_lack(facts)
    if lacking is not None:
        return lacking
    report(1, len(STAGES))
    question = asked(facts, snapshot.settings, snapshot.state)
    report(2, len(STAGES))
    solution = answered(question)
    if solution.status in {Status.INFEASIBLE, Status.TOO_LARGE}:
        return words_of_refusal(question, solution)
    report(3, len(STAGES))
    result = result_for(question, solution)
    report(4, len(STAGES))
    # Packed before a transaction begins: of a large program this takes longer than the database should be held.
    inputs = Inputs(facts, certificate_in_full(solution))
    box = sealed(inputs, keyring, program_id=snapshot.program_id, run_id=run_id)
    return _Kept(box, snapshot.digest, result, time.perf_counter() - began)


def asked(facts: Facts, settings: Settings, state: State) -> Question:
    """The question to the solver; the same for the same facts, settings and decisions."""
    found = exclusions(facts, settings.rules, state.excepted)
    return Question(facts, settings, state, found, pose(facts, settings, state, found))


def answered(question: Question) -> Solution:
    """What the solver says."""
    return solve(question.problem, mode=question.settings.mode)


def certificate_in_full(solution: Solution) -> dict[str, Any]:
    """Everything that proves the solution, true values among it: to be sealed, never shown."""
    return {
        "status": solution.status.value,
        "objective": vars(solution.objective) if solution.objective else None,
        "certificate": dict(solution.certificate),
    }


def result_for(question: Question, solution: Solution) -> Result:
    """The result as staff may read it."""
    facts, settings = question.facts, question.settings
    fits = readable_fit_matrix(facts, settings)
    outcome = Outcome(facts, question.exclusions, question.state, question.problem, solution, fits)
    row = {mentee.id: place for place, mentee in enumerate(facts.mentees)}
    column = {mentor.id: place for place, mentor in enumerate(facts.mentors)}
    without = {mentee for mentee in row if mentee not in {paired for paired, _mentor in solution.pairs}}
    unmatched = [one for one in solution.unmatched if one.mentee in without]
    return Result(
        mentees=tuple(row),
        mentors=tuple(column),
        places=sum(mentor.capacity for mentor in question.problem.mentors),
        pairs=solution.pairs,
        fits={pair: round(float(fits[row[pair[0]], column[pair[1]]]), 6) for pair in solution.pairs},
        unmatched=tuple((one.mentee, reason_for(outcome, one)) for one in unmatched),
        remedies={one.mentee: remedies_for(outcome, one.mentee) for one in unmatched},
        excluded=_counted(question.exclusions),
        alternatives=alternatives(question.problem, facts, settings, solution),
        numbers=numbers(facts, settings, solution.pairs).as_json(),
        blocking_pairs=_blocking(question.problem, solution, fits),
        proof=_proof(solution),
        standing=tuple(sorted(running(facts, question.state))),
        without_intake=sum(not mentee.has_intake for mentee in facts.mentees),
        tells_apart=_tells_apart(question.problem, fits),
    )


def _counted(found: Exclusions) -> dict[str, int]:
    counts: dict[str, int] = {}
    for _pair, constraint in found.listed():
        counts[constraint.key] = counts.get(constraint.key, 0) + 1
    return counts


def _blocking(problem: Problem, solution: Solution, fits: NDArray[np.float64]) -> tuple[tuple[str, str], ...]:
    """Pairs who would rather have each other by what staff may read, and in truth.

    Only those of both: one that is there by true fit alone, or missing by it, would tell what two people share. None
    are looked for in a very large cohort: there are more of them than anybody reads.
    """
    if fits.size > MOST_COMPARED:
        return ()
    readable = blocking_pairs(replace(problem, fit=fits), solution.pairs)
    return tuple(sorted(set(readable) & set(blocking_pairs(problem, solution.pairs))))


def _proof(solution: Solution) -> Proof:
    by: Mapping[str, str] = solution.certificate.get("solver", {})
    libraries = {"SciPy": by.get("scipy"), "NumPy": by.get("numpy")}
    return Proof(
        status=solution.status.value,
        goals=tuple(str(one["goal"]) for one in solution.certificate.get("goals", ()) if one["proof"]),
        solver=by.get("name", ""),
        version=", ".join(f"{name} {version}" for name, version in libraries.items() if version),
    )


def _tells_apart(problem: Problem, fits: NDArray[np.float64]) -> bool:
    """Whether fit says anything: two pairs that are possible fit differently."""
    import numpy as np  # noqa: PLC0415  only the worker solves

    row = {mentee.id: place for place, mentee in enumerate(problem.mentees)}
    column = {mentor.id: place for place, mentor in enumerate(problem.mentors)}
    possible = np.ones(fits.shape, dtype=bool)
    for mentee, mentor in problem.forbidden:
        possible[row[mentee], column[mentor]] = False
    found = fits[possible]
    return found.size < 2 or float(np.ptp(found)) > 0


@dataclass(frozen=True)
class _Snapshot:
    program_id: UUID
    facts: Facts
    settings: Settings
    state: State
    digest: str


def _begin(session: Session, run_id: UUID) -> MatchRun | None:
    """Mark the run as being solved; None where there is nothing to do any more."""
    run = session.get(MatchRun, run_id)
    if run is None or run.status not in PENDING:
        return None
    run.status = RunStatus.SOLVING
    return run


def _read(session: Session, run: MatchRun, *, now: datetime) -> _Snapshot:
    program = run.cohort.program
    facts = gather(session, run.cohort, run.kind, today=clock.local_date(now, program.timezone))
    return _Snapshot(program.id, facts, settings_of(run.settings), state_of(run.decisions), inputs_digest(facts, run))


@dataclass(frozen=True)
class _Kept:
    box: bytes
    digest: str
    result: Result
    seconds: float


def _keep(session: Session, run_id: UUID, kept: _Kept | Phrase, *, draft_version: int | None, now: datetime) -> None:
    """Write down what came out, or why nothing did; a run that somebody finished meanwhile is left as it is."""
    run = session.get(MatchRun, run_id)
    if run is None or run.status not in PENDING:
        return
    run.finished_at = now
    _end_work(session, run, now=now)
    if isinstance(kept, Phrase):
        run.status, run.error = RunStatus.REFUSED, kept.as_json()
        return
    _require_still_here(session, run, kept.result)
    run.inputs, run.inputs_digest = kept.box, kept.digest
    run.result = kept.result.as_json()
    run.result_digest = digest_of(run.result)
    proof = kept.result.proof
    run.solver = ", ".join(word for word in (proof.version, f"mentorship {__version__}") if word)
    run.seconds, run.error, run.status = round(kept.seconds, 3), {}, RunStatus.SOLVED
    session.flush()
    if draft_version is not None:
        _into_draft(session, run, draft_version, now=now)


def _end_work(session: Session, run: MatchRun, *, now: datetime) -> None:
    """A run that was solved past the queue leaves no work behind; the worker ends what it has leased itself."""
    job = session.get(Job, run.job_id) if run.job_id else None
    if job is not None and job.status is JobStatus.QUEUED:
        finish(session, job.id, now=now)


def _require_still_here(session: Session, run: MatchRun, result: Result) -> None:
    """Who left while the solver worked must not be written down again; raises PeopleChanged."""
    here = select(func.count()).where(
        Enrollment.cohort_id == run.cohort_id,
        Enrollment.status == EnrollmentStatus.ACTIVE,
        Enrollment.public_id.in_(result.people),
    )
    if session.scalar(here) != len(result.people):
        raise PeopleChanged


def _into_draft(session: Session, run: MatchRun, version: int, *, now: datetime) -> None:
    """Propose the pairs, unless somebody decided something about the draft since the run was asked for."""
    draft = draft_of(session, run.cohort, run.kind)
    if draft is None and version == 0:
        draft = open_draft(session, run.cohort, run.kind, now=now)
    elif draft is None or draft.version != version:
        return
    try:
        with session.begin_nested():
            take_run(session, draft, run, version=draft.version, by=SYSTEM, now=now)
    except DraftChanged:
        return
