"""A whole recruitment with names of three scripts, from the call to the accepted; and a mentor who comes back."""

from pathlib import Path

import pytest
from sqlalchemy import select

from mentorship_app.core import clock
from mentorship_app.recruitment import ApplicationStatus, MentorApplication
from mentorship_app.recruitment.invitations import Invitation
from mentorship_app.recruitment.invitations.links import new_invitation_link
from tests.browser.stage import writing
from tests.journeys import people
from tests.journeys.founded import ADMINISTRATOR, founded
from tests.journeys.people import PROGRAM, Person
from tests.kit.chromium import chromium, context_of
from tests.kit.demo import demo_folder
from tests.kit.server import running_app

INVITED = (
    ("eloise@example.org", "Éloïse Œuvrard-Lefèvre"),
    ("sean@example.org", "Seán O’Neil D'Ávila"),
    ("layla@example.org", "ليلى القمرية"),
)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_three_are_invited_apply_on_their_phones_and_are_accepted(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, javascript: bool
) -> None:
    folder = tmp_path / "instance"
    cookies = founded(tmp_path_factory, folder)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, locale="en-CA", phone=False, storage_state=cookies) as desk,
    ):
        coordinator = Person(desk.new_page(), served, ADMINISTRATOR)
        people.move_on(coordinator, "Recruitment")
        people.call_for_mentors(coordinator)
        coordinator.press("Invite people")
        coordinator.press("Invite people")
        coordinator.fill(lines="\n".join(f"{name} <{email}>; Surgery" for email, name in INVITED))
        coordinator.press("See who would be invited")
        coordinator.sees("3 people will be invited")
        coordinator.press("Invite 3 people")
        coordinator.sees("3 invitations have not left yet")
        people.send_waiting_mail(coordinator)

        for email, name in INVITED:
            with context_of(browser, javascript=javascript, locale="en-CA") as phone:
                mentor = Person(phone.new_page(), served, email)
                mentor.open(served.link_in_mail(email))
                mentor.sees(name)
                mentor.press("Begin your application")
                people.write_application(mentor)
                mentor.sees("Your application is sent")

        coordinator.open(PROGRAM + "/applications?q=eloise")
        coordinator.sees(INVITED[0][1])
        coordinator.open(PROGRAM + "/applications")
        for box in coordinator.page.locator("main td label.choice").all():
            box.click()
        coordinator.press("Accept those chosen")
        for _email, name in INVITED:
            coordinator.sees(name)
        coordinator.press("Accept 3 mentors and send the mails")
        coordinator.sees("3 mentors are accepted")
        people.send_waiting_mail(coordinator)
        for email, name in INVITED:
            assert name in served.next_mail(email, "You are a mentor")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_mentor_comes_back_in_three_taps(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, javascript: bool
) -> None:
    folder = demo_folder(tmp_path_factory, tmp_path / "instance")
    with running_app(folder, "--demo") as served, chromium() as browser:
        with writing(folder) as session:
            invitation = session.scalars(select(Invitation).where(Invitation.name == "Barnaby Thistlewood")).one()
            link = "/invitation/" + new_invitation_link(session, invitation, now=clock.now())
            email, call_id = invitation.email, invitation.call_id
        with context_of(browser, javascript=javascript, locale="en-CA") as phone:
            mentor = Person(phone.new_page(), served, email)
            mentor.open(link)  # the first tap, in the mail
            mentor.sees("Welcome back, Barnaby Thistlewood")
            mentor.press("See my answers")  # the second
            mentor.sees("Still right?")
            mentor.press("I agree, send my application")  # the third
            mentor.sees("Your application is sent")
        with writing(folder) as session:
            sent = session.scalars(
                select(MentorApplication.status).where(
                    MentorApplication.email == email, MentorApplication.call_id == call_id
                )
            ).all()
        assert sent == [ApplicationStatus.SUBMITTED]
