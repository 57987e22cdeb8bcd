"""What a wording file says, before and after it is compared with the definition of an instrument."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mentorship_app.core.tables import Remark

Texts = Mapping[str, Mapping[str, Mapping[str, object]]]
"""By language: ``items``, ``responses`` (labels in the order of the codes), ``titles`` and ``leads`` of the pages."""


class FileFormat(StrEnum):
    """What kind of table a wording file is."""

    TEXTS = "csv"
    """One text a row: which it is, its language, the text."""
    REDCAP = "redcap"
    """A REDCap data dictionary: one field a row, its answers in one cell."""


@dataclass(frozen=True)
class Problem:
    """Why nothing can be bound. ``row`` counts as a spreadsheet does; 0 means the file as a whole."""

    row: int
    place: str
    remark: Remark
    language: str = ""


@dataclass(frozen=True)
class Found:
    """One text of the file, with the id of its place: an item, ``response:<set>:<code>``, ``page:<id>:title``."""

    row: int
    place: str
    language: str
    text: str


@dataclass(frozen=True)
class Unused:
    """A row that says nothing about the instrument, and why."""

    row: int
    name: str
    remark: Remark


@dataclass(frozen=True)
class ItemProposal:
    """Which field could be which item if both stand in one order. Nobody but a person can say whether they do."""

    form: str
    pairs: tuple[tuple[str, str, str], ...]
    """Our id, their field, their text."""


@dataclass(frozen=True)
class CodeProposal:
    """Which of their codes could be which of ours in one response set, with the label that shows whether it is."""

    response_set: str
    pairs: tuple[tuple[str, int, str], ...]
    """Their code, our code, their label."""
    is_by_size: bool = False
    """Paired by size; otherwise in the order in which both are shown."""


@dataclass(frozen=True)
class Choices:
    """What a person said about a file that does not say it itself."""

    language: str = ""
    format: FileFormat | None = None
    items: Mapping[str, str] = field(default_factory=dict)
    """Our id to their field."""
    codes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By response set, or ``""`` for all of them: their code to ours."""


@dataclass(frozen=True)
class Reading:
    """A file as it was read."""

    format: FileFormat
    found: tuple[Found, ...]
    problems: tuple[Problem, ...] = ()
    unused: tuple[Unused, ...] = ()
    remarks: tuple[Remark, ...] = ()
    item_proposals: tuple[ItemProposal, ...] = ()
    code_proposals: tuple[CodeProposal, ...] = ()
    unsettled: frozenset[str] = frozenset()
    """Response sets whose codes a person has to settle first: that their labels are missing goes without saying."""
