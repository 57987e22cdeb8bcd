"""The scoring key in a definition file: response sets, items, scales, pages, each checked against the others."""

from collections.abc import Mapping

from mentorship_app.instruments.definition import Direction, Item, Method, Page, ResponseSet, Scale
from mentorship_app.instruments.reading import TOLERANCE, member, name, named, number, one_of, several_of
from mentorship_app.questions.loading import RESERVED
from mentorship_app.questions.shape import Entries, Node

_TAKEN = (*RESERVED, "comment", "id")
"""Names that a page of a survey, or a file of answers, uses for itself."""
_OWN_PREFIX = "own_q_"
"""Begins the names of a program's own questions, which stand among the answers too."""
_WIDEST = 1_000

Sets = Mapping[str, ResponseSet]
Items = Mapping[str, Item]


def response_sets(node: Node) -> dict[str, ResponseSet]:
    """The response sets by name: a list of values, values with a code for not applicable, or a typed whole number."""
    return {name: _response_set(entry) for name, entry in named(node).items()}


def _response_set(node: Node) -> ResponseSet:
    if isinstance(node.value, list):
        return ResponseSet(_values(node))
    if isinstance(node.value, Mapping) and "from" in node.value:
        ends = node.entries(required=("from", "to"))
        low, high = (ends[end].integer(-_WIDEST, _WIDEST) for end in ("from", "to"))
        if low >= high:
            node.fail("expected 'from' to be less than 'to'")
        return ResponseSet(range(low, high + 1), is_typed=True)
    parts = node.entries(required=("values", "not_applicable"))
    values, code = _values(parts["values"]), parts["not_applicable"].integer(-_WIDEST, _WIDEST)
    if code in values:
        parts["not_applicable"].fail(f"{code} is one of the values; expected another code")
    return ResponseSet(values, code)


def _values(node: Node) -> tuple[int, ...]:
    values = tuple(value.integer(-_WIDEST, _WIDEST) for value in node.items())
    if len(set(values)) < len(values) or len(values) < 2:
        node.fail("expected at least two values, all different")
    return values


def items(node: Node, sets: Sets) -> dict[str, Item]:
    """The items by id, in the order of the file."""
    found: dict[str, Item] = {}
    for entry in node.items():
        item = _item(entry, sets)
        if item.id in found:
            entry.fail(f"{item.id!r} is used twice")
        found[item.id] = item
    return found


def _item(node: Node, sets: Sets) -> Item:
    parts = node.entries(required=("id", "set"), optional=("reverse", "about"))
    item_id, set_name = name(parts["id"]), one_of(parts["set"], tuple(sets))
    if item_id in _TAKEN or item_id.startswith(_OWN_PREFIX):
        parts["id"].fail(f"{item_id!r} is taken; expected another name, which does not begin with {_OWN_PREFIX!r}")
    reverse, about = parts.get("reverse"), parts.get("about")
    turned = reverse.integer(-2 * _WIDEST, 2 * _WIDEST) if reverse else None
    values = set(sets[set_name].values)
    if reverse and turned is not None and {turned - value for value in values} != values:
        reverse.fail(f"expected highest plus lowest value of {set_name!r}, whose steps must be the same both ways")
    return Item(item_id, set_name, turned, about.localized() if about else None)


def scales(node: Node, known: Items, sets: Sets) -> tuple[Scale, ...]:
    """The scales in the order of the file, each with the range that its items give."""
    found: dict[str, Scale] = {}
    for entry in node.items():
        scale = _scale(entry, known, sets)
        if scale.key in found:
            entry.fail(f"{scale.key!r} is used twice")
        found[scale.key] = scale
    return tuple(found.values())


def _scale(node: Node, known: Items, sets: Sets) -> Scale:
    parts = node.entries(
        required=("id", "name", "items", "method", "min_answered", "range", "better"), optional=("multiply", "weights")
    )
    ids, method, multiply = (
        several_of(parts["items"], tuple(known)),
        member(parts["method"], Method),
        parts.get("multiply"),
    )
    if multiply and number(multiply) <= 0:
        multiply.fail("expected a number above 0")
    low, high = _range(parts["range"])
    scale = Scale(
        key=name(parts["id"]),
        name=parts["name"].localized(),
        items=ids,
        method=method,
        multiply=number(multiply) if multiply else 1.0,
        min_answered=parts["min_answered"].integer(1, len(ids)),
        low=low,
        high=high,
        better=member(parts["better"], Direction),
        weights=_weights(node, parts, method, ids, known, sets),
    )
    _check_missing_rule(scale, parts["min_answered"], known, sets)
    _check_range(scale, parts["range"], known, sets)
    return scale


