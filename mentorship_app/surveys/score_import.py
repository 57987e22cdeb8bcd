"""Scores gathered elsewhere, from a CSV file: all of it or nothing, every problem named by row and column."""

import csv
import hashlib
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.file_problems import FileRefused, Problem
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.surveys import aggregates
from mentorship_app.surveys.models import ImportedScores, ScoreImport
from mentorship_app.surveys.score_mapping import ScoreMapping

DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
LARGEST_FILE = 100 * 1024 * 1024
_BATCH = 500

Report = Callable[[int, int], None]
"""Called with the number of rows done and the total."""


class ScoresRefused(FileRefused):
    """The file is not imported."""

    outcome = "Nothing was imported"


@dataclass(frozen=True)
class ScoreRow:
    """One row that is right."""

    row: int
    scores: Mapping[str, float | None]
    groups: Mapping[str, str]


@dataclass(frozen=True)
class ScoreFile:
    """A file that was read without a problem, with what was found out about its form."""

    rows: tuple[ScoreRow, ...]
    encoding: str
    delimiter: str
    digest: str


@dataclass(frozen=True)
class Imported:
    """The outcome. ``is_new`` is False when the same file had been imported with the same mapping before."""

    record: ScoreImport
    is_new: bool


def read_scores(path: Path, mapping: ScoreMapping, *, report: Report | None = None) -> ScoreFile:
    """Read and check a whole file; raises ScoresRefused naming up to twenty problems."""
    if path.stat().st_size > LARGEST_FILE:
        raise ScoresRefused([Problem(0, "", f"the file is larger than {LARGEST_FILE // 1024**2} MB")])
    content = path.read_bytes()
    text, encoding = _decoded(content)
    delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ScoresRefused([Problem(0, "", f"not readable as a table: {error}")]) from error
    checked = _checked(rows, mapping, report or (lambda _done, _total: None))
    digest = hashlib.sha256(content + repr(mapping).encode()).hexdigest()
    return ScoreFile(checked, encoding, DELIMITERS[delimiter], digest)


def import_scores(
    session: Session,
    cohort: Cohort,
    mapping: ScoreMapping,
    file: ScoreFile,
    *,
    by: Actor,
    now: datetime,
    report: Report | None = None,
) -> Imported:
    """Keep the scores in the cohort and write their tables into the release ledger. Twice the same is one import."""
    present = session.scalar(
        select(ScoreImport).where(ScoreImport.cohort_id == cohort.id, ScoreImport.digest == file.digest)
    )
    if present is not None:
        return Imported(present, is_new=False)
    record = ScoreImport(
        cohort=cohort,
        title_en=mapping.title.en,
        title_fr=mapping.title.fr,
        source_en=mapping.source.en,
        source_fr=mapping.source.fr,
        collected_on=mapping.collected_on,
        eligible=mapping.eligible,
        rows=len(file.rows),
        scales=[scale.as_dict() for scale in mapping.scales],
        groups=[group.as_dict() for group in mapping.groups],
        digest=file.digest,
        created_at=now,
    )
    session.add(record)
    session.flush()
    for start in range(0, len(file.rows), _BATCH):
        batch = file.rows[start : start + _BATCH]
        session.execute(
            insert(ImportedScores),
            [{"import_id": record.id, "row": r.row, "scores": dict(r.scores), "groups": dict(r.groups)} for r in batch],
        )
        if report:
            report(start + len(batch), len(file.rows))
    aggregates.release(session, aggregates.import_ref(record), now=now)
    audit.record(
        session,
        "surveys.scores.imported",
        by=by,
        subject=record,
        at=now,
        program_id=cohort.program_id,
        rows=record.rows,
    )
    session.flush()
    return Imported(record, is_new=True)


def _decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: a byte order mark says it, else UTF-8, else Western Windows."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), "UTF-8 with byte order mark" if "8" in encoding else "UTF-16"
            except UnicodeDecodeError as error:
                raise ScoresRefused([Problem(0, "", f"not readable as {encoding}: {error.reason}")]) from error
    if b"\0" in content:
        raise ScoresRefused([Problem(0, "", "this is no text file; save the sheet as CSV and try again")])
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def _delimiter(text: str) -> str:
    """The character that separates the heading's columns; a heading of one column has none, and any will do."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=heading.count)


def _checked(rows: list[list[str]], mapping: ScoreMapping, report: Report) -> tuple[ScoreRow, ...]:
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise ScoresRefused([Problem(0, "", "the file is empty; expected a heading with the names of the columns")])
    places = _places([cell.strip() for cell in rows[0]], mapping)
    problems: list[Problem] = []
    found: list[ScoreRow] = []
    width = len(rows[0])
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != width:
            problems.append(Problem(number, "–", f"{len(cells)} cells, but the heading has {width}"))
            continue
        found.append(_row(number, cells, places, mapping, problems))
        report(number - 1, len(rows) - 1)
    if not found and not problems:
        problems.append(Problem(0, "", "there is a heading, but no row below it"))
    if problems:
        raise ScoresRefused(problems)
    return tuple(found)


def _places(heading: list[str], mapping: ScoreMapping) -> dict[str, int]:
    problems = [
        Problem(1, column, f"expected this column once, found it {heading.count(column)} times")
        for column in dict.fromkeys(mapping.columns)
        if heading.count(column) != 1
    ]
    if problems:
        listed = ", ".join(name for name in heading if name)
        raise ScoresRefused([*problems, Problem(0, "", f"the columns of the file are: {listed}")])
    return {column: heading.index(column) for column in mapping.columns}


def _row(
    number: int, cells: list[str], places: Mapping[str, int], mapping: ScoreMapping, problems: list[Problem]
) -> ScoreRow:
    scores: dict[str, float | None] = {}
    groups: dict[str, str] = {}
    for scale in mapping.scales:
        typed = cells[places[scale.column]].strip()
        if not typed or typed in mapping.blanks:
            scores[scale.key] = None
            continue
        value = _number(typed)
        if value is None:
            problems.append(Problem(number, scale.column, f"{typed[:40]!r} is no number"))
        elif not scale.low <= value <= scale.high:
            problems.append(
                Problem(number, scale.column, f"{typed[:40]} is outside the range {scale.low:g} to {scale.high:g}")
            )
        scores[scale.key] = value
    for group in mapping.groups:
        typed = cells[places[group.column]].strip()
        if not typed or typed in mapping.blanks:
            continue
        if typed not in group.values:
            known = ", ".join(group.values)
            problems.append(Problem(number, group.column, f"{typed[:40]!r} is none of the values {known}"))
        groups[group.key] = typed
    return ScoreRow(number, scores, groups)


def _number(typed: str) -> float | None:
    """A number with a point or a decimal comma; None for anything else, infinity and ``nan`` included."""
    try:
        value = float(typed.replace(",", ".", 1))
    except ValueError:
        return None
    # float() also takes underscores, which no sheet writes.
    return value if math.isfinite(value) and "_" not in typed else None
