"""The front page: the way in, and the calls that are open."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.programs import Phase
from mentorship_app.recruitment import CallStatus
from tests.factories import CohortFactory, ProgramFactory
from tests.factories.recruitment import CallFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries


def open_call(cohort, **values):  # type: ignore[no-untyped-def]  # a factory's object
    today = datetime.now(UTC).date()
    return CallFactory(
        cohort=cohort,
        status=CallStatus.OPEN,
        opens_on=today - timedelta(days=2),
        closes_on=today + timedelta(days=9),
        **values,
    )


def test_an_empty_installation_leads_to_the_set_up(client: StrictClient) -> None:
    response = client.get("/")
    assert (response.status_code, response.location) == (302, "/setup")


def test_open_calls_are_listed_and_others_are_not(client: StrictClient, store: Session) -> None:
    recruiting = CohortFactory(phase=Phase.RECRUITMENT)
    shown = open_call(recruiting, title_en="Mentors for surgery")
    CallFactory(cohort=recruiting, status=CallStatus.DRAFT, title_en="Not ready yet")
    open_call(CohortFactory(phase=Phase.ACTIVE), title_en="Out of phase")
    store.commit()

    client.get("/")

    assert client.page is not None
    assert [link.get("href") for link in client.page.iterfind(".//a") if "/apply/" in (link.get("href") or "")] == [
        f"/apply/{shown.slug}"
    ]
    assert "Not ready yet" not in text_of(client.page)


def test_without_an_open_call_the_page_says_so(client: StrictClient, store: Session) -> None:
    ProgramFactory()
    store.commit()
    client.get("/")
    assert "No call for mentors is open now" in text_of(client.page)


def test_three_calls_cost_as_many_queries_as_one(app: Flask, client: StrictClient, store: Session) -> None:
    counts = []
    for added in (1, 2):
        for _ in range(added):
            open_call(CohortFactory(phase=Phase.RECRUITMENT))
        ProgramFactory()
        store.commit()
        with counted_queries(app) as statements:
            client.get("/")
        counts.append(len(statements))
    assert counts[0] == counts[1]
