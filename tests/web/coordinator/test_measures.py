"""Staff read what measures are, bind their wording from files, and keep licences on record."""

import io
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from mentorship_app.accounts import Account
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.spreadsheets import csv_bytes
from mentorship_app.core.tables import MAX_BYTES
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.binding import bind, in_use
from mentorship_app.instruments.binding.uploads import WordingUpload
from mentorship_app.instruments.licences import LicenceRecord
from mentorship_app.instruments.wording import BoundWording
from mentorship_app.programs import Cohort
from mentorship_app.surveys.services import open_wave
from mentorship_app.web.config import Settings
from tests.contracts.test_hostile_text import OWN, faults
from tests.factories import EnrollmentFactory
from tests.factories.instruments import library_with_lantern, reading_of, wording_csv, wording_rows
from tests.factories.surveys import WaveFactory
from tests.instruments.test_binding_redcap import ROWS, dictionary
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in
from tests.web.coordinator.desk import said, sit_down

BY = Actor(None, "Somebody")
UNCHANGED = re.compile(r"audit_event|bound_wording|licence|wave|wording_upload")


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client)


@pytest.fixture
def lantern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instrument:
    folder = tmp_path / "library"
    folder.mkdir()
    monkeypatch.setattr(catalogue, "LIBRARY", library_with_lantern(folder))
    return catalogue.get("lantern")


@pytest.fixture
def home(cohort: Cohort) -> str:
    """The address of the list; read before a look at the store could make it ask the database."""
    return f"/p/{cohort.program.slug}/surveys/measures"


