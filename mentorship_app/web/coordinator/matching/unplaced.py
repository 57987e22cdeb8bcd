"""Mentees without a mentor: why, and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from mentorship_app.matching import scoring
from mentorship_app.matching.constraints import constraints
from mentorship_app.matching.enums import Action
from mentorship_app.matching.excluding import Exclusions
from mentorship_app.matching.facts import MenteeFacts, MentorFacts
from mentorship_app.matching.models import MatchStep
from mentorship_app.matching.run_results import NO_REMEDIES
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.i18n import _, current_locale, ngettext
from mentorship_app.web.list_page import ListPage

MOST_HELP = 3
"""So many mentors of each sort are named to a mentee."""
ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Help:
    """A mentor who could help. ``fit``: 0–100; ``words``: what there is to know, such as "has 2 of 2 places taken"."""

    mentor: MentorFacts
    fit: int
    words: str


@dataclass(frozen=True)
class Unplaced:
    """A mentee without a mentor. ``free``: with room; ``full``: who would have to take one more; ``excepted``: by
    an exception only."""

    mentee: MenteeFacts
    why: str
    free: tuple[Help, ...]
    full: tuple[Help, ...]
    excepted: tuple[Help, ...]


def unplaced_of(desk: Desk) -> ListPage[Unplaced]:
    """By name, those who still take part."""
    placed = desk.state.mentor_of
    waiting = sorted(
        (one for one in desk.facts.mentees if one.id not in placed and one.id not in desk.left),
        key=lambda one: one.name,
    )
    typed = request.args.get("waiting", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1
    page = ListPage.of(waiting, number=number, size=ROWS_A_PAGE)
    rooms = {mentor: left for mentor, left in desk.judge.rooms(desk.state).items() if left and mentor not in desk.left}
    among = desk.judge.exclusions(desk.state, [one.id for one in page.items], rooms)
    reasons = dict(desk.result.unmatched)
    shown = [
        Unplaced(
            one,
            reasons[one.id].in_(current_locale()) if one.id in reasons else _by_hand(desk, one),
            _free(desk, one, rooms, among),
            _full(desk, one, rooms),
            _excepted(desk, one, rooms),
        )
        for one in page.items
    ]
    return ListPage(shown, page.page, page.pages, page.total, page.first, page.last)


def _by_hand(desk: Desk, mentee: MenteeFacts) -> str:
    """Why somebody whom the run placed has no mentor now: what the last step about them says."""
    step = _last_about(desk.draft.steps, desk.draft.position, mentee.id)
    if step is None:
        return _("Waits for the next run.")
    if step.action is Action.FORBID:
        return _("Their pair was forbidden by %(by)s: %(why)s", by=step.by, why=step.rationale)
    return _("Left without a mentor by %(by)s: %(why)s", by=step.by, why=step.rationale)


def _last_about(steps: Sequence[MatchStep], position: int, mentee: str) -> MatchStep | None:
    done = [
        step
        for step in steps
        if step.number <= position and step.action in (Action.FORBID, Action.MOVE) and step.about[0] == mentee
    ]
    return max(done, key=lambda step: step.number, default=None)


def _free(desk: Desk, mentee: MenteeFacts, rooms: dict[str, int], among: Exclusions) -> tuple[Help, ...]:
    possible = [mentor for mentor in rooms if desk.judge.is_possible(desk.state, (mentee.id, mentor), among)]
    best = sorted((-desk.fit((mentee.id, mentor)), desk.facts.mentor[mentor].name, mentor) for mentor in possible)
    return tuple(
        _help(desk, mentor, -negative, ngettext("%(num)s place free", "%(num)s places free", rooms[mentor]))
        for negative, _name, mentor in best[:MOST_HELP]
    )


def _full(desk: Desk, mentee: MenteeFacts, rooms: dict[str, int]) -> tuple[Help, ...]:
    """Full mentors with whom a pair would be possible, as the run saw it; those with room by now stand elsewhere."""
    remedies = desk.result.remedies.get(mentee.id, NO_REMEDIES)
    return tuple(
        _help(desk, one.mentor, one.fit, _("has %(load)s, offered %(capacity)s", load=one.load, capacity=one.capacity))
        for one in remedies.could_take
        if one.mentor not in rooms and one.mentor in desk.facts.mentor and one.mentor not in desk.left
    )[:MOST_HELP]


def _excepted(desk: Desk, mentee: MenteeFacts, rooms: dict[str, int]) -> tuple[Help, ...]:
    """Mentors with room with whom only an exception is possible, and none was made yet."""
    made = {one.pair for one in desk.state.excepted} | {one.pair for one in desk.state.forbidden}
    remedies, locale = desk.result.remedies.get(mentee.id, NO_REMEDIES), current_locale()
    found = []
    for one in remedies.could_except:
        mentor = desk.facts.mentor.get(one.mentor)
        if mentor is None or one.mentor not in rooms or (mentee.id, one.mentor) in made:
            continue
        known = [constraints[key] for key in one.constraints if key in constraints]
        words = "; ".join(constraint.words(desk.facts, mentee, mentor).in_(locale) for constraint in known)
        found.append(_help(desk, one.mentor, one.fit, words))
    return tuple(found[:MOST_HELP])


def _help(desk: Desk, mentor: str, fit: float, words: str) -> Help:
    return Help(desk.facts.mentor[mentor], scoring.shown(fit), words)
