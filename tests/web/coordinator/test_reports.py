"""The list of reports, one report as a page, its files, and who may see them."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort, CohortRole
from mentorship_app.reports import Report
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.reports import ScoreImportFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker

ASKED_AT = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)


def staff(store: Session, cohort: Cohort, role: StaffRole = StaffRole.COORDINATOR) -> Account:
    account: Account = AccountFactory()
    StaffGrantFactory(account=account, program_id=cohort.program_id, role=role)
    store.commit()
    return account


def reports_of(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/reports"


@pytest.fixture
def cohort(store: Session) -> Cohort:
    """A cohort with scores, its coordinator not yet signed in."""
    found: Cohort = ScoreImportFactory().cohort
    store.commit()
    return found


def built(app: Flask, client: StrictClient, cohort: Cohort, locale: str = "en") -> str:
    """Ask for a report, let the worker run, and give the address of its page."""
    client.get(reports_of(cohort))
    response = client.submit({"locale": locale}, action=reports_of(cohort))
    assert response.status_code == 303
    run_worker(app)
    client.get(reports_of(cohort))
    assert client.page is not None
    return next(link.get("href") for link in client.page.iter("a") if link.get("id", "").startswith("show-"))


def test_before_any_result_the_page_says_what_is_missing(client: StrictClient, store: Session) -> None:
    cohort = CohortFactory()
    staff_sign_in(client, staff(store, cohort))

    client.get(reports_of(cohort))

    assert "Nothing to report yet" in text_of(client.page)
    assert client.post(reports_of(cohort), data={}).status_code == 400  # no form, so no token


def test_coordinator_asks_waits_reads_and_downloads(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    staff_sign_in(client, staff(store, cohort))
    client.get(reports_of(cohort))
    client.submit({"locale": "fr"}, action=reports_of(cohort))
    client.get(reports_of(cohort))
    assert "In the queue" in text_of(client.page)

    run_worker(app)
    client.get(reports_of(cohort))
    assert "Ready" in text_of(client.page)
    address = next(link.get("href") for link in client.page.iter("a") if link.get("id", "").startswith("show-"))
    pdf, csv = client.get(f"{address}/report.pdf"), client.get(f"{address}/report.csv")

    client.get(address)
    assert client.page.find(".//main").get("lang") == "fr"
    assert "18 personnes sur 20 ont répondu" in text_of(client.page)
    assert (pdf.data[:5], pdf.mimetype, csv.mimetype) == (b"%PDF-", "application/pdf", "text/csv")
    name = f"{cohort.program.slug}-{cohort.slug}-report-fr"
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="{name}.pdf"'
    assert csv.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'


def test_page_of_a_report_keeps_to_the_policy_of_the_site(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    staff_sign_in(client, staff(store, cohort))

    client.get(built(app, client, cohort))

    assert client.page is not None
    inline = [node for node in client.page.iter() if node.tag == "style" or node.get("style")]
    assert inline == []


def test_htmx_gets_the_list_alone_and_is_told_to_stop(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    staff_sign_in(client, staff(store, cohort))
    client.get(reports_of(cohort))
    client.submit({"locale": "en"}, action=reports_of(cohort))
    asking = {"HX-Request": "true"}

    waiting = client.get(reports_of(cohort), headers=asking)
    run_worker(app)
    done = client.get(reports_of(cohort), headers=asking)

    assert (waiting.status_code, done.status_code) == (200, 286)
    assert "<h1" not in waiting.get_data(as_text=True)
    assert "Ready" in done.get_data(as_text=True)


def test_without_a_language_the_form_comes_back_with_the_reason(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    staff_sign_in(client, staff(store, cohort))
    client.get(reports_of(cohort))

    response = client.submit({"locale": "xx"}, action=reports_of(cohort))

    assert response.status_code == 422
    assert "Choose a language for the report." in text_of(client.page)


def test_viewer_reads_what_is_from_before_there_were_editions_and_does_not_build(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    staff_sign_in(client, staff(store, cohort))
    address = built(app, client, cohort)
    store.execute(update(Report).values(edition_id=None))
    store.commit()
    reader = app.test_client()
    staff_sign_in(reader, staff(store, cohort, StaffRole.VIEWER))
    app.config["WTF_CSRF_ENABLED"] = False

    assert [reader.get(path).status_code for path in (reports_of(cohort), address, f"{address}/report.pdf")] == [
        200
    ] * 3
    reader.get(reports_of(cohort))
    assert "Build the report" not in text_of(reader.page)
    assert reader.post(reports_of(cohort), data={"locale": "en"}).status_code == 403


def test_nobody_else_sees_a_report(app: Flask, client: StrictClient, store: Session, cohort: Cohort) -> None:
    staff_sign_in(client, staff(store, cohort))
    address = built(app, client, cohort)
    assert client.get(address).status_code == 200  # it is there to be seen
    mentee = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTEE).account
    elsewhere = CohortFactory()
    stranger = staff(store, elsewhere)

    visiting, taking_part, coordinating = app.test_client(), app.test_client(), app.test_client()
    sign_in(taking_part, mentee)
    staff_sign_in(coordinating, stranger)
    moved = address.replace(cohort.program.slug, elsewhere.program.slug)

    assert [visiting.get(address).status_code, taking_part.get(address).status_code] == [303, 404]
    assert [coordinating.get(path).status_code for path in (address, moved, f"{moved}/report.pdf")] == [404] * 3


def test_report_of_another_cohort_of_the_program_is_not_here(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    staff_sign_in(client, staff(store, cohort))
    address = built(app, client, cohort)
    other = CohortFactory(program=cohort.program)
    store.commit()
    with client.session_transaction() as session:
        session["cohorts"] = {cohort.program.slug: other.slug}

    assert client.get(address).status_code == 404


def test_list_costs_the_same_for_one_report_and_for_three(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    staff_sign_in(client, staff(store, cohort))

    def cost() -> int:
        with counted_queries(app) as statements:
            assert client.get(reports_of(cohort)).status_code == 200
        return len(statements)

    store.add(Report(cohort_id=cohort.id, locale="en", created_at=ASKED_AT))
    store.commit()
    one = cost()
    store.add_all([Report(cohort_id=cohort.id, locale="en", created_at=ASKED_AT) for _ in range(2)])
    store.commit()

    assert cost() == one
