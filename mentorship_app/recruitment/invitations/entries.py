"""From pasted lines or a file to people who can be invited, with a reason for every line that cannot be used."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mentorship_app.accounts.services import normalise_email
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Cell, Table, by_column
from mentorship_app.programs.roster_columns import Column, Layout, layout_of, locale_of
from mentorship_app.programs.roster_file import MAX_CELL, read_table
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_line, harmless

MOST_PEOPLE = 2_000
LONGEST_NAME = 120
LONGEST_DEPARTMENT = 120
LONGEST_SHOWN = 120
"""Characters of a wrong line that are shown again."""

# Each pattern walks a line once: a long line of odd signs must not take minutes.
_WORD = re.compile(r"[^\s<>,;:\"()\[\]]+")
_BRACKETED = re.compile(r"<\s*(?:mailto:)?([^<>\s]+)\s*>")
_NEXT_PERSON = re.compile(r"(?<=>)\s*[;,]\s*(?=\S)")
# Marks of writing direction that mail programs put around names; joiners, which letters need, are not among them.
_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Entry:
    """Somebody on a list. ``locale`` None: the list does not say."""

    number: int
    email: str
    name: str = ""
    department: str = ""
    locale: str | None = None


@dataclass(frozen=True)
class BadLine:
    """A line or row that cannot be used: what stands there, and a sentence (msgid with values) that says why."""

    number: int
    text: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadList:
    """What a text or file holds."""

    entries: tuple[Entry, ...]
    bad: tuple[BadLine, ...]


def read_lines(text: str) -> ReadList:
    """Read lines such as ``Name <mail>``, ``mail`` or ``Name; mail; department``, in any mixture.

    Raises FieldError("lines") when nothing, or too much, was pasted.
    """
    entries: list[Entry] = []
    bad: list[BadLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not (bare := _DIRECTION.sub("", line).strip()):
            continue
        for piece in _people_in(bare):
            _keep(entries, bad, _read_line(number, piece))
    return _checked("lines", entries, bad)


def read_file(content: bytes, *, file_name: str) -> ReadList:
    """Read a CSV or Excel file with a column of addresses, or a text file with a person on each line.

    Raises FieldError("file") with what to do when it cannot be read.
    """
    try:
        table = read_table(content, file_name=file_name)
        layout = layout_of(table.header, needed=(Column.EMAIL,))
    except FieldError:
        if (text := _plain_text(content)) is None:
            raise
        return _checked("file", *_both(read_lines(text)))
    return _checked("file", *_rows(table, layout))


def _both(read: ReadList) -> tuple[list[Entry], list[BadLine]]:
    return list(read.entries), list(read.bad)


def _plain_text(content: bytes) -> str | None:
    """The text of a file without heads of columns, if its first line holds an address."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    first = text.strip().partition("\n")[0]
    return text if _addresses(first) else None


def _checked(field_name: str, entries: list[Entry], bad: list[BadLine]) -> ReadList:
    if not entries and not bad:
        raise FieldError(field_name, N_("Nobody is in this list. Give at least one email address."))
    if len(entries) + len(bad) > MOST_PEOPLE:
        raise FieldError(field_name, N_("This list has more than 2,000 people. Split it."))
    return ReadList(tuple(entries), tuple(bad))


def _keep(entries: list[Entry], bad: list[BadLine], read: Entry | BadLine) -> None:
    if isinstance(read, Entry):
        entries.append(read)
    else:
        bad.append(read)


# Lines


def _addresses(line: str) -> list[str]:
    """The words of a line that look like addresses."""
    words = (word.strip("'’") for word in _WORD.findall(line))
    return [word for word in words if word.count("@") == 1 and not word.startswith("@")]


def _people_in(line: str) -> Iterator[str]:
    """The people of a line: several where a mail program wrote them one after the other."""
    addresses = _addresses(line)
    if len(addresses) < 2:
        yield line
    elif len(_BRACKETED.findall(line)) == len(addresses):
        yield from _NEXT_PERSON.split(line)
    elif len(_WORD.findall(line)) == len(addresses):
        yield from addresses
    else:
        yield line


