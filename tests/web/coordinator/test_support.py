"""The support plan on the pages of staff."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.support import SupportPlan, SupportSignature, SupportState
from tests.factories import CohortFactory, StaffGrantFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in

TYPED = {
    "mentor_hours": "2",
    "mentee_hours": "1,5",
    "released_by": "Department of Medicine",
    "time_state": "agreed",
    "budget_amount": "12000",
    "budget_currency": "cad",
    "sponsor_name": "Dr. Isolde Quennell",
    "sponsor_role": "Head of the department",
    "sponsor_state": "agreed",
    "resources": "A room",
}


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.RECRUITMENT)
    grant = StaffGrantFactory(program_id=made.program.id)
    store.commit()
    staff_sign_in(client, grant.account)
    return made


@pytest.fixture
def viewer(store: Session, cohort: Cohort) -> Account:
    made: Account = StaffGrantFactory(program_id=cohort.program_id, role=StaffRole.VIEWER).account
    store.commit()
    return made


def support(cohort: Cohort, rest: str = "") -> str:
    return f"/p/{cohort.program.slug}/support{rest}"


def written(client: StrictClient, cohort: Cohort, **more: str):  # type: ignore[no-untyped-def]  # werkzeug's response
    client.get(support(cohort))
    return client.submit(TYPED | more, action=support(cohort))


def test_a_plan_is_written_and_read(client: StrictClient, store: Session, cohort: Cohort) -> None:
    assert written(client, cohort).location == support(cohort)

    plan = store.scalars(select(SupportPlan)).one()
    store.commit()
    assert (plan.mentee_hours, plan.budget_amount, plan.budget_currency) == (1.5, 12000, "CAD")
    assert plan.time_state is SupportState.AGREED
    client.get(support(cohort))
    page = text_of(client.page)
    assert "2.0 hours a month for each mentor · 1.5 hours a month for each mentee · given free by Department" in page
    assert "12,000 CAD" in page
    assert "Not signed" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mentor_hours": "many"}, "Not a valid float value."),
        ({"mentor_hours": "41"}, "Enter a number of hours from 0 to 40."),
        ({"budget_amount": "-3"}, "Enter an amount without cents"),
        ({"budget_currency": "$"}, "Enter the three letters of a currency"),
        ({"time_state": "perhaps"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    client: StrictClient, store: Session, cohort: Cohort, fields: dict[str, str], words: str
) -> None:
    assert written(client, cohort, **fields).status_code == 422

    assert words in text_of(client.page)
    assert client.page is not None
    assert client.page.xpath("//input[@name='sponsor_name']/@value") == ["Dr. Isolde Quennell"]
    assert store.scalars(select(SupportPlan)).all() == []
    store.commit()


def test_two_who_write_at_once_see_both_texts(client: StrictClient, store: Session, cohort: Cohort) -> None:
    client.get(support(cohort))
    store.add(SupportPlan(cohort=cohort, sponsor_name="Dr. Perrin Holt", budget_amount=5))
    store.commit()

    response = client.submit(TYPED, action=support(cohort))

    assert response.status_code == 409
    page = text_of(client.page)
    assert "Somebody else changed this while you were writing." in page
    rows = [text_of(row) for row in client.page.iter("tr")] if client.page is not None else []
    assert "Name of the sponsorDr. Perrin HoltDr. Isolde Quennell" in [row.replace(" Dr", "Dr") for row in rows]
    assert client.submit(action=support(cohort)).status_code == 303


def test_a_plan_is_signed_once_and_again_after_a_change(client: StrictClient, store: Session, cohort: Cohort) -> None:
    written(client, cohort)
    client.get(support(cohort))
    assert client.page is not None
    assert client.page.xpath("//input[@name='signed_by']/@value") == ["Dr. Isolde Quennell"]

    assert client.submit({"role": " "}, action=support(cohort, "/sign")).status_code == 422
    assert "Enter the role of the person who signed" in text_of(client.page)
    assert client.submit({"role": "Head"}, action=support(cohort, "/sign")).location == support(cohort)
    client.get(support(cohort))
    assert "What is planned is signed as it is." in text_of(client.page)

    client.submit({"budget_amount": "6000"}, action=support(cohort))
    client.get(support(cohort))
    assert "The plan changed since it was last signed" in text_of(client.page)
    assert "12,000 CAD" in text_of(client.page), "what was signed stays to be read"
    client.submit({"role": "Head"}, action=support(cohort, "/sign"))
    assert len(store.scalars(select(SupportSignature)).all()) == 2
    store.commit()


def test_nobody_signs_a_plan_that_changed_under_their_hands(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    written(client, cohort)
    client.get(support(cohort))
    plan = store.scalars(select(SupportPlan)).one()
    plan.budget_amount, plan.version = 1, plan.version + 1
    store.commit()

    assert client.submit({"role": "Head"}, action=support(cohort, "/sign")).status_code == 409
    assert store.scalars(select(SupportSignature)).all() == []
    store.commit()


def test_a_viewer_reads_and_does_not_write(
    client: StrictClient, store: Session, cohort: Cohort, viewer: Account
) -> None:
    staff_sign_in(client, viewer)
    client.get(support(cohort))
    assert "No support plan yet" in text_of(client.page)
    store.add(SupportPlan(cohort=cohort, sponsor_name="Dr. Perrin Holt"))
    store.commit()

    client.get(support(cohort))

    assert client.page is not None
    assert "Dr. Perrin Holt" in text_of(client.page)
    assert client.page.xpath("//main//form") == []
    assert client.page.xpath("//nav//a[@aria-current='page']/@href") == [support(cohort)]
    token = client.page.xpath("//input[@name='csrf_token']/@value")[0]
    for rest in ("", "/sign"):
        assert client.post(support(cohort, rest), data={"csrf_token": token}).status_code == 403


def test_today_asks_for_a_signature_until_there_is_one(client: StrictClient, cohort: Cohort) -> None:
    today = f"/p/{cohort.program.slug}/"
    client.get(today)
    assert text_of(client.page).count("Support plan not signed") == 1
    written(client, cohort)
    client.get(support(cohort))
    client.submit({"role": "Head"}, action=support(cohort, "/sign"))

    client.get(today)

    assert "Support plan not signed" not in text_of(client.page)


def test_later_in_the_year_today_is_silent_about_it(client: StrictClient, store: Session, cohort: Cohort) -> None:
    cohort.phase = Phase.ACTIVE
    store.commit()
    client.get(f"/p/{cohort.program.slug}/")
    assert "Support plan not signed" not in text_of(client.page)
