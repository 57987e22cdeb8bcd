"""The coordinator finds, adds, corrects and imports people; nothing about surveys is ever among them."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase, RosterUpload
from tests.factories import (
    AccountFactory,
    CohortFactory,
    EnrollmentFactory,
    HelpLineFactory,
    StaffGrantFactory,
    TrainingLevelFactory,
)
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.programs.rosters import HEAD, TWO_PEOPLE, workbook


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    """A cohort in set-up whose coordinator is signed in."""
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    TrainingLevelFactory(program=made.program, code="PGY-1")
    HelpLineFactory(program=made.program)
    boss = AccountFactory(email="boss@example.org", name="Ottoline Marsh")
    StaffGrantFactory(account=boss, program_id=made.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    staff_sign_in(client, boss)
    return made


def people_url(cohort: Cohort, rest: str = "") -> str:
    return f"/p/{cohort.program.slug}/people{rest}"


def upload(client: StrictClient, cohort: Cohort, content: str | bytes, name: str = "people.csv") -> TestResponse:
    raw = content.encode() if isinstance(content, str) else content
    client.get(people_url(cohort, "/import"))
    return client.submit({"file": FileStorage(io.BytesIO(raw), name)}, action=people_url(cohort, "/import"))


def names(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [text_of(row.find("th/a")) for row in client.page.iterfind(".//tbody/tr")]


def said(client: StrictClient) -> str:
    return text_of(client.page)


def look(store: Session) -> None:
    """See what requests wrote. The store is a writer: a look that is left open would keep every request waiting."""
    store.rollback()
    store.expire_all()


def count(store: Session, model: type[Enrollment | RosterUpload]) -> int:
    look(store)
    number = store.scalar(select(func.count()).select_from(model)) or 0
    store.rollback()
    return number


def enrolled(store: Session) -> int:
    return count(store, Enrollment)


def test_empty_list_leads_to_the_import(client: StrictClient, cohort: Cohort) -> None:
    client.get(people_url(cohort))

    assert "Nobody is here yet" in said(client)


def test_list_is_searched_and_narrowed(client: StrictClient, cohort: Cohort, store: Session) -> None:
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Maëlle Fontclair"), role=CohortRole.MENTOR)
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Caspian Rook"), status=EnrollmentStatus.WITHDRAWN)
    store.commit()

    client.get(people_url(cohort))
    assert names(client) == ["Caspian Rook", "Maëlle Fontclair", "Wren Ito"]
    for query, found in (
        ("q=WREN", ["Wren Ito"]),
        ("q=100%25", []),
        ("role=mentor", ["Maëlle Fontclair"]),
        ("status=withdrawn", ["Caspian Rook"]),
        ("level=PGY-1", []),
        ("role=nonsense", ["Caspian Rook", "Maëlle Fontclair", "Wren Ito"]),
    ):
        client.get(people_url(cohort, f"?{query}"))
        assert names(client) == found, query


def test_search_by_htmx_gives_the_list_alone(client: StrictClient, cohort: Cohort, store: Session) -> None:
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    store.commit()

    response = client.get(people_url(cohort, "?q=wren"), headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert names(client) == ["Wren Ito"]


def test_a_thousand_people_come_fifty_at_a_time(client: StrictClient, cohort: Cohort, store: Session) -> None:
    EnrollmentFactory.create_batch(120, cohort=cohort)
    store.commit()

    client.get(people_url(cohort, "?page=3"))

    assert len(names(client)) == 20
    assert "101 to 120 of 120" in said(client)


@pytest.mark.parametrize("path", ["", "?q=person"])
def test_list_costs_the_same_for_one_and_three(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session, path: str
) -> None:
    counts = []
    for more in (1, 2):
        EnrollmentFactory.create_batch(more, cohort=cohort, training_level=cohort.program.training_levels[0])
        store.commit()
        with counted_queries(app) as statements:
            client.get(people_url(cohort, path))
        counts.append(len(statements))

    assert counts[0] == counts[1], counts


def test_people_of_another_program_are_not_visible(client: StrictClient, cohort: Cohort, store: Session) -> None:
    other = EnrollmentFactory(account=AccountFactory(name="Basile Tremblefeuille"))
    store.commit()
    assert enrolled(store) == 1, "there is somebody to leak"

    client.get(people_url(cohort))
    assert "Basile" not in said(client)
    assert client.get(people_url(cohort, f"/{other.public_id}")).status_code == 404
    assert client.get(f"/p/{other.cohort.program.slug}/people").status_code == 404


def test_person_is_added_by_hand(client: StrictClient, cohort: Cohort, store: Session) -> None:
    client.get(people_url(cohort, "/add"))
    typed = {"name": "Wren Ito", "email": "Wren@Example.org", "role": "mentor", "department": "Surgery"}

    response = client.submit(typed, action=people_url(cohort, "/add"))

    assert response.status_code == 303
    row = store.scalars(select(Enrollment)).one()
    assert (row.account.email, row.role, row.department, row.capacity) == (
        "wren@example.org",
        CohortRole.MENTOR,
        "Surgery",
        1,
    )


def test_wrong_entries_are_named_and_kept(client: StrictClient, cohort: Cohort, store: Session) -> None:
    client.get(people_url(cohort, "/add"))

    response = client.submit(
        {"name": "Wren Ito", "email": "wren@", "role": "mentee"}, action=people_url(cohort, "/add")
    )

    assert response.status_code == 422
    assert "Enter an email address in the form name@example.org." in said(client)
    assert client.form(people_url(cohort, "/add")).xpath(".//input[@name='name']/@value") == ["Wren Ito"]
    assert enrolled(store) == 0


@pytest.fixture
def person(cohort: Cohort, store: Session) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito", email="w@example.org"))
    store.commit()
    return made


def test_person_is_corrected(client: StrictClient, cohort: Cohort, person: Enrollment, store: Session) -> None:
    url = people_url(cohort, f"/{person.public_id}")
    client.get(url)

    response = client.submit({"department": "Medicine", "name": "Wren A. Ito"}, action=url, follow_redirects=True)

    assert response.status_code == 200
    look(store)
    assert (person.department, person.account.name, person.version) == ("Medicine", "Wren A. Ito", 2)
    assert "Ottoline Marsh changed the entries of Wren Ito." in said(client)


def test_two_coordinators_at_once_see_both_versions(
    client: StrictClient, cohort: Cohort, person: Enrollment, store: Session
) -> None:
    url = people_url(cohort, f"/{person.public_id}")
    client.get(url)
    person.department, person.version = "Surgery", 2
    store.commit()

    response = client.submit({"department": "Medicine"}, action=url)

    assert response.status_code == 409
    assert client.page is not None
    rows = [[text_of(cell) for cell in row] for row in client.page.iterfind(".//tbody/tr")]
    assert rows == [["Department", "Surgery", "Medicine"]]
    look(store)
    assert person.department == "Surgery"
    store.rollback()
    assert client.submit(action=url).status_code == 303
    look(store)
    assert person.department == "Medicine"


def test_new_address_ends_the_old_ways_in(
    client: StrictClient, cohort: Cohort, person: Enrollment, store: Session
) -> None:
    before = person.account.fs_uniquifier
    url = people_url(cohort, f"/{person.public_id}")
    client.get(url)

    client.submit({"email": "new@example.org"}, action=url)

    look(store)
    assert person.account.email == "new@example.org"
    assert person.account.email_changed_by_staff_at is not None
    assert person.account.fs_uniquifier != before


def test_address_of_staff_cannot_be_taken_over(
    client: StrictClient, cohort: Cohort, person: Enrollment, store: Session
) -> None:
    StaffGrantFactory(account=person.account, role=StaffRole.ADMINISTRATOR)
    store.commit()
    url = people_url(cohort, f"/{person.public_id}")
    client.get(url)

    response = client.submit({"email": "mine@example.org"}, action=url)

    assert response.status_code == 422
    assert store.scalar(select(Account.email).where(Account.id == person.account_id)) == "w@example.org"


def test_person_leaves_and_is_taken_back(
    client: StrictClient, cohort: Cohort, person: Enrollment, store: Session
) -> None:
    url = people_url(cohort, f"/{person.public_id}")
    client.get(url)
    client.get(f"{url}/withdraw")
    client.submit(action=f"{url}/withdraw", follow_redirects=True)
    look(store)
    assert person.status is EnrollmentStatus.WITHDRAWN
    store.rollback()

    client.submit(action=f"{url}/take-back", follow_redirects=True)
    look(store)
    assert person.status is EnrollmentStatus.ACTIVE


def test_list_is_imported_after_it_was_shown(client: StrictClient, cohort: Cohort, store: Session) -> None:
    response = upload(client, cohort, TWO_PEOPLE)
    assert response.status_code == 303
    client.get(response.location)
    assert "Wren Ito" in said(client)
    assert enrolled(store) == 0

    client.submit(action=response.location)

    assert enrolled(store) == 2
    assert count(store, RosterUpload) == 0
    assert client.get(response.location).status_code == 404


BAD_FILES = [
    ("empty", b"", "This file is empty."),
    ("duplicate", f"{HEAD}\na@x.org,A,mentee,,,,,\na@x.org,B,mentee,,,,,\n".encode(), "already stands in row 2"),
    ("level", f"{HEAD}\na@example.org,A,mentee,PGY-9,,,,\n".encode(), "one of these, or nothing: PGY-1"),
    ("old excel", b"\xd0\xcf\x11\xe0 old", "old Excel file"),
]


@pytest.mark.parametrize(("content", "words"), [case[1:] for case in BAD_FILES], ids=[case[0] for case in BAD_FILES])
def test_bad_file_is_explained_and_changes_nothing(
    client: StrictClient, cohort: Cohort, store: Session, content: bytes, words: str
) -> None:
    response = upload(client, cohort, content)

    assert response.status_code == 422
    assert words in said(client)
    assert enrolled(store) == 0
    assert count(store, RosterUpload) == 0


def test_no_file_is_said(client: StrictClient, cohort: Cohort) -> None:
    client.get(people_url(cohort, "/import"))

    assert client.submit(action=people_url(cohort, "/import")).status_code == 422
    assert "Choose the file with your list of people." in said(client)


GOOD_FILES = [
    ("byte order mark", TWO_PEOPLE.encode("utf-8-sig"), "Read as text in UTF-8, columns separated by commas."),
    ("semicolons", TWO_PEOPLE.replace(",", ";").encode(), "columns separated by semicolons."),
    (
        "excel named csv",
        workbook([["email", "name", "role"], ["w@example.org", "Wren Ito", "mentee"]]),
        "The name of this file says text, but it is an Excel workbook.",
    ),
]


@pytest.mark.parametrize(("content", "words"), [case[1:] for case in GOOD_FILES], ids=[case[0] for case in GOOD_FILES])
def test_unusual_file_is_read_and_said_before_anything_changes(
    client: StrictClient, cohort: Cohort, store: Session, content: bytes, words: str
) -> None:
    client.get(upload(client, cohort, content).location)

    assert words in said(client)
    assert "Wren Ito" in said(client)
    assert enrolled(store) == 0


def test_ten_thousand_rows_are_shown_in_pages(client: StrictClient, cohort: Cohort, store: Session) -> None:
    lines = (f"r{n}@example.org,Resident {n},mentee,,,,," for n in range(10_000))
    location = upload(client, cohort, "\n".join([HEAD, *lines])).location

    client.get(f"{location}?page=200")

    assert "Resident 9999" in said(client)
    assert enrolled(store) == 0


def test_apply_is_refused_when_people_changed_since(client: StrictClient, cohort: Cohort, store: Session) -> None:
    location = upload(client, cohort, TWO_PEOPLE).location
    client.get(location)
    EnrollmentFactory(cohort=cohort, account=AccountFactory(email="wren.ito@example.org", name="Wren Ito"))
    store.commit()

    response = client.submit(action=location)

    assert response.status_code == 409
    assert "People changed since this list was checked." in said(client)
    assert enrolled(store) == 1
    assert client.submit(action=location).status_code == 303, "the page that was shown can be applied"
    assert enrolled(store) == 2


def test_list_is_discarded(client: StrictClient, cohort: Cohort, store: Session) -> None:
    location = upload(client, cohort, TWO_PEOPLE).location
    client.get(location)

    client.submit(action=f"{location}/discard")

    assert enrolled(store) == 0
    assert count(store, RosterUpload) == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_template_can_be_filled_in_and_read_back(
    client: StrictClient, cohort: Cohort, kind: str, language: str
) -> None:
    with client.session_transaction() as session:
        session["locale"] = language

    response = client.get(people_url(cohort, f"/import/template.{kind}"))

    assert response.status_code == 200
    assert f".{kind}" in response.headers["Content-Disposition"]
    if kind == "csv":
        heads = response.data.decode("utf-8-sig").strip()
        line = "w@example.org,Wren Ito,mentee,,,,,fr"
        assert upload(client, cohort, f"{heads}\n{line}\n").status_code == 303
    assert client.get(people_url(cohort, "/import/template.exe")).status_code == 404


def test_french_page_says_everything_in_french(client: StrictClient, cohort: Cohort, person: Enrollment) -> None:
    with client.session_transaction() as session:
        session["locale"] = "fr"

    client.get(people_url(cohort))

    assert "Personnes" in said(client)
    assert person.account.name in said(client)
