"""What an instrument is: immutable values, read once from its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorship_app.core.i18n import LocalizedText


class LicenceStatus(StrEnum):
    """What the owner of the wording allows."""

    OPEN = "open"
    NON_COMMERCIAL = "nc"
    PERMISSION = "permission"
    PROPRIETARY = "proprietary"


class Method(StrEnum):
    """How answered items become one number."""

    MEAN = "mean"
    SUM = "sum"


class Direction(StrEnum):
    """Which way is better for the person."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Licence:
    """Under which terms the wording may be used. ``requires`` names what must be on record before it is asked."""

    status: LicenceStatus
    wording_bundled: bool
    notice: LocalizedText
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One question. ``reverse`` is highest plus lowest value, or None; a reversed answer counts ``reverse - value``."""

    id: str
    response_set: str
    reverse: int | None = None


@dataclass(frozen=True)
class Scale:
    """A score of several items; ``low`` to ``high`` is its whole possible range."""

    key: str
    name: LocalizedText
    items: tuple[str, ...]
    method: Method
    multiply: float
    min_answered: int
    low: float
    high: float
    better: Direction


@dataclass(frozen=True)
class CutOff:
    """A limit that somebody published, for whom, and where. Never shown without its source."""

    scale: str
    op: str
    value: float
    label: LocalizedText
    population: str
    source: str
    verified: bool


@dataclass(frozen=True)
class SourcedNumber:
    """A published property of a scale, such as its reliability or the smallest change that matters."""

    scale: str
    kind: str
    value: float
    source: str
    verified: bool


@dataclass(frozen=True)
class Vector:
    """Answers with the scores that must come out, checked whenever the definition is read."""

    answers: Mapping[str, int]
    scores: Mapping[str, float | None]


@dataclass(frozen=True)
class Wording:
    """Every text of one language: what is asked, what can be answered, the heading of each scale's page."""

    items: Mapping[str, str]
    responses: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    leads: Mapping[str, str]


@dataclass(frozen=True)
class Instrument:
    """One version of an instrument. ``wording`` is empty where its text may not be shipped."""

    key: str
    version: int
    validated: bool
    title: LocalizedText
    citation: LocalizedText
    recall: LocalizedText
    licence: Licence
    languages: tuple[str, ...]
    response_sets: Mapping[str, tuple[int, ...]]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    cutoffs: tuple[CutOff, ...]
    mid: tuple[SourcedNumber, ...]
    reliability: tuple[SourcedNumber, ...]
    vectors: tuple[Vector, ...]
    wording: Mapping[str, Wording]

    def item(self, item_id: str) -> Item:
        """The item of that id; raises KeyError."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def scale(self, key: str) -> Scale:
        """The scale of that key; raises KeyError."""
        for scale in self.scales:
            if scale.key == key:
                return scale
        raise KeyError(key)

    @property
    def can_be_asked(self) -> bool:
        """Whether every language that the instrument offers has its text."""
        return bool(self.languages) and all(language in self.wording for language in self.languages)
