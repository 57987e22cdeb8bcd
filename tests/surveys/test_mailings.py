"""Inviting and reminding: who gets what when, and what a copy of the database tells about it (nothing)."""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from mentorship_app.accounts import Account, SignInLink
from mentorship_app.accounts.services import end_ways_in, find_link
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading, writing
from mentorship_app.messaging.delivery import Line, SmtpTransport
from mentorship_app.privacy.models import SealedMailing
from mentorship_app.programs import Enrollment, EnrollmentStatus
from mentorship_app.surveys.answering import draft_owner
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.mailings import Mailing, MailingKind, MailingStatus
from mentorship_app.surveys.mailings.progress import LEASE
from mentorship_app.surveys.mailings.services import follow_dates, hold, release, send_now
from tests.factories import bind_factories
from tests.factories.surveys import NOW, STAFF, opened_wave
from tests.surveys.post import FIRST_REMINDER, INVITED, SECOND_REMINDER, TORONTO, Post, changes, local, snapshot


def test_everything_is_planned_when_the_wave_opens(post: Post) -> None:
    assert post.planned() == {
        "invitation": NOW + timedelta(minutes=10),
        "reminder_1": FIRST_REMINDER,
        "reminder_2": SECOND_REMINDER,
        # A third one on the last day, 30 November, would come a day after the second.
        "evening": local(22, 19),
    }


def test_everybody_is_invited_once_with_a_link_of_their_own(post: Post) -> None:
    assert post.sent(NOW + timedelta(minutes=9)) == []
    assert post.sent(INVITED) == post.addresses
    assert post.sent(INVITED + timedelta(hours=1)) == []
    assert post.states()["invitation"] == "sent"
    with reading(post.engine).begin() as session:
        assert post.mailing(session, MailingKind.INVITATION).sent_on == date(2026, 11, 22)


def test_the_mail_says_minutes_and_day_and_holds_three_links_that_work(post: Post) -> None:
    post.round(INVITED)
    mail = post.server.mails[0]
    body = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]  # a mail of one part
    assert str(mail["Subject"]) == "Midpoint check-in: 3 min, open until Monday 30 November"
    links = [word for word in body.split() if word.startswith("https://")]
    assert [link.rpartition("/l/")[2].partition("/")[2] for link in links] == ["", "tonight", "not-this-time"]
    token = links[0].rpartition("/")[2]
    with reading(post.engine).begin() as session:
        found = find_link(session, token, now=INVITED)
        assert found is not None
        assert found.account.email == mail["X-Envelope-To"]


def test_a_reminder_goes_only_to_those_who_have_not_answered(post: Post) -> None:
    post.round(INVITED)
    post.answer(0, 3, 5)
    waiting = [address for place, address in enumerate(post.addresses) if place not in {0, 3, 5}]
    assert post.sent(FIRST_REMINDER) == waiting
    assert post.sent(FIRST_REMINDER + timedelta(hours=2)) == []
    post.answer(1)
    assert post.sent(SECOND_REMINDER) == waiting[1:]


def test_strict_reminders_go_to_everybody_and_thank_those_who_answered(post: Post) -> None:
    post.round(INVITED)
    with writing(post.engine).begin() as session:
        post.wave(session).is_strict = True
    post.answer(0, 3, 5)
    assert post.sent(FIRST_REMINDER) == post.addresses
    assert b"everybody who was asked" in post.server.mails[0].get_payload(decode=True)


