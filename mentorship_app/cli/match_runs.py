"""``mentorship match list``, ``run`` and ``verify``: runs of matching from the console."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import cohort_named
from mentorship_app.cli.progress import progress
from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import Job, JobContext
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.run_solving import solve_run
from mentorship_app.matching.runs import placed_in, runs_of, start_run, why
from mentorship_app.matching.verifying import verify as verify_run
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context


@contextmanager
def _installation() -> Iterator[JobContext]:
    """What the commands work with, let go of in the end."""
    context = job_context(create_app(load_settings()))
    try:
        yield context
    finally:
        context.engine.dispose()


@click.command("list")
@click.option("--cohort", "name", help="Only this cohort: its short name, or program/cohort.")
def list_runs(name: str | None) -> None:
    """List the runs of matching, newest first."""
    with _installation() as context, reading(context.engine).begin() as session:
        cohorts = [cohort_named(session, name)] if name else session.scalars(select(Cohort).order_by(Cohort.id)).all()
        found = [run for cohort in cohorts for run in session.scalars(runs_of(cohort))]
        placed = placed_in(session, found)
        for run in sorted(found, key=lambda run: run.created_at, reverse=True):
            counts = f"{placed[run.id].placed} of {placed[run.id].mentees}" if run.id in placed else ""
            where = f"{run.cohort.program.slug}/{run.cohort.slug}"
            words = (
                run.public_id,
                where,
                f"run {run.number}",
                run.kind,
                f"{run.created_at:%Y-%m-%d}",
                run.status,
                counts,
            )
            click.echo("  ".join(word for word in words if word))
    if not found:
        click.echo("There is no run yet. Start one with: mentorship match run --cohort COHORT")


@click.command()
@click.option("--cohort", "name", required=True, help="The cohort: its short name, or program/cohort.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in PairingKind]),
    default=PairingKind.PRIMARY.value,
    show_default=True,
    help="The kind of mentoring that pairs are proposed for.",
)
@click.pass_context
def run(click_context: click.Context, name: str, kind: str) -> None:
    """Propose pairs for a cohort now, in this process. Nobody is told, and nothing is published.

    Exit code 0: there are pairs, which are then the proposed ones. 1: there are none; the line says why.
    """
    with _installation() as context:
        now = clock.now()
        with writing(context.engine).begin() as session:
            started = start_run(session, cohort_named(session, name), PairingKind(kind), by=SYSTEM, now=now)
            job = session.get_one(Job, started.job_id)
            run_id, draft_version = started.id, job.payload["draft_version"]
        with progress("Matching") as show:
            solve_run(context.engine, context.keyring, run_id, now=now, draft_version=draft_version, progress=show)
        with reading(context.engine).begin() as session:
            solved = session.get_one(MatchRun, run_id)
            if not _say(session, solved):
                click_context.exit(1)


def _say(session: Session, run: MatchRun) -> bool:
    """What came of a run; whether it gave pairs."""
    if run.status is not RunStatus.SOLVED:
        words = why(run)
        click.echo(f"Run {run.number} gave no pairs. {words.in_('en') if words else ''}".strip(), err=True)
        return False
    counts = placed_in(session, [run])[run.id]
    click.echo(
        f"Run {run.number}: {counts.placed} of {counts.mentees} mentees have a mentor. Solved in {run.seconds} s."
    )
    click.echo(f"To work it out again: mentorship match verify {run.public_id}")
    return True


@click.command()
@click.argument("run", metavar="RUN")
@click.pass_context
def verify(click_context: click.Context, run: str) -> None:
    """Work the run RUN out again from what was stored, and compare. ``mentorship match list`` names runs.

    Exit code 0: everything holds. 1: something does not, with a line that says what.
    """
    with _installation() as context, reading(context.engine).begin() as session:
        found = session.scalar(select(MatchRun).where(MatchRun.public_id == run))
        if found is None:
            raise Failure(f"There is no run {run!r}.\n  List the runs with: mentorship match list")
        verified = verify_run(session, found, context.keyring)
    for check in verified.checks:
        detail = f": {check.detail.in_('en')}" if check.detail else ""
        click.echo(f"{'holds  ' if check.holds else 'DIFFERS'}  {check.words}{detail}")
    if not verified.is_equal:
        click_context.exit(1)


# The group looks commands up under their own names.
list = list_runs
