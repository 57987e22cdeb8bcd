"""What stands between two people and what joins them, read into the facts of a round."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.matching.configuring import save_settings
from mentorship_app.matching.facts import Conflict, PastPair, SideRule
from mentorship_app.matching.mentors_choices import choose_mentee
from mentorship_app.matching.models import MatchSideRule, MenteeChoice
from mentorship_app.matching.settings import Rules, Settings
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import DoNotMatch, ask_not_to_be_matched
from mentorship_app.programs import Cohort, CohortRole, EnrollmentStatus, Phase
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.choices import accepted_mentor
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import ApplicationFactory
from tests.matching.gathered import BY, NOW, conflict, facts, mentee


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


def test_what_is_private_is_in_its_own_place_and_readable_conflicts_in_theirs(session: Session, cohort: Cohort) -> None:
    mentor = accepted_mentor(cohort)
    works, family, seen_by_staff, asked, was_asked, typed = (mentee(cohort, f"Mentee {n}") for n in range(6))
    session.add_all(
        [
            conflict(mentor, works, ConflictReason.EVALUATOR, Declarer.MENTEE),
            conflict(mentor, works, ConflictReason.PROGRAM_DIRECTOR, Declarer.COORDINATOR),
            conflict(mentor, family, ConflictReason.FAMILY, Declarer.MENTEE),
            conflict(mentor, seen_by_staff, ConflictReason.FAMILY, Declarer.COORDINATOR),
        ]
    )
    ask_not_to_be_matched(session, asked, other=mentor, now=NOW)
    ask_not_to_be_matched(session, mentor, other=was_asked, now=NOW)
    ask_not_to_be_matched(session, typed, typed_name=mentor.account.email, now=NOW)
    assert session.scalar(select(func.count(DoNotMatch.id))) == 3, "there is something to leak"
    found = facts(session, cohort)
    assert set(found.apart_unsaid) == {(one.public_id, mentor.public_id) for one in (family, asked, was_asked, typed)}
    assert set(found.conflicts) == {
        Conflict(works.public_id, mentor.public_id, ("evaluator", "program_director"), allows_exception=False),
        Conflict(seen_by_staff.public_id, mentor.public_id, ("family",), allows_exception=False),
    }


def test_a_conflict_beside_a_private_wish_looks_like_any_other(session: Session, cohort: Cohort) -> None:
    mentor = accepted_mentor(cohort)
    plain, both = mentee(cohort), mentee(cohort)
    session.add_all(
        [
            conflict(mentor, plain, ConflictReason.EVALUATOR, Declarer.MENTEE),
            conflict(mentor, both, ConflictReason.EVALUATOR, Declarer.MENTEE),
            conflict(mentor, both, ConflictReason.PRIOR_COMPLAINT, Declarer.MENTEE),
        ]
    )
    ask_not_to_be_matched(session, both, other=mentor, now=NOW)
    found = facts(session, cohort)
    assert found.apart_unsaid == ((both.public_id, mentor.public_id),), "there is something to leak"
    assert {(one.mentee, one.reasons, one.allows_exception) for one in found.conflicts} == {
        (plain.public_id, ("evaluator",), True),
        (both.public_id, ("evaluator",), True),
    }


def test_a_conflict_that_is_over_or_of_another_program_stands_between_nobody(session: Session, cohort: Cohort) -> None:
    mentor, one = accepted_mentor(cohort), mentee(cohort)
    over = conflict(mentor, one, ConflictReason.EVALUATOR, Declarer.MENTEE)
    over.until = date(2026, 9, 9)
    elsewhere = conflict(mentor, one, ConflictReason.EVALUATOR, Declarer.MENTEE)
    elsewhere.program_id = CohortFactory().program_id
    session.add_all([over, elsewhere])
    assert facts(session, cohort).conflicts == ()


def test_pairs_of_earlier_years_are_found_by_person(session: Session, cohort: Cohort) -> None:
    mentor, one = accepted_mentor(cohort), mentee(cohort)
    earlier = CohortFactory(
        program=cohort.program, name="2025–26", starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30)
    )
    then = (
        EnrollmentFactory(cohort=earlier, account=mentor.account, role=CohortRole.MENTOR),
        EnrollmentFactory(cohort=earlier, account=one.account),
    )
    PairingFactory(cohort=earlier, mentor=then[0], mentee=then[1])
    found = facts(session, cohort)
    assert found.past == (PastPair(one.public_id, mentor.public_id, "2025–26"),)
    assert found.standing == ()


def test_shared_identity_is_the_mean_over_the_wishes_to_which_both_told_something(
    session: Session, cohort: Cohort
) -> None:
    one = EnrollmentFactory(cohort=cohort)
    profile = ProfileFactory(enrollment=one, sent=True, told=True)
    profile.identity_answers = {
        "gender": {"chosen": ["woman"], "own": []},
        "wish_gender": "same",
        "first_generation": "yes",
        "wish_first_generation": "rather_not",
        "parent": "yes",
        "wish_parent": "any",
        "faith": "Quiet Way",
        "wish_faith": "same",
    }

    def mentor(**told: Any) -> str:
        made = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
        application = ApplicationFactory(call__cohort=cohort, enrollment=made, sent=True, told=True)
        application.identity_answers = told
        return str(made.public_id)

    both = mentor(gender={"chosen": ["woman"], "own": []}, first_generation="yes")
    neither = mentor(gender={"chosen": ["man"], "own": []}, first_generation="yes", parent="yes")
    all_of_it = mentor(gender={"chosen": ["woman"], "own": []}, first_generation="no", faith="quiet  way")
    mentor(parent="yes")
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    assert {mentor_id: share for _mentee, mentor_id, share in facts(session, cohort).shared_identity} == {
        both: 0.5,
        neither: 0.0,
        all_of_it: 1.0,
    }


def test_rules_about_two_mentees_count_while_both_look(session: Session, cohort: Cohort) -> None:
    one, other = mentee(cohort), mentee(cohort)
    gone = EnrollmentFactory(cohort=cohort, status=EnrollmentStatus.WITHDRAWN)
    for second, together in ((other, True), (gone, False)):
        session.add(
            MatchSideRule(
                cohort_id=cohort.id,
                one=one,
                other=second,
                together=together,
                rationale="Siblings.",
                decided_by="Robin Vale",
                created_at=NOW,
            )
        )
    first, second_id = sorted((one.public_id, other.public_id))
    assert facts(session, cohort).side_rules == (SideRule(first, second_id, True, "Siblings."),)


def test_mentors_orders_count_while_they_are_asked_and_without_whom_they_may_not_have(
    session: Session, cohort: Cohort
) -> None:
    mentor, barred, wanted = accepted_mentor(cohort), mentee(cohort), mentee(cohort)
    save_settings(session, cohort, Settings(rules=Rules(mentors_rank=True)), version=0, by=BY, now=NOW)
    for one in (barred, wanted):
        choose_mentee(session, mentor, one, now=NOW)
    ask_not_to_be_matched(session, barred, other=mentor, now=NOW)
    assert session.scalar(select(func.count(MenteeChoice.id))) == 2, "the own list stays as it was"
    assert facts(session, cohort).mentors[0].ranking == (wanted.public_id,)
    save_settings(session, cohort, Settings(), version=1, by=BY, now=NOW)
    assert facts(session, cohort).mentors[0].ranking == ()
