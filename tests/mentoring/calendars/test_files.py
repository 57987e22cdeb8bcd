"""Calendar files through two programs: clocks that change, names that bite, meetings that move and fall away."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.calendars.events import Reader
from mentorship_app.mentoring.calendars.files import file_of, invitation_of
from mentorship_app.mentoring.calendars.zones import change_zone, zone_of
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import Meeting, services
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.programs import CohortRole, Enrollment
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, ProgramFactory
from tests.factories.meetings import planned
from tests.factories.mentoring import PairingFactory
from tests.kit import calendars
from tests.kit.calendars import method_of, one

BASE = "https://mentorship.example.org"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
USUAL = Plan(date(2026, 10, 12), time(16, 30), 45, "video", "Room 4")


def pair(zone: str = "America/Toronto", mentor: str = "Ottoline Marsh", mentee: str = "Wren Ito") -> Pairing:
    cohort = CohortFactory(program=ProgramFactory(timezone=zone))
    made: Pairing = PairingFactory(
        cohort=cohort,
        mentor=EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name=mentor)),
        mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name=mentee)),
    )
    return made


def reader(person: Enrollment, locale: str = "en") -> Reader:
    return Reader(person, locale, zone_of(person), BASE)


def file(store: Session, meeting: Meeting, person: Enrollment, locale: str = "en") -> bytes:
    return file_of(store, meeting, reader(person, locale))


@pytest.mark.parametrize(
    ("zone", "day", "offset"),
    [
        ("America/Toronto", date(2026, 10, 31), -4),
        ("America/Toronto", date(2026, 11, 1), -5),
        ("America/Toronto", date(2027, 3, 13), -5),
        ("America/Toronto", date(2027, 3, 14), -4),
        ("Europe/Paris", date(2026, 10, 24), 2),
        ("Europe/Paris", date(2026, 10, 25), 1),
        ("Europe/Paris", date(2027, 3, 27), 1),
        ("Europe/Paris", date(2027, 3, 28), 2),
        ("America/Regina", date(2027, 3, 14), -6),
        ("Asia/Kathmandu", date(2027, 3, 14), 5.75),
        ("Etc/UTC", date(2027, 3, 14), 0),
    ],
)
def test_a_meeting_at_nine_is_at_nine_when_the_clocks_change(
    store: Session, zone: str, day: date, offset: float
) -> None:
    pairing = pair(zone)
    meeting = planned(store, pairing, Plan(day, time(9), 30, "video"), now=NOW)
    told = one(file(store, meeting, pairing.mentee))
    start = datetime.combine(day, time(9), tzinfo=UTC) - timedelta(hours=offset)
    assert (told.starts, told.ends) == (start, start + timedelta(minutes=30))


@pytest.mark.parametrize("zone", ["America/Toronto", "Europe/Paris", "Europe/Dublin", "Africa/Casablanca"])
def test_the_zone_in_the_file_tells_the_clock_of_every_hour_around_it(store: Session, zone: str) -> None:
    """Where an hour comes twice no local time can say which, so those hours are left out."""
    pairing = pair(zone)
    content = file(store, planned(store, pairing, USUAL, now=NOW), pairing.mentee)
    told = clock_in(content)
    moment, wrong = datetime(2026, 1, 1, tzinfo=UTC), []
    while moment < datetime(2027, 6, 1, tzinfo=UTC):
        local = moment.astimezone(ZoneInfo(zone))
        is_twofold = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
        if not is_twofold and told(local.replace(tzinfo=None)) != local.utcoffset():
            wrong.append(local)
        moment += timedelta(minutes=30)
    assert wrong == []


def clock_in(content: bytes) -> Callable[[datetime], timedelta]:
    """The zone as its own lines tell it, worked out here and by no program: the last change at or before a time."""
    parts = re.findall(
        rb"DTSTART:(\d{8}T\d{6})\r\n(?:TZNAME[^\r]*\r\n)?TZOFFSETFROM:([+-]\d{4})\r\nTZOFFSETTO:([+-]\d{4})",
        content,
    )
    assert parts
    changes = sorted(
        (datetime.strptime(start.decode(), "%Y%m%dT%H%M%S"), _offset(after))  # noqa: DTZ007  local by definition
        for start, _before, after in parts
    )
    return lambda local: next(after for start, after in reversed(changes) if start <= local)


def _offset(text: bytes) -> timedelta:
    sign = -1 if text[:1] == b"-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def test_another_clock_tells_the_same_moment(store: Session) -> None:
    pairing = pair()
    meeting = planned(store, pairing, USUAL, now=NOW)
    before = file(store, meeting, pairing.mentor)
    assert b"DTSTART;TZID=America/Toronto:20261012T163000" in before
    change_zone(store, pairing.mentor.account, "Europe/Paris")
    own = file(store, meeting, pairing.mentor)
    assert b"DTSTART;TZID=Europe/Paris:20261012T223000" in own
    pairing.cohort.program.timezone = "Asia/Tokyo"
    store.flush()
    moved_program = file(store, meeting, pairing.mentee)
    assert b"DTSTART;TZID=Asia/Tokyo:20261013T053000" in moved_program
    assert b"America/Toronto" not in moved_program
    assert one(before) == one(own).__class__(**{**vars(one(own)), "summary": one(before).summary})
    assert one(moved_program).starts == one(before).starts
    assert meeting.sequence == 0


def test_a_moved_meeting_is_the_same_event_one_step_on(store: Session) -> None:
    pairing = pair()
    meeting = planned(store, pairing, USUAL, now=NOW)
    before, _method = invitation_of(store, meeting, reader(pairing.mentor))
    later = Plan(date(2026, 11, 2), time(9), 30, "in_person", "Café")
    services.move(store, meeting, later, version=meeting.version, now=NOW)
    after, _method = invitation_of(store, meeting, reader(pairing.mentor))
    assert (method_of(before), method_of(after)) == ("REQUEST", "REQUEST")
    assert (one(before).uid, one(before).sequence) == (meeting.uid, 0)
    assert (one(after).uid, one(after).sequence) == (meeting.uid, 1)
    assert (one(after).starts, one(after).location) == (datetime(2026, 11, 2, 14, tzinfo=UTC), "Café")


def test_a_meeting_that_was_called_off_says_so(store: Session) -> None:
    pairing = pair()
    meeting = planned(store, pairing, USUAL, now=NOW)
    services.cancel(store, meeting, now=NOW)
    content, method = invitation_of(store, meeting, reader(pairing.mentor))
    assert (method, method_of(content)) == ("CANCEL", "CANCEL")
    assert (one(content).uid, one(content).sequence, one(content).status) == (meeting.uid, 1, "CANCELLED")


def test_an_invitation_is_from_the_other_person_to_the_reader(store: Session) -> None:
    pairing = pair(mentor='Ottoline "Otto" Marsh, MD; FRCPC')
    meeting = planned(store, pairing, USUAL, now=NOW)
    content, _method = invitation_of(store, meeting, reader(pairing.mentee))
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert f'ORGANIZER;CN="Ottoline ’Otto’ Marsh, MD; FRCPC":mailto:{pairing.mentor.account.email}' in unfolded
    assert f"mailto:{pairing.mentee.account.email}" in unfolded
    assert calendars.broken_rules(content) == []


BITING = [
    'A; B, C\\D: "E"',
    "Zoë 👩🏽‍⚕️🏳️‍🌈 " * 12,
    "Ōkina ʻĀkahi-Żółć " + "x" * 100,
    "א" * 60,
    "\\n \\, \\;",
]


@pytest.mark.parametrize("text", BITING)
def test_names_and_places_come_through_whole(store: Session, text: str) -> None:
    pairing = pair(mentor=text)
    meeting = planned(store, pairing, Plan(USUAL.day, USUAL.at, 30, "video", text[:300]), now=NOW)
    told = one(file(store, meeting, pairing.mentee))
    assert told.summary == f"Mentorship meeting with {text}"
    assert told.location == text[:300].strip()
    invitation, _method = invitation_of(store, meeting, reader(pairing.mentee))
    assert calendars.broken_rules(invitation) == []


def test_line_breaks_stay_and_control_characters_go(store: Session) -> None:
    pairing = pair()
    meeting = planned(store, pairing, USUAL, now=NOW)
    meeting.place = "Room 4\r\nBEGIN:VEVENT\nX:1\x07\x00"
    told = one(file(store, meeting, pairing.mentee))
    assert told.location == "Room 4\nBEGIN:VEVENT\nX:1"


def test_a_french_reader_gets_french(store: Session) -> None:
    pairing = pair("Europe/Paris")
    meeting = planned(store, pairing, USUAL, now=NOW)
    content = file(store, meeting, pairing.mentee, "fr")
    assert one(content).summary == "Rencontre de mentorat avec Ottoline Marsh"
    assert "vidéo" in content.decode().lower()


def test_topics_and_notes_are_in_no_file(store: Session) -> None:
    pairing = pair()
    meeting = planned(store, pairing, USUAL, now=NOW)
    meeting.topics = ["career", "exams"]
    content = file(store, meeting, pairing.mentee)
    assert one(content)
    assert not [word for word in (b"career", b"Career", b"exams", b"Exams") if word in content]


def test_meetings_of_a_group_are_events_of_their_own(store: Session) -> None:
    cohort = CohortFactory()
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    mentees = EnrollmentFactory.create_batch(3, cohort=cohort)
    group = MentoringGroup(
        cohort=cohort,
        name="Harbour",
        started_on=date(2026, 9, 1),
        members=[GroupMember(enrollment=person) for person in (mentor, *mentees)],
    )
    store.add(group)
    store.flush()
    days = [date(2026, 10, 12), date(2026, 11, 9), date(2026, 12, 14)]
    series = [
        services.plan(store, group, CohortRole.MENTOR, Plan(day, time(17), 60, "in_person"), now=NOW, by=mentor)
        for day in days
    ]
    told = [one(file(store, meeting, mentees[0])) for meeting in series]
    assert len({event.uid for event in told}) == 3
    assert [event.starts for event in told] == [
        datetime(2026, 10, 12, 21, tzinfo=UTC),
        datetime(2026, 11, 9, 22, tzinfo=UTC),
        datetime(2026, 12, 14, 22, tzinfo=UTC),
    ]
    assert {event.summary for event in told} == {"Mentoring group Harbour"}
    invitation, _method = invitation_of(store, series[0], reader(mentees[0]))
    assert mentor.account.email.encode() in invitation
    assert not [one for one in mentees[1:] if one.account.email.encode() in invitation]
