"""The draft as a page shows it: pairs weakest first, who is not placed, places left, what was decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from mentorship_app.matching.drafting import Judge
from mentorship_app.matching.enums import Action
from mentorship_app.matching.facts import MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.models import MatchStep
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.coordinator.matching.hints import better_swaps
from mentorship_app.web.coordinator.matching.pair_words import PairWords, words_of_pair
from mentorship_app.web.i18n import _, short_day
from mentorship_app.web.list_page import ListPage

ROWS_A_PAGE = 50
FEW, ENOUGH_FOR_FEW = 9, 12
"""At first the weakest few are shown, where there are more than enough."""

LOCKED, OPEN, ALL = "locked", "open", "all"


@dataclass(frozen=True)
class Row:
    """One proposed pair. ``notes``: what else is to know, in words; ``better``: a mentee with whom to exchange."""

    mentee: MenteeFacts
    mentor: MentorFacts
    words: PairWords
    is_locked: bool
    runs: bool
    """A pair that runs already and stands through every run."""
    is_open: bool
    """A pair that runs, and was opened to be matched anew."""
    notes: tuple[str, ...]
    better: str = ""

    @property
    def is_fixed(self) -> bool:
        return self.is_locked or self.runs


@dataclass(frozen=True)
class Pairs:
    """The list of pairs as narrowed. ``total``: of all; ``is_short``: only the weakest few are shown."""

    page: ListPage[Row]
    total: int
    locked: int
    is_short: bool


@dataclass(frozen=True)
class MentorRoom:
    """A mentor and the places of this round."""

    mentor: MentorFacts
    taken: int
    places: int

    @property
    def left(self) -> int:
        return max(0, self.places - self.taken)


def pairs_of(desk: Desk) -> Pairs:
    """Weakest first, narrowed by what the address asks for."""
    chosen = sorted(desk.state.pairs, key=lambda pair: (desk.fits[pair], desk.facts.mentee[pair[0]].name))
    fixed = desk.judge.fixed(desk.state)
    shown = [pair for pair in chosen if _is_asked_for(desk, pair, fixed)]
    is_short = len(chosen) > ENOUGH_FOR_FEW and not _is_narrowed()
    size = FEW if is_short else ROWS_A_PAGE
    page = ListPage.of(shown, number=_page_number(), size=size)
    rows = _rows(desk, page.items)
    of_rows = ListPage(rows, page.page, page.pages, page.total, page.first, page.last)
    return Pairs(of_rows, len(chosen), len(desk.state.locked), is_short)


def _is_narrowed() -> bool:
    return any(request.args.get(name) for name in ("show", "level", "page"))


def _page_number() -> int:
    typed = request.args.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1


def _is_asked_for(desk: Desk, pair: Pair, fixed: frozenset[Pair]) -> bool:
    show, level = request.args.get("show", ""), request.args.get("level", "")
    if level and desk.facts.mentee[pair[0]].level_code != level:
        return False
    if show == LOCKED:
        return pair in fixed
    return show != OPEN or pair not in fixed


def _rows(desk: Desk, pairs: Sequence[Pair]) -> list[Row]:
    better = better_swaps(desk, pairs)
    locks = _locked_on(desk.draft.steps, desk.draft.position)
    return [_row(desk, pair, locks, better) for pair in pairs]


def _row(desk: Desk, pair: Pair, locks: Mapping[Pair, MatchStep], better: Mapping[str, str]) -> Row:
    state, judge = desk.state, desk.judge
    is_standing = pair in judge.standing
    return Row(
        mentee=desk.facts.mentee[pair[0]],
        mentor=desk.facts.mentor[pair[1]],
        words=words_of_pair(desk, pair),
        is_locked=pair in state.locked,
        runs=is_standing and pair[0] not in state.released,
        is_open=is_standing and pair[0] in state.released,
        notes=tuple(_notes(desk, pair, locks)),
        better=better.get(pair[0], ""),
    )


def _notes(desk: Desk, pair: Pair, locks: Mapping[Pair, MatchStep]) -> list[str]:
    notes = []
    if pair in desk.judge.standing:
        released = pair[0] in desk.state.released
        notes.append(_("Runs already, open to change") if released else _("Runs already"))
    if pair in desk.state.locked and pair in locks:
        notes.append(_("Locked on %(day)s", day=short_day(locks[pair].created_at)))
    if any(pair == one.pair for one in desk.state.excepted):
        notes.append(_("By exception"))
    return notes + [
        _("%(name)s left since this run: run again", name=name)
        for person, name in (
            (pair[0], desk.facts.mentee[pair[0]].name),
            (pair[1], desk.facts.mentor[pair[1]].name),
        )
        if person in desk.left
    ]


def _locked_on(steps: Sequence[MatchStep], position: int) -> dict[Pair, MatchStep]:
    """The step that locked each pair last."""
    return {
        (step.about[0], step.about[1]): step
        for step in sorted(steps, key=lambda step: step.number)
        if step.action is Action.LOCK and step.number <= position
    }


def levels_of(desk: Desk) -> list[tuple[str, str]]:
    """Training levels of the mentees in the run, by position, as codes."""
    found = {one.level_code: one.level or 0 for one in desk.facts.mentees if one.level_code}
    return [(code, code) for code in sorted(found, key=lambda code: (found[code], code))]


def rooms_of(desk: Desk) -> list[MentorRoom]:
    """Every mentor of the run, those with places left first, then by name."""
    judge: Judge = desk.judge
    taken = Counter(mentor for _mentee, mentor in desk.state.pairs)
    places = judge.places(desk.state)
    found = [MentorRoom(one, taken[one.id], places[one.id]) for one in desk.facts.mentors]
    return sorted(found, key=lambda room: (-room.left, room.mentor.name))


def mentors_in_use(desk: Desk) -> int:
    """How many mentors the proposed pairs have."""
    return len({mentor for _mentee, mentor in desk.state.pairs})
