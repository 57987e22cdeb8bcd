"""What people do in a browser, one function each: the pages' own words, no shortcut behind them."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from passlib.totp import TOTP
from playwright.sync_api import Download, Error, Page, Request, expect

from tests.kit.server import RunningApp, select_pause

PASSWORD = "four plain fictional words"
PROGRAM = "/p/internal-medicine"
PATIENCE_SECONDS = 60
ZONES = ("America/Toronto", "America/Vancouver", "Asia/Tokyo", "Asia/Kolkata", "Europe/Paris")

AT_REST = """async () => {
  if (!window.htmx) return true;
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  return document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling") === null;
}"""
"""Two frames on: what an answer led to has begun by then."""


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page
    served: RunningApp
    email: str
    _under_way: set[Request] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        # Playwright takes functions of Python only, not the set's own.
        self.page.on("request", lambda request: self._under_way.add(request))
        self.page.on("requestfinished", lambda request: self._under_way.discard(request))
        self.page.on("requestfailed", lambda request: self._under_way.discard(request))

    def open(self, path: str) -> None:
        # What was pressed last may still be on its way: with htmx its answer leads to another page by itself.
        self.come_to_rest()
        self.page.goto(self.served.url + path if path.startswith("/") else path)

    def come_to_rest(self) -> None:
        """Until the page is there, nothing is on its way, and what an answer led to is there too."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        quiet = False
        while not quiet:
            assert time.monotonic() < deadline, f"still on its way: {[request.url for request in self._under_way]}"
            self.page.wait_for_load_state()
            # A new page may come while the old one is asked.
            with suppress(Error):
                quiet = self.page.evaluate(AT_REST) and not self._under_way

    def press(self, word: str, *, exact: bool = False) -> None:
        """Press the button or link of that name in the page's main part."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=word, exact=exact)
        button.or_(main.get_by_role("link", name=word, exact=exact)).first.click()

    def fill(self, **values: str) -> None:
        """Type into the controls of these names."""
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").fill(value)

    def choose(self, name: str, value: str) -> None:
        """Take an option, as a finger would: by its row."""
        self.page.locator(f"main label:has(input[name='{name}'][value='{value}'])").click()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def follow_mail(self, about: str = "") -> None:
        """Open the link of the next mail and press its button: opening alone signs nobody in."""
        self.open(self.served.link_in_mail(self.email, about))
        self.press("Continue")


def where_it_is_day() -> str:
    """A place where it is neither night, when mail waits, nor another date than that of UTC."""
    now = datetime.now(UTC)
    here = {zone: now.astimezone(ZoneInfo(zone)) for zone in ZONES}
    return next(zone for zone, local in here.items() if 8 <= local.hour < 19 and local.date() == now.date())


def set_up(person: Person) -> None:
    """The wizard, from the code on the console to the program with its cohort."""
    person.open("/setup")
    person.fill(code=person.served.setup_code)
    person.press("Begin")
    person.press("Continue")
    person.fill(organization="Northmere", name="Internal Medicine", contact_email=person.email)
    person.page.locator("[name=timezone]").select_option(where_it_is_day())
    person.press("Continue")
    person.fill(name="Isaure Brindille", email=person.email, password=PASSWORD, again=PASSWORD)
    person.press("Continue")
    person.sees("Does mail arrive?")
    person.press("Continue")
    person.fill(
        **{"own-label_en": "Residents’ line", "own-label_fr": "Ligne des résidents", "own-number": "555-0142"},
    )
    person.page.locator("main label:has([name='own-checked'])").click()
    person.press("Continue")
    today = datetime.now(UTC).date()
    person.fill(
        name="This year",
        starts_on=(today - timedelta(days=30)).isoformat(),
        ends_on=(today + timedelta(days=300)).isoformat(),
    )
    person.press("Create the program")


def sign_in_as_staff(person: Person) -> None:
    """Password, then the authenticator app, connected at this first sign-in."""
    person.fill(email=person.email, password=PASSWORD)
    person.press("Continue")
    person.sees("Connect your authenticator app")
    key = person.page.locator("main code").inner_text().replace(" ", "")
    person.fill(code=TOTP(key=key, format="base32").generate().token)
    person.press("Connect")
    person.sees("Your recovery codes")
    person.press("I have kept them: continue")
    person.open(PROGRAM + "/")


def move_on(person: Person, phase: str) -> None:
    """To the next phase of the cohort."""
    person.open(PROGRAM + "/")
    person.press("Move to the next phase")
    person.press(f"Move to: {phase}")


def send_waiting_mail(person: Person) -> None:
    """Nothing waits for its ten minutes: the coordinator lets it go."""
    person.open(PROGRAM + "/outbox")
    person.press("Send everything now")


def call_for_mentors(person: Person) -> str:
    """Write a call and open it; gives its public address."""
    person.open(PROGRAM + "/calls")
    person.press("Write a call")
    person.press("Save the call")
    person.press("Open the call")
    return str(person.page.locator("main a[href^='/apply/']").first.get_attribute("href"))


def apply_as_mentor(person: Person, address: str) -> None:
    """From the public page to the sent application, through the mailed link."""
    person.open(address)
    person.press("Apply")
    person.fill(name="Ottoline Marsh", email=person.email)
    person.press("Mail me the link")
    person.open(person.served.link_in_mail(person.email))
    write_application(person)


def write_application(person: Person) -> None:
    """From the first part of the application to the sent one."""
    person.fill(department="Internal medicine", site="North campus", years="12")
    person.choose("languages", "english")
    person.press("Continue", exact=True)
    # One question is forgotten: the page says so, and keeps what was typed.
    person.fill(hours="1.5")
    person.choose("topics", "rural")
    person.choose("modality", "video")
    person.choose("comfort", "2")
    person.press("Continue", exact=True)
    person.sees("There is a problem")
    expect(person.page.locator("main [name='hours']")).to_have_value("1.5")
    person.choose("capacity", "2")
    person.press("Continue", exact=True)
    person.choose("assessment_roles", "none")
    person.choose("trained", "no")
    person.choose("conduct", "yes")
    person.choose("agreement", "yes")
    person.press("Continue", exact=True)
    person.sees("if you like")
    person.press("Continue", exact=True)
    person.sees("Check your answers")
    person.press("Send your application")


def accept(person: Person, name: str) -> None:
    """Read an application, read the mail that would go, accept."""
    person.open(PROGRAM + "/applications")
    person.press(name)
    person.press("Accept")
    person.sees("Your application to")
    person.press("Accept and send this mail")
    person.sees("Accepted.")


def import_roster(person: Person, folder: Path, mentees: list[tuple[str, str]]) -> None:
    """A list of residents from a file, looked at before it is applied."""
    roster = folder / "residents.csv"
    lines = ["email;name;role;training level", *(f"{email};{name};mentee;PGY-1" for email, name in mentees)]
    roster.write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    person.open(PROGRAM + "/people/import")
    person.page.locator("main input[type=file]").set_input_files(roster)
    person.press("See what would change")
    person.sees(mentees[0][1])
    person.press("Apply all of it")


def send_intake(person: Person) -> None:
    """The mentee's task list, section by section."""
    person.open("/intake")
    person.press("About me")
    person.page.locator("main textarea").first.fill("I think aloud.")
    person.choose("free_times", "midday")
    person.choose("has_mentor", "no")
    finish_intake(person)


