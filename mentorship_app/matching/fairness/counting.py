"""Whom some pairs serve how well, in numbers that staff may read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mentorship_app.matching.criteria import topics
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.fairness.groups import DIGITS, Dimension, Group, PairNumbers, groups_of
from mentorship_app.matching.posing import places_of
from mentorship_app.matching.scoring import fit
from mentorship_app.matching.settings import Settings


@dataclass(frozen=True)
class Numbers:
    """What some pairs come to, of readable criteria only."""

    mentees: int = 0
    """Everybody who looks for a mentor."""
    matched: int = 0
    ranked: int = 0
    """Mentees with a mentor who chose somebody."""
    top: int = 0
    """How many of the ``ranked`` have one of their first three choices."""
    worst: Pair | None = None
    """The pair with the smallest fit; the first by id where several have it."""
    worst_fit: float | None = None
    mean: float | None = None
    total: float = 0.0
    loads: Mapping[int, int] = field(default_factory=dict)
    """How many of the mentors with places have how many of these mentees."""
    conflicts: int = 0
    """Pairs with a conflict of interest that staff may read."""
    overfull: int = 0
    """Mentors with more mentees than places."""
    groups: tuple[Group, ...] = ()
    pairs: Mapping[str, PairNumbers] = field(default_factory=dict)
    """By mentee."""

    @property
    def least_load(self) -> int:
        """The smallest number of mentees of a mentor with places."""
        return min(self.loads, default=0)

    @property
    def most_load(self) -> int:
        """The largest one."""
        return max(self.loads, default=0)

    @property
    def spread(self) -> int:
        """Between the two."""
        return self.most_load - self.least_load

    def as_json(self) -> dict[str, Any]:
        """Plain values; :func:`numbers_from` reads them back."""
        stored = asdict(self)
        stored["worst"] = list(self.worst) if self.worst else None
        stored["loads"] = {str(load): count for load, count in self.loads.items()}
        stored["groups"] = [asdict(group) | {"dimension": group.dimension.value} for group in self.groups]
        return stored


def numbers_from(stored: Mapping[str, Any]) -> Numbers:
    """The numbers that :meth:`Numbers.as_json` wrote; nothing stored gives nothing."""
    if not stored:
        return Numbers()
    read = dict(stored)
    read["worst"] = (stored["worst"][0], stored["worst"][1]) if stored["worst"] else None
    read["loads"] = {int(load): count for load, count in stored["loads"].items()}
    read["groups"] = tuple(Group(**one | {"dimension": Dimension(one["dimension"])}) for one in stored["groups"])
    read["pairs"] = {mentee: PairNumbers(**one) for mentee, one in stored["pairs"].items()}
    return Numbers(**read)


def numbers(facts: Facts, settings: Settings, pairs: Iterable[Pair]) -> Numbers:
    """What ``pairs`` (mentee, mentor) come to; people whom the facts do not know are left out."""
    known = sorted((one, other) for one, other in pairs if one in facts.mentee and other in facts.mentor)
    each = {one: pair_numbers(facts, settings, facts.mentee[one], facts.mentor[other]) for one, other in known}
    fits = [one.fit for one in each.values()]
    worst = min(known, key=lambda pair: each[pair[0]].fit, default=None)
    load = Counter(mentor for _mentee, mentor in known)
    places = _places(facts, settings)
    conflicts = {(one.mentee, one.mentor) for one in facts.conflicts}
    return Numbers(
        mentees=len(facts.mentees),
        matched=len(each),
        ranked=sum(one.has_ranked for one in each.values()),
        top=sum(one.is_top for one in each.values()),
        worst=worst,
        worst_fit=each[worst[0]].fit if worst else None,
        mean=round(sum(fits) / len(fits), DIGITS) if fits else None,
        total=round(sum(fits), DIGITS),
        loads=dict(sorted(Counter(load[mentor] for mentor, room in places.items() if room or load[mentor]).items())),
        conflicts=sum(pair in conflicts for pair in known),
        overfull=sum(load[mentor] > room for mentor, room in places.items()),
        groups=groups_of(facts, each),
        pairs=each,
    )


def pair_numbers(facts: Facts, settings: Settings, mentee: MenteeFacts, mentor: MentorFacts) -> PairNumbers:
    """The numbers of one pair, whether or not it is proposed."""
    wished, offered = mentee.said.get(topics.SAID), mentor.said.get(topics.SAID)
    return PairNumbers(
        mentor=mentor.id,
        fit=round(fit(facts, settings, mentee, mentor), DIGITS),
        rank=next((choice.rank for choice in mentee.choices if choice.mentor == mentor.id), None),
        has_ranked=bool(mentee.choices),
        topics=len(set(wished) & set(offered)) if wished and offered else None,
    )


def _places(facts: Facts, settings: Settings) -> dict[str, int]:
    """Places of each mentor; enough for the pairs that run, as the solver has it."""
    running = Counter(mentor for _mentee, mentor in facts.standing)
    return {one.id: max(running[one.id], places_of(facts, settings.rules, one)) for one in facts.mentors}
