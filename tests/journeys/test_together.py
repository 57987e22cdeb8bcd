"""A group and a pair at the end of their year, on a phone, with and without JavaScript."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.mentoring.groups import GroupMember, MentoringGroup
from mentorship_app.programs import CohortRole, Phase
from tests.browser.stage import writing
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.journeys.people import Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app

PHONE_WIDTH = 360


def link_for(session: Session, account: Account) -> str:
    return "/l/" + new_link(session, account, LinkPurpose.SIGN_IN, next_path="/home", now=datetime.now(UTC))


def enter(person: Person, link: str) -> None:
    person.open(link)
    person.press("Continue")


def fits_a_phone(person: Person) -> None:
    assert person.page.locator("html").evaluate("node => node.scrollWidth") <= PHONE_WIDTH, person.page.url


def a_year_that_closes(folder: Path) -> dict[str, str]:
    """Wren Ito and Ottoline Marsh, a pair of a closing year, in one group; gives the links by which they sign in."""
    with writing(folder) as session:
        cohort = CohortFactory(phase=Phase.CLOSING)
        wren = AccountFactory(name="Wren Ito", email="wren@example.org")
        ottoline = AccountFactory(name="Ottoline Marsh", email="ottoline@example.org")
        mentee = EnrollmentFactory(cohort=cohort, account=wren)
        mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=ottoline)
        PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee)
        group = MentoringGroup(cohort=cohort, name="Harbour", started_on=cohort.starts_on)
        group.members = [GroupMember(enrollment=one) for one in (mentor, mentee)]
        session.add(group)
        return {"mentee": link_for(session, wren), "mentor": link_for(session, ottoline)}


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_group_logs_its_last_meeting_and_two_people_stay_in_touch(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as phone,
        context_of(browser, javascript=javascript, locale="en-CA") as mentees_phone,
    ):
        links = a_year_that_closes(folder)
        mentor = Person(phone.new_page(), served, "ottoline@example.org")
        enter(mentor, links["mentor"])
        mentor.open("/pair")
        mentor.press("Open the group")
        fits_a_phone(mentor)
        mentor.press("Log a meeting")
        mentor.fill(present="2")
        mentor.press("Save")
        mentor.sees("2 people came")

        mentee = Person(mentees_phone.new_page(), served, "wren@example.org")
        enter(mentee, links["mentee"])
        mentee.open("/pair")
        mentee.press("Open the group")
        mentee.sees("2 people came")
        mentee.open("/home")
        mentee.sees("Stay in touch with Ottoline Marsh after the program?")
        mentee.press("Say yes or no")
        fits_a_phone(mentee)
        mentee.fill(contact="wren.at.home@example.org")
        mentee.press("Yes, stay in touch")
        mentee.sees("If Ottoline Marsh says yes too, you both get a mail.")

        mentor.open("/connections")
        mentor.press("Yes, stay in touch")
        mentor.sees("wren.at.home@example.org")
        mentor.press("End this connection")
        mentor.sees("No mail goes out, and nobody else is told.")
        mentor.press("End this connection")
        mentor.sees("No connections yet")
        mentee.open("/connections")
        mentee.sees("No connections yet")