def finish_intake(person: Person) -> None:
    """From the first section, as far as it is filled in, to the end."""
    person.press("Continue", exact=True)
    person.fill(goal_1="Choose a fellowship")
    person.press("Continue", exact=True)
    person.choose("topics", "rural")
    person.choose("languages", "english")
    for name, value in (("research", "curious"), ("style", "both"), ("frequency", "month"), ("modality", "video")):
        person.choose(name, value)
    person.choose("matters_most", "topics")
    person.press("Continue", exact=True)
    person.choose("conduct", "yes")
    person.choose("agreement", "yes")
    person.press("Continue", exact=True)
    person.press("Send your intake")


def pair(person: Person, mentee: str, mentor: str) -> None:
    """Choose a mentor with room, read both mails, pair."""
    person.open(PROGRAM + "/pairs")
    person.page.locator("main li", has_text=mentee).get_by_role("link", name="Pair").click()
    person.page.locator("main label", has_text=mentor).click()
    person.press("See the mails to both")
    person.press("Pair them and write to both")


def open_wave(person: Person) -> None:
    """Plan the first check-in for today, shorten it to the burnout check, read the invitation, open it."""
    person.open(PROGRAM + "/surveys/new")
    today = datetime.now(UTC).date()
    person.fill(opens_on=today.isoformat(), closes_on=(today + timedelta(days=14)).isoformat())
    person.press("Plan it")
    person.press("Change what it asks")
    for left, measure in ((2, "Work and program"), (1, "Needs and support")):
        person.press(f"Take out {measure}")
        expect(person.page.get_by_role("button", name="Take out")).to_have_count(left)
    person.press("Done")
    person.press("Open and invite…")
    person.press("Open and invite")


def answer_wave(person: Person) -> None:
    """Every scale, one page each, the second option of each question; the comment is left empty."""
    person.press("Start")
    for part in range(1, 4):
        person.sees(f"Part {part} of 4")
        for group in person.page.locator("main fieldset").all():
            group.locator("label").nth(1).click()
        person.press("Continue", exact=True)
    person.sees("Part 4 of 4")
    person.press("Send your answers")
    person.sees("Thank you")


def close_wave(person: Person) -> None:
    """Close for good."""
    person.open(PROGRAM + "/surveys")
    person.page.locator("main table a").first.click()
    person.press("Close now…")
    person.press("Close for good")


def report_of(person: Person) -> Download:
    """Build the report in the worker, and download its PDF."""
    person.open(PROGRAM + "/reports")
    person.press("Build the report")
    link = person.page.locator("main a[id^='pdf-']")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not link.count() and time.monotonic() < deadline:
        select_pause()
        person.open(PROGRAM + "/reports")
    with person.page.expect_download() as download:
        link.click()
    return download.value
