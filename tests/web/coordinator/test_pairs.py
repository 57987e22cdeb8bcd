"""The coordinator sees who waits, pairs two people after reading both mails, and ends a pair."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.intake.notifications import INVITATION
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase
from mentorship_app.recruitment import ApplicationStatus
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import ApplicationFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import sign_in, staff_sign_in


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    """A cohort in matching whose coordinator is signed in."""
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    boss = AccountFactory(email="boss@example.org", name="Sunniva Hale")
    StaffGrantFactory(account=boss, program_id=made.program_id, role=StaffRole.COORDINATOR)
    store.commit()
    staff_sign_in(client, boss)
    return made


@pytest.fixture
def mentee(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    ProfileFactory(enrollment=made, sent=True, draft={**FULL_INTAKE, "goal_1": "Unsent change"})
    store.commit()
    return made


@pytest.fixture
def mentor(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(
        cohort=cohort,
        role=CohortRole.MENTOR,
        capacity=1,
        department="Cardiology",
        account=AccountFactory(name="Dr. Ottoline Marsh", locale="fr"),
    )
    ApplicationFactory(sent=True, status=ApplicationStatus.APPROVED, enrollment=made)
    store.commit()
    return made


def pairs_url(cohort: Cohort, rest: str = "") -> str:
    return f"/p/{cohort.program.slug}/pairs{rest}"


def check_url(cohort: Cohort, mentee: Enrollment, mentor: Enrollment, kind: str = "primary") -> str:
    return pairs_url(cohort, f"/new/{mentee.public_id}/check?mentor={mentor.public_id}&kind={kind}")


def said(client: StrictClient) -> str:
    return text_of(client.page)


def pairings(store: Session) -> list[Pairing]:
    store.expire_all()
    found = list(store.scalars(select(Pairing).order_by(Pairing.created_at)))
    store.commit()  # an open transaction of the store would keep the app's writers waiting
    return found


def press_pair(client: StrictClient, cohort: Cohort, mentee: Enrollment):  # type: ignore[no-untyped-def]  # werkzeug's response
    return client.submit(action=pairs_url(cohort, f"/new/{mentee.public_id}/check"))


def test_an_empty_cohort_says_what_to_do(client: StrictClient, cohort: Cohort) -> None:
    client.get(pairs_url(cohort))

    assert "No mentee takes part yet" in said(client)
    assert "No pairs yet" in said(client)


@pytest.mark.usefixtures("mentor")
def test_those_who_wait_are_shown_with_what_they_asked_for(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    PairingFactory(cohort=cohort)
    store.commit()

    client.get(pairs_url(cohort))

    assert client.page is not None
    waiting = [text_of(row) for row in client.page.xpath(".//ul[@class='action-list']/li")]
    assert len(waiting) == 2
    assert mentee.account.name in waiting[0]
    assert "Asked for: Career choices, Doubt and confidence, and Night shifts · Language: English" in waiting[0]
    assert "No intake sent" in waiting[1]
    stats = [text_of(number) for number in client.page.xpath(".//span[@class='stat-number']")]
    assert stats == ["1 of 3", "1", "2 of 3", "1 of 3"]


def test_mentors_with_room_are_offered_best_first(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, mentor: Enrollment
) -> None:
    PairingFactory(cohort=cohort, mentor__capacity=1, mentor__account__name="Dr. Full")
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Dr. Aa Roster"))
    EnrollmentFactory(
        cohort=cohort,
        role=CohortRole.MENTOR,
        status=EnrollmentStatus.WITHDRAWN,
        account=AccountFactory(name="Dr. Gone"),
    )
    store.commit()

    text = client.get(pairs_url(cohort, f"/new/{mentee.public_id}")).text

    assert client.page is not None
    offered = [text_of(label) for label in client.page.xpath(".//label[@class='choice']/span/span")]
    assert offered == ["Dr. Ottoline Marsh", "Dr. Aa Roster"]
    assert "3 of 3 topics in common: Career choices, Doubt and confidence, and Night shifts" in said(client)
    assert "Room for 1 of 1" in said(client)
    assert mentor.department in text
    assert "Unsent change" not in text


@pytest.mark.usefixtures("mentor")
def test_choosing_nobody_is_named(client: StrictClient, cohort: Cohort, mentee: Enrollment) -> None:
    response = client.get(pairs_url(cohort, f"/new/{mentee.public_id}/check?kind=primary"))

    assert response.status_code == 422
    assert client.page is not None
    summary = client.page.find(".//section[@role='alert']")
    assert "Choose a mentor." in text_of(summary)
    assert summary is not None
    assert client.page.xpath(f".//*[@id='{summary.find('.//a').get('href')[1:]}']")


def test_both_mails_are_read_before_anything_happens(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, mentor: Enrollment
) -> None:
    client.get(check_url(cohort, mentee, mentor))

    assert client.page is not None
    mails = client.page.xpath(".//article[@class='mail']")
    assert [mail.get("lang") for mail in mails] == ["en", "fr"]
    assert "Your mentor in" in text_of(mails[0])
    assert "vous accompagnez Juniper Vale" in text_of(mails[1])
    assert all("/l/…" in text_of(mail) for mail in mails)
    assert pairings(store) == []
    assert store.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_pairing_twice_pairs_once(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, mentor: Enrollment
) -> None:
    client.get(check_url(cohort, mentee, mentor))
    page = client.page

    assert press_pair(client, cohort, mentee).location == pairs_url(cohort)
    client.page = page
    assert press_pair(client, cohort, mentee).status_code == 303

    assert [(pairing.mentor_id, pairing.kind) for pairing in pairings(store)] == [(mentor.id, PairingKind.PRIMARY)]
    assert store.scalar(select(func.count()).select_from(OutboxMessage)) == 2
    store.commit()
    client.get(pairs_url(cohort))
    assert "Juniper Vale and Dr. Ottoline Marsh are paired." in said(client)
    assert "Everybody has a mentor" in said(client)


def test_a_mentor_who_is_full_meanwhile_is_refused_with_words(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, mentor: Enrollment
) -> None:
    client.get(check_url(cohort, mentee, mentor))
    PairingFactory(cohort=cohort, mentor=mentor)
    store.commit()

    response = press_pair(client, cohort, mentee)

    assert response.status_code == 409
    assert "Dr. Ottoline Marsh has no room left. Choose another mentor." in said(client)
    assert len(pairings(store)) == 1


def test_ending_asks_first_and_takes_waiting_mails_back(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, mentor: Enrollment
) -> None:
    client.get(check_url(cohort, mentee, mentor))
    press_pair(client, cohort, mentee)
    address = pairs_url(cohort, f"/{pairings(store)[0].public_id}/end")

    client.get(address)
    assert pairings(store)[0].status is PairingStatus.ACTIVE
    assert client.submit(action=address).status_code == 303

    assert pairings(store)[0].status is PairingStatus.ENDED
    assert set(store.scalars(select(OutboxMessage.status))) == {MessageStatus.CANCELLED}
    client.get(pairs_url(cohort))
    assert "is ended. No mail goes out about it." in said(client)


def test_ending_what_somebody_else_changed_is_refused(client: StrictClient, store: Session, cohort: Cohort) -> None:
    pairing = PairingFactory(cohort=cohort)
    store.commit()
    address = pairs_url(cohort, f"/{pairing.public_id}/end")
    client.get(address)
    pairing.version += 1
    store.commit()

    assert client.submit(action=address).status_code == 409
    assert pairings(store)[0].status is PairingStatus.ACTIVE


def test_a_pair_whose_mentor_left_is_marked(client: StrictClient, store: Session, cohort: Cohort) -> None:
    PairingFactory(cohort=cohort, mentor__status=EnrollmentStatus.WITHDRAWN)
    store.commit()

    client.get(pairs_url(cohort))

    assert "One of them left" in said(client)
    assert "1 of 1 mentees" in said(client)


def test_asking_for_intakes_shows_the_mail_and_asks_once(client: StrictClient, store: Session, cohort: Cohort) -> None:
    cohort.phase = Phase.INTAKE
    EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito", email="wren@example.org"))
    ProfileFactory(enrollment=EnrollmentFactory(cohort=cohort), sent=True)
    store.commit()
    client.get(pairs_url(cohort))
    assert "Ask mentees for their intake" in said(client)

    client.get(pairs_url(cohort, "/intake"))
    assert "Wren Ito" in said(client)
    assert "about 5 minutes to help us find your mentor" in said(client)
    page = client.page
    client.submit(action=pairs_url(cohort, "/intake"))
    client.page = page
    client.submit(action=pairs_url(cohort, "/intake"))

    assert store.scalars(select(OutboxMessage.to_email).where(OutboxMessage.kind == INVITATION)).all() == [
        "wren@example.org"
    ]
    client.get(pairs_url(cohort))
    assert "Nobody needs a mail now" in said(client)


def test_a_thousand_mentees_come_fifty_at_a_time(client: StrictClient, store: Session, cohort: Cohort) -> None:
    accounts = [AccountFactory.build(name=f"Mentee {number:03}") for number in range(120)]
    mentors = [AccountFactory.build(name=f"Mentor {number:03}") for number in range(60)]
    store.add_all([*accounts, *mentors])
    mentees = [Enrollment(cohort=cohort, account=account, role=CohortRole.MENTEE) for account in accounts]
    store.add_all(mentees)
    store.add_all(
        [Enrollment(cohort=cohort, account=account, role=CohortRole.MENTOR, capacity=1) for account in mentors]
    )
    store.commit()

    client.get(pairs_url(cohort))
    assert "Show all 120 who wait" in said(client)
    client.get(pairs_url(cohort, "/unpaired?page=3"))
    assert "101 to 120 of 120" in said(client)
    client.get(pairs_url(cohort, f"/new/{mentees[0].public_id}?page=2"))
    assert "51 to 60 of 60" in said(client)


def test_lists_cost_the_same_with_one_row_and_with_three(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort
) -> None:
    counts = []
    for rows in (1, 2):
        for _number in range(rows):
            ProfileFactory(enrollment=EnrollmentFactory(cohort=cohort), sent=True)
            mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
            ApplicationFactory(sent=True, status=ApplicationStatus.APPROVED, enrollment=mentor)
            PairingFactory(cohort=cohort)
        waiting = ProfileFactory(enrollment=EnrollmentFactory(cohort=cohort), sent=True).enrollment
        store.commit()
        for rest in ("", "/unpaired", f"/new/{waiting.public_id}"):
            client.get(pairs_url(cohort, rest))
            with counted_queries(app) as statements:
                client.get(pairs_url(cohort, rest))
            counts.append(len(statements))

    assert counts[:3] == counts[3:]


def test_people_and_pairs_of_another_program_are_not_found(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment
) -> None:
    theirs = PairingFactory(cohort=CohortFactory(phase=Phase.MATCHING))
    store.commit()

    for rest in (
        f"/new/{theirs.mentee.public_id}",
        f"/new/{mentee.public_id}/check?mentor={theirs.mentor.public_id}&kind=primary",
        f"/new/{mentee.public_id}/check?mentor={mentee.public_id}&kind=primary",
        f"/{theirs.public_id}/end",
    ):
        assert client.get(pairs_url(cohort, rest)).status_code == 404
    assert client.get(f"/p/{theirs.cohort.program.slug}/pairs").status_code == 404


def test_participants_and_viewers_do_not_see_pairs(client: StrictClient, store: Session) -> None:
    pairing = PairingFactory()
    viewer = AccountFactory()
    StaffGrantFactory(account=viewer, program_id=pairing.cohort.program_id, role=StaffRole.VIEWER)
    store.commit()

    sign_in(client, pairing.mentee.account)
    assert client.get(pairs_url(pairing.cohort)).status_code in {303, 403, 404}
    staff_sign_in(client, viewer)
    assert client.get(pairs_url(pairing.cohort)).status_code == 403


def test_the_pages_speak_french(
    client: StrictClient, store: Session, cohort: Cohort, mentee: Enrollment, mentor: Enrollment
) -> None:
    PairingFactory(cohort=cohort)
    store.commit()
    with client.session_transaction() as session:
        session["locale"] = "fr"

    client.get(pairs_url(cohort))
    assert "Sujets souhaités" in said(client)
    assert "Qui rencontre qui" in said(client)
    client.get(pairs_url(cohort, f"/new/{mentee.public_id}"))
    assert "3 sujets en commun sur 3" in said(client)
    client.get(check_url(cohort, mentee, mentor))
    assert "Jumeler et écrire aux deux" in said(client)
