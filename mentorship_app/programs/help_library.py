"""The public lines that the app knows by region, and taking them over into a program."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.identity import Actor
from mentorship_app.programs.help_lines import HelpLineEntry, add_help_line
from mentorship_app.programs.models import HelpLine, Program

FILE = Path(__file__).with_name("help_library.yaml")


@dataclass(frozen=True)
class LibraryLine:
    """A public line. ``verified_on``: when it was compared with its source; None where nobody read the source."""

    key: str
    regions: tuple[str, ...]
    number: str
    label: LocalizedText
    note: LocalizedText
    source: str
    verified_on: date | None


@dataclass(frozen=True)
class Library:
    """All lines, and the names of the regions by their codes (ISO 3166: ``CA-ON``, ``US``)."""

    regions: Mapping[str, LocalizedText]
    lines: tuple[LibraryLine, ...]

    def of(self, region: str) -> list[LibraryLine]:
        """The lines of a region and of its country, those of the region first; none for an unknown one."""
        country = region.partition("-")[0]
        own = [line for line in self.lines if region in line.regions]
        return own + [line for line in self.lines if country in line.regions and line not in own]


@cache
def library() -> Library:
    """The shipped lines; raises ValueError for a line of a region that has no name."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    regions = {code: LocalizedText(**names) for code, names in content["regions"].items()}
    lines = tuple(_line(entry) for entry in content["lines"])
    unknown = {region for line in lines for region in line.regions} - set(regions)
    if unknown:
        raise ValueError(f"{FILE.name}: regions without a name: {sorted(unknown)}")
    return Library(MappingProxyType(regions), lines)


def _line(entry: Mapping[str, Any]) -> LibraryLine:
    return LibraryLine(
        key=entry["key"],
        regions=tuple(entry["regions"]),
        number=entry["number"],
        label=LocalizedText(**entry["label"]),
        note=LocalizedText(**entry["note"]),
        source=entry["source"],
        verified_on=entry["verified_on"],
    )


def entry_of(line: LibraryLine, *, owner: str = "") -> HelpLineEntry:
    """The line as a program takes it over: hidden until somebody there has called it."""
    return HelpLineEntry(
        label_en=line.label.en,
        label_fr=line.label.fr,
        number=line.number,
        note_en=line.note.en,
        note_fr=line.note.fr,
        owner=owner,
        is_called=False,
    )


def lines_to_offer(program: Program, region: str) -> list[LibraryLine]:
    """The lines of a region whose number the program does not have yet."""
    known = {_digits(line.number) for line in program.help_lines}
    return [line for line in library().of(region) if _digits(line.number) not in known]


def add_region_lines(
    session: Session, program: Program, region: str, keys: Collection[str], *, owner: str, by: Actor, now: datetime
) -> list[HelpLine]:
    """Take the chosen lines of a region over; those that are there already are passed by.

    Raises FieldError when none is chosen.
    """
    chosen = [line for line in lines_to_offer(program, region) if line.key in keys]
    if not chosen:
        raise FieldError("keys", N_("Choose at least one line."))
    return [add_help_line(session, program, entry_of(line, owner=owner), by=by, now=now) for line in chosen]


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
