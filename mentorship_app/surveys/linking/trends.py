"""One scale over three waves and more, with everybody's answers or with those of people who answered every wave.

What the model estimates are weighted sums over patterns of answering (who answered every wave, who missed the second,
and so on): its means and changes tell something of each pattern. So the trend of everybody is told only where every
pattern that occurs has five people or more, and where the sums of all patterns could be published one by one, in each
of their waves, beside everything that was told of that wave. Where they could not, the trend of those who answered
every wave is told, if that one set of people is safe in each wave; and nothing otherwise.

Each wave from the third on closes a trend of its own, judged once. Shown is the longest that may be told: a fourth
wave that few came to does not take away what three waves said.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mentorship_app.privacy.exposure import Members
from mentorship_app.privacy.ledger import Member
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.statistics import Trend, trend
from mentorship_app.surveys.linking.changes import side_of
from mentorship_app.surveys.linking.judging import (
    TREND,
    Books,
    few,
    has_own,
    is_judged,
    is_safe,
    last,
    linked,
    public,
)
from mentorship_app.surveys.linking.people import LinkedWave, ScaleOverWaves
from mentorship_app.surveys.outcomes import ScaleTrend

FEWEST_WAVES = 3

_Groups = Sequence[frozenset[Members]]
"""The groups that are told of each wave, in the order of the waves."""


def judge_trends(scales: Iterable[ScaleOverWaves], books: Books) -> None:
    """Write down what may be told of every trend that was never judged, in the order in which waves closed."""
    for stretch in (one for scale in scales for one in _stretches(scale)):
        if not stretch.is_judged(books) and stretch.is_released(books):
            stretch.record(books)


def trends_of(scales: Iterable[ScaleOverWaves], books: Books) -> tuple[ScaleTrend, ...]:
    """Of each scale the longest trend that was told, else the longest of all with the reason why it is hidden."""
    return tuple(told for scale in scales if (told := _told(scale, books)) is not None)


@dataclass(frozen=True)
class _Stretch:
    """The first waves of a scale, three or more, with everybody who has a score in any of them."""

    scale: ScaleOverWaves
    waves: tuple[LinkedWave, ...]

    @property
    def key(self) -> str:
        return self.scale.key

    @property
    def name(self) -> str:
        """Of the figure, in the ledger of each of the waves."""
        return linked(TREND, self.key, self.waves[-1].id)

    @cached_property
    def scores(self) -> Mapping[Hashable, Mapping[Hashable, float]]:
        """By person and place of the wave. An answer whose code stands at two answers is a person of its own."""
        found: dict[Hashable, dict[Hashable, float]] = {}
        for place, (wave, people) in enumerate(zip(self.waves, self.people, strict=True)):
            scores = {one.member: one.scores.get(self.key) for one in wave.answers.people}
            for person, member in people.items():
                value = scores[member]
                if value is not None:
                    found.setdefault(person, {})[place] = value
        return found

    @cached_property
    def people(self) -> list[dict[Hashable, Member]]:
        """Who has a score in each wave, and as whom the ledger names them."""
        return [self._people(wave) for wave in self.waves]

    def _people(self, wave: LinkedWave) -> dict[Hashable, Member]:
        people: dict[Hashable, Member] = {code: wave.by_code[code].member for code in wave.codes(self.key)}
        linked_members = set(people.values())
        scored = [one.member for one in wave.answers.people if one.scores.get(self.key) is not None]
        return people | {("alone", member): member for member in scored if member not in linked_members}

    @cached_property
    def patterns(self) -> _Groups:
        """In each wave the groups of people who answered the same waves."""
        patterns: dict[frozenset[Hashable], set[Hashable]] = {}
        for person, given in self.scores.items():
            patterns.setdefault(frozenset(given), set()).add(person)
        return [
            frozenset(
                frozenset(members[person] for person in group)
                for answered, group in patterns.items()
                if place in answered
            )
            for place, members in enumerate(self.people)
        ]

    @cached_property
    def complete(self) -> _Groups:
        """In each wave the one group of those who answered all of them."""
        codes = self.scale.linked(self.waves)
        return [frozenset({wave.members(codes)}) for wave in self.waves]

    def is_judged(self, books: Books) -> bool:
        return is_judged(books.of(self.waves[-1].subject), self.name)

    def is_released(self, books: Books) -> bool:
        """Whether the waves' own tables were judged: only then is it known what a trend must not give away."""
        return all(few(wave.scored(self.key)) or has_own(books.of(wave.subject)) for wave in self.waves)

    def record(self, books: Books) -> None:
        """Judge, and write the verdict into the ledger of every wave."""
        told = next((groups for groups in (self.patterns, self.complete) if self._is_safe(groups, books)), None)
        for place, wave in enumerate(self.waves):
            books.record(wave.subject, self.name, tuple(told[place]) if told else ())

    def _is_safe(self, groups: _Groups, books: Books) -> bool:
        if self.scale.has_two_scores:
            # Such a mean is a share, which a trend would tell exactly, also of nearly nobody.
            return False
        return all(self._is_safe_in(wave, one, books) for wave, one in zip(self.waves, groups, strict=True))

    def _is_safe_in(self, wave: LinkedWave, groups: frozenset[Members], books: Books) -> bool:
        """Whether the wave's own mean is told, and the groups give nobody away beside all that is told of it."""
        book = books.of(wave.subject)
        return wave.scored(self.key) in last(book, self.key) and is_safe(groups, public(book, self.key))

    def told(self, books: Books) -> Trend | None:
        """The trend of those who may be told of; None where that is nobody, or where there is nothing to estimate."""
        shown = [last(books.of(wave.subject), self.name) for wave in self.waves]
        places = range(len(self.waves))
        if not all(shown):
            return None
        if shown == self.patterns:
            return trend(self.scores, places)
        if shown == self.complete:
            return trend({one: given for one, given in self.scores.items() if len(given) == len(places)}, places)
        return None

    def why_hidden(self) -> Visibility:
        if self.scale.has_two_scores:
            return Visibility.RANGE
        [complete] = self.complete[0]
        return Visibility.PRIMARY if len(complete) < FLOOR else Visibility.COMPLEMENTARY


def _stretches(scale: ScaleOverWaves) -> Iterator[_Stretch]:
    """From the shortest to the longest."""
    for length in range(FEWEST_WAVES, len(scale.waves) + 1):
        yield _Stretch(scale, scale.waves[:length])


def _told(scale: ScaleOverWaves, books: Books) -> ScaleTrend | None:
    judged = [one for one in _stretches(scale) if one.is_judged(books)]
    for stretch in reversed(judged):
        found = stretch.told(books)
        if found is not None:
            return _as_shown(stretch, Visibility.SHOWN, found, books)
    return _as_shown(judged[-1], judged[-1].why_hidden(), None, books) if judged else None


def _as_shown(stretch: _Stretch, status: Visibility, found: Trend | None, books: Books) -> ScaleTrend:
    sides = tuple(side_of(stretch.key, wave, books) for wave in stretch.waves)
    return ScaleTrend(stretch.scale.scale, sides, stretch.scale.of_mentors, status, found)
