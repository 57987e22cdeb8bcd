"""From an empty installation to a program, in five steps behind a code."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.accounts.models import SetupCode
from mentorship_app.accounts.setup_code import ensure_setup_code
from mentorship_app.core.identity import Grant, StaffRole
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Program
from tests.factories import ProgramFactory, StaffGrantFactory
from tests.kit.client import StrictClient, text_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSWORD = "violet kayak drum seven"
ANSWERS = {
    "language": {"locale": "fr"},
    "program": {"organization": "Northmere", "name": "Médecine interne", "contact_email": "Help@example.org"},
    "account": {"name": "Ada Example", "email": "Ada@example.org", "password": PASSWORD, "again": PASSWORD},
    "help": {
        "own-label_en": "Residents’ line",
        "own-label_fr": "Ligne des résidents",
        "own-number": "555-0142",
        "own-checked": "y",
        "public-0-checked": "y",
    },
    "cohort": {},
}


@pytest.fixture
def code(store: Session) -> str:
    """The code that the console printed."""
    printed = ensure_setup_code(store, now=NOW)
    store.commit()
    assert printed is not None
    return printed


def give_code(client: StrictClient, code: str) -> int:
    client.get("/setup")
    return client.submit({"code": code}, action="/setup").status_code


def answer(client: StrictClient, step: str, **changes: str):  # type: ignore[no-untyped-def]  # werkzeug's response
    client.get(f"/setup/{step}")
    return client.submit({**ANSWERS[step], **changes}, action=f"/setup/{step}")


def test_front_page_of_an_empty_installation_leads_to_the_set_up(client: StrictClient, store: Session) -> None:
    assert client.get("/").location == "/setup"
    ProgramFactory()
    store.commit()
    assert client.get("/").status_code == 200


def test_five_steps_make_a_program_with_help_cohort_and_administrator(
    client: StrictClient, store: Session, code: str
) -> None:
    with time_machine.travel(NOW, tick=False):
        assert give_code(client, code.upper()) == 303
        onward = [answer(client, step).location for step in ANSWERS]
    assert onward == ["/setup/program", "/setup/account", "/setup/mail", "/setup/cohort", "/staff/sign-in"]
    program = store.scalars(select(Program)).one()
    assert program.year_starts_in == 7
    account = store.scalars(select(Account)).one()
    cohort = program.cohorts[0]
    assert (program.name, program.organization, program.locale, program.contact_email) == (
        "Médecine interne",
        "Northmere",
        "fr",
        "help@example.org",
    )
    assert [(line.number, line.verified_on.isoformat()) for line in program.help_lines] == [
        ("555-0142", "2026-11-22"),
        ("9-8-8", "2026-11-22"),
    ]
    assert (cohort.name, str(cohort.starts_on), str(cohort.ends_on)) == ("2026–27", "2026-07-01", "2027-06-30")
    assert [(level.code, level.name_fr) for level in program.training_levels][:2] == [("PGY-1", "R1"), ("PGY-2", "R2")]
    assert (account.email, account.locale) == ("ada@example.org", "fr")
    assert account.grants == {Grant(StaffRole.ADMINISTRATOR), Grant(StaffRole.COORDINATOR, program.id)}
    assert store.get(SetupCode, 1) is None


def test_the_chosen_password_works_and_the_set_up_is_gone(client: StrictClient, code: str) -> None:
    give_code(client, code)
    for step in ANSWERS:
        answer(client, step)
    assert [client.get(path).status_code for path in ("/setup", "/setup/cohort", "/setup/mail")] == [404] * 3
    client.get("/staff/sign-in")
    response = client.submit({"email": "ada@example.org", "password": PASSWORD}, action="/staff/sign-in")
    assert response.location == "/staff/authenticator"


@pytest.mark.usefixtures("code")
def test_nothing_is_shown_or_taken_without_the_code(client: StrictClient) -> None:
    assert {client.get(f"/setup/{step}").location for step in [*ANSWERS, "mail"]} == {"/setup"}


def test_ten_wrong_codes_end_the_right_one(client: StrictClient, code: str) -> None:
    for minute in range(10):
        with time_machine.travel(datetime(2026, 11, 22, 12, minute * 2, tzinfo=UTC), tick=False):
            assert give_code(client, "wrong") == 422
    with time_machine.travel(datetime(2026, 11, 22, 13, tzinfo=UTC), tick=False):
        assert give_code(client, code) == 422


def test_newly_printed_code_shuts_out_whoever_had_the_old_one(client: StrictClient, store: Session, code: str) -> None:
    give_code(client, code)
    assert client.get("/setup/language").status_code == 200
    ensure_setup_code(store, now=NOW)
    store.commit()
    assert client.get("/setup/language").location == "/setup"


def test_no_step_is_skipped(client: StrictClient, code: str) -> None:
    give_code(client, code)
    assert client.get("/setup/cohort").location == "/setup/language"
    answer(client, "language")
    assert client.get("/setup/help").location == "/setup/program"


@pytest.mark.parametrize(
    ("step", "changes", "field"),
    [
        ("program", {"name": ""}, "name"),
        ("program", {"contact_email": "nowhere"}, "contact_email"),
        ("account", {"password": "short", "again": "short"}, "password"),
        ("account", {"again": "something else"}, "again"),
        ("help", {"own-number": "call us"}, "own-number"),
        ("help", {"own-label_fr": ""}, "own-label_fr"),
        ("help", {"public-0-number": ""}, "public-0-number"),
        ("cohort", {"ends_on": "2020-01-01"}, "ends_on"),
        ("cohort", {"starts_on": "next July"}, "starts_on"),
        ("cohort", {"levels": "PGY-1\npgy-1"}, "levels"),
    ],
)
def test_wrong_entry_is_named_and_nothing_is_made(
    client: StrictClient, store: Session, code: str, step: str, changes: dict[str, str], field: str
) -> None:
    give_code(client, code)
    for earlier in list(ANSWERS)[: list(ANSWERS).index(step)]:
        answer(client, earlier)
    assert answer(client, step, **changes).status_code == 422
    assert client.page is not None
    assert client.page.xpath(f"//*[@id='{field}-error']")
    assert store.scalar(select(func.count()).select_from(Program)) == 0


def test_own_line_counts_only_when_somebody_checked_it(client: StrictClient, code: str) -> None:
    give_code(client, code)
    for step in ("language", "program", "account"):
        answer(client, step)
    client.get("/setup/help")
    values = {name: value for name, value in ANSWERS["help"].items() if name != "own-checked"}
    assert client.submit(values, action="/setup/help").status_code == 422


def test_draft_holds_no_password_and_survives_a_closed_browser(
    app: Flask, client: StrictClient, store: Session, code: str
) -> None:
    give_code(client, code)
    for step in ("language", "program", "account"):
        answer(client, step)
    draft = str(store.get_one(SetupCode, 1).draft)
    store.commit()
    assert "Ada Example" in draft
    assert PASSWORD not in draft
    other = app.test_client()
    assert isinstance(other, StrictClient)
    give_code(other, code)
    assert other.get("/setup/help").status_code == 200


def test_french_is_spoken_from_the_first_answer_on(client: StrictClient, code: str) -> None:
    give_code(client, code)
    answer(client, "language")
    client.get("/setup/program")
    assert "Comment s’appelle le programme" in text_of(client.page)


def test_mail_test_is_sent_and_its_outcome_told(
    app: Flask, client: StrictClient, store: Session, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_code(client, code)
    answer(client, "language", locale="en")
    for step in ("program", "account"):
        answer(client, step)
    client.get("/setup/mail")
    assert "No mail server is set up" in text_of(client.page)
    settings = app.extensions["settings"]
    monkeypatch.setitem(
        app.extensions, "settings", type(settings)(**{**vars(settings), "smtp_url": "smtp://localhost"})
    )
    client.get("/setup/mail")
    client.submit(action="/setup/mail", follow_redirects=True)
    assert "on its way" in text_of(client.page)
    message = store.scalars(select(OutboxMessage)).one()
    for status, error, words in (("dead", "SMTP 550", "SMTP 550"), ("sent", "", "took the test mail")):
        message.status, message.last_error = type(message.status)(status), error
        store.commit()
        client.get("/setup/mail", headers={"HX-Request": "true"})
        assert words in text_of(client.page)


def test_an_installation_with_an_administrator_has_no_set_up(client: StrictClient, store: Session) -> None:
    StaffGrantFactory(program_id=None, role=StaffRole.ADMINISTRATOR)
    store.commit()
    assert client.get("/setup").status_code == 404
