"""What is wrong in a file that somebody names on the console: told row by row, and nothing is done with the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from mentorship_app.core.errors import AppError

PROBLEMS_LISTED = 20


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. ``row`` counts as a spreadsheet does: the heading is row 1; 0 is the whole file."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"row {self.row}{column}: {self.text}" if self.row else self.text


class FileRefused(AppError):
    """The file is not used. ``problems`` are the first twenty, ``total`` how many there are."""

    outcome: ClassVar[str]
    """What did not happen, such as ``Nothing was imported``."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems, self.total = tuple(problems[:PROBLEMS_LISTED]), len(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        more = f"\n  and {self.total - PROBLEMS_LISTED} more" if self.total > PROBLEMS_LISTED else ""
        # The lines quote the file, so they are no msgid; these errors are for the console.
        super().__init__("%(outcome)s:\n%(lines)s%(more)s", outcome=self.outcome, lines=lines, more=more)
