"""What whoever directs the program sees: numbers with what they are out of, no names, no small groups."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.forms.services import pin
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.mentoring.rematch.models import RematchRequest, RematchStatus
from mentorship_app.programs import Cohort, CohortRole
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.agreements import signed
from tests.factories.meetings import met
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import staff_sign_in
from tests.web.coordinator.desk import said

NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    """A cohort whose director is signed in."""
    made: Cohort = CohortFactory(starts_on=TODAY - timedelta(days=150), ends_on=TODAY + timedelta(days=200))
    director = AccountFactory(name="Corwin Halfacre")
    StaffGrantFactory(account=director, program_id=made.program_id, role=StaffRole.VIEWER)
    store.commit()
    staff_sign_in(client, director)
    return made


def pairs(store: Session, cohort: Cohort, number: int, *, unsigned: int = 0) -> None:
    for place in range(number):
        mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=f"Mentee Number{place}"))
        pairing = PairingFactory(cohort=cohort, mentee=mentee, started_on=TODAY - timedelta(days=100))
        met(store, pairing, TODAY - timedelta(days=80), now=NOW)
        if place >= unsigned:
            signed(store, pairing, now=NOW)
    store.commit()


def numbers(client: StrictClient, cohort: Cohort) -> dict[str, str]:
    client.get(f"/p/{cohort.program.slug}/overview")
    assert client.page is not None
    found = client.page.iterfind(".//div[@class='stat']")
    return {
        text_of(one.find("span[@class='stat-label']")): text_of(one.find("span[@class='stat-number']")) for one in found
    }


def test_a_director_lands_on_numbers_without_a_name(client: StrictClient, store: Session, cohort: Cohort) -> None:
    pairs(store, cohort, 12, unsigned=3)
    found = numbers(client, cohort)
    assert found["Mentees with a mentor"] == "12 of 12"
    assert found["Days until the first meeting"] == "20"
    assert found["Agreements signed"] == "9 of 12"
    assert "Mentee Number" not in said(client)


@pytest.mark.parametrize(("number", "told"), [(4, "–"), (5, "5 of 5")])
def test_small_groups_are_not_told(
    client: StrictClient, store: Session, cohort: Cohort, number: int, told: str
) -> None:
    pairs(store, cohort, number)
    found = numbers(client, cohort)
    assert found["Mentees with a mentor"] == told
    assert found["Agreements signed"] == "–", "a share of what people did needs eight"


def test_where_nearly_everybody_did_a_range_is_told(client: StrictClient, store: Session, cohort: Cohort) -> None:
    pairs(store, cohort, 12, unsigned=1)
    assert "over 80" in numbers(client, cohort)["Agreements signed"]


@pytest.mark.parametrize(("asked", "told"), [(4, "–"), (5, "5+ of 12"), (7, "5+ of 12")])
def test_requests_for_another_pair_are_told_in_fives(
    client: StrictClient, store: Session, cohort: Cohort, asked: int, told: str
) -> None:
    pairs(store, cohort, 12)
    requests(store, cohort, asked)
    assert numbers(client, cohort)["Requests for another pair"] == told


def requests(store: Session, cohort: Cohort, number: int) -> None:
    version = pin(store, cohort.program, "rematch_request", now=NOW)
    for pairing in store.scalars(running_pairs(cohort)).all()[:number]:
        store.add(
            RematchRequest(
                pairing_id=pairing.id,
                enrollment_id=pairing.mentee_id,
                form_version_id=version.id,
                urgent=False,
                reason_is_told=False,
                status=RematchStatus.OPEN,
            )
        )
    store.commit()


def test_a_year_that_would_give_another_one_away_is_hidden(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    """All mentors of last year but two are those of this year: the difference would tell of the two."""
    earlier = CohortFactory(
        program=cohort.program, starts_on=cohort.starts_on - timedelta(days=400), ends_on=cohort.starts_on
    )
    mentors = [AccountFactory() for _ in range(10)]
    for year, people in ((earlier, mentors), (cohort, mentors[:8])):
        for account in people:
            mentor = EnrollmentFactory(cohort=year, account=account, role=CohortRole.MENTOR)
            PairingFactory(cohort=year, mentor=mentor, started_on=year.starts_on)
    store.commit()
    client.get(f"/p/{cohort.program.slug}/overview")
    assert client.page is not None
    (row,) = client.page.xpath("//tr[th[starts-with(normalize-space(.), 'Mentees of a mentor')]]")
    told = [text_of(cell) for cell in row.iterfind("td")]
    assert sum(cell.startswith("–") for cell in told) == 1, told


def test_a_viewer_is_led_there_and_a_coordinator_may_look(client: StrictClient, store: Session, cohort: Cohort) -> None:
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=cohort.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    client.get(f"/p/{cohort.program.slug}/overview")
    assert client.page is not None
    assert "Overview" in text_of(client.page.find(".//nav"))
    staff_sign_in(client, boss)
    assert client.get(f"/p/{cohort.program.slug}/overview").status_code == 200


def test_it_speaks_french(client: StrictClient, store: Session, cohort: Cohort) -> None:
    pairs(store, cohort, 12, unsigned=1)
    with client.session_transaction() as session:
        session["locale"] = "fr"
    client.get(f"/p/{cohort.program.slug}/overview")
    assert "Vue d’ensemble" in said(client)
    assert "plus de 80" in said(client)
