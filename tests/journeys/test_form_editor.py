"""A form of all types is built, published, answered, changed, answered again, and both versions leave as one file."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mentorship_app.questions.types import question_types
from tests.journeys import people
from tests.journeys.founded import ADMINISTRATOR, founded
from tests.journeys.people import PROGRAM, Person
from tests.kit.chromium import chromium, context_of
from tests.kit.server import RunningApp, running_app

MENTEES = [("wren@example.org", "Wren Ito"), ("odile@example.org", "Odile Ferró-O’Dee")]
FORM = PROGRAM + "/forms/mentee_intake"
TYPES = list(question_types)


def words_of(key: str) -> str:
    return key.replace("_", " ").capitalize()


def build(person: Person) -> None:
    """A new section with one question of every type, in both languages."""
    person.open(FORM)
    person.press("Change the questions")
    person.press("Add a section")
    person.fill(**{"title-en": "Everything", "title-fr": "Tout"})
    person.press("Save")
    for key in TYPES:
        person.open(f"{FORM}/draft/sections/everything/add")
        person.page.locator(f"main a[href$='/add/{key}']").click()
        write(person, key)
        person.press("Add the question")
        expect(person.page.locator(f"#question-{key}")).to_contain_text(words_of(key))


def write(person: Person, key: str) -> None:
    """Words and settings of a new question."""
    person.fill(**{"text-en": words_of(key), "text-fr": f"En français\u00a0: {key}"})
    for setting in question_types[key].settings:
        name = f"set-{setting.name}"
        if setting.is_list:
            for place, (english, french) in enumerate([("Alpha", "Alpha"), ("Beta", "Bêta"), ("Gamma", "Gamma")]):
                person.page.locator(f"main [name='{name}-en']").nth(place).fill(english)
                person.page.locator(f"main [name='{name}-fr']").nth(place).fill(french)
        elif setting.is_localized and setting.name in {"statement", "unit"}:
            person.fill(**{f"{name}-en": "hours", f"{name}-fr": "heures"})


def publish(person: Person, number: int) -> None:
    """Read what changes, then publish."""
    person.open(FORM + "/publish")
    person.sees("Whoever begins from now on is asked this version.")
    person.press("Publish")
    person.sees(f"Version {number}")
    person.sees("In use")


def try_it(person: Person) -> None:
    """The preview works as the form will, and says so in French too."""
    person.open(FORM + "/preview/everything?language=fr")
    person.sees("En français\u00a0: ranking")
    person.press("Continuer")
    person.sees("Il y a un problème")


def sign_in(person: Person) -> None:
    person.open("/sign-in")
    person.fill(email=person.email)
    person.press("Email me a link")
    person.follow_mail()


def answer(person: Person, *, version: int) -> None:
    """The whole intake with the section of all types, on a phone."""
    person.open("/intake")
    person.press("About me")
    person.choose("free_times", "midday")
    person.press("Continue", exact=True)
    person.fill(goal_1="Choose a fellowship")
    person.press("Continue", exact=True)
    for name, value in (
        ("topics", "rural"), ("languages", "english"), ("style", "both"), ("frequency", "month"),
        ("modality", "video"), ("matters_most", "topics"),
    ):  # fmt: skip
        person.choose(name, value)
    person.press("Continue", exact=True)
    person.choose("conduct", "yes")
    person.choose("agreement", "yes")
    person.press("Continue", exact=True)
    person.sees("Everything")
    answer_everything(person, version)
    person.press("Continue", exact=True)
    person.sees("Check your answers")
    person.press("Send your intake")


def answer_everything(person: Person, version: int) -> None:
    person.choose("yes_no", "yes")
    if version == 2:
        person.fill(long_text="Two\nlines")
    else:
        # Saying yes calls for one more question: at once with a script, on the next page without.
        if not person.page.locator("[name='short_text']").count():
            fill_in_rest(person)
            person.press("Continue", exact=True)
    person.fill(short_text="=1+1")
    fill_in_rest(person)


def fill_in_rest(person: Person) -> None:
    """The questions that both versions ask."""
    person.fill(number="4", **{"date-day": "27", "date-month": "3", "date-year": "2026"})
    person.fill(**{"language_list-own": "العربية"})
    for name, value in (("single_choice", "beta"), ("scale", "1")):
        person.choose(name, value)
    for name, value in (("multiple_choice", "alpha"), ("chips", "gamma"), ("consent", "yes")):
        if not person.page.locator(f"main [name='{name}'][value='{value}']").is_checked():
            person.choose(name, value)
    grid = person.page.locator("main [name='availability_grid'][value='tue.beta']")
    if not grid.is_checked():
        person.choose("availability_grid", "tue.beta")
    if not person.page.locator("main .is-ranked").count():
        person.page.locator("main button[name='ranking-move'][value='toggle:gamma']").click()
        expect(person.page.locator("main .is-ranked")).to_contain_text("Gamma")


def change(person: Person) -> None:
    """Reword one, retire one, add an answer, ask one on a condition, put it last."""
    person.open(FORM)
    person.press("Change the questions")
    person.open(FORM + "/draft/questions/single_choice")
    person.fill(**{"text-en": "One choice, reworded"})
    person.press("Add one")
    person.page.locator("main [name='set-options-en']").nth(3).fill("Delta")
    person.page.locator("main [name='set-options-fr']").nth(3).fill("Delta")
    person.press("Save", exact=True)
    row = person.page.locator("#question-long_text")
    row.get_by_role("button", name="Take out").click()
    expect(person.page.locator("#retired")).to_contain_text(words_of("long_text"))
    while order(person).index("question-short_text") < order(person).index("question-yes_no"):
        below = person.page.locator("#question-short_text + tr").get_attribute("id")
        person.page.locator("#question-short_text").get_by_role("button", name="Down").click()
        # The row that was below is above now: the move is done, with a script or by a new page.
        expect(person.page.locator(f"#{below}:has(+ #question-short_text)")).to_be_visible()
    person.open(FORM + "/draft/questions/short_text/condition?on=yes_no")
    person.choose("value", "0")
    person.press("Save", exact=True)
    person.sees("Only if “Yes no” is: Yes")


def order(person: Person) -> list[str]:
    """The ids of the rows as they stand."""
    return [str(row.get_attribute("id")) for row in person.page.locator("[id^=question-]").all()]


def download(person: Person, folder: Path) -> list[dict[str, str]]:
    person.open(FORM)
    with person.page.expect_download() as answers:
        person.press("Download answers")
    path = folder / "answers.csv"
    answers.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def prepare(coordinator: Person, folder: Path) -> None:
    people.move_on(coordinator, "Recruitment")
    people.move_on(coordinator, "Intake")
    people.import_roster(coordinator, folder, MENTEES)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_both_versions_of_a_form_of_all_types(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, javascript: bool
) -> None:
    folder = tmp_path / "instance"
    cookies = founded(tmp_path_factory, folder)
    with (
        running_app(folder) as served,
        chromium() as browser,
        context_of(browser, javascript=javascript, phone=False, locale="en-CA", storage_state=cookies) as desk,
    ):
        coordinator = Person(desk.new_page(), served, ADMINISTRATOR)
        prepare(coordinator, tmp_path)
        build(coordinator)
        try_it(coordinator)
        publish(coordinator, 2)
        answer_on_a_phone(browser, served, MENTEES[0], javascript=javascript, version=2)
        change(coordinator)
        publish(coordinator, 3)
        answer_on_a_phone(browser, served, MENTEES[1], javascript=javascript, version=3)
        odile, wren = sorted(download(coordinator, tmp_path), key=lambda row: row["name"])

    assert (wren["name"], wren["form_version"]) == (MENTEES[0][1], "2")
    assert (odile["name"], odile["form_version"]) == (MENTEES[1][1], "3")
    for row in (wren, odile):
        assert row["short_text"] == "'=1+1"
        assert row["single_choice"] == "beta"
        assert (row["availability_grid__tue_beta"], row["availability_grid__mon_beta"]) == ("1", "0")
        assert (row["number"], row["date"], row["scale"], row["yes_no"]) == ("4", "2026-03-27", "1", "1")
    assert wren["long_text"].split() == ["Two", "lines"]
    assert odile["long_text"] == ""


def answer_on_a_phone(
    browser: Browser, served: RunningApp, who: tuple[str, str], *, javascript: bool, version: int
) -> None:
    with context_of(browser, javascript=javascript, locale="en-CA") as phone:
        mentee = Person(phone.new_page(), served, who[0])
        sign_in(mentee)
        answer(mentee, version=version)