def _range(node: Node) -> tuple[float, float]:
    ends = [number(end) for end in node.items()]
    if len(ends) != 2 or ends[0] >= ends[1]:
        node.fail("expected two numbers, the lower first")
    return ends[0], ends[1]


def _weights(
    node: Node, parts: Entries, method: Method, ids: tuple[str, ...], known: Items, sets: Sets
) -> tuple[str, ...]:
    weights = parts.get("weights")
    if (method is Method.WEIGHTED) != (weights is not None):
        node.fail("expected 'weights' where the method is weighted, and nowhere else")
    if weights is None:
        return ()
    found = several_of(weights, tuple(known))
    if len(found) != len(ids) or set(found) & set(ids):
        weights.fail(f"expected one weight for each of the {len(ids)} items, none of them an item of the scale")
    if any(known[item].reverse is not None or sets[known[item].response_set].low < 0 for item in found):
        weights.fail("expected items that are not reversed and have no value below 0")
    return found


def _check_missing_rule(scale: Scale, node: Node, known: Items, sets: Sets) -> None:
    if scale.min_answered == len(scale.items):
        return
    if scale.method is Method.SUM:
        node.fail("a sum needs every item; a prorated sum is a mean with 'multiply'")
    ends = {(sets[known[item].response_set].low, sets[known[item].response_set].high) for item in scale.items}
    if len(ends) > 1:
        node.fail("items with different ranges cannot stand in for each other; expected the number of items")


def _check_range(scale: Scale, node: Node, known: Items, sets: Sets) -> None:
    """A range that the items cannot give exactly is a wrong key or a wrong range; either would mislead."""
    lows = [sets[known[item].response_set].low for item in scale.items]
    highs = [sets[known[item].response_set].high for item in scale.items]
    if scale.method is Method.WEIGHTED:
        low, high = float(min(lows)), float(max(highs))
    else:
        share = len(scale.items) if scale.method is Method.MEAN else 1
        low, high = sum(lows) / share, sum(highs) / share
    low, high = low * scale.multiply, high * scale.multiply
    if abs(low - scale.low) > TOLERANCE or abs(high - scale.high) > TOLERANCE:
        node.fail(f"the items give {low:g} to {high:g}, not {scale.low:g} to {scale.high:g}")


def pages(node: Node | None, whole: Node, known: Items, found: tuple[Scale, ...]) -> tuple[Page, ...]:
    """The pages of the file, every item on exactly one; left out, one page a scale with the items not yet asked."""
    if node is None:
        return _a_page_a_scale(whole, known, found)
    placed: dict[str, str] = {}
    result: list[Page] = []
    for entry in node.items():
        parts = entry.entries(required=("id", "items"))
        page = Page(name(parts["id"]), several_of(parts["items"], tuple(known)))
        if any(page.id == other.id for other in result):
            parts["id"].fail(f"{page.id!r} is used twice")
        for item in page.items:
            if placed.setdefault(item, page.id) != page.id:
                parts["items"].fail(f"{item!r} stands on page {placed[item]!r} already")
        result.append(page)
    _check_all_placed(node, known, placed)
    return tuple(result)


def _a_page_a_scale(whole: Node, known: Items, found: tuple[Scale, ...]) -> tuple[Page, ...]:
    placed: dict[str, str] = {}
    result: list[Page] = []
    for scale in found:
        ids = tuple(item for item in known if item in scale.asks and item not in placed)
        placed.update(dict.fromkeys(ids, scale.key))
        if ids:
            result.append(Page(scale.key, ids))
    _check_all_placed(whole, known, placed)
    return tuple(result)


def _check_all_placed(node: Node, known: Items, placed: Mapping[str, str]) -> None:
    left = [item for item in known if item not in placed]
    if left:
        node.fail(f"on no page: {', '.join(left)}")
