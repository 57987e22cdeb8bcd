"""*Remind me tonight* and *Not this time*: links of a mail that open a page with one button each."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading
from mentorship_app.privacy.models import SealedDraft
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.wishes import Wish, wish_of
from mentorship_app.web.factory import job_context
from tests.factories.surveys import STAFF, opened_wave, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.worker import mail_to, run_worker

NOW = datetime.now(UTC)


@pytest.fixture
def invited(store: Session, keyring: Keyring) -> tuple[Wave, list[Enrollment]]:
    made, people = opened_wave(store, keyring, 6, now=NOW, closes_on=NOW.date() + timedelta(days=20))
    store.commit()
    return made, people


def subjects(app: Flask, person: Enrollment) -> list[str]:
    with reading(job_context(app).engine).begin() as session:
        return [mail.subject for mail in mail_to(session, person.account.email)]


def count(app: Flask, table: type) -> int:
    with reading(job_context(app).engine).begin() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def links_of(app: Flask, person: Enrollment) -> list[str]:
    """The three links of the person's invitation, as paths."""
    run_worker(app, now=NOW + timedelta(minutes=11))
    with reading(job_context(app).engine).begin() as session:
        body = mail_to(session, person.account.email)[0].body
    return [word.removeprefix("http://localhost") for word in body.split() if word.startswith("http://localhost/l/")]


def wish(app: Flask, keyring: Keyring, made: Wave, person: Enrollment) -> Wish:
    with reading(job_context(app).engine).begin() as session:
        return wish_of(session, keyring, session.get_one(Wave, made.id), person.account_id)


def said(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page)


def test_opening_a_link_changes_nothing(
    app: Flask, client: StrictClient, keyring: Keyring, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    for path in links_of(app, people[0]):
        assert client.get(path).status_code == 200
        assert client.page is not None
        assert len([form for form in client.page.iter("form") if form.get("action") == path]) == 1
    assert wish(app, keyring, made, people[0]) == Wish()
    assert count(app, SealedDraft) == 0


def test_one_press_asks_for_a_mail_this_evening(
    app: Flask, client: StrictClient, keyring: Keyring, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    _answer, tonight, _stop = links_of(app, people[0])
    client.get(tonight)
    done = client.submit(action=tonight)
    assert (done.status_code, done.location) == (303, f"/surveys/{made.public_id}")
    found = wish(app, keyring, made, people[0]).tonight
    assert found is not None
    client.get(done.location)
    assert "at seven in the evening" in said(client)
    evening = datetime.combine(found, time(19), tzinfo=ZoneInfo("America/Toronto"))
    run_worker(app, now=evening)
    assert [subject.partition(",")[2] for subject in subjects(app, people[0])][1:] == [" the reminder you asked for"]
    assert len(subjects(app, people[1])) == 1


def test_one_press_stops_reminders_and_the_first_page_takes_it_back(
    app: Flask, client: StrictClient, keyring: Keyring, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    _answer, _tonight, stop = links_of(app, people[0])
    client.get(stop)
    onward = client.submit(action=stop).location
    assert wish(app, keyring, made, people[0]).has_stopped
    client.get(onward)
    assert "You asked for no more reminders" in said(client)
    client.submit(action=f"{onward}/reminders-again")
    assert wish(app, keyring, made, people[0]) == Wish()
    client.get(onward)
    client.submit(action=f"{onward}/not-this-time")
    client.get(onward)
    client.submit(action=f"{onward}/reminders-again")
    client.get(onward)
    client.submit(action=f"{onward}/tonight")
    assert wish(app, keyring, made, people[0]).tonight is not None


def test_no_event_tells_of_a_wish_and_no_page_of_staff_either(
    app: Flask, client: StrictClient, invited: tuple[Wave, list[Enrollment]]
) -> None:
    _made, people = invited
    _answer, _tonight, stop = links_of(app, people[0])
    before = count(app, AuditEvent)
    client.get(stop)
    client.submit(action=stop)
    assert count(app, AuditEvent) == before


def test_a_wish_after_answering_leads_to_the_thanks(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    _answer, tonight, _stop = links_of(app, people[0])
    submit(store, keyring, made, people[0].account_id, rated(2))
    store.commit()
    client.get(tonight)
    client.get(client.submit(action=tonight).location)
    page = client.get(f"/surveys/{made.public_id}/done")
    assert page.status_code == 200
    assert "your answers are in" in said(client)


def test_after_the_close_the_links_say_so(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    answer, tonight, _stop = links_of(app, people[0])
    client.get(tonight)
    close_wave(store, keyring, made, by=STAFF, now=NOW)
    store.commit()
    onward = client.submit(action=tonight).location
    client.get(onward)
    assert "This check-in is closed" in said(client)
    assert client.get(tonight).location == answer


@pytest.mark.parametrize("path", ["/l/unknown/tonight", "/l/unknown/not-this-time"])
def test_an_unknown_link_says_so(client: StrictClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert "This link no longer works" in said(client)


def test_the_pages_are_french_for_french_readers(
    app: Flask, client: StrictClient, invited: tuple[Wave, list[Enrollment]]
) -> None:
    _made, people = invited
    links = links_of(app, people[0])
    for path, expected in zip(links[1:], ("Me le rappeler", "Arrêter les rappels"), strict=True):
        client.get(path, headers={"Accept-Language": "fr"})
        assert expected in said(client)
