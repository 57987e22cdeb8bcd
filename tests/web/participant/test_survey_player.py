"""The player in a browser without a script and with one: two devices, questions that come and go, blanks, the end."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from lxml import etree
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.enums import FormStatus
from mentorship_app.forms.models import FormVersion
from mentorship_app.privacy.models import Receipt
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import draft_of, own_answers, submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.web.config import Settings
from mentorship_app.web.factory import job_context
from tests.factories.surveys import BURNOUT_CHECK, STAFF, opened_wave, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.web.test_traces import copy_of

NOW = datetime.now(UTC)
POINTS = [{"value": value, "en": f"Point {value}", "fr": f"Degré {value}"} for value in range(3)]


def both(text: str) -> dict[str, str]:
    return {"en": text, "fr": f"{text} (fr)"}


def question(name: str, kind: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "type": kind, "optional": True, "text": both(name.capitalize()), "config": config}


FORM: dict[str, Any] = {
    "key": "survey_mentees",
    "version": 1,
    "minutes": 1,
    "title": both("Own questions"),
    "sections": [
        {
            "id": "rooms",
            "title": both("Rooms"),
            "questions": [
                {
                    "id": "quiet",
                    "type": "scale",
                    "optional": True,
                    "text": both("Quiet?"),
                    "config": {"points": POINTS},
                },
                {
                    "id": "noise",
                    "type": "scale",
                    "optional": True,
                    "text": both("Which noise?"),
                    "config": {"points": POINTS},
                    "show_if": {"question": "quiet", "is": 0},
                },
                {
                    "id": "hours",
                    "type": "number",
                    "optional": True,
                    "text": both("Hours"),
                    "config": {"min": 0, "max": 9},
                },
                {
                    "id": "more",
                    "type": "long_text",
                    "optional": True,
                    "text": both("More"),
                    "config": {"max_length": 90},
                },
            ],
        }
    ],
}


@pytest.fixture
def opened(store: Session, keyring: Keyring) -> tuple[Wave, list[Enrollment]]:
    """A wave that asks own questions on page 1, then the short check on pages 2 to 4, and a comment."""
    wave, people = opened_wave(store, keyring, 7)
    version = FormVersion(
        program_id=wave.cohort.program_id,
        key="survey_mentees",
        number=9,
        content=FORM,
        status=FormStatus.PUBLISHED,
        published_at=NOW,
    )
    store.add(version)
    store.flush()
    own = {"section": "rooms", "form_version": str(version.id)}
    wave.contents = {"blocks": [own, dict(BURNOUT_CHECK)], "comment": True}
    wave.opened_at = NOW - timedelta(days=1)
    wave.closes_on = (NOW + timedelta(days=30)).date()
    store.commit()
    return wave, people


@pytest.fixture
def wave(opened: tuple[Wave, list[Enrollment]]) -> Wave:
    return opened[0]


@pytest.fixture
def me(opened: tuple[Wave, list[Enrollment]], client: StrictClient) -> Enrollment:
    sign_in(client, opened[1][0].account)
    return opened[1][0]


@pytest.fixture
def other_device(app: Flask, me: Enrollment) -> StrictClient:
    browser = app.test_client()
    assert isinstance(browser, StrictClient)
    sign_in(browser, me.account)
    return browser


@pytest.fixture
def kept(app: Flask, wave: Wave, me: Enrollment, keyring: Keyring) -> Callable[[], dict[str, Any]]:
    """What the person's draft holds now."""

    def draft() -> dict[str, Any]:
        with Session(job_context(app).engine) as looking:
            return draft_of(looking, keyring, looking.get_one(Wave, wave.id), me.account_id)

    return draft


def page_at(wave: Wave, number: int) -> str:
    return f"/surveys/{wave.public_id}/{number}"


def said(client: StrictClient) -> str:
    return text_of(client.page)


