"""Scales that share questions, such as a total and its parts."""

from mentorship_app.instruments.definition import Instrument


def sharing(instrument: Instrument) -> tuple[tuple[str, ...], ...]:
    """The keys of the scales in sets that are linked by items they have in common; most sets hold one scale."""
    groups: list[tuple[list[str], set[str]]] = []
    for scale in instrument.scales:
        keys, items = [scale.key], set(scale.asks)
        for other in [group for group in groups if group[1] & items]:
            groups.remove(other)
            keys, items = other[0] + keys, items | other[1]
        groups.append((keys, items))
    order = {scale.key: position for position, scale in enumerate(instrument.scales)}
    return tuple(tuple(sorted(keys, key=order.__getitem__)) for keys, _items in groups)
