"""Pairs that run already: they stand through every run until somebody opens them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.drafting.drafts import claim_draft, log, write_step
from mentorship_app.matching.drafting.judging import Judge
from mentorship_app.matching.enums import Action
from mentorship_app.matching.facts import Pair
from mentorship_app.matching.models import MatchDraft


def release(
    session: Session, draft: MatchDraft, judge: Judge, mentee: str, *, version: int, by: Actor, now: datetime
) -> None:
    """Open the running pair of a mentee to be matched anew. Nothing ends before the pairs are published.

    Raises DraftChanged; Conflict where no pair runs, it is open already, or it is locked here.
    """
    state = claim_draft(session, draft, version)
    pair = standing_pair(judge, mentee)
    if mentee in state.released:
        raise Conflict(N_("This pair is open already."))
    if pair in state.locked:
        raise Conflict(N_("%(mentee)s with %(mentor)s is locked. Unlock it first."), **judge.names(pair))
    after = replace(state, released=state.released | {mentee})
    write_step(session, draft, Action.RELEASE, after, about=pair, by=by, now=now)
    log(session, "matching.draft.released", draft, by=by, now=now, **judge.names(pair))


def keep(
    session: Session, draft: MatchDraft, judge: Judge, mentee: str, *, version: int, by: Actor, now: datetime
) -> None:
    """Let the running pair of a mentee stand after all; whoever else was proposed for them is dropped.

    Raises DraftChanged; Conflict where it was not open, or its mentor has no place left in the draft.
    """
    state = claim_draft(session, draft, version)
    pair = standing_pair(judge, mentee)
    if mentee not in state.released:
        raise Conflict(N_("This pair stands already."))
    if state.mentor_of.get(mentee) != pair[1]:
        judge.require_free(state, mentee)
    others = replace(state, pairs=tuple(one for one in state.pairs if one[0] != mentee))
    closed = replace(others, released=state.released - {mentee})
    judge.require_room(closed, pair[1])
    after = replace(others, pairs=tuple(sorted((*others.pairs, pair))), released=state.released - {mentee})
    judge.require_side_rules(after, (mentee,))
    write_step(session, draft, Action.KEEP, after, about=pair, by=by, now=now)
    log(session, "matching.draft.kept", draft, by=by, now=now, **judge.names(pair))


def standing_pair(judge: Judge, mentee: str) -> Pair:
    """The pair of this kind that runs; raises Conflict where none does."""
    judge.require_known(mentee)
    for pair in judge.facts.standing:
        if pair[0] == mentee:
            return pair
    raise Conflict(N_("%(name)s has no running pair of this kind."), name=judge.facts.mentee[mentee].name)
