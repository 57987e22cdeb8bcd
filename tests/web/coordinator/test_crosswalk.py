"""The accreditation crosswalk on the pages of staff."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort, Phase
from mentorship_app.reports.crosswalk import Framework, Requirement
from tests.factories import StaffGrantFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in
from tests.web.coordinator.desk import sit_down

TYPED = {
    "framework": "acgme",
    "element": "VI.C.1.e",
    "text": "What our edition asks for",
    "evidence": ["help_numbers", "action_plan"],
    "link": "https://example.org/policies/wellbeing",
    "gap": "The policy is to be renewed",
}


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client, phase=Phase.ACTIVE)


def crosswalk(cohort: Cohort, rest: str = "") -> str:
    return f"/p/{cohort.program.slug}/crosswalk{rest}"


def rows_of(store: Session) -> list[Requirement]:
    wanted = select(Requirement).order_by(Requirement.framework, Requirement.position)
    found = list(store.scalars(wanted.execution_options(populate_existing=True)))
    store.commit()
    return found


def added(client: StrictClient, cohort: Cohort, **more: object):  # type: ignore[no-untyped-def]  # werkzeug's response
    client.get(crosswalk(cohort, "/new"))
    return client.submit(TYPED | more, action=crosswalk(cohort, "/new"))


def test_a_requirement_is_written_and_read_with_its_results(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    assert added(client, cohort).location == crosswalk(cohort)

    row = rows_of(store)[0]
    assert (row.framework, row.element, row.evidence) == (
        Framework.ACGME,
        "VI.C.1.e",
        ["help_numbers", "action_plan"],
    )
    client.get(crosswalk(cohort))
    page = text_of(client.page)
    assert "1 number to call, one tap from every page and not logged" in page
    assert "No recommendation is written down." in page
    assert "No result yet: Actions of this year and the last" in page
    assert client.page is not None
    assert client.page.xpath("//tr//a/@href")[:1] == ["https://example.org/policies/wellbeing"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"element": " "}, "Enter the number or the name of the element."),
        ({"element": "x" * 61}, "Please keep this to 60 characters."),
        ({"text": "x" * 4001}, "Please keep this to 4000 characters."),
        ({"link": "javascript:alert(1)"}, "Enter an address that begins with https:// or http://"),
        ({"link": "example.org/policy"}, "Enter an address that begins with https:// or http://"),
        ({"link": "https://user:word@example.org/"}, "Enter an address that begins with https:// or http://"),
        ({"link": "https://example.org/\u202egnp"}, "Enter an address that begins with https:// or http://"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    client: StrictClient, store: Session, cohort: Cohort, fields: dict[str, str], words: str
) -> None:
    assert added(client, cohort, **fields).status_code == 422

    assert words in text_of(client.page)
    assert client.page is not None
    assert client.page.xpath("//input[@name='evidence'][@checked]/@value") == ["help_numbers", "action_plan"]
    assert client.page.xpath("string(//textarea[@name='gap'])").strip() == "The policy is to be renewed"
    assert rows_of(store) == []


def test_evidence_that_the_app_cannot_show_is_refused(client: StrictClient, store: Session, cohort: Cohort) -> None:
    client.get(crosswalk(cohort, "/new"))
    token = client.page.xpath("//main//input[@name='csrf_token']/@value")[0] if client.page is not None else ""
    sent = TYPED | {"evidence": ["secret_of_somebody"], "csrf_token": token, "version": "0"}

    assert client.post(crosswalk(cohort, "/new"), data=sent).status_code == 422
    assert rows_of(store) == []


def test_two_who_write_at_once_see_both_texts(client: StrictClient, store: Session, cohort: Cohort) -> None:
    added(client, cohort)
    row = rows_of(store)[0]
    address = crosswalk(cohort, f"/{row.public_id}")
    client.get(address)
    row.gap, row.version = "Somebody wrote this meanwhile", row.version + 1
    store.commit()

    assert client.submit({"gap": "Mine"}, action=address).status_code == 409
    page = text_of(client.page)
    assert "Somebody else changed this while you were writing." in page
    assert "Somebody wrote this meanwhile" in page
    assert client.submit(action=address).status_code == 303
    assert [one.gap for one in rows_of(store)] == ["Mine"]


def test_usual_rows_bring_numbers_and_no_wording(client: StrictClient, store: Session, cohort: Cohort) -> None:
    client.get(crosswalk(cohort, "/usual"))
    token = client.page.xpath("//main//input[@name='csrf_token']/@value")[0] if client.page is not None else ""
    for _time in range(2):
        sent = client.post(crosswalk(cohort, "/usual"), data={"framework": "canera", "csrf_token": token})
        assert sent.status_code == 303

    rows = rows_of(store)
    assert [(row.element, row.text) for row in rows] == [("5", ""), ("6", ""), ("9", "")]
    client.get(crosswalk(cohort))
    assert "The number is to be checked against your edition." in text_of(client.page)
    assert "3 of 3 requirements" in text_of(client.page)


def test_a_row_moves_among_those_of_its_framework(client: StrictClient, store: Session, cohort: Cohort) -> None:
    for element in ("A", "B"):
        added(client, cohort, element=element)
    added(client, cohort, element="Z", framework="lcme")
    first, second, other = sorted(rows_of(store), key=lambda row: row.element)

    client.get(crosswalk(cohort))
    token = client.page.xpath("//main//input[@name='csrf_token']/@value")[0] if client.page is not None else ""
    for row, direction in ((second, "up"), (other, "up"), (second, "up")):
        sent = client.post(
            crosswalk(cohort, f"/{row.public_id}/move"), data={"direction": direction, "csrf_token": token}
        )
        assert sent.status_code == 303

    found = sorted(rows_of(store), key=lambda row: row.position)
    assert [row.element for row in found] == ["B", "A", "Z"]
    assert first.element == "A"


def test_a_row_is_removed_and_the_log_says_so(client: StrictClient, store: Session, cohort: Cohort) -> None:
    added(client, cohort)
    address = crosswalk(cohort, f"/{rows_of(store)[0].public_id}")
    client.get(address)

    assert client.submit(action=f"{address}/remove").location == crosswalk(cohort)
    assert rows_of(store) == []
    actions = store.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("reports.")))
    assert list(actions) == ["reports.requirement.added", "reports.requirement.removed"]
    store.commit()


def test_viewers_read_and_do_not_write(client: StrictClient, store: Session, cohort: Cohort) -> None:
    added(client, cohort)
    row = rows_of(store)[0]
    viewer = StaffGrantFactory(program_id=cohort.program_id, role=StaffRole.VIEWER).account
    store.commit()
    staff_sign_in(client, viewer)

    client.get(crosswalk(cohort))
    assert "VI.C.1.e" in text_of(client.page)
    assert client.page is not None
    assert client.page.xpath("//main//form") == []
    assert client.get(crosswalk(cohort, f"/{row.public_id}")).status_code in {403, 404}


def test_looking_writes_nothing(client: StrictClient, store: Session, cohort: Cohort) -> None:
    added(client, cohort)
    before = store.scalars(select(AuditEvent.id)).all()
    store.commit()

    for rest in ("", "/new", "/usual", f"/{rows_of(store)[0].public_id}"):
        assert client.get(crosswalk(cohort, rest)).status_code == 200
    assert store.scalars(select(AuditEvent.id)).all() == before
    store.commit()
