"""One cohort goes the whole way on a phone, once with JavaScript and once without."""

from pathlib import Path

import pikepdf
import pytest

from tests.journeys import people
from tests.journeys.people import Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app

MENTEES = [(f"resident{number}@example.org", f"Resident Fictional {number}") for number in range(1, 6)]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_an_empty_machine_to_the_report(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA") as desk,
        context_of(browser, javascript=javascript, locale="en-CA") as mentors_phone,
    ):
        coordinator = Person(desk.new_page(), served, "isaure@example.org")
        mentor = Person(mentors_phone.new_page(), served, "ottoline@example.org")

        people.set_up(coordinator)
        people.sign_in_as_staff(coordinator)

        people.move_on(coordinator, "Recruitment")
        address = people.call_for_mentors(coordinator)
        people.apply_as_mentor(mentor, address)
        people.accept(coordinator, "Ottoline Marsh")

        people.move_on(coordinator, "Intake")
        people.import_roster(coordinator, tmp_path, MENTEES)
        with context_of(browser, javascript=javascript, locale="en-CA") as phone:
            mentee = Person(phone.new_page(), served, MENTEES[0][0])
            mentee.open("/sign-in")
            mentee.fill(email=mentee.email)
            mentee.press("Email me a link")
            mentee.follow_mail()
            people.send_intake(mentee)

        people.move_on(coordinator, "Matching")
        people.pair(coordinator, MENTEES[0][1], "Ottoline Marsh")
        people.open_wave(coordinator)
        people.send_waiting_mail(coordinator)

        mentor.follow_mail("accepted")
        mentor.open("/pair")
        mentor.sees(MENTEES[0][1])

        for email, _name in MENTEES:
            with context_of(browser, javascript=javascript, locale="en-CA") as phone:
                answering = Person(phone.new_page(), served, email)
                answering.follow_mail("check-in")
                people.answer_wave(answering)

        people.close_wave(coordinator)
        download = people.report_of(coordinator)
        with pikepdf.open(download.path()) as document:
            assert document.Root.Lang == "en"
            assert bool(document.Root.MarkInfo.Marked)
            assert len(document.pages) >= 3
