"""``mentorship instrument``: the library of instruments and their scores, without the web app or an installation."""

import json
from pathlib import Path

import click

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.instrument_bind import bind
from mentorship_app.cli.instrument_named import instrument_called
from mentorship_app.cli.instrument_texts import as_list, as_page, as_table
from mentorship_app.cli.progress import progress
from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.tables import MAX_BYTES
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.answer_file import AnswerFile, read_answers
from mentorship_app.instruments.schema import InstrumentError, load_instrument
from mentorship_app.instruments.scoring import Scored, explained

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def instrument() -> None:
    """The instruments this app knows: what they ask, how they are scored, and scores of answers in a file."""


instrument.add_command(bind)


@instrument.command("list")
@click.option("--json", "wants_json", is_flag=True, help="Write JSON.")
def list_command(wants_json: bool) -> None:
    """List every instrument, with its items, languages and licence."""
    found = catalogue.instruments()
    if wants_json:
        click.echo(json.dumps([_entry(each) for each in found], ensure_ascii=False, indent=2))
        return
    click.echo(as_list(found))


@instrument.command()
@click.argument("key")
def show(key: str) -> None:
    """Show one instrument: items, scales, published limits and where each number comes from."""
    click.echo(as_page(instrument_called(key)))


@instrument.command()
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """Check a definition FILE, with its wording beside it if there is any. Exit code 1 names what is wrong where."""
    wording = _wording_of(file)
    try:
        found = load_instrument(file, wording)
        _check_items_are_free(found, file)
    except InstrumentError as error:
        raise Failure(str(error)) from error
    languages = ", ".join(wording) or "none"
    click.echo(
        f"{found.key} version {found.version}: {len(found.items)} items, {len(found.scales)} scales, "
        f"{len(found.cutoffs)} limits. Its {len(found.vectors)} vectors hold. Wording: {languages}."
    )


@instrument.command()
@click.argument("key")
@click.argument("answers", type=_FILE)
@click.option("--json", "wants_json", is_flag=True, help="Write JSON, every score in full precision.")
def score(key: str, answers: Path, wants_json: bool) -> None:
    """Score the file ANSWERS (CSV or Excel): one row a person, one column an item id, empty where nothing was answered.

    A first column called id may name the rows. Either every row is scored or, with exit code 1, none.
    """
    meant = instrument_called(key)
    with answers.open("rb") as source:
        # One byte more than is read, so that a larger file is refused without being taken in.
        file = read_answers(source.read(MAX_BYTES + 1), meant, file_name=answers.name)
    scores: list[dict[str, Scored]] = []
    with progress("Scoring") as report:
        for row in file.rows:
            scores.append(explained(meant, row.answers))
            report(len(scores), len(file.rows))
    click.echo(_summary(answers.name, meant, file), err=True)
    if wants_json:
        click.echo(json.dumps(_scores_entry(meant, file, scores), ensure_ascii=False, indent=2))
        return
    click.echo(as_table(meant, file.rows, scores))


def _wording_of(file: Path) -> dict[str, Path]:
    """Its wording by language: in a folder ``wording`` beside it, or right beside it."""
    found = catalogue.wording_beside(file)
    return found or {
        language: path for language in LOCALES if (path := file.with_name(f"{file.stem}.{language}.yaml")).is_file()
    }


def _check_items_are_free(found: Instrument, file: Path) -> None:
    """Item ids name answers, so two instruments of one survey must not share them."""
    own = {item.id for item in found.items}
    for other in catalogue.instruments():
        shared = sorted(own & {item.id for item in other.items})
        if shared and other.key != found.key:
            raise InstrumentError(file.name, "items", f"{', '.join(shared)}: taken by {other.key}; expected other ids")


def _entry(found: Instrument) -> dict[str, object]:
    return {
        "key": found.key,
        "version": found.version,
        "title": found.title.as_dict(),
        "validated": found.validated,
        "items": [item.id for item in found.items],
        "scales": [scale.key for scale in found.scales],
        "languages": list(found.languages),
        "licence": found.licence.status.value,
        "requires": [each.value for each in found.licence.requires],
        "wording_bundled": found.licence.wording_bundled,
        "scoring_verified": found.scoring.verified if found.scoring else None,
    }


def _summary(name: str, meant: Instrument, file: AnswerFile) -> str:
    said = [f"{name}: {len(file.rows)} rows, scored by {meant.key} version {meant.version}."]
    said += [remark.message % remark.values for remark in file.remarks]
    if file.left_out:
        said.append(f"No column, so not answered: {', '.join(file.left_out)}.")
    return "\n".join(said)


def _scores_entry(meant: Instrument, file: AnswerFile, scores: list[dict[str, Scored]]) -> dict[str, object]:
    return {
        "instrument": meant.key,
        "version": meant.version,
        "rows": [
            {
                "row": row.row,
                "id": row.person or None,
                "scores": {
                    scale: {"value": scored.value, "reason": scored.reason.in_("en") if scored.reason else None}
                    for scale, scored in of_row.items()
                },
            }
            for row, of_row in zip(file.rows, scores, strict=True)
        ],
    }
