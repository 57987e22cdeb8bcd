"""Following through on a phone, with and without JavaScript: one function for each thing that people do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.meetings.links import mint as mint_meeting_link
from mentorship_app.programs import CohortRole
from tests.browser.stage import writing
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.mentoring import PairingFactory
from tests.journeys.people import Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
PHONE_WIDTH = 360


def a_pair(folder: Path) -> dict[str, str]:
    """Wren Ito and Ottoline Marsh, paired; gives the links by which they sign in."""
    with writing(folder) as session:
        cohort = CohortFactory()
        wren = AccountFactory(name="Wren Ito", email="wren@example.org")
        ottoline = AccountFactory(name="Ottoline Marsh", email="ottoline@example.org")
        mentee = EnrollmentFactory(cohort=cohort, account=wren)
        mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, account=ottoline)
        PairingFactory(cohort=cohort, mentor=mentor, mentee=mentee, started_on=datetime.now(UTC).date())
        return {"mentee": link_for(session, wren), "mentor": link_for(session, ottoline)}


def link_for(session: Session, account: Account) -> str:
    return "/l/" + new_link(session, account, LinkPurpose.SIGN_IN, next_path="/home", now=datetime.now(UTC))


def enter(person: Person, link: str) -> None:
    person.open(link)
    person.press("Continue")


def fits_a_phone(person: Person) -> None:
    assert person.page.locator("html").evaluate("node => node.scrollWidth") <= PHONE_WIDTH, person.page.url


@pytest.mark.browser
@pytest.mark.slow
@BOTH
def test_an_agreement_is_proposed_in_six_taps_and_signed_in_one(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as phone,
        context_of(browser, javascript=javascript, locale="en-CA") as mentors_phone,
    ):
        links = a_pair(folder)
        mentee = Person(phone.new_page(), served, "wren@example.org")
        enter(mentee, links["mentee"])
        mentee.open("/pair")
        mentee.press("Agreement: not written yet")
        fits_a_phone(mentee)
        for statement in ("confidentiality", "no_assessment", "way_out"):
            mentee.choose(statement, "yes")
        mentee.press("Propose this")
        mentee.sees("Your proposal is waiting for Ottoline Marsh")

        mentor = Person(mentors_phone.new_page(), served, "ottoline@example.org")
        enter(mentor, links["mentor"])
        mentor.sees("Wren Ito proposes an agreement")
        mentor.press("Read the agreement")
        mentor.sees("What we talk about stays between us")
        mentor.press("Change something")
        mentor.choose("frequency", "six_weeks")
        mentor.press("Propose this")
        mentor.sees("What would change")
        fits_a_phone(mentor)

        mentee.open("/home")
        mentee.press("Read the agreement")
        mentee.sees("Every six to eight weeks")
        mentee.press("Agree and sign")
        mentee.sees("In force since")
        fits_a_phone(mentee)
        mentee.press("See all versions")
        mentee.press("Compare")
        mentee.sees("Once a month")
        fits_a_phone(mentee)


@pytest.mark.browser
@pytest.mark.slow
@BOTH
def test_a_goal_is_set_followed_and_read_by_the_mentor_only_while_it_is_shared(
    tmp_path: Path, javascript: bool
) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as phone,
        context_of(browser, javascript=javascript, locale="en-CA") as mentors_phone,
    ):
        links = a_pair(folder)
        mentee = Person(phone.new_page(), served, "wren@example.org")
        enter(mentee, links["mentee"])
        mentee.open("/pair")
        mentee.press("Set a first goal")
        mentee.sees("Three examples")
        fits_a_phone(mentee)
        mentee.press("Set a goal", exact=True)
        mentee.fill(goal="Lead one family meeting", first_step="Ask which one next week")
        fits_a_phone(mentee)
        mentee.press("Save")
        mentee.sees("Ottoline Marsh")
        mentee.press("Tick off")
        mentee.press("4", exact=True)
        mentee.sees("4 of 10")
        fits_a_phone(mentee)

        mentor = Person(mentors_phone.new_page(), served, "ottoline@example.org")
        enter(mentor, links["mentor"])
        mentor.open("/pair")
        mentor.press("1 shared goal")
        mentor.sees("Lead one family meeting")
        mentor.sees("4 of 10")
        fits_a_phone(mentor)

        mentee.press("Keep it for me alone")
        mentee.sees("Only you.")
        mentor.open(mentor.page.url)
        mentor.sees("Nothing is shared with you.")

        mentee.press("Delete")
        mentee.press("Undo")
        mentee.sees("Lead one family meeting")
        mentee.press("I reached it")
        mentee.sees("Reached")
        fits_a_phone(mentee)


@pytest.mark.browser
@pytest.mark.slow
@BOTH
def test_a_meeting_is_noted_from_the_mail_without_signing_in(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as phone,
    ):
        a_pair(folder)
        with writing(folder) as session:
            pairing = session.scalars(select(Pairing)).one()
            token = mint_meeting_link(session, pairing, pairing.mentee, now=datetime.now(UTC))
        person = Person(phone.new_page(), served, "wren@example.org")
        person.open(f"/m/{token}")
        fits_a_phone(person)
        person.page.get_by_label("45", exact=True).check()
        person.page.get_by_label("Career", exact=True).check()
        person.press("Save")
        person.sees("45 minutes · In person · Career")
        fits_a_phone(person)
        person.press("Undo")
        person.press("Save")
        person.sees("You both see it on your page.")
        person.open("/meetings")
        assert "/sign-in" in person.page.url


@pytest.mark.browser
@pytest.mark.slow
@BOTH
def test_another_pair_is_asked_for_without_a_reason_and_taken_back(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as phone,
        context_of(browser, javascript=javascript, locale="en-CA") as mentors_phone,
    ):
        links = a_pair(folder)
        mentee = Person(phone.new_page(), served, "wren@example.org")
        enter(mentee, links["mentee"])
        mentee.open("/pair")
        mentee.press("This is not working")
        mentee.sees("no reason is needed")
        fits_a_phone(mentee)
        mentee.press("Send my request")
        mentee.sees("You asked for another pair")
        mentee.sees("No reason, and none is needed.")
        fits_a_phone(mentee)

        mentor = Person(mentors_phone.new_page(), served, "ottoline@example.org")
        enter(mentor, links["mentor"])
        for address in ("/home", "/pair"):
            mentor.open(address)
            mentor.sees("Wren Ito")
            assert "another pair: " not in mentor.page.locator("main").inner_text().lower()

        mentee.press("Take my request back")
        mentee.sees("This is not working")
        mentee.press("This is not working")
        mentee.choose("reason", "safety")
        mentee.press("Send my request")
        assert mentee.page.url.endswith("/pair/not-safe")
        fits_a_phone(mentee)
