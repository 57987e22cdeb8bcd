"""Reading an instrument's files strictly: whatever could be wrong is found here, with file and place.

The definition (items, keys, scales, sources) and the wording (one file per language) are apart, because for many
published instruments the key may be shipped and the wording may not.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml

from mentorship_app.core.i18n import LOCALES
from mentorship_app.instruments.definition import (
    CutOff,
    Direction,
    Instrument,
    Item,
    Licence,
    LicenceStatus,
    Method,
    Scale,
    SourcedNumber,
    Vector,
    Wording,
)
from mentorship_app.instruments.scoring import ScoringError, score
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.shape import Entries, Node

InstrumentError = QuestionnaireError
"""A file is not usable: names the file, the place in it, and what is expected there."""

Choice = TypeVar("Choice", bound=StrEnum)

_REQUIRED = (
    "key",
    "version",
    "validated",
    "title",
    "citation",
    "recall",
    "licence",
    "languages",
    "response_sets",
    "items",
    "scales",
    "vectors",
)
_TOLERANCE = 1e-6
_OPERATORS = ("<", "<=", ">", ">=")


def load_instrument(path: Path, wording: Mapping[str, Path]) -> Instrument:
    """The instrument in ``path`` with its wording by language; raises InstrumentError."""
    node = Node(_yaml(path), source=path.name)
    entries = node.entries(required=_REQUIRED, optional=("cutoffs", "mid", "reliability"))
    sets = _response_sets(entries["response_sets"])
    items = _items(entries["items"], sets)
    scales = _scales(entries["scales"], items, sets)
    keys = tuple(scale.key for scale in scales)
    instrument = Instrument(
        key=entries["key"].text(),
        version=entries["version"].integer(1, 1_000_000),
        validated=entries["validated"].boolean(),
        title=entries["title"].localized(),
        citation=entries["citation"].localized(),
        recall=entries["recall"].localized(),
        licence=_licence(entries["licence"]),
        languages=tuple(_one_of(language, LOCALES) for language in entries["languages"].items()),
        response_sets=MappingProxyType(sets),
        items=items,
        scales=scales,
        cutoffs=tuple(_cutoff(entry, keys) for entry in _listed(entries, "cutoffs")),
        mid=tuple(_sourced(entry, keys) for entry in _listed(entries, "mid")),
        reliability=tuple(_sourced(entry, keys) for entry in _listed(entries, "reliability")),
        vectors=tuple(_vector(entry) for entry in entries["vectors"].items()),
        wording=MappingProxyType({language: _wording(file, items, sets, keys) for language, file in wording.items()}),
    )
    _check_wording(instrument, entries)
    _check_vectors(instrument, entries["vectors"])
    return instrument


def _yaml(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InstrumentError(path.name, "", f"not readable as YAML: {getattr(error, 'problem', error)}") from error


def _named(node: Node) -> dict[str, Node]:
    """The entries of a mapping whose names are free."""
    if not isinstance(node.value, Mapping) or not node.value:
        node.fail("expected at least one named entry")
    return {str(name): Node(value, f"{node.path}.{name}", node.source) for name, value in node.value.items()}


def _listed(entries: Entries, name: str) -> tuple[Node, ...]:
    node = entries.get(name)
    return tuple(node.items()) if node else ()


def _one_of(node: Node, known: tuple[str, ...]) -> str:
    text = node.text()
    if text not in known:
        node.fail(f"expected one of {', '.join(known)}; got {text!r}")
    return text


def _member(node: Node, kind: type[Choice]) -> Choice:
    return kind(_one_of(node, tuple(member.value for member in kind)))


def _response_sets(node: Node) -> dict[str, tuple[int, ...]]:
    sets: dict[str, tuple[int, ...]] = {}
    for name, entry in _named(node).items():
        values = tuple(value.integer(-1_000, 1_000) for value in entry.items())
        if len(set(values)) < len(values) or len(values) < 2:
            entry.fail("expected at least two different values")
        sets[name] = values
    return sets


def _items(node: Node, sets: Mapping[str, tuple[int, ...]]) -> tuple[Item, ...]:
    items: list[Item] = []
    for entry in node.items():
        parts = entry.entries(required=("id", "set"), optional=("reverse",))
        item_id, set_name = parts["id"].text(), _one_of(parts["set"], tuple(sets))
        if any(known.id == item_id for known in items):
            parts["id"].fail(f"{item_id!r} is used twice")
        reverse = parts.get("reverse")
        turned = reverse.integer(-2_000, 2_000) if reverse else None
        if reverse and {turned - value for value in sets[set_name] if turned is not None} != set(sets[set_name]):
            reverse.fail(f"expected highest plus lowest value of {set_name!r}")
        items.append(Item(item_id, set_name, turned))
    return tuple(items)


def _scales(node: Node, items: tuple[Item, ...], sets: Mapping[str, tuple[int, ...]]) -> tuple[Scale, ...]:
    known = {item.id: item for item in items}
    scales: list[Scale] = []
    for entry in node.items():
        parts = entry.entries(
            required=("id", "name", "items", "method", "min_answered", "range", "better"), optional=("multiply",)
        )
        ids = tuple(_one_of(item, tuple(known)) for item in parts["items"].items())
        method, multiply = _member(parts["method"], Method), parts.get("multiply")
        fewest = parts["min_answered"].integer(1, len(ids))
        if method is Method.SUM and fewest < len(ids):
            parts["min_answered"].fail("a sum needs every item; expected the number of items")
        low, high = _range(parts["range"])
        scale = Scale(
            key=parts["id"].text(),
            name=parts["name"].localized(),
            items=ids,
            method=method,
            multiply=float(multiply.decimal()) if multiply else 1.0,
            min_answered=fewest,
            low=low,
            high=high,
            better=_member(parts["better"], Direction),
        )
        _check_range(scale, parts["range"], known, sets)
        if any(other.key == scale.key for other in scales):
            parts["id"].fail(f"{scale.key!r} is used twice")
        scales.append(scale)
    return tuple(scales)


def _range(node: Node) -> tuple[float, float]:
    ends = [float(end.decimal()) for end in node.items()]
    if len(ends) != 2 or ends[0] >= ends[1]:
        node.fail("expected two numbers, the lower first")
    return ends[0], ends[1]


def _check_range(scale: Scale, node: Node, items: Mapping[str, Item], sets: Mapping[str, tuple[int, ...]]) -> None:
    """A range that the items cannot give exactly is a wrong key or a wrong range; either would mislead."""
    lows = [min(sets[items[item].response_set]) for item in scale.items]
    highs = [max(sets[items[item].response_set]) for item in scale.items]
    share = len(scale.items) if scale.method is Method.MEAN else 1
    possible = sum(lows) / share * scale.multiply, sum(highs) / share * scale.multiply
    if abs(possible[0] - scale.low) > _TOLERANCE or abs(possible[1] - scale.high) > _TOLERANCE:
        node.fail(f"the items give {possible[0]:g} to {possible[1]:g}, not {scale.low:g} to {scale.high:g}")


def _licence(node: Node) -> Licence:
    parts = node.entries(required=("status", "wording_bundled", "notice"), optional=("requires",))
    requires = parts.get("requires")
    return Licence(
        status=_member(parts["status"], LicenceStatus),
        wording_bundled=parts["wording_bundled"].boolean(),
        notice=parts["notice"].localized(),
        requires=tuple(entry.text() for entry in requires.items()) if requires else (),
    )


def _cutoff(node: Node, scales: tuple[str, ...]) -> CutOff:
    parts = node.entries(required=("scale", "op", "value", "label", "population", "source", "verified"))
    return CutOff(
        scale=_one_of(parts["scale"], scales),
        op=_one_of(parts["op"], _OPERATORS),
        value=float(parts["value"].decimal()),
        label=parts["label"].localized(),
        population=parts["population"].text(),
        source=parts["source"].text(),
        verified=parts["verified"].boolean(),
    )


def _sourced(node: Node, scales: tuple[str, ...]) -> SourcedNumber:
    parts = node.entries(required=("scale", "kind", "value", "source", "verified"))
    return SourcedNumber(
        scale=_one_of(parts["scale"], scales),
        kind=parts["kind"].text(),
        value=float(parts["value"].decimal()),
        source=parts["source"].text(),
        verified=parts["verified"].boolean(),
    )


def _vector(node: Node) -> Vector:
    parts = node.entries(required=("answers", "scores"))
    return Vector(
        answers={name: entry.integer(-1_000, 1_000) for name, entry in _named(parts["answers"]).items()},
        scores={
            name: None if entry.value is None else float(entry.decimal())
            for name, entry in _named(parts["scores"]).items()
        },
    )


def _wording(
    path: Path, items: tuple[Item, ...], sets: Mapping[str, tuple[int, ...]], scales: tuple[str, ...]
) -> Wording:
    parts = Node(_yaml(path), source=path.name).entries(required=("response_sets", "scales", "items"))
    responses = {
        name: tuple(label.text() for label in entry.items())
        for name, entry in _all(parts["response_sets"], tuple(sets))
    }
    for name, labels in responses.items():
        if len(labels) != len(sets[name]):
            parts["response_sets"].fail(f"{name!r} has {len(sets[name])} values and {len(labels)} texts")
    pages = {name: entry.entries(required=("title", "lead")) for name, entry in _all(parts["scales"], scales)}
    return Wording(
        items={name: entry.text() for name, entry in _all(parts["items"], tuple(item.id for item in items))},
        responses=responses,
        titles={name: page["title"].text() for name, page in pages.items()},
        leads={name: page["lead"].text() for name, page in pages.items()},
    )


def _all(node: Node, names: tuple[str, ...]) -> list[tuple[str, Node]]:
    """Exactly the entries ``names``, in that order."""
    entries = node.entries(required=names)
    return [(name, entries[name]) for name in names]


def _check_wording(instrument: Instrument, entries: Entries) -> None:
    if instrument.licence.wording_bundled and not instrument.can_be_asked:
        missing = [language for language in instrument.languages if language not in instrument.wording]
        entries["languages"].fail(f"the wording is missing in: {', '.join(missing)}")


def _check_vectors(instrument: Instrument, node: Node) -> None:
    for entry, vector in zip(node.items(), instrument.vectors, strict=True):
        try:
            result = score(instrument, vector.answers)
        except ScoringError as error:
            entry.fail(str(error))
        if result.keys() != vector.scores.keys() or not all(
            _equal(result[key], expected) for key, expected in vector.scores.items()
        ):
            entry.fail(f"the answers give {result}, not {dict(vector.scores)}")


def _equal(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= _TOLERANCE
