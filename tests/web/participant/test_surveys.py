"""Answering a check-in in a browser, with and without a script, once or often, in time or too late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.audit import AuditEvent
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import OutboxMessage
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import draft_of, own_answers
from mentorship_app.surveys.closing import close_wave
from mentorship_app.web.factory import job_context
from tests.factories import EnrollmentFactory
from tests.factories.surveys import STAFF, opened_wave, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in

NOW = datetime.now(UTC)
HTMX = {"HX-Request": "true"}
PARTS = {1: "exh", 2: "dis", 3: "acc", 4: "comment"}
"""Pages of the short check, and how the ids of their items begin."""


@pytest.fixture
def opened(store: Session, keyring: Keyring) -> tuple[Wave, list[Enrollment]]:
    wave, people = opened_wave(store, keyring, 7)
    wave.opened_at = NOW - timedelta(days=1)
    wave.closes_on = (NOW + timedelta(days=30)).date()
    store.commit()
    return wave, people


@pytest.fixture
def wave(opened: tuple[Wave, list[Enrollment]]) -> Wave:
    return opened[0]


@pytest.fixture
def me(opened: tuple[Wave, list[Enrollment]], client: StrictClient) -> Enrollment:
    person = opened[1][0]
    sign_in(client, person.account)
    return person


@pytest.fixture
def sealed(app: Flask) -> Iterator[Session]:
    with Session(job_context(app).engine) as looking:
        yield looking


def said(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page)


def answer_everything(client: StrictClient, wave: Wave, value: int = 2, comment: str = "") -> None:
    for part, items in PARTS.items():
        client.get(f"/surveys/{wave.public_id}/{part}")
        ratings = {item: str(value) for item in rated(value) if item.startswith(items)}
        fields = ratings or {"comment": comment}
        response = client.submit(fields, action=f"/surveys/{wave.public_id}/{part}", button="action=continue")
        assert response.status_code == 303, response.get_data(as_text=True)


def test_a_whole_check_in_without_script_ends_with_thanks_and_own_scores(
    client: StrictClient, wave: Wave, me: Enrollment, sealed: Session, keyring: Keyring
) -> None:
    client.get(f"/surveys/{wave.public_id}")
    assert "About 3 minutes" in said(client)
    assert "anonym" not in said(client).lower().replace("confidential is not anonymous", "")
    answer_everything(client, wave, 2, "Fewer nights in a row")
    response = client.get(f"/surveys/{wave.public_id}/done")
    assert "Thank you" in said(client)
    assert "2.0 on a scale from 0 to 4, on average nearest to “sometimes”" in said(client)
    assert "555-0142" in said(client)
    assert (response.headers["Cache-Control"], response.headers["Clear-Site-Data"]) == ("no-store", '"cache"')
    kept = own_answers(sealed, keyring, sealed.get_one(Wave, wave.id), me.account_id)
    assert kept == {**rated(2), "comment": "Fewer nights in a row"}
    assert sealed.scalar(select(func.count()).select_from(SealedDraft)) == 0


def test_every_tap_is_saved_and_the_words_say_when(
    client: StrictClient, wave: Wave, me: Enrollment, sealed: Session, keyring: Keyring
) -> None:
    address = f"/surveys/{wave.public_id}/2"
    client.get(address)
    response = client.submit({"dis_2": "3"}, action=address, headers=HTMX)
    assert response.status_code == 200
    assert text_of(client.page).startswith("Saved ")
    assert draft_of(sealed, keyring, sealed.get_one(Wave, wave.id), me.account_id) == {"dis_2": 3}
    client.get(f"/surveys/{wave.public_id}")
    assert "Go on" in said(client)
    assert client.page is not None
    chosen = client.get(address) and [
        box.get("value") for box in client.page.iter("input") if box.get("checked") is not None
    ]
    assert chosen == ["3"]


@pytest.mark.usefixtures("me")
def test_questions_left_blank_are_named_once_and_then_let_pass(client: StrictClient, wave: Wave) -> None:
    address = f"/surveys/{wave.public_id}/1"
    client.get(address)
    response = client.submit({"exh_1": "1", "exh_3": "4"}, action=address, button="action=continue")
    assert response.status_code == 200
    assert "2 questions have no answer: 2, 4. Answer them or leave them blank." in said(client)
    response = client.submit(action=address, button="action=continue")
    assert (response.status_code, response.location) == (303, f"/surveys/{wave.public_id}/2")


@pytest.mark.usefixtures("me")
def test_save_and_leave_comes_back_to_where_one_was(client: StrictClient, wave: Wave) -> None:
    address = f"/surveys/{wave.public_id}/1"
    client.get(address)
    response = client.submit({"exh_1": "1"}, action=address, button="action=leave")
    client.get(response.location)
    assert client.page is not None
    assert [link.get("href") for link in client.page.iter("a") if "Go on" in text_of(link)] == [
        f"/surveys/{wave.public_id}/2"
    ]


@pytest.mark.usefixtures("me")
def test_nothing_answered_is_not_sent(client: StrictClient, wave: Wave, sealed: Session) -> None:
    address = f"/surveys/{wave.public_id}/4"
    client.get(address)
    response = client.submit(action=address, button="action=continue")
    assert response.status_code == 422
    assert sealed.scalar(select(func.count()).select_from(Receipt)) == 0


@pytest.mark.parametrize(
    "fields", [{"exh_1": "9"}, {"exh_1": ["1", "2"]}, {"exh_1": "1;drop"}, {"exh_1": "9\x00"}], ids=str
)
@pytest.mark.usefixtures("me")
def test_what_is_not_offered_is_not_kept(
    client: StrictClient, wave: Wave, sealed: Session, fields: dict[str, str]
) -> None:
    address = f"/surveys/{wave.public_id}/1"
    client.get(address)
    assert client.submit(fields, action=address, button="action=continue").status_code == 422
    assert sealed.scalar(select(func.count()).select_from(SealedDraft)) == 0


@pytest.mark.usefixtures("me")
def test_a_comment_that_is_too_long_stays_on_the_page_to_be_shortened(client: StrictClient, wave: Wave) -> None:
    address = f"/surveys/{wave.public_id}/4"
    client.get(address)
    response = client.submit({"comment": "x" * 2001}, action=address, button="action=continue")
    assert response.status_code == 422
    assert "x" * 2001 in response.get_data(as_text=True)
    assert client.submit({"comment": "x" * 2001}, action=address, headers=HTMX).status_code == 422


@pytest.mark.usefixtures("me")
def test_sending_twice_says_that_it_is_done(client: StrictClient, wave: Wave, sealed: Session) -> None:
    client.get(f"/surveys/{wave.public_id}/4")
    late = client.form(f"/surveys/{wave.public_id}/4")
    token = next(box.get("value") for box in late.iter("input") if box.get("name") == "csrf_token")
    answer_everything(client, wave, 2)
    again = client.post(
        f"/surveys/{wave.public_id}/4", data={"csrf_token": token, "action": "continue", "comment": "again"}
    )
    assert again.location == f"/surveys/{wave.public_id}/done"
    for address in ("", "/1"):
        assert client.get(f"/surveys/{wave.public_id}{address}").location == f"/surveys/{wave.public_id}/done"
    assert sealed.scalar(select(func.count()).select_from(SealedAnswers)) == 1


@pytest.mark.usefixtures("me")
def test_hard_scores_put_help_first_and_leave_no_trace(client: StrictClient, wave: Wave, sealed: Session) -> None:
    events = sealed.scalar(select(func.count()).select_from(AuditEvent))
    mails = sealed.scalar(select(func.count()).select_from(OutboxMessage))
    answer_everything(client, wave, 4)
    client.get(f"/surveys/{wave.public_id}/done")
    assert "That sounds like a hard time" in said(client)
    assert said(client).index("Talking to somebody helps") < said(client).index("Your own answers")
    sealed.rollback()
    assert sealed.scalar(select(func.count()).select_from(AuditEvent)) == events
    assert sealed.scalar(select(func.count()).select_from(OutboxMessage)) == mails


def test_a_mailed_link_answers_but_shows_no_own_scores(
    client: StrictClient, wave: Wave, opened: tuple[Wave, list[Enrollment]], app: Flask
) -> None:
    with Session(app.extensions["write_engine"]) as session, session.begin():
        account = session.merge(opened[1][1].account)
        token = new_link(
            session, account, LinkPurpose.WAVE, next_path=f"/surveys/{wave.public_id}", now=datetime.now(UTC)
        )
    client.get(f"/l/{token}")
    response = client.submit(action=f"/l/{token}")
    assert response.location.endswith(f"/surveys/{wave.public_id}")
    answer_everything(client, wave, 2)
    client.get(f"/surveys/{wave.public_id}/done")
    assert "Thank you" in said(client)
    assert "on a scale from" not in said(client)
    assert "opened by a link" in said(client)
    assert client.get("/home").status_code == 303


def test_after_staff_changed_the_address_earlier_answers_are_not_shown(
    client: StrictClient, wave: Wave, me: Enrollment, store: Session
) -> None:
    answer_everything(client, wave, 2)
    client.get(f"/surveys/{wave.public_id}/done")
    assert "on a scale from" in said(client)
    me.account.email_changed_by_staff_at = datetime.now(UTC)
    store.commit()
    client.get(f"/surveys/{wave.public_id}/done")
    assert "on a scale from" not in said(client)


def test_after_staff_changed_the_address_an_earlier_draft_cannot_be_opened(
    client: StrictClient, wave: Wave, me: Enrollment, store: Session
) -> None:
    address = f"/surveys/{wave.public_id}/1"
    client.get(address)
    client.submit({"exh_1": "4"}, action=address, button="action=leave")
    assert "checked" in client.get(address).get_data(as_text=True), "there is something to see"
    me.account.email_changed_by_staff_at = datetime.now(UTC)
    store.commit()
    assert "checked" not in client.get(address).get_data(as_text=True)
    client.submit({"exh_2": "1"}, action=address, button="action=leave")
    assert client.get(address).get_data(as_text=True).count("checked") == 1


@pytest.mark.usefixtures("me")
def test_a_closed_check_in_says_so_everywhere(
    client: StrictClient, wave: Wave, store: Session, keyring: Keyring
) -> None:
    address = f"/surveys/{wave.public_id}/1"
    client.get(address)
    form = client.form(address)
    token = next(box.get("value") for box in form.iter("input") if box.get("name") == "csrf_token")
    close_wave(store, keyring, store.get_one(Wave, wave.id), by=STAFF, now=NOW)
    store.commit()
    for path in ("", "/1", "/done"):
        assert client.get(f"/surveys/{wave.public_id}{path}").status_code == 200
        assert "This check-in is closed" in said(client)
    data = {"csrf_token": token, "exh_1": "2"}
    assert client.post(address, data={**data, "action": "continue"}).status_code == 409
    response = client.post(address, data=data, headers=HTMX)
    assert (response.status_code, text_of(client.page)) == (
        409,
        "This check-in is closed. Answers are no longer taken.",
    )


@pytest.mark.usefixtures("me")
def test_others_and_visitors_do_not_get_in(client: StrictClient, wave: Wave, store: Session, app: Flask) -> None:
    assert client.get(f"/surveys/{wave.public_id}/1").status_code == 200, "there is something to see"
    visitor = app.test_client()
    for path in ("", "/1", "/done"):
        assert "/sign-in" in visitor.get(f"/surveys/{wave.public_id}{path}").location
    stranger = app.test_client()
    outsider = EnrollmentFactory()
    store.commit()
    assert isinstance(stranger, StrictClient)
    sign_in(stranger, outsider.account)
    for path in ("", "/1", "/done"):
        assert stranger.get(f"/surveys/{wave.public_id}{path}").status_code == 403
    for path in ("/surveys/none", f"/surveys/{wave.public_id}/none"):
        assert client.get(path).status_code == 404


@pytest.mark.usefixtures("me")
def test_every_page_is_kept_out_of_caches_and_of_the_log(
    client: StrictClient, wave: Wave, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for path in ("", "/1", "/4"):
        assert client.get(f"/surveys/{wave.public_id}{path}").headers["Cache-Control"] == "no-store"
    answer_everything(client, wave, 3)
    client.get(f"/surveys/{wave.public_id}/done")
    written = capsys.readouterr()
    assert "surveys" not in written.err + written.out


def test_the_pages_are_french_for_french_readers(
    client: StrictClient, wave: Wave, me: Enrollment, store: Session
) -> None:
    me.account.locale = "fr"
    store.commit()
    client.get(f"/surveys/{wave.public_id}")
    assert "Bilan de mi-parcours" in said(client)
    client.get(f"/surveys/{wave.public_id}/1")
    assert "Votre énergie" in said(client)
    assert "Parfois" in said(client)
    answer_everything(client, wave, 4)
    client.get(f"/surveys/{wave.public_id}/done")
    assert "Vos réponses sont enregistrées" in said(client)


def pages_of_the_check_in(client: StrictClient, wave: Wave) -> list[tuple[int, str | None, str]]:
    """Status, onward address and words of every page on which somebody could learn whether answers are in."""
    seen = []
    for path in ("/home", *(f"/surveys/{wave.public_id}{part}" for part in ("", "/1", "/4", "/done"))):
        response = client.get(path)
        seen.append((response.status_code, response.location, said(client) if response.status_code == 200 else ""))
    return seen


def test_whoever_got_a_changed_address_cannot_see_whether_the_person_answered(
    app: Flask, opened: tuple[Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    """Staff could change an address to one of their own, sign in and look. All three people look alike to them."""
    wave, (sent, begun, untouched, *_others) = opened
    for person in (sent, begun, untouched):
        person.account.name = "Robin Vale"
    store.commit()
    before, after = [], []
    for person in (sent, begun, untouched):
        browser = app.test_client()
        assert isinstance(browser, StrictClient)
        sign_in(browser, person.account)
        if person is sent:
            answer_everything(browser, wave, 2)
        elif person is begun:
            browser.get(f"/surveys/{wave.public_id}/1")
            browser.submit({"exh_1": "4"}, action=f"/surveys/{wave.public_id}/1", button="action=leave")
        before.append(pages_of_the_check_in(browser, wave))
    assert before[0] != before[2], "there is something to see"
    assert before[1] != before[2], "there is something to see"
    for person in (sent, begun, untouched):
        person.account.email_changed_by_staff_at = datetime.now(UTC)
        store.commit()
        intruder = app.test_client()
        assert isinstance(intruder, StrictClient)
        sign_in(intruder, person.account)
        seen = pages_of_the_check_in(intruder, wave)
        answer_everything(intruder, wave, 4)
        after.append(seen + pages_of_the_check_in(intruder, wave))
    assert after[0] == after[1] == after[2]
    assert "Thank you" in after[0][-1][2], "the new reader gets to the end as anybody would"
    with Session(job_context(app).engine) as looking:
        kept = [own_answers(looking, keyring, wave, person.account_id) for person in (sent, begun, untouched)]
    assert kept == [rated(2), rated(4), rated(4)], "what was sent first is what counts"


def test_a_survey_page_that_was_open_for_hours_can_still_be_sent(
    client: StrictClient, opened: tuple[Wave, list[Enrollment]]
) -> None:
    wave, people = opened
    with time_machine.travel(NOW, tick=False) as traveller:
        sign_in(client, people[0].account)
        address = f"/surveys/{wave.public_id}/1"
        client.get(address)
        traveller.move_to(NOW + timedelta(hours=11))
        assert client.submit({"exh_1": "4"}, action=address, button="action=continue").status_code in {200, 303}
        client.get(address)
        assert [box.get("value") for box in client.form(address).iter("input") if box.get("checked") is not None] == [
            "4"
        ]


@pytest.mark.usefixtures("me")
def test_without_a_mail_server_the_page_promises_nothing_that_the_local_mailbox_breaks(
    app: Flask, client: StrictClient, wave: Wave
) -> None:
    client.get(f"/surveys/{wave.public_id}")
    assert "not confidential" in said(client)
    assert "Your answers are confidential" not in said(client)
    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url="smtp://mail.example.org")
    client.get(f"/surveys/{wave.public_id}")
    assert "not confidential" not in said(client)
    assert "Your answers are confidential" in said(client)


@pytest.mark.usefixtures("me")
def test_a_key_file_that_others_can_read_stops_the_check_in_and_says_so_to_the_log_alone(
    client: StrictClient, wave: Wave, sealed: Session, keyring: Keyring, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"/surveys/{wave.public_id}/1"
    client.get(address)
    keyring.path.chmod(0o644)
    response = client.submit({"exh_1": "4"}, action=address, button="action=continue")
    assert response.status_code == 503
    assert str(keyring.path) not in response.get_data(as_text=True)
    assert "chmod 600" in capsys.readouterr().err
    assert sealed.scalar(select(func.count()).select_from(SealedDraft)) == 0
    keyring.path.chmod(0o600)
    client.get(address)
    assert client.submit({"exh_1": "4"}, action=address, button="action=continue").status_code in {200, 303}
