"""Strings made to break things, through every box of a call and through the import of people."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from mentorship_app.core.paths import PROJECT
from mentorship_app.programs import Phase
from mentorship_app.questions.text import harmless
from mentorship_app.recruitment import Call, CallStatus
from mentorship_app.recruitment.invitations import Invitation, notifications
from mentorship_app.recruitment.next_year import FutureInterest
from tests.contracts import test_hostile_text
from tests.contracts.test_hostile_text import OWN
from tests.factories.recruitment import CallFactory
from tests.kit.client import StrictClient
from tests.web.coordinator.desk import look, said, sit_down

NAUGHTY_STRINGS = PROJECT.parent / "shared" / "data" / "bad_input" / "blns.json"
BASE = "https://mentorship.example.org"


def strings() -> list[str]:
    listed = json.loads(NAUGHTY_STRINGS.read_text()) if NAUGHTY_STRINGS.exists() else []
    return [OWN, "ليلى\u202eحداد", "O’Neil", "D'Ávila", "=1+1", *listed]


def batches(texts: list[str], size: int = 150) -> Iterator[list[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]


def faults(page: etree._Element | None) -> list[str]:
    """What no template of ours writes; the value of an option is only sent back, never followed."""
    assert page is not None
    return [fault for fault in test_hostile_text.faults(page) if not fault.startswith("option value=")]


@pytest.fixture
def call(store: Session, client: StrictClient) -> Call:
    cohort = sit_down(store, client, phase=Phase.RECRUITMENT, program__slug="northmere")
    made: Call = CallFactory(slug="mentors", cohort=cohort)
    store.commit()
    return made


ADD = "/p/northmere/calls/mentors/invitations/add"


@pytest.mark.slow
def test_no_pasted_line_breaks_the_page(client: StrictClient, call: Call) -> None:
    assert call
    for texts in batches(strings()):
        client.get(ADD)
        answer = client.submit({"lines": "\n".join(texts), "department": texts[0]}, action=ADD)
        assert answer.status_code in {303, 422}
        assert faults(client.page) == []


@pytest.mark.slow
@pytest.mark.usefixtures("call")
def test_names_from_a_file_stay_names_on_every_page_in_mails_and_in_the_table(
    client: StrictClient, store: Session
) -> None:
    # A file with signs that no text has is refused as a whole; those are tried in the boxes.
    names = [name for text in strings() if 0 < len(name := " ".join(harmless(text).split())) <= 100]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["name", "email", "department"])
    for number, name in enumerate(names):
        writer.writerow([name.lstrip("= \t"), f"p{number}@example.org", name.lstrip("= \t")])
    client.get(ADD)
    content = FileStorage(io.BytesIO(table.getvalue().encode("utf-8", "replace")), filename="people.csv")
    read = client.submit({"file": content}, action=ADD)
    assert read.status_code == 303, said(client)[:3000]
    for page in range(1, len(names) // 50 + 2):
        assert client.get(f"{read.location}?page={page}").status_code == 200
        assert faults(client.page) == []
    client.get(read.location)
    assert client.submit(action=read.location).status_code == 303
    for page in range(1, len(names) // 50 + 2):
        assert client.get(f"/p/northmere/calls/mentors/invitations?page={page}").status_code == 200
        assert faults(client.page) == []
    assert client.get("/p/northmere/calls/mentors").status_code == 200
    assert faults(client.page) == []
    lines = client.get("/p/northmere/calls/mentors/invitations.csv").get_data().decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(lines, newline="")) for cell in line]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    look(store)
    for invitation in store.scalars(select(Invitation)):
        mail = notifications.preview(
            store,
            invitation.call,
            notifications.INVITATION,
            email=invitation.email,
            name=invitation.name,
            locale="fr",
            base_url=BASE,
            now=invitation.invited_at,
        )
        assert "\n" not in mail.subject
        assert invitation.name in mail.body


@pytest.mark.slow
def test_targets_searches_and_the_list_for_next_year_take_any_words(
    client: StrictClient, store: Session, call: Call
) -> None:
    path = "/p/northmere/calls/mentors/targets"
    for texts in batches(strings(), 40):
        client.get(path)
        fields = {"topic-value": texts, "topic-places": ["1"] * len(texts)}
        assert client.submit(fields, action=path).status_code in {303, 422}
        assert faults(client.page) == []
    client.get("/p/northmere/calls/mentors")
    assert faults(client.page) == []
    for text in strings()[::9]:
        for address in ("/p/northmere/calls/mentors/invitations", "/p/northmere/applications"):
            assert client.get(address, query_string={"q": text, "department": text, "reply": text}).status_code == 200
            assert faults(client.page) == []
    store.get_one(Call, call.id).status = CallStatus.CLOSED
    store.commit()
    for number, text in enumerate(strings()[::10]):
        client.get("/apply/mentors/next-year")
        fields = {"name": text, "email": f"n{number}@example.org", "department": text}
        assert client.submit(fields, action="/apply/mentors/next-year").status_code in {303, 422}
        assert faults(client.page) == []
    client.get("/p/northmere/next-year")
    assert faults(client.page) == []
    look(store)
    assert len(store.scalars(select(FutureInterest)).all()) > 20
