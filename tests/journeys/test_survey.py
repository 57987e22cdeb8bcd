"""A check-in of more than thirty questions on a phone: by keyboard, by touch, without a script, on two devices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.models import Receipt, SealedAnswers
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import draft_of, own_answers
from mentorship_app.surveys.contents import Contents, contents_of, of_measures
from mentorship_app.surveys.questionnaire import parts
from mentorship_app.surveys.services import open_wave
from tests.browser.examination import AXE_OPTIONS, EYES, axe
from tests.browser.stage import writing
from tests.factories import CohortFactory, HelpLineFactory
from tests.factories.surveys import STAFF, WaveFactory, people_of
from tests.journeys.people import Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import RunningApp, running_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEASURES = ("own_burnout_short", "own_satisfaction", "own_mentorship_mentee")
PEOPLE = 8


@dataclass
class OpenWave:
    """An open check-in in a running server; ``doors`` are links by which its people sign in, one use each."""

    served: RunningApp
    browser: Browser
    wave_id: object
    path: str
    people: list[Enrollment]
    pages: int

    def door(self, person: Enrollment, *, to: str = "") -> str:
        with writing(Path(self.served.folder)) as session:
            account = session.merge(person.account)
            return "/l/" + new_link(
                session, account, LinkPurpose.DEMO, next_path=to or self.path, now=datetime.now(UTC)
            )

    def kept(self, person: Enrollment) -> tuple[dict[str, object], dict[str, object]]:
        """What the person has chosen, and what the person has sent."""
        keys = Keyring(Path(self.served.folder) / "keyring.json")
        with writing(Path(self.served.folder)) as session:
            wave = session.get_one(Wave, self.wave_id)
            return (
                draft_of(session, keys, wave, person.account_id),
                own_answers(session, keys, wave, person.account_id),
            )


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenWave]:
    """The wave is made in the running server's database, past its staff pages: those have journeys of their own."""
    folder = tmp_path_factory.mktemp("survey") / "instance"
    folder.mkdir(mode=0o700)
    with running_app(folder) as served, chromium() as browser:
        with writing(folder) as session:
            now = datetime.now(UTC)
            cohort = CohortFactory(starts_on=now.date() - timedelta(days=60), ends_on=now.date() + timedelta(days=300))
            HelpLineFactory(program=cohort.program, verified_on=now.date())
            # As a demo: its links sign people in without a mail on its way.
            cohort.program.is_demo = True
            session.flush()
            session.expire(cohort.program, ["help_lines"])
            people = people_of(cohort, PEOPLE)
            wave = WaveFactory(
                cohort=cohort,
                contents=of_measures(session, MEASURES).as_stored(),
                opens_on=now.date(),
                closes_on=now.date() + timedelta(days=14),
            )
            open_wave(session, Keyring(folder / "keyring.json"), wave, by=STAFF, now=now)
            contents = contents_of(session, wave)
            assert questions_in(contents) >= 30
            made = OpenWave(served, browser, wave.id, f"/surveys/{wave.public_id}", people, len(parts(contents)))
        yield made


def questions_in(contents: Contents) -> int:
    return sum(len(part.section.questions) for part in parts(contents))


def come_in(page: Page, opened: OpenWave, number: int) -> Person:
    person = Person(page, opened.served, "")
    person.open(opened.door(opened.people[number]))
    person.press("Continue")
    person.sees("Before you start")
    return person


def is_inside(page: Page) -> bool:
    """Whether the focused control lies in the window with nothing on top of it."""
    return bool(
        page.evaluate(
            """() => {
              if (document.activeElement === document.body) return true; // past the last control
              const focused = document.activeElement, row = focused.closest("label") ?? focused;
              const box = row.getClientRects()[0];
              const x = box.left + box.width / 2, y = box.top + box.height / 2;
              if (box.top < 0 || box.bottom > innerHeight) return false;
              const top = document.elementFromPoint(x, y);
              return row === top || row.contains(top);
            }"""
        )
    )


