"""Mentors see who named them, and may privately rather not."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.intake import MentorChoice
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.models import DoNotMatch
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory, TrainingLevelFactory
from tests.factories.choices import ChoiceFactory, accepted_mentor
from tests.factories.intake import ProfileFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in


@pytest.fixture
def cohort(store: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    return made


@pytest.fixture
def mentor(store: Session, cohort: Cohort, client: StrictClient) -> Enrollment:
    made = accepted_mentor(cohort, "Ottoline Marsh")
    store.commit()
    sign_in(client, made.account)
    return made


def mentee(cohort: Cohort, name: str, *, sent: bool = True) -> Enrollment:
    level = TrainingLevelFactory(program=cohort.program, name_en="Resident, year 2")
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name=name), training_level=level)
    ProfileFactory(enrollment=made, sent=sent)
    return made


def main_of(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page.find(".//main"))


def test_only_name_level_and_shared_topics_of_sent_intakes_are_shown(
    client: StrictClient, store: Session, cohort: Cohort, mentor: Enrollment
) -> None:
    ChoiceFactory(mentee=mentee(cohort, "Wren Ito"), mentor=mentor, rank=3)
    ChoiceFactory(mentee=mentee(cohort, "Not Sent", sent=False), mentor=mentor)
    store.commit()
    client.get("/named")
    text = main_of(client)
    assert "Wren Ito" in text
    assert "Resident, year 2" in text
    assert "You share: Career choices, Doubt and confidence, and Night shifts." in text
    assert "Not Sent" not in text
    for secret in ("far from any hospital", "research question", "Rural family medicine", "3"):
        assert secret not in text, "what they wrote, and the rank, is not for the mentor"


def test_declining_tells_nobody_and_leaves_the_mentees_own_list_as_it_was(
    client: StrictClient, store: Session, cohort: Cohort, mentor: Enrollment
) -> None:
    chosen_by = mentee(cohort, "Wren Ito")
    ChoiceFactory(mentee=chosen_by, mentor=mentor)
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=cohort.program_id)
    store.commit()
    mails, events = len(store.scalars(select(OutboxMessage)).all()), len(store.scalars(select(AuditEvent)).all())
    store.commit()

    def seen_by_the_mentee() -> list[str]:
        sign_in(client, chosen_by.account)
        seen = []
        for path in ("/home", "/mentors", "/mentors/choices", f"/mentors/{mentor.public_id}", "/intake", "/pair"):
            client.get(path)
            seen.append(main_of(client))
        return seen

    before = seen_by_the_mentee()
    sign_in(client, mentor.account)
    client.get("/named")
    client.get(f"/named/{chosen_by.public_id}/decline")
    assert client.submit(action=f"/named/{chosen_by.public_id}/decline").location == "/named"
    client.get("/named")
    assert "Wren Ito" not in main_of(client)
    assert store.scalars(select(DoNotMatch.owner_id)).all() == [mentor.id]
    assert len(store.scalars(select(MentorChoice)).all()) == 1
    assert len(store.scalars(select(OutboxMessage)).all()) == mails
    assert len(store.scalars(select(AuditEvent)).all()) == events
    store.commit()
    assert seen_by_the_mentee() == before
    staff_sign_in(client, boss)
    client.get(f"/p/{cohort.program.slug}/pairs/new/{chosen_by.public_id}")
    assert "Ottoline Marsh" not in main_of(client)


def test_the_coordinator_sees_the_choices_first_with_their_rank_and_what_for(
    client: StrictClient, store: Session, cohort: Cohort
) -> None:
    chosen_by = mentee(cohort, "Wren Ito")
    accepted_mentor(cohort, "Ada Other", capacity=5)
    for rank, (name, kind) in enumerate({"Cem First": "research", "Ben Second": "primary"}.items(), start=1):
        ChoiceFactory(mentee=chosen_by, mentor=accepted_mentor(cohort, name), rank=rank, function=PairingKind(kind))
    boss = AccountFactory()
    StaffGrantFactory(account=boss, program_id=cohort.program_id)
    cohort.phase = Phase.MATCHING
    store.commit()
    staff_sign_in(client, boss)
    client.get(f"/p/{cohort.program.slug}/pairs/new/{chosen_by.public_id}")
    text = main_of(client)
    assert text.index("Cem First") < text.index("Ben Second") < text.index("Ada Other")
    assert "Their first choice: Research mentor" in text
    assert "Their second choice: Primary mentor" in text


def test_who_did_not_name_the_mentor_cannot_be_declined_here(
    client: StrictClient, store: Session, cohort: Cohort, mentor: Enrollment
) -> None:
    other = mentee(cohort, "Juniper Vale")
    store.commit()
    assert client.get(f"/named/{other.public_id}/decline").status_code == 404
    client.get("/named")
    assert "Nobody has named you yet" in main_of(client)
    assert mentor.public_id not in main_of(client)
