"""The agreement of a pair in a browser: one page filled in, one signature more, and nobody else ever reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.agreements import AgreementVersion
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import CohortRole, Enrollment
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.agreements import OFF_LIMITS, proposed, signed
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import mail_to, run_worker

MENTOR, MENTEE = CohortRole.MENTOR, CohortRole.MENTEE
TICKED = {"confidentiality": "yes", "no_assessment": "yes", "way_out": "yes"}


@pytest.fixture
def pairing(store: Session) -> Pairing:
    cohort = CohortFactory()
    marsh = AccountFactory(name="Dr. Ottoline Marsh", email="marsh@example.org")
    mentor = EnrollmentFactory(cohort=cohort, role=MENTOR, account=marsh)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale", email="juniper@example.org"))
    answers = {"frequency": "six_weeks", "modality": ["phone"]}
    ProfileFactory(enrollment=mentee, sent=True, answers=answers)
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    return made


@pytest.fixture
def coordinator(store: Session, pairing: Pairing) -> Account:
    boss: Account = AccountFactory(name="Cora Ordin")
    StaffGrantFactory(account=boss, program_id=pairing.cohort.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    return boss


def address(pairing: Pairing, page: str = "") -> str:
    return f"/pair/{pairing.public_id}/agreement{page}"


def opened(client: StrictClient, person: Enrollment, url: str) -> str:
    sign_in(client, person.account)
    client.get(url)
    return text_of(client.page)


def states(store: Session) -> list[str]:
    found = [one.value for one in store.scalars(select(AgreementVersion.status).order_by(AgreementVersion.number))]
    store.commit()
    return found


def ticked(client: StrictClient, name: str) -> list[str]:
    assert client.page is not None
    return [
        box.get("value") for box in client.page.iterfind(f".//input[@name='{name}']") if box.get("checked") is not None
    ]


def test_the_first_page_is_filled_in_and_three_ticks_propose_it(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    seen = opened(client, pairing.mentee, address(pairing))
    assert "Only you and Dr. Ottoline Marsh can read this page" in seen
    assert "without a reason and without fault" in seen
    assert ticked(client, "frequency") == ["six_weeks"], "from the intake"
    assert ticked(client, "channel") == ["phone"]
    assert ticked(client, "confidentiality") == [], "nobody agrees by default"

    answer = client.submit(TICKED, action=address(pairing, "/change"))

    assert (answer.status_code, answer.location) == (303, address(pairing))
    assert states(store) == ["proposed"]
    assert "Your proposal is waiting for Dr. Ottoline Marsh" in opened(client, pairing.mentee, address(pairing))


def test_a_statement_that_is_not_ticked_is_asked_for_and_all_else_is_kept(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    opened(client, pairing.mentee, address(pairing))
    answer = client.submit(
        {"confidentiality": "yes", "off_limits": OFF_LIMITS, "frequency": "quarter"}, action=address(pairing, "/change")
    )

    assert answer.status_code == 422
    assert "Tick the box on assessment if you agree" in text_of(client.page)
    assert OFF_LIMITS in text_of(client.page)
    assert ticked(client, "frequency") == ["quarter"]
    assert ticked(client, "confidentiality") == ["yes"]
    assert states(store) == []

    answer = client.submit(TICKED | {"review_on-year": "2020"}, action=address(pairing, "/change"))
    assert answer.status_code == 422
    assert "Choose a day after today" in text_of(client.page)


def test_one_press_signs_and_home_shows_it_until_then(client: StrictClient, store: Session, pairing: Pairing) -> None:
    proposed(store, pairing, MENTEE, now=clock.now())
    store.commit()
    assert "Juniper Vale proposes an agreement" in opened(client, pairing.mentor, "/home")
    assert "Agreement: waiting for your signature" in opened(client, pairing.mentor, "/pair")

    client.get(address(pairing))
    assert OFF_LIMITS in text_of(client.page)
    assert client.submit(action=address(pairing, "/sign")).status_code == 303

    assert states(store) == ["in_force"]
    client.get(address(pairing))
    assert "In force since" in text_of(client.page)
    client.get("/pair")
    assert "Agreement: signed by both" in text_of(client.page)
    client.get("/home")
    assert "proposes an agreement" not in text_of(client.page)


def test_a_change_that_somebody_forestalled_shows_both_texts(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    opened(client, pairing.mentee, address(pairing))
    proposed(store, pairing, MENTOR, now=clock.now(), frequency="fortnight")
    store.commit()

    answer = client.submit(TICKED | {"off_limits": "Weekends"}, action=address(pairing, "/change"))

    assert answer.status_code == 409
    seen = text_of(client.page)
    assert "It changed while you were writing" in seen
    assert "Every two weeks" in seen, "theirs"
    assert "Every six to eight weeks" in seen, "what was typed"
    assert "Weekends" in seen
    assert states(store) == ["proposed"]
    assert client.submit(action=address(pairing, "/change")).status_code == 303
    assert states(store) == ["replaced", "proposed"]


def test_who_signs_what_was_changed_meanwhile_is_shown_the_change(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    proposed(store, pairing, MENTEE, now=clock.now())
    store.commit()
    opened(client, pairing.mentor, address(pairing))
    proposed(store, pairing, MENTEE, now=clock.now(), length=90)
    store.commit()

    answer = client.submit(action=address(pairing, "/sign"))

    assert answer.status_code == 409
    assert "90" in text_of(client.page)
    assert states(store) == ["replaced", "proposed"]


def test_it_is_amended_taken_back_left_as_it_is_and_compared(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    signed(store, pairing, now=clock.now())
    store.commit()
    opened(client, pairing.mentor, address(pairing, "/change"))
    assert client.submit(action=address(pairing, "/change")).status_code == 422
    assert "This is what you agreed on already" in text_of(client.page)
    client.submit({"frequency": "quarter"}, action=address(pairing, "/change"))
    client.get(address(pairing))
    assert client.submit(action=address(pairing, "/close")).status_code == 303
    assert states(store) == ["in_force", "withdrawn"]

    proposed(store, pairing, MENTOR, now=clock.now(), frequency="fortnight")
    store.commit()
    seen = opened(client, pairing.mentee, address(pairing))
    assert "Taken out: Once a month" in seen
    assert "New: Every two weeks" in seen
    client.submit(action=address(pairing, "/close"))
    assert states(store) == ["in_force", "withdrawn", "replaced"]

    client.get(address(pairing, "/versions?one=1&other=3"))
    seen = text_of(client.page)
    assert "New: Every two weeks" in seen
    assert "Proposal withdrawn" in seen
    assert client.get(address(pairing, "/versions?one=x&other=99")).status_code == 200


def test_the_mail_leads_to_it_and_quotes_nothing(
    app: Flask, client: StrictClient, store: Session, pairing: Pairing
) -> None:
    proposed(store, pairing, MENTEE, now=clock.now())
    store.commit()
    run_worker(app, now=clock.now() + timedelta(minutes=11))

    mail = mail_to(store, "marsh@example.org")[-1]
    assert "Juniper Vale wrote down how the two of you might work together" in mail.body
    assert OFF_LIMITS not in mail.subject + mail.body
    link = next(word for word in mail.body.split() if word.startswith("http"))
    store.commit()
    client.get("/" + link.split("/", 3)[3])
    client.submit(follow_redirects=True)
    assert OFF_LIMITS in text_of(client.page)


def test_a_copy_is_drawn_and_downloaded_by_both(
    app: Flask, client: StrictClient, store: Session, pairing: Pairing
) -> None:
    signed(store, pairing, now=clock.now())
    store.commit()
    opened(client, pairing.mentor, address(pairing))
    assert client.submit(action=address(pairing, "/copy")).status_code == 303
    run_worker(app)
    for person in (pairing.mentor, pairing.mentee):
        assert "Download the copy in English" in opened(client, person, address(pairing))
        answer = client.get(address(pairing, "/copy.pdf?locale=en"))
        assert answer.data.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_nobody_else_gets_in(client: StrictClient, store: Session, pairing: Pairing, coordinator: Account) -> None:
    signed(store, pairing, now=clock.now())
    other = PairingFactory(cohort=pairing.cohort, mentor=pairing.mentor)
    store.commit()
    assert OFF_LIMITS in opened(client, pairing.mentor, address(pairing)), "it is there"
    for page in ("", "/change", "/versions", "/copy.pdf?locale=en"):
        sign_in(client, other.mentee.account)
        assert client.get(address(pairing, page)).status_code == 404
    staff_sign_in(client, coordinator)
    assert client.get(address(pairing)).status_code in {403, 404}


def test_a_coordinator_sees_that_it_is_signed_and_never_a_word(
    app: Flask, client: StrictClient, store: Session, pairing: Pairing, coordinator: Account
) -> None:
    program = pairing.cohort.program.slug
    staff_sign_in(client, coordinator)
    client.get(f"/p/{program}/pairs")
    assert "Not signed yet" in text_of(client.page)
    client.get(f"/p/{program}/")
    assert "have not signed an agreement" in text_of(client.page)
    client.get(f"/p/{program}/pairs?agreement=missing")
    assert "Juniper Vale" in text_of(client.page)

    signed(store, pairing, now=datetime(2026, 10, 12, 15, tzinfo=UTC))
    store.commit()
    run_worker(app)
    pages = ["", "pairs", "outbox", "audit", "people", f"people/{pairing.mentee.public_id}"]
    for page in pages:
        client.get(f"/p/{program}/{page}")
        assert OFF_LIMITS not in text_of(client.page), page
    client.get(f"/p/{program}/pairs")
    assert "12 Oct 2026" in text_of(client.page)
    client.get(f"/p/{program}/pairs?agreement=missing")
    assert "Juniper Vale" not in text_of(client.page)
    client.get(f"/p/{program}/")
    assert "have not signed an agreement" not in text_of(client.page)
    assert all(OFF_LIMITS not in str(mail.context) for mail in store.scalars(select(OutboxMessage)))
    store.commit()


def test_each_of_the_two_takes_the_text_away_with_their_record(
    client: StrictClient, store: Session, pairing: Pairing
) -> None:
    signed(store, pairing, now=clock.now())
    store.commit()
    for person in (pairing.mentor, pairing.mentee):
        sign_in(client, person.account)
        taken = client.get("/me/record.json").get_json()["enrollments"][0]["pairs"][0]["agreement"]
        assert [one["status"] for one in taken] == ["in_force"]
        assert OFF_LIMITS in str(taken)