def ids_on(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [str(field.get("id")) for field in client.page.iter("fieldset", "textarea")]


def tap(client: StrictClient, fields: dict[str, str], address: str, question: str = "") -> Any:
    headers = {"HX-Request": "true", "HX-Trigger": question or next(iter(fields))}
    return client.submit(fields, action=address, headers=headers)


def test_a_page_left_open_on_another_device_wipes_nothing(
    client: StrictClient, other_device: StrictClient, wave: Wave, kept: Callable[[], dict[str, Any]]
) -> None:
    address = page_at(wave, 2)
    other_device.get(address)
    client.get(address)
    client.submit({"exh_1": "3", "exh_2": "1"}, action=address, button="action=leave")
    assert kept() == {"exh_1": 3, "exh_2": 1}
    other_device.submit({"exh_3": "4"}, action=address, button="action=leave")
    assert kept() == {"exh_1": 3, "exh_2": 1, "exh_3": 4}
    client.get(address)
    client.submit({"exh_1": "0"}, action=address, button="action=leave")
    assert kept() == {"exh_1": 0, "exh_2": 1, "exh_3": 4}, "the later tap counts"


@pytest.mark.usefixtures("me")
def test_the_reply_to_a_tap_tells_the_page_what_is_kept_now(client: StrictClient, wave: Wave) -> None:
    address = page_at(wave, 2)
    client.get(address)
    tap(client, {"exh_1": "3"}, address)
    assert client.page is not None
    (seen,) = client.page.iter("input")
    assert (seen.get("name"), seen.get("hx-swap-oob"), json.loads(seen.get("value") or "")) == (
        "seen",
        "true",
        {"exh_1": 3},
    )


@pytest.mark.usefixtures("me")
def test_a_question_appears_and_goes_with_a_script(
    client: StrictClient, wave: Wave, kept: Callable[[], dict[str, Any]]
) -> None:
    address = page_at(wave, 1)
    client.get(address)
    assert "own_q_noise" not in ids_on(client)
    tap(client, {"own_q_quiet": "0"}, address)
    assert "own_q_noise" in ids_on(client), "in the place that waits for it"
    client.get(address)
    tap(client, {"own_q_noise": "2"}, address)
    assert kept() == {"own_q_quiet": 0, "own_q_noise": 2}
    client.get(address)
    tap(client, {"own_q_quiet": "2"}, address)
    assert client.page is not None
    (place,) = client.page.iter("div")
    assert (place.get("id"), place.get("hidden")) == ("own_q_noise-place", "")
    assert kept() == {"own_q_quiet": 2}, "what is no longer asked is no longer kept"


@pytest.mark.usefixtures("me")
def test_a_question_appears_and_goes_without_a_script(
    client: StrictClient, wave: Wave, kept: Callable[[], dict[str, Any]]
) -> None:
    address = page_at(wave, 1)
    client.get(address)
    response = client.submit({"own_q_quiet": "0", "own_q_hours": "4"}, action=address, button="action=continue")
    assert (response.status_code, response.location) == (303, f"{address}#own_q_noise")
    client.get(address)
    response = client.submit({"own_q_noise": "1"}, action=address, button="action=continue")
    assert response.location == page_at(wave, 2)
    assert kept() == {"own_q_quiet": 0, "own_q_noise": 1, "own_q_hours": 4}


@pytest.mark.usefixtures("me")
def test_blanks_are_pointed_out_once_a_page_and_never_again(client: StrictClient, wave: Wave) -> None:
    address = page_at(wave, 2)
    client.get(address)
    client.submit({"exh_1": "1", "exh_2": "1"}, action=address, button="action=continue")
    assert "2 questions have no answer: 3, 4." in said(client)
    assert client.submit(action=address, button="action=continue").location == page_at(wave, 3)
    client.get(address)
    response = client.submit({"exh_3": "1"}, action=address, button="action=continue")
    assert response.location == page_at(wave, 3), "one still blank, and nobody insists"
    client.get(page_at(wave, 1))
    client.submit({"own_q_quiet": "2"}, action=page_at(wave, 1), button="action=continue")
    assert "1 question has no answer: Hours." in said(client), "called by its words, and no box for words among them"


@pytest.mark.usefixtures("me")
def test_the_other_language_takes_what_was_chosen_along_to_the_same_page(
    client: StrictClient, wave: Wave, kept: Callable[[], dict[str, Any]]
) -> None:
    address = page_at(wave, 2)
    client.get(address)
    assert client.page is not None
    buttons = client.page.xpath(".//header//button[@form='answers']")
    assert [(button.get("name"), button.get("value")) for button in buttons] == [
        ("action", "continue"),
        ("action", "fr"),
    ]
    response = client.submit({"exh_2": "3"}, action=address, button="action=fr")
    assert (response.location, kept()) == (address, {"exh_2": 3})
    client.get(address)
    assert client.page.get("lang") == "fr"
    assert client.page.xpath(".//input[@name='exh_2'][@checked]/@value") == ["3"]


@pytest.mark.usefixtures("me")
def test_the_player_changes_one_sealed_row_and_nothing_else(
    client: StrictClient, wave: Wave, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """A tap, a gentle word about blanks, the other language, a wrong number, and the way back."""
    before = copy_of(settings)
    capsys.readouterr()
    address = page_at(wave, 2)
    client.get(address)
    tap(client, {"exh_1": "3"}, address)
    client.get(address)
    client.submit(action=address, button="action=continue")
    client.submit({"exh_2": "1"}, action=address, button="action=fr")
    client.get(page_at(wave, 1))
    client.submit({"own_q_hours": "many"}, action=page_at(wave, 1), button="action=continue")
    client.get(f"/surveys/{wave.public_id}")
    after = copy_of(settings)
    assert {table: len(after[table] - before[table]) for table in after if after[table] != before[table]} == {
        "sealed_draft": 1
    }
    written = capsys.readouterr()
    assert "surveys" not in written.err + written.out


@pytest.mark.usefixtures("me")
def test_the_other_language_keeps_what_cannot_be_kept_on_the_page(client: StrictClient, wave: Wave) -> None:
    address = page_at(wave, 1)
    client.get(address)
    response = client.submit({"own_q_hours": "many"}, action=address, button="action=fr")
    assert response.status_code == 422
    assert client.page is not None
    assert client.page.get("lang") == "fr"
    assert client.page.xpath("string(.//input[@name='own_q_hours']/@value)") == "many"


@pytest.mark.usefixtures("me")
def test_a_double_click_on_send_thanks_and_says_nothing_else(client: StrictClient, wave: Wave) -> None:
    client.get(page_at(wave, 5))
    form = values_of(client, page_at(wave, 5)) | {"comment": "Rest"}
    for _click in range(2):
        response = client.post(page_at(wave, 5), data=form | {"action": "continue"})
        assert response.location == f"/surveys/{wave.public_id}/done"
    client.get(response.location)
    assert "Thank you" in said(client)
    assert "sent already" not in said(client)


def values_of(client: StrictClient, action: str) -> dict[str, str]:
    return {str(box.get("name")): str(box.get("value") or "") for box in client.form(action).iter("input")}


def test_an_old_page_on_another_device_says_that_what_was_sent_counts(
    client: StrictClient, other_device: StrictClient, wave: Wave, me: Enrollment, app: Flask, keyring: Keyring
) -> None:
    other_device.get(page_at(wave, 2))
    client.get(page_at(wave, 5))
    client.submit({"comment": "Rest"}, action=page_at(wave, 5), button="action=continue")
    tap_response = tap(other_device, {"exh_1": "4"}, page_at(wave, 2))
    assert tap_response.status_code == 409
    assert "What was sent counts" in said(other_device)
    assert other_device.get(page_at(wave, 2)).location == f"/surveys/{wave.public_id}/done"
    token = values_of(client_with_page(other_device, wave), f"/surveys/{wave.public_id}/2")
    response = other_device.post(page_at(wave, 2), data=token | {"exh_1": "4", "action": "continue"})
    other_device.get(response.location)
    assert "what you chose on this page since is not part of it" in said(other_device)
    assert "See what you sent" in said(other_device)
    with Session(job_context(app).engine) as looking:
        assert own_answers(looking, keyring, looking.get_one(Wave, wave.id), me.account_id) == {"comment": "Rest"}
        assert looking.scalar(select(func.count()).select_from(Receipt)) == 1


def client_with_page(client: StrictClient, wave: Wave) -> StrictClient:
    """The browser with the form that stood open there since before the sending."""
    token = client.get("/me") and client.page.xpath("string(.//input[@name='csrf_token']/@value)")  # type: ignore[union-attr]  # a page was read
    body = f'<!doctype html><form action="/surveys/{wave.public_id}/2"><input name=csrf_token value="{token}"></form>'
    client.page = etree.HTML(body)
    return client


def test_after_the_last_day_the_grace_is_said_and_after_it_what_became_of_drafts(
    client: StrictClient, wave: Wave, me: Enrollment, store: Session, keyring: Keyring
) -> None:
    client.get(f"/surveys/{wave.public_id}")
    assert "still taken" not in said(client)
    with time_machine.travel(NOW + timedelta(days=31, hours=8), tick=False):
        sign_in(client, me.account)
        client.get(f"/surveys/{wave.public_id}")
        assert "The last day is over, but answers are still taken until the end of" in said(client)
        client.get(page_at(wave, 2))
        form = values_of(client, page_at(wave, 2))
        close_wave(store, keyring, store.get_one(Wave, wave.id), by=STAFF, now=datetime.now(UTC))
        store.commit()
        response = client.post(page_at(wave, 2), data=form | {"exh_1": "1", "action": "continue"})
        assert response.status_code == 409
        assert "came after the close and was not added" in said(client)
        assert "What was not sent has been erased" in said(client)


@pytest.mark.usefixtures("me")
def test_the_first_page_says_what_one_agrees_to(client: StrictClient, wave: Wave, store: Session) -> None:
    program = wave.cohort.program
    program.is_demo = True
    program.outside_contact_en, program.outside_contact_fr = "Ombuds office, 555-0100", "Bureau de l’ombudsman"
    wave.news_en, wave.consent_en = "Two rooms were added.", "The review board of Northmere approved this."
    wave.news_fr, wave.consent_fr = "Deux salles de plus.", "Le comité de Northmere a approuvé."
    store.commit()
    client.get(f"/surveys/{wave.public_id}")
    for words in (
        "What changed since last time Two rooms were added.",
        "The review board of Northmere approved this.",
        "Taking part is voluntary. Whether you answer, and what, has no bearing on your evaluation.",
        "It asks about: Rooms, Short burnout check.",
        "you can take it back until the check-in closes, at the latest at the end of",
        "groups of 5 or more",
        "Nothing of that is stored or counted, and nobody is told",
        "Ombuds office, 555-0100",
        "Whoever runs the server and changes its software",
        "as long as the program keeps its results",
    ):
        assert words in said(client), words
    assert "555-0142" in said(client), "help is there before anything is asked"


def test_hidden_answers_of_an_earlier_page_are_not_sent(
    client: StrictClient, wave: Wave, me: Enrollment, app: Flask, keyring: Keyring
) -> None:
    client.get(page_at(wave, 1))
    client.submit({"own_q_quiet": "0"}, action=page_at(wave, 1), button="action=continue")
    client.get(page_at(wave, 1))
    client.submit({"own_q_noise": "2"}, action=page_at(wave, 1), button="action=leave")
    client.get(page_at(wave, 1))
    client.submit({"own_q_quiet": "1"}, action=page_at(wave, 1), button="action=leave")
    client.get(page_at(wave, 5))
    client.submit({"comment": ""}, action=page_at(wave, 5), button="action=continue")
    with Session(job_context(app).engine) as looking:
        assert own_answers(looking, keyring, looking.get_one(Wave, wave.id), me.account_id) == {"own_q_quiet": 1}


def test_answers_sent_elsewhere_meanwhile_are_found_again(
    client: StrictClient, wave: Wave, me: Enrollment, store: Session, keyring: Keyring
) -> None:
    client.get(page_at(wave, 2))
    submit(store, keyring, store.get_one(Wave, wave.id), me.account_id, rated(2))
    store.commit()
    client.submit({"exh_1": "2"}, action=page_at(wave, 2), button="action=continue")
    client.get(f"/surveys/{wave.public_id}/done")
    assert "Thank you" in said(client)
