"""``mentorship report``: the evaluation report without a browser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

import click
from sqlalchemy import Engine

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.named import cohort_named
from mentorship_app.cli.progress import progress
from mentorship_app.cli.report_editions import drawn_editions, edition_named, frozen_editions, verdict_lines
from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.db.engine import reading
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.editions import Outline, freezing
from mentorship_app.reports.editions.choices import choice_of
from mentorship_app.reports.enums import DownloadKind
from mentorship_app.reports.keeping import contents_of, download_of
from mentorship_app.reports.outline import usual
from mentorship_app.reports.services import build_file
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context


@click.group()
def report() -> None:
    """Build the evaluation report, list what was built, verify what was frozen."""


@report.command()
@click.option("--cohort", "cohort_slug", help="The cohort: its short name, or program/cohort.")
@click.option("--program", "program_slug", help="The program, where several have such a cohort.")
@click.option("--locale", type=click.Choice(LOCALES), help="Language of the report; that of the program by default.")
@click.option(
    "--outline",
    type=click.Choice([outline.value for outline in Outline]),
    help="For whom it is; the full report by default.",
)
@click.option("--edition", "edition_id", help="An edition as it stands, with its words; see 'report list'.")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write."
)
@click.option("--csv", "with_csv", is_flag=True, help="Write every number beside it, as .csv.")
@click.option("--xlsx", "with_xlsx", is_flag=True, help="Write the workbook beside it, as .xlsx.")
@click.option(
    "--archive", "with_archive", is_flag=True, help="Write the PDF/A with every table enclosed, as -archive.pdf."
)
@click.option("--figures", "with_figures", is_flag=True, help="Write every figure beside it, as -figures.zip.")
def build(
    cohort_slug: str | None,
    program_slug: str | None,
    locale: str | None,
    outline: str | None,
    edition_id: str | None,
    target: Path,
    with_csv: bool,
    with_xlsx: bool,
    with_archive: bool,
    with_figures: bool,
) -> None:
    """Write the report of a cohort as PDF. The same numbers give the same file."""
    if not target.absolute().parent.is_dir():
        raise Failure(f"There is no folder {target.absolute().parent}.\n  Make it first, or name another: -o FILE")
    if edition_id and (locale or outline):
        raise Failure("An edition has its language and outline already: leave out --locale and --outline.")
    wanted = {
        DownloadKind.WORKBOOK: (with_xlsx, target.with_suffix(".xlsx")),
        DownloadKind.ARCHIVE: (with_archive, target.with_name(f"{target.stem}-archive.pdf")),
        DownloadKind.FIGURES: (with_figures, target.with_name(f"{target.stem}-figures.zip")),
    }
    with _engine() as engine:
        meant = _meant_edition(engine, edition_id) if edition_id else _meant(engine, cohort_slug, program_slug, outline)
        file_id = meant.frozen_file_id or _built(engine, meant, locale or meant.locale)
        pdf, csv = contents_of(engine, file_id)
        written = [_write(target, pdf)]
        if with_csv:
            written.append(_write(target.with_suffix(".csv"), csv))
        for kind, (is_wanted, path) in wanted.items():
            if is_wanted:
                written += _write_more(engine, file_id, kind, path)
    for path in written:
        click.echo(f"{path} ({path.stat().st_size // 1024 + 1} KB)")


@report.command("list")
@click.option("--cohort", "cohort_slug", required=True, help="The cohort: its short name, or program/cohort.")
@click.option("--program", "program_slug", help="The program, where several have such a cohort.")
def list_editions(cohort_slug: str, program_slug: str | None) -> None:
    """Editions of a cohort, newest first: id, for whom, language, status, when last drawn, hash of its numbers."""
    with _engine() as engine, reading(engine).begin() as session:
        cohort = cohort_named(session, cohort_slug, program=program_slug)
        lines = [drawn.line for drawn in drawn_editions(session, cohort.id)]
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("No report was asked for yet.")


@report.command()
@click.argument("edition_id", required=False)
@click.option("--all", "everything", is_flag=True, help="Every frozen edition of this installation.")
@click.pass_context
def verify(context: click.Context, edition_id: str | None, everything: bool) -> None:
    """Check that a frozen edition is what was frozen, can be drawn again bit by bit, and has today's numbers.

    Exit code 1 where its files differ from those that were frozen.
    """
    if bool(edition_id) == everything:
        raise Failure("Name one edition, or say --all. 'mentorship report list' shows the ids.")
    with _engine() as engine:
        with reading(engine).begin() as session:
            ids = (
                frozen_editions(session)
                if everything
                else {str(edition_id): edition_named(session, str(edition_id)).id}
            )
        verdicts = {name: freezing.verify(engine, found, now=clock.now()) for name, found in ids.items()}
    for name, verdict in verdicts.items():
        for line in verdict_lines(name, verdict):
            click.echo(line)
    if not verdicts:
        click.echo("No edition is frozen.")
    if not all(verdict.is_intact for verdict in verdicts.values()):
        context.exit(1)


@contextmanager
def _engine() -> Iterator[Engine]:
    """The installation's database, let go of in the end."""
    engine = job_context(create_app(load_settings())).engine
    try:
        yield engine
    finally:
        engine.dispose()


@dataclass(frozen=True)
class _Meant:
    """What is to be built, and in which language where none is asked for."""

    cohort_id: UUID
    locale: str
    choice: Choice | None
    frozen_file_id: UUID | None = None
    """What is frozen is never drawn anew."""


def _meant(engine: Engine, slug: str | None, program: str | None, outline: str | None) -> _Meant:
    """The cohort that is named, with what the outline begins with."""
    if not slug:
        raise Failure("Say which report: --cohort NAME, or --edition ID.")
    with reading(engine).begin() as session:
        cohort = cohort_named(session, slug, program=program)
        return _Meant(cohort.id, cohort.program.locale, usual(Outline(outline)) if outline else None)


def _meant_edition(engine: Engine, edition_id: str) -> _Meant:
    with reading(engine).begin() as session:
        edition = edition_named(session, edition_id)
        return _Meant(edition.cohort_id, edition.locale, choice_of(edition), edition.frozen_file_id)


def _built(engine: Engine, meant: _Meant, locale: str) -> UUID:
    with progress("Drawing the report") as show:
        return build_file(engine, meant.cohort_id, locale, meant.choice, now=clock.now(), progress=show)


def _write_more(engine: Engine, file_id: UUID, kind: DownloadKind, target: Path) -> list[Path]:
    with reading(engine).begin() as session:
        content = download_of(session, file_id, kind)
    if content is None:
        click.echo(f"{target.name}: not written, since the report has none.", err=True)
        return []
    return [_write(target, content)]


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
