"""The report as a whole: the same numbers in page, PDF and table file; tagged; nothing hidden leaks."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from mentorship_app.core.paths import TEMPLATES
from mentorship_app.reports import outline, sections
from mentorship_app.reports.builder import Drawn, Gathered, draw, draw_sections
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.editions import Outline
from mentorship_app.reports.page import draw_body, draw_page
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.tables import write_csv
from tests.kit.client import parse_html, text_of
from tests.reports.answers import HOPE, LEVELS, MADE_AT, STRAIN, context, dataset
from tests.reports.outcomes import rich_context

FEW = {"R1": (10.0, 12.0, 14.0)}


def drawn(about: ReportContext) -> Drawn:
    return draw(Gathered(about, "0" * 64), made_at=MADE_AT)


def page_of(about: ReportContext) -> etree._Element:
    return parse_html(draw_page(draw_body(draw_sections(about), about), about))


def captions(page: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The tables of a page, by caption without its number."""
    for table in page.iter("table"):
        yield re.sub(r"^(Table|Tableau) \d+\. ", "", text_of(table.find("caption"))), table


def printed_tables(page: etree._Element) -> dict[str, list[list[str]]]:
    return {
        caption: [[text_of(cell) for cell in row if cell.get("class") != "plot"] for row in table.iter("tr")]
        for caption, table in captions(page)
    }


def spaced(text: str) -> str:
    return " ".join(text.split())


ABOUTS = {
    "linked": rich_context,
    "unlinked": lambda locale: context(
        dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE)), locale=locale
    ),
}


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("kind", sorted(ABOUTS))
def test_every_number_of_every_table_is_in_the_table_file(kind: str, locale: str) -> None:
    about = ABOUTS[kind](locale)
    sections_of = draw_sections(about)
    content = write_csv([(section.name, section.tables) for section in sections_of], about.words)
    values: dict[tuple[str, str], set[float]] = {}
    for line in list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]:
        values.setdefault((spaced(line[1]), spaced(line[3])), set()).update([float(line[5])] if line[5] else [])

    missing = []
    for table in parse_html(draw_page(draw_body(sections_of, about), about)).iter("table"):
        caption = text_of(table.find("caption"))
        for row in list(table.iter("tr"))[1:]:
            told = [found for (of, name), found in values.items() if of == caption and text_of(row[0]).startswith(name)]
            assert told, (caption, text_of(row[0]))
            for cell in row.xpath("td[@class='number']"):
                for printed in re.findall(r"−?\d+(?:[.,]\d+)?", text_of(cell)):
                    plain = float(printed.replace("−", "-").replace(",", "."))
                    missing += [(caption, printed)] if all(plain not in found for found in told) else []
    assert missing == []


def test_every_table_has_a_key_of_its_own() -> None:
    keys = [table.key for section in draw_sections(rich_context("en")) for table in section.tables]

    assert all(keys)
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert keys == [table.key for section in draw_sections(rich_context("fr")) for table in section.tables]


def test_scores_stand_with_n_mean_sd_and_interval_and_hidden_rows_say_why() -> None:
    tables = printed_tables(page_of(context()))

    assert tables["Strain by group: Training level"] == [
        ["Training level", "n", "Mean", "SD", "95 % interval"],
        ["R1", "7", "21.00", "0.82", "20.24 to 21.76"],
        ["R2", "8", "10.88", "0.83", "10.18 to 11.57"],
        ["R3Not shown: fewer than 5 people answered.", "–", "–", "–", "–"],
        ["R4Not shown, to protect a smaller group.", "–", "–", "–", "–"],
        ["Everybody", "24", "16.06", "5.06", "13.93 to 18.20"],
    ]


def test_nothing_of_a_hidden_group_is_in_any_file() -> None:
    secret = "29.5"  # only R3, which is hidden, has this score
    assert 29.5 in LEVELS["R3"]
    made = drawn(context())

    texts = b"".join(re.findall(rb">([^<]*)<", made.html.encode()))
    assert (secret.encode() in texts, secret.encode() in made.csv, "R3" in made.html) == (False, False, True)
    hidden = [line for line in made.csv.decode("utf-8-sig").splitlines() if re.search(r",R[34],", line)]
    assert hidden
    assert all(re.search(r',R[34],,,"?Not shown', line) for line in hidden)


def test_too_few_answers_give_a_short_truthful_report() -> None:
    made = drawn(context(dataset(FEW)))
    words = text_of(parse_html(draw_page(made.html, context(dataset(FEW)))))

    assert "Fewer than 5 people answered: too few to say anything" in words
    assert "Too few answers to say anything about scores" in words
    assert "12.0" not in words
    assert ",12.0" not in made.csv.decode()


def test_hash_does_not_give_away_how_few_answered() -> None:
    three = context(dataset(FEW))
    two = context(dataset({"R1": (10.0, 12.0)}))

    assert three.data_hash == two.data_hash
    assert context().data_hash != three.data_hash


def test_both_editions_have_the_same_data_and_different_words() -> None:
    english, french = context(), context(locale="fr")

    assert english.data_hash == french.data_hash
    assert english.content_hash != french.content_hash


