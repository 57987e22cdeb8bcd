"""*Remind me tonight* and *Not this time*: who gets which mail, and what of it shows (nothing)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mentorship_app.db.engine import reading, writing
from mentorship_app.messaging.delivery import SmtpTransport
from mentorship_app.privacy.models import SealedDraft
from mentorship_app.surveys.answering import draft_of, save_draft, submit
from mentorship_app.surveys.mailings.services import follow_dates
from mentorship_app.surveys.wishes import wish_of
from tests.factories.surveys import rated
from tests.surveys.post import FIRST_REMINDER, INVITED, SECOND_REMINDER, Post, changes, local, snapshot, wish


def test_whoever_asked_gets_one_mail_at_seven_this_evening(post: Post) -> None:
    post.round(INVITED)
    wish(post, 4, "tonight", local(22, 11))
    wish(post, 5, "tonight", local(22, 18, 45))
    assert post.sent(local(22, 18, 59)) == []
    assert post.sent(local(22, 19)) == [post.addresses[4]]
    for moment in (local(22, 19, 2), local(22, 19, 10), local(22, 19, 50), local(22, 20)):
        assert post.sent(moment) == []
    assert post.sent(local(23, 19)) == [post.addresses[5]]
    for moment in (local(23, 19, 2), local(23, 19, 10), local(23, 19, 50), local(24, 19)):
        assert post.sent(moment) == []


def test_an_evening_that_the_worker_slept_through_is_made_up_for_on_the_next(post: Post) -> None:
    post.round(INVITED)
    wish(post, 4, "tonight", local(22, 11))
    assert post.sent(local(22, 23)) == []
    assert post.sent(local(23, 8)) == []
    assert post.sent(local(23, 19)) == [post.addresses[4]]


def test_an_evening_without_a_server_is_made_up_for_in_the_morning(post: Post) -> None:
    post.round(INVITED)
    wish(post, 4, "tonight", local(22, 11))
    away = SmtpTransport("smtp://127.0.0.1:9", "m@example.org")
    for hour in (19, 20):
        post.round(local(22, hour), transport=away)
    assert post.sent(local(22, 22)) == []
    assert post.sent(local(23, 7)) == [post.addresses[4]]
    for minute in (2, 10, 50):
        assert post.sent(local(23, 7, minute)) == []
    wish(post, 5, "tonight", local(23, 11))
    assert post.sent(local(23, 19)) == [post.addresses[5]]


def test_evenings_go_on_when_the_last_day_is_moved_in_the_middle_of_one(post: Post) -> None:
    post.round(INVITED)
    post.round(local(22, 19))
    with writing(post.engine).begin() as session:
        wave = post.wave(session)
        wave.closes_on = date(2026, 12, 10)
        follow_dates(session, wave, now=local(22, 19, 1))
    wish(post, 4, "tonight", local(23, 11))
    assert post.sent(local(23, 19)) == [post.addresses[4]]


def test_a_box_that_does_not_open_stops_nobody_elses_mail(post: Post) -> None:
    post.round(INVITED)
    wish(post, 2, "stop")
    with writing(post.engine).begin() as session:
        box = session.scalars(select(SealedDraft)).one()
        box.body = box.body[:-1] + bytes([box.body[-1] ^ 1])
    assert post.sent(FIRST_REMINDER) == [address for place, address in enumerate(post.addresses) if place != 2]


def test_who_answered_meanwhile_is_not_reminded_this_evening(post: Post) -> None:
    post.round(INVITED)
    wish(post, 4, "tonight", local(22, 11))
    post.answer(4)
    assert post.sent(local(22, 19)) == []


def test_the_evening_looks_the_same_whether_anybody_asked_or_not(post: Post, database: Path) -> None:
    post.round(INVITED)
    for pause in (2, 10, 60):
        post.round(INVITED + timedelta(minutes=pause))
    for minute in (0, 2, 10, 50):
        post.round(local(22, 19, minute))
    seen = []
    for evening, place in ((23, 4), (24, None)):
        if place is not None:
            wish(post, place, "tonight", local(evening, 11))
        before = snapshot(database)
        for minute in (0, 2, 10, 50):
            post.round(local(evening, 19, minute))
        changed = changes(before, snapshot(database))
        seen.append({table: len(rows) for table, rows in changed.items()})
    assert seen[0] == seen[1]


def test_on_the_last_day_tonight_is_still_possible_until_half_past_six(post: Post) -> None:
    from mentorship_app.core.errors import Conflict  # noqa: PLC0415  only here

    wish(post, 4, "tonight", local(30, 18))
    with pytest.raises(Conflict, match="last day"):
        wish(post, 5, "tonight", local(30, 18, 31))


def test_who_stopped_gets_no_reminder_even_after_answering_in_strict_mode(post: Post) -> None:
    post.round(INVITED)
    with writing(post.engine).begin() as session:
        post.wave(session).is_strict = True
    wish(post, 2, "stop")
    wish(post, 3, "stop")
    post.answer(3)
    assert post.sent(FIRST_REMINDER) == [address for place, address in enumerate(post.addresses) if place not in {2, 3}]
    wish(post, 2, "resume")
    assert post.addresses[2] in post.sent(SECOND_REMINDER)


def test_a_wish_survives_saving_and_sending_and_no_answer_page_sees_it(post: Post) -> None:
    wish(post, 2, "stop")
    with writing(post.engine).begin() as session:
        wave, me = post.wave(session), post.people[2]
        save_draft(session, post.keys, wave, me, {"exh_1": 3})
        assert draft_of(session, post.keys, wave, me) == {"exh_1": 3}
        assert wish_of(session, post.keys, wave, me).has_stopped
        submit(session, post.keys, wave, me, rated(2))
        assert wish_of(session, post.keys, wave, me).has_stopped
        assert draft_of(session, post.keys, wave, me) == {}


def test_asking_for_this_evening_takes_a_stop_back_and_the_other_way_round(post: Post) -> None:
    wish(post, 2, "stop")
    wish(post, 2, "tonight", local(22, 11))
    with reading(post.engine).begin() as session:
        found = wish_of(session, post.keys, post.wave(session), post.people[2])
        assert (found.tonight, found.has_stopped) == (date(2026, 11, 22), False)
    wish(post, 2, "stop")
    with reading(post.engine).begin() as session:
        found = wish_of(session, post.keys, post.wave(session), post.people[2])
        assert (found.tonight, found.has_stopped) == (None, True)
