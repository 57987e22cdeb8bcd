"""One's own answers and trend in a browser: for whoever signed in properly, and leaving nothing behind."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.models import Receipt
from mentorship_app.privacy.sealing import panel_key_name
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.services import open_wave
from mentorship_app.web.config import Settings
from tests.factories import EnrollmentFactory
from tests.factories.surveys import STAFF, WaveFactory, opened_wave, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.web.test_traces import copy_of

NOW = datetime.now(UTC)
PAGES = ("/me/trend", "/me/answers", "{}", "{}/answers.json", "{}/answers.csv", "{}/take-back")


@pytest.fixture
def waves(store: Session, keyring: Keyring) -> tuple[Wave, Wave, list[Enrollment]]:
    """A closed wave and an open one; six of seven people answered both, each in their own way."""
    first, people = opened_wave(store, keyring, 7)
    second = WaveFactory(
        cohort=first.cohort,
        title_en="Second look",
        title_fr="Deuxième regard",
        opens_on=first.opens_on + timedelta(days=99),
        closes_on=first.opens_on + timedelta(days=400),
    )
    open_wave(store, keyring, second, by=STAFF, now=NOW)
    for number, person in enumerate(people[:6]):
        answers = rated(number % 5, exh_1=number // 5)
        submit(store, keyring, first, person.account_id, answers | {"comment": f"First {number}"})
        submit(store, keyring, second, person.account_id, rated(4) | {"comment": f"=Second {number}"})
    close_wave(store, keyring, first, by=STAFF, now=NOW)
    store.commit()
    return first, second, people


@pytest.fixture
def me(waves: tuple[Wave, Wave, list[Enrollment]], client: StrictClient) -> Enrollment:
    sign_in(client, waves[2][2].account)
    return waves[2][2]


def said(client: StrictClient) -> str:
    return text_of(client.page)


def address(wave: Wave) -> str:
    return f"/me/answers/{wave.public_id}"


@pytest.mark.usefixtures("me")
def test_what_was_sent_can_be_read_and_downloaded_and_is_the_persons_own(
    client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]]
) -> None:
    first, second, _people = waves
    client.get("/me/answers")
    assert "Midpoint check-in" in said(client)
    assert "counted in the results" in said(client)
    assert "sent; it can still be taken back" in said(client)
    client.get(address(second))
    assert "Always" in said(client)
    assert "=Second 2" in said(client)
    client.get(address(first))
    assert "Sometimes" in said(client)
    assert "Second" not in said(client)
    assert "First 2" not in said(client)
    assert "They can no longer be taken back since the check-in closed on" in said(client)
    record = json.loads(client.get(address(first) + "/answers.json").data)
    assert {key: value for line in record["answers"] for key, value in line["kept_as"].items()} == rated(2, exh_1=0)
    table = list(csv.reader(io.StringIO(client.get(address(second) + "/answers.csv").data.decode("utf-8-sig"))))
    assert table[0] == ["Page", "Question", "Answer", "Code"]
    assert len(table) == 1 + 12 + 1
    assert table[-1][2] == "'=Second 2", "no cell becomes a formula"


@pytest.mark.usefixtures("me")
def test_taking_back_is_asked_first_and_then_done_once(
    client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]], store: Session
) -> None:
    _first, second, _people = waves
    page = address(second) + "/take-back"
    client.get(page)
    assert "deleted for good" in said(client)
    assert store.scalar(select(func.count()).select_from(Receipt)) == 6
    store.commit()
    for words in ("Your answers are deleted", "nothing of yours to take back"):
        response = client.submit(action=page) if "deleted" in words else client.post(page, data=token_of(client))
        assert response.location == address(second)
        client.get(address(second))
        assert words in said(client)
    assert "You have not sent anything" in said(client)
    assert client.get(page).location == address(second)
    assert store.scalar(select(func.count()).select_from(Receipt)) == 5
    client.get(f"/surveys/{second.public_id}")
    assert "Start" in said(client)


def token_of(client: StrictClient) -> dict[str, str]:
    assert client.page is not None
    return {"csrf_token": client.page.xpath("string(.//input[@name='csrf_token']/@value)")}


@pytest.mark.usefixtures("me")
def test_after_the_close_taking_back_is_refused_with_the_reason(
    client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    _first, second, _people = waves
    client.get(address(second) + "/take-back")
    close_wave(store, keyring, store.get_one(Wave, second.id), by=STAFF, now=NOW)
    store.commit()
    assert client.submit(action=address(second) + "/take-back").status_code == 409
    assert "taking them out now would show in the results which ones were yours" in said(client)


@pytest.mark.usefixtures("me")
def test_the_trend_is_in_words_and_drawn_with_help_beside_a_hard_score(client: StrictClient) -> None:
    response = client.get("/me/trend")
    assert client.page is not None
    assert "3.0 on a scale from 0 to 4, higher than in Midpoint check-in (1.5)." in said(client)
    assert "Lower is better." in said(client)
    assert "555-0142" in said(client)
    assert said(client).index("That sounds like a hard time") < said(client).index("Exhaustion")
    drawings = client.page.xpath(".//*[local-name()='svg'][@role='img']")
    assert len(drawings) == 6
    assert (response.headers["Cache-Control"], response.headers["Clear-Site-Data"]) == ("no-store", '"cache"')


def test_one_point_is_the_first_of_a_line(
    client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]], keyring: Keyring
) -> None:
    keyring.destroy(panel_key_name(waves[0].cohort.program_id))
    sign_in(client, waves[2][0].account)
    client.get("/me/trend")
    assert "Your line starts next time" in said(client)
    assert "Some check-ins are missing: the key" in said(client)
    client.get(address(waves[0]))
    assert "nobody can tell any more which ones they are: not even you" in said(client)
    assert client.get(address(waves[0]) + "/answers.json").location == address(waves[0])


def test_who_answered_nothing_is_told_so(client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]]) -> None:
    sign_in(client, waves[2][6].account)
    client.get("/me/trend")
    assert "No scores yet." in said(client)
    client.get("/me/answers")
    assert "closed; you sent nothing" in said(client)
    assert "open, nothing sent yet" in said(client)


def test_the_record_holds_what_only_the_person_can_find(client: StrictClient, me: Enrollment) -> None:
    record = json.loads(client.get("/me/record.json").data)
    assert [(one["check_in"], len(one["answers"])) for one in record["surveys"]] == [
        ("Second look", 13),
        ("Midpoint check-in", 12),
    ]
    assert "kept apart" in record["not_included"]
    assert record["account"]["email"] == me.account.email


def test_a_survey_link_opens_none_of_it(
    client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]], app: Flask
) -> None:
    _first, second, people = waves
    with Session(app.extensions["write_engine"]) as session, session.begin():
        account = session.merge(people[3].account)
        token = new_link(session, account, LinkPurpose.WAVE, next_path=f"/surveys/{second.public_id}", now=NOW)
    client.get(f"/l/{token}")
    client.submit(action=f"/l/{token}")
    client.get(f"/surveys/{second.public_id}/done")
    assert "Thank you" in said(client), "the link itself works"
    for page in PAGES:
        assert "/sign-in" in client.get(page.format(address(second))).location


def test_after_staff_changed_the_address_all_people_look_alike(
    app: Flask, waves: tuple[Wave, Wave, list[Enrollment]], store: Session
) -> None:
    first, second, people = waves
    seen: list[list[Any]] = []
    for person in (people[0], people[6]):
        person.account.name = "Robin Vale"
        person.account.email_changed_by_staff_at = datetime.now(UTC)
        store.commit()
        reader = app.test_client()
        assert isinstance(reader, StrictClient)
        sign_in(reader, person.account)
        pages = []
        for path in [page.format(address(wave)) for wave in (first, second) for page in PAGES]:
            response = reader.get(path)
            pages.append((response.status_code, response.location, said(reader)))
        response = reader.post(address(second) + "/take-back", data=token_of(reader))
        pages.append((response.status_code, response.location, said(reader)))
        seen.append(pages)
    assert seen[0] == seen[1]
    assert store.scalar(select(func.count()).select_from(Receipt)) == 6, "and nothing was taken back"


def test_others_find_nothing_there(
    client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]], store: Session
) -> None:
    outsider = EnrollmentFactory()
    store.commit()
    sign_in(client, outsider.account)
    for page in PAGES[2:]:
        assert client.get(page.format(address(waves[1]))).status_code == 403
    client.get("/me/answers")
    assert "Nothing yet." in said(client)


def test_two_copies_with_all_of_these_pages_in_between_differ_in_sealed_rows_alone(
    client: StrictClient,
    waves: tuple[Wave, Wave, list[Enrollment]],
    me: Enrollment,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _first, second, _people = waves
    before = copy_of(settings)
    capsys.readouterr()
    for path in [page.format(address(wave)) for wave in waves[:2] for page in PAGES] + ["/me/record.json"]:
        client.get(path)
    assert copy_of(settings) == before, "looking changes nothing"
    client.get(address(second) + "/take-back")
    client.submit(action=address(second) + "/take-back")
    after = copy_of(settings)
    assert {table for table in after if after[table] != before[table]} == {"receipt", "sealed_answers"}
    assert not [row for table in after for row in after[table] - before[table]], "rows went, and none came"
    gone = [row for table in ("receipt", "sealed_answers") for row in before[table] - after[table]]
    assert len(gone) == 2
    assert not [
        row for row in gone if me.account_id.hex in str(row) or me.account_id.bytes in b"".join(map(bytes_of, row))
    ]
    written = capsys.readouterr()
    assert "answers" not in written.err + written.out


def bytes_of(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def test_the_pages_are_french_for_french_readers(
    client: StrictClient, waves: tuple[Wave, Wave, list[Enrollment]], me: Enrollment, store: Session
) -> None:
    me.account.locale = "fr"
    store.commit()
    client.get("/me/trend")
    assert "3,0 sur une échelle de 0 à 4, plus élevé que dans Bilan de mi-parcours (1,5)." in said(client)
    client.get(address(waves[1]))
    assert "Ce que vous avez envoyé" in said(client)
