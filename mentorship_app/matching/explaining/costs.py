"""What another pair would cost the others, in words."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase, decimal
from mentorship_app.matching.alternatives import Alternative
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.scoring import shown

NOT_TRIED = Phrase(
    N_("What it would cost the others was not worked out for these two. Lock them and run again to see.")
)


def words_of_cost(facts: Facts, found: Alternative) -> tuple[Phrase, ...]:
    """What everybody else would have with this pair: who loses a mentor, who moves, what their fits become."""
    if not found.is_possible:
        return (Phrase(N_("Locks, rules and places leave no solution with this pair.")),)
    return tuple(_lines(facts, found))


def _lines(facts: Facts, found: Alternative) -> Iterator[Phrase]:
    if found.lost > 0:
        words = N_("%(num)s other mentee would have no mentor"), "%(num)s other mentees would have no mentor"
        yield Phrase(words[0], plural=words[1], n=found.lost)
    elif found.lost < 0:
        words = (
            N_("%(num)s other mentee more would have a mentor"),
            "%(num)s other mentees more would have a mentor",
        )
        yield Phrase(words[0], plural=words[1], n=-found.lost)
    if not found.moved:
        yield Phrase(N_("Nobody else would move"))
    yield from _moves(facts, found)
    yield from _fits(found)


def _moves(facts: Facts, found: Alternative) -> Iterator[Phrase]:
    for who, before, after in found.moves:
        if who not in facts.mentee:
            continue
        names = {"name": facts.mentee[who].name, "before": _name(facts, before), "after": _name(facts, after)}
        if before and after:
            yield Phrase(N_("%(name)s would move from %(before)s to %(after)s"), names)
        elif after:
            yield Phrase(
                N_("%(name)s would be placed with %(after)s"), {"name": names["name"], "after": names["after"]}
            )
        else:
            yield Phrase(N_("%(name)s would lose %(before)s"), {"name": names["name"], "before": names["before"]})
    more = found.moved - len(found.moves)
    if more > 0:
        yield Phrase(N_("%(num)s more would move"), plural="%(num)s more would move", n=more)


def _name(facts: Facts, mentor: str) -> str:
    return facts.mentor[mentor].name if mentor in facts.mentor else ""


def _fits(found: Alternative) -> Iterator[Phrase]:
    """Means with one decimal, since one person moves the mean of many by little."""
    means = [None if mean is None else round(100 * mean, 1) for mean in found.mean]
    if means[0] is not None and means[1] is not None and means[0] != means[1]:
        values = {"before": decimal(means[0]), "after": decimal(means[1])}
        yield Phrase(N_("The mean fit of the others would go from %(before)s to %(after)s of 100"), values)
    worst = [None if fit is None else shown(fit) for fit in found.worst]
    if worst[0] is not None and worst[1] is not None and worst[0] != worst[1]:
        fits = {"before": worst[0], "after": worst[1]}
        yield Phrase(N_("The weakest fit of the others would go from %(before)s to %(after)s of 100"), fits)
