"""What the coordinator finds to do, and how the cohort moves from phase to phase."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Phase, PhasePlan
from mentorship_app.programs.phases import proposed_plans
from mentorship_app.surveys import WaveStatus
from tests.factories import AccountFactory, EnrollmentFactory, HelpLineFactory, StaffGrantFactory
from tests.factories.surveys import WaveFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.web.coordinator.desk import look, said, sit_down

TODAY = datetime.now(UTC).date()


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client, phase=Phase.MATCHING)


@pytest.fixture
def url(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/"


def titles(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [text_of(node) for node in client.page.iterfind(".//ol[@class='action-list']/li/h3")]


def mail(cohort: Cohort, status: MessageStatus, number: int) -> OutboxMessage:
    return OutboxMessage(
        kind="mail_test",
        to_email="wren@example.org",
        to_name="Wren Ito",
        locale="en",
        context={},
        program_id=cohort.program_id,
        dedupe_key=f"test:{number}",
        status=status,
        not_before=datetime.now(UTC) + timedelta(days=1),
    )


def test_nothing_to_do_is_said(client: StrictClient, url: str) -> None:
    client.get(url)

    assert titles(client) == []
    assert "All clear" in said(client)


def test_everything_that_waits_is_listed_by_urgency(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    HelpLineFactory(program=cohort.program, verified_on=TODAY - timedelta(days=340))
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    store.add(mail(cohort, MessageStatus.DEAD, 1))
    store.add(mail(cohort, MessageStatus.HELD, 2))
    over = TODAY - timedelta(days=3)
    store.add(PhasePlan(cohort=cohort, phase=Phase.MATCHING, starts_on=over - timedelta(days=9), ends_on=over))
    store.commit()

    client.get(url)

    assert titles(client) == [
        "A mail to Wren Ito could not be delivered",
        "Check a help number: Residents’ line",
        "1 of 1 mentees have no mentor",
        "1 mail is held",
        "Move on to: Active",
    ]
    assert "5 things, then you are done" in said(client)


def test_empty_cohort_in_setup_asks_for_residents(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    cohort.phase = Phase.SETUP
    store.commit()

    client.get(url)

    assert titles(client) == ["Add your residents", "Support plan not signed"]


def test_every_number_shows_what_it_is_out_of(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    EnrollmentFactory.create_batch(3, cohort=cohort)
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=2)
    store.commit()

    client.get(url)

    assert client.page is not None
    numbers = [text_of(node) for node in client.page.iterfind(".//span[@class='stat-number']")]
    assert numbers == ["0 of 3", "0 of 3", "0 of 2", "0 of 0"]


def test_year_shows_where_the_cohort_stands(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    cohort.phase = Phase.ACTIVE
    cohort.phase_plans = proposed_plans(date(TODAY.year - 1, TODAY.month, 1), TODAY + timedelta(days=100))
    store.commit()

    client.get(url)

    assert client.page is not None
    phases = [text_of(node) for node in client.page.iterfind(".//ol[@class='timeline']/li//b")]
    assert phases == ["Set-up", "Recruitment", "Intake", "Matching", "Active", "Closing"]
    assert client.page.find(".//ol[@class='timeline']//progress") is not None
    assert "Next: Closing begins" in said(client)


def test_page_costs_the_same_for_one_and_three_people(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    counts = []
    for more in (1, 2):
        EnrollmentFactory.create_batch(more, cohort=cohort)
        EnrollmentFactory.create_batch(more, cohort=cohort, role=CohortRole.MENTOR)
        store.commit()
        with counted_queries(app) as statements:
            client.get(url)
        counts.append(len(statements))

    assert counts[0] == counts[1], counts


def test_cohort_moves_on_after_what_changes_was_shown(
    client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    client.get(f"{url}phase")
    assert "Opens: meetings and agreements" in said(client)
    assert "Back to: Intake" in said(client)

    response = client.submit(action=f"{url}phase", button="phase=active")

    assert response.status_code == 303
    look(store)
    assert cohort.phase is Phase.ACTIVE


@pytest.mark.parametrize(("phase", "status"), [("closed", 409), ("nonsense", 422), ("", 422)])
def test_impossible_move_changes_nothing(
    client: StrictClient, cohort: Cohort, store: Session, url: str, phase: str, status: int
) -> None:
    client.get(f"{url}phase")

    assert client.submit(action=f"{url}phase", button=f"phase={phase}").status_code == status
    look(store)
    assert cohort.phase is Phase.MATCHING


def test_move_from_a_stale_page_is_refused(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(f"{url}phase")
    cohort.phase, cohort.version = Phase.INTAKE, 2
    store.commit()

    assert client.submit(action=f"{url}phase", button="phase=active").status_code == 409


def test_closed_cohort_offers_no_move(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    cohort.phase = Phase.CLOSED
    store.commit()

    client.get(f"{url}phase")
    assert "This cohort is closed for good." in said(client)
    client.get(url)
    assert "This cohort is closed." in said(client)


def test_viewer_does_not_see_the_desk(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    viewer = AccountFactory()
    StaffGrantFactory(account=viewer, program_id=cohort.program_id, role=StaffRole.VIEWER)
    store.commit()
    staff_sign_in(client, viewer)

    for page in ("", "phase", "people", "people/import", "outbox", "outbox/mailbox", "settings", "settings/log"):
        assert client.get(url + page).status_code == 403, page


@pytest.mark.parametrize(
    "path",
    [
        "",
        "phase",
        "people",
        "people/add",
        "people/import",
        "outbox",
        "outbox/mailbox",
        "settings",
        "settings/help",
        "settings/levels",
        "settings/cohorts",
        "settings/staff",
        "settings/log",
    ],
)
def test_every_page_is_there_in_french(client: StrictClient, url: str, path: str) -> None:
    with client.session_transaction() as session:
        session["locale"] = "fr"

    assert client.get(url + path).status_code == 200
    assert client.page is not None
    assert client.page.get("lang") == "fr"


@pytest.mark.parametrize(("start", "end"), [(Phase.CLOSING, Phase.CLOSED), (Phase.INTAKE, Phase.RECRUITMENT)])
def test_no_step_leaves_an_open_check_in_behind(
    client: StrictClient, cohort: Cohort, store: Session, url: str, start: Phase, end: Phase
) -> None:
    cohort.phase = start
    wave = WaveFactory(cohort=cohort, status=WaveStatus.OPEN)
    store.commit()
    client.get(f"{url}phase")
    assert client.submit(action=f"{url}phase", button=f"phase={end}").status_code == 409
    assert "A check-in is still open." in said(client)
    wave.status = WaveStatus.CLOSED
    store.commit()
    client.get(f"{url}phase")
    assert client.submit(action=f"{url}phase", button=f"phase={end}").status_code == 303
