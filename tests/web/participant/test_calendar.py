"""Calendar and time zone on the pages: one's own clock, one's own file, one's own address, and nobody else's."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.calendars import feeds
from mentorship_app.mentoring.calendars.models import CalendarFeed, InvitationPause
from mentorship_app.mentoring.calendars.notifications import KIND
from mentorship_app.mentoring.meetings import Meeting
from mentorship_app.mentoring.meetings.links import mint
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import CohortRole, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.meetings import met, planned
from tests.factories.mentoring import PairingFactory
from tests.kit.calendars import one, read
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in, staff_sign_in

NOW = datetime.now(UTC)
DAY = (NOW + timedelta(days=20)).date()
USUAL = Plan(DAY, time(16, 30), 45, "video", "Room 4")


@pytest.fixture
def pairing(store: Session, client: StrictClient) -> Pairing:
    cohort = CohortFactory(phase=Phase.ACTIVE)
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Ottoline Marsh"))
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    sign_in(client, mentee.account)
    return made


def address(store: Session, keyring: Keyring, account: Account) -> str:
    token = feeds.token_of(store, keyring, account)
    store.commit()
    assert token
    return f"/calendar/{token}.ics"


def the_meeting(store: Session) -> Meeting:
    found = store.scalars(select(Meeting).execution_options(populate_existing=True)).one()
    store.commit()
    return found


def text(client: StrictClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def choose(client: StrictClient, zone: str) -> None:
    client.get("/me/calendar")
    assert client.submit({"timezone": zone}, action="/me/calendar/zone").status_code == 303


def test_times_follow_the_clock_that_was_chosen(client: StrictClient, store: Session, pairing: Pairing) -> None:
    meeting = planned(store, pairing, Plan(date(2027, 1, 11), time(16, 30), 45, "video"), now=NOW)
    store.commit()
    page = f"/meetings/{meeting.public_id}"
    assert "16:30" in text(client, page)
    assert "Toronto time" in text(client, page)
    choose(client, "Asia/Tokyo")
    for path in (page, "/meetings"):
        assert "Tuesday 12 January, 6:30" in text(client, path)
        assert "Tokyo time" in text(client, path)
    assert "Next meeting: 12 Jan 2027" in text(client, "/pair")
    assert 'value="06:30"' in text(client, page)
    choose(client, "")
    assert "Monday 11 January, 16:30" in text(client, page)


def test_what_is_planned_by_ones_own_clock_is_that_moment(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    choose(client, "Europe/Paris")
    plan = f"/meetings/plan?pair={pairing.public_id}"
    assert "Paris time" in text(client, plan)
    client.submit({"day": "2027-01-11", "at": "09:00", "how": "video", "minutes": "30"}, action=plan)
    meeting = the_meeting(store)
    assert meeting.starts_at == datetime(2027, 1, 11, 8, tzinfo=UTC)
    client.get(f"/meetings/{meeting.public_id}")
    client.submit({"day": "2027-01-12", "at": "10:00"}, action=f"/meetings/{meeting.public_id}")
    assert the_meeting(store).starts_at == datetime(2027, 1, 12, 9, tzinfo=UTC)


def test_no_zone_but_one_of_the_list(client: StrictClient, store: Session, pairing: Pairing) -> None:
    client.get("/me/calendar")
    response = client.submit({"timezone": "Mars/Olympus"}, action="/me/calendar/zone")
    assert response.status_code == 422
    assert "Choose a time zone." in response.get_data(as_text=True)
    assert store.scalars(select(Account.timezone).where(Account.id == pairing.mentee.account_id)).one() == ""


def test_planning_moving_and_calling_off_write_to_the_other_side(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    plan = f"/meetings/plan?pair={pairing.public_id}"
    client.get(plan)
    client.submit({"day": DAY.isoformat(), "at": "09:00", "how": "video", "minutes": "30"}, action=plan)
    meeting = the_meeting(store)
    assert "Add to my calendar" in text(client, f"/meetings/{meeting.public_id}")
    (message,) = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == KIND))
    assert message.to_email == pairing.mentor.account.email
    store.commit()
    client.get(f"/meetings/{meeting.public_id}")
    assert client.submit(action=f"/meetings/{meeting.public_id}/cancel").status_code == 303
    assert store.scalars(select(OutboxMessage).where(OutboxMessage.kind == KIND)).all() == []


def test_one_meeting_is_a_file_for_those_who_meet(
    client: StrictClient, app: Flask, store: Session, pairing: Pairing
) -> None:
    meeting = planned(store, pairing, USUAL, now=NOW)
    other = planned(store, PairingFactory(cohort=pairing.cohort), USUAL, now=NOW)
    written = met(store, pairing, (NOW - timedelta(days=3)).date(), now=NOW)
    store.commit()
    response = client.get(f"/meetings/{meeting.public_id}/meeting.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    told = one(response.get_data())
    assert (told.uid, told.summary) == (meeting.uid, "Mentorship meeting with Ottoline Marsh")
    for public_id in (other.public_id, written.public_id, "unknown"):
        assert client.get(f"/meetings/{public_id}/meeting.ics").status_code == 404
    boss = StaffGrantFactory(program_id=pairing.cohort.program_id, role=StaffRole.COORDINATOR).account
    store.commit()
    staff = StrictClient(app)
    staff_sign_in(staff, boss)
    assert staff.get(f"/meetings/{meeting.public_id}/meeting.ics").status_code in {403, 404}


def test_an_address_is_made_shown_renewed_and_removed(
    client: StrictClient, app: Flask, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    account = pairing.mentee.account
    planned(store, pairing, USUAL, now=NOW)
    store.commit()
    client.get("/me/calendar")
    assert client.submit(action="/me/calendar/address").location == "/me/calendar#address"
    first = address(store, keyring, account)
    assert first in text(client, "/me/calendar")
    outside = StrictClient(app)
    for _time in range(2):
        response = outside.get(first)
        assert response.status_code == 200
        assert (response.content_type, response.headers["X-Robots-Tag"]) == (
            "text/calendar; charset=utf-8",
            "noindex, nofollow",
        )
        assert [event.summary for event in read(response.get_data())] == ["Mentorship meeting with Ottoline Marsh"]
    client.get("/me/calendar")
    client.submit(action="/me/calendar/address")
    second = address(store, keyring, account)
    assert (outside.get(first).status_code, outside.get(second).status_code) == (404, 200)
    client.get("/me/calendar")
    client.submit(action="/me/calendar/address/remove")
    assert outside.get(second).status_code == 404
    assert "Make the address" in text(client, "/me/calendar")


def test_an_unknown_address_says_nothing(client: StrictClient) -> None:
    response = client.get("/calendar/unknown.ics")
    assert (response.status_code, response.get_data()) == (404, b"")


def test_reading_an_address_leaves_no_line_and_no_trace(
    app: Flask, store: Session, keyring: Keyring, pairing: Pairing, caplog: pytest.LogCaptureFixture
) -> None:
    feeds.renew(store, keyring, pairing.mentee.account, now=NOW)
    store.commit()
    path = address(store, keyring, pairing.mentee.account)
    before = store.execute(select(CalendarFeed.id, CalendarFeed.token_digest, CalendarFeed.created_at)).all()
    store.commit()
    caplog.set_level("DEBUG", logger="mentorship_app")
    outside = StrictClient(app)
    outside.get("/privacy")
    assert [record.message for record in caplog.records] == ["request"]
    caplog.clear()
    outside.get(path)
    assert caplog.records == []
    after = store.execute(select(CalendarFeed.id, CalendarFeed.token_digest, CalendarFeed.created_at)).all()
    assert before == after


def test_staff_who_do_not_take_part_have_no_such_page(
    app: Flask, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    feeds.renew(store, keyring, pairing.mentee.account, now=NOW)
    boss = StaffGrantFactory(program_id=pairing.cohort.program_id, role=StaffRole.COORDINATOR).account
    store.commit()
    path = address(store, keyring, pairing.mentee.account)
    slug = pairing.cohort.program.slug
    store.commit()
    staff = StrictClient(app)
    staff_sign_in(staff, boss)
    assert staff.get("/me/calendar").status_code in {403, 404}
    for page in ("", "outbox", "outbox/mailbox", f"people/{pairing.mentee.public_id}", "pairs", "settings/log"):
        assert path not in staff.get(f"/p/{slug}/{page}", follow_redirects=True).get_data(as_text=True)
        store.commit()


def test_mails_are_stopped_and_wanted_again(client: StrictClient, store: Session, pairing: Pairing) -> None:
    for wanted, left in (("0", 1), ("0", 1), ("1", 0)):
        client.get("/me/calendar")
        client.submit({"wanted": wanted}, action="/me/calendar/invitations")
        assert len(store.scalars(select(InvitationPause)).all()) == left
        store.commit()
    assert pairing.mentee.role is CohortRole.MENTEE


def test_as_many_queries_for_many_meetings_as_for_few(
    app: Flask, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    feeds.renew(store, keyring, pairing.mentor.account, now=NOW)
    planned(store, pairing, USUAL, now=NOW)
    store.commit()
    path = address(store, keyring, pairing.mentor.account)
    outside = StrictClient(app)

    def queries() -> int:
        with counted_queries(app) as seen:
            assert outside.get(path).status_code == 200
        return len(seen)

    few = queries()
    pairing.mentor.capacity = 5
    store.flush()
    others = [PairingFactory(cohort=pairing.cohort, mentor=pairing.mentor) for _ in range(4)]
    store.flush()
    for other in (pairing, *others):
        for days in range(1, 20):
            planned(store, other, Plan(DAY + timedelta(days=days), time(9), 30, "video"), now=NOW)
    store.commit()
    assert queries() == few
    assert len(read(outside.get(path).get_data())) == 1 + 5 * 19


def test_who_planned_by_the_mailed_link_takes_the_file_along_and_for_ten_minutes_only(
    app: Flask, store: Session, pairing: Pairing
) -> None:
    token = mint(store, pairing, pairing.mentor, now=NOW)
    planned(store, pairing, USUAL, now=NOW - timedelta(hours=1))
    store.commit()
    outside = StrictClient(app)
    plan = f"/m/{token}/plan"
    outside.get(plan)
    day = (DAY + timedelta(days=1)).isoformat()
    saved = outside.submit({"day": day, "at": "09:00", "how": "video", "minutes": "30"}, action=plan).location
    assert f"{saved}/meeting.ics" in text(outside, saved)
    told = one(outside.get(f"{saved}/meeting.ics").get_data())
    assert told.summary == "Mentorship meeting with Wren Ito"
    (older,) = store.scalars(select(Meeting.public_id).where(Meeting.uid != told.uid))
    store.commit()
    assert outside.get(f"/m/{token}/saved/{older}/meeting.ics").status_code == 404
    assert outside.get(f"/m/unknown/saved/{older}/meeting.ics").status_code == 404


def test_places_near_by_come_first_and_all_are_one_link_further(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    store.commit()
    sign_in(client, pairing.mentee.account)
    assert "Asia/Kathmandu" not in client.get("/me/calendar").text
    assert "Asia/Kathmandu" in client.get("/me/calendar?everywhere=1").text
