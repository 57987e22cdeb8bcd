"""What every section gives: where it stands, which template shows it, and its tables for the CSV."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.tables import Table


@dataclass(frozen=True)
class Section:
    """One part of the report. ``key`` is its anchor and the name of its template; ``name`` is what readers call it."""

    key: str
    name: str
    values: Mapping[str, Any]
    tables: tuple[Table, ...] = ()


@dataclass
class Numbering:
    """Counts figures and tables through the whole report."""

    figures: int = 0
    tables: int = 0

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


Draw = Callable[[ReportContext, Numbering], Section]
