"""Who reads what of a goal: its mentee everything, the mentors of the team what is shared, staff a rounded number."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.goals import services
from mentorship_app.mentoring.goals.models import Goal
from mentorship_app.programs import CohortRole, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.goals import planned
from tests.factories.mentoring import PairingFactory
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.web.participant.test_goals import PRIVATE, made, said

MUSING = "Written for myself alone"


@pytest.fixture
def pairing(store: Session) -> Pairing:
    """Juniper with Dr. Marsh."""
    cohort = CohortFactory(phase=Phase.ACTIVE)
    marsh = AccountFactory(name="Dr. Ottoline Marsh")
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=marsh)
    mentee = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    made: Pairing = PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
    store.commit()
    return made


def test_mentors_of_the_team_read_what_is_shared_and_nothing_else(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    shared = made(store, keyring, pairing)
    made(store, keyring, pairing, PRIVATE, shared=False)
    services.reflect(store, keyring, shared, MUSING, shared=False, version=1)
    second = PairingFactory(
        cohort=store.merge(pairing.cohort), mentee=store.merge(pairing.mentee), kind=PairingKind.RESEARCH
    )
    store.commit()
    for pair in (pairing, second):
        sign_in(client, pair.mentor.account)
        client.get("/pair")
        assert "1 shared goal" in said(client)

        client.get(f"/pair/{pair.public_id}/goals")

        assert "Lead a resuscitation calmly" in said(client)
        assert "Watch two debriefings" in said(client)
        assert PRIVATE not in said(client)
        assert MUSING not in said(client)
        assert client.get(f"/goals/{shared.public_id}").status_code == 404
        assert client.post(f"/goals/{shared.public_id}", data={"action": "delete"}).status_code in {400, 404}


def test_a_shared_reflection_is_read_while_its_goal_is_shared(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing)
    services.reflect(store, keyring, goal, MUSING, shared=True, version=1)
    store.commit()
    sign_in(client, pairing.mentor.account)
    address = f"/pair/{pairing.public_id}/goals"
    assert MUSING in client.get(address).text

    services.share(store, goal, shared=False)
    store.commit()

    assert MUSING not in client.get(address).text
    assert "Nothing is shared with you." in said(client)
    client.get("/pair")
    assert "shared goal" not in said(client)


def test_nobody_else_ever_sees_a_private_goal_or_reflection(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    goal = made(store, keyring, pairing, PRIVATE, shared=False)
    services.reflect(store, keyring, goal, MUSING, shared=True, version=1)
    cohort = store.merge(pairing.cohort)
    boss, reader = AccountFactory(), AccountFactory()
    StaffGrantFactory(account=boss, program_id=cohort.program_id)
    StaffGrantFactory(account=reader, program_id=cohort.program_id, role=StaffRole.VIEWER)
    others = [
        EnrollmentFactory(cohort=cohort).account,
        EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR).account,
        PairingFactory().mentee.account,
        PairingFactory().mentor.account,
        pairing.mentor.account,
    ]
    store.commit()

    sign_in(client, pairing.mentee.account)
    own = client.get(f"/goals/{goal.public_id}").text
    assert PRIVATE in own
    assert MUSING in own
    assert PRIVATE in client.get("/goals").text

    for account in others:
        sign_in(client, account)
        pages = ["/home", "/pair", "/goals", f"/goals/{goal.public_id}", f"/goals/{goal.public_id}/edit"]
        seen = "".join(client.get(page).text for page in [*pages, f"/pair/{pairing.public_id}/goals"])
        assert PRIVATE not in seen
        assert MUSING not in seen
        assert client.get(f"/goals/{goal.public_id}").status_code == 404
    slug = cohort.program.slug
    store.commit()
    for account in (boss, reader):
        staff_sign_in(client, account)
        parts = ("", "pairs", f"pairs/{pairing.public_id}", "people", f"people/{pairing.mentee.public_id}", "audit")
        seen = "".join(client.get(f"/p/{slug}/{part}").text for part in parts)
        assert PRIVATE not in seen
        assert MUSING not in seen
        assert client.get(f"/goals/{goal.public_id}").status_code in {403, 404}
    assert written_anywhere(store, PRIVATE) == written_anywhere(store, MUSING) == []


def written_anywhere(store: Session, words: str) -> list[str]:
    """The tables that hold words in a way that whoever reads the database could read."""
    found = []
    for table in Goal.metadata.sorted_tables:
        rows = store.execute(text(f'SELECT * FROM "{table.name}"')).all()  # noqa: S608  names of our own tables
        texts = {value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row}
        if any(words.encode() in value for value in texts):
            found.append(table.name)
    store.commit()
    return found


def test_coordinators_read_a_rounded_number_and_the_mentee_takes_everything_away(
    client: StrictClient, store: Session, keyring: Keyring, pairing: Pairing
) -> None:
    cohort, boss = store.merge(pairing.cohort), AccountFactory()
    StaffGrantFactory(account=boss, program_id=cohort.program_id)
    others = [EnrollmentFactory(cohort=cohort) for _ in range(11)]
    store.flush()
    for person in [store.merge(pairing.mentee), *others[:7]]:
        planned(store, keyring, person, PRIVATE, shared=False)
    store.commit()
    staff_sign_in(client, boss)

    client.get(f"/p/{cohort.program.slug}/pairs")
    store.commit()
    assert "At least 5 of 12 mentees have set a goal." in said(client)

    sign_in(client, pairing.mentee.account)
    record = client.get("/me/record.json").json
    assert record is not None
    (goal,) = record["enrollments"][0]["goals"]
    assert next(answer["answer"] for answer in goal["answers"]) == PRIVATE
    assert goal["mentors_read_it"] is False
