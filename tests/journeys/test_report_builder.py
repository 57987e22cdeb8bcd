"""A report at the desk: begun, shortened, worded, drawn, read, frozen, downloaded."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.services import new_link
from tests.browser.stage import writing
from tests.factories import AccountFactory, CohortFactory, StaffGrantFactory
from tests.factories.reports import ScoreImportFactory
from tests.journeys.people import PATIENCE_SECONDS, Person
from tests.journeys.test_check_ins import sit_down
from tests.journeys.test_follow_through import BOTH
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app, select_pause

FINDING = "Strain is what it was.\nWe had hoped for less."


def with_results(folder: Path) -> tuple[str, str]:
    """A cohort with scores; gives the address of its program and the link of its coordinator's first visit."""
    with writing(folder) as session:
        cohort = CohortFactory(starts_on=date(2026, 9, 1))
        ScoreImportFactory(cohort=cohort)
        boss = AccountFactory(name="Isaure Brindille", email="isaure@example.org")
        StaffGrantFactory(account=boss, program_id=cohort.program_id)
        token = new_link(session, boss, LinkPurpose.STAFF_INVITATION, now=datetime.now(UTC))
        return f"/p/{cohort.program.slug}", f"/staff/welcome/{token}"


def wait_until_drawn(person: Person, edition: str) -> None:
    """The page says so by itself with JavaScript; without, it is looked at again."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    state = person.page.locator("#drawing")
    while state.get_by_text("In the queue").or_(state.get_by_text("Drawing the report")).count():
        assert time.monotonic() < deadline
        select_pause()
        person.open(edition)


@pytest.mark.browser
@pytest.mark.slow
@BOTH
def test_a_report_is_begun_worded_read_frozen_and_downloaded(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA", phone=False) as desk,
    ):
        program, welcome = with_results(folder)
        boss = Person(desk.new_page(), served, "isaure@example.org")
        sit_down(boss, welcome)
        boss.open(f"{program}/reports")
        boss.press("Choose what stands in it")
        boss.choose("outline", "dean")
        boss.press("Begin the report")
        boss.sees("Nothing drawn yet")
        edition = boss.page.url

        boss.choose("sections", "summary")
        boss.press("Save")
        boss.sees("Saved.")
        expect(boss.page.locator("input[value=summary]")).not_to_be_checked()
        boss.press("Recommendations")
        boss.fill(**{"recommendations.finding": FINDING})
        boss.press("Save", exact=True)
        boss.sees("1 of 2 texts written")

        boss.press("Draw it")
        wait_until_drawn(boss, edition)
        boss.press("Read")
        boss.sees("Strain is what it was.")
        assert boss.page.locator("#summary").count() == 0

        boss.open(edition)
        boss.press("Freeze it…")
        boss.press("Freeze it for good")
        wait_until_drawn(boss, edition)
        boss.sees("Nothing in it changes any more.")
        assert boss.page.get_by_role("button", name="Draw it").count() == 0
        with boss.page.expect_download() as download:
            boss.page.locator("main a[id^='pdf-']").click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