@pytest.mark.parametrize("answered", [(), (0, 3, 5), tuple(range(12))], ids=["nobody", "three", "everybody"])
def test_two_copies_around_a_reminder_look_alike_whoever_answered(
    post: Post, database: Path, answered: tuple[int, ...]
) -> None:
    """The thief has a copy from before and one from after. The same rows change, by as much, whoever was reminded."""
    post.round(INVITED)
    for pause in (2, 10, 60):
        post.round(INVITED + timedelta(minutes=pause))
    post.answer(*answered)
    post.round(FIRST_REMINDER - timedelta(hours=1))
    before = snapshot(database)
    post.server.forget()
    post.round(FIRST_REMINDER)
    assert len(post.server.mails) == 12 - len(answered), "there is something that could leak"
    changed = changes(before, snapshot(database))
    assert changed.keys() == {"mailing", "sealed_mailing"}
    assert {len(row[2]) for row in changed["sealed_mailing"]} == {2_048 + 28}
    seen = repr(changed)
    assert not [person for person in post.people if person.hex in seen or str(person) in seen]
    assert not [address for address in post.addresses if address in seen]
    (old, new) = sorted(changed["mailing"], key=lambda row: row[2] != "queued")
    assert [one for one, other in zip(old, new, strict=True) if one != other] == ["queued", None]
    assert {"sent", "2026-11-25"} <= set(new)


def test_the_log_of_a_sending_names_nobody(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="mentorship_app")
    post.server.answers = {post.addresses[1]: "550 no such person", post.addresses[2]: "450 later"}
    post.round(INVITED)
    post.round(FIRST_REMINDER, transport=SmtpTransport("smtp://127.0.0.1:9", "m@example.org"))
    words = " ".join(str(vars(record)) for record in caplog.records)
    assert "mailing not sent" in words
    assert not [address for address in post.addresses if address in words]
    assert not [person for person in post.people if str(person) in words or person.hex in words]


class Killed(BaseException):
    """What ends a worker between two steps."""


class DyingTransport(SmtpTransport):
    """Dies when the n-th mail has left, before anybody could note it."""

    mails_left = 0

    def line(self) -> Any:
        opened = super().line()
        outer = self

        class Dying:
            def __enter__(self) -> Line:
                self.inner = opened.__enter__()
                return self

            def __exit__(self, *_error: object) -> None:
                opened.__exit__(None, None, None)

            def send(self, message: Any, mail: Any, *, now: datetime) -> None:
                self.inner.send(message, mail, now=now)
                type(outer).mails_left -= 1
                if type(outer).mails_left <= 0:
                    raise Killed

        return Dying()


def test_a_worker_that_dies_repeats_one_mail_at_most_and_leaves_nobody_out(post: Post) -> None:
    dying = DyingTransport(post.server.url, "m@example.org")
    now, kills = INVITED, 0
    for left in (1, 3, 2, 1):
        DyingTransport.mails_left = left
        with pytest.raises(Killed):
            post.round(now, transport=dying)
        kills += 1
        now += LEASE + timedelta(seconds=1)
    post.round(now)
    assert set(post.server.readers) == set(post.addresses)
    assert len(post.server.readers) == 12 + kills
    ids = [mail["Message-ID"] for mail in post.server.mails]
    assert len(set(ids)) == 12, "a repeat carries the id of the first"


def test_another_worker_waits_while_one_is_at_it(post: Post) -> None:
    DyingTransport.mails_left = 2
    with pytest.raises(Killed):
        post.round(INVITED, transport=DyingTransport(post.server.url, "m@example.org"))
    assert post.sent(INVITED + timedelta(minutes=1)) == []
    assert len(post.sent(INVITED + LEASE)) == 11


def test_a_round_goes_through_a_part_of_the_roster(post: Post) -> None:
    post.round(INVITED, batch=5)
    assert (len(post.server.mails), post.server.lines) == (5, 1)
    assert post.states()["invitation"] == "sending"
    post.round(INVITED, batch=5)
    post.round(INVITED, batch=5)
    assert sorted(post.server.readers) == sorted(post.addresses)
    assert post.states()["invitation"] == "sent"


def test_while_the_server_is_away_the_whole_mailing_waits(post: Post) -> None:
    away = SmtpTransport("smtp://127.0.0.1:9", "m@example.org")
    post.round(INVITED, transport=away)
    with reading(post.engine).begin() as session:
        mailing = post.mailing(session, MailingKind.INVITATION)
        assert (mailing.status, mailing.last_error) == (MailingStatus.SENDING, "ConnectionRefusedError")
    assert post.sent(INVITED + timedelta(seconds=30)) == []
    assert post.sent(INVITED + timedelta(seconds=61)) == post.addresses
    with reading(post.engine).begin() as session:
        assert post.mailing(session, MailingKind.INVITATION).last_error == ""


