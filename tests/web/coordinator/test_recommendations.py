"""Recommendations at the desk: written, ordered, followed up a year later."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import SYSTEM
from mentorship_app.programs import Cohort
from mentorship_app.reports.recommendations import Progress, Recommendation
from mentorship_app.reports.recommendations.services import MOST, Entries, add
from tests.factories import CohortFactory
from tests.kit.client import StrictClient
from tests.web.coordinator.desk import said, sit_down

TODAY = datetime.now(UTC).date()
NOW = datetime.now(UTC)


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client, starts_on=date(2026, 9, 1))


@pytest.fixture
def url(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/reports/recommendations"


@pytest.fixture
def row(store: Session, cohort: Cohort) -> Recommendation:
    made = add(store, cohort, Entries("More protected time", "The chief"), by=SYSTEM, now=NOW)
    store.commit()
    return made


def texts(store: Session, cohort: Cohort) -> list[str]:
    wanted = select(Recommendation.text).where(Recommendation.cohort_id == cohort.id)
    found = list(store.scalars(wanted.order_by(Recommendation.position)))
    store.commit()
    return found


def test_one_is_written_with_who_and_when(client: StrictClient, url: str) -> None:
    client.get(url)
    assert "No recommendation yet" in said(client)
    client.get(f"{url}/new")
    typed = {"text": "Train new mentors", "owner": "Ottoline Marsh", "due_on": "2027-10-01"}

    assert client.submit(typed, action=f"{url}/new").status_code == 303
    client.get(url)
    assert "Train new mentors Ottoline Marsh 1 Oct 2027 Not begun" in said(client)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"text": "  "}, "Write what is to be done."),
        ({"text": "A thing", "progress": "dropped"}, "Say why it was dropped."),
        ({"text": "x" * 501}, "Shorten your answer to 500 characters"),
        ({"text": "A thing", "due_on": "soon"}, "There is a problem"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_reason(
    client: StrictClient, url: str, typed: dict[str, str], why: str
) -> None:
    client.get(f"{url}/new")

    assert client.submit({"owner": "Kept"} | typed, action=f"{url}/new").status_code == 422
    assert why in said(client)
    assert client.page.xpath("//input[@name='owner']/@value") == ["Kept"]  # type: ignore[union-attr]  # a page was read


def test_a_list_that_nobody_can_keep_in_mind_is_refused(
    client: StrictClient, store: Session, cohort: Cohort, url: str
) -> None:
    client.get(f"{url}/new")
    for number in range(MOST):
        add(store, cohort, Entries(f"Thing {number}"), by=SYSTEM, now=NOW)
    store.commit()

    assert client.submit({"text": "One more"}, action=f"{url}/new").status_code == 422
    assert "at most 20 recommendations" in said(client)


def test_the_second_of_two_who_change_it_sees_both(client: StrictClient, row: Recommendation, url: str) -> None:
    address = f"{url}/{row.public_id}"
    client.get(address)
    page = client.page
    client.submit({"text": "The first text"}, action=address)
    client.page = page

    assert client.submit({"text": "The second text"}, action=address).status_code == 409
    assert "The first text" in said(client)
    assert client.submit(action=address).status_code == 303
    client.get(url)
    assert "The second text" in said(client)


def test_one_moves_before_the_one_above(
    client: StrictClient, store: Session, cohort: Cohort, row: Recommendation, url: str
) -> None:
    second = add(store, cohort, Entries("Second"), by=SYSTEM, now=NOW)
    store.commit()
    client.get(url)

    assert client.submit(action=f"{url}/{second.public_id}/up").status_code == 303
    assert texts(store, cohort) == ["Second", row.text]
    store.commit()


def test_one_is_taken_out(client: StrictClient, store: Session, cohort: Cohort, row: Recommendation, url: str) -> None:
    client.get(f"{url}/{row.public_id}")

    assert client.submit(action=f"{url}/{row.public_id}/delete").status_code == 303
    assert texts(store, cohort) == []


def test_last_years_are_followed_up_here_and_neither_moved_nor_taken_out(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort, url: str
) -> None:
    before = CohortFactory(
        program=cohort.program, name="Last year", starts_on=date(2025, 9, 1), ends_on=date(2026, 6, 30)
    )
    last = add(store, before, Entries("A room to meet", "The dean"), by=SYSTEM, now=NOW)
    store.commit()
    client.get(url)
    assert "Last year" in said(client)
    address = f"{url}/{last.public_id}"
    client.get(address)

    assert client.submit({"progress": "done", "outcome": "Room 4"}, action=address).status_code == 303
    store.refresh(last)
    assert (last.progress, last.outcome) == (Progress.DONE, "Room 4")
    store.commit()
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(f"{address}/delete", data={"version": str(last.version)}).status_code == 404
    store.commit()


def test_those_of_other_programs_and_older_years_are_not_here(client: StrictClient, store: Session, url: str) -> None:
    elsewhere = add(store, CohortFactory(), Entries("Not ours"), by=SYSTEM, now=NOW)
    store.commit()

    assert client.get(f"{url}/{elsewhere.public_id}").status_code == 404


def test_today_tells_what_is_overdue_until_it_is_done(
    client: StrictClient, store: Session, cohort: Cohort, row: Recommendation
) -> None:
    home = f"/p/{cohort.program.slug}/"
    client.get(home)
    assert "recommendation is overdue" not in said(client)
    row.due_on = TODAY - timedelta(days=1)
    store.commit()
    client.get(home)
    assert "1 recommendation is overdue" in said(client)
    row.progress = Progress.DONE
    store.commit()

    client.get(home)
    assert "recommendation is overdue" not in said(client)
