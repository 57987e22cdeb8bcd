"""A mentor's own time, as the mentor changes it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.programs.absences import Absence, AbsenceKind
from tests.factories import CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in


@pytest.fixture
def mentor(store: Session, client: StrictClient) -> Enrollment:
    made: Enrollment = EnrollmentFactory(
        cohort=CohortFactory(), role=CohortRole.MENTOR, capacity=3, hours_per_month=1.5
    )
    for _number in range(2):
        PairingFactory(cohort=made.cohort, mentor=made)
    store.commit()
    sign_in(client, made.account)
    return made


def kept(store: Session, mentor: Enrollment) -> tuple[int, float | None]:
    found = store.get_one(Enrollment, mentor.id, populate_existing=True)
    store.commit()
    return found.capacity, found.hours_per_month


def test_the_page_says_how_many_places_are_taken(client: StrictClient, mentor: Enrollment) -> None:
    client.get("/me/time")
    assert f"{mentor.cohort.name}: 2 of 3 places taken" in text_of(client.page)


@pytest.mark.parametrize(
    ("capacity", "hours", "after"), [("2", "1,5", (2, 1.5)), ("5", "0.5", (5, 0.5)), ("3", "", (3, None))]
)
def test_places_and_hours_are_saved(
    client: StrictClient, store: Session, mentor: Enrollment, capacity: str, hours: str, after: tuple[int, float]
) -> None:
    client.get("/me/time")

    response = client.submit({"capacity": capacity, "hours_per_month": hours}, action="/me/time")

    assert response.location == "/me/time"
    assert kept(store, mentor) == after


@pytest.mark.parametrize(
    ("capacity", "hours", "words"),
    [
        ("1", "1", "2 places are taken now. Keep at least that many, or have a pair ended first."),
        ("6", "1", "Enter a number of places from 0 to 5."),
        ("", "1", "Enter a number of places from 0 to 5."),
        ("3", "0", "Enter the hours a month, more than 0 and at most 20."),
        ("3", "much", "Not a valid float value."),
        ("3", "21", "Enter the hours a month, more than 0 and at most 20."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    client: StrictClient, store: Session, mentor: Enrollment, capacity: str, hours: str, words: str
) -> None:
    client.get("/me/time")

    response = client.submit({"capacity": capacity, "hours_per_month": hours}, action="/me/time")

    assert response.status_code == 422
    assert words in text_of(client.page)
    assert client.form("/me/time").xpath(".//input[@name='capacity']/@value") == ([capacity] if capacity else [""])
    assert kept(store, mentor) == (3, 1.5)


def test_what_staff_changed_meanwhile_is_shown_first(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    client.get("/me/time")
    row = store.get_one(Enrollment, mentor.id)
    row.capacity, row.version = 4, row.version + 1
    store.commit()

    assert client.submit({"capacity": "5"}, action="/me/time").status_code == 409
    page = text_of(client.page)
    assert "This is what it says now" in page
    assert "4 places" in page
    assert client.submit(action="/me/time").location == "/me/time"
    assert kept(store, mentor)[0] == 5


def test_a_pause_and_days_away_are_noted_and_removed(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    client.get("/me/time")
    client.submit({"kind": "pause", "starts_on": "2026-11-01"}, action="/me/time/absences")
    client.get("/me/time")
    response = client.submit(
        {"kind": "away", "starts_on": "2026-12-20", "ends_on": "2027-01-04"}, action="/me/time/absences"
    )

    assert response.location == "/me/time"
    rows = store.scalars(select(Absence).order_by(Absence.starts_on)).all()
    assert [(row.kind, row.starts_on, row.ends_on) for row in rows] == [
        (AbsenceKind.PAUSE, date(2026, 11, 1), None),
        (AbsenceKind.AWAY, date(2026, 12, 20), date(2027, 1, 4)),
    ]
    store.commit()
    client.get("/me/time")
    assert "Pauses from 1 Nov 2026" in text_of(client.page)
    assert "Away from 20 Dec 2026 to 4 Jan 2027" in text_of(client.page)

    client.submit(action=f"/me/time/absences/{rows[0].public_id}/remove")
    assert store.scalars(select(Absence.kind)).all() == [AbsenceKind.AWAY]
    store.commit()
    assert kept(store, mentor) == (3, 1.5)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a pause or days away."),
        ({"kind": "pause"}, "Enter the first day."),
        ({"kind": "away", "starts_on": "2026-12-20"}, "Enter the last day you are away."),
        (
            {"kind": "away", "starts_on": "2026-12-20", "ends_on": "2026-12-19"},
            "The last day must not be before the first.",
        ),
    ],
)
@pytest.mark.usefixtures("mentor")
def test_an_absence_needs_its_days(client: StrictClient, store: Session, fields: dict[str, str], words: str) -> None:
    client.get("/me/time")

    assert client.submit(fields, action="/me/time/absences").status_code == 422

    assert words in text_of(client.page)
    assert store.scalars(select(Absence)).all() == []
    store.commit()


def test_nobody_removes_the_absence_of_another(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    other = EnrollmentFactory(cohort=mentor.cohort, role=CohortRole.MENTOR)
    absence = Absence(enrollment=other, kind=AbsenceKind.PAUSE, starts_on=date(2026, 11, 1))
    store.add(absence)
    store.commit()
    client.get("/me/time")
    token = client.form("/me/time").xpath(".//input[@name='csrf_token']/@value")[0]

    response = client.post(f"/me/time/absences/{absence.public_id}/remove", data={"csrf_token": token})

    assert response.status_code == 404
    assert len(store.scalars(select(Absence)).all()) == 1
    store.commit()


def test_a_mentee_has_no_such_page(client: StrictClient, store: Session) -> None:
    mentee = EnrollmentFactory()
    store.commit()
    sign_in(client, mentee.account)

    assert client.get("/me/time").status_code == 404
