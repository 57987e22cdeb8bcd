"""A mentee looks at mentors on a phone, ranks two and waits for a third; one of the mentors would rather not."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.programs import Phase
from tests.browser.stage import writing
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.choices import accepted_mentor
from tests.factories.mentoring import PairingFactory
from tests.factories.recruitment import CallFactory
from tests.journeys import people
from tests.journeys.people import Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app, select_pause

RURAL = {"topics": {"chosen": ["rural", "career"], "own": []}}
RESEARCH = {"topics": {"chosen": ["research"], "own": []}}


def prepare(folder: Path) -> dict[str, str]:
    """A cohort in intake with three mentors, one of them full; gives the links by which people sign in."""
    with writing(folder) as session:
        cohort = CohortFactory(phase=Phase.INTAKE)
        level = TrainingLevelFactory(program=cohort.program, name_en="Resident, year 1")
        call = CallFactory(cohort=cohort)
        mentee = EnrollmentFactory(
            cohort=cohort, training_level=level, account=AccountFactory(name="Wren Ito", email="wren@example.org")
        )
        first = accepted_mentor(cohort, "Ottoline Marsh", call=call, answers=RURAL, site="North campus")
        accepted_mentor(cohort, "Zoë O’Hare-Łęcka", call=call, answers=RURAL, site="North campus")
        full = accepted_mentor(cohort, "Anselm Brook", call=call, answers=RESEARCH, site="Harbour hospital", capacity=1)
        PairingFactory(cohort=cohort, mentor=full)
        return {"mentee": link_for(session, mentee.account), "mentor": link_for(session, first.account)}


def link_for(session: Session, account: Account) -> str:
    return "/l/" + new_link(session, account, LinkPurpose.SIGN_IN, next_path="/home", now=datetime.now(UTC))


def free_the_place(folder: Path) -> None:
    with writing(folder) as session:
        pairing = session.scalars(select(Pairing)).one()
        pairing.status, pairing.ended_on = PairingStatus.ENDED, datetime.now(UTC).date()


def filter_by(person: Person, *, javascript: bool, **values: str) -> None:
    """Choose in the selects; with a script the list follows by itself, and the count is said."""
    for name, value in values.items():
        person.page.locator(f"main select[name='{name}']").select_option(value)
    if not javascript:
        person.press("Show", exact=True)


def own_order(person: Person) -> list[str]:
    return person.page.locator("main ol h3 bdi").all_inner_texts()


def choose_from_the_list(person: Person, *, javascript: bool) -> None:
    person.press("Look at the mentors")
    person.sees("3 mentors")
    filter_by(person, javascript=javascript, topic="research", site="north campus")
    person.sees("No mentor fits all of this")
    person.sees("There are 2 mentors without the filter on the topic.")
    if javascript:
        expect(person.page.locator("#live")).to_contain_text("0 mentors")
    person.press("Show all mentors")
    person.press("Ottoline Marsh")
    person.page.locator("main select[name='function']").select_option("career")
    person.press("Add to my choices")
    person.sees("Ottoline Marsh is on your list.")
    person.press("Look at the mentors")
    person.sees("2 mentors")
    person.press("Add to my choices Zoë O’Hare-Łęcka")
    person.press("Move up Zoë O’Hare-Łęcka")
    expect(person.page.locator("main ol h3 bdi").first).to_have_text("Zoë O’Hare-Łęcka")
    assert own_order(person) == ["Zoë O’Hare-Łęcka", "Ottoline Marsh"]
    person.press("Look at the mentors")
    person.press("Join the waitlist Anselm Brook")
    person.sees("You wait for Anselm Brook. We write to you once when a place is free.")


def rather_not(person: Person) -> None:
    person.press("See who named you")
    person.sees("Wren Ito")
    person.sees("You share: Rural practice.")
    person.press("I would rather not")
    person.sees("Neither this person nor the coordinator is told")
    person.press("I would rather not")
    person.sees("Nobody has named you yet")


def sees_that_a_place_is_free(person: Person) -> None:
    """The worker tells who waits within a second or two."""
    deadline = time.monotonic() + people.PATIENCE_SECONDS
    person.open("/home")
    while "A place with Anselm Brook is free" not in person.page.locator("main").inner_text():
        assert time.monotonic() < deadline, "the worker told nobody"
        select_pause()
        person.open("/home")
    person.press("Look at it")
    person.press("Add to my choices")
    person.sees("Anselm Brook is on your list.")
    assert own_order(person) == ["Zoë O’Hare-Łęcka", "Ottoline Marsh", "Anselm Brook"]


def enter(person: Person, link: str) -> None:
    person.open(link)
    person.press("Continue")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_looking_choosing_waiting_and_rather_not(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as phone,
        context_of(browser, javascript=javascript, locale="en-CA") as mentors_phone,
    ):
        links = prepare(folder)
        mentee = Person(phone.new_page(), served, "wren@example.org")
        enter(mentee, links["mentee"])
        choose_from_the_list(mentee, javascript=javascript)
        people.send_intake(mentee)

        mentor = Person(mentors_phone.new_page(), served, "ottoline@example.org")
        enter(mentor, links["mentor"])
        rather_not(mentor)

        mentee.open("/mentors/choices")
        assert own_order(mentee) == ["Zoë O’Hare-Łęcka", "Ottoline Marsh"], "the own list is as it was"
        free_the_place(folder)
        sees_that_a_place_is_free(mentee)
        overflows_nowhere(mentee)


def overflows_nowhere(person: Person) -> None:
    """No page of choosing is wider than a phone."""
    for path in ("/home", "/mentors", "/mentors/choices", "/intake"):
        person.open(path)
        width = person.page.locator("html").evaluate("node => node.scrollWidth")
        assert width <= 360, path
