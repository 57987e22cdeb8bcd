"""What matching has to know about a person, on the pages of staff."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.support import SupportPlan
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made: Cohort = CohortFactory()
    grant = StaffGrantFactory(program_id=made.program.id)
    store.commit()
    staff_sign_in(client, grant.account)
    return made


@pytest.fixture
def mentor(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(
        cohort=cohort,
        role=CohortRole.MENTOR,
        capacity=3,
        hours_per_month=2,
        other_roles=["supervisor"],
        account=AccountFactory(name="Dr. Ottoline Marsh"),
    )
    store.commit()
    return made


@pytest.fixture
def mentee(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    store.commit()
    return made


def address(person: Enrollment) -> str:
    return f"/p/{person.cohort.program.slug}/people/{person.public_id}/matching"


def press(client: StrictClient, whose: Enrollment, action: str, **fields: object):  # type: ignore[no-untyped-def]  # werkzeug's response
    client.get(address(whose))
    assert client.page is not None
    token = client.page.xpath("//input[@name='csrf_token']/@value")[0]
    return client.post(address(whose), data={"csrf_token": token, "action": action, **fields})


def test_hours_and_other_roles_are_changed(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    client.get(address(mentor))
    assert client.page is not None
    assert client.page.xpath("//input[@name='other_roles'][@checked]/@value") == ["supervisor"]

    response = press(
        client,
        mentor,
        "time",
        version="1",
        hours_per_month="1,5",
        other_roles=["program_director", "site_lead", "made up"],
    )

    assert response.location == address(mentor)
    row = store.get_one(Enrollment, mentor.id, populate_existing=True)
    assert (row.hours_per_month, row.other_roles) == (1.5, ["program_director", "site_lead"])
    store.commit()


def test_a_stale_write_shows_what_it_says_now(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    row = store.get_one(Enrollment, mentor.id)
    row.hours_per_month, row.version = 4, 2
    store.commit()

    response = press(client, mentor, "time", version="1", hours_per_month="1")

    assert response.status_code == 409
    assert "4.0 hours a month for each mentee · Supervisor of residents this year" in text_of(client.page)
    assert client.page is not None
    assert client.page.xpath("//input[@name='version']/@value") == ["2"]
    assert client.page.xpath("//input[@name='hours_per_month']/@value") == ["1"]


def test_an_absence_is_noted_and_removed(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    assert press(client, mentor, "absence", kind="away").status_code == 422
    assert "Enter the first day." in text_of(client.page)
    assert press(client, mentor, "absence", kind="pause", starts_on="2026-11-01").status_code == 303
    absence = store.scalars(select(Absence)).one()
    store.commit()
    client.get(address(mentor))
    assert "Pauses from 1 Nov 2026" in text_of(client.page)

    assert press(client, mentor, f"remove-absence:{absence.public_id}").status_code == 303
    assert press(client, mentor, f"remove-absence:{absence.public_id}").status_code == 404
    assert store.scalars(select(Absence)).all() == []
    store.commit()


def test_a_coordinator_declares_and_takes_back(
    client: StrictClient, store: Session, mentor: Enrollment, mentee: Enrollment
) -> None:
    response = press(client, mentee, "declare", person=mentor.public_id, reason="family", until="2098-12-31")

    assert response.status_code == 303
    row = store.scalars(select(ConflictOfInterest)).unique().one()
    store.commit()
    assert (row.mentor_account_id, row.declared_by) == (mentor.account_id, Declarer.COORDINATOR)
    for person, other in ((mentor, "Juniper Vale"), (mentee, "Dr. Ottoline Marsh")):
        client.get(address(person))
        sentence = f"{other}: Family, or a close personal relation. Declared by a coordinator, until 31 Dec 2098."
        assert sentence in text_of(client.page)
    assert press(client, mentor, f"lift:{row.public_id}").status_code == 303
    assert store.scalars(select(ConflictOfInterest)).all() == []
    store.commit()


def test_what_the_two_declared_is_shown_without_personal_reasons_and_cannot_be_lifted(
    client: StrictClient, store: Session, mentor: Enrollment, mentee: Enrollment
) -> None:
    for reason in (ConflictReason.PRIOR_COMPLAINT, ConflictReason.EVALUATOR):
        store.add(
            ConflictOfInterest(
                program_id=mentor.cohort.program_id,
                mentor=mentor.account,
                mentee=mentee.account,
                reason=reason,
                declared_by=Declarer.MENTEE,
            )
        )
    store.commit()
    rows = store.scalars(select(ConflictOfInterest)).unique().all()
    store.commit()

    client.get(address(mentor))

    listed = text_of(client.page).split("Conflicts of interest")[1].split("With whom")[0]
    assert "Juniper Vale: Personal: the reason is theirs to keep. Declared by the mentee." in listed
    assert "Juniper Vale: One evaluates the other. Declared by the mentee." in listed
    assert "complaint" not in listed
    for row in rows:
        assert press(client, mentor, f"lift:{row.public_id}").status_code == 422


def test_a_mentee_has_no_hours(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    assert press(client, mentee, "time", hours_per_month="2").status_code == 422
    assert press(client, mentee, "absence", kind="pause", starts_on="2026-11-01").status_code == 422
    assert store.get_one(Enrollment, mentee.id, populate_existing=True).hours_per_month is None
    store.commit()


def test_the_list_says_load_absence_and_the_sum_of_hours(
    app: Flask, client: StrictClient, store: Session, mentor: Enrollment
) -> None:
    PairingFactory(cohort=mentor.cohort, mentor=mentor)
    store.add(Absence(enrollment=mentor, kind=AbsenceKind.PAUSE, starts_on=date(2020, 1, 1)))
    store.commit()
    people = f"/p/{mentor.cohort.program.slug}/people"

    client.get(people)
    assert "1 of 3 taken" in text_of(client.page)
    assert "Takes nobody new at the moment" in text_of(client.page)
    assert "The mentors promise 6.0 hours a month together." in text_of(client.page)
    store.add(SupportPlan(cohort=mentor.cohort, mentee_hours=1.5))
    store.commit()
    with counted_queries(app) as few:
        client.get(people)
    assert "6.0 hours a month together; 1 mentee needs 1.5, as the support plan has it." in text_of(client.page)

    for _number in range(20):
        one = EnrollmentFactory(cohort=mentor.cohort, role=CohortRole.MENTOR)
        store.add(Absence(enrollment=one, kind=AbsenceKind.PAUSE, starts_on=date(2020, 1, 1)))
    store.commit()
    with counted_queries(app) as many:
        client.get(people)
    assert len(many) == len(few)
