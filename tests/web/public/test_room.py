"""Behind the code of a slide: everybody's own link, and not a word about who is known."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.closing import close_wave
from mentorship_app.web.factory import job_context
from tests.factories import EnrollmentFactory
from tests.factories.surveys import STAFF, WaveFactory, opened_wave
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.kit.worker import mail_to, run_worker

NOW = datetime.now(UTC)


@pytest.fixture
def invited(store: Session, keyring: Keyring) -> tuple[Wave, list[Enrollment]]:
    made, people = opened_wave(store, keyring, 6, now=NOW, closes_on=NOW.date() + timedelta(days=20))
    store.commit()
    return made, people


def link_mailed_to(app: Flask, person: Enrollment) -> str:
    with reading(job_context(app).engine).begin() as session:
        body = mail_to(session, person.account.email)[0].body
    return next(word for word in body.split() if "/l/" in word).removeprefix("http://localhost")


def said(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page)


def test_a_typed_address_gets_its_own_link_to_the_survey(
    app: Flask, client: StrictClient, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    client.get(f"/room/{made.public_id}")
    assert "Open the link in your mail" in said(client)
    sent = client.submit({"email": people[0].account.email}, action="/sign-in")
    assert sent.location == "/sign-in/code"
    run_worker(app)
    link = link_mailed_to(app, people[0])
    client.get(link)
    assert client.submit(action=link).location == f"/surveys/{made.public_id}"


def test_an_unknown_address_gets_the_same_reply(client: StrictClient, invited: tuple[Wave, list[Enrollment]]) -> None:
    made, people = invited
    replies = []
    for address in (people[0].account.email, "nobody@example.org"):
        client.get(f"/room/{made.public_id}")
        sent = client.submit({"email": address}, action="/sign-in")
        client.get(sent.location)
        replies.append((sent.status_code, sent.location, said(client).replace(address, "*")))
    assert replies[0] == replies[1]


def test_whoever_is_signed_in_goes_straight_to_the_survey(
    client: StrictClient, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    sign_in(client, people[0].account)
    assert client.get(f"/room/{made.public_id}").location == f"/surveys/{made.public_id}"


def test_so_does_whoever_came_by_the_mailed_link(
    app: Flask, client: StrictClient, store: Session, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    run_worker(app, now=NOW + timedelta(minutes=11))
    link = link_mailed_to(app, people[0])
    client.get(link)
    client.submit(action=link)
    assert client.get(f"/room/{made.public_id}").location == f"/surveys/{made.public_id}"
    other = WaveFactory()
    store.commit()
    assert client.get(f"/room/{other.public_id}").status_code == 404


def test_others_see_the_page_and_nobody_is_named(
    client: StrictClient, store: Session, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, people = invited
    stranger = EnrollmentFactory()
    store.commit()
    sign_in(client, stranger.account)
    assert client.get(f"/room/{made.public_id}").status_code == 200
    assert not [person for person in people if person.account.name in said(client)]


def test_a_closed_check_in_says_so_and_a_draft_does_not_exist(
    client: StrictClient, store: Session, keyring: Keyring, invited: tuple[Wave, list[Enrollment]]
) -> None:
    made, _people = invited
    draft = WaveFactory()
    close_wave(store, keyring, made, by=STAFF, now=NOW)
    store.commit()
    client.get(f"/room/{made.public_id}")
    assert "This check-in is closed" in said(client)
    assert client.get(f"/room/{draft.public_id}").status_code == 404
    assert client.get("/room/unknown").status_code == 404


def test_the_visit_leaves_no_line_of_log(
    client: StrictClient, invited: tuple[Wave, list[Enrollment]], caplog: pytest.LogCaptureFixture
) -> None:
    made, _people = invited
    caplog.set_level("INFO", logger="mentorship_app")
    client.get("/privacy")
    assert len(caplog.records) == 1
    client.get(f"/room/{made.public_id}")
    assert len(caplog.records) == 1
