"""One scale over the cohorts of several years: each year's change, what they come to, and all years as one.

The years' changes are those that were released, and what they come to is worked out from these alone. Where a year may
not be shown, everybody's pairs of all years are one more figure, which is judged once for each choice of years:

* Its sum is taken over people of several waves. It is judged among everything that was told of all these waves, those
  before and those after each by themselves, as every linked figure is: so what is left when the shown years are taken
  away from it has five people or more, or nobody.
* A person may be in several cohorts. Whoever could be singled out is counted in persons, not in answers: eight answers
  of four people who stayed for two years are four people.
* From eight pairs and five persons on.
* What was told stays told. Four people a year make eight in the second year; told then, twelve in the third would
  give away the four that came. So the third report repeats the eight and says which years they are, and the fourth
  tells sixteen: eight more than before. Had nobody asked in the second year, the third would tell twelve.
* Names in the ledger say which waves are in it. Whatever is judged later in one of them finds the others' ledgers
  beside its own.

A year counts if its two waves were asked at the same times of the year as this year's: a change over six months and
one over twelve are not one change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt

from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.privacy.exposure import Members, Partition, small_unions
from mentorship_app.privacy.suppression import FLOOR, Cell, Visibility, hidden_complements
from mentorship_app.programs import Cohort
from mentorship_app.statistics import PairedChange, Pooled, paired_change, pool
from mentorship_app.surveys.linking.extremes import shown
from mentorship_app.surveys.linking.judging import YEARS, Books, is_judged, last, linked, public
from mentorship_app.surveys.linking.people import Code, LinkedWave, Pair
from mentorship_app.surveys.outcomes import ScaleChange, YearChange, YearsOfScale

FEWEST_PAIRS = SHARE_FLOOR


@dataclass(frozen=True)
class Year:
    """One cohort: its pairs of waves, and what was told of them."""

    cohort: Cohort
    pairs: tuple[Pair, ...]
    changes: tuple[ScaleChange, ...]

    def change(self, pair: Pair) -> ScaleChange | None:
        """What was told of the pair."""
        ends = (pair.before.answers.ref, pair.after.answers.ref)
        found = (one for one in self.changes if one.scale.key == pair.key and (one.before.ref, one.after.ref) == ends)
        return next(found, None)


def judge_years(years: Sequence[Year], books: Books) -> None:
    """Write down what may be told of all ``years`` together (oldest first), for scales of which a year is hidden."""
    for several in _scales(years):
        if several.has_hidden and not several.is_judged(books):
            several.record(books)


def years_told(years: Sequence[Year], books: Books) -> tuple[YearsOfScale, ...]:
    """Every scale of the last of ``years`` that an earlier one has too, as far as it was released."""
    return tuple(_as_shown(several, books) for several in _scales(years))


@dataclass(frozen=True)
class _OneYear:
    """The change of one scale in one year, from the first wave that asks it to the last."""

    year: Year
    pair: Pair
    change: ScaleChange

    @property
    def told(self) -> YearChange:
        cohort = self.year.cohort
        return YearChange(cohort.id, cohort.name, cohort.starts_on, self.change.status, self.change.paired)


@dataclass(frozen=True)
class _Years:
    """One scale in two years or more, oldest first."""

    each: tuple[_OneYear, ...]

    @property
    def subject(self) -> str:
        return f"{YEARS}:{self.each[-1].year.cohort.program_id}"

    @property
    def key(self) -> str:
        return self.each[-1].pair.key

    @property
    def name(self) -> str:
        """Of the figure that tells of all years together: its waves before, and its waves after."""
        sides = ("+".join(str(wave.id) for wave in waves) for waves in self.sides)
        return linked(YEARS, self.key, *sides)

    @cached_property
    def sides(self) -> tuple[tuple[LinkedWave, ...], tuple[LinkedWave, ...]]:
        """The waves before, and the waves after."""
        return tuple(one.pair.before for one in self.each), tuple(one.pair.after for one in self.each)

    @property
    def has_hidden(self) -> bool:
        return any(one.told.status is not Visibility.SHOWN for one in self.each)

    @cached_property
    def groups(self) -> tuple[Members, Members]:
        """All pairs, as answers before and as answers after."""
        before = (one.pair.members(one.pair.before) for one in self.each)
        after = (one.pair.members(one.pair.after) for one in self.each)
        return frozenset[object]().union(*before), frozenset[object]().union(*after)

    @property
    def is_large(self) -> bool:
        persons = frozenset[Code]().union(*(one.pair.codes for one in self.each))
        return sum(len(one.pair.codes) for one in self.each) >= FEWEST_PAIRS and len(persons) >= FLOOR

    def is_judged(self, books: Books) -> bool:
        return is_judged(books.of(self.subject), self.name)

    def record(self, books: Books) -> None:
        """Judge, and write the verdict down: for the program, and in the ledger of every wave."""
        may_be_told = self.is_large and not any(one.pair.over.has_two_scores for one in self.each)
        may_be_told = may_be_told and all(self._is_safe(side, books) for side in range(2))
        books.record(self.subject, self.name, self.groups if may_be_told else ())
        for waves, group in zip(self.sides, self.groups, strict=True):
            for wave in waves:
                books.record(wave.subject, self.name, (group,) if may_be_told else ())

    def _is_safe(self, side: int, books: Books) -> bool:
        """Whether the sum over one side's waves gives no few persons away beside all that was told of these waves."""
        waves, group = self.sides[side], self.groups[side]
        person = {found.member: code for wave in waves for code, found in wave.by_code.items()}
        known = list(dict.fromkeys(one for wave in waves for one in public(books.of(wave.subject), self.key)))

        def few_persons(whole: Partition) -> Iterator[frozenset[int]]:
            # One person has at most one answer in each wave, so fewer than five have at most four in each.
            most = (FLOOR - 1) * len(waves) + 1
            for union in small_unions(whole.vectors, [len(atom) for atom in whole.atoms], limit=most):
                members = frozenset[object]().union(*(whole.atoms[atom] for atom in union))
                # Answers of waves that are not of these years belong to nobody here: then too few, to be sure.
                if len({person[one] for one in members if one in person}) < FLOOR:
                    yield union

        return not hidden_complements([Cell(YEARS, self.name, group)], known, few_persons)

    def is_told(self, books: Books) -> bool:
        return last(books.of(self.subject), self.name) == frozenset(self.groups)

    def together(self) -> PairedChange:
        values = [one.pair.values() for one in self.each]
        pairs = sorted((a, b) for before, after in values for a, b in zip(before, after, strict=True))
        return shown(paired_change([before for before, _after in pairs], [after for _before, after in pairs]))

    def largest_told(self, books: Books) -> "_Years | None":
        """These years; else, of all choices of them that were told before, the one with most pairs, then the latest."""
        by_wave = {str(one.pair.before.id): one for one in self.each}
        found = []
        for name in books.of(self.subject):
            ids = name.split(":")[2].split("+")
            if all(wave in by_wave for wave in ids):
                chosen = _Years(tuple(by_wave[wave] for wave in ids))
                if chosen.name == name and chosen.is_told(books):
                    found.append((chosen == self, len(chosen.groups[0]), chosen.each[-1].told.starts_on, chosen))
        return max(found, key=lambda one: one[:3])[-1] if found else None


