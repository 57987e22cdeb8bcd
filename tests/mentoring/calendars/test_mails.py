"""Invitations: to the others, by their own clock, once, never to who is away or wants none; staff see nothing."""

import email
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage, Message

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.identity import SYSTEM
from mentorship_app.db.engine import writing
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.calendars import invitations
from mentorship_app.mentoring.calendars.notifications import KIND
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings import Meeting, services
from mentorship_app.mentoring.meetings.services import Plan
from mentorship_app.mentoring.services import end_pairing
from mentorship_app.messaging import LocalMail, MailScope, MessageStatus, OutboxMessage
from mentorship_app.messaging.delivery import LocalTransport, SmtpTransport, compose, deliver_due
from mentorship_app.messaging.preview import preview
from mentorship_app.messaging.queries import messages
from mentorship_app.messaging.quiet import waits_until
from mentorship_app.messaging.render import RenderedMail, render
from mentorship_app.programs import CohortRole
from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.programs.withdrawal import withdraw
from mentorship_app.web.factory import job_context
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.calendars import method_of, one
from tests.kit.mail_server import mail_server

NOW = datetime(2026, 10, 1, 15, tzinfo=UTC)
BASE = "https://mentorship.example.org"
USUAL = Plan(date(2026, 10, 12), time(16, 30), 45, "video", "Room 4")
LATER = Plan(date(2026, 10, 13), time(9), 30, "video", "Room 5")


@pytest.fixture
def pairing(store: Session) -> Pairing:
    cohort = CohortFactory()
    made: Pairing = PairingFactory(
        cohort=cohort,
        mentor=EnrollmentFactory(
            cohort=cohort,
            role=CohortRole.MENTOR,
            account=AccountFactory(name="Ottoline Marsh", email="ottoline@example.org"),
        ),
        mentee=EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito", email="wren@example.org")),
    )
    store.flush()
    return made


def plan(store: Session, pairing: Pairing, wanted: Plan = USUAL, *, now: datetime = NOW) -> Meeting:
    return services.plan(store, pairing, CohortRole.MENTEE, wanted, now=now, by=pairing.mentee)


def waiting(store: Session) -> list[OutboxMessage]:
    return list(store.scalars(select(OutboxMessage).where(OutboxMessage.kind == KIND).order_by(OutboxMessage.to_email)))


def sent(store: Session) -> None:
    """As if every mail had left: its row goes."""
    for message in waiting(store):
        store.delete(message)
    store.flush()


def written(store: Session, message: OutboxMessage) -> RenderedMail:
    return render(MailScope(session=store, message=message, base_url=BASE, now=NOW, preview=False))


def test_the_other_person_gets_the_event_and_the_planner_none(store: Session, pairing: Pairing) -> None:
    meeting = plan(store, pairing)
    (message,) = waiting(store)
    assert (message.to_email, message.private) == ("ottoline@example.org", True)
    assert message.not_before == NOW + timedelta(minutes=2)
    mail = written(store, message)
    assert mail.subject == "Mentorship meeting with Wren Ito on Monday 12 October"
    assert "Wren Ito planned a meeting:" in mail.body
    assert "Monday 12 October, 16:30 (Toronto time)\n45 minutes · By video\nRoom 4\n" in mail.body
    assert mail.attachment is not None
    told = one(mail.attachment.content)
    assert (told.uid, told.sequence, method_of(mail.attachment.content)) == (meeting.uid, 0, "REQUEST")


def test_a_reader_elsewhere_reads_it_in_french_by_another_clock(store: Session, pairing: Pairing) -> None:
    pairing.mentor.account.locale, pairing.mentor.account.timezone = "fr", "Europe/Paris"
    plan(store, pairing)
    mail = written(store, waiting(store)[0])
    assert mail.subject == "Rencontre de mentorat avec Wren Ito, lundi 12 octobre"
    assert "lundi 12 octobre, 22 h 30 (heure de Paris)" in mail.body
    assert mail.attachment is not None
    assert b"DTSTART;TZID=Europe/Paris:20261012T223000" in mail.attachment.content


