"""What ``mentorship instrument`` writes for people: the list, one instrument, a table of scores."""

from collections.abc import Iterator, Mapping, Sequence

from mentorship_app.instruments import Instrument
from mentorship_app.instruments.answer_file import AnswerRow
from mentorship_app.instruments.cutoffs import statement
from mentorship_app.instruments.definition import Direction, Item, LicenceStatus, Method, Scale, SourcedNumber
from mentorship_app.instruments.scoring import Scored

_BETTER = {Direction.UP: "higher is better", Direction.DOWN: "lower is better"}
_KINDS = {
    "alpha": "internal consistency (alpha)",
    "omega": "internal consistency (omega)",
    "retest": "retest",
    "change": "smallest change that matters",
}
_LICENCES = {
    LicenceStatus.OPEN: "free to use",
    LicenceStatus.NON_COMMERCIAL: "not for profit only",
    LicenceStatus.PERMISSION: "ask for permission",
    LicenceStatus.PROPRIETARY: "licensed",
}
_UNVERIFIED = "not compared with the source"


def as_list(found: Sequence[Instrument]) -> str:
    """One line an instrument: key, version, length, languages, whether its wording must be brought, title."""
    rows = [
        (
            each.key,
            f"v{each.version}",
            f"{len(each.items)} items",
            "+".join(each.languages),
            _LICENCES[each.licence.status] if each.validated else "ours, not validated",
            each.title.en,
        )
        for each in found
    ]
    return "\n".join(_columns(rows))


def as_page(found: Instrument) -> str:
    """Everything about one instrument, in English."""
    return "\n".join([*_head(found), "", *_items(found), "", *_scales(found), *_numbers(found)])


def as_table(meant: Instrument, rows: Sequence[AnswerRow], scores: Sequence[Mapping[str, Scored]]) -> str:
    """One line a row with its scores to four decimals, then why each missing score is missing."""
    head = ("row", "id", *(scale.key for scale in meant.scales))
    body = [
        (str(row.row), _printable(row.person), *(_number(scored.value) for scored in of_row.values()))
        for row, of_row in zip(rows, scores, strict=True)
    ]
    reasons = [
        f"row {row.row}, {scale}: {scored.reason.in_('en')}"
        for row, of_row in zip(rows, scores, strict=True)
        for scale, scored in of_row.items()
        if scored.reason
    ]
    return "\n".join([*_columns([head, *body]), *(["", *reasons] if reasons else [])])


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _printable(text: str) -> str:
    """Text from a file, without anything that a terminal would obey."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _head(found: Instrument) -> Iterator[str]:
    licence, scoring = found.licence, found.scoring
    yield f"{found.title.en} ({found.key}, version {found.version})"
    yield f"Source:     {found.citation.en}"
    if scoring:
        yield f"Scoring:    {scoring.source}{'' if scoring.verified else f' ({_UNVERIFIED})'}"
        if scoring.doubt:
            yield f"            {scoring.doubt.en}"
    yield f"Asks about: {found.recall.en}"
    if found.coding:
        yield f"Coding:     {found.coding.en}"
    yield f"Languages:  {', '.join(found.languages)}"
    yield f"Licence:    {_LICENCES[licence.status]}. {licence.notice.en}"
    if licence.requires:
        yield f"            On record before it is asked: {', '.join(licence.requires)}"
    yield f"Wording:    {'part of this app' if licence.wording_bundled else 'not part of this app'}"


def _items(found: Instrument) -> Iterator[str]:
    yield "Items"
    rows = [(f"  {item.id}", found.responses_to(item.id).offer, _said_of(found, item)) for item in found.items]
    yield from _columns(rows)


def _said_of(found: Instrument, item: Item) -> str:
    code = found.responses_to(item.id).not_applicable
    parts = (
        f"{code} is not applicable" if code is not None else "",
        f"counts as {item.reverse} less the answer" if item.reverse is not None else "",
        item.about.en if item.about else "",
    )
    return "; ".join(part for part in parts if part)


def _scales(found: Instrument) -> Iterator[str]:
    yield "Scales"
    for scale in found.scales:
        better = _BETTER.get(scale.better)
        yield f"  {scale.key}: {scale.name.en}, {scale.low:g} to {scale.high:g}{f', {better}' if better else ''}"
        yield f"    {_rule(scale)}"
        yield from (f"    {statement(cutoff, 'en')}" for cutoff in found.cutoffs if cutoff.scale == scale.key)


def _rule(scale: Scale) -> str:
    times = "" if scale.multiply == 1 else f" × {scale.multiply:g}"
    needed = f"at least {scale.min_answered} of {len(scale.items)} answered"
    if scale.method is Method.WEIGHTED:
        pairs = zip(scale.items, scale.weights, strict=True)
        return f"weighted mean{times} of {', '.join(f'{item} by {weight}' for item, weight in pairs)}; {needed}"
    return f"{scale.method}{times} of {', '.join(scale.items)}; {needed}"


def _numbers(found: Instrument) -> Iterator[str]:
    known: tuple[SourcedNumber, ...] = (*found.mid, *found.reliability)
    if not known:
        return
    yield ""
    yield "Known of the scales"
    for each in known:
        doubt = "" if each.verified else f", {_UNVERIFIED}"
        yield f"  {each.scale}: {_KINDS[each.kind]} {each.value:g} ({each.source}{doubt})"
