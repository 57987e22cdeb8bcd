"""What everybody who was asked can read: who is written to, who finds the page, and that nothing tells who answered."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import LocalMail, MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.reports.editions import Edition, EditionStatus, Outline
from mentorship_app.reports.editions.services import start_edition
from mentorship_app.reports.models import ReportFile
from mentorship_app.reports.sharing import asked_people, require_shareable, share
from mentorship_app.surveys import Wave, WaveInvitee
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from tests.factories import AccountFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.surveys import opened_wave, rated
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import run_worker

STAFF = Actor(account_id=None, name="Corinne Coordinator")
NOW = datetime.now(UTC)
ANSWERING = 6
BODY = "<section class='sheet' id='heard'><h1>{}</h1></section>"


def closed(store: Session, keyring: Keyring) -> tuple[Wave, Sequence[Enrollment]]:
    """A survey that asked nine people, six of whom answered."""
    wave, people = opened_wave(store, keyring, 9)
    for person in people[:ANSWERING]:
        submit(store, keyring, wave, person.account_id, rated(2))
    close_wave(store, keyring, wave, by=STAFF, now=NOW)
    store.commit()
    return wave, people


def frozen(store: Session, cohort: Cohort, locale: str = "en", outline: Outline = Outline.PARTICIPANTS) -> Edition:
    """As freezing leaves it, without the drawing."""
    edition = start_edition(store, cohort, outline=outline, locale=locale, by=STAFF, now=NOW)
    said = {"en": "What you said", "fr": "Ce que vous avez dit"}[locale]
    file = ReportFile(
        cohort_id=cohort.id,
        content_hash=f"{locale}{outline}",
        data_hash="0",
        title=said,
        html=BODY.format(said),
        pdf=f"%PDF {locale}".encode(),
        csv=b"",
        created_at=NOW,
    )
    store.add(file)
    store.flush()
    edition.status, edition.frozen_at, edition.frozen_by, edition.frozen_file_id = (
        EditionStatus.FROZEN,
        NOW,
        STAFF.name,
        file.id,
    )
    store.commit()
    return edition


def enter_as_staff(
    store: Session, client: StrictClient, cohort: Cohort, role: StaffRole = StaffRole.COORDINATOR
) -> None:
    account: Account = AccountFactory()
    StaffGrantFactory(account=account, program_id=cohort.program_id, role=role)
    store.commit()
    staff_sign_in(client, account)
    store.commit()


def mails(store: Session) -> list[OutboxMessage]:
    store.expire_all()
    found = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "report_summary")).all()
    store.commit()
    return list(found)


def path_of(store: Session, edition: Edition) -> str:
    """Where it is shared; nothing is left open in the database."""
    path = f"/p/{edition.cohort.program.slug}/reports/e/{edition.public_id}/share"
    store.commit()
    return path


def results_of(store: Session, edition: Edition) -> str:
    """Where it is read."""
    path = f"/results/{edition.public_id}"
    store.commit()
    return path


def enter(store: Session, client: StrictClient, account: Account) -> None:
    """Sign a participant in."""
    sign_in(client, account)
    store.commit()


@pytest.fixture
def survey(store: Session, keyring: Keyring) -> tuple[Wave, Sequence[Enrollment]]:
    return closed(store, keyring)


def test_everybody_asked_is_written_to_and_nobody_else(
    store: Session, survey: tuple[Wave, Sequence[Enrollment]]
) -> None:
    wave, people = survey
    people[0].status = people[8].status = EnrollmentStatus.WITHDRAWN
    later = EnrollmentFactory(cohort=wave.cohort)  # joined after the survey had opened
    store.flush()
    edition = frozen(store, wave.cohort)

    written = share(store, edition, by=STAFF, now=NOW)
    store.commit()

    assert written == 7
    addresses = {mail.to_email for mail in mails(store)}
    assert addresses == {person.account.email for person in people[1:8]}
    assert later.account.email not in addresses


def test_mails_do_not_tell_who_answered(app: Flask, store: Session, survey: tuple[Wave, Sequence[Enrollment]]) -> None:
    wave, people = survey
    edition = frozen(store, wave.cohort)
    share(store, edition, by=STAFF, now=NOW - timedelta(minutes=20))
    store.commit()

    rows = [
        (mail.kind, sorted(mail.context), mail.context["edition"], mail.not_before, mail.status, mail.private)
        for mail in mails(store)
    ]
    assert len(rows) == len(people)
    assert len({str(row) for row in rows}) == 1, "answered or not, the rows are alike"

    wave.cohort.program.quiet_hours = False
    store.commit()
    run_worker(app)
    sent = store.scalars(select(LocalMail)).all()
    bodies = set()
    for mail in sent:
        name = next(person.account.name for person in people if person.account.email == mail.to_email)
        lines = [line for line in mail.body.replace(name, "…").splitlines() if "/l/" not in line]
        bodies.add("\n".join(lines))
    assert len(sent) == len(people)
    assert len(bodies) == 1
    logged = [event.details for event in store.scalars(select(AuditEvent).where(AuditEvent.action.contains("summary")))]
    assert logged == [{"count": 9}]
    store.commit()


def test_nobody_is_written_to_twice_and_a_mail_taken_back_can_be_written_again(
    store: Session, survey: tuple[Wave, Sequence[Enrollment]]
) -> None:
    edition = frozen(store, survey[0].cohort)
    assert share(store, edition, by=STAFF, now=NOW) == 9
    assert share(store, edition, by=STAFF, now=NOW) == 0
    store.scalars(select(OutboxMessage)).first().status = MessageStatus.CANCELLED  # type: ignore[union-attr]  there are nine
    store.flush()
    assert share(store, edition, by=STAFF, now=NOW + timedelta(minutes=1)) == 1


@pytest.mark.parametrize("outline", [Outline.FULL, Outline.DEAN, Outline.ACCREDITOR])
def test_other_reports_are_not_sent_to_participants(store: Session, outline: Outline) -> None:
    edition = frozen(store, EnrollmentFactory().cohort, outline=outline)
    with pytest.raises(InvalidTransition):
        require_shareable(edition)
    store.commit()


def test_a_draft_is_not_sent(store: Session, client: StrictClient, survey: tuple[Wave, Sequence[Enrollment]]) -> None:
    cohort = survey[0].cohort
    edition = start_edition(store, cohort, outline=Outline.PARTICIPANTS, locale="en", by=STAFF, now=NOW)
    enter_as_staff(store, client, cohort)

    client.get(path_of(store, edition))

    assert "Freeze this summary first" in text_of(client.page)
    assert client.page is not None
    assert not client.page.xpath("//form[contains(@action, '/share')]")
    assert mails(store) == []


def test_coordinator_sees_mail_and_number_sends_and_takes_back(
    store: Session, client: StrictClient, survey: tuple[Wave, Sequence[Enrollment]]
) -> None:
    cohort = survey[0].cohort
    edition = frozen(store, cohort)
    enter_as_staff(store, client, cohort)
    path = path_of(store, edition)

    client.get(path)
    words = text_of(client.page)
    assert "9 people are written to" in words
    assert "not to those who answered" in words
    assert "This mail goes to everybody who was asked" in words
    assert mails(store) == [], "looking sends nothing"

    assert client.submit(action=path).status_code == 303
    assert len(mails(store)) == 9
    client.get(path)
    assert "All of them were written to." in text_of(client.page)

    assert client.submit(action=path.replace("share", "withdraw")).status_code == 303
    store.expire_all()
    assert store.get_one(Edition, edition.id).published_at is None
    store.commit()


def test_viewers_cannot_send(store: Session, client: StrictClient, survey: tuple[Wave, Sequence[Enrollment]]) -> None:
    edition = frozen(store, survey[0].cohort)
    enter_as_staff(store, client, survey[0].cohort, StaffRole.VIEWER)
    assert client.get(path_of(store, edition)).status_code == 403


def test_a_participant_finds_it_at_home_reads_it_in_their_language_and_prints_it(
    store: Session, client: StrictClient, survey: tuple[Wave, Sequence[Enrollment]]
) -> None:
    wave, people = survey
    english, french = frozen(store, wave.cohort), frozen(store, wave.cohort, "fr")
    reader, name = people[8].account, wave.cohort.name  # did not answer
    in_english, in_french = results_of(store, english), results_of(store, french)
    enter(store, client, reader)
    client.get("/home")
    assert "What you said, what we will do" not in text_of(client.page)
    assert client.get(in_english).status_code == 404
    share(store, english, by=STAFF, now=NOW)
    store.commit()

    client.get("/home")
    assert "What you said, what we will do" in text_of(client.page)
    client.get(in_english)
    assert client.page is not None
    assert client.page.find(".//main").get("lang") == "en"
    pdf = client.get(f"{in_english}/summary.pdf")
    assert (pdf.data, pdf.content_type) == (b"%PDF en", "application/pdf")

    reader.locale = "fr"
    store.commit()
    enter(store, client, reader)
    client.get(in_english)
    assert client.page.find(".//main").get("lang") == "fr"
    assert "Ce que vous avez dit" in text_of(client.page)
    assert client.get(f"{in_french}/summary.pdf").data == b"%PDF fr"
    client.get("/results")
    assert name in text_of(client.page)


def test_where_there_is_one_language_everybody_reads_that(
    store: Session, client: StrictClient, survey: tuple[Wave, Sequence[Enrollment]]
) -> None:
    wave, people = survey
    edition = frozen(store, wave.cohort, "fr")
    share(store, edition, by=STAFF, now=NOW)
    store.commit()
    enter(store, client, people[0].account)
    client.get(results_of(store, edition))
    assert client.page is not None
    assert client.page.find(".//main").get("lang") == "fr"


def test_people_of_other_cohorts_and_people_who_left_do_not_find_it(
    store: Session, client: StrictClient, survey: tuple[Wave, Sequence[Enrollment]]
) -> None:
    wave, people = survey
    edition = frozen(store, wave.cohort)
    share(store, edition, by=STAFF, now=NOW)
    stranger = EnrollmentFactory()
    people[1].status = EnrollmentStatus.WITHDRAWN
    store.commit()

    for account in (stranger.account, people[1].account):
        enter(store, client, account)
        assert client.get(results_of(store, edition)).status_code == 404
        client.get("/results")
        assert "Nothing to read yet" in text_of(client.page)


def test_somebody_asked_in_two_roles_is_written_to_once(
    store: Session, survey: tuple[Wave, Sequence[Enrollment]]
) -> None:
    wave, people = survey
    mentor = EnrollmentFactory(cohort=wave.cohort, account=people[0].account, role=CohortRole.MENTOR)
    store.add(WaveInvitee(wave_id=wave.id, enrollment_id=mentor.id, strata={}))
    store.flush()
    assert len(asked_people(store, wave.cohort)) == len(people)
    store.commit()