def _read_line(number: int, line: str) -> Entry | BadLine:
    bracketed = _BRACKETED.search(line)
    if bracketed and "@" in bracketed[1]:
        address, name = bracketed[1], line[: bracketed.start()].strip(" ,;\t\"'“”«»")
        others = _cells(line[bracketed.end() :])
    else:
        addresses = _addresses(line)
        if not addresses:
            return _bad(number, line, N_("There is no email address in this line."))
        if len(addresses) > 1:
            return _bad(
                number, line, N_("There are several addresses in this line. Put each person on their own line.")
            )
        address, name, others = _from_cells(_cells(line), addresses[0])
    locale = next((locale_of(text) for text in others if locale_of(text)), None)
    rest = [text for text in others if not locale_of(text)]
    return _entry(number, line, address, name=name, department=rest[0] if rest else "", locale=locale)


def _cells(line: str) -> list[str]:
    delimiter = next((sign for sign in "\t;," if sign in line), ",")
    try:
        (row,) = csv.reader([line], delimiter=delimiter, skipinitialspace=True)
    except (csv.Error, ValueError):
        row = line.split(delimiter)
    return [cell.strip() for cell in row if cell.strip()]


def _from_cells(cells: list[str], address: str) -> tuple[str, str, list[str]]:
    """Address, name and the other cells of a line without angle brackets."""
    place = next((place for place, cell in enumerate(cells) if address in cell), None)
    if place is None:
        return address, "", []
    beside = cells[place].replace(address, "").removesuffix("mailto:").strip(" :<>\"'()")
    others = [cell for number, cell in enumerate(cells) if number != place]
    if beside or not others:
        return address, beside, others
    return address, others[0], others[1:]


# Tables


def _rows(table: Table, layout: Layout) -> tuple[list[Entry], list[BadLine]]:
    entries: list[Entry] = []
    bad: list[BadLine] = []
    for number, cells in table.rows:
        _keep(entries, bad, _read_row(number, by_column(table.header, cells), layout))
    return entries, bad


def _read_row(number: int, cells: tuple[Cell, ...], layout: Layout) -> Entry | BadLine:
    def text(*columns: Column) -> str:
        found = [cells[layout.places[column]] for column in columns if column in layout.places]
        return " ".join(cell.text for cell in found if cell.text)

    shown = "; ".join(cell.text for cell in cells if cell.text)
    if any(cells[place].is_formula for place in layout.places.values()):
        return _bad(number, shown, N_("A cell of this row holds a formula. Copy it and paste it as a value."))
    return _entry(
        number,
        shown,
        text(Column.EMAIL),
        name=text(Column.NAME, Column.FIRST_NAME, Column.LAST_NAME),
        department=text(Column.DEPARTMENT),
        locale=locale_of(text(Column.LANGUAGE)),
    )


def _entry(number: int, shown: str, address: str, *, name: str, department: str, locale: str | None) -> Entry | BadLine:
    try:
        email = normalise_email(address.removeprefix("mailto:"))
        return Entry(
            number,
            email,
            clean_line(_DIRECTION.sub("", name)[:MAX_CELL], LONGEST_NAME),
            clean_line(_DIRECTION.sub("", department)[:MAX_CELL], LONGEST_DEPARTMENT),
            locale,
        )
    except FieldError:
        return _bad(number, shown, N_("“%(address)s” is no email address such as name@example.org."), address=address)
    except AnswerError as error:
        return _bad(number, shown, error.message, **error.values)


def _bad(number: int, shown: str, message: str, **values: object) -> BadLine:
    safe = {key: harmless(str(value))[:LONGEST_SHOWN] for key, value in values.items()}
    return BadLine(number, harmless(shown)[:LONGEST_SHOWN], message, safe)


def as_stored(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """Entries as JSON values."""
    return [dict(vars(entry)) for entry in entries]


def from_stored(people: Iterable[Mapping[str, object]]) -> tuple[Entry, ...]:
    """The entries that :func:`as_stored` wrote."""
    return tuple(Entry(**person) for person in people)  # type: ignore[arg-type]  # what as_stored wrote
