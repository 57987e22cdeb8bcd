"""What opens beside the list: exchanging two mentors, giving another one, forbidding, making an exception."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mentorship_app.core.errors import AppError
from mentorship_app.matching import scoring
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import after_move, after_swap
from mentorship_app.matching.drafting.exceptions import excusable
from mentorship_app.matching.facts import Pair
from mentorship_app.web.coordinator.matching.deltas import Delta, deltas
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.coordinator.matching.hints import Exchange, exchanges
from mentorship_app.web.coordinator.matching.pair_words import PairWords, words_of_pair
from mentorship_app.web.errors import message_of
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.versioned_form import VersionedForm

MOST_CHOICES = 50
NOBODY = "none"
"""In an address: to give a mentee no mentor."""


@dataclass(frozen=True)
class Line:
    """A mentee and the mentor they have or would have; ``mentor`` is empty for none."""

    mentee: str
    mentor: str
    words: PairWords | None


@dataclass(frozen=True)
class Preview:
    """A change before it is made: both sides, and every number that moves."""

    now: tuple[Line, ...]
    after: tuple[Line, ...]
    deltas: tuple[Delta, ...]


@dataclass(frozen=True)
class Option:
    """Something that could be chosen instead. ``id``: of the mentee or mentor; ``words``: what it would do."""

    id: str
    name: str
    words: str


@dataclass(frozen=True)
class Panel:
    """One open panel. ``template``: which; ``problem``: why it cannot be done as it stands."""

    template: str
    mentee: str
    form: VersionedForm
    name: str = ""
    other: str = ""
    other_name: str = ""
    preview: Preview | None = None
    options: tuple[Option, ...] = ()
    problem: str = ""
    reasons: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    """What others did since the page was read; not empty only after a refusal."""
    wanted: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def refused(self, wanted: str, meanwhile: Sequence[str]) -> "Panel":
        """The same panel on what stands now, after somebody else was faster."""
        return replace(self, wanted=wanted, meanwhile=tuple(meanwhile))


def swap_panel(desk: Desk, mentee: str, form: VersionedForm, *, other: str = "") -> Panel:
    """Exchange the mentors of ``mentee`` and ``other``; the best exchange where none is named. Raises NotFound."""
    desk.judge.require_known(mentee)
    found = exchanges(desk, mentee)
    chosen = other or (found[0].other if found else "")
    preview, problem = None, ""
    if chosen:
        try:
            preview = preview_of(desk, after_swap(desk.judge, desk.state, mentee, chosen), (mentee, chosen))
        except AppError as error:
            problem = message_of(error)
    else:
        problem = _why_not_swap(desk, mentee)
    return Panel(
        "swap",
        mentee,
        form,
        name=desk.facts.mentee[mentee].name,
        other=chosen,
        other_name=desk.facts.mentee[chosen].name if chosen in desk.facts.mentee else "",
        preview=preview,
        options=tuple(_exchange_option(desk, one) for one in found[:MOST_CHOICES] if one.other != chosen),
        problem=problem,
        more={"can_move": all(pair[0] != mentee for pair in desk.judge.fixed(desk.state))},
    )


def _why_not_swap(desk: Desk, mentee: str) -> str:
    try:
        desk.judge.require_free(desk.state, mentee)
    except AppError as error:
        return message_of(error)
    if mentee not in desk.state.mentor_of:
        return _("Without a mentor there is nothing to exchange. Give them a mentor who has room.")
    return _("No other pair can exchange mentors with this one.")


def _exchange_option(desk: Desk, one: Exchange) -> Option:
    other = desk.facts.mentee[one.other]
    mentor = desk.facts.mentor[desk.state.mentor_of[one.other]]
    before, after = (tuple(map(scoring.shown, fits)) for fits in (one.before, one.after))
    words = _(
        "%(mentor)s. Fit %(mine)s becomes %(my_new)s, theirs %(theirs)s becomes %(their_new)s",
        mentor=mentor.name,
        mine=before[0],
        my_new=after[0],
        theirs=before[1],
        their_new=after[1],
    )
    return Option(one.other, other.name, words)


def move_panel(desk: Desk, mentee: str, form: VersionedForm, *, mentor: str = "") -> Panel:
    """Give ``mentee`` another mentor with room, or none; the best fitting one where none is named. Raises NotFound."""
    desk.judge.require_known(mentee)
    options = _with_room(desk, mentee)
    chosen = mentor or (options[0].id if options else "")
    target = None if chosen == NOBODY else chosen
    preview, problem, name = None, "", ""
    if chosen:
        try:
            preview = preview_of(desk, after_move(desk.judge, desk.state, mentee, target), (mentee,))
            name = desk.facts.mentor[target].name if target else ""
        except AppError as error:
            problem = message_of(error)
    else:
        problem = _("No mentor with room is possible for this mentee.")
    return Panel(
        "move",
        mentee,
        form,
        name=desk.facts.mentee[mentee].name,
        other=chosen,
        other_name=name,
        preview=preview,
        options=tuple(one for one in options[:MOST_CHOICES] if one.id != chosen),
        problem=problem,
        more={"can_be_none": mentee in desk.state.mentor_of and chosen != NOBODY},
    )


def _with_room(desk: Desk, mentee: str) -> list[Option]:
    rooms = {mentor: left for mentor, left in desk.judge.rooms(desk.state).items() if left and mentor not in desk.left}
    present = desk.state.mentor_of.get(mentee)
    among = desk.judge.exclusions(desk.state, [mentee], rooms)
    possible = [
        mentor for mentor in rooms if mentor != present and desk.judge.is_possible(desk.state, (mentee, mentor), among)
    ]
    best = sorted((-desk.fit((mentee, mentor)), desk.facts.mentor[mentor].name, mentor) for mentor in possible)
    return [
        Option(mentor, name, _("Fit %(fit)s of 100", fit=scoring.shown(-negative))) for negative, name, mentor in best
    ]


def forbid_panel(desk: Desk, mentee: str, form: VersionedForm, *, mentor: str) -> Panel:
    """Keep two people apart. Raises NotFound."""
    desk.judge.require_known(mentee, mentor)
    names = desk.judge.names((mentee, mentor))
    problem = ""
    if (mentee, mentor) in desk.state.pairs:
        try:
            desk.judge.require_free(desk.state, mentee)
        except AppError as error:
            problem = message_of(error)
    return Panel(
        "forbid", mentee, form, name=names["mentee"], other=mentor, other_name=names["mentor"], problem=problem
    )


def exception_panel(desk: Desk, mentee: str, form: VersionedForm, *, mentor: str) -> Panel:
    """An exception from what stands between two people. Raises NotFound."""
    desk.judge.require_known(mentee, mentor)
    names = desk.judge.names((mentee, mentor))
    problem, reasons = "", tuple[str, ...]()
    try:
        between = excusable(desk.judge, desk.state, (mentee, mentor))
        reasons = tuple(phrase.in_(current_locale()) for phrase in desk.judge.why((mentee, mentor), between))
    except AppError as error:
        problem = message_of(error)
    return Panel(
        "exception",
        mentee,
        form,
        name=names["mentee"],
        other=mentor,
        other_name=names["mentor"],
        problem=problem,
        reasons=reasons,
    )


def preview_of(desk: Desk, after: State, mentees: Iterable[str]) -> Preview:
    """Both sides of a change, about these mentees."""
    about = tuple(mentees)
    return Preview(_lines(desk, desk.state, about), _lines(desk, after, about), tuple(deltas(desk, after)))


def _lines(desk: Desk, state: State, mentees: Sequence[str]) -> tuple[Line, ...]:
    mentor_of = state.mentor_of
    return tuple(_line(desk, (mentee, mentor_of.get(mentee, ""))) for mentee in mentees)


def _line(desk: Desk, pair: Pair) -> Line:
    names = desk.judge.names(pair)
    return Line(names["mentee"], names["mentor"], words_of_pair(desk, pair) if pair[1] else None)
