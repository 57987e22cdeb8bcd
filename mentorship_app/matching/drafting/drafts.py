"""Reading a draft, and writing its next step."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import SYSTEM, Actor
from mentorship_app.matching.decisions import State, state_of
from mentorship_app.matching.enums import Action
from mentorship_app.matching.models import MatchDraft, MatchRun, MatchStep
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Cohort

LONGEST_RATIONALE = 500


class DraftChanged(Conflict):
    """Somebody else changed the draft since ``claimed``. ``state``: what stands now."""

    def __init__(self, claimed: int, state: State) -> None:
        super().__init__(N_("Somebody else changed the proposed pairs while you were deciding."))
        self.claimed = claimed
        self.state = state


def draft_of(session: Session, cohort: Cohort, kind: PairingKind) -> MatchDraft | None:
    """The draft of a kind of pairs; None before the first run was taken over."""
    return session.scalar(select(MatchDraft).where(MatchDraft.cohort_id == cohort.id, MatchDraft.kind == kind))


def open_draft(session: Session, cohort: Cohort, kind: PairingKind, *, now: datetime) -> MatchDraft:
    """The draft of a kind of pairs, made empty where there is none; two who make it at once get one."""
    found = draft_of(session, cohort, kind)
    if found is not None:
        return found
    made = MatchDraft(cohort_id=cohort.id, kind=kind, created_at=now)
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:
        return session.scalars(
            select(MatchDraft).where(MatchDraft.cohort_id == cohort.id, MatchDraft.kind == kind)
        ).one()
    return made


def step_now(draft: MatchDraft) -> MatchStep | None:
    """The step that stands; None for an empty draft, or one whose every step was undone."""
    return next((step for step in draft.steps if step.number == draft.position), None)


def state_now(draft: MatchDraft) -> State:
    """The state that stands."""
    step = step_now(draft)
    return state_of(step.state) if step else State()


def run_now(draft: MatchDraft) -> MatchRun | None:
    """The run by whose facts the state is judged."""
    step = step_now(draft)
    return step.run if step else None


def history(draft: MatchDraft) -> Sequence[MatchStep]:
    """Every step, the last one first; those with a number beyond the draft's position were undone."""
    return sorted(draft.steps, key=lambda step: -step.number)


def claim_draft(session: Session, draft: MatchDraft, version: int) -> State:
    """Take the right to write the draft as read at ``version``, and give its state; raises DraftChanged otherwise."""
    session.refresh(draft, with_for_update={"of": MatchDraft})
    session.expire(draft, ["steps"])
    if draft.version != version:
        raise DraftChanged(version, state_now(draft))
    draft.version += 1
    return state_now(draft)


def write_step(
    session: Session,
    draft: MatchDraft,
    action: Action,
    state: State,
    *,
    about: Sequence[str],
    by: Actor,
    now: datetime,
    rationale: str = "",
    run_id: UUID | None = None,
) -> MatchStep:
    """Add a step after the one that stands; steps that were undone are dropped. The draft must be claimed.

    ``run_id``: the run that judges from now on; None for the one that judges already.
    """
    before = step_now(draft)
    session.execute(delete(MatchStep).where(MatchStep.draft_id == draft.id, MatchStep.number > draft.position))
    session.expire(draft, ["steps"])
    step = MatchStep(
        draft_id=draft.id,
        number=draft.position + 1,
        action=action,
        about=list(about),
        state=state.as_json(),
        by=by.name,
        rationale=rationale,
        run_id=run_id or (before.run_id if before else None),
        created_at=now,
    )
    session.add(step)
    draft.position = step.number
    session.flush()
    session.expire(draft, ["steps"])
    return step


def log(session: Session, action: str, draft: MatchDraft, *, by: Actor, now: datetime, **names: str) -> None:
    """Add to the trail what was done: who it was about, never why, and no number of fit."""
    audit.record(
        session,
        action,
        by=by,
        subject=draft,
        at=now,
        program_id=draft.cohort.program_id,
        kind=draft.kind,
        version=draft.version,
        **names,
    )


def said_by(by: Actor, run: MatchRun) -> Actor:
    """Who took a run over: the one who asked for it, where the worker does it for them."""
    return Actor(account_id=None, name=run.requested_by) if by == SYSTEM else by
