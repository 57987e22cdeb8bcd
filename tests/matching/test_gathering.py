"""Reading a cohort into the facts of a round."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from mentorship_app.forms.models import FormVersion
from mentorship_app.matching.facts import Choice, facts_of
from mentorship_app.matching.gathering import gather, trainings
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.conflicts import ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.programs import Cohort, CohortRole, EnrollmentStatus, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.choices import ChoiceFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT, AccountFactory, TrainingLevelFactory
from tests.matching.gathered import NOW, TODAY, conflict, facts, mentee

PRIMARY, CAREER, PEER = PairingKind.PRIMARY, PairingKind.CAREER, PairingKind.PEER


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    return made


def ids(people: Any) -> set[str]:
    return {one.id for one in people}


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


# Who takes part


def test_all_active_mentees_look_for_a_primary_mentor_with_and_without_an_intake(
    session: Session, cohort: Cohort
) -> None:
    told, silent = mentee(cohort), mentee(cohort, sent=False)
    EnrollmentFactory(cohort=cohort, status=EnrollmentStatus.WITHDRAWN)
    EnrollmentFactory()
    found = facts(session, cohort)
    assert ids(found.mentees) == {told.public_id, silent.public_id}
    assert found.mentee[told.public_id].has_intake
    assert (found.mentee[silent.public_id].has_intake, found.mentee[silent.public_id].said) == (False, {})


def test_for_another_role_those_look_who_asked_chose_or_have_somebody(session: Session, cohort: Cohort) -> None:
    asked = mentee(cohort, functions=["career", "peer"])
    chose, has, other = mentee(cohort), mentee(cohort), mentee(cohort, functions=["research"])
    mentor = accepted_mentor(cohort)
    ChoiceFactory(mentee=chose, mentor=mentor, function=CAREER)
    PairingFactory(cohort=cohort, mentor=mentor, mentee=has, kind=CAREER)
    found = facts(session, cohort, CAREER)
    assert ids(found.mentees) == {asked.public_id, chose.public_id, has.public_id}
    assert other.public_id in ids(facts(session, cohort).mentees)


def test_mentors_offer_who_have_places_and_do_not_pause(session: Session, cohort: Cohort) -> None:
    offers, none = accepted_mentor(cohort, capacity=2), accepted_mentor(cohort, capacity=0)
    pauses, pauses_with_mentee = accepted_mentor(cohort), accepted_mentor(cohort)
    for one in (pauses, pauses_with_mentee):
        session.add(Absence(enrollment=one, kind=AbsenceKind.PAUSE, starts_on=date(2026, 9, 1), created_at=NOW))
    PairingFactory(cohort=cohort, mentor=pauses_with_mentee, mentee=mentee(cohort))
    found = facts(session, cohort)
    assert none.public_id not in found.mentor
    assert {one.id: one.pauses for one in found.mentors} == {
        offers.public_id: False,
        pauses_with_mentee.public_id: True,
    }


def test_a_mentor_who_is_away_can_be_paired_for_afterwards(session: Session, cohort: Cohort) -> None:
    away = accepted_mentor(cohort)
    session.add(
        Absence(
            enrollment=away,
            kind=AbsenceKind.AWAY,
            starts_on=date(2026, 9, 1),
            ends_on=date(2026, 9, 30),
            created_at=NOW,
        )
    )
    assert ids(facts(session, cohort).mentors) == {away.public_id}


def test_peers_are_mentors_who_are_in_training_themselves(session: Session, cohort: Cohort) -> None:
    level = TrainingLevelFactory(program=cohort.program, code="PGY-3", position=3)
    resident = accepted_mentor(cohort, training_level=level)
    accepted_mentor(cohort)
    found = facts(session, cohort, PEER)
    assert [(one.id, one.level, one.level_code) for one in found.mentors] == [(resident.public_id, 3, "PGY-3")]
    assert found.word("level", "PGY-3").en == level.name_en


def test_pairs_of_other_roles_take_places_and_are_load(session: Session, cohort: Cohort) -> None:
    mentor = accepted_mentor(cohort, capacity=3)
    first, second = mentee(cohort), mentee(cohort)
    PairingFactory(cohort=cohort, mentor=mentor, mentee=first, kind=CAREER)
    PairingFactory(cohort=cohort, mentor=mentor, mentee=second, kind=PRIMARY)
    found = facts(session, cohort)
    one = found.mentor[mentor.public_id]
    assert (one.capacity, one.load) == (2, 1), "the standing pair of this kind counts in"
    assert found.standing == ((second.public_id, mentor.public_id),)
    assert found.paired_otherwise == ((first.public_id, mentor.public_id),)


def test_one_person_in_both_roles_is_no_pair(session: Session, cohort: Cohort) -> None:
    account = AccountFactory()
    as_mentor = EnrollmentFactory(cohort=cohort, account=account, role=CohortRole.MENTOR)
    as_mentee = EnrollmentFactory(cohort=cohort, account=account)
    assert facts(session, cohort).paired_otherwise == ((as_mentee.public_id, as_mentor.public_id),)


# What was said


def test_answers_are_codes_and_own_words_in_small_letters(session: Session, cohort: Cohort) -> None:
    one = mentee(cohort, career="Rural family medicine,  Cardiology", functions=["career"], research="curious")
    mentor = accepted_mentor(cohort, answers={"fields": "cardiology", "style": "advice", "areas": ["research"]})
    found = facts(session, cohort)
    assert found.mentee[one.public_id].said == {
        "topics": ("career", "doubt", "night shifts"),
        "languages": ("english",),
        "free_times": ("midday", "evening"),
        "modality": ("video",),
        "style": ("both",),
        "frequency": ("month",),
        "functions": ("career",),
        "research": ("curious",),
        "career": ("rural family medicine", "cardiology"),
        "goals": ("find a research question",),
    }
    assert found.mentee[one.public_id].matters_most == "topics"
    assert found.mentor[mentor.public_id].said == {
        "topics": ("career", "doubt", "night shifts"),
        "languages": ("english", "french"),
        "modality": ("in_person",),
        "style": ("advice",),
        "areas": ("research",),
        "fields": ("cardiology",),
    }
    assert found.word("topics", "career").fr == "Choix de carrière"
    assert found.word("topics", "night shifts").en == "Night shifts"
    assert found.word("career", "cardiology").en == "Cardiology"
    assert found.word("style", "advice").en == "With clear advice"
    assert found.word("conflict", "evaluator").fr.startswith("L’une")


def test_a_question_that_is_gone_or_of_another_type_says_nothing(session: Session, cohort: Cohort) -> None:
    one = mentee(cohort)
    profile = ProfileFactory.create(
        enrollment=mentee(cohort, sent=False),
        sent=True,
        answers=FULL_INTAKE | {"style": "quiet", "modality": {"mon": ["video"]}, "matters_most": ["topics"]},
    )
    questions = profile.form_version.content["sections"]
    changed = [
        section
        | {
            "questions": [
                question | ({"type": "short_text", "config": {"max_length": 80}} if question["id"] == "style" else {})
                for question in section["questions"]
                if question["id"] not in ("frequency", "career", "goal_1")
            ]
        }
        for section in questions
    ]
    profile.form_version = FormVersion(
        program=cohort.program,
        key="mentee_intake",
        number=99,
        content=profile.form_version.content | {"sections": changed},
        status="published",
        published_at=MOMENT,
        created_at=MOMENT,
    )
    session.flush()
    found = facts(session, cohort)
    assert "frequency" in found.mentee[one.public_id].said
    other = found.mentee[profile.enrollment.public_id]
    assert set(other.said) == {"topics", "languages", "free_times"}
    assert other.matters_most == "topics"


def test_who_was_trained_is_said_in_the_application_or_known_from_elsewhere(session: Session, cohort: Cohort) -> None:
    yes, no, unknown = (
        accepted_mentor(cohort, answers={"trained": True}),
        accepted_mentor(cohort, answers={"trained": False}),
        EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR),
    )
    found = facts(session, cohort)
    people = (yes, no, unknown)
    assert [found.mentor[one.public_id].trained for one in people] == [True, False, None]
    trainings.add("a test", lambda _session, _cohort: {no.id: True, unknown.id: False})
    try:
        found = facts(session, cohort)
    finally:
        del trainings._entries["a test"]
    assert [found.mentor[one.public_id].trained for one in people] == [True, True, False]


def test_choices_count_for_their_own_role_among_those_who_offer(session: Session, cohort: Cohort) -> None:
    one = mentee(cohort)
    pauses, career, first, second = (accepted_mentor(cohort) for _number in range(4))
    session.add(Absence(enrollment=pauses, kind=AbsenceKind.PAUSE, starts_on=date(2026, 9, 1), created_at=NOW))
    for rank, (mentor, kind) in enumerate(
        ((pauses, PRIMARY), (career, CAREER), (first, PRIMARY), (second, PRIMARY)), start=1
    ):
        ChoiceFactory(mentee=one, mentor=mentor, rank=rank, function=kind)
    assert facts(session, cohort).mentees[0].choices == (Choice(first.public_id, 1), Choice(second.public_id, 2))
    assert facts(session, cohort, CAREER).mentees[0].choices == (Choice(career.public_id, 1),)


# The whole


def test_facts_go_into_storage_and_come_back(session: Session, cohort: Cohort) -> None:
    mentor, one = accepted_mentor(cohort), mentee(cohort, level=TrainingLevelFactory(program=cohort.program))
    ChoiceFactory(mentee=one, mentor=mentor)
    ask_not_to_be_matched(session, mentor, other=mentee(cohort), now=NOW)
    found = facts(session, cohort)
    again = facts_of(found.as_json())
    assert (again.as_json(), again.digest) == (found.as_json(), found.digest)


def test_a_large_cohort_costs_as_many_queries_as_a_small_one(session: Session, cohort: Cohort) -> None:
    def fill(number: int) -> None:
        for _number in range(number):
            one, mentor = mentee(cohort), accepted_mentor(cohort)
            ChoiceFactory(mentee=one, mentor=mentor)
            session.add(conflict(mentor, one, ConflictReason.EVALUATOR, Declarer.MENTEE))
            PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee(cohort), kind=CAREER)
        session.commit()
        session.expunge_all()

    def cost() -> int:
        fresh = session.get_one(Cohort, cohort.id)
        with counted(session) as statements:
            gather(session, fresh, PRIMARY, today=TODAY)
        return len(statements)

    fill(2)
    few = cost()
    fill(6)
    assert cost() == few
