"""What a draft must keep to: exclusions, rules, pairs that run, people who left; and what it says of them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import AppError, Conflict, FieldError
from mentorship_app.core.keyring import Keyring
from mentorship_app.matching import drafting
from mentorship_app.matching.configuring import add_side_rule
from mentorship_app.matching.drafting.forgetting import forget_words_about, steps_with_words_about
from mentorship_app.matching.enums import Action
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED
from mentorship_app.programs import Enrollment, EnrollmentStatus
from tests.factories.matching import Drafted, drafted, ids
from tests.factories.mentoring import PairingFactory
from tests.matching.rounds import BOSS, NOW, WHY, Round, settled, state


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
