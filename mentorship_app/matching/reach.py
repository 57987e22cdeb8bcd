"""How many mentees can have what they ask for at the same time, when wishes overlap and places are few."""

from collections.abc import Sequence
from dataclasses import dataclass

_SOURCE, _SINK = 0, 1


@dataclass(frozen=True)
class Offer:
    """What one mentor offers (topics, languages …), and to how many mentees at once."""

    values: frozenset[str]
    places: int


def served_at_once(wishes: Sequence[frozenset[str]], offers: Sequence[Offer]) -> int:
    """The largest number of mentees who can each have a mentor for at least one of their wishes, all at once.

    Exact: a maximum flow from mentees (one place each) through the things wished to mentors (their places). A mentee
    without a wish is not counted. Who may not be paired with whom is left out on purpose: the number is shown to
    people who must not learn it.
    """
    wanted = [wish for wish in wishes if wish]
    useful = [offer for offer in offers if offer.values and offer.places > 0]
    names = sorted(frozenset().union(*wanted) & frozenset().union(*(offer.values for offer in useful)))
    if not names:
        return 0
    node = {name: number for number, name in enumerate(names, start=2)}
    edges: list[tuple[int, int, int]] = []
    following = 2 + len(names)
    for wish in wanted:
        edges.append((_SOURCE, following, 1))
        edges += [(following, node[name], 1) for name in wish if name in node]
        following += 1
    for offer in useful:
        edges.append((following, _SINK, offer.places))
        edges += [(node[name], following, offer.places) for name in offer.values if name in node]
        following += 1
    return _flow(edges, following)


def _flow(edges: Sequence[tuple[int, int, int]], nodes: int) -> int:
    import numpy as np  # noqa: PLC0415  a web worker that draws no gap board never loads it
    from scipy.sparse import csr_array  # noqa: PLC0415  as above
    from scipy.sparse.csgraph import maximum_flow  # noqa: PLC0415  as above

    starts, ends, limits = (np.array(column, dtype=np.int32) for column in zip(*edges, strict=True))
    graph = csr_array((limits, (starts, ends)), shape=(nodes, nodes))
    return int(maximum_flow(graph, _SOURCE, _SINK).flow_value)
