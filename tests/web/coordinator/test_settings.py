"""The program's settings, help numbers, levels, cohorts, staff, log, and the end of a demo."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import OutboxMessage
from mentorship_app.privacy.sealing import make_keys
from mentorship_app.programs import Cohort, HelpLine, Program
from tests.factories import EnrollmentFactory, HelpLineFactory, StaffGrantFactory
from tests.factories.surveys import WaveFactory
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.worker import run_worker
from tests.web.coordinator.desk import look, said, sit_down

TODAY = datetime.now(UTC).date()


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client)


@pytest.fixture
def url(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/settings"


def test_program_is_renamed_and_keeps_its_address(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    slug = cohort.program.slug
    client.get(url)

    assert client.submit({"name": "Surgery"}, action=url).status_code == 303
    look(store)
    assert (cohort.program.name, cohort.program.slug, cohort.program.version) == ("Surgery", slug, 2)


def test_wrong_time_zone_is_named_and_kept(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(url)

    assert client.submit({"timezone": "Mars/Olympus"}, action=url).status_code == 422
    assert "Enter a time zone such as America/Toronto." in said(client)
    assert client.form(url).xpath(".//input[@name='timezone']/@value") == ["Mars/Olympus"]
    look(store)
    assert cohort.program.timezone == "America/Toronto"


def test_two_coordinators_at_once_see_both(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(url)
    cohort.program.name, cohort.program.version = "Medicine", 2
    store.commit()

    assert client.submit({"name": "Surgery"}, action=url).status_code == 409
    assert "Medicine, Northmere" in said(client)
    assert client.submit(action=url).status_code == 303


LINE = {"label_en": "Crisis line", "label_fr": "Ligne de crise", "number": "9-8-8"}


def test_help_number_is_added_checked_changed_and_removed(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    first = cohort.program.help_lines[0].id
    store.get_one(HelpLine, first).verified_on = TODAY - timedelta(days=340)
    store.commit()
    client.get(f"{url}/help")
    assert "Call it again" in said(client)

    client.submit(action=f"{url}/help/{first}/checked")
    client.get(f"{url}/help")
    assert "Call it again" not in said(client)
    client.submit(LINE, action=f"{url}/help")
    client.get(f"{url}/help/{first}")
    client.submit({"number": "555-0199"}, action=f"{url}/help/{first}")
    look(store)
    assert sorted(store.scalars(select(HelpLine.number))) == ["555-0199", "9-8-8"]
    store.rollback()

    client.get(f"{url}/help")
    client.submit(action=f"{url}/help/{first}/remove")
    look(store)
    assert store.scalars(select(HelpLine.number)).all() == ["9-8-8"]


def test_help_number_needs_both_languages(client: StrictClient, url: str) -> None:
    client.get(f"{url}/help")

    assert client.submit({**LINE, "label_fr": ""}, action=f"{url}/help").status_code == 422
    assert "Say who answers, in both languages." in said(client)


def test_help_number_of_another_program_is_not_here(client: StrictClient, store: Session, url: str) -> None:
    other = HelpLineFactory()
    store.commit()

    assert client.get(f"{url}/help/{other.id}").status_code == 404


def test_levels_are_written_one_a_line(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(f"{url}/levels")
    typed = "PGY-1; First year; Première année\n\nPGY-2\n"

    assert client.submit({"levels": typed}, action=f"{url}/levels").status_code == 303
    look(store)
    levels = [(level.code, level.name_en, level.name_fr) for level in cohort.program.training_levels]
    assert levels == [("PGY-1", "First year", "Première année"), ("PGY-2", "PGY-2", "PGY-2")]


def test_level_in_use_is_not_removed(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(f"{url}/levels")
    client.submit({"levels": "PGY-1\nPGY-2"}, action=f"{url}/levels")
    look(store)
    EnrollmentFactory(cohort=cohort, training_level=cohort.program.training_levels[0])
    store.commit()

    client.get(f"{url}/levels")
    assert client.submit({"levels": "PGY-2"}, action=f"{url}/levels").status_code == 422
    assert "Somebody has the training level PGY-1" in said(client)


def test_cohort_is_created_and_looked_at(client: StrictClient, store: Session, url: str) -> None:
    client.get(f"{url}/cohorts")
    typed = {"name": "2027–28", "starts_on": "2027-07-01", "ends_on": "2028-06-30"}
    assert client.submit(typed, action=f"{url}/cohorts").status_code == 303

    client.get(f"{url}/cohorts")
    client.submit(action=f"{url}/cohorts/look", button="cohort=2027-28", follow_redirects=True)

    assert "Add your residents" in said(client)
    assert sorted(store.scalars(select(Cohort.name))) == ["2026–27", "2027–28"]


@pytest.mark.parametrize("last_day", ["2027-06-30", "nonsense", ""])
def test_cohort_with_impossible_dates_is_refused(client: StrictClient, store: Session, url: str, last_day: str) -> None:
    client.get(f"{url}/cohorts")

    typed = {"name": "2027–28", "starts_on": "2027-07-01", "ends_on": last_day}
    assert client.submit(typed, action=f"{url}/cohorts").status_code == 422
    assert len(store.scalars(select(Cohort)).all()) == 1


def test_staff_are_invited_and_lose_access(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(f"{url}/staff")
    typed = {"name": "Idris Calloway", "email": "idris@example.org", "role": "viewer"}
    assert client.submit(typed, action=f"{url}/staff").status_code == 303
    given = store.scalars(select(StaffGrant).join(Account).where(Account.email == "idris@example.org")).one()
    assert (given.role, given.program_id) == (StaffRole.VIEWER, cohort.program_id)
    assert store.scalars(select(OutboxMessage.kind)).all() == ["staff_invitation"]
    given_id = given.id
    store.commit()

    client.get(f"{url}/staff")
    client.submit(action=f"{url}/staff/{given_id}/remove", follow_redirects=True)

    assert "Idris Calloway no longer has access." in said(client)
    look(store)
    assert store.get(StaffGrant, given_id) is None


def test_last_coordinator_stays(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    given = store.scalars(select(StaffGrant.id).where(StaffGrant.program_id == cohort.program_id)).one()
    store.commit()
    client.get(f"{url}/staff")

    assert client.submit(action=f"{url}/staff/{given}/remove").status_code == 409
    assert "This is the only coordinator." in said(client)


def test_log_speaks_in_sentences(client: StrictClient, url: str) -> None:
    client.get(f"{url}/help")
    client.submit(LINE, action=f"{url}/help")

    client.get(f"{url}/log")

    assert "Ottoline Marsh added the help number 9-8-8." in said(client)


@pytest.mark.parametrize("path", ["staff", "help", "log", "cohorts"])
def test_lists_cost_the_same_for_one_and_three(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session, url: str, path: str
) -> None:
    client.get(f"{url}/{path}")
    counts = []
    for more in (0, 2):
        for _ in range(more):
            StaffGrantFactory(program_id=cohort.program_id)
            HelpLineFactory(program=cohort.program)
        store.commit()
        with counted_queries(app) as statements:
            client.get(f"{url}/{path}")
        counts.append(len(statements))

    assert counts[0] == counts[1], counts


def test_demo_is_wiped_and_its_visitor_signed_out(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    assert client.get(f"{url}/demo").status_code == 404
    cohort.program.is_demo = True
    store.commit()

    client.get(f"{url}/demo")
    response = client.submit(action=f"{url}/demo")

    assert response.status_code == 303
    look(store)
    assert store.scalars(select(Program)).all() == []
    assert store.scalars(select(Account)).all() == []
    store.rollback()
    assert client.get(url).status_code == 303


def test_wiping_a_demo_destroys_its_keys_once_it_is_gone(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session, keyring: Keyring, url: str
) -> None:
    cohort.program.is_demo = True
    wave = WaveFactory(cohort=cohort)
    make_keys(keyring, program_id=uuid4(), wave_id=uuid4())
    others = keyring.names()
    make_keys(keyring, program_id=cohort.program_id, wave_id=wave.id)
    store.commit()
    assert len(keyring.names()) == 4

    client.get(f"{url}/demo")
    client.submit(action=f"{url}/demo")

    assert len(keyring.names()) == 4, "not before the deletion is on disk"
    run_worker(app)
    assert keyring.names() == others


def test_demo_is_wiped_by_one_click_on_its_banner(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    cohort.program.is_demo = True
    store.commit()

    client.get(f"{url}/log")
    client.submit(action=f"{url}/demo")

    look(store)
    assert store.scalars(select(Program)).all() == []
