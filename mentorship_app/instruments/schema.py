"""Reading an instrument's files strictly: whatever could be wrong is found here, with file and place.

The definition (items, keys, scales, sources) and the wording (one file per language) are apart, because for many
published instruments the key may be shipped and the wording may not.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from mentorship_app.core.i18n import LOCALES, LocalizedText
from mentorship_app.instruments import keys
from mentorship_app.instruments.definition import (
    CutOff,
    Instrument,
    Licence,
    LicenceStatus,
    Requirement,
    ScoringSource,
    SourcedNumber,
    Vector,
)
from mentorship_app.instruments.reading import (
    TOLERANCE,
    InstrumentError,
    file_node,
    listed,
    member,
    name,
    named,
    number,
    one_of,
    several_of,
)
from mentorship_app.instruments.scoring import ScoringError, score
from mentorship_app.instruments.wording_file import read_wording
from mentorship_app.questions.shape import Entries, Node

__all__ = ["OPERATORS", "InstrumentError", "load_instrument"]

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
_OPTIONAL = ("coding", "scoring", "pages", "cutoffs", "mid", "reliability")
_RELIABILITIES = ("alpha", "omega", "retest")
OPERATORS = ("<", "<=", ">", ">=")


def load_instrument(path: Path, wording: Mapping[str, Path]) -> Instrument:
    """The instrument in ``path`` with its wording by language; raises InstrumentError."""
    entries = file_node(path).entries(required=_REQUIRED, optional=_OPTIONAL)
    key = _without_wording(entries)
    items = tuple(item.id for item in key.items)
    texts = {
        language: read_wording(file, items=items, sets=key.response_sets, pages=key.pages)
        for language, file in wording.items()
    }
    instrument = replace(key, wording=MappingProxyType(texts))
    _check_wording(instrument, entries)
    _check_numbers(instrument, entries)
    _check_vectors(instrument, entries["vectors"])
    return instrument


def _without_wording(entries: Entries) -> Instrument:
    sets = keys.response_sets(entries["response_sets"])
    items = keys.items(entries["items"], sets)
    scales = keys.scales(entries["scales"], items, sets)
    called = tuple(scale.key for scale in scales)
    return Instrument(
        key=name(entries["key"]),
        version=entries["version"].integer(1, 1_000_000),
        validated=entries["validated"].boolean(),
        title=entries["title"].localized(),
        citation=entries["citation"].localized(),
        recall=entries["recall"].localized(),
        coding=_said(entries.get("coding")),
        licence=_licence(entries["licence"]),
        scoring=_scoring(entries.get("scoring")),
        languages=several_of(entries["languages"], LOCALES),
        response_sets=MappingProxyType(sets),
        items=tuple(items.values()),
        scales=scales,
        pages=keys.pages(entries.get("pages"), entries["scales"], items, scales),
        cutoffs=tuple(_cutoff(entry, called) for entry in listed(entries, "cutoffs")),
        mid=tuple(_change(entry, called) for entry in listed(entries, "mid")),
        reliability=tuple(_reliability(entry, called) for entry in listed(entries, "reliability")),
        vectors=tuple(_vector(entry) for entry in entries["vectors"].items()),
        wording=MappingProxyType({}),
    )


def _said(node: Node | None) -> LocalizedText | None:
    return node.localized() if node else None


def _licence(node: Node) -> Licence:
    parts = node.entries(required=("status", "wording_bundled", "notice"), optional=("requires",))
    return Licence(
        status=member(parts["status"], LicenceStatus),
        wording_bundled=parts["wording_bundled"].boolean(),
        notice=parts["notice"].localized(),
        requires=tuple(member(entry, Requirement) for entry in listed(parts, "requires")),
    )


def _scoring(node: Node | None) -> ScoringSource | None:
    if node is None:
        return None
    parts = node.entries(required=("source", "verified"), optional=("doubt",))
    verified, doubt = parts["verified"].boolean(), _said(parts.get("doubt"))
    if not verified and doubt is None:
        node.fail("expected 'doubt': what nobody has checked at the source yet")
    return ScoringSource(parts["source"].text(), verified, doubt)


def _cutoff(node: Node, scales: tuple[str, ...]) -> CutOff:
    parts = node.entries(required=("scale", "op", "value", "label", "population", "source", "verified"))
    return CutOff(
        scale=one_of(parts["scale"], scales),
        op=one_of(parts["op"], OPERATORS),
        value=number(parts["value"]),
        label=parts["label"].localized(),
        population=parts["population"].localized(),
        source=parts["source"].text(),
        verified=parts["verified"].boolean(),
    )


def _change(node: Node, scales: tuple[str, ...]) -> SourcedNumber:
    parts = node.entries(required=("scale", "value", "source", "verified"))
    value = number(parts["value"])
    if value <= 0:
        parts["value"].fail("expected a change above 0, in units of the scale")
    return SourcedNumber(
        one_of(parts["scale"], scales), "change", value, parts["source"].text(), parts["verified"].boolean()
    )


def _reliability(node: Node, scales: tuple[str, ...]) -> SourcedNumber:
    parts = node.entries(required=("scale", "kind", "value", "source", "verified"))
    value = number(parts["value"])
    if not 0 < value < 1:
        parts["value"].fail("expected a coefficient between 0 and 1")
    return SourcedNumber(
        one_of(parts["scale"], scales),
        one_of(parts["kind"], _RELIABILITIES),
        value,
        parts["source"].text(),
        parts["verified"].boolean(),
    )


def _vector(node: Node) -> Vector:
    parts = node.entries(required=("answers", "scores"))
    return Vector(
        answers={item: entry.integer(-1_000, 1_000) for item, entry in named(parts["answers"]).items()},
        scores={
            scale: None if entry.value is None else number(entry) for scale, entry in named(parts["scores"]).items()
        },
    )


def _check_wording(instrument: Instrument, entries: Entries) -> None:
    licence = entries["licence"]
    if instrument.wording and not instrument.licence.wording_bundled:
        licence.fail(f"'wording_bundled' is false, yet there is wording in: {', '.join(instrument.wording)}")
    if instrument.licence.wording_bundled and not instrument.can_be_asked:
        missing = [language for language in instrument.languages if language not in instrument.wording]
        entries["languages"].fail(f"the wording is missing in: {', '.join(missing)}")
    if instrument.licence.wording_bundled and instrument.licence.status is not LicenceStatus.OPEN:
        licence.fail("wording that is not open may not be bundled")


def _check_numbers(instrument: Instrument, entries: Entries) -> None:
    """Limits that no score can reach, and changes as wide as the scale, are slips of the pen."""
    for entry, cutoff in zip(listed(entries, "cutoffs"), instrument.cutoffs, strict=True):
        scale = instrument.scale(cutoff.scale)
        if not scale.low <= cutoff.value <= scale.high:
            entry.fail(f"{cutoff.value:g} is outside {scale.key!r}, which goes from {scale.low:g} to {scale.high:g}")
    for entry, change in zip(listed(entries, "mid"), instrument.mid, strict=True):
        scale = instrument.scale(change.scale)
        if change.value >= scale.high - scale.low:
            entry.fail(f"{change.value:g} is as wide as {scale.key!r} itself")


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
    return abs(found - expected) <= TOLERANCE
