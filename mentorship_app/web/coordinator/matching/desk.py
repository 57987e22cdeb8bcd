"""A draft as it lies on the desk: its state, the run that judges it, who came and went since. Plain Python only."""

from dataclasses import dataclass
from functools import cached_property

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.matching import scoring
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import Judge, draft_of, run_now, state_now
from mentorship_app.matching.drafting.presence import Presence, presence
from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.models import MatchDraft, MatchRun
from mentorship_app.matching.run_results import Result
from mentorship_app.matching.runs import facts_of, result_of, settled
from mentorship_app.matching.settings import settings_of
from mentorship_app.web.coordinator.matching.here import MatchingHere
from mentorship_app.web.extensions import db
from mentorship_app.web.keys import keyring

NO_DRAFT = N_("There are no proposed pairs to decide about. Find pairs first.")


@dataclass(frozen=True)
class Desk:
    """``state``: what is looked at, which a preview may have changed."""

    draft: MatchDraft
    run: MatchRun
    state: State
    judge: Judge
    result: Result
    presence: Presence
    settings_changed: bool
    """Whether weights or rules were changed since the run."""

    @property
    def facts(self) -> Facts:
        return self.judge.facts

    @cached_property
    def fits(self) -> dict[Pair, float]:
        """Readable fit, 0–1, of every proposed pair."""
        return {pair: self.fit(pair) for pair in self.state.pairs}

    @cached_property
    def left(self) -> frozenset[str]:
        """Who of the run does not take part any more."""
        return self.presence.left(self.facts)

    def fit(self, pair: Pair) -> float:
        """Readable fit of any two, 0–1."""
        known = self.result.fits.get(pair)
        if known is not None:
            return known
        mentee, mentor = self.facts.mentee[pair[0]], self.facts.mentor[pair[1]]
        return scoring.fit(self.facts, self.judge.settings, mentee, mentor)


def desk_of(here: MatchingHere) -> Desk | None:
    """The desk of a kind of pairs; None before pairs were proposed.

    Raises InputsGone where the run can no longer be judged by: somebody in it asked to be forgotten.
    """
    session = db.session()
    draft = draft_of(session, here.cohort, here.kind)
    run = run_now(draft) if draft is not None else None
    if draft is None or run is None:
        return None
    facts = facts_of(run, keyring())
    return Desk(
        draft=draft,
        run=run,
        state=state_now(draft),
        judge=Judge(facts, settings_of(run.settings)),
        result=result_of(run),
        presence=presence(session, here.cohort, facts),
        settings_changed=settled(settings_of_cohort(session, here.cohort)[0]) != settings_of(run.settings),
    )


def require_desk(here: MatchingHere) -> Desk:
    """The same for what acts on a draft; raises Conflict where there is none."""
    desk = desk_of(here)
    if desk is None:
        raise Conflict(NO_DRAFT)
    return desk
