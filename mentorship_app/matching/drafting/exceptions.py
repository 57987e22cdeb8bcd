"""Exceptions from constraints that allow one: named, dated, with a rationale and the consent of who is concerned."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.constraints import Constraint
from mentorship_app.matching.decisions import Excepted, State
from mentorship_app.matching.drafting.drafts import claim_draft, log, write_step
from mentorship_app.matching.drafting.judging import Judge, both_languages
from mentorship_app.matching.drafting.presence import require_here
from mentorship_app.matching.drafting.verbs import cleaned_rationale
from mentorship_app.matching.enums import Action
from mentorship_app.matching.facts import Pair
from mentorship_app.matching.models import MatchDraft
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED


def excusable(judge: Judge, state: State, pair: Pair) -> tuple[Constraint, ...]:
    """The constraints between two people, each of which allows an exception.

    Raises Conflict where something private stands between them, a constraint allows none, or there is none.
    """
    judge.require_known(*pair)
    mentee, mentor = pair
    among = judge.exclusions(state, [mentee], [mentor])
    if among.is_private(mentee, mentor):
        raise Conflict(MUST_NOT_BE_PAIRED)
    between = among.reasons(mentee, mentor)
    if not between:
        raise Conflict(
            N_("Nothing stands between %(mentee)s and %(mentor)s: no exception is needed."), **judge.names(pair)
        )
    who = judge.facts.mentee[mentee], judge.facts.mentor[mentor]
    firm = [constraint for constraint in between if not constraint.excepts(judge.facts, *who)]
    if firm:
        raise Conflict(
            N_("No exception is possible for %(mentee)s and %(mentor)s: %(why)s."),
            why=both_languages(judge.why(pair, firm)),
            **judge.names(pair),
        )
    return between


def make_exception(
    session: Session,
    draft: MatchDraft,
    judge: Judge,
    pair: Pair,
    *,
    rationale: str,
    agreed: bool,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Let two people be paired although constraints speak against it. It pairs nobody yet.

    Raises DraftChanged, FieldError without a rationale or consent, and as :func:`excusable`.
    """
    state = claim_draft(session, draft, version)
    between = excusable(judge, state, pair)
    why = cleaned_rationale(rationale)
    if not agreed:
        raise FieldError("agreed", N_("Ask both of them first, and tick that they agree."))
    require_here(session, draft, judge, pair)
    excepted = Excepted(
        *pair,
        constraints=tuple(constraint.key for constraint in between),
        rationale=why,
        by=by.name,
        on=clock.local_date(now, draft.cohort.program.timezone).isoformat(),
        agreed=True,
    )
    kept = tuple(one for one in state.excepted if one.pair != pair)
    after = replace(state, excepted=(*kept, excepted))
    write_step(session, draft, Action.EXCEPT, after, about=pair, by=by, now=now, rationale=why)
    log(session, "matching.draft.excepted", draft, by=by, now=now, **judge.names(pair))
