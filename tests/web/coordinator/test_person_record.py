"""One person's page beside the form: history, consents, leaving; two entries of one person made one."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.consents import record_consents
from mentorship_app.mentoring import Pairing
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.withdrawal import withdraw
from mentorship_app.surveys import answering
from mentorship_app.surveys.services import open_wave
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, HelpLineFactory
from tests.factories.forms import stored_form
from tests.factories.intake import ProfileFactory
from tests.factories.mentoring import PairingFactory
from tests.factories.people import MOMENT
from tests.factories.surveys import STAFF, WaveFactory, rated
from tests.kit.client import StrictClient, text_of
from tests.web.coordinator.test_people import cohort, people_url, said

__all__ = ["cohort"]


def event(subject: Enrollment | Account | Pairing, action: str, cohort: Cohort, **details: str) -> AuditEvent:
    return AuditEvent(
        at=MOMENT,
        action=action,
        actor_id=None,
        actor_name="system",
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        program_id=cohort.program_id,
        details=details,
    )


def test_history_tells_all_years_and_nothing_of_a_survey(
    client: StrictClient, cohort: Cohort, store: Session, keyring: Keyring
) -> None:
    earlier = CohortFactory(
        program=cohort.program, name="2025–26", starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30)
    )
    person = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    before = EnrollmentFactory(cohort=earlier, account=person.account)
    pairing = PairingFactory(cohort=earlier, mentee=before)
    HelpLineFactory(program=cohort.program)
    wave = WaveFactory(cohort=cohort)
    store.add_all(
        [
            event(before, "programs.enrollment.added", earlier, person="Wren Ito"),
            event(pairing, "mentoring.pairing.made", earlier, mentor="Otto", mentee="Wren Ito"),
            event(person.account, "accounts.staff.signed_in", cohort),
            event(EnrollmentFactory(cohort=cohort), "programs.enrollment.added", cohort, person="Somebody Else"),
        ]
    )
    store.flush()
    store.expire(cohort.program, ["help_lines"])
    open_wave(store, keyring, wave, by=STAFF, now=MOMENT.replace(month=11, day=22))
    answering.submit(store, keyring, wave, person.account_id, rated(2))
    url = people_url(cohort, f"/{person.public_id}/history")
    traces = store.scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("surveys."))).all()
    assert list(traces) == ["surveys.wave.opened"], "there is something that must not be told"
    store.commit()

    client.get(url)

    text = said(client)
    assert "added Wren Ito" in text
    assert "made a pair" in text or "paired" in text
    assert "Somebody Else" not in text
    assert "signed in" not in text
    assert not re.search(r"opened a survey|answered", text)


def test_person_page_says_what_was_agreed_to(client: StrictClient, cohort: Cohort, store: Session) -> None:
    person = EnrollmentFactory(cohort=cohort)
    record_consents(
        store,
        stored_form(cohort.program, "mentee_intake"),
        {"conduct": True},
        program_id=cohort.program_id,
        email=person.account.email,
        account=person.account,
        locale="fr",
        now=MOMENT,
    )
    url = people_url(cohort, f"/{person.public_id}")
    store.commit()

    client.get(url)
    assert re.search(r"Code of conduct: version 1, on 1 Sept? 2026", said(client))
    store.refresh(person)
    withdraw(store, person, by=Actor(person.account_id, person.account.name), now=MOMENT)
    store.commit()

    client.get(url)
    assert "Taken back on" in said(client)
    assert "This person left the cohort on" in said(client)


def test_coordinator_reads_what_leaving_does_first(client: StrictClient, cohort: Cohort, store: Session) -> None:
    person = EnrollmentFactory(cohort=cohort)
    ProfileFactory(enrollment=person, sent=True)
    url = people_url(cohort, f"/{person.public_id}/withdraw")
    store.commit()

    client.get(url)
    assert "The intake: what was begun and what was sent" in said(client)
    assert "Answers to surveys, if there are any" in said(client)
    client.submit(action=url)

    store.expire_all()
    assert (person.status, person.left_themselves) == (EnrollmentStatus.WITHDRAWN, False)
    store.commit()


def test_today_tells_who_left_by_themselves(client: StrictClient, cohort: Cohort, store: Session) -> None:
    person = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito"))
    quiet = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Let Go"))
    from_staff = Actor(None, "system")
    url = f"/p/{cohort.program.slug}/"
    withdraw(store, person, by=Actor(person.account_id, "Wren Ito"), now=datetime.now(UTC))
    withdraw(store, quiet, by=from_staff, now=datetime.now(UTC))
    store.commit()

    client.get(url)

    assert "1 person has left the program" in said(client)
    assert "Wren Ito" in said(client)
    assert "Let Go" not in said(client)


@pytest.fixture
def two(cohort: Cohort, store: Session) -> tuple[Enrollment, Enrollment]:
    """Two entries of one person, in two years."""
    earlier = CohortFactory(
        program=cohort.program, name="2025–26", starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30)
    )
    made = (
        EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Wren Ito", email="wren@example.org")),
        EnrollmentFactory(cohort=earlier, account=AccountFactory(name="Ito Wren", email="w.ito@example.org")),
    )
    store.commit()
    return made


def test_likely_duplicates_are_offered_compared_and_merged(
    client: StrictClient, cohort: Cohort, store: Session, two: tuple[Enrollment, Enrollment]
) -> None:
    first, second = two
    url = people_url(cohort, f"/{first.public_id}/merge/{second.public_id}")
    duplicates = people_url(cohort, "/duplicates")
    kept, moved = first.account_id, second.id
    client.get(people_url(cohort))
    assert "1 person may be listed twice." in said(client)
    store.commit()

    client.get(duplicates)
    assert "The same name" in said(client)
    client.get(url)
    assert "Merging cannot be undone" in said(client)
    response = client.submit({"keep": "first", "name": "second"}, action=url)

    assert response.status_code == 303
    client.get(response.location)
    assert "The two entries of Ito Wren are one now." in said(client)
    store.expire_all()
    assert store.get_one(Enrollment, moved).account_id == kept
    assert store.get_one(Account, kept).name == "Ito Wren"
    store.commit()
    client.get(duplicates)
    assert "Nobody seems to be listed twice" in said(client)


def test_nothing_chosen_is_said(client: StrictClient, cohort: Cohort, two: tuple[Enrollment, Enrollment]) -> None:
    url = people_url(cohort, f"/{two[0].public_id}/merge/{two[1].public_id}")
    client.get(url)

    assert client.submit(action=url).status_code == 422
    assert "Choose the address that stays." in said(client)


def test_entry_changed_meanwhile_is_read_again(
    client: StrictClient, cohort: Cohort, store: Session, two: tuple[Enrollment, Enrollment]
) -> None:
    url = people_url(cohort, f"/{two[0].public_id}/merge/{two[1].public_id}")
    client.get(url)
    two[1].account.name = "Wren Ito-Vale"
    store.commit()

    response = client.submit({"keep": "first", "name": "first"}, action=url)

    assert response.status_code == 409
    assert "Wren Ito-Vale" in said(client)
    assert client.submit({"keep": "first", "name": "first"}, action=url).status_code == 303


def test_what_stands_in_the_way_is_said_and_nothing_happens(
    client: StrictClient, cohort: Cohort, store: Session, two: tuple[Enrollment, Enrollment]
) -> None:
    EnrollmentFactory(account=two[1].account)
    url = people_url(cohort, f"/{two[0].public_id}/merge/{two[1].public_id}")
    store.commit()

    client.get(url)

    assert "takes part in another program" in said(client)
    assert client.page is not None
    assert not client.page.xpath(".//input[@name='keep']")


def test_two_people_are_kept_apart_and_not_offered_again(
    client: StrictClient, cohort: Cohort, two: tuple[Enrollment, Enrollment]
) -> None:
    url = people_url(cohort, f"/{two[0].public_id}/merge/{two[1].public_id}")
    client.get(url)

    response = client.submit(action=f"{url}/apart", follow_redirects=True)

    assert "Nobody seems to be listed twice" in response.text


def test_other_entry_is_looked_for(
    client: StrictClient, cohort: Cohort, store: Session, two: tuple[Enrollment, Enrollment]
) -> None:
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Zoë Quill"))
    url = people_url(cohort, f"/{two[0].public_id}/merge")
    store.commit()

    client.get(f"{url}?q=zoe")
    found = [text_of(link) for link in client.page.iter("a")]  # type: ignore[union-attr]  # a page was read

    assert "Zoë Quill" in found
    assert "Ito Wren" in found, "it looks alike"


def test_person_is_tagged_on_their_page(client: StrictClient, cohort: Cohort, store: Session) -> None:
    person = EnrollmentFactory(cohort=cohort)
    url = people_url(cohort, f"/{person.public_id}")
    store.commit()
    client.get(url)

    client.submit({"new_tag": "Chief", "action": "put"}, action=f"{url}/tag", follow_redirects=True)
    assert "“Chief” put on 1 person." in said(client)

    client.get(url)
    client.submit({"action": "take"}, action=f"{url}/tag", follow_redirects=True)
    assert "“Chief” taken off 1 person." in said(client)

    client.get(url)
    assert client.submit({"action": "put"}, action=f"{url}/tag").status_code == 422