def rows_of(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    """What is kept of measures, licences and surveys."""
    assert settings.database_path is not None
    with closing(sqlite3.connect(settings.database_path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [table for table in tables if UNCHANGED.search(table)]
        return {table: file.execute(f'SELECT * FROM "{table}"').fetchall() for table in kept}  # noqa: S608  our own names


def chosen(client: StrictClient, home: str, content: bytes, language: str = "", name: str = "w.csv"):  # type: ignore[no-untyped-def]
    client.get(f"{home}/lantern/bind")
    file = FileStorage(io.BytesIO(content), name)
    return client.submit({"file": file, "language": language}, action=f"{home}/lantern/bind")


def test_the_list_says_of_every_measure_what_it_is_and_what_is_missing(client: StrictClient, home: str) -> None:
    client.get(home.removesuffix("/measures"))
    assert "Measures" in said(client)
    client.get(home)
    text = said(client)
    assert len(catalogue.instruments()) == len(client.page.findall(".//tbody/tr")) if client.page is not None else False
    assert "Short burnout checkWritten for this app · not validated" in text
    assert "Its wording is missing: bind your own file." in text
    assert "It may only be asked with a licence" in text


def test_the_list_asks_the_database_no_more_for_more_measures(
    client: StrictClient, home: str, app: Flask, lantern: Instrument
) -> None:
    client.get(home)
    with counted_queries(app) as one:
        client.get(home)
    catalogue.LIBRARY = Path(catalogue.__file__).parent / "library"
    with counted_queries(app) as all_of_them:
        client.get(home)
    assert len(all_of_them) == len(one)
    assert lantern.key == "lantern"


def test_every_measure_has_a_page_in_both_languages_and_none_shows_wording(client: StrictClient, home: str) -> None:
    for locale in ("en", "fr"):
        with client.session_transaction() as session:
            session["locale"] = locale
        for found in catalogue.instruments():
            assert client.get(f"{home}/{found.key}").status_code == 200
            text = said(client)
            for limit in found.cutoffs:
                assert limit.population.in_(locale) in text, found.key
                assert limit.label.in_(locale) in text, found.key
            for wording in found.wording.values():
                assert not [item for item in wording.items.values() if item in text], found.key


def test_a_limit_that_nobody_checked_says_so(client: StrictClient, home: str, lantern: Instrument) -> None:
    client.get(f"{home}/{lantern.key}")
    assert "Glow ≥ 1.5 bright lamps Nowhere" in said(client)
    assert "Not checked at the source" in said(client)


def test_wording_is_looked_at_and_bound(client: StrictClient, home: str, store: Session, lantern: Instrument) -> None:
    answer = chosen(client, home, wording_csv(lantern))
    assert answer.status_code == 303
    client.get(answer.location)
    text = said(client)
    assert "Words en lantern_1" in text
    assert "Words fr response:steps:9" in text
    assert "Words en page:hours:lead" in text
    assert store.scalars(select(BoundWording)).all() == []
    store.rollback()
    done = client.submit(action=answer.location)
    assert done.status_code == 303
    client.get(done.location)
    assert "The wording is bound, as version 1." in said(client)
    assert "w.csv" in said(client)
    assert "Words en" not in said(client)
    assert len(store.scalars(select(BoundWording)).all()) == 1
    assert store.scalars(select(WordingUpload)).all() == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty"),
        (b"item,language,text\nlantern_1,de,Wort\n", "no language of this app"),
        (b"item,language,text\nlantern_1,en,One\nlantern_1,en,Two\n", "already stands in row 2"),
        (b"item,language,text\nlantern_1,en,One\n", "lantern_2 English This text is missing."),
        (b"item,text\nlantern_1,One\n", "The file does not say its language"),
    ],
)
def test_a_file_that_is_wrong_is_refused_and_nothing_changes(
    client: StrictClient, home: str, settings: Settings, lantern: Instrument, content: bytes, message: str
) -> None:
    assert lantern.key == "lantern"
    before = rows_of(settings)
    answer = chosen(client, home, content)
    assert answer.status_code == 422
    assert message in said(client)
    assert rows_of(settings) == before


def test_a_file_of_more_than_ten_megabytes_is_refused_before_it_is_read(
    client: StrictClient, home: str, settings: Settings, lantern: Instrument
) -> None:
    before = rows_of(settings)
    # Written by hand: the client's own way would leave a temporary file open.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="w.csv"\r\n\r\nitem,language,text\n'
    body = head + b"x" * MAX_BYTES + b"\r\n--x--\r\n"
    address = f"{home}/{lantern.key}/bind"
    answer = client.post(address, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "That file is too large Nothing was kept." in said(client)
    assert rows_of(settings) == before


def test_a_missing_item_is_named_and_no_file_is_kept(
    client: StrictClient, home: str, settings: Settings, lantern: Instrument
) -> None:
    before = rows_of(settings)
    answer = chosen(client, home, wording_csv(lantern, without=["lantern_3"]))
    assert answer.status_code == 422
    assert "2 things have to be corrected. Nothing was bound." in said(client)
    assert "The file lantern_3 English This text is missing." in said(client)
    assert rows_of(settings) == before


def test_a_form_without_a_file_asks_for_one(client: StrictClient, home: str, lantern: Instrument) -> None:
    client.get(f"{home}/{lantern.key}/bind")
    assert client.submit(action=f"{home}/lantern/bind").status_code == 422
    assert "Choose the file with the wording." in said(client)


def test_the_second_language_may_come_later(
    client: StrictClient, home: str, store: Session, lantern: Instrument
) -> None:
    for languages, expected in ((["fr"], "Still without a text after this: English"), (["en"], "Words fr lantern_1")):
        answer = chosen(client, home, wording_csv(lantern, languages))
        client.get(answer.location)
        assert expected in said(client)
        client.submit(action=answer.location)
    numbers = store.scalars(select(BoundWording.number).order_by(BoundWording.number)).all()
    assert numbers == [1, 2]


def test_a_dictionary_is_asked_for_its_language_its_pairs_and_its_codes(
    client: StrictClient, home: str, store: Session, lantern: Instrument
) -> None:
    rows = [(row[0].replace("lantern_", "q"), *row[1:5], row[5].replace("0, Dark", "3, Dark")) for row in ROWS[1:]]
    assert chosen(client, home, dictionary(rows)).status_code == 422
    assert "does not say its language" in said(client)
    answer = chosen(client, home, dictionary(rows), language="en")
    client.get(answer.location)
    assert "No field is called like an item of this measure." in said(client)
    assert "Row 5: q" not in said(client)
    assert "a text between questions" in said(client)
    again = client.submit(action=f"{answer.location}/said")
    assert again.location == answer.location
    client.get(answer.location)
    assert "Its answers have the codes 3, 1, 2, the key has 0, 1, 2" in said(client)
    client.submit(action=f"{answer.location}/said")
    client.get(answer.location)
    assert "response:light:0 Dark" in said(client)
    client.submit(action=answer.location)
    wording = store.scalars(select(BoundWording)).one()
    assert wording.texts["en"]["responses"]["light"] == ["Dark", "Dim", "Bright, very"]
    assert lantern.key == wording.instrument_key


def test_pairs_that_cannot_be_read_are_refused_and_stay_typed(
    client: StrictClient, home: str, lantern: Instrument
) -> None:
    answer = chosen(client, home, dictionary(), language="en")
    client.get(answer.location)
    refused = client.submit({"items": "lantern_1", "codes": "1 = 0"}, action=f"{answer.location}/said")
    assert refused.status_code == 422
    assert "Line 1: write two names with = between them." in said(client)
    assert client.page is not None
    boxes = [box.text for box in client.page.iter("textarea")]
    assert [str(box).strip() for box in boxes] == ["lantern_1", "1 = 0"]
    assert lantern.key == "lantern"


def test_what_was_bound_meanwhile_is_not_overlooked(
    client: StrictClient, cohort: Cohort, home: str, store: Session, lantern: Instrument
) -> None:
    answer = chosen(client, home, wording_csv(lantern, ["en"]))
    client.get(answer.location)
    program = store.merge(cohort.program)
    bind(store, program, lantern, reading_of(lantern, ["fr"]), source="x.csv", by=BY, now=datetime.now(UTC))
    store.commit()
    refused = client.submit(action=answer.location)
    assert refused.status_code == 409
    assert "Another wording was bound in the meantime." in said(client)
    assert client.submit(action=answer.location).status_code == 303


def test_a_file_can_be_discarded(client: StrictClient, home: str, store: Session, lantern: Instrument) -> None:
    answer = chosen(client, home, wording_csv(lantern))
    client.get(answer.location)
    client.submit(action=f"{answer.location}/discard")
    assert store.scalars(select(WordingUpload)).all() == []
    store.rollback()
    assert client.get(answer.location).status_code == 404


def test_hostile_wording_is_shown_harmless_wherever_it_is_shown(
    client: StrictClient, cohort: Cohort, home: str, store: Session, keyring: Keyring, lantern: Instrument
) -> None:
    rows = [[place, language, f"{OWN} {place}"] for place, language, _text in wording_rows(lantern)]
    answer = chosen(client, home, csv_bytes([["item", "language", "text"], *rows]))
    client.get(answer.location)
    assert client.page is not None
    assert "<script>alert(1)</script>" in said(client)
    assert faults(client.page) == []
    client.submit(action=answer.location)
    wave, mentee = _opened(store, keyring, cohort, lantern)
    client.get(f"{home.removesuffix('/measures')}/{wave}/preview")
    assert faults(client.page) == []
    resident = client.application.test_client()
    sign_in(resident, mentee)
    for number in range(1, 4):
        assert resident.get(f"/surveys/{wave}/{number}").status_code == 200
        assert "<script>alert(1)</script>" in said(resident)
        assert faults(resident.page) == []


def _opened(store: Session, keyring: Keyring, cohort: Cohort, lantern: Instrument) -> tuple[str, Account]:
    """An open survey that asks the measure as it was bound, and somebody whom it asks."""
    cohort = store.get_one(Cohort, cohort.id)
    bound = in_use(store, cohort.program, lantern)
    assert bound is not None
    store.add(
        LicenceRecord(program=cohort.program, instrument_key=lantern.key, holder="Northmere", number="N-1", paid=50)
    )
    block = {"measure": lantern.key, "version": lantern.version, "wording": str(bound.id)}
    today = datetime.now(UTC).date()
    wave = WaveFactory(
        cohort=cohort,
        contents={"blocks": [block], "comment": False},
        opens_on=today,
        closes_on=today + timedelta(days=9),
    )
    mentee = EnrollmentFactory(cohort=cohort)
    open_wave(store, keyring, wave, by=BY, now=datetime.now(UTC))
    found = wave.public_id, mentee.account
    store.commit()
    return found


def test_the_template_is_a_file_with_every_id(client: StrictClient, home: str, lantern: Instrument) -> None:
    answer = client.get(f"{home}/lantern/template.csv")
    assert answer.mimetype == "text/csv"
    assert b"response:steps:9,fr,," in answer.data
    assert "attachment" in answer.headers["Content-Disposition"]
    assert lantern.key in answer.headers["Content-Disposition"]


def test_measures_that_bring_their_wording_have_none_to_bind(client: StrictClient, home: str) -> None:
    for path in ("bind", "template.csv", "licences/new"):
        assert client.get(f"{home}/own_burnout_short/{path}").status_code == 404
    assert client.get(f"{home}/no_such_measure").status_code == 404


def test_a_licence_is_put_on_record_corrected_and_put_away(
    client: StrictClient, home: str, store: Session, lantern: Instrument
) -> None:
    new = f"{home}/lantern/licences/new"
    client.get(new)
    assert client.submit({"holder": "Northmere", "paid": "many"}, action=new).status_code == 422
    assert "Enter a whole number" in said(client)
    assert client.submit({"holder": "Northmere", "paid": "90"}, action=new).status_code == 422
    assert "Enter the number of the licence" in said(client)
    assert client.submit({"number": "N-1", "expires_on": "soon"}, action=new).status_code == 422
    added = client.submit({"number": "N-1", "expires_on": ""}, action=new)
    assert added.status_code == 303
    client.get(added.location)
    assert "0 of 90" in said(client)
    assert "Administrations left90" in said(client)
    path = f"{home}/lantern/licences/{store.scalars(select(LicenceRecord.public_id)).one()}"
    store.rollback()
    client.get(path)
    assert client.submit({"paid": "100"}, action=path).status_code == 303
    client.get(f"{home}/lantern")
    client.submit(action=f"{path}/end")
    client.get(f"{home}/lantern")
    assert "Put away on" in said(client)
    assert "0 of 100" in said(client)
    assert lantern.key == "lantern"


def test_two_who_correct_one_licence_see_what_the_other_wrote(
    client: StrictClient, cohort: Cohort, home: str, store: Session, lantern: Instrument
) -> None:
    program = store.merge(cohort.program)
    record = LicenceRecord(program=program, instrument_key=lantern.key, holder="Northmere", number="N-1", paid=50)
    store.add(record)
    store.commit()
    path = f"{home}/lantern/licences/{record.public_id}"
    client.get(path)
    record.number, record.version = "N-2", 2
    store.commit()
    assert client.submit({"number": "N-3"}, action=path).status_code == 409
    assert "Number of the licence or orderN-2N-3" in said(client)
    assert client.submit(action=path).status_code == 303
    store.expire_all()
    assert store.scalars(select(LicenceRecord.number)).one() == "N-3"