def test_what_is_moved_before_the_mail_left_is_told_once(store: Session, pairing: Pairing) -> None:
    meeting = plan(store, pairing)
    services.move(store, meeting, LATER, version=meeting.version, now=NOW, by=pairing.mentee)
    (message,) = waiting(store)
    mail = written(store, message)
    assert mail.subject == "Mentorship meeting with Wren Ito on Tuesday 13 October"
    services.cancel(store, meeting, now=NOW, by=pairing.mentee)
    assert waiting(store) == []


def test_a_move_and_the_end_are_told_to_who_did_neither(store: Session, pairing: Pairing) -> None:
    meeting = plan(store, pairing)
    sent(store)
    services.move(store, meeting, LATER, version=meeting.version, now=NOW, by=pairing.mentor)
    (message,) = waiting(store)
    assert message.to_email == "wren@example.org"
    mail = written(store, message)
    assert mail.subject == "Moved to Tuesday 13 October: Mentorship meeting with Ottoline Marsh"
    sent(store)
    services.cancel(store, meeting, now=NOW, by=pairing.mentee)
    (message,) = waiting(store)
    assert message.to_email == "ottoline@example.org"
    mail = written(store, message)
    assert mail.subject == "Called off: Mentorship meeting with Wren Ito on Tuesday 13 October"
    assert mail.attachment is not None
    told = one(mail.attachment.content)
    assert (told.uid, told.sequence, told.status) == (meeting.uid, 2, "CANCELLED")
    assert method_of(mail.attachment.content) == "CANCEL"


def test_who_wants_none_is_away_or_left_gets_none(store: Session, pairing: Pairing) -> None:
    invitations.pause(store, pairing.mentor)
    plan(store, pairing)
    assert waiting(store) == []
    invitations.resume(store, pairing.mentor)
    store.add(
        Absence(
            enrollment=pairing.mentor, kind=AbsenceKind.AWAY, starts_on=date(2026, 9, 20), ends_on=date(2026, 10, 5)
        )
    )
    store.flush()
    plan(store, pairing, LATER)
    assert waiting(store) == []
    plan(store, pairing, Plan(date(2026, 11, 2), time(9), 30, "video"), now=NOW + timedelta(days=10))
    assert [message.to_email for message in waiting(store)] == ["ottoline@example.org"]


def test_when_a_pair_ends_both_hear_after_the_kind_words(store: Session, pairing: Pairing) -> None:
    meeting = plan(store, pairing)
    sent(store)
    end_pairing(store, pairing, version=pairing.version, by=SYSTEM, now=NOW)
    found = waiting(store)
    assert [message.to_email for message in found] == ["ottoline@example.org", "wren@example.org"]
    assert {message.not_before for message in found} == {NOW + timedelta(minutes=15)}
    mail = written(store, found[0])
    assert mail.subject == "Called off: Mentorship meeting on Monday 12 October"
    assert "Wren" not in mail.body
    assert mail.attachment is not None
    assert one(mail.attachment.content).uid == meeting.uid


def test_who_left_is_written_nothing(app: Flask, store: Session, pairing: Pairing) -> None:
    plan(store, pairing)
    sent(store)
    withdraw(store, pairing.mentee, by=SYSTEM, now=NOW)
    store.commit()
    context = job_context(app)
    with mail_server() as server:
        transport = SmtpTransport(server.url, "mentorship@example.org")
        deliver_due(context.engine, transport, base_url=BASE, now=NOW + timedelta(hours=1))
        assert "wren@example.org" not in server.readers
        assert "ottoline@example.org" in server.readers


def test_everybody_in_a_group_but_who_plans_it(store: Session) -> None:
    cohort = CohortFactory()
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    mentees = EnrollmentFactory.create_batch(3, cohort=cohort)
    seats = [GroupMember(enrollment=person) for person in (mentor, *mentees)]
    group = MentoringGroup(cohort=cohort, name="Harbour", started_on=date(2026, 9, 1), members=seats)
    store.add(group)
    store.flush()
    services.plan(store, group, CohortRole.MENTOR, USUAL, now=NOW, by=mentor)
    assert {message.to_email for message in waiting(store)} == {one.account.email for one in mentees}
    mail = written(store, waiting(store)[0])
    assert mail.subject == "Mentoring group Harbour on Monday 12 October"


