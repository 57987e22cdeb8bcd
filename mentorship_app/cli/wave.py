"""``mentorship wave``: scores that were gathered elsewhere."""

from pathlib import Path

import click

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import cohort_named
from mentorship_app.cli.progress import progress
from mentorship_app.core import clock
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
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
        cohort = cohort_named(session, name)
        return import_scores(session, cohort, mapping, scores, by=SYSTEM, now=clock.now(), report=report)