def test_refused_addresses_of_an_invitation_are_a_number_by_reason(post: Post) -> None:
    gone, later = post.addresses[1], post.addresses[2]
    post.server.answers = {gone: "550 no such person", later: "451 greylisted"}
    assert len(post.sent(INVITED)) == 10
    del post.server.answers[later]
    assert post.sent(INVITED + timedelta(minutes=1, seconds=1)) == [later]
    for pause in (7, 40):
        post.round(INVITED + timedelta(minutes=pause))
    with reading(post.engine).begin() as session:
        assert post.mailing(session, MailingKind.INVITATION).refused == {"550": 1}


def test_of_a_reminder_it_is_not_told_who_or_how_many_were_refused(post: Post) -> None:
    post.round(INVITED)
    post.server.answers = {post.addresses[1]: "550 no such person", post.addresses[2]: "451 greylisted"}
    for pause in (0, 2, 10, 60):
        post.round(FIRST_REMINDER + timedelta(minutes=pause))
    with reading(post.engine).begin() as session:
        reminder = post.mailing(session, MailingKind.REMINDER_1)
        assert (reminder.refused, reminder.asked, reminder.last_error) == ({}, None, "")


def test_whoever_left_the_program_gets_no_mail(post: Post) -> None:
    with writing(post.engine).begin() as session:
        session.get_one(Account, post.people[0]).active = False
        left = session.scalars(select(Enrollment).where(Enrollment.account_id == post.people[1])).one()
        left.status = EnrollmentStatus.WITHDRAWN
    assert post.sent(INVITED) == post.addresses[2:]


def test_nothing_leaves_at_night_and_nothing_after_the_last_day(post: Post) -> None:
    post.round(INVITED)
    assert post.sent(local(25, 6, 59)) == []
    assert post.sent(local(25, 22)) == []
    assert post.sent(local(26, 7, 30)) == post.addresses
    assert post.sent(local(1, 9, month=12)) == []
    assert post.states()["reminder_2"] == "cancelled"


def test_a_worker_that_slept_sends_the_latest_reminder_and_no_two_within_48_hours(post: Post) -> None:
    post.round(INVITED)
    assert post.sent(local(29, 10)) == post.addresses
    assert post.states() == {"invitation": "sent", "reminder_1": "cancelled", "reminder_2": "sent", "evening": "queued"}


def test_an_invitation_that_left_late_moves_the_reminders(post: Post) -> None:
    with writing(post.engine).begin() as session:
        hold(session, post.mailing(session, MailingKind.INVITATION))
    assert post.sent(local(25, 8)) == [], "no reminder before the invitation"
    with writing(post.engine).begin() as session:
        release(session, post.mailing(session, MailingKind.INVITATION))
    assert post.sent(local(25, 9)) == post.addresses
    assert post.planned()["reminder_1"] == local(28, 7)
    assert post.states()["reminder_2"] == "cancelled", "day 7 would be after the last day"
    assert post.sent(local(27, 9)) == []
    assert post.sent(local(28, 7)) == post.addresses


def test_clocks_that_jump_send_nothing_twice(post: Post) -> None:
    post.round(INVITED)
    assert post.sent(FIRST_REMINDER) == post.addresses
    for moment in (FIRST_REMINDER - timedelta(days=1), FIRST_REMINDER, FIRST_REMINDER + timedelta(days=2)):
        assert post.sent(moment) == []
    assert post.sent(SECOND_REMINDER) == post.addresses


