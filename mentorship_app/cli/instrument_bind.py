"""``mentorship instrument bind``: the wording of an instrument from a program's own file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import load_settings
from mentorship_app.cli.instrument_named import instrument_called
from mentorship_app.cli.named import program_named
from mentorship_app.core import clock
from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.tables import MAX_BYTES
from mentorship_app.db.engine import reading as reading_only
from mentorship_app.db.engine import writing
from mentorship_app.instruments import Instrument
from mentorship_app.instruments.binding import Report, in_use
from mentorship_app.instruments.binding import bind as bind_wording
from mentorship_app.instruments.binding import check as check_wording
from mentorship_app.instruments.binding.checking import check_reading
from mentorship_app.instruments.binding.found import Choices, FileFormat, Problem, Reading
from mentorship_app.instruments.binding.pairs import as_lines, code_pairs, item_pairs
from mentorship_app.instruments.binding.reading import read_wording_file
from mentorship_app.programs import Program
from mentorship_app.web import create_app
from mentorship_app.web.factory import job_context

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_MOST_PROBLEMS = 50


@click.command("bind")
@click.argument("key")
@click.argument("wording", type=_FILE)
@click.option("--program", "slug", help="The program: the word after /p/ in its addresses. Left out: the only one.")
@click.option("--language", type=click.Choice(LOCALES), help="Language of the file, where it does not say so itself.")
@click.option(
    "--format", "kind", type=click.Choice([each.value for each in FileFormat]), help="Left out: told by its first row."
)
@click.option("--map", "map_path", type=_FILE, help="Lines (our id = their field), or a CSV of two columns.")
@click.option("--recode", multiple=True, metavar="PAIRS", help="Their code = ours: 1=0,2=1 or frequency:1=0,2=1.")
@click.option("--dry-run", is_flag=True, help="Only say what would be bound. Needs no installation.")
def bind(
    key: str,
    wording: Path,
    slug: str | None,
    language: str | None,
    kind: str | None,
    map_path: Path | None,
    recode: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Bind the texts in the file WORDING to the instrument KEY: all of them, or with exit code 1 none.

    The file is a table (CSV or Excel) with the columns item, language and text, or a REDCap data dictionary.
    """
    meant = instrument_called(key)
    said = Choices(
        language=language or "",
        format=FileFormat(kind) if kind else None,
        items=item_pairs(map_path.read_text(encoding="utf-8-sig")) if map_path else {},
        codes=code_pairs("\n".join(map(_lines, recode)), meant.response_sets),
    )
    with wording.open("rb") as source:
        # One byte more than is read, so that a larger file is refused without being taken in.
        content = source.read(MAX_BYTES + 1)
    read = read_wording_file(content, meant, said, file_name=wording.name)
    if dry_run and slug is None:
        _tell(wording.name, _sound(check_reading(meant, read)))
    else:
        with _installation() as engine, (reading_only if dry_run else writing)(engine).begin() as session:
            _in_program(session, _program(session, slug), meant, read, wording.name, dry_run=dry_run)
    if dry_run:
        click.echo("Nothing was written.")


def _lines(pairs: str) -> str:
    """``frequency:1=0,2=1`` as lines, each with the set before it."""
    name, colon, rest = pairs.rpartition(":")
    return "\n".join(f"{name}{colon}{pair}" for pair in rest.split(","))


@contextmanager
def _installation() -> Iterator[Engine]:
    engine = job_context(create_app(load_settings())).engine
    try:
        yield engine
    finally:
        engine.dispose()


def _program(session: Session, slug: str | None) -> Program:
    if slug is not None:
        return program_named(session, slug)
    programs = session.scalars(select(Program).order_by(Program.slug)).all()
    if len(programs) != 1:
        known = ", ".join(program.slug for program in programs) or "none yet"
        raise Failure(f"Say for which program: --program SLUG. Programs: {known}.")
    return programs[0]


def _in_program(
    session: Session, program: Program, meant: Instrument, read: Reading, file_name: str, *, dry_run: bool
) -> None:
    report = _sound(check_wording(session, program, meant, read))
    _tell(file_name, report)
    if dry_run:
        return
    before = in_use(session, program, meant)
    bound = bind_wording(session, program, meant, read, source=file_name[:200], by=SYSTEM, now=clock.now())
    if before is not None and bound.id == before.id:
        click.echo(f"These texts are bound already, as version {bound.number}; nothing was changed.")
    else:
        click.echo(f"Bound to {meant.key} in {program.slug}, as version {bound.number}.")


def _sound(report: Report) -> Report:
    """The report; raises Failure with every problem where something has to be corrected."""
    if report.can_be_bound:
        return report
    lines = ["Nothing was bound:"]
    lines += [f"  {_problem(problem)}" for problem in report.problems[:_MOST_PROBLEMS]]
    if len(report.problems) > _MOST_PROBLEMS:
        lines.append(f"  and {len(report.problems) - _MOST_PROBLEMS} more")
    raise Failure("\n".join([*lines, *_proposals(report.reading)]))


def _problem(problem: Problem) -> str:
    place = [f"row {problem.row}"] if problem.row else []
    place += [" ".join(filter(None, (problem.place, f"({problem.language})" if problem.language else "")))]
    where = ", ".join(filter(None, place))
    return f"{where}: {_sentence(problem)}" if where else _sentence(problem)


def _sentence(problem: Problem) -> str:
    """The sentence of a problem."""
    return problem.remark.message % problem.remark.values


def _proposals(read: Reading) -> Iterator[str]:
    for items in read.item_proposals:
        yield f"\nThe form {items.form!r} has as many questions as items are missing. Only if they stand in the same"
        yield "order, put these lines into a file and name it with --map:"
        yield as_lines({ours: theirs for ours, theirs, _text in items.pairs})
    for codes in read.code_proposals:
        shown = "; ".join(f"{theirs} “{label}” = {ours}" for theirs, ours, label in codes.pairs)
        yield f"\nOnly if this is what they mean ({shown}):"
        yield f"  --recode {codes.response_set}:{','.join(f'{theirs}={ours}' for theirs, ours, _label in codes.pairs)}"


def _tell(file_name: str, report: Report) -> None:
    kind = "a REDCap data dictionary" if report.reading.format is FileFormat.REDCAP else "a list of texts"
    click.echo(f"{file_name}: {kind}, {len(report.reading.found)} texts, {len(report.reading.unused)} rows not used.")
    for remark in report.remarks:
        click.echo(remark.message % remark.values)
    for language in report.brought:
        for line in _texts(report.instrument, report.texts[language]):
            click.echo(f"  {language}  {line}")
    if report.missing_languages:
        click.echo(f"Still without a text, so it cannot be asked yet: {', '.join(report.missing_languages)}.")


def _texts(meant: Instrument, texts: Any) -> Sequence[str]:
    lines = [f"{item.id}: {texts['items'][item.id]}" for item in meant.items]
    for name, labels in texts["responses"].items():
        codes = meant.response_sets[name].codes
        lines.append(f"{name}: " + "; ".join(f"{code} = {label}" for code, label in zip(codes, labels, strict=True)))
    for page in meant.pages:
        heads = [texts[part][page.id] for part in ("titles", "leads") if page.id in texts[part]]
        if heads:
            lines.append(f"page {page.id}: {' / '.join(heads)}")
    return lines
