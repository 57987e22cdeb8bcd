"""Taking a run over, locking pairs, forbidding them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.decisions import Forbidden, State, state_of
from mentorship_app.matching.drafting.drafts import LONGEST_RATIONALE, claim_draft, log, said_by, write_step
from mentorship_app.matching.drafting.judging import Judge
from mentorship_app.matching.drafting.presence import require_here
from mentorship_app.matching.enums import Action, RunStatus
from mentorship_app.matching.facts import Pair
from mentorship_app.matching.models import MatchDraft, MatchRun
from mentorship_app.matching.run_results import result_from


def take_run(session: Session, draft: MatchDraft, run: MatchRun, *, version: int, by: Actor, now: datetime) -> None:
    """Let a run's pairs, with the locks, forbids and exceptions that it was run with, be the state of the draft.

    Raises DraftChanged when the draft was written since ``version``, Conflict for a run that gave no pairs.
    """
    if run.status is not RunStatus.SOLVED or run.cohort_id != draft.cohort_id or run.kind is not draft.kind:
        raise Conflict(N_("This run has no pairs that could be taken over."))
    claim_draft(session, draft, version)
    pairs, decided = result_from(run.result).pairs, state_of(run.decisions)
    # Who left since a lock was set is in no pair of the run: nobody could open that lock any more.
    state = replace(decided, pairs=pairs, locked=decided.locked & set(pairs))
    actor = said_by(by, run)
    write_step(session, draft, Action.RUN, state, about=(), by=actor, now=now, run_id=run.id)
    log(session, "matching.draft.run_taken", draft, by=actor, now=now, run=str(run.number))


def lock(
    session: Session, draft: MatchDraft, judge: Judge, pair: Pair, *, version: int, by: Actor, now: datetime
) -> None:
    """Keep a proposed pair through every later run. Raises DraftChanged, Conflict for two who are not a pair here."""
    state = claim_draft(session, draft, version)
    _require_pair(judge, state, pair)
    require_here(session, draft, judge, pair)
    judge.require_possible(state, pair)
    after = replace(state, locked=state.locked | {pair})
    write_step(session, draft, Action.LOCK, after, about=pair, by=by, now=now)
    log(session, "matching.draft.locked", draft, by=by, now=now, **judge.names(pair))


def unlock(
    session: Session, draft: MatchDraft, judge: Judge, pair: Pair, *, version: int, by: Actor, now: datetime
) -> None:
    """Let a later run, a swap or a move change this pair again. Raises DraftChanged; Conflict if it is not locked."""
    state = claim_draft(session, draft, version)
    if pair not in state.locked:
        raise Conflict(N_("This pair is not locked."))
    after = replace(state, locked=state.locked - {pair})
    write_step(session, draft, Action.UNLOCK, after, about=pair, by=by, now=now)
    log(session, "matching.draft.unlocked", draft, by=by, now=now, **judge.names(pair))


def forbid(
    session: Session,
    draft: MatchDraft,
    judge: Judge,
    pair: Pair,
    *,
    rationale: str,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Keep two people apart through every later run; a pair that stands is taken apart.

    Raises DraftChanged, FieldError without a rationale, Conflict for a pair that is locked, runs, or is forbidden.
    """
    why = cleaned_rationale(rationale)
    state = claim_draft(session, draft, version)
    judge.require_known(*pair)
    if any(pair == one.pair for one in state.forbidden):
        raise Conflict(N_("These two are forbidden already."))
    if pair in state.pairs:
        judge.require_free(state, pair[0])
    after = replace(
        state,
        pairs=tuple(one for one in state.pairs if one != pair),
        forbidden=(*state.forbidden, Forbidden(*pair, rationale=why, by=by.name)),
    )
    write_step(session, draft, Action.FORBID, after, about=pair, by=by, now=now, rationale=why)
    log(session, "matching.draft.forbidden", draft, by=by, now=now, **judge.names(pair))


def allow(
    session: Session, draft: MatchDraft, judge: Judge, pair: Pair, *, version: int, by: Actor, now: datetime
) -> None:
    """Take a forbid back; the two are not paired by it. Raises DraftChanged; Conflict if they were not forbidden."""
    state = claim_draft(session, draft, version)
    if all(pair != one.pair for one in state.forbidden):
        raise Conflict(N_("These two are not forbidden."))
    after = replace(state, forbidden=tuple(one for one in state.forbidden if one.pair != pair))
    write_step(session, draft, Action.ALLOW, after, about=pair, by=by, now=now)
    log(session, "matching.draft.allowed", draft, by=by, now=now, **judge.names(pair))


def _require_pair(judge: Judge, state: State, pair: Pair) -> None:
    judge.require_known(*pair)
    if pair not in state.pairs:
        raise Conflict(N_("%(mentee)s with %(mentor)s is not among the proposed pairs any more."), **judge.names(pair))
    if pair in state.locked:
        raise Conflict(N_("This pair is locked already."))


def cleaned_rationale(written: str) -> str:
    """Somebody's reason as it is kept. Raises FieldError where there is none, or it is too long."""
    why = " ".join(written.split())
    if not why:
        raise FieldError("rationale", N_("Write your reason. Whoever works on these pairs after you will read it."))
    if len(why) > LONGEST_RATIONALE:
        raise FieldError("rationale", N_("Use at most %(most)s characters."), most=LONGEST_RATIONALE)
    return why


def about_pairs(pairs: Sequence[Pair]) -> list[str]:
    """The people of several pairs, mentee before mentor."""
    return [person for pair in pairs for person in pair]
