"""A check-in on two phones and one desk: each side answers alone, and whoever asks for help is heard."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from passlib.totp import TOTP
from sqlalchemy import select

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.programs import Cohort, Phase
from tests.browser.stage import writing
from tests.factories import AccountFactory, StaffGrantFactory
from tests.factories.rematch import open_check_in
from tests.journeys.people import PASSWORD, Person
from tests.journeys.test_follow_through import BOTH, a_pair, enter, fits_a_phone
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app


def a_check_in(folder: Path) -> tuple[str, str]:
    """Everybody is asked; gives the address of the program and the link of its coordinator's first visit."""
    with writing(folder) as session:
        cohort = session.scalars(select(Cohort)).one()
        cohort.phase = Phase.ACTIVE
        boss = AccountFactory(name="Isaure Brindille", email="isaure@example.org")
        StaffGrantFactory(account=boss, program_id=cohort.program_id)
        open_check_in(session, cohort)
        token = new_link(session, boss, LinkPurpose.STAFF_INVITATION, now=datetime.now(UTC))
        return f"/p/{cohort.program.slug}", f"/staff/welcome/{token}"


def sit_down(person: Person, welcome: str) -> None:
    """A password, then the authenticator app."""
    person.open(welcome)
    person.fill(password=PASSWORD, again=PASSWORD)
    person.press("Save the password")
    person.sees("Connect your authenticator app")
    key = person.page.locator("main code").inner_text().replace(" ", "")
    person.fill(code=TOTP(key=key, format="base32").generate().token)
    person.press("Connect")
    person.press("I have kept them: continue")


def answer(person: Person, *, fit: str, wants_help: str) -> None:
    person.open("/home")
    person.press("Answer the check-in")
    fits_a_phone(person)
    person.choose("met", "yes")
    person.choose("fit", fit)
    person.choose("want_help", wants_help)
    person.choose("want_change", "no")


def send(person: Person) -> None:
    """Without JavaScript the page asks once more for what an answer made it ask."""
    person.press("Send", exact=True)
    person.come_to_rest()
    if not person.page.url.endswith("/together"):
        person.press("Send", exact=True)
    person.sees("Your answers are sealed")


@pytest.mark.browser
@pytest.mark.slow
@BOTH
def test_each_side_answers_alone_and_who_asks_for_help_is_heard(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as phone,
        context_of(browser, javascript=javascript, locale="en-CA") as mentors_phone,
        context_of(browser, javascript=javascript, locale="en-CA", phone=False) as desk,
    ):
        links = a_pair(folder)
        program, welcome = a_check_in(folder)
        mentee = Person(phone.new_page(), served, "wren@example.org")
        enter(mentee, links["mentee"])
        mentee.sees("Is your pair with Ottoline Marsh working?")
        mentee.sees("About 2 minutes")
        answer(mentee, fit="3", wants_help="yes")
        mentee.fill(message="Please call me on Friday")
        send(mentee)
        fits_a_phone(mentee)

        mentor = Person(mentors_phone.new_page(), served, "ottoline@example.org")
        enter(mentor, links["mentor"])
        mentor.sees("Is your pair with Wren Ito working?")
        answer(mentor, fit="8", wants_help="no")
        assert "Please call me" not in mentor.page.content()
        send(mentor)

        boss = Person(desk.new_page(), served, "isaure@example.org")
        sit_down(boss, welcome)
        boss.open(f"{program}/")
        boss.sees("1 person asks you for something at the check-in")
        boss.sees("Wren Ito, about the pair with Ottoline Marsh")
        boss.open(f"{program}/check-ins")
        boss.sees("Please call me on Friday")
        boss.press("Mark as settled")
        boss.sees("Nobody is asking for anything")
        assert "Please call me" not in boss.page.content()