def test_what_people_typed_is_text_and_nothing_else() -> None:
    evil = '<img src="file:///etc/passwd"><script>x()</script>{{ 1234*5678 }}'
    made = drawn(context(dataset(title=evil), program=evil))

    assert "<img" not in made.html
    assert "<script" not in made.html
    assert "7006652" not in made.html


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_pdf_is_tagged_titled_and_every_figure_has_its_finding(locale: str) -> None:
    about = context(locale=locale)
    with pikepdf.open(BytesIO(drawn(about).pdf)) as pdf:
        figures = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure
        ]
        fonts = {
            str(thing.FontName)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.FontDescriptor
        }
        assert str(pdf.Root.Lang) == locale
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == (
            "Mentorship 2026–27, Internal Medicine: evaluation report"
            if locale == "en"
            else "Mentorat 2026–27, Internal Medicine\u00a0: rapport d’évaluation"
        )
        scopes = Counter(
            str(thing.get("/A", {}).get("/Scope"))
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.TH
        )
        assert set(scopes) == {"/Column", "/Row"}
        spoken = [str(figure.get("/Alt", "")) for figure in figures]
        assert all(spoken)
        assert "R1: 21.00 (20.24 to 21.76)" in spoken or "R1\u00a0: 21,00 (20,24 à 21,76)" in spoken
        assert {name.split("+")[-1].split("-")[0] for name in fonts} == {"Source"}


def test_summary_has_four_numbers_each_with_what_it_is_out_of() -> None:
    page = page_of(context(dataset(), dataset(title="Autumn survey", number=2)))
    entries = page.xpath("//section[@id='summary']//ul/li")

    assert [" ".join(text_of(part) for part in entry) for entry in entries] == [
        "22 of 24 mentees have a mentor 74 to 98 %",
        "24 of 30 answered: Spring survey 63 to 90 %",
        "24 of 30 answered: Autumn survey 63 to 90 %",
        "15 of 18 mentors have a mentee 61 to 94 %",
    ]


def test_summary_of_scores_from_elsewhere_fills_up_with_means() -> None:
    about = replace(context(dataset(eligible=None)), mentees=0, mentors=0, mentees_paired=0, mentors_paired=0)
    entries = page_of(about).xpath("//section[@id='summary']//ul/li")

    assert [" ".join(text_of(part) for part in entry) for entry in entries] == [
        "24 answered: Spring survey how many were asked is not known",
        "16.1 n = 24 mean on Strain, 0 to 30 13.9 to 18.2",
    ]


@pytest.mark.parametrize(
    ("kind", "locale", "start"),
    [
        ("linked", "en", "Lower: Personal burnout"),
        ("linked", "fr", "Plus bas"),
        ("unlinked", "en", "24 of 30"),
        ("unlinked", "fr", "24 personnes"),
    ],
)
def test_summary_is_one_page(kind: str, locale: str, start: str) -> None:
    about = ABOUTS[kind](locale)
    with pikepdf.open(BytesIO(drawn(about).pdf)) as pdf, pdf.open_outline() as outline_of:
        starts = [(str(entry.title), pdf.pages.index(pikepdf.Page(entry.destination[0]))) for entry in outline_of.root]
    places = [page for _title, page in starts]

    summary = next(place for title, place in starts if title.startswith(start))
    assert places.count(summary) == 1
    assert places[places.index(summary) + 1] == summary + 1


def test_surveys_stand_side_by_side_and_why_no_change_is_told() -> None:
    page = page_of(context(dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE))))

    assert printed_tables(page)["Strain, everybody together"] == [
        ["Survey", "n", "Mean", "SD", "95 % interval"],
        ["Spring survey", "24", "16.06", "5.06", "13.93 to 18.20"],
        ["Autumn survey", "24", "16.06", "5.06", "13.93 to 18.20"],
    ]
    assert "Scores from elsewhere carry no code by which" in text_of(page)
    assert "How the same people changed stands in" not in text_of(page)
    assert "How the same people changed stands in" in text_of(page_of(rich_context()))


def test_methods_count_hidden_rows_by_reason() -> None:
    tables = printed_tables(page_of(context()))

    assert tables["Rows of scores, shown and hidden"] == [
        [
            "Survey",
            "Rows",
            "Shown",
            "Hidden: fewer than 5 people",
            "Hidden: to protect a smaller group",
        ],
        ["Spring survey", "5", "3", "1", "1"],
    ]


def test_same_context_gives_the_same_files() -> None:
    assert drawn(context()) == drawn(context())


def test_page_uses_wide_and_narrow_charts_with_ids_of_their_own() -> None:
    page = page_of(context(dataset(), dataset(number=2, scales=(STRAIN, HOPE))))
    ids = [element.get("id") for element in page.iter() if isinstance(element.tag, str) and element.get("id")]

    assert len(ids) == len(set(ids))
    assert {"cover", "summary", "who-answered", "scores", "methods"} <= set(ids)


def test_every_section_is_one_file_one_template_and_one_line_of_the_outline() -> None:
    files = {path.stem for path in Path(str(sections.__file__)).parent.glob("*.py")} - {"__init__"}
    templates = {path.stem for path in (TEMPLATES / "reports" / "sections").glob("*.html")}
    listed = {part.draw.__module__.rpartition(".")[2] for _key, part in outline.PARTS.items()}

    assert files == templates == listed
    assert {key.replace("-", "_") for key in outline.PARTS} == listed
    assert [section.key for section in draw_sections(context())] == [
        part.key for part in outline.parts_of(outline.OUTLINES[Outline.FULL]) if part.draw(context(), Numbering())
    ]
