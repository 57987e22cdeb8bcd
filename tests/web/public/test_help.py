"""The help page: there for everybody, kept by the browser, recorded nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.db import Base
from mentorship_app.programs.help_library import library
from tests.factories import CohortFactory, EnrollmentFactory, HelpLineFactory, ProgramFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.web.coordinator.desk import look, said, sit_down

TODAY = datetime.now(UTC).date()
ADDRESSES = ("/help", "/help/offline", "/help-offline.js")


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    capsys.readouterr()
    return capsys


def test_the_page_shows_the_numbers_of_the_program_as_words_and_as_links(client: StrictClient, store: Session) -> None:
    program = ProgramFactory()
    HelpLineFactory(program=program, label_en="Residents’ line", number="555-0142")
    HelpLineFactory(program=program, label_en="Too old", number="555-0143", verified_on=TODAY - timedelta(days=400))
    HelpLineFactory(program=program, label_en="Never called", number="555-0144", verified_on=None)
    store.commit()

    for address in ADDRESSES[:2]:
        assert client.get(address).status_code == 200
        assert "Residents’ line: 555-0142" in said(client)
        assert "555-0143" not in said(client)
        assert "555-0144" not in said(client)
    assert client.page is not None
    assert client.page.xpath("//a[@href='tel:5550142']")


def test_without_a_program_that_is_known_the_lines_of_the_country_stand_there(
    client: StrictClient, store: Session
) -> None:
    for _ in range(2):
        HelpLineFactory(program=ProgramFactory(), number="555-0142")
    store.commit()

    client.get("/help")
    assert "9-8-8" in said(client)
    assert "555-0142" not in said(client)


def test_nothing_records_that_somebody_looked(
    client: StrictClient, store: Session, log: pytest.CaptureFixture[str]
) -> None:
    mentee = EnrollmentFactory(cohort=CohortFactory())
    HelpLineFactory(program=mentee.cohort.program)
    store.commit()
    sign_in(client, mentee.account)
    before = _rows(store)
    log.readouterr()

    client.get("/privacy")
    assert '"route": "/privacy"' in log.readouterr().err, "this test could not tell a log that is off"
    for address in ADDRESSES:
        assert client.get(address).status_code == 200
    written = log.readouterr()
    assert written.err + written.out == ""
    assert _rows(store) == before


def _rows(store: Session) -> dict[str, int]:
    store.expire_all()
    counts = {
        name: store.scalar(select(func.count()).select_from(table)) or 0 for name, table in Base.metadata.tables.items()
    }
    store.commit()
    return counts


def test_the_copy_names_nobody_and_leads_nowhere(client: StrictClient, store: Session) -> None:
    mentee = EnrollmentFactory(cohort=CohortFactory())
    HelpLineFactory(program=mentee.cohort.program)
    store.commit()
    sign_in(client, mentee.account)

    page = client.get("/help/offline").get_data(as_text=True)
    assert mentee.account.name not in page
    assert mentee.account.email not in page
    assert "<form" not in page
    assert "<script" not in page
    script = client.get("/help-offline.js")
    assert script.mimetype == "text/javascript"
    assert "/help/offline" in script.get_data(as_text=True)


def test_the_panel_of_every_page_leads_to_the_page(client: StrictClient, store: Session) -> None:
    HelpLineFactory(program=ProgramFactory())
    store.commit()
    client.get("/privacy")
    assert client.page is not None
    assert client.page.xpath("//details[@class='help']//a[@href='/help']")


def test_lines_of_a_region_are_added_hidden_until_somebody_called(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client)
    url = f"/p/{cohort.program.slug}/settings/help-regions"
    client.get(f"{url}?region=CA-ON")
    assert "PARO helpline" in said(client)

    assert client.submit({"keys": [], "owner": ""}, action=f"{url}?region=CA-ON").status_code == 422
    assert "Choose at least one line." in said(client)
    assert (
        client.submit({"keys": ["ontario_paro"], "owner": "Ottoline Marsh"}, action=f"{url}?region=CA-ON").status_code
        == 303
    )
    look(store)
    line = cohort.program.help_lines[-1]
    assert (line.number, line.owner, line.verified_on) == ("1-866-435-7362", "Ottoline Marsh", None)
    line_id = line.id
    store.commit()
    assert "1-866-435-7362" not in client.get("/help").get_data(as_text=True)

    client.get(f"/p/{cohort.program.slug}/settings/help")
    assert "Never, so it is hidden" in said(client)
    client.submit(action=f"/p/{cohort.program.slug}/settings/help/{line_id}/checked")
    assert "1-866-435-7362" in client.get("/help").get_data(as_text=True)

    client.get(f"{url}?region=CA-ON")
    assert client.page is not None
    assert not client.page.xpath("//input[@value='ontario_paro']")
    assert client.page.xpath("//input[@value='ontario_php']")


def test_an_added_line_is_a_task_of_today(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client)
    HelpLineFactory(program=cohort.program, number="555-0177", verified_on=None)
    store.commit()
    client.get(f"/p/{cohort.program.slug}/")
    assert "Check a help number" in text_of(client.page)
    assert "555-0177" in text_of(client.page)


def test_every_line_has_a_region_both_languages_and_a_source() -> None:
    shipped = library()
    assert len({line.key for line in shipped.lines}) == len(shipped.lines)
    for line in shipped.lines:
        assert line.regions
        assert all((line.label.en, line.label.fr, line.note.en, line.note.fr, line.source))
    for region in shipped.regions:
        assert "911" in [line.number for line in shipped.of(region)]
    assert shipped.of("CA-QC")[0].key.startswith("quebec")


def test_no_event_of_the_log_is_about_the_page(client: StrictClient, store: Session) -> None:
    store.commit()
    for address in ADDRESSES:
        client.get(address)
    assert store.scalars(select(AuditEvent)).all() == []