def _scales(years: Sequence[Year]) -> Iterator[_Years]:
    """The scales of the last year, over the widest stretch of it, with the years that have the same.

    A year whose change was never judged is none: what was told of its waves is not known.
    """
    if len(years) < 2:
        return
    widest = {(pair.key, pair.over.of_mentors, pair.over.instrument.version): pair for pair in years[-1].pairs}
    for pair in widest.values():
        chosen = [(year, _same(pair, year.pairs)) for year in years]
        found = tuple(_OneYear(year, one, told) for year, one in chosen if one and (told := year.change(one)))
        if len(found) > 1 and found[-1].year is years[-1]:
            yield _Years(found)


def _same(pair: Pair, pairs: Iterable[Pair]) -> Pair | None:
    """The last pair of the same scale, version, side and times of the year."""

    def signature(one: Pair) -> tuple[object, ...]:
        over = one.over
        return one.key, over.instrument.version, over.of_mentors, one.before.kind, one.after.kind

    return next((one for one in reversed(tuple(pairs)) if signature(one) == signature(pair)), None)


def _as_shown(several: _Years, books: Books) -> YearsOfScale:
    over = several.each[-1].pair.over
    told = YearsOfScale(
        scale=over.scale,
        years=tuple(one.told for one in several.each),
        pooled=_pooled([one.told for one in several.each]),
        of_mentors=over.of_mentors,
    )
    if not several.has_hidden:
        return told
    chosen = several.largest_told(books)
    if chosen is None:
        status = Visibility.COMPLEMENTARY if several.is_large else Visibility.PRIMARY
        return replace(told, together_status=status)
    return replace(
        told,
        together=chosen.together(),
        together_status=Visibility.SHOWN,
        together_of=tuple(one.told.cohort_id for one in chosen.each),
    )


def _pooled(years: Sequence[YearChange]) -> Pooled | None:
    """The shown years' mean changes; None for fewer than two, or where in one of them everybody changed alike."""
    changes = [year.paired.change for year in years if year.paired is not None]
    known = [(one.mean, one.sd / sqrt(one.n)) for one in changes if one.mean is not None and one.sd]
    if len(known) < len(changes):
        return None
    return pool([mean for mean, _error in known], [error for _mean, error in known])
