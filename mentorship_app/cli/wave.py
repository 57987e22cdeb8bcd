"""``mentorship wave``: scores that were gathered elsewhere."""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.progress import progress
from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.programs import Cohort, Program
from mentorship_app.surveys.score_import import Imported, ScoreFile, import_scores, read_scores
from mentorship_app.surveys.score_mapping import MappingError, ScoreMapping, load_mapping
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def wave() -> None:
    """Waves of surveys, and scores from elsewhere."""


@wave.command("import-scores")
@click.argument("file", type=_FILE)
@click.option("--cohort", "name", required=True, help="The cohort: its short name, or program/cohort.")
@click.option("--mapping", "mapping_path", required=True, type=_FILE, help="YAML that says what each column is.")
def import_scores_command(file: Path, name: str, mapping_path: Path) -> None:
    """Import scale scores from the CSV FILE: all of it, or nothing. Doing it twice imports once."""
    try:
        mapping = load_mapping(mapping_path)
    except MappingError as error:
        raise Failure(f"The mapping is wrong. {error}") from error
    with progress("Checking rows") as report:
        scores = read_scores(file, mapping, report=report)
    click.echo(f"{file.name}: {len(scores.rows)} rows, {scores.encoding}, columns separated by {scores.delimiter}.")
    imported = _import(name, mapping, scores)
    if imported.is_new:
        click.echo(f"Imported as “{imported.record.title.en}”: {', '.join(scale.name.en for scale in mapping.scales)}.")
    else:
        click.echo("This file was imported with this mapping before; nothing was changed.")


def _import(name: str, mapping: ScoreMapping, scores: ScoreFile) -> Imported:
    app = create_app(load_settings())
    with writing(job_context(app).engine).begin() as session, progress("Importing") as report:
        cohort = _cohort(session, name)
        return import_scores(session, cohort, mapping, scores, by=SYSTEM, now=clock.now(), report=report)


def _cohort(session: Session, name: str) -> Cohort:
    program, _, slug = name.rpartition("/")
    found = select(Cohort).join(Cohort.program).where(Cohort.slug == slug)
    cohorts = session.scalars(found.where(Program.slug == program) if program else found).all()
    if len(cohorts) == 1:
        return cohorts[0]
    rows = session.execute(select(Program.slug, Cohort.slug).join(Cohort.program).order_by(Program.slug, Cohort.slug))
    known = ", ".join(f"{program_slug}/{cohort_slug}" for program_slug, cohort_slug in rows) or "none yet"
    reason = "Several programs have a cohort" if cohorts else "There is no cohort"
    raise Failure(f"{reason} {name!r}. Cohorts: {known}.")
