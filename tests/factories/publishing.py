"""Drafts of pairs as a run leaves them, ready to be published, without any solving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching.decisions import Excepted, State
from mentorship_app.matching.enums import Action, Mode, RunStatus
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.models import MatchDraft, MatchRun, MatchStep
from mentorship_app.matching.run_inputs import Inputs, inputs_digest, sealed
from mentorship_app.matching.run_results import Result
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.programs import Cohort, Enrollment
from tests.factories.people import MOMENT

Two = tuple[Enrollment, Enrollment]
"""Mentee, mentor."""


@dataclass(frozen=True)
class Proposal:
    """A draft, the run it was taken from, and what that run knew."""

    draft: MatchDraft
    run: MatchRun
    known: Facts


def propose(
    session: Session,
    cohort: Cohort,
    pairs: Sequence[Two],
    *,
    released: Sequence[Enrollment] = (),
    excepted: Sequence[Excepted] = (),
    kind: PairingKind = PairingKind.PRIMARY,
    keyring: Keyring | None = None,
    now: datetime = MOMENT,
) -> Proposal:
    """What a run proposed and a coordinator left standing: these new pairs beside those that run and stay."""
    known = gather(session, cohort, kind, today=clock.local_date(now, cohort.program.timezone))
    open_now = {mentee.public_id for mentee in released}
    new = [(mentee.public_id, mentor.public_id) for mentee, mentor in pairs]
    stays = [pair for pair in known.standing if pair[0] not in open_now]
    state = State(pairs=tuple(sorted({*new, *stays})), released=frozenset(open_now), excepted=tuple(excepted))
    run = _run(session, cohort, kind, known, state, keyring, now)
    draft = MatchDraft(cohort=cohort, kind=kind, position=1, created_at=now)
    step = MatchStep(draft=draft, number=1, action=Action.RUN, state=state.as_json(), by="Somebody", run=run)
    session.add_all([draft, step])
    session.flush()
    return Proposal(draft, run, known)


def _run(
    session: Session,
    cohort: Cohort,
    kind: PairingKind,
    known: Facts,
    state: State,
    keyring: Keyring | None,
    now: datetime,
) -> MatchRun:
    result = Result(
        mentees=tuple(one.id for one in known.mentees),
        mentors=tuple(one.id for one in known.mentors),
        pairs=state.pairs,
        fits=dict.fromkeys(state.pairs, 0.5),
    )
    run = MatchRun(
        cohort=cohort,
        kind=kind,
        number=1,
        status=RunStatus.SOLVED,
        mode=Mode.OPTIMAL,
        settings=Settings().as_json(),
        decisions=state.as_json(),
        result=result.as_json(),
        requested_by="Somebody",
        created_at=now,
        finished_at=now,
    )
    session.add(run)
    session.flush()
    if keyring is not None:
        run.inputs = sealed(Inputs(known, {}), keyring, program_id=cohort.program_id, run_id=run.id)
        run.inputs_digest = inputs_digest(known, run)
    return run


def running(session: Session, cohort: Cohort) -> set[tuple[str, str]]:
    """Names (mentee, mentor) of the pairs that run."""
    return {
        (pairing.mentee.account.name, pairing.mentor.account.name) for pairing in session.scalars(running_pairs(cohort))
    }
