"""What gets better, what gets worse and what stays between two proposals, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase, decimal
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.fairness.counting import Numbers
from mentorship_app.matching.fairness.groups import PairNumbers
from mentorship_app.matching.scoring import shown

MOST_NAMED = 6
"""So many people whose pair changes are named one by one; of more, it is only counted who is better off."""


@dataclass(frozen=True)
class Difference:
    """Lines of a comparison."""

    better: tuple[Phrase, ...] = ()
    worse: tuple[Phrase, ...] = ()
    same: tuple[Phrase, ...] = ()


Line = tuple[int, Phrase]
"""1 for better, -1 for worse, 0 for the same; and the words."""


def difference(facts: Facts, before: Numbers, after: Numbers) -> Difference:
    """From ``before`` to ``after``. ``facts`` name the people."""
    lines = [*_overall(before, after), *_of_people(facts, before, after), *_of_limits(before, after)]
    found = {sign: tuple(words for side, words in lines if side == sign) for sign in (1, -1, 0)}
    if not found[1] and not found[-1]:
        found[0] = (Phrase(N_("No number changes")), *found[0])
    return Difference(better=found[1], worse=found[-1], same=found[0])


def _overall(before: Numbers, after: Numbers) -> Iterator[Line]:
    if before.matched != after.matched:
        counts = {"before": before.matched, "after": after.matched, "of": after.mentees}
        words = Phrase(N_("Mentees with a mentor go from %(before)s to %(after)s of %(of)s"), counts)
        yield _sign(after.matched - before.matched), words
    if (before.top, before.ranked) != (after.top, after.ranked):
        yield _of_top(before, after)
    yield from _of_fits(before, after)
    if before.most_load != after.most_load:
        loads = {"before": before.most_load, "after": after.most_load}
        words = Phrase(N_("The most mentees that one mentor has go from %(before)s to %(after)s"), loads)
        yield _sign(before.most_load - after.most_load), words


def _of_top(before: Numbers, after: Numbers) -> Line:
    counts = {"before": before.top, "of_before": before.ranked, "after": after.top, "of": after.ranked}
    sign = _sign(_share(after) - _share(before))
    if before.ranked == after.ranked:
        del counts["of_before"]
        return sign, Phrase(N_("Top-3 choices go from %(before)s to %(after)s of %(of)s"), counts)
    return sign, Phrase(N_("Top-3 choices go from %(before)s of %(of_before)s to %(after)s of %(of)s"), counts)


def _share(numbers: Numbers) -> float:
    return numbers.top / numbers.ranked if numbers.ranked else 0.0


def _of_fits(before: Numbers, after: Numbers) -> Iterator[Line]:
    if before.worst_fit is None or after.worst_fit is None or before.mean is None or after.mean is None:
        return
    if shown(before.worst_fit) != shown(after.worst_fit):
        fits = {"before": shown(before.worst_fit), "after": shown(after.worst_fit)}
        words = Phrase(N_("The weakest fit goes from %(before)s to %(after)s of 100"), fits)
        yield _sign(after.worst_fit - before.worst_fit), words
    means = [round(100 * mean, 1) for mean in (before.mean, after.mean)]
    if means[0] != means[1]:
        values = {"before": decimal(means[0]), "after": decimal(means[1])}
        words = Phrase(N_("The mean fit goes from %(before)s to %(after)s of 100"), values)
        yield _sign(means[1] - means[0]), words


def _of_people(facts: Facts, before: Numbers, after: Numbers) -> Iterator[Line]:
    """Who is better or worse off: by name while they are few."""
    lines = [
        _of_one(one.name, before.pairs.get(one.id), after.pairs.get(one.id))
        for one in facts.mentees
        if _mentor_of(before.pairs, one.id) != _mentor_of(after.pairs, one.id)
    ]
    if len(lines) <= MOST_NAMED:
        yield from sorted(lines, key=lambda line: -line[0])
        return
    better, worse = sum(sign > 0 for sign, _words in lines), sum(sign < 0 for sign, _words in lines)
    if better:
        yield 1, Phrase(N_("%(num)s person is better off"), plural="%(num)s people are better off", n=better)
    if worse:
        yield -1, Phrase(N_("%(num)s person is worse off"), plural="%(num)s people are worse off", n=worse)


def _mentor_of(pairs: Mapping[str, PairNumbers], mentee: str) -> str | None:
    return pairs[mentee].mentor if mentee in pairs else None


def _of_one(name: str, before: PairNumbers | None, after: PairNumbers | None) -> Line:
    """The first thing that changes for one person: a mentor at all, then the choice, then topics, then the fit."""
    who = {"name": name}
    if before is None:
        return 1, Phrase(N_("%(name)s has a mentor"), who)
    if after is None:
        return -1, Phrase(N_("%(name)s has no mentor"), who)
    if before.rank != after.rank:
        return _of_choices(name, before.rank, after.rank)
    if before.topics is not None and after.topics is not None and before.topics != after.topics:
        return _of_topics(name, after.topics - before.topics)
    fits = who | {"before": shown(before.fit), "after": shown(after.fit)}
    if fits["before"] == fits["after"]:
        return 0, Phrase(N_("%(name)s has another mentor, with the same fit"), who)
    words = Phrase(N_("%(name)s has a fit of %(after)s instead of %(before)s"), fits)
    return _sign(after.fit - before.fit), words


def _of_choices(name: str, before: int | None, after: int | None) -> Line:
    if before is None:
        words = N_("%(name)s gets choice %(after)s instead of a mentor they did not choose")
        return 1, Phrase(words, {"name": name, "after": after or 0})
    if after is None:
        words = N_("%(name)s gets a mentor they did not choose instead of choice %(before)s")
        return -1, Phrase(words, {"name": name, "before": before})
    words = N_("%(name)s gets choice %(after)s instead of choice %(before)s")
    return _sign(before - after), Phrase(words, {"name": name, "before": before, "after": after})


def _of_topics(name: str, more: int) -> Line:
    who = {"name": name}
    if more > 0:
        singular, plural = N_("%(name)s shares %(num)s topic more"), "%(name)s shares %(num)s topics more"
        return 1, Phrase(singular, who, plural=plural, n=more)
    singular, plural = N_("%(name)s shares %(num)s topic less"), "%(name)s shares %(num)s topics less"
    return -1, Phrase(singular, who, plural=plural, n=-more)


def _of_limits(before: Numbers, after: Numbers) -> Iterator[Line]:
    if not any((before.conflicts, before.overfull, after.conflicts, after.overfull)):
        yield 0, Phrase(N_("No conflict of interest, no mentor over their places"))
        return
    if before.conflicts != after.conflicts:
        counts = {"before": before.conflicts, "after": after.conflicts}
        words = Phrase(N_("Pairs with a conflict of interest go from %(before)s to %(after)s"), counts)
        yield _sign(before.conflicts - after.conflicts), words
    if before.overfull != after.overfull:
        counts = {"before": before.overfull, "after": after.overfull}
        words = Phrase(N_("Mentors over their places go from %(before)s to %(after)s"), counts)
        yield _sign(before.overfull - after.overfull), words


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
