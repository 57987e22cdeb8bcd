"""Requests for another pair at the coordinator's desk."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.mentoring.rematch.confidence import own_words
from mentorship_app.mentoring.rematch.models import RematchRequest, RematchStatus
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Phase
from tests.factories import AccountFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.matching import drafted, state_of_draft
from tests.factories.mentoring import PairingFactory
from tests.factories.rematch import rematch_of
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.web.coordinator.desk import said, sit_down

SECRET = "They shouted at me before everybody"


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    return sit_down(store, client, phase=Phase.ACTIVE)


@pytest.fixture
def pairing(store: Session, cohort: Cohort) -> Pairing:
    quill = AccountFactory(name="Dr. Thaddeus Quill")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=quill)
    wren = AccountFactory(name="Wren Ito", email="wren@example.org")
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=EnrollmentFactory(cohort=cohort, account=wren))
    store.commit()
    return made


def request_of(store: Session, keyring: Keyring, pairing: Pairing, **answers: object) -> str:
    made = rematch_of(store, keyring, pairing.mentee, **answers).public_id
    store.commit()
    return made


def url(cohort: Cohort, rest: str = "", *, at: str = "/rematch") -> str:
    address = f"/p/{cohort.program.slug}{at}{rest}"
    session = object_session(cohort)
    assert session
    # The transaction that read it would keep requests waiting.
    session.commit()
    return address


def press(client: StrictClient, cohort: Cohort, public_id: str, action: str, page: str = ""):  # type: ignore[no-untyped-def]  # werkzeug's
    client.get(url(cohort, f"/{public_id}{page}"))
    return client.submit({"action": action}, action=url(cohort, f"/{public_id}"))


def state(store: Session) -> RematchStatus:
    store.rollback()
    found = store.scalars(select(RematchRequest.status)).one()
    store.commit()
    return found


def test_today_says_who_asks_urgent_ones_first(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    public_id = request_of(store, keyring, pairing, urgent=True)

    client.get(url(cohort, at="/"))

    assert client.page is not None
    first = client.page.xpath(".//ol[@class='action-list']/li[1]")[0]
    assert "1 person asks for another pair, urgently" in text_of(first)
    assert "Wren Ito, about the pair with Dr. Thaddeus Quill" in text_of(first)
    assert first.xpath(f".//a[@href='{url(cohort, '/' + public_id)}']")


def test_the_coordinator_reads_why_only_when_allowed(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    public_id = request_of(store, keyring, pairing, reason="interests", change="Research")
    client.get(url(cohort, f"/{public_id}"))
    assert "My interests have changed" in said(client)
    assert "Research" in said(client)


def test_a_hidden_reason_is_on_no_page_of_staff(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    request = rematch_of(store, keyring, pairing.mentee, told=False, reason="conflict", change="Research", own=SECRET)
    assert own_words(keyring, request)["reason"] == "conflict"
    public_id = request.public_id
    store.commit()

    for address in (url(cohort), url(cohort, f"/{public_id}"), url(cohort, f"/{public_id}/end")):
        text = client.get(address).text
        assert "now assesses me" not in text
        assert SECRET not in text
    client.get(url(cohort, f"/{public_id}"))
    assert "Research" in said(client)


def test_talk_first_is_noted_for_the_person(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    public_id = request_of(store, keyring, pairing)

    press(client, cohort, public_id, "seen")

    assert state(store) is RematchStatus.SEEN
    account, address = pairing.mentee.account, f"/pair/{pairing.public_id}/another"
    sign_in(client, account)
    client.get(address)
    assert "has read it and will get in touch with you first" in said(client)


def test_the_matching_opens_the_pair_and_keeps_the_two_apart(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    made = drafted(store, keyring, cohort, [])
    public_id = request_of(store, keyring, pairing)

    response = press(client, cohort, public_id, "match")

    assert response.status_code == 303
    assert url(cohort, at="/matching") in response.location
    assert state(store) is RematchStatus.MATCHING
    drawn = state_of_draft(store, made.draft)
    assert pairing.mentee.public_id in drawn.released
    assert [one.pair for one in drawn.forbidden] == [(pairing.mentee.public_id, pairing.mentor.public_id)]
    store.refresh(pairing)
    assert pairing.status is PairingStatus.ACTIVE
    store.commit()


def test_without_a_draft_the_workbench_is_shown_all_the_same(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    response = press(client, cohort, request_of(store, keyring, pairing), "match")

    client.get(response.location)
    assert "There are no proposed pairs yet" in said(client)


def test_ending_shows_both_mails_first_and_says_the_same_to_both(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    public_id = request_of(store, keyring, pairing)
    client.get(url(cohort, f"/{public_id}/end"))
    assert said(client).count("it is no one’s fault, and nobody is asked why") == 2

    press(client, cohort, public_id, "end", "/end")

    assert state(store) is RematchStatus.ENDED
    store.refresh(pairing)
    assert pairing.status is PairingStatus.ENDED
    assert {mail.kind for mail in store.scalars(select(OutboxMessage))} == {"rematch_ended"}
    store.commit()
    client.get(url(cohort))
    assert "The pair has ended" in said(client)
    client.get(url(cohort, f"/{public_id}"))
    assert "what was written is deleted" in said(client)


def test_a_stale_page_changes_nothing(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    public_id = request_of(store, keyring, pairing)
    client.get(url(cohort, f"/{public_id}"))
    request = store.scalars(select(RematchRequest)).one()
    request.version += 1
    store.commit()

    response = client.submit({"action": "keep"}, action=url(cohort, f"/{public_id}"))

    assert response.status_code == 409
    assert state(store) is RematchStatus.OPEN


def test_a_coordinator_finds_nothing_about_their_own_pair(
    client: StrictClient, store: Session, keyring: Keyring, cohort: Cohort, pairing: Pairing
) -> None:
    public_id = request_of(store, keyring, pairing)
    program_id, mentor = cohort.program_id, pairing.mentor.account
    StaffGrantFactory(account=mentor, program_id=program_id, role=StaffRole.COORDINATOR)
    store.commit()
    staff_sign_in(client, mentor)

    assert client.get(url(cohort, f"/{public_id}")).status_code == 404
    client.get(url(cohort))
    assert "Wren Ito" not in said(client)
    client.get(url(cohort, at="/"))
    assert "asks for another pair" not in said(client)
