"""The reader's meetings on the page: four presses, undo, both sides, and nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.meetings import Meeting, MeetingState, notes
from mentorship_app.mentoring.meetings.models import MeetingNote, NudgePause
from mentorship_app.programs import CohortRole, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.meetings import met
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in, staff_sign_in

NOTE = "I told them about the night that went wrong."


@pytest.fixture
def pairing(store: Session, client: StrictClient) -> Pairing:
    cohort = CohortFactory(phase=Phase.ACTIVE)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ottoline Marsh"))
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    sign_in(client, mentee.account)
    return made


def new(pairing: Pairing) -> str:
    return f"/meetings/new?pair={pairing.public_id}"


def the_meeting(store: Session) -> Meeting:
    found = store.scalars(select(Meeting).execution_options(populate_existing=True)).one()
    store.commit()
    return found


def log(client: StrictClient, pairing: Pairing, **fields: str) -> None:
    client.get(new(pairing))
    client.submit({"when": "today", "topics": ["career"], **fields}, action=new(pairing))


def test_four_presses_write_a_meeting_down(client: StrictClient, store: Session, pairing: Pairing) -> None:
    client.get(new(pairing))
    response = client.submit({"minutes": "45", "how": "video", "topics": ["career", "exams"]}, action=new(pairing))
    meeting = the_meeting(store)
    assert response.location == f"/meetings/{meeting.public_id}"
    today = clock.local_date(clock.now(), "America/Toronto")
    assert (meeting.met_on, meeting.minutes, meeting.how, meeting.topics) == (today, 45, "video", ["career", "exams"])
    client.get(response.location)
    assert "45 minutes · By video · Career, Exams" in text_of(client.page)


def test_what_is_typed_counts_more_than_the_chip(client: StrictClient, store: Session, pairing: Pairing) -> None:
    day = clock.local_date(clock.now(), "America/Toronto") - timedelta(days=9)
    log(client, pairing, met_on=day.isoformat(), other_minutes="25")
    meeting = the_meeting(store)
    assert (meeting.met_on, meeting.minutes) == (day, 25)


def test_a_day_to_come_is_planned_instead(client: StrictClient, store: Session, pairing: Pairing) -> None:
    day = clock.local_date(clock.now(), "America/Toronto") + timedelta(days=9)
    client.get(new(pairing))
    response = client.submit({"met_on": day.isoformat(), "note": NOTE}, action=new(pairing))
    assert response.status_code == 422
    words = text_of(client.page)
    assert "This day is still to come. Plan the meeting instead." in words
    assert NOTE in response.text
    assert f"day={day.isoformat()}" in response.text
    assert store.scalars(select(Meeting)).all() == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"when": "other"}, "Enter the day on which you met."),
        ({"other_minutes": "0"}, "Enter from 1 to 480 minutes."),
        ({"other_minutes": "9999"}, "Enter from 1 to 480 minutes."),
        ({"note": "x" * 3001}, "Please keep this to 3000 characters."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is(
    client: StrictClient, store: Session, pairing: Pairing, fields: dict[str, str], words: str
) -> None:
    client.get(new(pairing))
    response = client.submit(fields, action=new(pairing))
    assert response.status_code == 422
    assert words in text_of(client.page)
    assert store.scalars(select(Meeting)).all() == []


def test_the_second_of_a_day_is_shown_the_first_and_adds_to_it(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    today = clock.local_date(clock.now(), "America/Toronto")
    met(store, pairing, today, side=CohortRole.MENTOR, now=clock.now())
    store.commit()
    client.get(new(pairing))
    sent = {"minutes": "60", "how": "phone", "topics": ["exams"], "note": NOTE}
    assert client.submit(sent, action=new(pairing)).status_code == 409
    assert "Perhaps Ottoline Marsh logged it." in text_of(client.page)
    meeting = the_meeting(store)
    client.submit({}, action=new(pairing), button=f"add_to={meeting.public_id}")
    meeting = the_meeting(store)
    assert (meeting.minutes, meeting.topics) == (60, ["career", "exams"])
    assert notes.note_of(store, keyring, meeting, pairing.mentee).text == NOTE


def test_undo_forgets_it(client: StrictClient, store: Session, pairing: Pairing) -> None:
    log(client, pairing, note=NOTE)
    meeting = the_meeting(store)
    client.get(f"/meetings/{meeting.public_id}")
    client.submit({}, action=f"/meetings/{meeting.public_id}/undo")
    assert store.scalars(select(Meeting)).all() == []
    assert store.scalars(select(MeetingNote)).all() == []


def test_a_plan_is_made_moved_confirmed(client: StrictClient, store: Session, pairing: Pairing) -> None:
    day = clock.local_date(clock.now(), "America/Toronto") + timedelta(days=9)
    address = f"/meetings/plan?pair={pairing.public_id}"
    client.get(address)
    assert "For a first meeting" in text_of(client.page)
    client.submit({"day": day.isoformat(), "at": "16:30", "place": "Café"}, action=address)
    meeting = the_meeting(store)
    one = f"/meetings/{meeting.public_id}"
    client.get("/pair")
    assert "Next meeting" in text_of(client.page)
    client.get(one)
    client.submit({"at": "17:00", "place": "Room 4"}, action=one)
    meeting = the_meeting(store)
    assert (meeting.place, meeting.sequence) == ("Room 4", 1)
    stored = meeting
    stored.starts_at = clock.now() - timedelta(days=1)
    store.commit()
    client.get("/meetings")
    client.submit({}, action=f"{one}/confirm")
    assert the_meeting(store).state is MeetingState.HELD


def test_a_stale_change_is_shown_both_texts(client: StrictClient, store: Session, pairing: Pairing) -> None:
    log(client, pairing)
    meeting = the_meeting(store)
    address = f"/meetings/{meeting.public_id}"
    client.get(address)
    stored = meeting
    stored.minutes, stored.version = 90, stored.version + 1
    store.commit()
    response = client.submit({"other_minutes": "50"}, action=address)
    assert response.status_code == 409
    assert "90 minutes" in text_of(client.page)
    assert 'value="50"' in response.text
    client.submit({}, action=address)
    assert the_meeting(store).minutes == 50


def test_reminders_are_stopped_and_wanted_again(client: StrictClient, store: Session, pairing: Pairing) -> None:
    for wanted, paused in (("0", True), ("1", False)):
        client.get("/meetings")
        client.submit({}, action="/meetings/reminders", button=f"wanted={wanted}")
        is_paused = store.scalars(select(NudgePause.enrollment_id)).all() == [pairing.mentee_id]
        store.commit()
        assert is_paused is paused


def test_others_never_open_a_meeting_and_nobody_else_reads_a_note(
    app: Flask, client: StrictClient, store: Session, pairing: Pairing
) -> None:
    log(client, pairing, note=NOTE)
    meeting = the_meeting(store)
    address = f"/meetings/{meeting.public_id}"
    assert NOTE in client.get(address).text
    third = PairingFactory(cohort=pairing.cohort)
    staff = AccountFactory(name="Coordinator")
    StaffGrantFactory(account=staff, program_id=pairing.cohort.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    for account, status in ((pairing.mentor.account, 200), (third.mentee.account, 404), (third.mentor.account, 404)):
        other = app.test_client()
        sign_in(other, account)
        answer = other.get(address)
        assert (answer.status_code, NOTE in answer.text) == (status, False)
        for verb in ("", "/note", "/undo", "/confirm", "/cancel"):
            if status == 404:
                assert other.post(address + verb).status_code in {400, 404}
    office = app.test_client()
    staff_sign_in(office, staff)
    for page in ("/", "/pairs", "/people", "/outbox"):
        answer = office.get(f"/p/{pairing.cohort.program.slug}{page}")
        assert answer.status_code == 200, page
        assert NOTE not in answer.text
        assert "Career" not in answer.text
    assert office.get(address).status_code in {303, 403, 404}


def test_a_long_history_costs_no_more_than_a_short_one(
    app: Flask, client: StrictClient, store: Session, pairing: Pairing
) -> None:
    def queries() -> int:
        store.commit()
        with counted_queries(app) as counted:
            client.get("/meetings")
        return len(counted)

    now = datetime.now(UTC)
    met(store, pairing, now.date() - timedelta(days=1), now=now)
    few = queries()
    for back in range(2, 80):
        met(store, pairing, now.date() - timedelta(days=back), now=now)
    assert queries() == few
    assert "79 meetings" in text_of(client.page)
