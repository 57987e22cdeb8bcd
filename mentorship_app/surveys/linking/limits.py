"""How many of the paired people lie beyond a published limit, before and after: shares, judged as shares."""

from collections.abc import Hashable, Sequence

from mentorship_app.instruments.definition import CutOff
from mentorship_app.privacy.bands import SHARE_FLOOR, ExactShare, ShareBand, band_around, shown_share
from mentorship_app.privacy.exposure import Members
from mentorship_app.privacy.shares import Earlier, FamilySuppression, suppress_family
from mentorship_app.privacy.suppression import Cell, ReleaseRefused, Visibility
from mentorship_app.statistics import PairedShares, paired_shares
from mentorship_app.surveys.cutoffs import LIMITS, is_beyond, possible_answers
from mentorship_app.surveys.judging import Ledger, counted, exact
from mentorship_app.surveys.linking.judging import Books, change_name, last, linked_names, public
from mentorship_app.surveys.linking.people import LinkedWave, Pair
from mentorship_app.surveys.linking.steps import BOTH, NEITHER, ONLY_AFTER, ONLY_BEFORE, Steps
from mentorship_app.surveys.outcomes import LimitChange

PAIRED = Cell("linked", "paired", frozenset())
"""How the paired people are called in a table of their own; the members differ."""
CELLS = "/cells"
"""Suffix of the figure of the four cells of a limit."""

Tellable = ExactShare | ShareBand


def judge_limits(pair: Pair, books: Books) -> None:
    """Write down which shares of the paired people may be told beside all that is told of the limits in each wave.

    Both sides or none: a share before without its share after is no change.
    """
    verdicts = [_of_side(pair, wave, books.of(wave.subject)) for wave in pair.sides]
    if any(verdict is None for verdict in verdicts):
        return
    for wave, verdict in zip(pair.sides, verdicts, strict=True):
        name = change_name(pair, wave) + LIMITS
        books.record(wave.subject, counted(name), (pair.members(wave),))
        for limit, share in verdict.indicators.items() if verdict else ():
            if share.released:
                books.record(wave.subject, exact(name, limit), share.released)


def has_limits(pair: Pair, books: Books) -> bool:
    """Whether at least ranges of the paired people were released."""
    return all(
        pair.members(wave) in last(books.of(wave.subject), counted(change_name(pair, wave) + LIMITS))
        for wave in pair.sides
    )


def is_exact(pair: Pair, wave: LinkedWave, books: Books, limit: str) -> bool:
    """Whether the exact share of the paired people beyond this limit was released in that wave."""
    return pair.members(wave) in last(books.of(wave.subject), exact(change_name(pair, wave) + LIMITS, limit))


def exact_groups(book: Ledger, key: str, limit: str) -> tuple[Members, ...]:
    """Every group whose exact share beyond this limit was told in a wave: of its own tables, and of linked people."""
    return _told(book, key, exact(LIMITS, limit))


def beyond(pair: Pair, wave: LinkedWave) -> dict[str, frozenset[Hashable]]:
    """Everybody of the wave who lies beyond each limit, paired or not, as the ledger names them."""
    scores = wave.scores(pair.key)
    return {
        name: frozenset(member for member, value in scores.items() if is_beyond(value, cutoffs[0]))
        for name, cutoffs in Steps(pair).limits.items()
    }


def tellable(positives: int, n: int, *, is_exact: bool) -> Tellable:
    """A share as it is told: exactly where that was released, else as a range."""
    return ExactShare(positives, n) if is_exact else band_around(positives, n)


def why_a_range(shares: Sequence[tuple[int, Tellable]], n: int) -> Visibility:
    """SHOWN where every share, given with its count, is exact; else why the first of the others is a range."""
    for positives, share in shares:
        if isinstance(share, ShareBand):
            is_extreme = isinstance(shown_share(positives, n), ShareBand)
            return Visibility.RANGE if is_extreme else Visibility.COMPLEMENTARY
    return Visibility.SHOWN


def limits_told(pair: Pair, books: Books, why: Visibility) -> tuple[LimitChange, ...]:
    """The limits of the scale, each as far as it was released.

    ``why`` is what became of the mean change, and the reason where nothing was released of the limits either.
    """
    steps = Steps(pair)
    if has_limits(pair, books):
        return tuple(_limit(steps, books, name, cutoffs) for name, cutoffs in steps.limits.items())
    status = Visibility.PRIMARY if len(pair.codes) < SHARE_FLOOR else why
    if status is Visibility.SHOWN or (status is Visibility.RANGE and pair.over.has_two_scores):
        status = Visibility.COMPLEMENTARY
    return tuple(LimitChange(cutoffs, None, None, status) for cutoffs in steps.limits.values())


def _limit(steps: Steps, books: Books, name: str, cutoffs: tuple[CutOff, ...]) -> LimitChange:
    pair, n = steps.pair, len(steps.pair.codes)
    pairs = list(zip(*pair.values(), strict=True))
    cells = [steps.cell(name, before, after) for before, after in pairs]
    both, only_before, only_after, neither = (cells.count(one) for one in (BOTH, ONLY_BEFORE, ONLY_AFTER, NEITHER))
    counts = (both + only_before, both + only_after)
    shares = [
        tellable(count, n, is_exact=is_exact(pair, wave, books, name))
        for count, wave in zip(counts, pair.sides, strict=True)
    ]
    paired: PairedShares | None = None
    if pair.members(pair.after) in last(
        books.of(pair.after.subject), exact(change_name(pair, pair.after) + CELLS, name)
    ):
        paired = paired_shares(both, only_before, only_after, neither)
    status = why_a_range(list(zip(counts, shares, strict=True)), n)
    return LimitChange(cutoffs, shares[0], shares[1], status, paired)


def _of_side(pair: Pair, wave: LinkedWave, book: Ledger) -> FamilySuppression | None:
    """The verdict on the limits of the paired people in one wave; None where not even a range may be told."""
    if wave.scored(pair.key) not in last(book, counted(pair.key + LIMITS)):
        return None
    limits = Steps(pair).limits
    exactly = {name: exact_groups(book, pair.key, name) for name in limits}
    try:
        verdict = suppress_family(
            [Cell(PAIRED.table, PAIRED.name, pair.members(wave))],
            beyond(pair, wave),
            possible_answers(pair.over.instrument, pair.over.definition, limits),
            counted=public(book, pair.key),
            earlier=Earlier(people=_told(book, pair.key, counted(LIMITS)), exact=exactly),
        )
    except ReleaseRefused:
        return None
    return verdict if verdict.people.shows(*PAIRED.key) else None


def _told(book: Ledger, key: str, suffix: str) -> tuple[Members, ...]:
    """The groups told under a suffix of the scale's own figure and of every linked one."""
    names = [key + suffix, *(name for name in linked_names(book, key) if name.endswith(suffix))]
    return tuple(dict.fromkeys(members for name in names for groups in book.get(name, ()) for members in groups))