def focused_name(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.name ?? ''"))


def test_by_keyboard_alone(opened: OpenWave) -> None:
    """Tab to a question, an arrow chooses, Tab goes on; the focus is never lost, hidden or taken away by a save."""
    with context_of(opened.browser, locale="en-CA") as phone:
        page = come_in(phone.new_page(), opened, 0).page
        page.get_by_role("link", name="Start").focus()
        page.keyboard.press("Enter")
        for number in range(1, opened.pages + 1):
            expect(page.locator("main")).to_contain_text(f"Part {number} of {opened.pages}")
            page.locator("main h1").evaluate("node => { node.tabIndex = -1; node.focus(); }")
            answer_by_keys(page)
            page.keyboard.press("Enter")
        expect(page.locator("main h1")).to_have_text("Thank you, your answers are in")
    _draft, sent = opened.kept(opened.people[0])
    assert len(sent) >= 30, "one answer for each question that is no comment"


def answer_by_keys(page: Page) -> None:
    """Every question of the page, until the focus stands on the button that goes on."""
    for _press in range(60):
        page.keyboard.press("Tab")
        name, kind = focused_name(page), page.evaluate("() => document.activeElement.type ?? ''")
        assert is_inside(page), f"{name or kind} has the focus and cannot be seen"
        if name == "action":
            return
        if kind == "radio":
            page.keyboard.press("ArrowDown")
            assert focused_name(page) == name
            assert page.evaluate("() => document.activeElement.checked")
        elif kind == "text":
            page.keyboard.type("3")
    raise AssertionError("the button was not reached")


@pytest.mark.parametrize("javascript", [True, False], ids=["by touch", "without JavaScript"])
def test_by_finger(opened: OpenWave, javascript: bool) -> None:
    """With a script nothing is pressed to save; without one, Continue saves and the gentle word comes once."""
    number = 1 if javascript else 2
    with context_of(opened.browser, javascript=javascript, locale="en-CA", has_touch=True) as phone:
        person = come_in(phone.new_page(), opened, number)
        person.press("Start")
        for page_number in range(1, opened.pages):
            person.sees(f"Part {page_number} of {opened.pages}")
            tap_all(person.page, leave_out=page_number == 1)
            person.page.locator("main button[value=continue]").tap()
            if page_number == 1:
                person.sees("1 question has no answer")
                person.page.locator("main button[value=continue]").tap()
        person.page.locator("main button[value=continue]").tap()
        person.sees("Thank you, your answers are in")
        assert person.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth") or not javascript
    _draft, sent = opened.kept(opened.people[number])
    assert len(sent) >= 29


def tap_all(page: Page, *, leave_out: bool) -> None:
    groups = page.locator("main fieldset").all()
    for group in groups[1:] if leave_out else groups:
        group.locator("label").nth(1).tap()
    for box in page.locator("main input[type=text]").all():
        box.fill("3")


def test_two_devices_of_one_person(opened: OpenWave) -> None:
    """The phone answers, the laptop's page stands open since before: nothing is wiped, and after sending it says so."""
    with (
        context_of(opened.browser, locale="en-CA") as phone,
        context_of(opened.browser, locale="en-CA", phone=False) as laptop,
    ):
        on_phone, on_laptop = come_in(phone.new_page(), opened, 3), come_in(laptop.new_page(), opened, 3)
        on_phone.press("Start")
        on_laptop.press("Start")
        take(on_phone.page, 0, 4)
        take(on_laptop.page, 1, 2)
        draft, _sent = opened.kept(opened.people[3])
        assert list(draft.values()) == [4, 2]
        on_phone.page.locator("button.language").click()
        expect(on_phone.page.locator("html")).to_have_attribute("lang", "fr")
        expect(on_phone.page.locator("main fieldset input:checked")).to_have_count(2)
        on_phone.open(f"{opened.path}/{opened.pages}")
        on_phone.page.locator("main button[value=continue]").click()
        expect(on_phone.page.locator("main h1")).to_contain_text("Merci")
        with on_laptop.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            on_laptop.page.locator("main fieldset").nth(2).locator("label").first.click()
        assert answer.value.status == 409
        expect(on_laptop.page.locator("#saved")).to_contain_text("What was sent counts")
        on_laptop.press("Continue")
        on_laptop.sees("what you chose on this page since is not part of it")
        on_laptop.press("See what you sent")
        on_laptop.sees("Where your answers are")
        on_laptop.come_to_rest()


def take(page: Page, question: int, option: int) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main fieldset").nth(question).locator("label").nth(option).click()
    expect(page.locator("#saved")).to_contain_text("Saved")


def test_a_double_click_on_send_is_one_answer(opened: OpenWave) -> None:
    with context_of(opened.browser, locale="en-CA") as phone:
        person = come_in(phone.new_page(), opened, 4)
        person.press("Start")
        take(person.page, 0, 0)
        person.open(f"{opened.path}/{opened.pages}")
        person.page.locator("main button[value=continue]").dblclick()
        person.sees("Thank you, your answers are in")
        assert "sent already" not in person.page.locator("main").inner_text()
    with writing(Path(opened.served.folder)) as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == session.scalar(
            select(func.count()).select_from(SealedAnswers)
        )


def test_five_screens_hold_at_400_percent_and_in_axes_eyes(opened: OpenWave) -> None:
    """1280 pixels at 400 % are 320 by 256: no sideways scroll, and what has the focus can be seen."""
    with context_of(opened.browser, locale="en-CA") as context:
        person = come_in(context.new_page(), opened, 5)
        page = person.page
        page.set_viewport_size({"width": 320, "height": 256})
        person.press("Start")
        take(page, 0, 0)
        screens = (
            opened.path,
            f"{opened.path}/1",
            f"{opened.path}/{opened.pages}",
            f"{opened.path}/done",
            f"/me/answers/{opened.path.rpartition('/')[2]}",
        )
        for address in screens:
            if address.endswith("/done"):
                page.locator("main button[value=continue]").click()
            person.open(address)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, address
            page.evaluate(EYES)
            assert axe(page, AXE_OPTIONS) == [], address
            for _press in range(12):
                page.keyboard.press("Tab")
                assert is_inside(page), (address, page.evaluate("() => document.activeElement.outerHTML"))


def test_enter_in_a_box_goes_on_and_does_not_switch_the_language(opened: OpenWave) -> None:
    with context_of(opened.browser, javascript=False, locale="en-CA") as phone:
        page = come_in(phone.new_page(), opened, 6).page
        page.goto(opened.served.url + f"{opened.path}/1")
        page.locator("main fieldset input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("main")).to_contain_text("no answer")
