"""Drafts of pairs: every decision is a step, late ones are refused, and every step can be undone."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching import drafting
from mentorship_app.matching.decisions import State, state_of
from mentorship_app.matching.drafting import DraftChanged
from mentorship_app.matching.enums import Action
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs import Enrollment, EnrollmentStatus
from tests.factories.matching import Drafted, ids, solved_run
from tests.matching.rounds import NOW, WHY, Round, settled, state


def test_a_run_that_is_taken_over_is_the_first_step(session: Session, keyring: Keyring, people: Round) -> None:
    run, _facts, _settings = solved_run(session, keyring, people.cohort, [(people.wren, people.marsh)])
    draft = drafting.open_draft(session, people.cohort, PairingKind.PRIMARY, now=NOW)

    drafting.take_run(session, draft, run, version=draft.version, by=SYSTEM, now=NOW)

    assert drafting.state_now(draft) == State(pairs=(ids(people.wren, people.marsh),))
    assert drafting.run_now(draft) is run
    assert drafting.draft_of(session, people.cohort, PairingKind.PRIMARY) is draft
    assert [(step.number, step.action, step.by) for step in draft.steps] == [(1, Action.RUN, "Ottoline Marsh")]


def test_a_run_keeps_the_decisions_it_was_run_with(
    session: Session, keyring: Keyring, made: Drafted, people: Round
) -> None:
    pair = ids(people.wren, people.marsh)
    drafting.lock(session, made.draft, made.judge, pair, **settled(made))
    run, _facts, _settings = solved_run(
        session, keyring, people.cohort, [(people.wren, people.marsh)], decisions=state(session, made)
    )

    drafting.take_run(session, made.draft, run, **settled(made))

    assert state(session, made) == State(pairs=(pair,), locked=frozenset({pair}))


def test_a_lock_on_somebody_who_left_before_the_run_goes(
    session: Session, keyring: Keyring, made: Drafted, people: Round
) -> None:
    gone = ids(people.priya, people.brook)
    drafting.lock(session, made.draft, made.judge, gone, **settled(made))
    people.priya.status = EnrollmentStatus.WITHDRAWN
    session.flush()
    run, _facts, _settings = solved_run(
        session, keyring, people.cohort, [(people.wren, people.marsh)], decisions=state(session, made)
    )

    drafting.take_run(session, made.draft, run, **settled(made))

    assert state(session, made).locked == frozenset()


def test_a_locked_pair_is_neither_exchanged_nor_moved_nor_forbidden(
    session: Session, made: Drafted, people: Round
) -> None:
    pair = ids(people.wren, people.marsh)
    drafting.lock(session, made.draft, made.judge, pair, **settled(made))
    before = state(session, made)
    attempts: list[Callable[[], None]] = [
        lambda: drafting.swap(
            session,
            made.draft,
            made.judge,
            people.wren.public_id,
            people.priya.public_id,
            **settled(made, rationale=WHY),
        ),
        lambda: drafting.swap(
            session,
            made.draft,
            made.judge,
            people.priya.public_id,
            people.wren.public_id,
            **settled(made, rationale=WHY),
        ),
        lambda: drafting.move(
            session,
            made.draft,
            made.judge,
            people.wren.public_id,
            people.quill.public_id,
            **settled(made, rationale=WHY),
        ),
        lambda: drafting.move(
            session, made.draft, made.judge, people.wren.public_id, None, **settled(made, rationale=WHY)
        ),
        lambda: drafting.forbid(session, made.draft, made.judge, pair, **settled(made, rationale=WHY)),
        lambda: drafting.lock(session, made.draft, made.judge, pair, **settled(made)),
    ]
    for attempt in attempts:
        with pytest.raises(Conflict, match="locked"), session.begin_nested():
            attempt()

    assert state(session, made) == before

    drafting.unlock(session, made.draft, made.judge, pair, **settled(made))
    assert state(session, made).locked == frozenset()


def test_two_mentees_exchange_their_mentors(session: Session, made: Drafted, people: Round) -> None:
    drafting.swap(
        session, made.draft, made.judge, people.wren.public_id, people.priya.public_id, **settled(made, rationale=WHY)
    )

    after = state(session, made)
    assert set(after.pairs) == {
        ids(people.wren, people.brook),
        ids(people.priya, people.marsh),
        ids(people.juniper, people.brook),
    }
    step = drafting.step_now(made.draft)
    assert step is not None
    assert (step.action, step.rationale, step.by) == (Action.SWAP, WHY, "Sunniva Hale")


def test_an_exchange_wants_a_reason_two_mentors_and_two_pairs(session: Session, made: Drafted, people: Round) -> None:
    def swap(one: Enrollment, other: Enrollment, why: str = WHY) -> None:
        with session.begin_nested():
            drafting.swap(
                session, made.draft, made.judge, one.public_id, other.public_id, **settled(made, rationale=why)
            )

    with pytest.raises(FieldError, match="reason"):
        swap(people.wren, people.priya, "  ")
    with pytest.raises(Conflict, match="same mentor"):
        swap(people.priya, people.juniper)
    with pytest.raises(NotFound, match="Run again"):
        swap(people.priya, people.brook)
    drafting.move(session, made.draft, made.judge, people.wren.public_id, None, **settled(made, rationale=WHY))
    with pytest.raises(Conflict, match="no mentor to exchange"):
        swap(people.priya, people.wren)


def test_a_mentee_moves_to_a_mentor_with_room_and_to_no_other(session: Session, made: Drafted, people: Round) -> None:
    with pytest.raises(Conflict, match="Ottoline Marsh has no room left"), session.begin_nested():
        drafting.move(
            session,
            made.draft,
            made.judge,
            people.priya.public_id,
            people.marsh.public_id,
            **settled(made, rationale=WHY),
        )

    drafting.move(
        session, made.draft, made.judge, people.priya.public_id, people.quill.public_id, **settled(made, rationale=WHY)
    )
    assert ids(people.priya, people.quill) in state(session, made).pairs

    drafting.move(session, made.draft, made.judge, people.priya.public_id, None, **settled(made, rationale=WHY))
    assert people.priya.public_id not in state(session, made).mentor_of


def test_a_forbidden_pair_is_taken_apart_and_stays_apart_until_it_is_allowed(
    session: Session, made: Drafted, people: Round
) -> None:
    pair = ids(people.wren, people.marsh)
    drafting.forbid(session, made.draft, made.judge, pair, **settled(made, rationale=" They share  a house "))

    after = state(session, made)
    assert pair not in after.pairs
    assert [(one.pair, one.rationale, one.by) for one in after.forbidden] == [
        (pair, "They share a house", "Sunniva Hale")
    ]
    with pytest.raises(Conflict, match="Allow it first"), session.begin_nested():
        drafting.move(session, made.draft, made.judge, *pair, **settled(made, rationale=WHY))

    drafting.allow(session, made.draft, made.judge, pair, **settled(made))
    drafting.move(session, made.draft, made.judge, *pair, **settled(made, rationale=WHY))
    assert pair in state(session, made).pairs


def test_undo_restores_every_state_exactly_and_redo_does_it_again(
    session: Session, made: Drafted, people: Round
) -> None:
    states = [made.draft.steps[0].state]

    def keep() -> None:
        state(session, made)
        step = drafting.step_now(made.draft)
        assert step is not None
        states.append(step.state)

    drafting.lock(session, made.draft, made.judge, ids(people.priya, people.brook), **settled(made))
    keep()
    drafting.forbid(
        session, made.draft, made.judge, ids(people.wren, people.marsh), **settled(made, rationale="They share a house")
    )
    keep()
    drafting.move(
        session, made.draft, made.judge, people.wren.public_id, people.quill.public_id, **settled(made, rationale=WHY)
    )
    keep()

    for expected in reversed(states[:-1]):
        drafting.undo(session, made.draft, **settled(made))
        assert state(session, made) == state_of(expected)
    with pytest.raises(Conflict, match="nothing to undo"), session.begin_nested():
        drafting.undo(session, made.draft, **settled(made))
    session.refresh(made.draft)
    for expected in states[1:]:
        drafting.redo(session, made.draft, **settled(made))
        assert state(session, made) == state_of(expected)
    with pytest.raises(Conflict, match="nothing to do again"), session.begin_nested():
        drafting.redo(session, made.draft, **settled(made))


def test_a_new_decision_drops_the_steps_that_were_undone(session: Session, made: Drafted, people: Round) -> None:
    drafting.lock(session, made.draft, made.judge, ids(people.priya, people.brook), **settled(made))
    drafting.undo(session, made.draft, **settled(made))

    drafting.lock(session, made.draft, made.judge, ids(people.wren, people.marsh), **settled(made))

    assert state(session, made).locked == {ids(people.wren, people.marsh)}
    assert [(step.number, step.action) for step in made.draft.steps] == [(1, Action.RUN), (2, Action.LOCK)]


def test_who_read_an_older_version_is_refused_and_told_what_stands(
    session: Session, made: Drafted, people: Round
) -> None:
    stale = settled(made)
    drafting.lock(session, made.draft, made.judge, ids(people.wren, people.marsh), **stale)
    one, other = people.wren.public_id, people.priya.public_id
    attempts: list[Callable[[], None]] = [
        lambda: drafting.lock(session, made.draft, made.judge, ids(people.priya, people.brook), **stale),
        lambda: drafting.unlock(session, made.draft, made.judge, ids(people.wren, people.marsh), **stale),
        lambda: drafting.forbid(
            session, made.draft, made.judge, ids(people.priya, people.brook), **stale, rationale=WHY
        ),
        lambda: drafting.allow(session, made.draft, made.judge, ids(people.priya, people.brook), **stale),
        lambda: drafting.swap(session, made.draft, made.judge, one, other, **stale, rationale=WHY),
        lambda: drafting.move(session, made.draft, made.judge, other, None, **stale, rationale=WHY),
        lambda: drafting.make_exception(
            session, made.draft, made.judge, ids(people.priya, people.marsh), **stale, rationale=WHY, agreed=True
        ),
        lambda: drafting.release(session, made.draft, made.judge, one, **stale),
        lambda: drafting.keep(session, made.draft, made.judge, one, **stale),
        lambda: drafting.undo(session, made.draft, **stale),
        lambda: drafting.redo(session, made.draft, **stale),
        lambda: drafting.take_run(session, made.draft, made.run, **stale),
    ]
    for attempt in attempts:
        with pytest.raises(DraftChanged) as refused, session.begin_nested():
            attempt()
        assert refused.value.claimed == stale["version"]
        assert refused.value.state.locked == {ids(people.wren, people.marsh)}
