"""``mentorship report``: the evaluation report without a browser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import click
from sqlalchemy import Engine

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import cohort_named
from mentorship_app.cli.progress import progress
from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.db.engine import reading
from mentorship_app.programs import Cohort
from mentorship_app.reports.keeping import contents_of
from mentorship_app.reports.services import build_file
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context


@click.group()
def report() -> None:
    """Build the evaluation report."""


@report.command()
@click.option("--cohort", "cohort_slug", required=True, help="The cohort: its short name, or program/cohort.")
@click.option("--program", "program_slug", help="The program, where several have such a cohort.")
@click.option("--locale", type=click.Choice(LOCALES), help="Language of the report; that of the program by default.")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write."
)
@click.option("--csv", "with_csv", is_flag=True, help="Write every number beside it, as .csv.")
def build(cohort_slug: str, program_slug: str | None, locale: str | None, target: Path, with_csv: bool) -> None:
    """Write the report of a cohort as PDF. The same numbers give the same file."""
    if not target.absolute().parent.is_dir():
        raise Failure(f"There is no folder {target.absolute().parent}.\n  Make it first, or name another: -o FILE")
    with _engine() as engine:
        cohort, program_locale = _meant(engine, cohort_slug, program_slug)
        with progress("Drawing the report") as show:
            file_id = build_file(engine, cohort.id, locale or program_locale, now=clock.now(), progress=show)
        pdf, csv = contents_of(engine, file_id)
    written = [_write(target, pdf)]
    if with_csv:
        written.append(_write(target.with_suffix(".csv"), csv))
    for path in written:
        click.echo(f"{path} ({path.stat().st_size // 1024 + 1} KB)")


@contextmanager
def _engine() -> Iterator[Engine]:
    """The installation's database, let go of in the end."""
    engine = job_context(create_app(load_settings())).engine
    try:
        yield engine
    finally:
        engine.dispose()


def _meant(engine: Engine, cohort_slug: str, program_slug: str | None) -> tuple[Cohort, str]:
    """The cohort that is meant, and the language of its program."""
    with reading(engine).begin() as session:
        cohort = cohort_named(session, cohort_slug, program=program_slug)
        return cohort, cohort.program.locale


def _write(target: Path, content: bytes) -> Path:
    """Whole or not at all: a reader never finds half a file under the name."""
    with NamedTemporaryFile(dir=target.absolute().parent, prefix=f".{target.name}.", delete=False) as unfinished:
        try:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(target)
        except OSError:
            with suppress(OSError):
                Path(unfinished.name).unlink()
            raise
    return target
