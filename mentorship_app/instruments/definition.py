"""What an instrument is: immutable values, read once from its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mentorship_app.core.i18n import LocalizedText


class LicenceStatus(StrEnum):
    """What the owner of the wording allows."""

    OPEN = "open"
    NON_COMMERCIAL = "nc"
    PERMISSION = "permission"
    PROPRIETARY = "proprietary"


class Requirement(StrEnum):
    """What has to be on record before a program may ask the instrument."""

    LICENCE_NUMBER = "licence_number"
    PAID_COUNT = "paid_count"


class Method(StrEnum):
    """How answered items become one number."""

    MEAN = "mean"
    SUM = "sum"
    WEIGHTED = "weighted"
    """Each item counts as much as its weight, which is the answer to another item: Σwᵢsᵢ / Σwᵢ."""


class Direction(StrEnum):
    """Which way is better for the person."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"
    """No end is the better one, as in how important something is to somebody."""


@dataclass(frozen=True)
class Licence:
    """Under which terms the wording may be used. ``requires`` names what must be on record before it is asked."""

    status: LicenceStatus
    wording_bundled: bool
    notice: LocalizedText
    requires: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class ScoringSource:
    """Where reverse keys, scales and missing rules are taken from; ``doubt`` says what nobody has checked there yet."""

    source: str
    verified: bool
    doubt: LocalizedText | None


@dataclass(frozen=True)
class ResponseSet:
    """What can be answered: ``values`` in the order in which they are offered, or a whole number to be typed.

    ``not_applicable`` is a code that may be answered and counts as not answered.
    """

    values: Sequence[int]
    not_applicable: int | None = None
    is_typed: bool = False

    @property
    def low(self) -> int:
        return min(self.values)

    @property
    def high(self) -> int:
        return max(self.values)

    @property
    def codes(self) -> tuple[int, ...]:
        """Every code that may be answered, the one of not applicable last."""
        return (*self.values, *(() if self.not_applicable is None else (self.not_applicable,)))

    @property
    def offer(self) -> str:
        """The codes for a message: ``0, 1, 2``, or ``0 to 100``."""
        return f"{self.low} to {self.high}" if self.is_typed else ", ".join(map(str, self.codes))


@dataclass(frozen=True)
class Item:
    """One question. ``reverse`` is highest plus lowest value, or None; a reversed answer counts ``reverse - value``.

    ``about`` says in words of our own which question is meant, where the key cannot be used without knowing it.
    """

    id: str
    response_set: str
    reverse: int | None = None
    about: LocalizedText | None = None


@dataclass(frozen=True)
class Page:
    """Items that are asked together, in this order."""

    id: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """A score of one or several items; ``low`` to ``high`` is its whole possible range.

    ``weights`` holds for each of ``items`` the item that weighs it, and is empty unless the method is weighted.
    """

    key: str
    name: LocalizedText
    items: tuple[str, ...]
    method: Method
    multiply: float
    min_answered: int
    low: float
    high: float
    better: Direction
    weights: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """Every item that the score needs, weights included."""
        return (*self.items, *self.weights)


@dataclass(frozen=True)
class CutOff:
    """A limit that somebody published, for whom, and where. Never shown without its source.

    ``source`` is a reference that reads the same in every language. ``verified``: somebody read the limit there,
    rather than knowing it from elsewhere.
    """

    scale: str
    op: str
    value: float
    label: LocalizedText
    population: LocalizedText
    source: str
    verified: bool


@dataclass(frozen=True)
class SourcedNumber:
    """A published property of a scale. ``kind``: alpha, omega or retest for a reliability, change for the smallest
    change that matters, in units of the scale."""

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
    """Every text of one language: what is asked, what can be answered, title and lead of each page.

    ``responses`` has for each response set that is not typed the labels of its values in their order, then the one of
    not applicable. Titles and leads may be missing for a page: it is then called by its questions, and has no lead.
    """

    items: Mapping[str, str]
    responses: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    leads: Mapping[str, str]


@dataclass(frozen=True)
class Instrument:
    """One version of an instrument. ``wording`` is empty where its text may not be shipped.

    ``coding`` says what low and high codes mean. ``scoring`` is None for what was written for this app.
    """

    key: str
    version: int
    validated: bool
    title: LocalizedText
    citation: LocalizedText
    recall: LocalizedText
    coding: LocalizedText | None
    licence: Licence
    scoring: ScoringSource | None
    languages: tuple[str, ...]
    response_sets: Mapping[str, ResponseSet]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    pages: tuple[Page, ...]
    cutoffs: tuple[CutOff, ...]
    mid: tuple[SourcedNumber, ...]
    reliability: tuple[SourcedNumber, ...]
    vectors: tuple[Vector, ...]
    wording: Mapping[str, Wording]

    @cached_property
    def _items_by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item:
        """The item of that id; raises KeyError."""
        return self._items_by_id[item_id]

    def responses_to(self, item_id: str) -> ResponseSet:
        """What can be answered to the item of that id; raises KeyError."""
        return self.response_sets[self.item(item_id).response_set]

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