def test_seven_in_the_morning_stays_seven_when_clocks_change(engine: Engine, keys: Keyring) -> None:
    with writing(engine).begin() as session:
        bind_factories(session)
        # Summer time ends in Toronto on 1 November 2026.
        wave, _people = opened_wave(session, keys, 3, now=datetime(2026, 10, 31, 15, tzinfo=UTC))
        reminders = {
            mailing.kind.value: mailing.not_before.astimezone(TORONTO).isoformat()
            for mailing in session.scalars(select(Mailing).where(Mailing.wave_id == wave.id))
        }
    assert reminders["reminder_1"] == "2026-11-03T07:00:00-05:00"
    assert reminders["evening"] == "2026-10-31T19:00:00-04:00"


def test_dates_that_move_take_the_reminders_and_the_links_along(post: Post) -> None:
    post.round(INVITED)
    with writing(post.engine).begin() as session:
        wave = post.wave(session)
        wave.closes_on = date(2026, 12, 10)
        session.flush()
        follow_dates(session, wave, now=INVITED)
    assert post.planned()["reminder_3"] == local(4, 7, month=12)
    with reading(post.engine).begin() as session:
        ends = set(session.scalars(select(SignInLink.expires_at)))
        assert ends == {local(13, 0, month=12)}


def test_a_reminder_can_be_sent_at_once_but_not_too_soon(post: Post) -> None:
    from mentorship_app.core.errors import Conflict  # noqa: PLC0415  only here

    with writing(post.engine).begin() as session, pytest.raises(Conflict, match="invitation has not left"):
        send_now(session, post.mailing(session, MailingKind.REMINDER_1), now=INVITED)
    post.round(INVITED)
    with writing(post.engine).begin() as session:
        with pytest.raises(Conflict, match="less than three days"):
            send_now(session, post.mailing(session, MailingKind.REMINDER_2), now=local(24, 9))
        send_now(session, post.mailing(session, MailingKind.REMINDER_2), now=local(25, 9))
    assert post.sent(local(25, 9)) == post.addresses
    assert post.states()["reminder_1"] == "cancelled", "the later one went in its place"


def test_the_close_cancels_what_has_not_left_and_drops_the_progress(post: Post) -> None:
    post.round(INVITED)
    with writing(post.engine).begin() as session:
        close_wave(session, post.keys, post.wave(session), by=STAFF, now=local(24, 9))
    assert post.states() == {
        "invitation": "sent",
        "reminder_1": "cancelled",
        "reminder_2": "cancelled",
        "evening": "cancelled",
    }
    assert post.sent(FIRST_REMINDER) == []
    with reading(post.engine).begin() as session:
        assert session.scalar(select(func.count()).select_from(SealedMailing)) == 0


def test_a_changed_address_gets_another_link_and_learns_nothing_of_the_reader_before(post: Post) -> None:
    """Staff change an address to one that they read, in order to see whether a reminder stays away."""
    post.round(INVITED)
    old = {mail["X-Envelope-To"]: mail for mail in post.server.mails}[post.addresses[0]]
    token = next(word for word in old.get_payload(decode=True).decode().split() if "/l/" in word).rpartition("/")[2]  # type: ignore[union-attr]  # a mail of one part
    post.answer(0)
    changed_at = local(23, 9)
    with writing(post.engine).begin() as session:
        account = session.get_one(Account, post.people[0])
        end_ways_in(session, account, now=changed_at)
        account.email, account.email_changed_by_staff_at = "looking@example.org", changed_at
    post.server.forget()
    post.round(FIRST_REMINDER)
    assert "looking@example.org" in post.server.readers
    new = {mail["X-Envelope-To"]: mail for mail in post.server.mails}["looking@example.org"]
    new_token = next(word for word in new.get_payload(decode=True).decode().split() if "/l/" in word).rpartition("/")[2]  # type: ignore[union-attr]  # a mail of one part
    with reading(post.engine).begin() as session:
        assert find_link(session, token, now=FIRST_REMINDER) is None
        found = find_link(session, new_token, now=FIRST_REMINDER)
        assert found is not None
        assert draft_owner(post.wave(session), found.account) != found.account_id
