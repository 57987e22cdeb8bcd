"""Runs and drafts as the worker leaves them, without any solving: everything a page reads, and nothing of SciPy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import Judge, draft_of, state_now
from mentorship_app.matching.enums import Action, Mode, RunStatus
from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.fairness import numbers
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.models import MatchDraft, MatchRun, MatchStep
from mentorship_app.matching.run_inputs import Inputs, inputs_digest, sealed
from mentorship_app.matching.run_results import Proof, Remedies, Result
from mentorship_app.matching.runs import settled
from mentorship_app.matching.scoring import fit
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort, Enrollment
from tests.factories.people import MOMENT

Two = tuple[Enrollment, Enrollment]
"""Mentee, mentor."""


@dataclass(frozen=True)
class Drafted:
    """A draft, the run it was taken from, and who judges it."""

    draft: MatchDraft
    run: MatchRun
    judge: Judge


def ids(*two: Enrollment) -> Pair:
    """The public ids of a mentee and a mentor."""
    mentee, mentor = two
    return mentee.public_id, mentor.public_id


def solved_run(
    session: Session,
    keyring: Keyring,
    cohort: Cohort,
    pairs: Sequence[Two],
    *,
    kind: PairingKind = PairingKind.PRIMARY,
    decisions: State | None = None,
    unmatched: Mapping[str, Phrase] | None = None,
    remedies: Mapping[str, Remedies] | None = None,
    now: datetime = MOMENT,
) -> tuple[MatchRun, Facts, Settings]:
    """A run of the cohort as it is now that gave these pairs, beside those that run already."""
    facts = gather(session, cohort, kind, today=clock.local_date(now, cohort.program.timezone))
    settings = settled(settings_of_cohort(session, cohort)[0])
    state = decisions or State()
    stays = {pair for pair in facts.standing if pair[0] not in state.released}
    made = tuple(sorted({*(ids(*two) for two in pairs), *stays}))
    highest = session.scalar(select(func.max(MatchRun.number)).where(MatchRun.cohort_id == cohort.id)) or 0
    run = MatchRun(
        cohort=cohort,
        kind=kind,
        number=highest + 1,
        status=RunStatus.SOLVED,
        mode=Mode.OPTIMAL,
        settings=settings.as_json(),
        decisions=state.as_json(),
        result=_result(facts, settings, made, unmatched or {}, remedies or {}).as_json(),
        requested_by="Ottoline Marsh",
        created_at=now,
        finished_at=now,
    )
    session.add(run)
    session.flush()
    run.inputs = sealed(Inputs(facts, {}), keyring, program_id=cohort.program_id, run_id=run.id)
    run.inputs_digest = inputs_digest(facts, run)
    session.flush()
    return run, facts, settings


def _result(
    facts: Facts,
    settings: Settings,
    pairs: tuple[Pair, ...],
    unmatched: Mapping[str, Phrase],
    remedies: Mapping[str, Remedies],
) -> Result:
    placed = {mentee for mentee, _mentor in pairs}
    waiting = [one.id for one in facts.mentees if one.id not in placed]
    return Result(
        mentees=tuple(one.id for one in facts.mentees),
        mentors=tuple(one.id for one in facts.mentors),
        places=sum(one.capacity for one in facts.mentors),
        pairs=pairs,
        fits={(one, other): fit(facts, settings, facts.mentee[one], facts.mentor[other]) for one, other in pairs},
        unmatched=tuple((one, unmatched.get(one, Phrase("No mentor has a place."))) for one in waiting),
        remedies=remedies,
        numbers=numbers(facts, settings, pairs).as_json(),
        proof=Proof("optimal", ("matched",)),
    )


def drafted(
    session: Session,
    keyring: Keyring,
    cohort: Cohort,
    pairs: Sequence[Two],
    *,
    kind: PairingKind = PairingKind.PRIMARY,
    unmatched: Mapping[str, Phrase] | None = None,
    remedies: Mapping[str, Remedies] | None = None,
    now: datetime = MOMENT,
) -> Drafted:
    """A draft whose first step took such a run over."""
    run, facts, settings = solved_run(
        session, keyring, cohort, pairs, kind=kind, unmatched=unmatched, remedies=remedies, now=now
    )
    made = State(pairs=tuple((one, other) for one, other, _fit in run.result["pairs"]))
    draft = draft_of(session, cohort, kind) or MatchDraft(cohort=cohort, kind=kind, position=0, created_at=now)
    draft.position += 1
    step = MatchStep(
        draft=draft,
        number=draft.position,
        action=Action.RUN,
        about=[],
        state=made.as_json(),
        by=run.requested_by,
        run=run,
        created_at=now,
    )
    session.add_all([draft, step])
    session.flush()
    return Drafted(draft, run, Judge(facts, settings))


def state_of_draft(session: Session, draft: MatchDraft) -> State:
    """The state that stands, read anew."""
    session.refresh(draft)
    session.expire(draft, ["steps"])
    return state_now(draft)
