"""Pairs that must not be: what a coordinator reads, what is left out without a word, and exceptions."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import DoNotMatch
from mentorship_app.mentoring.models import PairingException
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in

NEUTRAL = "These two cannot be paired. Choose somebody else."


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    grant = StaffGrantFactory(program_id=made.program.id, account=AccountFactory(name="Marisol Ondine"))
    store.commit()
    staff_sign_in(client, grant.account)
    return made


@pytest.fixture
def mentee(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    store.commit()
    return made


def mentor(store: Session, cohort: Cohort, name: str, **more: object) -> Enrollment:
    made: Enrollment = EnrollmentFactory(
        cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name=name), **more
    )
    store.commit()
    return made


def in_conflict(
    store: Session,
    mentor: Enrollment,
    mentee: Enrollment,
    reason: ConflictReason,
    side: Declarer = Declarer.MENTEE,
) -> None:
    store.add(
        ConflictOfInterest(
            program_id=mentor.cohort.program_id,
            mentor=mentor.account,
            mentee=mentee.account,
            reason=reason,
            declared_by=side,
        )
    )
    store.commit()


def excluded(store: Session, owner: Enrollment, other: Enrollment) -> None:
    store.add(DoNotMatch(owner=owner, other=other))
    store.commit()


def choose(client: StrictClient, mentee: Enrollment) -> str:
    client.get(f"/p/{mentee.cohort.program.slug}/pairs/new/{mentee.public_id}")
    return text_of(client.page)


def check(client: StrictClient, mentee: Enrollment, mentor: Enrollment) -> str:
    slug = mentee.cohort.program.slug
    client.get(f"/p/{slug}/pairs/new/{mentee.public_id}/check?mentor={mentor.public_id}&kind=primary")
    return text_of(client.page)


def press(client: StrictClient, mentee: Enrollment, **fields: str):  # type: ignore[no-untyped-def]  # werkzeug's response
    return client.submit(fields, action=f"/p/{mentee.cohort.program.slug}/pairs/new/{mentee.public_id}/check")


def test_who_must_not_be_paired_is_left_out_without_a_word(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    names = ["Dr. Ash Alder", "Dr. Birch Bell", "Dr. Cedar Cole", "Dr. Dove Dale"]
    free, unwanted, unwilling, related = (mentor(store, cohort, name) for name in names)
    assert all(name in choose(client, mentee) for name in names), "all four could be shown"

    excluded(store, mentee, unwanted)
    excluded(store, unwilling, mentee)
    in_conflict(store, related, mentee, ConflictReason.PRIOR_COMPLAINT)

    shown = choose(client, mentee)
    assert [name for name in names if name in shown] == [free.account.name]
    assert "conflict" not in shown.lower()


@pytest.mark.parametrize("by", ["private", "complaint"])
def test_the_refusal_is_the_same_whatever_the_reason(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, by: str
) -> None:
    one = mentor(store, cohort, "Dr. Ash Alder")
    check(client, mentee, one)
    if by == "private":
        excluded(store, mentee, one)
    else:
        in_conflict(store, one, mentee, ConflictReason.PRIOR_COMPLAINT)

    response = press(client, mentee)

    assert response.status_code == 409
    assert NEUTRAL in text_of(client.page)
    assert "complaint" not in text_of(client.page).lower()
    assert store.scalars(select(Pairing)).all() == []
    store.commit()


def test_a_conflict_about_work_is_shown_last_and_can_be_excepted(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    evaluator = mentor(store, cohort, "Dr. Ash Alder")
    mentor(store, cohort, "Dr. Birch Bell")
    in_conflict(store, evaluator, mentee, ConflictReason.EVALUATOR)

    shown = choose(client, mentee)
    assert shown.index("Dr. Birch Bell") < shown.index("Dr. Ash Alder")
    assert "Conflict of interest: One evaluates the other. Only as an exception." in shown
    assert "One evaluates the other. Declared by the mentee." in check(client, mentee, evaluator)

    assert press(client, mentee).status_code == 422
    assert "Write why the two are paired all the same." in text_of(client.page)
    assert press(client, mentee, rationale="No other speaks Cree.").status_code == 422
    assert "Ask who declared the conflict first." in text_of(client.page)
    assert client.page is not None
    assert client.page.xpath("//textarea[@name='rationale']/text()")[0].strip() == "No other speaks Cree."
    assert press(client, mentee, agreed="y").status_code == 303

    kept = store.scalars(select(PairingException)).one()
    assert (kept.reasons, kept.rationale, kept.decided_by) == (["evaluator"], "No other speaks Cree.", "Marisol Ondine")
    store.commit()


def test_an_exception_does_not_reach_the_private_list(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    one = mentor(store, cohort, "Dr. Ash Alder")
    in_conflict(store, one, mentee, ConflictReason.EVALUATOR)
    assert "Dr. Ash Alder" in choose(client, mentee)
    check(client, mentee, one)
    excluded(store, mentee, one)

    assert press(client, mentee, rationale="Because.", agreed="y").status_code == 409
    assert NEUTRAL in text_of(client.page)
    assert "Dr. Ash Alder" not in choose(client, mentee)


def test_personal_reasons_are_not_told_to_staff(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    for name, reason in zip("ABC", ("family", "treating_relation", "prior_complaint"), strict=True):
        one = mentor(store, cohort, f"Dr. {name} Alder")
        in_conflict(store, one, mentee, ConflictReason(reason))

        page = check(client, mentee, one)

        assert "Personal: the reason is theirs to keep. Declared by the mentee." in page
        assert "No exception is possible." in page
        assert not any(word in page for word in ("Family", "treats", "complaint"))


def test_pauses_days_away_and_other_roles_are_said(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    paused = mentor(store, cohort, "Dr. Ash Alder")
    away = mentor(store, cohort, "Dr. Birch Bell", other_roles=["program_director"], hours_per_month=1.5)
    store.add(Absence(enrollment=paused, kind=AbsenceKind.PAUSE, starts_on=date(2020, 1, 1)))
    store.add(Absence(enrollment=away, kind=AbsenceKind.AWAY, starts_on=date(2020, 1, 1), ends_on=date(2098, 12, 31)))
    store.commit()

    shown = choose(client, mentee)

    assert "Dr. Ash Alder" not in shown
    assert "Room for 2 of 2 · 1.5 hours a month for each mentee · Away until 31 Dec 2098" in shown
    assert "Other roles: Program director or deputy" in shown
    check(client, mentee, paused)
    assert press(client, mentee).status_code == 409
    assert "takes no new mentees at the moment" in text_of(client.page)


def test_choosing_costs_the_same_for_three_mentors_and_for_thirty(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    costs = []
    for number in (3, 30):
        for index in range(number):
            one = mentor(store, cohort, f"Mentor {number} {index}")
            if index % 3 == 0:
                in_conflict(store, one, mentee, ConflictReason.EVALUATOR)
            if index % 3 == 1:
                excluded(store, mentee, one)
        with counted_queries(app) as statements:
            choose(client, mentee)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_a_running_pair_says_that_a_conflict_was_declared_and_nothing_of_a_private_list(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    quiet, loud = mentor(store, cohort, "Dr. Ash Alder"), mentor(store, cohort, "Dr. Birch Bell")
    other = EnrollmentFactory(cohort=cohort)
    pairs = [PairingFactory(cohort=cohort, mentor=quiet, mentee=mentee)]
    pairs.append(PairingFactory(cohort=cohort, mentor=loud, mentee=other))
    store.commit()
    excluded(store, mentee, quiet)
    index = f"/p/{cohort.program.slug}/pairs"

    client.get(index)
    assert "Conflict declared" not in text_of(client.page)
    in_conflict(store, loud, other, ConflictReason.FAMILY)
    client.get(index)

    assert text_of(client.page).count("Conflict declared") == 1


def test_a_pair_made_as_an_exception_says_by_whom_and_why(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    pairing = PairingFactory(cohort=cohort, mentor=mentor(store, cohort, "Dr. Ash Alder"), mentee=mentee)
    store.add(
        PairingException(
            pairing=pairing,
            reasons=["evaluator"],
            rationale="No other speaks Cree.",
            decided_by="Marisol Ondine",
            created_at=MOMENT,
        )
    )
    store.commit()

    client.get(f"/p/{cohort.program.slug}/pairs")

    assert "Exception by Marisol Ondine on 1 Sep 2026: No other speaks Cree." in text_of(client.page)
