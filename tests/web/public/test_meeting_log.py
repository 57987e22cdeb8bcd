"""The log by the mail's link: without signing in, for one pair, opening consumes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.meetings import Meeting, MeetingState, links
from mentorship_app.mentoring.meetings.models import MeetingLink, NudgePause
from mentorship_app.programs import Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.meetings import met
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of


@pytest.fixture
def pairing(store: Session) -> Pairing:
    cohort = CohortFactory(phase=Phase.ACTIVE)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito", locale="fr"))
    made: Pairing = PairingFactory(cohort=cohort, mentee=mentee)
    store.commit()
    return made


@pytest.fixture
def address(store: Session, pairing: Pairing) -> str:
    token = links.mint(store, pairing, pairing.mentee, now=clock.now())
    store.commit()
    return f"/m/{token}"


def meetings(store: Session) -> list[Meeting]:
    found = list(store.scalars(select(Meeting).execution_options(populate_existing=True)))
    store.commit()
    return found


def test_opening_changes_nothing_and_one_press_saves(client: StrictClient, store: Session, address: str) -> None:
    for _scan in range(3):
        assert client.get(address).status_code == 200
    assert meetings(store) == []
    response = client.submit({"topics": ["career"]}, action=address)
    (meeting,) = meetings(store)
    assert response.location == f"{address}/saved/{meeting.public_id}"
    client.get(response.location)
    assert "Enregistré" in text_of(client.page)
    client.submit({}, action=f"{response.location}/undo")
    assert meetings(store) == []


def test_the_link_opens_nothing_else(client: StrictClient, store: Session, pairing: Pairing, address: str) -> None:
    old = met(store, pairing, pairing.started_on, now=clock.now() - timedelta(days=1))
    other = met(store, PairingFactory(cohort=pairing.cohort), pairing.started_on, now=clock.now())
    store.commit()
    client.get(address)
    for page in ("/home", "/meetings", f"/meetings/{old.public_id}", "/pair", "/me"):
        answer = client.get(page)
        assert (answer.status_code, (answer.location or "/sign-in").partition("?")[0]) in {
            (303, "/sign-in"),
            (404, "/sign-in"),
        }
    assert client.get(f"{address}/saved/{other.public_id}").status_code == 404
    assert client.get(f"{address}/saved/{old.public_id}").location == address


def test_a_plan_can_be_made_by_the_link(client: StrictClient, store: Session, address: str) -> None:
    day = clock.local_date(clock.now(), "America/Toronto") + timedelta(days=9)
    client.get(f"{address}/plan")
    response = client.submit({"day": day.isoformat(), "at": "12:00"}, action=f"{address}/plan")
    (meeting,) = meetings(store)
    assert meeting.state is MeetingState.PLANNED
    assert client.get(response.location).status_code == 200


def test_what_was_planned_and_has_passed_is_filled_in(
    client: StrictClient, store: Session, pairing: Pairing, address: str
) -> None:
    meeting = met(store, pairing, pairing.started_on)
    meeting.state, meeting.met_on, meeting.minutes = MeetingState.PLANNED, None, 90
    meeting.starts_at = clock.now() - timedelta(days=2)
    store.commit()
    client.get(address)
    client.submit({}, action=address)
    (kept,) = meetings(store)
    day = clock.local_date(clock.now() - timedelta(days=2), "America/Toronto")
    assert (kept.state, kept.minutes, kept.met_on) == (MeetingState.HELD, 90, day)


def test_reminders_stop_by_the_link(client: StrictClient, store: Session, pairing: Pairing, address: str) -> None:
    client.get(address)
    client.submit({}, action=f"{address}/reminders", button="wanted=0")
    assert store.scalars(select(NudgePause.enrollment_id)).all() == [pairing.mentee_id]


def test_a_link_that_is_over_says_where_to_go(client: StrictClient, store: Session, address: str) -> None:
    (row,) = store.scalars(select(MeetingLink))
    row.expires_at = clock.now() - timedelta(minutes=1)
    store.commit()
    for path in ("", "/plan", "/saved/abc"):
        assert client.get(address + path).status_code == 404
    assert client.get("/m/unknown").status_code == 404
    assert "work for three weeks" in text_of(client.page)
