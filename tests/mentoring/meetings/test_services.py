"""A meeting is written down once, by whichever side comes first, and planned by the clock of the program's place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import reading, writing
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.meetings import Meeting, MeetingState, services
from mentorship_app.mentoring.meetings.agenda import CLOSING, FIRST, LATER, SECOND, THIRD, agenda_for
from mentorship_app.mentoring.meetings.queries import count_held, days_met, meetings_by_person
from mentorship_app.mentoring.meetings.services import AlreadyWritten, Held, Plan, StillToCome, moment_of
from mentorship_app.mentoring.services import end_pairing
from mentorship_app.programs import CohortRole, Phase
from tests.factories import CohortFactory
from tests.factories.meetings import held_on, met, planned
from tests.factories.mentoring import PairingFactory
from tests.kit.queries import counted_queries

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)
MENTEE, MENTOR = CohortRole.MENTEE, CohortRole.MENTOR
PLAN = Plan(date(2026, 11, 20), time(16, 30), 30, "video", "Room 4")


@pytest.fixture
def pairing(store: Session) -> Pairing:
    made: Pairing = PairingFactory(cohort=CohortFactory(phase=Phase.ACTIVE))
    store.flush()
    return made


def all_meetings(store: Session) -> list[Meeting]:
    return list(store.scalars(select(Meeting).order_by(Meeting.created_at, Meeting.id)))


def test_what_one_side_writes_down_is_there_for_both(store: Session, pairing: Pairing) -> None:
    meeting = services.log(store, pairing, MENTEE, held_on(TODAY), now=NOW)
    assert (meeting.state, meeting.met_on, meeting.minutes, meeting.how) == (MeetingState.HELD, TODAY, 45, "video")
    assert meetings_by_person(store, [pairing.mentor, pairing.mentee]) == {pairing.mentor_id: 1, pairing.mentee_id: 1}


def test_a_form_that_is_sent_twice_counts_once(store: Session, pairing: Pairing) -> None:
    first = services.log(store, pairing, MENTEE, held_on(TODAY), now=NOW)
    assert services.log(store, pairing, MENTEE, held_on(TODAY), now=NOW + timedelta(seconds=3)) is first
    assert len(all_meetings(store)) == 1


def test_when_both_write_down_the_same_day_the_second_is_shown_the_first(store: Session, pairing: Pairing) -> None:
    first = services.log(store, pairing, MENTEE, held_on(TODAY), now=NOW)
    theirs = held_on(TODAY, minutes=60, topics=("exams",))
    with pytest.raises(AlreadyWritten) as refused:
        services.log(store, pairing, MENTOR, theirs, now=NOW)
    assert refused.value.meeting is first
    services.add_to(store, first, theirs, version=first.version, now=NOW)
    assert (first.minutes, first.topics) == (60, ["career", "exams"])
    services.log(store, pairing, MENTOR, theirs, now=NOW, another=True)
    assert count_held(store, pairing.id) == 2


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (held_on(TODAY + timedelta(days=1)), "met_on"),
        (held_on(TODAY - timedelta(days=500)), "met_on"),
        (held_on(TODAY, minutes=0), "minutes"),
        (held_on(TODAY, minutes=481), "minutes"),
        (held_on(TODAY, how="pigeon"), "how"),
        (held_on(TODAY, topics=("gossip",)), "topics"),
    ],
)
def test_what_cannot_have_been_is_refused_at_its_field(
    store: Session, pairing: Pairing, wrong: Held, name: str
) -> None:
    with pytest.raises(FieldError) as refused:
        services.log(store, pairing, MENTEE, wrong, now=NOW)
    assert refused.value.field == name
    assert isinstance(refused.value, StillToCome) is (wrong.met_on > TODAY)


def test_today_is_that_of_the_program(store: Session, pairing: Pairing) -> None:
    late = datetime(2026, 11, 17, 3, 30, tzinfo=UTC)
    services.log(store, pairing, MENTEE, held_on(TODAY), now=late)
    with pytest.raises(StillToCome):
        services.log(store, pairing, MENTEE, held_on(TODAY + timedelta(days=1)), now=late)


def test_for_ten_minutes_whoever_wrote_it_can_take_it_back(store: Session, pairing: Pairing) -> None:
    meeting = services.log(store, pairing, MENTEE, held_on(TODAY), now=NOW)
    with pytest.raises(InvalidTransition):
        services.undo(store, meeting, MENTOR, now=NOW)
    with pytest.raises(InvalidTransition):
        services.undo(store, meeting, MENTEE, now=NOW + timedelta(minutes=11))
    services.undo(store, meeting, MENTEE, now=NOW + timedelta(minutes=9))
    assert all_meetings(store) == []


def test_what_was_planned_for_the_day_is_confirmed_and_not_doubled(store: Session, pairing: Pairing) -> None:
    plan = planned(store, pairing, PLAN, now=NOW)
    after = NOW + timedelta(days=5)
    assert services.log(store, pairing, MENTOR, held_on(PLAN.day), now=after) is plan
    assert (plan.state, plan.met_on, plan.minutes) == (MeetingState.HELD, PLAN.day, 45)
    services.undo(store, plan, MENTOR, now=after)
    assert (plan.state, plan.met_on) == (MeetingState.PLANNED, None)


def test_a_planned_meeting_is_moved_called_off_and_counted_for_calendars(store: Session, pairing: Pairing) -> None:
    meeting = planned(store, pairing, PLAN, now=NOW)
    assert services.plan(store, pairing, MENTOR, PLAN, now=NOW) is meeting
    assert meeting.starts_at == datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
    later = Plan(date(2026, 11, 27), time(9), 45, "in_person", "Café")
    services.move(store, meeting, later, version=meeting.version, now=NOW)
    assert (meeting.sequence, meeting.place, meeting.starts_at) == (1, "Café", datetime(2026, 11, 27, 14, tzinfo=UTC))
    with pytest.raises(Conflict):
        services.move(store, meeting, PLAN, version=1, now=NOW)
    with pytest.raises(InvalidTransition):
        services.confirm(store, meeting, now=NOW)
    services.cancel(store, meeting, now=NOW)
    services.cancel(store, meeting, now=NOW)
    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 2)


def test_confirming_needs_one_press_and_counts_once(store: Session, pairing: Pairing) -> None:
    meeting = planned(store, pairing, PLAN, now=NOW)
    for _press in range(2):
        services.confirm(store, meeting, now=NOW + timedelta(days=5))
    assert (meeting.state, meeting.met_on, meeting.minutes) == (MeetingState.HELD, PLAN.day, 30)


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        (date(2026, 10, 31), time(9), "America/Toronto", datetime(2026, 10, 31, 13, tzinfo=UTC)),
        (date(2026, 11, 1), time(9), "America/Toronto", datetime(2026, 11, 1, 14, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), "America/Toronto", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2027, 3, 14), time(3), "America/Toronto", datetime(2027, 3, 14, 7, tzinfo=UTC)),
        (date(2026, 11, 1), time(9), "America/Regina", datetime(2026, 11, 1, 15, tzinfo=UTC)),
        (date(2026, 11, 1), time(9), "Pacific/Kiritimati", datetime(2026, 10, 31, 19, tzinfo=UTC)),
    ],
)
def test_a_time_is_one_moment_on_days_when_clocks_change_too(day: date, at: time, zone: str, moment: datetime) -> None:
    assert moment_of(Plan(day, at, 30, "video"), zone) == moment


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(FieldError, match="does not exist"):
        moment_of(Plan(date(2027, 3, 14), time(2, 30), 30, "video"), "America/Toronto")


def test_one_moment_falls_on_the_day_of_the_programs_place(store: Session, pairing: Pairing) -> None:
    """Half past eleven in the evening in Toronto is tomorrow in Lisbon, where the mentor is this month."""
    meeting = planned(store, pairing, Plan(date(2026, 11, 20), time(23, 30), 30, "video"), now=NOW)
    assert meeting.starts_at == datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
    services.confirm(store, meeting, now=NOW + timedelta(days=9))
    assert meeting.met_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (Plan(date(2026, 11, 10), time(9), 30, "video"), "day"),
        (Plan(date(2028, 11, 10), time(9), 30, "video"), "day"),
        (Plan(PLAN.day, PLAN.at, 30, "video", "x" * 301), "place"),
    ],
)
def test_a_plan_lies_ahead_and_not_too_far(store: Session, pairing: Pairing, wrong: Plan, name: str) -> None:
    with pytest.raises(FieldError) as refused:
        services.plan(store, pairing, MENTEE, wrong, now=NOW)
    assert refused.value.field == name


def test_a_pair_that_ends_calls_off_what_it_planned_and_writes_nothing_new(store: Session, pairing: Pairing) -> None:
    meeting = planned(store, pairing, PLAN, now=NOW)
    end_pairing(store, pairing, version=pairing.version, by=SYSTEM, now=NOW)
    assert (meeting.state, meeting.sequence) == (MeetingState.CANCELLED, 1)
    with pytest.raises(InvalidTransition, match="do not meet"):
        services.log(store, pairing, MENTEE, held_on(TODAY), now=NOW)


def test_putting_right_wants_the_newest_version(store: Session, pairing: Pairing) -> None:
    meeting = services.log(store, pairing, MENTEE, held_on(TODAY), now=NOW)
    version = meeting.version
    services.correct(store, meeting, held_on(TODAY, minutes=20), version=version, now=NOW)
    with pytest.raises(Conflict):
        services.correct(store, meeting, held_on(TODAY, minutes=25), version=version, now=NOW)
    assert meeting.minutes == 20


def test_suggestions_follow_the_number_of_the_meeting() -> None:
    assert [agenda_for(held, Phase.ACTIVE) for held in range(5)] == [FIRST, SECOND, THIRD, LATER, LATER]
    assert agenda_for(4, Phase.CLOSING) is CLOSING


def test_reading_who_met_when_costs_the_same_for_many_pairs(app: Flask, store: Session, pairing: Pairing) -> None:
    def queries(pairs: list[Pairing]) -> int:
        store.commit()
        with counted_queries(app) as counted, reading(app.extensions["write_engine"])() as session:
            days_met(session, [one.id for one in pairs])
            meetings_by_person(session, [one.mentee for one in pairs])
        return len(counted)

    met(store, pairing, date(2026, 10, 10))
    one = queries([pairing])
    others = [PairingFactory(cohort=pairing.cohort) for _number in range(12)]
    store.flush()
    for number, other in enumerate(others):
        met(store, other, date(2026, 10, 1) + timedelta(days=number))
    assert queries([pairing, *others]) == one > 0


def test_both_write_it_down_at_once_and_there_is_one(app: Flask, store: Session, pairing: Pairing) -> None:
    store.commit()
    start = Barrier(2)

    def attempt(side: CohortRole) -> str:
        start.wait(timeout=30)
        with writing(app.extensions["write_engine"])() as session:
            try:
                here = session.get_one(Pairing, pairing.id)
                services.log(session, here, side, held_on(TODAY), now=NOW)
            except AlreadyWritten:
                return "shown the other's"
            session.commit()
            return "written"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, CohortRole)) == ["shown the other's", "written"]
    assert len(all_meetings(store)) == 1
