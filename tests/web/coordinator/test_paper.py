"""The coordinator prints sheets, says where they are put, and lets somebody outside type them in."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.paper.keying import numbered, read_sheet
from mentorship_app.surveys.paper.printing import printed
from mentorship_app.surveys.paper.services import entry_of, place_of, set_place
from mentorship_app.web.coordinator.surveys.here import WaveHere
from mentorship_app.web.coordinator.surveys.paper import sheet_html
from mentorship_app.web.extensions import db
from tests.factories import AccountFactory, StaffGrantFactory
from tests.factories.surveys import STAFF, WaveFactory, opened_wave
from tests.kit.client import StrictClient, parse_html, text_of
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import mail_to, run_worker

NOW = datetime.now(UTC)
A4, LETTER = (595, 842), (612, 792)


@pytest.fixture
def wave(store: Session, keyring: Keyring, client: StrictClient) -> Wave:
    """An open wave whose coordinator is signed in."""
    made, _people = opened_wave(store, keyring, 8)
    made.closes_on = (NOW + timedelta(days=9)).date()
    made.consent_en, made.consent_fr = "Approved as <b>quality</b> work.", "Approuvé comme travail de qualité."
    boss = AccountFactory(email="boss@example.org")
    StaffGrantFactory(account=boss, program_id=made.cohort.program_id)
    store.commit()
    staff_sign_in(client, boss)
    return made


@pytest.fixture
def paper(wave: Wave) -> str:
    return f"/p/{wave.cohort.program.slug}/surveys/{wave.public_id}/paper"


def said(client: StrictClient) -> str:
    return text_of(client.page)


def test_the_line_on_the_sheet_is_saved_and_printed(
    client: StrictClient, paper: str, wave: Wave, store: Session
) -> None:
    client.get(paper)
    response = client.submit({"place_en": " The red box ", "place_fr": "La boîte rouge"}, action=paper)
    assert (response.status_code, response.location) == (303, paper)
    assert place_of(store, wave) == LocalizedText(en="The red box", fr="La boîte rouge")
    store.rollback()
    client.get(paper)
    response = client.submit({"place_en": "x" * 201}, action=paper)
    assert response.status_code == 422
    assert "one line on paper" in said(client)


def test_somebody_outside_gets_a_link_that_can_be_ended(
    client: StrictClient, paper: str, wave: Wave, store: Session, app: Flask
) -> None:
    client.get(paper)
    assert "Nobody with power over those who are asked" in said(client)
    assert "/paper/…" in said(client)
    given = {"name": "Quill Farrow", "email": "quill@library.example.org", "locale": "fr"}
    assert client.submit(given, action=f"{paper}/entry").location == paper
    client.get(paper)
    assert "Quill Farrow (quill@library.example.org) can type sheets in" in said(client)
    client.get(paper.removesuffix("/paper"))
    assert "Quill Farrow can type sheets in until the survey closes." in said(client)
    run_worker(app, now=datetime.now(UTC) + timedelta(minutes=11))
    subject, body = next((mail.subject, mail.body) for mail in mail_to(store, "quill@library.example.org"))
    store.rollback()
    assert "Feuilles à saisir" in subject
    link = next(word for word in body.split() if "/paper/" in word)
    address = "/" + link.split("/", 3)[3]
    visitor = app.test_client()
    assert visitor.get(address).status_code == 200
    assert client.submit(action=f"{paper}/end").location == paper
    assert visitor.get(address).status_code == 404
    assert entry_of(store, wave) is None
    store.rollback()
    assert client.post(f"{paper}/end", data=client_token(client, paper)).status_code == 303


def client_token(client: StrictClient, address: str) -> dict[str, str]:
    client.get(address)
    assert client.page is not None
    return {
        "csrf_token": next(node.get("value") for node in client.page.iter("input") if node.get("name") == "csrf_token")
    }


def test_people_of_the_program_are_refused_and_everything_typed_stays(
    client: StrictClient, paper: str, wave: Wave, store: Session
) -> None:
    for email, refusal in (
        ("boss@example.org", "must stand outside it"),
        ("nobody", "Enter an email address in the form"),
        ("", "Enter an email address."),
    ):
        client.get(paper)
        response = client.submit({"name": "Quill Farrow", "email": email, "locale": "en"}, action=f"{paper}/entry")
        assert response.status_code == 422
        assert refusal in said(client)
        assert client.page is not None
        assert [node.get("value") for node in client.page.iter("input") if node.get("name") == "name"] == [
            "Quill Farrow"
        ]
    assert entry_of(store, wave) is None


def test_a_second_person_is_refused_while_the_first_types(client: StrictClient, paper: str, store: Session) -> None:
    given = {"name": "Quill Farrow", "email": "quill@library.example.org", "locale": "en"}
    token = client_token(client, paper)
    assert client.post(f"{paper}/entry", data={**given, **token}).status_code == 303
    assert client.post(f"{paper}/entry", data={**given, **token, "email": "o@example.org"}).status_code == 409
    mails = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "paper_entry"))
    assert [mail.status for mail in mails] == [MessageStatus.QUEUED]


def test_a_planned_wave_can_be_printed_and_a_closed_one_cannot(
    client: StrictClient, paper: str, wave: Wave, store: Session, keyring: Keyring
) -> None:
    planned = WaveFactory(cohort=wave.cohort, closes_on=wave.closes_on)
    store.commit()
    home = paper.replace(wave.public_id, planned.public_id)
    client.get(home)
    assert "Once the survey is open" in said(client)
    assert client.get(f"{home}.pdf").mimetype == "application/pdf"
    close_wave(store, keyring, wave, by=STAFF, now=NOW)
    store.commit()
    assert wave.status is WaveStatus.CLOSED
    assert client.get(paper).location == paper.removesuffix("/paper")
    assert client.get(f"{paper}.pdf").status_code == 409
    assert (
        client.post(
            f"{paper}/entry", data={**client_token(client, home), "name": "Q", "email": "q@example.org", "locale": "en"}
        ).status_code
        == 409
    )


@pytest.mark.parametrize(("size", "box"), [("a4", A4), ("letter", LETTER)])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sheet_is_a_tagged_pdf_in_each_language_and_size(
    client: StrictClient, paper: str, size: str, box: tuple[int, int], language: str
) -> None:
    response = client.get(f"{paper}.pdf?lang={language}&paper={size}")
    assert response.status_code == 200
    assert response.data == client.get(f"{paper}.pdf?lang={language}&paper={size}").data
    with pikepdf.open(io.BytesIO(response.data)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages} == {box}
        kinds = {str(thing.get("/S")) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)}
    assert {"/H1", "/H2", "/H3", "/L", "/LI"} <= kinds
    assert "/Table" not in kinds


SAID = {
    "en": ("Where to put this sheet", "The red box", "12. ", "Do not write your name", "555-0142", "<b>quality</b>"),
    "fr": ("Où déposer cette feuille", "La boîte rouge", "12. ", "N’écrivez pas votre nom", "555-0142", "de qualité"),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sheet_says_where_it_goes_what_holds_on_paper_and_whom_to_call(
    app: Flask, wave: Wave, store: Session, language: str
) -> None:
    set_place(store, wave, en="The red box", fr="La boîte rouge")
    store.commit()
    with app.test_request_context():
        here = db.session.get_one(Wave, wave.id)
        g.program, g.cohort = here.cohort.program, here.cohort
        html = sheet_html(WaveHere(here.cohort.program, here.cohort, here), language, "a4")
    words = text_of(parse_html(html))
    assert [sentence for sentence in SAID[language] if sentence not in words] == []
    assert "http" not in words


def test_a_survey_whose_wording_is_missing_is_not_printed(
    client: StrictClient, paper: str, wave: Wave, store: Session
) -> None:
    unworded = {"blocks": [{"measure": "phq_2", "version": 1, "wording": None}], "comment": True}
    planned = WaveFactory(cohort=wave.cohort, closes_on=wave.closes_on, contents=unworded)
    store.commit()
    home = paper.replace(wave.public_id, planned.public_id)
    assert client.get(home).status_code == 200
    assert client.get(f"{home}.pdf").status_code == 409
    assert "Bind it" in said(client)


def test_nobody_else_prints_or_opens_anything(paper: str, store: Session, app: Flask) -> None:
    mentee = AccountFactory()
    store.commit()
    visitor = app.test_client()
    assert isinstance(visitor, StrictClient)
    for enter in (lambda: None, lambda: sign_in(visitor, mentee)):
        enter()
        for path in (paper, f"{paper}.pdf"):
            assert visitor.get(path).status_code in {303, 403, 404}


def test_numbers_on_paper_are_those_that_are_typed(store: Session) -> None:
    wave = WaveFactory()
    contents = contents_of(store, wave)
    on_paper = [view.position for page in printed(contents, "fr") for view, _when in page.fields]
    typed = [number for page in numbered(contents) for number, _question in page.questions]
    assert on_paper == [(number, len(typed)) for number in typed] == [(number, 13) for number in range(1, 14)]
    empty = read_sheet(contents, _Nothing(), "en")
    assert (empty.answers, len(empty.blanks), empty.errors, empty.not_asked) == ({}, 12, (), ())


class _Nothing:
    def getlist(self, _key: str, /) -> list[str]:
        return []
