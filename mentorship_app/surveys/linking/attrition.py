"""Who of one wave answered a later one: numbers of people, and how those who stayed scored at first."""

from collections.abc import Iterator
from dataclasses import replace

from mentorship_app.privacy.exposure import Members
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.statistics import GroupDifference, group_difference
from mentorship_app.surveys.datasets import ScaleInfo
from mentorship_app.surveys.linking.extremes import without_extremes
from mentorship_app.surveys.linking.judging import (
    ANSWERED,
    ATTRITION,
    STAYED,
    Books,
    few,
    has_own,
    is_judged,
    is_safe,
    last,
    linked,
    public,
)
from mentorship_app.surveys.linking.people import Codes, LinkedWave
from mentorship_app.surveys.outcomes import Attrition, WaveSide


def judge_attrition(before: LinkedWave, after: LinkedWave, books: Books) -> None:
    """Write down whether it may be told who stayed; once, after the changes between the two waves were judged.

    How many answered a wave is told by itself. How many of them answered another is one more group of it, and those who
    did not are what it leaves: both are nobody, or enough.
    """
    name = linked(ATTRITION, ANSWERED, after.id)
    if is_judged(books.of(before.subject), name) or not all(
        few(everybody(wave)) or has_own(books.of(wave.subject)) for wave in (before, after)
    ):
        return
    codes = _both(before, after)
    is_told = all(_can_be_counted(wave, codes, books) for wave in (before, after))
    for wave, other in ((before, after), (after, before)):
        groups = (wave.members(codes),) if is_told and codes else ()
        books.record(wave.subject, linked(ATTRITION, ANSWERED, other.id), groups)
    for scale in before.answers.scales:
        _judge_first_scores(scale.key, before, after, codes, books)


def attrition_told(before: LinkedWave, after: LinkedWave, books: Books) -> Attrition | None:
    """The two waves as far as they were released; None where they were never judged."""
    name = linked(ATTRITION, ANSWERED, after.id)
    if not is_judged(books.of(before.subject), name):
        return None
    codes = _both(before, after)
    sizes = len(codes), *(len(everybody(wave)) - len(codes) for wave in (before, after))
    empty = Attrition(_side(before), _side(after), before.of_mentors, None, None, None, Visibility.SHOWN)
    if not _is_told(before, after, codes, books):
        status = Visibility.PRIMARY if any(0 < size < FLOOR for size in sizes) else Visibility.COMPLEMENTARY
        return replace(empty, status=status)
    first = tuple(_first_scores(before, after, codes, books))
    return replace(empty, both=sizes[0], only_before=sizes[1], only_after=sizes[2], at_first=first)


def everybody(wave: LinkedWave) -> Members:
    """All who answered the wave, linked or not, as the ledger names them."""
    return frozenset(person.member for person in wave.answers.people)


def _both(before: LinkedWave, after: LinkedWave) -> Codes:
    return frozenset(before.by_code) & frozenset(after.by_code)


def _can_be_counted(wave: LinkedWave, codes: Codes, books: Books) -> bool:
    stayed, all_of_it = wave.members(codes), everybody(wave)
    if len(all_of_it) < FLOOR or few(stayed) or few(all_of_it - stayed):
        return False
    return not stayed or is_safe([stayed], [all_of_it, *public(books.of(wave.subject), ANSWERED)])


def _is_told(before: LinkedWave, after: LinkedWave, codes: Codes, books: Books) -> bool:
    if not codes:
        # Nobody stayed: there is no group to be written down, and nothing but the two numbers that are known.
        return all(_can_be_counted(wave, codes, books) for wave in (before, after))
    return before.members(codes) in last(books.of(before.subject), linked(ATTRITION, ANSWERED, after.id))


def _side(wave: LinkedWave) -> WaveSide:
    answered = len(everybody(wave))
    n = answered if answered >= FLOOR else None
    return WaveSide(wave.answers.ref, wave.answers.title, wave.answers.collected_on, wave.answers.eligible, n)


def _judge_first_scores(key: str, before: LinkedWave, after: LinkedWave, codes: Codes, books: Books) -> None:
    """The first scores of those who stayed and of those who did not are two more groups of the first wave."""
    book = books.of(before.subject)
    groups = _stayed_and_left(key, before, codes)
    if before.scored(key) in last(book, key) and is_safe(groups, public(book, key)):
        books.record(before.subject, linked(STAYED, key, after.id), groups)


def _stayed_and_left(key: str, before: LinkedWave, codes: Codes) -> tuple[Members, Members]:
    stayed = before.members(codes & before.codes(key))
    return stayed, before.scored(key) - stayed


def _first_scores(
    before: LinkedWave, after: LinkedWave, codes: Codes, books: Books
) -> Iterator[tuple[ScaleInfo, GroupDifference]]:
    for scale in before.answers.scales:
        groups = _stayed_and_left(scale.key, before, codes)
        told = last(books.of(before.subject), linked(STAYED, scale.key, after.id))
        if not told.issuperset(groups):
            continue
        scores = before.scores(scale.key)
        found = group_difference(*(sorted(scores[member] for member in group) for group in groups))
        yield (
            scale,
            replace(found, first=without_extremes(found.first), second=without_extremes(found.second)),
        )
