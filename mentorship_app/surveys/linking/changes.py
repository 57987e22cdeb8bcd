"""How the same people's scores changed from the first wave of a measure to a later one."""

from collections.abc import Sequence
from dataclasses import replace

from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.statistics import (
    Summary,
    middle_change,
    paired_change,
    permutation_p,
    signed_rank,
    smallest_change,
)
from mentorship_app.surveys.datasets import FEWEST_FOR_EXTREMES
from mentorship_app.surveys.judging import before as before_row
from mentorship_app.surveys.linking.arms import arms_told, judge_arms
from mentorship_app.surveys.linking.extremes import shown
from mentorship_app.surveys.linking.judging import Books, change_name, few, has_own, is_judged, is_safe, last, public
from mentorship_app.surveys.linking.limits import has_limits, judge_limits, limits_told
from mentorship_app.surveys.linking.moves import judge_moves, moves_told
from mentorship_app.surveys.linking.people import LinkedWave, Pair, asks, same_side
from mentorship_app.surveys.outcomes import ScaleChange, WaveSide

_DECIMALS = 9
_HAIR = 1e-9
"""Room for the last digit of floating point at the ends of a scale."""
_FEWEST_EACH_WAY = 2
"""So many must have risen and fallen before a test of ranks is told: its extremes say that everybody moved one way."""


def judge_change(pair: Pair, waves: Sequence[LinkedWave], books: Books) -> None:
    """Write down what may be told of the pair; nothing where that was done before, or a wave was never released."""
    names = {wave.subject: change_name(pair, wave) for wave in pair.sides}
    if is_judged(books.of(pair.before.subject), names[pair.before.subject]) or not _are_released(pair, books):
        return
    is_told = _may_be_told(pair)
    is_mean_told = is_told and not pair.over.has_two_scores and _is_beside_the_before_row(pair, waves, books)
    is_mean_told = is_mean_told and all(_is_safe(pair, wave, books) for wave in pair.sides)
    for wave in pair.sides:
        books.record(wave.subject, names[wave.subject], (pair.members(wave),) if is_mean_told else ())
    if is_told and len(pair.codes) >= SHARE_FLOOR:
        judge_limits(pair, books)
        judge_moves(pair, books, with_cells=has_limits(pair, books), with_moves=is_mean_told)
    judge_arms(pair, books, is_told=is_mean_told)


def change_told(pair: Pair, books: Books) -> ScaleChange | None:
    """The pair as far as it was released; None where it was never judged."""
    if not is_judged(books.of(pair.before.subject), change_name(pair, pair.before)):
        return None
    status = _status(pair, books)
    told = ScaleChange(
        scale=pair.over.scale,
        before=side_of(pair.key, pair.before, books),
        after=side_of(pair.key, pair.after, books),
        of_mentors=pair.over.of_mentors,
        status=status,
        paired=None,
        limits=limits_told(pair, books, status),
        arms=arms_told(pair, books),
    )
    return _with_numbers(told, pair, books) if status is Visibility.SHOWN else told


def side_of(key: str, wave: LinkedWave, books: Books) -> WaveSide:
    """A wave as one end of a comparison on the scale ``key``."""
    people = wave.scored(key)
    n = len(people) if people in last(books.of(wave.subject), key) else None
    return WaveSide(wave.answers.ref, wave.answers.title, wave.answers.collected_on, wave.answers.eligible, n)


def impossible(change: ScaleChange) -> bool:
    """Whether a shown figure cannot come from answers to the scale: a table that cannot be true must stop a report."""
    if change.paired is None or not change.scale.has_ends:
        return False
    low, high = change.scale.low - _HAIR, change.scale.high + _HAIR
    placed = [_placed(summary) for summary in (change.paired.before, change.paired.after)]
    moved = _placed(change.paired.change)
    return not (
        all(low <= value <= high for values in placed for value in values)
        and all(abs(value) <= high - low for value in moved)
    )


def _placed(summary: Summary) -> list[float]:
    found = (summary.mean, summary.minimum, summary.maximum, summary.median)
    return [value for value in found if value is not None]


def _are_released(pair: Pair, books: Books) -> bool:
    """Whether both waves' own tables were judged: only then is it known what a change must not give away."""
    return all(few(wave.scored(pair.key)) or has_own(books.of(wave.subject)) for wave in pair.sides)


def _may_be_told(pair: Pair) -> bool:
    """Whether there are enough pairs, and neither a few who dropped out nor a few who came to it."""
    return len(pair.codes) >= FLOOR and not any(few(pair.left_over(wave)) for wave in pair.sides)


def _is_safe(pair: Pair, wave: LinkedWave, books: Books) -> bool:
    """Whether the wave's own mean is told, and the paired people give nobody away beside all that is told of it."""
    book = books.of(wave.subject)
    return wave.scored(pair.key) in last(book, pair.key) and is_safe([pair.members(wave)], public(book, pair.key))


def _is_beside_the_before_row(pair: Pair, waves: Sequence[LinkedWave], books: Books) -> bool:
    """Whether the later wave's table shows those who answered before, where it is about just these people.

    That row was judged at the close; a change that shows whom the row hides would undo it.
    """
    book = books.of(pair.after.subject)
    earlier = [wave for wave in same_side(waves, pair.after) if wave.closed_at < pair.after.closed_at]
    compared = next((wave for wave in earlier if any(asks(wave, one) for one in pair.after.answers.measures)), None)
    if compared is not pair.before or before_row(pair.key) not in book:
        return True
    return pair.members(pair.after) in last(book, before_row(pair.key))


def _status(pair: Pair, books: Books) -> Visibility:
    if all(pair.members(wave) in last(books.of(wave.subject), change_name(pair, wave)) for wave in pair.sides):
        return Visibility.SHOWN
    if len(pair.codes) < FLOOR:
        return Visibility.PRIMARY
    if pair.over.has_two_scores:
        return Visibility.RANGE
    row = books.of(pair.after.subject).get(before_row(pair.key))
    is_row_hidden = row is not None and pair.members(pair.after) not in row[-1]
    if is_row_hidden or any(few(pair.left_over(wave)) for wave in pair.sides):
        return Visibility.COMPLEMENTARY
    return Visibility.EARLIER


def _with_numbers(told: ScaleChange, pair: Pair, books: Books) -> ScaleChange:
    before, after = pair.values()
    # Without the last digits of floating point, which would part ties: equal changes must have equal ranks.
    changes = [round(second - first, _DECIMALS) for first, second in zip(before, after, strict=True)]
    ways = (sum(one > 0 for one in changes), sum(one < 0 for one in changes))
    has_ranks = len(changes) >= SHARE_FLOOR and min(ways) >= _FEWEST_EACH_WAY
    return replace(
        told,
        paired=shown(paired_change(before, after)),
        middle=middle_change(changes) if len(changes) >= FEWEST_FOR_EXTREMES else None,
        signed_rank=signed_rank(changes) if has_ranks else None,
        permutation_p=permutation_p(changes) if has_ranks else None,
        moves=moves_told(pair, books),
        smallest=smallest_change(len(changes)),
    )
