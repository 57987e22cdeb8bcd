"""The page on which comments are summed up: as far as they may be read, sorted and worded without a script."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions import Edition, EditionStatus, Outline
from mentorship_app.reports.editions.services import start_edition
from tests.factories import AccountFactory, CohortFactory, ProgramFactory, StaffGrantFactory
from tests.factories.results import closed_wave_of
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in

NOW = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
STAFF = Actor(account_id=None, name="Corinne Coordinator")
REMARKS = [f"We could find no hour in the week number {number}" for number in range(12)]


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made: Cohort = CohortFactory(program=ProgramFactory(comment_floor=10))
    account = AccountFactory()
    StaffGrantFactory(account=account, program_id=made.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    staff_sign_in(client, account)
    store.commit()
    return made


def themes_of_draft(store: Session, cohort: Cohort, remarks: list[str]) -> tuple[Edition, str]:
    wave = closed_wave_of(store, [{}] * 14, cohort=cohort, comments={"comment": remarks})
    wave.comment_floor = 10
    edition = start_edition(store, cohort, outline=Outline.FULL, locale="en", by=STAFF, now=NOW)
    path = f"/p/{cohort.program.slug}/reports/e/{edition.public_id}/themes"
    store.commit()
    return edition, path


def test_a_theme_is_added_and_comments_are_sorted_into_it(client: StrictClient, store: Session, cohort: Cohort) -> None:
    edition, path = themes_of_draft(store, cohort, REMARKS)
    client.get(f"{path}/new")
    assert client.submit({"name": "Time"}, action=f"{path}/new").status_code == 303

    client.get(path)
    assert client.page is not None
    boxes = [box.get("value") for box in client.page.xpath("//input[@name='comments']")]
    assert len(boxes) == 12
    assert "perhaps fewer than 10 people" in text_of(client.page)
    assert client.submit({"comments": boxes[:11], "into": "yes"}, action=path).status_code == 303

    client.get(path)
    assert "The report says: 11 of 12 comments." in text_of(client.page)
    store.expire_all()
    assert [(theme.name, len(theme.comments)) for theme in store.get_one(Edition, edition.id).themes] == [("Time", 11)]
    store.commit()


def test_a_comment_taken_over_is_refused_and_what_was_typed_stays(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    edition, path = themes_of_draft(store, cohort, REMARKS)
    client.get(f"{path}/new")
    typed = {"name": "Time", "quote": "We could find no hour in the week.", "nobody_known": True}
    answer = client.submit(typed, action=f"{path}/new")

    assert answer.status_code == 422
    words = text_of(client.page)
    assert "Somebody wrote these words in a comment." in words
    assert "We could find no hour in the week." in words
    store.expire_all()
    assert store.get_one(Edition, edition.id).themes == []
    store.commit()


def test_below_the_floor_no_comment_is_on_the_page(client: StrictClient, store: Session, cohort: Cohort) -> None:
    _edition, path = themes_of_draft(store, cohort, REMARKS[:9])
    client.get(path)
    words = text_of(client.page)
    assert "Not shown: fewer than 10 people wrote something." in words
    assert "no hour" not in words


def test_a_frozen_report_shows_its_themes_and_no_button(client: StrictClient, store: Session, cohort: Cohort) -> None:
    edition, path = themes_of_draft(store, cohort, REMARKS)
    client.get(f"{path}/new")
    client.submit({"name": "Time"}, action=f"{path}/new")
    store.expire_all()
    store.get_one(Edition, edition.id).status = EditionStatus.FROZEN
    store.commit()

    client.get(path)

    assert "This report is frozen: its themes stay as they are." in text_of(client.page)
    assert client.page is not None
    assert not client.page.xpath("//form[contains(@action, '/themes')]//button")
