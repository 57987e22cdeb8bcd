"""A coordinator matches a cohort: runs, explanations, decisions, an exchange, both compared, publishing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.services import new_link
from mentorship_app.programs import Cohort, Phase
from tests.browser.stage import writing
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory, TrainingLevelFactory
from tests.factories.choices import ChoiceFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.recruitment import CallFactory
from tests.journeys.people import Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import running_app, select_pause

TRIES = 100
MENTEES = {
    "Priya Lanternwala": ["rural", "career"],
    "Wren Ito": ["rural", "research"],
    "Juniper Vale": ["career", "teaching"],
    "Caspian Rook": ["research", "teaching"],
    "Zélie Montbrume": ["rural", "teaching"],
}
MENTORS = {
    "Dr. Anselm Brook": ["rural", "research"],
    "Dr. Ottoline Marsh": ["rural", "career"],
    "Dr. Thaddeus Quill": ["career", "teaching"],
}


def topics(chosen: list[str]) -> dict[str, object]:
    return {"topics": {"chosen": chosen, "own": []}}


def prepare(folder: Path) -> tuple[str, str]:
    """A cohort in matching: five mentees, three mentors with two places each. Gives its address and a way in."""
    with writing(folder) as session:
        cohort: Cohort = CohortFactory(phase=Phase.MATCHING, program__is_demo=True)
        level = TrainingLevelFactory(program=cohort.program, code="PGY-2")
        call = CallFactory(cohort=cohort)
        mentors = [
            accepted_mentor(cohort, name, call=call, answers=topics(said) | {"modality": ["video", "in_person"]})
            for name, said in MENTORS.items()
        ]
        for name, said in MENTEES.items():
            mentee = EnrollmentFactory(cohort=cohort, training_level=level, account=AccountFactory(name=name))
            ProfileFactory(enrollment=mentee, sent=True, answers=FULL_INTAKE | topics(said))
            if name == "Priya Lanternwala":
                ChoiceFactory(mentee=mentee, mentor=mentors[1])
        return f"/p/{cohort.program.slug}/matching", way_in(session, cohort)


def way_in(session: Session, cohort: Cohort) -> str:
    boss = AccountFactory(email="boss@example.org", name="Sunniva Hale")
    StaffGrantFactory(account=boss, program_id=cohort.program_id)
    return "/l/" + new_link(session, boss, LinkPurpose.DEMO, next_path="/home", now=datetime.now(UTC))


def wait_for_run(person: Person, address: str, number: int) -> None:
    """The worker solves within seconds; the page is looked at anew, as somebody without a script would."""
    for _ in range(TRIES):
        person.open(address)
        if f"Run {number} ·" in person.page.locator(".tools").inner_text():
            return
        select_pause()
    raise AssertionError(f"run {number} did not end")


def find_pairs(person: Person, address: str) -> None:
    person.open(address)
    person.sees("Intakes sent")
    person.press("Find pairs")
    wait_for_run(person, address, 1)
    person.sees("5 of 5 mentees placed with 3 mentors. The same inputs give the same pairs.")


def read_an_explanation(person: Person) -> None:
    person.press("Priya Lanternwala", exact=True)
    person.sees("Priya Lanternwala with Dr. Ottoline Marsh")
    person.sees("Their first choice")
    person.page.locator(".tools").get_by_role("link", name="Proposed pairs").click()


def mentor_of(person: Person, mentee: str) -> str:
    """As the list says it: ``PGY-2 · Dr. Ottoline Marsh``."""
    row = person.page.locator("main tbody tr", has_text=mentee)
    return row.locator("th small").inner_text().removeprefix("PGY-2 · ")


def lock_two(person: Person) -> None:
    for mentee in ("Priya Lanternwala", "Wren Ito"):
        person.press(f"Lock {mentee}")
        expect(person.page.get_by_role("button", name=f"Locked {mentee}")).to_have_attribute("aria-pressed", "true")
    person.sees("2 locked")


def forbid_one(person: Person) -> str:
    """Gives the mentor whom Juniper is not to have."""
    mentor = mentor_of(person, "Juniper Vale")
    person.press("Forbid Juniper Vale")
    person.press("Forbid this pair")
    person.sees("Write your reason.")
    person.fill(rationale="They work on the same ward")
    person.press("Forbid this pair")
    person.sees("4 of 5 mentees placed")
    person.sees("Their pair was forbidden by Sunniva Hale: They work on the same ward")
    return mentor


def swap(person: Person) -> None:
    """Whoever is offered first; the numbers stand beside the button before it is pressed."""
    before = mentor_of(person, "Caspian Rook")
    person.press("Swap Caspian Rook")
    person.sees("Swap two mentors?")
    person.sees(f"Caspian Rook with {before}")
    person.sees("After the swap")
    expect(person.page.locator("main .deltas li").first).to_be_visible()
    person.fill(rationale="Both would rather have this")
    person.press("Swap them")
    person.sees("Sunniva Hale exchanged mentors: Caspian Rook is with")
    assert mentor_of(person, "Caspian Rook") != before


def undo_and_do_again(person: Person) -> None:
    after = mentor_of(person, "Caspian Rook")
    person.press("Undo the last step")
    person.sees("(undone)")
    assert mentor_of(person, "Caspian Rook") != after
    person.press("Do it again")
    expect(person.page.get_by_role("button", name="Do it again")).to_have_count(0)
    assert mentor_of(person, "Caspian Rook") == after


def compare(person: Person, address: str, forbidden: str) -> None:
    person.press("Runs, compared and recorded")
    person.open(address + "/runs/compare")
    selects = person.page.locator("main select")
    for place, run in ((0, "Run 1"), (1, "Run 2")):
        value = selects.nth(place).locator("option", has_text=run).first.get_attribute("value")
        selects.nth(place).select_option(value)
    person.press("Compare these runs")
    person.sees("What gets better, what gets worse")
    row = person.page.locator("main tbody tr", has_text="Juniper Vale")
    expect(row.locator("td").first).to_have_text(forbidden)


def publish_undo_publish(person: Person, address: str) -> None:
    """Both publications are the same; between them nobody is told anything."""
    person.open(address)
    person.press("Check and publish")
    person.sees("New pairs")
    person.sees("What they will read")
    person.press("Publish these pairs")
    person.sees("You can take everything back until then.")
    person.sees("Waits for a yes")
    person.open(address)
    person.sees("Published by Sunniva Hale")
    person.press("Take it back")
    person.sees("Everything is taken back. Nobody was told.")
    person.press("Publish these pairs")
    person.sees("You can take everything back until then.")
    rows = person.page.locator("main tbody tr")
    expect(rows).to_have_count(len(MENTEES))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_cohort_is_matched(tmp_path: Path, javascript: bool) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, phone=False, locale="en-CA") as desk,
    ):
        address, link = prepare(folder)
        boss = Person(desk.new_page(), served, "boss@example.org")
        boss.open(link)
        boss.press("Continue")
        find_pairs(boss, address)
        read_an_explanation(boss)
        lock_two(boss)
        forbidden = forbid_one(boss)
        boss.press("Run again")
        wait_for_run(boss, address, 2)
        assert mentor_of(boss, "Juniper Vale") != forbidden
        boss.sees("2 locked")
        swap(boss)
        undo_and_do_again(boss)
        compare(boss, address, forbidden)
        publish_undo_publish(boss, address)