def test_a_mail_goes_out_as_words_and_as_an_event(app: Flask, store: Session, pairing: Pairing) -> None:
    plan(store, pairing)
    store.commit()
    context, later = job_context(app), NOW + timedelta(minutes=3)
    with mail_server() as server:
        server.answers["ottoline@example.org"] = "451 try again"
        transport = SmtpTransport(server.url, "mentorship@example.org")
        assert deliver_due(context.engine, transport, base_url=BASE, now=later) == 0
        server.answers.clear()
        assert deliver_due(context.engine, transport, base_url=BASE, now=later + timedelta(minutes=2)) == 1
        (mail,) = server.mails
    words, event = parts(mail)
    assert words.get_content_type() == "text/plain"
    assert event.get_content_type() == "text/calendar"
    assert (event.get_param("method"), event.get_content_charset()) == ("REQUEST", "utf-8")
    content = event.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert one(content).summary == "Mentorship meeting with Wren Ito"
    with writing(context.engine).begin() as session:
        assert waiting(session) == []


def parts(mail: Message) -> list[Message]:
    assert mail.get_content_type() == "multipart/alternative"
    found = mail.get_payload()
    assert isinstance(found, list)
    return [part for part in found if isinstance(part, Message)]


def test_bytes_of_the_event_survive_the_wire(store: Session, pairing: Pairing) -> None:
    pairing.mentee.account.name = "Wren 👩🏽‍⚕️ " + "Ito " * 30
    plan(store, pairing)
    (message,) = waiting(store)
    mail = written(store, message)
    assert mail.attachment is not None
    wire = compose(message, mail, sender="mentorship@example.org", now=NOW).as_bytes()
    back = email.message_from_bytes(wire, _class=EmailMessage)
    assert parts(back)[1].get_payload(decode=True) == mail.attachment.content


def test_a_preview_shows_the_event_and_keeps_nothing(store: Session, pairing: Pairing) -> None:
    plan(store, pairing)
    (message,) = waiting(store)
    shown = preview(
        store,
        KIND,
        to_email=message.to_email,
        to_name=message.to_name,
        locale="en",
        context=message.context,
        base_url=BASE,
        now=NOW,
    )
    assert shown.attachment is not None
    assert one(shown.attachment.content).summary == "Mentorship meeting with Wren Ito"


NIGHT = datetime(2026, 10, 2, 3, tzinfo=UTC)
"""Eleven in the evening in Toronto, five in the morning in Paris."""


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("", datetime(2026, 10, 2, 11, tzinfo=UTC)),
        ("Europe/Paris", datetime(2026, 10, 2, 5, tzinfo=UTC)),
        ("Asia/Tokyo", None),
    ],
)
def test_it_waits_out_the_readers_own_night(
    store: Session, pairing: Pairing, zone: str, until: datetime | None
) -> None:
    pairing.cohort.program.quiet_hours = True
    pairing.mentor.account.timezone = zone
    plan(store, pairing, now=NIGHT)
    assert waits_until(store, waiting(store)[0], now=NIGHT) == until


def test_in_the_morning_it_would_be_too_late(store: Session, pairing: Pairing) -> None:
    pairing.cohort.program.quiet_hours = True
    plan(store, pairing, Plan(date(2026, 10, 2), time(8), 30, "video"), now=NIGHT)
    assert waits_until(store, waiting(store)[0], now=NIGHT) is None


def test_staff_see_neither_the_mail_nor_an_event_of_the_trail(app: Flask, store: Session, pairing: Pairing) -> None:
    plan(store, pairing)
    program_id = pairing.cohort.program_id
    assert [message.status for message in waiting(store)] == [MessageStatus.QUEUED]
    assert not [message for message in store.scalars(messages(program_id)) if message.kind == KIND]
    assert store.scalars(select(AuditEvent)).all() == []
    store.commit()
    context = job_context(app)
    deliver_due(context.engine, LocalTransport(context.engine), base_url=BASE, now=NOW + timedelta(minutes=3))
    assert all(mail.private for mail in store.scalars(select(LocalMail)))
    assert waiting(store) == []
