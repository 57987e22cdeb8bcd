"""What everybody who was asked gets to read, harms and limits: sections from hand-made contexts."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.paths import STATIC
from mentorship_app.documents import render_pdf
from mentorship_app.programs import CohortRole
from mentorship_app.reports.burden import Asked, Burden, Gone
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.editions.enums import Outline
from mentorship_app.reports.editions.themes import ThemeLine
from mentorship_app.reports.outline import OUTLINES
from mentorship_app.reports.page import draw_body, draw_page
from mentorship_app.reports.recommendations import Progress
from mentorship_app.reports.recommendations.queries import Plan, RecommendationLine
from mentorship_app.reports.section import Numbering, Section
from mentorship_app.reports.sections import comments, harms, heard, limits, will_do
from mentorship_app.surveys.aggregates import Dataset
from mentorship_app.surveys.outcomes import Outcomes
from tests.reports.answers import HOPE, MADE_AT, STRAIN, context, dataset
from tests.reports.outcomes import FIRST, LAST, changed


def stretched(*factors: float, **more: Any) -> Dataset:
    """The same answers on scales that end so many times as high; below 0: on which lower is better."""
    asked = [
        replace(
            STRAIN,
            key=f"scale-{number}",
            name=LocalizedText(en=f"Scale {number}", fr=f"Échelle {number}"),
            high=30 * abs(factor),
            better="up" if factor > 0 else "down",
        )
        for number, factor in enumerate(factors)
    ]
    given = dataset(scales=[STRAIN] * len(asked), **more)
    return replace(given, scales=tuple(replace(given.scales[0], scale=scale) for scale in asked))


def drawn(part: object, given: ReportContext) -> Section:
    section = part.PART.draw(given, Numbering())  # type: ignore[attr-defined]  each is a module of one section
    assert section is not None
    return section


def said(part: object, given: ReportContext) -> str:
    return draw_body([drawn(part, given)], given)


def spoken(given: ReportContext, **texts: str) -> ReportContext:
    return replace(given, choice=Choice(texts={key.replace("_", ".", 1): text for key, text in texts.items()}))


def line(text: str, **more: object) -> RecommendationLine:
    usual = {"owner": "", "due_on": None, "progress": Progress.PLANNED, "outcome": ""}
    return RecommendationLine(text, **{**usual, **more})  # type: ignore[arg-type]  as a report prints one


def test_best_and_worst_are_named_and_nothing_stands_in_both() -> None:
    given = context(stretched(1.0, 1.1, 1.3, 1.6, 2.0))

    best, worst = drawn(heard, given).values["best"], drawn(heard, given).values["worst"]

    assert ([one.name for one in best], [one.name for one in worst]) == (
        ["Scale 0", "Scale 1", "Scale 2"],
        ["Scale 4", "Scale 3"],
    )


def test_where_lower_is_better_low_scores_are_the_best() -> None:
    given = context(stretched(1.0, -2.0))
    assert [one.name for one in drawn(heard, given).values["best"]] == ["Scale 1"]
    assert "Lower is better." in drawn(heard, given).values["best"][0].detail


def test_a_scale_without_a_better_end_has_no_place() -> None:
    given = context(dataset(scales=[replace(STRAIN, better="neither")]))
    section = drawn(heard, given)
    assert (section.values["best"], section.values["worst"]) == ([], [])
    assert "Too few people answered for a score to be shown." in said(heard, given)


def test_every_number_of_the_page_stands_in_a_table_of_its_files() -> None:
    section = drawn(heard, context(dataset(scales=[STRAIN, HOPE]), dataset(scales=[STRAIN, HOPE], number=2)))

    assert [table.key for table in section.tables] == ["heard.answers", "heard.findings"]
    answers, findings = section.tables
    assert [number.plain for row in answers.rows for cell in row.cells for number in cell.numbers] == ["24", "30"] * 2
    assert {row.name for row in findings.rows} == {"Strain", "Hope"}
    for row in findings.rows:
        assert [number.measure for cell in row.cells for number in cell.numbers][:2] == ["n", "Mean"]


def test_too_few_answers_are_said_and_not_counted() -> None:
    given = context(dataset({"R1": (1, 2, 3)}))
    words = said(heard, given)
    assert "fewer than" in words
    assert drawn(heard, given).tables[0].rows[0].is_blank


def test_mentors_stand_apart_from_mentees() -> None:
    of_mentors = replace(dataset(number=2, title="Mentors’ survey", scales=[HOPE]), of_mentors=True)
    section = drawn(heard, context(dataset(), of_mentors))
    assert [one.name for one in section.values["best"]] == ["Strain"]
    assert [one.name for one in section.values["mentors"]] == ["Hope"]
    assert section.values["mentors_about"] == "From “Mentors’ survey”."


def test_what_will_be_done_has_who_and_when_and_last_years_how_far() -> None:
    given = replace(
        context(),
        plan=Plan(
            (line("Protect an hour a month", owner="Program director", due_on=date(2027, 9, 1)), line("Ask again")),
            (line("Match earlier", progress=Progress.DONE, outcome="pairs were told in August"),),
            "2025–26",
        ),
        contact="mentorship@example.org",
    )
    section = drawn(will_do, given)
    assert section.values["lead"] == "2 things follow from what you said."
    assert [deed.about for deed in section.values["deeds"]] == [
        "Program director, by 1 Sep 2027",
        "Nobody is named yet, and no day is set.",
    ]
    assert section.values["last"][0].about == "Done: pairs were told in August"
    words = said(will_do, given)
    assert "What became of what 2025–26 led to" in words
    assert "Write to mentorship@example.org" in words


def test_where_nothing_will_be_done_the_page_says_so() -> None:
    words = said(will_do, context())
    assert "The program has not written down yet what follows from these answers." in words
    assert "Thank you for the time that your answers took" in words
    assert "With thanks from us all" in said(
        will_do, spoken(context(), **{"will-do_thanks": "With thanks from us all"})
    )


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_it_fits_on_two_pages_however_much_there_is_to_say(locale: str) -> None:
    long = "A thing to do that takes a whole line and then a little more of the next one to be said in full"
    everything = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5)
    of_mentors = replace(stretched(1.0, 2.0, title="Mentors’ survey", number=3), of_mentors=True)
    latest = stretched(*everything, number=2)
    changes = tuple(changed(table.scale, sides=(FIRST, replace(LAST, ref=latest.ref))) for table in latest.scales)
    given = replace(
        context(dataset(), latest, of_mentors, locale=locale),
        outcomes=Outcomes(changes=changes),
        plan=Plan(
            tuple(line(long, owner="Somebody of the program", due_on=date(2027, 9, 1)) for _ in range(12)),
            tuple(line(long, progress=Progress.DROPPED, outcome=long) for _ in range(9)),
            "2025–26",
        ),
        themes=tuple(ThemeLine(f"Theme {number}", "s" * 20 + " summed up" * 38, "", 12, 30, 10) for number in range(9)),
        contact="mentorship@example.org",
    )
    body = draw_body([drawn(heard, given), drawn(will_do, given)], given)
    pdf = render_pdf(draw_page(body, given), base=STATIC, made_at=MADE_AT)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 2
    changed_at = {"en": "12 who answered both", "fr": "ont répondu aux deux : 12"}[locale]
    assert body.count(changed_at) == len(changes)


def test_comments_are_told_with_their_number_from_the_floor_on() -> None:
    themes = (
        ThemeLine("Time", "It is hard to meet.", "Three attempts for one meeting.", 12, 30, 10),
        ThemeLine("Place", "A quiet room is missing.", "", None, 30, 10),
    )
    given = replace(context(), themes=themes)
    words = said(comments, given)
    assert "30 comments could be read." in words
    assert "An example, in the program’s words: Three attempts for one meeting." in words
    rows = drawn(comments, given).tables[0].rows
    assert [(row.name, row.cells[0].text, row.note) for row in rows] == [
        ("Time", "12 of 30", ""),
        ("Place", "–", "Not counted: perhaps fewer than 10 people."),
    ]


def test_without_themes_there_is_no_section_of_comments() -> None:
    assert comments.PART.draw(context(), Numbering()) is None
    assert comments.PART.nothing


def test_no_harms_written_down_is_not_no_harms() -> None:
    words = said(harms, context())
    assert "The program has written down no harms and no unwanted effects. Whether there were any is not known" in words
    assert "What it does not know of, it cannot name." in said(harms, spoken(context(), harms_unintended="Two pairs"))


def test_what_was_asked_of_people_is_told_and_a_few_who_left_are_not() -> None:
    title = LocalizedText(en="Start of the year", fr="Début de l’année")
    burden = Burden((Asked(title, 31, 6, 2),), (Gone(CohortRole.MENTEE, 6, 24), Gone(CohortRole.MENTOR, None, None)))
    asked, left = drawn(harms, replace(context(), burden=burden)).tables
    assert [cell.text for cell in asked.rows[0].cells] == ["31", "6", "2"]
    assert left.rows[0].cells[0].text == "6 of 24"
    assert left.rows[1].is_blank
    assert left.rows[1].note == "Not counted: fewer than 5 left, or stayed, or nobody left."


def limits_in(given: ReportContext) -> str:
    return " ".join(limit for _heading, found in drawn(limits, given).values["kinds"] for limit in found)


def test_each_limit_stands_only_where_it_holds() -> None:
    one = limits_in(context(dataset(eligible=24)))
    several = limits_in(context(dataset(), dataset(number=2), dataset(number=3, eligible=None)))

    for needle, in_one, in_several in (
        ("There was no comparison group", True, True),
        ("at one point in time", True, False),
        ("the season, the rotation", False, True),
        ("Those who did not answer may differ", False, True),
        ("it is not known how many people were asked", False, True),
        ("People speak for themselves", True, True),
        ("With so few answers", True, True),
        ("some rows are hidden", True, True),
        ("No main measure is named", False, True),
        ("drift back", False, False),
    ):
        assert (needle in one, needle in several) == (in_one, in_several), needle


def test_the_main_measure_is_the_programs_word() -> None:
    given = spoken(context(dataset(), dataset(number=2)), limits_primary="Exhaustion, from July to May.")
    assert "The main measure is named below." in limits_in(given)
    assert "Exhaustion, from July to May." in said(limits, given)


def test_a_scale_near_its_end_has_little_room() -> None:
    near = dataset({"R1": (29, 30, 30, 29, 30, 28)})
    assert "Answers lie close to the end of the scale on Strain." in limits_in(context(near))
    assert "close to the end" not in limits_in(context(dataset({"R1": (15, 16, 14, 15, 16, 14)})))


def test_the_participants_outline_is_its_two_pages() -> None:
    assert OUTLINES[Outline.PARTICIPANTS] == ("heard", "will-do")
    assert not {"heard", "will-do"} & set(OUTLINES[Outline.FULL])
