"""The page of a report's files, and each of them as a download."""

from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.reports.services import request_usual
from tests.factories import AccountFactory, StaffGrantFactory
from tests.factories.reports import ScoreImportFactory
from tests.factories.surveys import NOW, STAFF
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import run_worker


def test_each_form_is_named_and_can_be_had_and_drafts_are_not_for_viewers(
    app: Flask, client: StrictClient, store: Session
) -> None:
    cohort = ScoreImportFactory().cohort
    report = request_usual(store, cohort, locale="en", by=STAFF, now=NOW)
    staff = {role: AccountFactory() for role in (StaffRole.COORDINATOR, StaffRole.VIEWER)}
    for role, account in staff.items():
        StaffGrantFactory(account=account, program_id=cohort.program_id, role=role)
    address = f"/p/{cohort.program.slug}/reports/{report.public_id}"
    store.commit()
    run_worker(app)
    staff_sign_in(client, staff[StaffRole.COORDINATOR])

    client.get(f"{address}/files")
    assert "Archive (PDF/A)" in text_of(client.page)
    links = [link.get("href") for link in client.page.iter("a") if link.get("href", "").startswith(f"{address}/")]
    types = {link.rpartition("/")[2]: client.get(link).headers["Content-Type"] for link in links}
    assert types == {
        "report.pdf": "application/pdf",
        "report.csv": "text/csv; charset=utf-8",
        "workbook.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "archive.pdf": "application/pdf",
    }
    assert client.get(f"{address}/figures.zip").status_code == 404

    client.delete_cookie("session")
    staff_sign_in(client, staff[StaffRole.VIEWER])
    for form in ("files", "archive.pdf", "workbook.xlsx"):
        assert client.get(f"{address}/{form}").status_code == 404
