"""What an editor may set of a question: each type lists the entries of its ``config`` in these words."""

from dataclasses import dataclass
from enum import StrEnum


class SettingKind(StrEnum):
    """How a setting is typed, and what stands in ``config``."""

    OPTIONS = "options"
    """A list of ``{code, en, fr}``; codes are made by the editor."""
    POINTS = "points"
    """A list of ``{value, en, fr}`` with whole numbers."""
    LINE = "line"
    """``{en, fr}``, one line each."""
    TEXT = "text"
    """``{en, fr}``, paragraphs."""
    WHOLE = "whole"
    """A whole number."""
    DECIMAL = "decimal"
    """A number."""
    DAY = "day"
    """``2026-11-22``."""
    FLAG = "flag"
    """True or left out."""
    ONE_OF = "one_of"
    """One of ``choices``, or left out."""
    SOME_OF = "some_of"
    """A list of some of ``choices``."""
    LANGUAGES = "languages"
    """A list of language codes."""


@dataclass(frozen=True)
class Setting:
    """One entry of a type's ``config``. ``label``, ``hint`` and the names of ``choices`` are msgids."""

    name: str
    kind: SettingKind
    label: str
    hint: str = ""
    required: bool = False
    low: int = 1
    """Smallest whole number, or fewest rows."""
    high: int = 100
    """Largest whole number, or most rows."""
    choices: tuple[tuple[str, str], ...] = ()
    not_above: str = ""
    """Name of the setting that this one must not exceed: a least and a most."""
    starts_as: tuple[str, ...] = ()
    """Of ``choices``, what a new question begins with."""

    @property
    def is_localized(self) -> bool:
        """Whether it is two boxes, one for each language."""
        return self.kind in (SettingKind.LINE, SettingKind.TEXT)

    @property
    def is_list(self) -> bool:
        """Whether it is rows of words in two languages."""
        return self.kind in (SettingKind.OPTIONS, SettingKind.POINTS)
