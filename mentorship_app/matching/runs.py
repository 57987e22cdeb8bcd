"""Runs of matching: asked for, listed, read. The solving itself is the worker's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, undefer

from mentorship_app import audit
from mentorship_app.core.errors import Conflict, InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.phrases import Phrase
from mentorship_app.jobs import Job, JobStatus, enqueue
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.criteria import readable
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import draft_of, state_now
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.readiness import may_run, what_is_missing
from mentorship_app.matching.run_inputs import inputs_of
from mentorship_app.matching.run_results import Result, result_from
from mentorship_app.matching.scoring import weight_of
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort

SOLVE = "matching.solve"

PENDING = frozenset({RunStatus.QUEUED, RunStatus.SOLVING})

GIVEN_UP = N_("Solving was tried five times and broke off each time. The server’s log says more. Run matching again.")


def start_run(session: Session, cohort: Cohort, kind: PairingKind, *, by: Actor, now: datetime) -> MatchRun:
    """Have the worker propose pairs of one kind. A run of the kind that is under way is given back instead.

    Raises InvalidTransition in a phase without anything to match, Conflict where there is nobody to match.
    """
    if not may_run(cohort):
        raise InvalidTransition(N_("Pairs can be proposed from the intake phase until the cohort closes."))
    # Two people may press at once: the second waits here, and then finds the run of the first. The queue itself holds
    # one piece of work for each run, so that work left over from an earlier one is never taken for this one's.
    session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(of=Cohort))
    under_way = _under_way(session, cohort, kind, now=now)
    if under_way is not None:
        return under_way
    missing = what_is_missing(session, cohort)
    if missing is not None:
        raise Conflict(missing.message, **missing.values)
    run, draft_version = _snapshot(session, cohort, kind, by=by, now=now)
    job = enqueue(
        session,
        SOLVE,
        {"run_id": str(run.id), "draft_version": draft_version},
        now=now,
        dedupe=f"matching:{run.id}",
        program_id=cohort.program_id,
    )
    run.job_id = job.id
    audit.record(
        session,
        "matching.run.started",
        by=by,
        subject=run,
        at=now,
        program_id=cohort.program_id,
        number=run.number,
        kind=kind,
    )
    session.flush()
    return run


def _under_way(session: Session, cohort: Cohort, kind: PairingKind, *, now: datetime) -> MatchRun | None:
    """The pending run of the kind, if work on it still waits or goes on; one that was left behind is given up."""
    found = session.scalar(
        select(MatchRun).where(MatchRun.cohort_id == cohort.id, MatchRun.kind == kind, MatchRun.status.in_(PENDING))
    )
    if found is None:
        return None
    job = session.get(Job, found.job_id) if found.job_id else None
    if job is not None and job.status in {JobStatus.QUEUED, JobStatus.LEASED}:
        return found
    give_up(found, Phrase(GIVEN_UP), now=now)
    return None


def _snapshot(session: Session, cohort: Cohort, kind: PairingKind, *, by: Actor, now: datetime) -> tuple[MatchRun, int]:
    """A run with the settings and decisions as they stand, and the version of the draft it was started from."""
    settings = settled(settings_of_cohort(session, cohort)[0])
    draft = draft_of(session, cohort, kind)
    highest = session.scalar(select(func.max(MatchRun.number)).where(MatchRun.cohort_id == cohort.id))
    run = MatchRun(
        cohort=cohort,
        kind=kind,
        number=(highest or 0) + 1,
        mode=settings.mode,
        settings=settings.as_json(),
        # The pairs that were proposed so far decide nothing: the same decisions, the same run.
        decisions=replace(state_now(draft) if draft else State(), pairs=()).as_json(),
        requested_by=by.name,
        created_at=now,
    )
    session.add(run)
    session.flush()
    return run, draft.version if draft else 0


def settled(settings: Settings) -> Settings:
    """With every weight written out: a run must read the same when a later version has other defaults."""
    return replace(settings, weights={criterion.key: weight_of(settings, criterion) for criterion in readable()})


def give_up(run: MatchRun, words: Phrase, *, now: datetime) -> None:
    """Mark a run as failed, with words for whoever asked."""
    run.status, run.finished_at, run.error = RunStatus.FAILED, now, words.as_json()


def runs_of(cohort: Cohort) -> Select[MatchRun]:
    """The runs of a cohort, newest first, without what is large in them."""
    return select(MatchRun).where(MatchRun.cohort_id == cohort.id).order_by(MatchRun.number.desc())


def run_named(session: Session, cohort: Cohort, public_id: str) -> MatchRun:
    """One run of the cohort with its result; raises NotFound."""
    run = session.scalar(
        select(MatchRun)
        .where(MatchRun.cohort_id == cohort.id, MatchRun.public_id == public_id)
        .options(undefer(MatchRun.result))
    )
    if run is None:
        raise NotFound(N_("There is no such run of matching."))
    return run


def result_of(run: MatchRun) -> Result:
    """What came out; an empty result before it is solved."""
    return result_from(run.result) if run.status is RunStatus.SOLVED else Result()


def facts_of(run: MatchRun, keyring: Keyring) -> Facts:
    """What the run was worked out from. Raises InputsGone where that is deleted, SealBroken, KeyringError."""
    return inputs_of(run, keyring).facts


def why(run: MatchRun) -> Phrase | None:
    """Why a run was refused or failed."""
    return Phrase.of_json(run.error) if run.error else None


@dataclass(frozen=True)
class HowFar:
    """How far pending work is: ``done`` of ``total`` steps; both 0 while it waits."""

    done: int = 0
    total: int = 0


def how_far(session: Session, runs: Iterable[MatchRun]) -> dict[UUID, HowFar]:
    """By id of each pending run. One query; none without pending runs."""
    pending = {run.job_id: run.id for run in runs if run.status in PENDING and run.job_id}
    if not pending:
        return {}
    jobs: Sequence[Job] = session.scalars(select(Job).where(Job.id.in_(pending))).all()
    return {pending[job.id]: HowFar(job.progress_done, job.progress_total) for job in jobs}


def solved_runs(session: Session, cohort: Cohort) -> Sequence[MatchRun]:
    """Those that gave pairs, newest first: what can be compared."""
    return session.scalars(runs_of(cohort).where(MatchRun.status == RunStatus.SOLVED)).all()


@dataclass(frozen=True)
class Placed:
    """How many mentees a run gave a mentor, of how many it looked at."""

    placed: int
    mentees: int


def placed_in(session: Session, runs: Iterable[MatchRun]) -> dict[UUID, Placed]:
    """By id of each solved run. One query; the results themselves stay where they are."""
    solved = [run.id for run in runs if run.status is RunStatus.SOLVED]
    counts = select(
        MatchRun.id,
        func.json_array_length(MatchRun.result["pairs"]),
        func.json_array_length(MatchRun.result["mentees"]),
    ).where(MatchRun.id.in_(solved))
    return {run_id: Placed(placed, mentees) for run_id, placed, mentees in session.execute(counts)} if solved else {}


def has_inputs(session: Session, run: MatchRun) -> bool:
    """Whether it can still be worked out again, as far as the database tells."""
    return bool(session.scalar(select(MatchRun.inputs.is_not(None)).where(MatchRun.id == run.id)))
