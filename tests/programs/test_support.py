"""The support plan: written together, signed once a year, signed anew after a change, carried without its signature."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, CohortRole, EnrollmentStatus
from mentorship_app.programs.hours import Hours, hours_of
from mentorship_app.programs.support import (
    LONGEST_LINE,
    LONGEST_TEXT,
    SupportEntries,
    SupportPlan,
    SupportSignature,
    SupportState,
    carry_plan,
    entries_from,
    is_signed,
    plan_for,
    save_plan,
    sign,
    snapshot_of,
)
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.people import MOMENT

FULL = SupportEntries(
    mentor_hours=2.0,
    mentee_hours=1.5,
    released_by="Department of Medicine",
    time_state=SupportState.AGREED,
    budget_amount=12000,
    budget_currency="CAD",
    budget_source="Education fund",
    budget_state=SupportState.ASKED,
    sponsor_name="Dr. Isolde Quennell",
    sponsor_role="Head of the department",
    sponsor_state=SupportState.AGREED,
    lead_name="Dr. Ottoline Marsh",
    lead_role="Associate professor",
    lead_hours=4.0,
    lead_state=SupportState.AGREED,
    resources="A room on Thursdays",
    resources_state=SupportState.NOT_NEEDED,
)
TODAY = MOMENT.date()
BY = Actor(account_id=None, name="Marisol Ondine")


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  factories write into it
    made: Cohort = CohortFactory()
    return made


@pytest.fixture
def plan(session: Session, cohort: Cohort) -> SupportPlan:
    return save_plan(session, cohort, FULL, version=0, by=BY, now=MOMENT)


def signed(session: Session, plan: SupportPlan, on: date = TODAY, version: int | None = None) -> None:
    sign(
        session,
        plan,
        signed_by="Dr. Isolde Quennell",
        role="Head of the department",
        signed_on=on,
        version=plan.version if version is None else version,
        by=BY,
        now=MOMENT,
    )


def test_a_plan_keeps_what_was_written(session: Session, cohort: Cohort, plan: SupportPlan) -> None:
    session.expire_all()

    kept = plan_for(session, cohort)

    assert kept is plan
    assert (plan.entries, plan.version) == (FULL, 1)
    assert [event.action for event in session.scalars(select(AuditEvent))] == ["programs.support_plan.changed"]


def test_a_plan_survives_the_way_into_json_and_back() -> None:
    assert entries_from(snapshot_of(FULL)) == FULL
    assert entries_from({"mentee_hours": 1.0, "unknown": 3}) == SupportEntries(mentee_hours=1.0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mentor_hours": -1.0}, "mentor_hours"),
        ({"mentee_hours": 41.0}, "mentee_hours"),
        ({"lead_hours": float("nan")}, "lead_hours"),
        ({"lead_hours": 61.0}, "lead_hours"),
        ({"budget_amount": -1}, "budget_amount"),
        ({"budget_amount": 10**9}, "budget_amount"),
        ({"budget_currency": "dollars"}, "budget_currency"),
        ({"budget_currency": "€€€"}, "budget_currency"),
        ({"sponsor_name": "x" * (LONGEST_LINE + 1)}, "sponsor_name"),
        ({"resources": "x" * (LONGEST_TEXT + 1)}, "resources"),
    ],
)
def test_what_cannot_be_is_refused(session: Session, cohort: Cohort, change: dict[str, object], field: str) -> None:
    with pytest.raises(FieldError) as refusal:
        save_plan(session, cohort, replace(FULL, **change), version=0, by=BY, now=MOMENT)  # type: ignore[arg-type]  # by name
    assert refusal.value.field == field


def test_a_stale_write_is_refused(session: Session, cohort: Cohort, plan: SupportPlan) -> None:
    save_plan(session, cohort, replace(FULL, resources="Two rooms"), version=1, by=BY, now=MOMENT)

    for version in (0, 1):
        with pytest.raises(Conflict):
            save_plan(session, cohort, FULL, version=version, by=BY, now=MOMENT)
    assert plan.resources == "Two rooms"


def test_a_signature_keeps_the_words_that_were_signed(session: Session, cohort: Cohort, plan: SupportPlan) -> None:
    assert not is_signed(session, cohort)
    signed(session, plan)
    assert is_signed(session, cohort)

    save_plan(session, cohort, replace(FULL, budget_amount=6000), version=plan.version, by=BY, now=MOMENT)

    assert not is_signed(session, cohort)
    assert [signature.entries.budget_amount for signature in plan.signatures] == [12000]
    signed(session, plan, on=MOMENT.date() - timedelta(days=1))
    assert is_signed(session, cohort)
    kept = session.scalars(select(SupportSignature)).all()
    assert sorted(signature.entries.budget_amount or 0 for signature in kept) == [6000, 12000]


def test_saving_the_same_words_keeps_the_signature(session: Session, cohort: Cohort, plan: SupportPlan) -> None:
    signed(session, plan)
    save_plan(session, cohort, FULL, version=plan.version, by=BY, now=MOMENT)
    assert is_signed(session, cohort)


def test_what_is_signed_is_not_signed_again(session: Session, plan: SupportPlan) -> None:
    signed(session, plan)
    with pytest.raises(InvalidTransition):
        signed(session, plan)


def test_nobody_signs_what_they_did_not_read(session: Session, cohort: Cohort, plan: SupportPlan) -> None:
    read = plan.version
    save_plan(session, cohort, replace(FULL, budget_amount=1), version=read, by=BY, now=MOMENT)

    with pytest.raises(Conflict):
        signed(session, plan, version=read)


def test_nobody_signs_tomorrow(session: Session, plan: SupportPlan) -> None:
    with pytest.raises(FieldError) as refusal:
        signed(session, plan, on=MOMENT.date() + timedelta(days=1))
    assert refusal.value.field == "signed_on"


def test_a_plan_is_carried_unsigned_and_to_be_agreed_anew(session: Session, plan: SupportPlan) -> None:
    signed(session, plan)
    following = CohortFactory(program=plan.cohort.program)

    carried = carry_plan(session, plan.cohort, following, now=MOMENT)

    assert carried is not None
    assert carried.entries == replace(
        FULL,
        time_state=SupportState.OPEN,
        budget_state=SupportState.OPEN,
        sponsor_state=SupportState.OPEN,
        lead_state=SupportState.OPEN,
    )
    assert carried.signatures == []
    assert not is_signed(session, following)
    assert carry_plan(session, plan.cohort, following, now=MOMENT) is None
    assert carry_plan(session, CohortFactory(), CohortFactory(), now=MOMENT) is None


def test_hours_promised_and_needed_are_summed(session: Session, cohort: Cohort) -> None:
    for hours, capacity in ((2.0, 2), (1.5, 1), (None, 3), (5.0, 0)):
        EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=capacity, hours_per_month=hours)
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, hours_per_month=9, status=EnrollmentStatus.WITHDRAWN)
    EnrollmentFactory.create_batch(4, cohort=cohort)
    assert hours_of(session, cohort) == Hours(promised=5.5, silent=1, mentees=4, needed=None)

    save_plan(session, cohort, FULL, version=0, by=BY, now=MOMENT)

    assert hours_of(session, cohort) == Hours(promised=5.5, silent=1, mentees=4, needed=6.0)
