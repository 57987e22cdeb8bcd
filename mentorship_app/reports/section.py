"""What every section gives: where it stands, which template shows it, its tables and figures for the other files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.tables import Table


@dataclass(frozen=True)
class Section:
    """One part of the report. ``key`` is its anchor and the name of its template; ``name`` is what readers call it."""

    key: str
    name: str
    values: Mapping[str, Any]
    tables: tuple[Table, ...] = ()
    figures: tuple["Figure", ...] = ()
    """The pictures that can be had as files of their own."""
    finding: str = ""
    """What the program makes of the numbers, in its own words."""
    action: str = ""
    """What the program will do about them, in its own words."""


@dataclass
class Numbering:
    """Counts figures and tables through the whole report, and keeps what had nothing to say."""

    figures: int = 0
    tables: int = 0
    left_out: list["Part"] = field(default_factory=list)
    """The chosen parts so far that ``draw`` gave None for."""

    def next_figure(self) -> int:
        self.figures += 1
        return self.figures

    def next_table(self) -> int:
        self.tables += 1
        return self.tables


@dataclass(frozen=True)
class Figure:
    """A chart. ``finding`` is its heading; the words beneath say how it was made.

    ``wide`` is empty where a wide page has the picture in a table instead.
    """

    number: int
    finding: str
    measure: str
    wide: str
    narrow: str
    notes: tuple[str, ...] = field(default=())
    slide: str = ""
    """The same for a slide, 16 to 9; empty where the wide one serves."""


@dataclass(frozen=True)
class Plot:
    """A picture for each row of a table, on one scale; empty for a row that has nothing to show."""

    heading: str
    head: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """A finding with its table, the picture in the rows. ``figure`` is for phones, where the picture stands above."""

    figure: Figure
    table: Table
    plot: Plot


Draw = Callable[[ReportContext, Numbering], Section | None]
"""None where there is nothing to say: the section is left out, and the report says that it is."""


@dataclass(frozen=True)
class TextPlace:
    """Where people write into a report. ``label`` and ``hint`` are msgids; ``key`` names the text in an edition."""

    key: str
    label: str
    hint: str = ""
    rows: int = 4


@dataclass(frozen=True)
class Part:
    """A section as it can be chosen. Words are msgids; ``about`` says in one line what stands in it."""

    key: str
    title: str
    about: str
    draw: Draw
    nothing: str = ""
    """Why it is left out when ``draw`` gives None; empty for a section that always has something to say."""
    texts: tuple[TextPlace, ...] = ()
    """Places of its own, beside the two that every section has."""
    has_words: bool = True
    """Whether people write a finding and an action beside its numbers."""

    @property
    def places(self) -> tuple[TextPlace, ...]:
        """Everywhere that people write into it."""
        if not self.has_words:
            return self.texts
        finding = TextPlace(f"{self.key}.finding", N_("What we make of it"))
        action = TextPlace(f"{self.key}.action", N_("What we will do"))
        return (*self.texts, finding, action)
