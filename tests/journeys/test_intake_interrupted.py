"""An intake broken off on a phone and finished on a laptop: nothing asked twice, nothing lost, nothing sent early."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import people
from tests.journeys.founded import ADMINISTRATOR, founded
from tests.journeys.people import PROGRAM, Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app

MENTEE = ("noemie@example.org", "Noémie D’Ávila-O’Neil")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_broken_off_on_a_phone_and_finished_on_a_laptop(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, javascript: bool
) -> None:
    folder = tmp_path / "instance"
    cookies = founded(tmp_path_factory, folder)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=True, locale="en-CA", phone=False, storage_state=cookies) as desk,
    ):
        coordinator = Person(desk.new_page(), served, ADMINISTRATOR)
        people.move_on(coordinator, "Recruitment")
        people.move_on(coordinator, "Intake")
        people.import_roster(coordinator, tmp_path, [MENTEE])

        with context_of(browser, javascript=javascript, locale="en-CA") as phone:
            on_phone = Person(phone.new_page(), served, MENTEE[0])
            sign_in(on_phone)
            on_phone.open("/intake")
            on_phone.press("About me")
            on_phone.page.locator("main textarea").first.fill("I think aloud.")
            on_phone.choose("free_times", "midday")
            if javascript:
                # Nothing is pressed: the page saves by itself, then the phone's battery is empty.
                expect(on_phone.page.locator("#saved")).to_contain_text("Saved")
            else:
                on_phone.press("Save and leave")
                on_phone.sees("What you hope for from a mentor")

        with context_of(browser, javascript=javascript, locale="en-CA", phone=False) as laptop:
            on_laptop = Person(laptop.new_page(), served, MENTEE[0])
            sign_in(on_laptop)
            on_laptop.sees("What you wrote is kept.")
            on_laptop.press("Go on with the intake")
            on_laptop.press("About me")
            expect(on_laptop.page.locator("main textarea").first).to_have_value("I think aloud.")
            expect(on_laptop.page.locator("main input[name='free_times'][value='midday']")).to_be_checked()
            people.finish_intake(on_laptop)
            on_laptop.sees("Your intake is sent")

        coordinator.open(PROGRAM + "/pairs")
        coordinator.sees(MENTEE[1])


def sign_in(person: Person) -> None:
    person.open("/sign-in")
    person.fill(email=person.email)
    person.press("Email me a link")
    person.follow_mail()
