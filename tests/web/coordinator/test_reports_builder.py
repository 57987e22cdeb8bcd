"""The builder: a new report, its sections, its words, freezing it, copying and deleting it."""

from datetime import date

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions import Edition, EditionStatus
from tests.factories import AccountFactory, CohortFactory, StaffGrantFactory
from tests.factories.reports import ScoreImportFactory
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import run_worker
from tests.web.coordinator.desk import said, sit_down


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made = sit_down(store, client, starts_on=date(2026, 9, 1))
    ScoreImportFactory(cohort=made)
    store.commit()
    return made


def reports_of(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/reports"


def begun(client: StrictClient, cohort: Cohort, **chosen: str) -> str:
    """A new report with two short sections; gives the address of its page."""
    address = f"{reports_of(cohort)}/new"
    client.get(address)
    response = client.submit({"outline": "full", "locale": "en"} | chosen, action=address)
    assert response.status_code == 303
    edition = str(response.location)
    client.get(edition)
    client.submit({"sections": ["cover", "recommendations"]}, action=edition)
    return edition


def drawn(app: Flask, client: StrictClient, edition: str) -> None:
    client.get(edition)
    assert client.submit(action=f"{edition}/draw").status_code == 303
    run_worker(app)
    client.get(edition)


def frozen(app: Flask, client: StrictClient, edition: str) -> None:
    drawn(app, client, edition)
    client.get(f"{edition}/freeze")
    assert client.submit(action=f"{edition}/freeze").status_code == 303
    run_worker(app)
    client.get(edition)


def link(client: StrictClient, beginning: str) -> str:
    """The address of the link whose id begins so."""
    assert client.page is not None
    return next(str(node.get("href")) for node in client.page.iter("a") if (node.get("id") or "").startswith(beginning))


def typed_in(client: StrictClient) -> str:
    assert client.page is not None
    return str(etree.tostring(client.page, encoding="unicode"))


def test_a_new_report_begins_with_the_sections_of_its_outline(client: StrictClient, cohort: Cohort) -> None:
    address = f"{reports_of(cohort)}/new"
    client.get(address)

    response = client.submit({"outline": "dean", "locale": "fr"}, action=address)
    client.get(response.location)

    assert "Report for the dean, Français" in said(client)
    checked = [node.get("value") for node in client.page.iter("input") if node.get("checked") is not None]  # type: ignore[union-attr]  # a page was read
    assert {"cover", "summary", "recommendations"} <= set(checked)
    assert "scores" not in checked


def test_a_new_report_without_a_language_is_refused_with_what_was_chosen(client: StrictClient, cohort: Cohort) -> None:
    address = f"{reports_of(cohort)}/new"
    client.get(address)

    assert client.submit({"outline": "dean", "locale": "xx"}, action=address).status_code == 422
    assert "Choose a language for the report." in said(client)
    assert client.submit({"outline": "none", "locale": "en"}, action=address).status_code == 422


def test_sections_are_switched_off_and_two_coordinators_do_not_undo_each_other(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    edition = begun(client, cohort)
    other = app.test_client()
    colleague = AccountFactory(name="Isaure Brindille")
    StaffGrantFactory(account=colleague, program_id=cohort.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    staff_sign_in(other, colleague)
    client.get(edition)
    other.get(edition)

    assert other.submit({"sections": ["cover"]}, action=edition).status_code == 303
    late = client.submit({"sections": ["cover", "methods"]}, action=edition)

    assert late.status_code == 409
    assert "Somebody else changed this while you were writing." in said(client)
    checked = [node.get("value") for node in client.page.iter("input") if node.get("checked") is not None]  # type: ignore[union-attr]  # a page was read
    assert {"cover", "methods"} <= set(checked), "what was chosen is kept"
    assert client.submit(action=edition).status_code == 303


def test_no_section_at_all_is_refused(client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    client.get(edition)

    assert client.submit({"sections": []}, action=edition).status_code == 422
    assert "Choose at least one section." in said(client)


def test_an_earlier_cohort_is_put_beside(client: StrictClient, store: Session, cohort: Cohort) -> None:
    last = ScoreImportFactory(
        cohort__program=cohort.program, cohort__name="Last year", cohort__starts_on=date(2025, 9, 1)
    ).cohort
    store.commit()
    edition = begun(client, cohort)
    client.get(edition)
    assert "Last year" in said(client)

    assert client.submit({"pooled": [str(last.id)]}, action=edition).status_code == 303
    client.get(edition)
    assert client.submit({"pooled": ["nonsense"]}, action=edition).status_code == 422
    assert store.scalars(select(Edition.pooled)).one() == [str(last.id)]
    store.commit()


def test_words_are_written_beside_the_drawn_section(app: Flask, client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    words = f"{edition}/words/recommendations"
    client.get(words)
    assert "This section stands in no drawing yet" in said(client)
    drawn(app, client, edition)
    client.get(words)
    assert "No recommendation is written down yet" in said(client)

    response = client.submit({"recommendations.finding": "Less than we hoped"}, action=words)

    assert (response.status_code, response.location) == (303, edition)
    client.get(edition)
    assert "1 of 2 texts written" in said(client)
    assert "Something was changed since." in said(client)


def test_too_long_a_text_comes_back_as_it_was_typed(client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    words = f"{edition}/words/recommendations"
    client.get(words)
    typed = {"recommendations.finding": "Long " + "x" * 2000, "recommendations.action": "Kept as typed"}

    assert client.submit(typed, action=words).status_code == 422
    assert "Shorten this text to 2000 characters or fewer." in said(client)
    assert "Kept as typed" in typed_in(client)


def test_the_second_writer_sees_both_texts(client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    words = f"{edition}/words/recommendations"
    client.get(words)
    page = client.page
    client.submit({"recommendations.finding": "The first"}, action=words)
    client.page = page

    assert client.submit({"recommendations.finding": "The second"}, action=words).status_code == 409
    assert "The first" in said(client)
    assert "The second" in said(client)
    assert client.submit(action=words).status_code == 303
    client.get(words)
    assert "The second" in typed_in(client)


def test_a_section_into_which_nobody_writes_has_no_page(client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)

    assert client.get(f"{edition}/words/cover").status_code == 404
    assert client.get(f"{edition}/words/no-such").status_code == 404


def test_a_report_is_drawn_read_frozen_and_then_fixed(app: Flask, client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    client.get(f"{edition}/freeze")
    assert "Draw this report first, and read it" in said(client)
    drawn(app, client, edition)
    client.get(f"{edition}/freeze")
    client.submit(action=f"{edition}/freeze")
    client.get(edition)
    assert "In the queue" in said(client)
    run_worker(app)

    client.get(edition)
    assert "Nothing in it changes any more." in said(client)
    assert client.get(link(client, "show-")).status_code == 200
    words = f"{edition}/words/recommendations"
    client.get(words)
    refused = client.submit({"recommendations.finding": "Too late"}, action=words)
    assert (refused.status_code, "This report is frozen" in said(client)) == (409, True)


def test_what_changed_since_it_was_read_is_not_frozen(app: Flask, client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    drawn(app, client, edition)
    client.get(f"{edition}/freeze")
    page = client.page
    words = f"{edition}/words/recommendations"
    client.get(words)
    client.submit({"recommendations.finding": "One more thing"}, action=words)
    client.page = page

    assert client.submit(action=f"{edition}/freeze").status_code == 409
    assert "There is a problem" in said(client)


def test_htmx_gets_the_state_of_the_drawing_alone(app: Flask, client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    client.get(edition)
    client.submit(action=f"{edition}/draw")
    asking = {"HX-Request": "true"}

    waiting = client.get(edition, headers=asking)
    run_worker(app)
    done = client.get(edition, headers=asking)

    assert (waiting.status_code, done.status_code) == (200, 286)
    assert "<h1" not in waiting.get_data(as_text=True)
    assert "Freeze it" in done.get_data(as_text=True)


def test_viewers_read_what_is_frozen_and_no_draft(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    edition = begun(client, cohort)
    drawn(app, client, edition)
    draft = link(client, "show-")
    reader = app.test_client()
    viewer = AccountFactory()
    StaffGrantFactory(account=viewer, program_id=cohort.program_id, role=StaffRole.VIEWER)
    store.commit()
    staff_sign_in(reader, viewer)
    assert client.get(draft).status_code == 200  # it is there to be read

    assert [reader.get(path).status_code for path in (draft, f"{draft}/report.pdf", f"{draft}/report.csv")] == [404] * 3
    reader.get(reports_of(cohort))
    assert "No report to read yet" in said(reader)
    frozen(app, client, edition)
    final = link(client, "show-")
    reader.get(reports_of(cohort))
    assert "Full report, English" in said(reader)
    assert [reader.get(path).status_code for path in (final, f"{final}/report.pdf")] == [200, 200]
    assert reader.get(draft).status_code == 404
    assert reader.get(edition).status_code == 403


def test_a_copy_goes_on_in_the_other_language(client: StrictClient, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    words = f"{edition}/words/recommendations"
    client.get(words)
    client.submit({"recommendations.finding": "To be translated"}, action=words)
    client.get(edition)

    response = client.submit({"locale": "fr"}, action=f"{edition}/copy")

    assert response.status_code == 303
    client.get(response.location)
    assert "Full report, Français" in said(client)
    assert "translate them" in said(client)
    client.get(f"{response.location}/words/recommendations")
    assert "To be translated" in typed_in(client)


def test_a_copy_for_the_next_cohort_stands_there(client: StrictClient, store: Session, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    following = CohortFactory(
        program=cohort.program, name="Next year", starts_on=date(2027, 9, 1), ends_on=date(2028, 6, 30)
    )
    store.commit()
    client.get(edition)

    response = client.submit({"cohort": following.slug, "locale": "en"}, action=f"{edition}/copy")
    client.get(response.location)

    assert "Copied to Next year." in said(client)
    store.refresh(following)
    assert len(store.scalars(select(Edition).where(Edition.cohort_id == following.id)).all()) == 1
    store.commit()


def test_a_draft_is_deleted_only_after_a_second_page(client: StrictClient, store: Session, cohort: Cohort) -> None:
    edition = begun(client, cohort)
    client.get(f"{edition}/delete")
    assert store.scalars(select(Edition.status)).all() == [EditionStatus.DRAFT]
    store.commit()

    assert client.submit(action=f"{edition}/delete").status_code == 303
    assert client.get(edition).status_code == 404


def test_the_list_costs_the_same_for_one_edition_and_for_three(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    def cost() -> int:
        with counted_queries(app) as statements:
            assert client.get(reports_of(cohort)).status_code == 200
        return len(statements)

    def add(number: int) -> None:
        store.add_all([Edition(cohort_id=cohort.id, locale="en", sections=["cover"]) for _ in range(number)])
        store.commit()

    add(1)
    one = cost()
    add(2)

    assert cost() == one
