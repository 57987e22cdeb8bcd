"""A mentor's letters and the number from mentees: who sees them, and who never does."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.recognition.feedback import OwnNumber, give, own_number
from mentorship_app.mentoring.recognition.models import FeedbackAnswer, MentorFeedback, RecognitionChoice
from mentorship_app.messaging import LocalMail, OutboxMessage
from mentorship_app.programs import CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker

NUMBER = "6.5 out of 10"
PAGE = "/me/recognition"


@pytest.fixture
def mentor(store: Session) -> Enrollment:
    today = datetime.now(UTC).date()
    cohort = CohortFactory(
        phase=Phase.ACTIVE, starts_on=today - timedelta(days=200), ends_on=today + timedelta(days=100)
    )
    made: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    store.commit()
    return made


@pytest.fixture
def pairing(store: Session, mentor: Enrollment) -> Pairing:
    started = datetime.now(UTC).date() - timedelta(days=60)
    made: Pairing = PairingFactory(cohort=mentor.cohort, mentor=mentor, started_on=started)
    store.commit()
    return made


def with_a_number(app: Flask, store: Session, keyring: Keyring, mentor: Enrollment, last: Pairing) -> None:
    """Five mentees gave 6 and 7, and the worker has gone through them."""
    ended = {"status": PairingStatus.ENDED, "ended_on": mentor.cohort.ends_on}
    others = [PairingFactory(cohort=mentor.cohort, mentor=mentor, **ended) for _ in range(4)]
    for made, value in zip((*others, last), (6, 7, 6, 7, 6), strict=True):
        give(store, keyring, made, value)
    store.commit()
    run_worker(app)


def words(client: StrictClient, url: str) -> str:
    client.get(url)
    return text_of(client.page)


def test_a_mentee_gives_changes_and_deletes_a_number(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    url = f"/pair/{pairing.public_id}/number"
    sign_in(client, pairing.mentee.account)
    assert "Say how useful it is" in words(client, "/pair")
    client.get(url)
    assert client.submit({}, action=url).status_code == 422
    assert client.submit({"value": "8"}, action=url).status_code == 303
    assert own_number(store, keyring, pairing) == OwnNumber(8, is_counted=False)
    store.commit()
    client.get(url)
    client.submit({"value": "3"}, action=url)
    store.expire_all()
    assert own_number(store, keyring, pairing) == OwnNumber(3, is_counted=False)
    store.commit()
    client.get(url)
    assert client.submit(action=url, button="take_back=yes").status_code == 303
    store.expire_all()
    assert own_number(store, keyring, pairing) is None
    store.commit()


def test_only_the_mentee_has_that_page(client: StrictClient, store: Session, pairing: Pairing) -> None:
    url, stranger = f"/pair/{pairing.public_id}/number", EnrollmentFactory()
    store.commit()
    for account in (pairing.mentor.account, stranger.account):
        sign_in(client, account)
        assert client.get(url).status_code == 404
        assert client.post(url, data={"value": "8"}).status_code in {400, 404}


def test_the_page_of_the_pair_reads_the_same_whether_there_is_a_number_or_not(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    sign_in(client, pairing.mentee.account)
    before = words(client, "/pair")
    give(store, keyring, pairing, 8)
    store.commit()
    assert words(client, "/pair") == before


def test_a_number_is_shown_to_its_mentor_alone(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, mentor: Enrollment, pairing: Pairing
) -> None:
    with_a_number(app, store, keyring, mentor, pairing)
    assert [one.halves for one in store.scalars(select(MentorFeedback))] == [13], "there is something to hide"
    other = EnrollmentFactory(cohort=mentor.cohort, role=CohortRole.MENTOR)
    boss, viewer = AccountFactory(), AccountFactory()
    StaffGrantFactory(account=boss, program_id=mentor.cohort.program_id)
    StaffGrantFactory(account=viewer, program_id=mentor.cohort.program_id, role=StaffRole.VIEWER)
    store.commit()

    sign_in(client, mentor.account)
    assert NUMBER in words(client, PAGE)
    sign_in(client, other.account)
    assert "Too few to say" in words(client, PAGE)
    assert client.get(f"{PAGE}?part={mentor.public_id}").status_code == 404
    sign_in(client, pairing.mentee.account)
    assert client.get(PAGE).status_code == 404
    for staff in (boss, viewer):
        staff_sign_in(client, staff)
        for path in staff_pages(app, mentor):
            shown = client.get(path)
            assert "out of 10" not in shown.text, path
            assert "6.5" not in re.sub(r"\d+\.\d+%", "", shown.text), path


def staff_pages(app: Flask, mentor: Enrollment) -> list[str]:
    """Every staff page without a thing in its address, and those about the mentor."""
    slug, found = mentor.cohort.program.slug, []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or set()) or "program_slug" not in rule.arguments:
                continue
            if rule.arguments == {"program_slug"}:
                found.append(str(rule.build({"program_slug": slug})[1]))
    found += [f"/p/{slug}/people/{mentor.public_id}", f"/p/{slug}/recognition/mentors/{mentor.public_id}"]
    return found


def test_no_mail_and_no_line_of_the_trail_tells_of_numbers(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, mentor: Enrollment, pairing: Pairing
) -> None:
    sign_in(client, pairing.mentee.account)
    url = f"/pair/{pairing.public_id}/number"
    client.get(url)
    trail, mails = len(store.scalars(select(AuditEvent)).all()), len(store.scalars(select(OutboxMessage)).all())
    store.commit()
    client.submit({"value": "8"}, action=url)
    store.expire_all()
    assert len(store.scalars(select(FeedbackAnswer)).all()) == 1
    store.commit()
    with_a_number(app, store, keyring, mentor, PairingFactory(cohort=mentor.cohort, mentor=mentor))
    assert len(store.scalars(select(MentorFeedback)).all()) == 1
    assert len(store.scalars(select(AuditEvent)).all()) == trail
    assert len(store.scalars(select(OutboxMessage)).all()) == mails
    store.commit()


def test_a_mentor_asks_for_the_letter_and_downloads_it(app: Flask, client: StrictClient, mentor: Enrollment) -> None:
    sign_in(client, mentor.account)
    client.get(PAGE)
    assert client.submit(action=f"{PAGE}/letter", button="locale=fr").status_code == 303
    assert "being drawn" in words(client, PAGE)
    assert client.get(f"{PAGE}/hours.pdf?locale=fr").status_code == 404
    run_worker(app)
    client.get(PAGE)
    letter = client.get(f"{PAGE}/hours.pdf?locale=fr&part={mentor.public_id}")
    assert letter.data.startswith(b"%PDF-")
    assert letter.headers["Cache-Control"] == "no-store"
    assert client.get(f"{PAGE}/other.pdf?locale=fr").status_code == 404


def test_no_other_mentor_and_nobody_on_staff_opens_a_letter(
    app: Flask, client: StrictClient, store: Session, mentor: Enrollment
) -> None:
    other = EnrollmentFactory(cohort=mentor.cohort, role=CohortRole.MENTOR)
    boss: Account = AccountFactory()
    StaffGrantFactory(account=boss, program_id=mentor.cohort.program_id)
    store.commit()
    sign_in(client, mentor.account)
    client.get(PAGE)
    client.submit(action=f"{PAGE}/letter", button="locale=en")
    run_worker(app)
    url = f"{PAGE}/hours.pdf?locale=en&part={mentor.public_id}"
    assert client.get(url).status_code == 200
    sign_in(client, other.account)
    assert client.get(url).status_code == 404
    assert client.get(f"{PAGE}/hours.pdf?locale=en").status_code == 404
    staff_sign_in(client, boss)
    assert client.get(url).status_code in {403, 404}


def test_declared_hours_are_kept_with_a_comma_and_stale_ones_shown_beside(
    client: StrictClient, store: Session, mentor: Enrollment
) -> None:
    sign_in(client, mentor.account)
    client.get(PAGE)
    wrong = client.submit({"outside_hours": "9000"}, action=PAGE)
    assert wrong.status_code == 422
    assert "9000" in wrong.text
    client.submit({"outside_hours": "6,5"}, action=PAGE)
    store.expire_all()
    [kept] = store.scalars(select(RecognitionChoice)).all()
    assert (kept.outside_quarters, kept.wants_letter) == (26, True)
    kept.version, kept.outside_quarters = 7, 4
    client.get(PAGE)
    store.commit()
    stale = client.submit({"outside_hours": "8", "version": "1"}, action=PAGE)
    assert stale.status_code == 409
    assert "What it says now" in stale.text


def test_the_coordinator_prepares_sees_the_mail_and_tells(
    app: Flask, client: StrictClient, store: Session, mentor: Enrollment
) -> None:
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=mentor.cohort.program_id)
    store.commit()
    url = f"/p/{mentor.cohort.program.slug}/recognition"
    staff_sign_in(client, boss)
    client.get(url)
    refused = client.submit({"leader_name": "Corwin Halfacre"}, action=url)
    assert refused.status_code == 422
    assert "Corwin Halfacre" in refused.text
    client.get(url)
    client.submit(
        {"leader_name": "Corwin Halfacre", "leader_role_en": "Director", "leader_role_fr": "Direction"}, action=url
    )
    client.get(url)
    assert client.submit(action=f"{url}/prepare").status_code == 303
    run_worker(app)
    assert store.scalars(select(LocalMail)).all() == [], "nobody is told unasked"
    store.commit()
    assert "Drawn, not told" in words(client, url)
    assert "Two letters are ready for you" in words(client, f"{url}/tell")
    assert client.submit(action=f"{url}/tell").status_code == 303
    assert "Told" in words(client, url)
    run_worker(app, now=datetime.now(UTC) + timedelta(minutes=11))
    [mail] = store.scalars(select(LocalMail)).all()
    store.commit()
    assert mail.to_email == mentor.account.email
    assert "/l/" in mail.body


def test_who_wants_no_letter_gets_none_and_no_mail(
    app: Flask, client: StrictClient, store: Session, mentor: Enrollment
) -> None:
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=mentor.cohort.program_id)
    store.add(RecognitionChoice(enrollment_id=mentor.id, outside_quarters=0, wants_letter=False))
    store.commit()
    url = f"/p/{mentor.cohort.program.slug}/recognition"
    staff_sign_in(client, boss)
    client.get(url)
    client.submit(action=f"{url}/prepare")
    run_worker(app)
    assert "Wants none" in words(client, url)
    assert "Nobody to tell" in words(client, f"{url}/tell")


def test_both_take_their_own_away_and_nothing_of_the_other(
    app: Flask, client: StrictClient, store: Session, keyring: Keyring, mentor: Enrollment, pairing: Pairing
) -> None:
    with_a_number(app, store, keyring, mentor, pairing)
    sign_in(client, mentor.account)
    [mine] = client.get("/me/record.json").get_json()["enrollments"]
    assert [one["of_10"] for one in mine["recognition"]["averages_of_mentees"]] == [6.5]
    assert {pair["number_given"] for pair in mine["pairs"]} == {None}
    sign_in(client, pairing.mentee.account)
    [theirs] = client.get("/me/record.json").get_json()["enrollments"]
    assert theirs["recognition"] is None
    assert [pair["number_given"] for pair in theirs["pairs"]] == [6]
