"""Drafts of pairs: every decision is a step, judged by what its run knew, and every step can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import AppError, Conflict, FieldError, NotFound
from mentorship_app.core.identity import SYSTEM, Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching import drafting
from mentorship_app.matching.configuring import add_side_rule
from mentorship_app.matching.decisions import State, state_of
from mentorship_app.matching.drafting import DraftChanged
from mentorship_app.matching.drafting.forgetting import forget_words_about, steps_with_words_about
from mentorship_app.matching.enums import Action
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.matching import Drafted, drafted, ids, solved_run, state_of_draft
from tests.factories.mentoring import PairingFactory

NOW = datetime(2026, 9, 21, 15, tzinfo=UTC)
BOSS = Actor(account_id=None, name="Sunniva Hale")
WHY = "Both would rather have this"


@dataclass
class Round:
    """Three mentees; two mentors with two places each, and one with one place."""

    cohort: Cohort
    priya: Enrollment
    wren: Enrollment
    juniper: Enrollment
    brook: Enrollment
    marsh: Enrollment
    quill: Enrollment


@pytest.fixture
def people(session: Session) -> Round:
    cohort = CohortFactory(phase=Phase.MATCHING)

    def person(name: str, role: CohortRole = CohortRole.MENTEE, capacity: int = 0) -> Enrollment:
        made: Enrollment = EnrollmentFactory(
            cohort=cohort, role=role, capacity=capacity, account=AccountFactory(name=name)
        )
        return made

    made = Round(
        cohort,
        person("Priya Lanternwala"),
        person("Wren Ito"),
        person("Juniper Vale"),
        person("Anselm Brook", CohortRole.MENTOR, 2),
        person("Ottoline Marsh", CohortRole.MENTOR, 1),
        person("Thaddeus Quill", CohortRole.MENTOR, 1),
    )
    session.flush()
    return made


@pytest.fixture
def made(session: Session, keyring: Keyring, people: Round) -> Drafted:
    """Priya and Juniper with Brook, Wren with Marsh; Quill has a place left."""
    return drafted(
        session,
        keyring,
        people.cohort,
        [(people.priya, people.brook), (people.juniper, people.brook), (people.wren, people.marsh)],
    )


def settled(made: Drafted, **more: Any) -> dict[str, Any]:
    return {"version": made.draft.version, "by": BOSS, "now": NOW} | more


def state(session: Session, made: Drafted) -> State:
    return state_of_draft(session, made.draft)


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


def conflict(session: Session, people: Round, mentor: Enrollment, mentee: Enrollment, reason: ConflictReason) -> None:
    session.add(
        ConflictOfInterest(
            program_id=people.cohort.program_id,
            mentor=mentor.account,
            mentee=mentee.account,
            reason=reason,
            declared_by=Declarer.COORDINATOR,
        )
    )
    session.flush()


def test_a_conflict_of_interest_stands_against_exchange_and_move_until_an_exception_is_made(
    session: Session, keyring: Keyring, people: Round
) -> None:
    conflict(session, people, people.quill, people.wren, ConflictReason.EVALUATOR)
    made = drafted(session, keyring, people.cohort, [(people.wren, people.marsh)])
    pair = ids(people.wren, people.quill)

    def move() -> None:
        with session.begin_nested():
            drafting.move(session, made.draft, made.judge, *pair, **settled(made, rationale=WHY))

    with pytest.raises(Conflict, match="Wren Ito cannot be paired with Thaddeus Quill: Conflict of interest"):
        move()

    def make_exception(**more: Any) -> None:
        with session.begin_nested():
            drafting.make_exception(session, made.draft, made.judge, pair, **settled(made), **more)

    with pytest.raises(FieldError, match="reason"):
        make_exception(rationale="", agreed=True)
    with pytest.raises(FieldError, match="Ask both"):
        make_exception(rationale=WHY, agreed=False)
    make_exception(rationale=WHY, agreed=True)
    [made_one] = state(session, made).excepted
    assert (made_one.pair, made_one.constraints, made_one.by, made_one.on, made_one.rationale, made_one.agreed) == (
        pair,
        ("conflict_of_interest",),
        "Sunniva Hale",
        "2026-09-21",
        WHY,
        True,
    )
    with pytest.raises(Conflict, match="no exception is needed"):
        make_exception(rationale=WHY, agreed=True)

    move()
    assert pair in state(session, made).pairs


def test_where_a_private_reason_stands_between_two_no_decision_gets_more_than_the_one_sentence(
    session: Session, keyring: Keyring, people: Round
) -> None:
    ask_not_to_be_matched(session, people.wren, other=people.quill, now=NOW)
    conflict(session, people, people.quill, people.wren, ConflictReason.EVALUATOR)
    made = drafted(session, keyring, people.cohort, [(people.wren, people.marsh), (people.priya, people.quill)])
    assert ids(people.wren, people.quill) in made.judge.facts.apart_unsaid, "there is something private to be told"
    pair = ids(people.wren, people.quill)
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
        lambda: drafting.move(session, made.draft, made.judge, *pair, **settled(made, rationale=WHY)),
        lambda: drafting.make_exception(
            session, made.draft, made.judge, pair, **settled(made), rationale=WHY, agreed=True
        ),
        lambda: drafting.make_exception(
            session, made.draft, made.judge, pair, **settled(made), rationale="", agreed=False
        ),
    ]
    for attempt in attempts:
        with pytest.raises(AppError) as refused, session.begin_nested():
            attempt()
        assert str(refused.value) == MUST_NOT_BE_PAIRED


def test_rules_about_two_mentees_hold_for_every_exchange_and_move(
    session: Session, keyring: Keyring, people: Round
) -> None:
    add_side_rule(
        session, people.cohort, people.priya, people.wren, together=False, rationale="Siblings", by=BOSS, now=NOW
    )
    made = drafted(session, keyring, people.cohort, [(people.priya, people.brook), (people.wren, people.marsh)])

    with pytest.raises(Conflict, match="never have the same mentor"), session.begin_nested():
        drafting.move(
            session,
            made.draft,
            made.judge,
            people.wren.public_id,
            people.brook.public_id,
            **settled(made, rationale=WHY),
        )

    drafting.move(
        session, made.draft, made.judge, people.wren.public_id, people.quill.public_id, **settled(made, rationale=WHY)
    )


def test_a_pair_that_runs_stands_until_it_is_opened_and_can_be_kept_again(
    session: Session, keyring: Keyring, people: Round
) -> None:
    PairingFactory(cohort=people.cohort, mentor=people.marsh, mentee=people.wren)
    made = drafted(session, keyring, people.cohort, [(people.priya, people.brook)])
    wren = people.wren.public_id
    assert ids(people.wren, people.marsh) in state(session, made).pairs

    with pytest.raises(Conflict, match="runs already"), session.begin_nested():
        drafting.move(session, made.draft, made.judge, wren, people.quill.public_id, **settled(made, rationale=WHY))
    with pytest.raises(Conflict, match="runs already"), session.begin_nested():
        drafting.swap(session, made.draft, made.judge, people.priya.public_id, wren, **settled(made, rationale=WHY))

    drafting.release(session, made.draft, made.judge, wren, **settled(made))
    drafting.move(session, made.draft, made.judge, wren, people.quill.public_id, **settled(made, rationale=WHY))
    drafting.keep(session, made.draft, made.judge, wren, **settled(made))

    after = state(session, made)
    assert ids(people.wren, people.marsh) in after.pairs
    assert after.released == frozenset()
    assert [step.action for step in made.draft.steps][1:] == [Action.RELEASE, Action.MOVE, Action.KEEP]


def test_a_running_pair_is_not_kept_where_its_place_was_given_away(
    session: Session, keyring: Keyring, people: Round
) -> None:
    PairingFactory(cohort=people.cohort, mentor=people.marsh, mentee=people.wren)
    made = drafted(session, keyring, people.cohort, [(people.priya, people.brook)])
    wren = people.wren.public_id
    drafting.release(session, made.draft, made.judge, wren, **settled(made))
    drafting.swap(session, made.draft, made.judge, people.priya.public_id, wren, **settled(made, rationale=WHY))

    with pytest.raises(Conflict, match="Ottoline Marsh has no room left"), session.begin_nested():
        drafting.keep(session, made.draft, made.judge, wren, **settled(made))


def test_nobody_is_given_to_who_left_since_the_run(session: Session, made: Drafted, people: Round) -> None:
    people.quill.status = EnrollmentStatus.WITHDRAWN
    session.flush()

    with pytest.raises(Conflict, match="Thaddeus Quill does not take part any more"), session.begin_nested():
        drafting.move(
            session,
            made.draft,
            made.judge,
            people.priya.public_id,
            people.quill.public_id,
            **settled(made, rationale=WHY),
        )


def test_the_trail_names_people_and_deeds_and_no_reason(session: Session, made: Drafted, people: Round) -> None:
    drafting.forbid(
        session, made.draft, made.judge, ids(people.wren, people.marsh), **settled(made, rationale="They share a house")
    )
    drafting.undo(session, made.draft, **settled(made))

    events = session.scalars(
        select(AuditEvent).where(AuditEvent.subject_id == made.draft.id).order_by(AuditEvent.action)
    ).all()
    assert [(event.action, event.actor_name, event.details) for event in events] == [
        (
            "matching.draft.forbidden",
            "Sunniva Hale",
            {"kind": "primary", "version": 2, "mentee": "Wren Ito", "mentor": "Ottoline Marsh"},
        ),
        ("matching.draft.undone", "Sunniva Hale", {"kind": "primary", "version": 3}),
    ]


def test_reasons_about_somebody_go_when_they_leave_and_decisions_stay(
    session: Session, made: Drafted, people: Round
) -> None:
    pair = ids(people.wren, people.marsh)
    drafting.forbid(session, made.draft, made.judge, pair, **settled(made, rationale="They share a house"))
    other = ids(people.priya, people.brook)
    drafting.forbid(session, made.draft, made.judge, other, **settled(made, rationale="They share a car"))
    assert len(steps_with_words_about(session, people.wren)) == 2, "the step, and the state of the next one"

    forget_words_about(session, people.wren)

    assert steps_with_words_about(session, people.wren) == []
    assert [(one.pair, one.rationale) for one in state(session, made).forbidden] == [
        (pair, ""),
        (other, "They share a car"),
    ]
    assert [step.rationale for step in made.draft.steps] == ["", "", "They share a car"]
