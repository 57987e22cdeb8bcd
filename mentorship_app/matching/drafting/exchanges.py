"""Giving mentees other mentors by hand: two exchange theirs, or one gets another."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting.drafts import claim_draft, log, write_step
from mentorship_app.matching.drafting.judging import Judge
from mentorship_app.matching.drafting.presence import require_here
from mentorship_app.matching.drafting.verbs import about_pairs, cleaned_rationale
from mentorship_app.matching.enums import Action
from mentorship_app.matching.models import MatchDraft

NOBODY = ""
"""In what a step is about: no mentor."""


def after_swap(judge: Judge, state: State, one: str, other: str) -> State:
    """``state`` with the mentors of two mentees exchanged.

    Raises Conflict where one of them has no mentor, is fixed, or must not be paired with the other's mentor, NotFound
    for somebody whom the run does not know.
    """
    mentor_of = dict(state.mentor_of)
    for mentee in (one, other):
        judge.require_known(mentee)
        if mentee not in mentor_of:
            raise Conflict(N_("%(name)s has no mentor to exchange."), name=judge.facts.mentee[mentee].name)
        judge.require_free(state, mentee)
    if mentor_of[one] == mentor_of[other]:
        raise Conflict(N_("Both have the same mentor: there is nothing to exchange."))
    for pair in ((one, mentor_of[other]), (other, mentor_of[one])):
        judge.require_possible(state, pair)
    mentor_of[one], mentor_of[other] = mentor_of[other], mentor_of[one]
    after = replace(state, pairs=tuple(sorted(mentor_of.items())))
    judge.require_side_rules(after, (one, other))
    return after


def after_move(judge: Judge, state: State, mentee: str, mentor: str | None) -> State:
    """``state`` with another mentor for a mentee, or none.

    Raises Conflict where the mentee's pair is fixed, or the mentor is full or must not be paired with them, NotFound
    for somebody whom the run does not know.
    """
    judge.require_known(mentee, mentor)
    present = state.mentor_of.get(mentee)
    if present == mentor:
        raise Conflict(N_("That is how it stands already."))
    if present is not None:
        judge.require_free(state, mentee)
    others = tuple(pair for pair in state.pairs if pair[0] != mentee)
    if mentor is None:
        return replace(state, pairs=others)
    judge.require_possible(state, (mentee, mentor))
    judge.require_room(replace(state, pairs=others), mentor)
    after = replace(state, pairs=tuple(sorted((*others, (mentee, mentor)))))
    judge.require_side_rules(after, (mentee,))
    return after


def swap(
    session: Session,
    draft: MatchDraft,
    judge: Judge,
    one: str,
    other: str,
    *,
    rationale: str,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Exchange the mentors of two mentees. Raises DraftChanged, FieldError without a rationale, and as after_swap."""
    why = cleaned_rationale(rationale)
    state = claim_draft(session, draft, version)
    after = after_swap(judge, state, one, other)
    pairs = [(mentee, after.mentor_of[mentee]) for mentee in (one, other)]
    require_here(session, draft, judge, about_pairs(pairs))
    write_step(session, draft, Action.SWAP, after, about=about_pairs(pairs), by=by, now=now, rationale=why)
    names = {"mentee": judge.facts.mentee[one].name, "other": judge.facts.mentee[other].name}
    log(session, "matching.draft.swapped", draft, by=by, now=now, **names)


def move(
    session: Session,
    draft: MatchDraft,
    judge: Judge,
    mentee: str,
    mentor: str | None,
    *,
    rationale: str,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Give a mentee another mentor, or none. Raises DraftChanged, FieldError without a rationale, and as after_move."""
    why = cleaned_rationale(rationale)
    state = claim_draft(session, draft, version)
    after = after_move(judge, state, mentee, mentor)
    require_here(session, draft, judge, (mentee, mentor or NOBODY))
    about = (mentee, mentor or NOBODY, state.mentor_of.get(mentee, NOBODY))
    write_step(session, draft, Action.MOVE, after, about=about, by=by, now=now, rationale=why)
    action = "matching.draft.moved" if mentor else "matching.draft.taken_out"
    log(session, action, draft, by=by, now=now, **judge.names((mentee, mentor or NOBODY)))
