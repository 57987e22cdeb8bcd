"""People with and without a mentor beside each other, at a later wave: never a cause, and told of shown groups only."""

from dataclasses import replace

from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.privacy.exposure import Members
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.statistics import AdjustedDifference, GroupDifference, adjusted_difference, group_difference
from mentorship_app.surveys.linking.extremes import without_extremes
from mentorship_app.surveys.linking.judging import ADJUSTED, Books, is_safe, last, linked, public
from mentorship_app.surveys.linking.people import Codes, LinkedWave, Pair
from mentorship_app.surveys.outcomes import ArmDifference
from mentorship_app.surveys.strata import ARM, PAIRED, UNPAIRED

_ARMS = (PAIRED.key, UNPAIRED.key)


def judge_arms(pair: Pair, books: Books, *, is_told: bool) -> None:
    """Write down whether the difference at equal scores before may be told: once, after the change was judged.

    It rests on the paired people of each arm, as the later wave stamped it, and is judged as if the sums of each were
    told in both waves. ``is_told``: whether the change of all of them is.
    """
    groups = [_paired_of(pair, arm) for arm in _ARMS]
    is_fit = is_told and all(len(codes) >= SHARE_FLOOR for codes in groups)
    for wave in pair.sides:
        sets = [wave.members(codes) for codes in groups]
        is_fit = is_fit and is_safe(sets, public(books.of(wave.subject), pair.key))
    if is_fit:
        for wave in pair.sides:
            books.record(wave.subject, _name(pair, wave), tuple(wave.members(codes) for codes in groups))


def arms_told(pair: Pair, books: Books) -> ArmDifference | None:
    """The two arms at the later wave, as far as its own tables tell them; None where the wave knows no arms."""
    stratum = next((one for one in pair.after.answers.strata if one.key == ARM), None)
    if stratum is None or any(arm not in stratum.groups for arm in _ARMS):
        return None
    groups = [_of_arm(pair.after, pair.key, arm) for arm in _ARMS]
    told = last(books.of(pair.after.subject), pair.key)
    mentored, others = (stratum.groups[arm] for arm in _ARMS)
    if not all(members in told for members in groups):
        is_small = any(len(members) < FLOOR for members in groups)
        return ArmDifference(mentored, others, Visibility.PRIMARY if is_small else Visibility.COMPLEMENTARY, None)
    difference = _difference(pair.after, pair.key, groups[0], groups[1])
    return ArmDifference(mentored, others, Visibility.SHOWN, difference, _adjusted(pair, books))


def _name(pair: Pair, wave: LinkedWave) -> str:
    other = pair.after if wave is pair.before else pair.before
    return linked(ADJUSTED, pair.key, other.id)


def _paired_of(pair: Pair, arm: str) -> Codes:
    return frozenset(code for code in pair.codes if pair.after.by_code[code].groups.get(ARM) == arm)


def _of_arm(wave: LinkedWave, key: str, arm: str) -> Members:
    inside = (one.member for one in wave.answers.people if one.groups.get(ARM) == arm)
    return wave.scored(key).intersection(inside)


def _difference(wave: LinkedWave, key: str, first: Members, second: Members) -> GroupDifference:
    values = wave.scores(key)
    found = group_difference(
        *(sorted(value for member, value in values.items() if member in group) for group in (first, second))
    )
    return replace(found, first=without_extremes(found.first), second=without_extremes(found.second))


def _adjusted(pair: Pair, books: Books) -> AdjustedDifference | None:
    groups = [_paired_of(pair, arm) for arm in _ARMS]
    for wave in pair.sides:
        told = last(books.of(wave.subject), _name(pair, wave))
        if not all(wave.members(codes) in told for codes in groups):
            return None
    return adjusted_difference(*pair.values(groups[0]), *pair.values(groups[1]))
