"""Staff plan, open, close and read check-ins; never a name beside an answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.sealing import wave_key_name
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.score_import import import_scores, read_scores
from mentorship_app.surveys.score_mapping import load_mapping
from tests.factories import AccountFactory, CohortFactory, HelpLineFactory, StaffGrantFactory
from tests.factories.surveys import STAFF, WaveFactory, opened_wave, people_of, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import mail_to, run_worker
from tests.surveys.test_score_import import MAPPING

NOW = datetime.now(UTC)
TODAY = NOW.date()


def staff_of(cohort: Cohort, client: StrictClient, role: StaffRole = StaffRole.COORDINATOR) -> Account:
    account: Account = AccountFactory()
    StaffGrantFactory(account=account, program_id=cohort.program_id, role=role)
    StaffGrantFactory._meta.sqlalchemy_session.commit()
    staff_sign_in(client, account)
    return account


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    assert store, "bound to the factories"
    made: Cohort = CohortFactory(starts_on=TODAY - timedelta(days=100), ends_on=TODAY + timedelta(days=265))
    HelpLineFactory(program=made.program, verified_on=TODAY)
    staff_of(made, client)
    return made


@pytest.fixture
def wave(store: Session, keyring: Keyring, client: StrictClient) -> tuple[Wave, list[Enrollment]]:
    """An open wave of 9 and 8 whose coordinator is signed in."""
    made, people = opened_wave(store, keyring, 9, 8)
    made.closes_on = TODAY + timedelta(days=9)
    store.commit()
    staff_of(made.cohort, client)
    return made, people


def home(made: Wave | Cohort) -> str:
    program = made.cohort.program if isinstance(made, Wave) else made.program
    return f"/p/{program.slug}/surveys"


def said(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page)


def answered(store: Session, keyring: Keyring, made: Wave, people: list[Enrollment]) -> None:
    for number, person in enumerate(people):
        submit(store, keyring, made, person.account_id, rated(number % 5))
    store.commit()


def test_a_check_in_is_planned_opened_and_everybody_is_invited(
    client: StrictClient, cohort: Cohort, store: Session, app: Flask
) -> None:
    people = people_of(cohort, 8)
    store.commit()
    client.get(home(cohort))
    assert "No check-in yet" in said(client)
    client.get(f"{home(cohort)}/new")
    created = client.submit({"kind": "midpoint"}, action=f"{home(cohort)}/new")
    assert created.status_code == 303
    client.get(created.location)
    assert "People who would be asked8" in said(client)
    client.get(f"{created.location}/open")
    assert "8 people get a mail" in said(client)
    assert "Bilan" not in said(client)
    assert people[0].account.name not in said(client)
    client.submit(action=f"{created.location}/open")
    client.get(created.location)
    assert "Answered, at least0 of 8" in said(client)
    store.rollback()
    run_worker(app, now=datetime.now(UTC) + timedelta(minutes=11))
    mail = mail_to(store, people[0].account.email)
    store.rollback()
    assert [sent.subject.partition(":")[0] for sent in mail] == ["Midpoint check-in"]


def test_what_is_missing_before_opening_is_said_on_the_page(
    client: StrictClient, cohort: Cohort, store: Session
) -> None:
    made = WaveFactory(cohort=cohort, opens_on=TODAY, closes_on=TODAY + timedelta(days=5))
    store.commit()
    client.get(f"{home(cohort)}/{made.public_id}/open")
    response = client.submit(action=f"{home(cohort)}/{made.public_id}/open")
    assert response.status_code == 409
    assert "There is nobody to ask yet" in said(client)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"opens_on": "2027-01-09", "closes_on": "2027-01-02"}, "must not lie before"),
        ({"opens_on": "", "closes_on": ""}, "Enter the first day"),
        ({"opens_on": "soon"}, "Not a valid date"),
        ({"closes_on": "2026-01-02", "opens_on": "2026-01-01"}, "already over"),
        ({"kind": "other"}, "Not a valid choice"),
        ({"asks": "other"}, "Not a valid choice"),
    ],
)
def test_wrong_dates_are_said_at_their_field_and_keep_what_was_typed(
    client: StrictClient, cohort: Cohort, store: Session, fields: dict[str, str], message: str
) -> None:
    client.get(f"{home(cohort)}/new")
    response = client.submit(fields, action=f"{home(cohort)}/new")
    assert response.status_code == 422
    assert message in said(client)
    assert all(f'value="{value}"' in response.text for name, value in fields.items() if value and name.endswith("_on"))
    assert store.scalars(select(Wave)).all() == []


def test_the_count_of_an_open_check_in_moves_in_fives_and_names_nobody(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    made, people = wave
    answered(store, keyring, made, people[:7])
    for address in (home(made), f"{home(made)}/{made.public_id}", f"{home(made)}/{made.public_id}/close"):
        client.get(address)
        assert "t least" in said(client)
        assert "5 of 17" in said(client)
        assert " 7 " not in said(client)
        assert not [person for person in people if person.account.name in said(client)]


def test_there_are_no_results_before_the_close(client: StrictClient, wave: tuple[Wave, list[Enrollment]]) -> None:
    made, _people = wave
    client.get(f"{home(made)}/{made.public_id}/results")
    assert "No results before the close" in said(client)


def test_closing_shows_groups_and_the_worker_destroys_the_key(
    client: StrictClient,
    wave: tuple[Wave, list[Enrollment]],
    store: Session,
    keyring: Keyring,
    app: Flask,
) -> None:
    made, people = wave
    answered(store, keyring, made, people)
    address = f"{home(made)}/{made.public_id}"
    client.get(f"{address}/close")
    client.submit(action=f"{address}/close")
    client.get(address)
    assert "destroying this check-in’s key" in said(client)
    assert keyring.has(wave_key_name(made.id))
    run_worker(app)
    assert not keyring.has(wave_key_name(made.id))
    client.get(f"{address}/results")
    assert "PGY-1 9" in said(client)
    assert "PGY-2 8" in said(client)
    assert "Everybody 17" in said(client)
    assert "not validated" in said(client)
    assert client.page is not None
    assert len(list(client.page.iter("svg", "{http://www.w3.org/2000/svg}svg"))) >= 6
    store.rollback()
    store.expire_all()
    assert store.get_one(Wave, made.id).status is WaveStatus.CLOSED


def test_small_groups_say_why_they_are_blank(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    made, people = wave
    answered(store, keyring, made, people[:9] + people[9:12])
    close_wave(store, keyring, made, by=STAFF, now=NOW)
    store.commit()
    client.get(f"{home(made)}/{made.public_id}/results")
    assert "PGY-2 Not shown: fewer than 5 people answered." in said(client)
    assert "PGY-1 Not shown, to protect a smaller group." in said(client)
    assert "Everybody 12" in said(client)


def test_a_stale_form_closes_nothing(client: StrictClient, wave: tuple[Wave, list[Enrollment]], store: Session) -> None:
    made, _people = wave
    address = f"{home(made)}/{made.public_id}"
    client.get(f"{address}/close")
    response = client.submit({"version": str(made.version - 1)}, action=f"{address}/close")
    assert response.status_code == 409
    store.rollback()
    store.expire_all()
    assert store.get_one(Wave, made.id).status is WaveStatus.OPEN


def test_a_plan_can_be_deleted_and_its_questions_looked_at(
    client: StrictClient, cohort: Cohort, store: Session
) -> None:
    made = WaveFactory(cohort=cohort, opens_on=TODAY, closes_on=TODAY + timedelta(days=5))
    store.commit()
    address = f"{home(cohort)}/{made.public_id}"
    client.get(f"{address}/preview?page=1")
    assert "Part 1 of 4" in said(client)
    assert "I got through a day on coffee and willpower" in said(client)
    client.get(address)
    client.submit(action=f"{address}/delete")
    assert client.get(address).status_code == 404


def test_viewers_read_results_and_nothing_else(
    app: Flask, wave: tuple[Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    made, people = wave
    answered(store, keyring, made, people)
    close_wave(store, keyring, made, by=STAFF, now=NOW)
    store.commit()
    viewer = app.test_client()
    assert isinstance(viewer, StrictClient)
    staff_of(made.cohort, viewer, StaffRole.VIEWER)
    assert viewer.get(f"{home(made)}/{made.public_id}/results").status_code == 200
    for path in ("", "/new", f"/{made.public_id}", f"/{made.public_id}/close", f"/{made.public_id}/open"):
        assert viewer.get(home(made) + path).status_code == 403, path


def test_another_programs_check_in_does_not_exist_here(
    client: StrictClient, cohort: Cohort, store: Session, keyring: Keyring
) -> None:
    theirs, _people = opened_wave(store, keyring, 8)
    store.commit()
    for path in ("", "/results", "/close", "/preview"):
        assert client.get(f"{home(cohort)}/{theirs.public_id}{path}").status_code == 404
        assert client.get(f"{home(theirs)}/{theirs.public_id}{path}").status_code == 404


def test_imported_scores_are_listed_and_shown(
    client: StrictClient, cohort: Cohort, store: Session, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("scores")
    (folder / "m.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "s.csv").write_text("exh,year\n" + "5,1\n7,2\n" * 6, encoding="utf-8")
    mapping = load_mapping(folder / "m.yaml")
    done = import_scores(store, cohort, mapping, read_scores(folder / "s.csv", mapping), by=STAFF, now=NOW)
    store.commit()
    client.get(home(cohort))
    assert "Small school" in said(client)
    client.get(f"{home(cohort)}/imports/{done.record.public_id}")
    assert "First 6 5.00" in said(client)


def test_the_list_costs_the_same_for_one_and_for_three(
    client: StrictClient, cohort: Cohort, store: Session, app: Flask
) -> None:
    counts = []
    for number in range(3):
        WaveFactory(cohort=cohort, opens_on=date(2026, 9, 1 + number))
        store.commit()
        with counted_queries(app) as statements:
            client.get(home(cohort))
        counts.append(len(statements))
    assert counts[0] == counts[2]


def test_the_pages_are_french_for_french_readers(
    client: StrictClient, wave: tuple[Wave, list[Enrollment]], store: Session, keyring: Keyring
) -> None:
    made, people = wave
    for account in store.scalars(select(Account)):
        account.locale = "fr"
    answered(store, keyring, made, people)
    close_wave(store, keyring, made, by=STAFF, now=NOW)
    store.commit()
    client.get(home(made))
    assert "Bilans de cette cohorte" in said(client)
    client.get(f"{home(made)}/{made.public_id}/results")
    assert "Épuisement" in said(client)
    assert "R1 9" in said(client)
