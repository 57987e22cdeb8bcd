"""The report as a whole: the same numbers in page, PDF and table file; tagged; nothing hidden leaks."""

import csv
import io
import re
from collections import Counter
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
from mentorship_app.reports.page import draw_page
from mentorship_app.reports.section import Numbering
from tests.kit.client import parse_html, text_of
from tests.reports.answers import HOPE, LEVELS, MADE_AT, STRAIN, context, dataset

FEW = {"R1": (10.0, 12.0, 14.0)}


def drawn(about: ReportContext) -> Drawn:
    return draw(Gathered(about, "0" * 64), made_at=MADE_AT)


def page_of(about: ReportContext) -> etree._Element:
    return parse_html(draw_page(drawn(about).html, about))


def printed_tables(page: etree._Element) -> dict[str, list[list[str]]]:
    return {
        text_of(table.find("caption")): [
            [text_of(cell) for cell in row if cell.get("class") != "plot"] for row in table.iter("tr")
        ]
        for table in page.iter("table")
    }


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_every_number_of_every_table_is_in_the_table_file(locale: str) -> None:
    about = context(dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE)), locale=locale)
    made = drawn(about)
    written = list(csv.reader(io.StringIO(made.csv.decode("utf-8-sig"), newline="")))
    values: dict[tuple[str, str], list[str]] = {}
    for line in written[1:]:
        values.setdefault((" ".join(line[1].split()), line[3]), []).append(line[5])

    missing = []
    for caption, rows in printed_tables(parse_html(draw_page(made.html, about))).items():
        for row in rows[1:]:
            name = next(name for table, name in values if table == caption and row[0].startswith(name))
            printed = re.findall(r"−?\d+(?:[.,]\d+)?", " ".join(row[1:4] if "scales" in caption else row[1:]))
            plain = [number.replace("−", "-").replace(",", ".") for number in printed]
            missing += [(caption, name, number) for number in plain if number not in values[caption, name]]
    assert missing == []


def test_scores_stand_with_n_mean_sd_and_interval_and_hidden_rows_say_why() -> None:
    tables = printed_tables(page_of(context()))

    assert tables["Table 3. Strain by group: Training level"] == [
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

    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        streams = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert (secret in made.html, secret.encode() in made.csv, secret.encode() in streams) == (False, False, False)
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


def test_summary_is_one_page_and_no_page_is_nearly_empty() -> None:
    about = context(dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE)))
    with pikepdf.open(BytesIO(drawn(about).pdf)) as pdf, pdf.open_outline() as outline_of:
        starts = [pdf.pages.index(pikepdf.Page(entry.destination[0])) for entry in outline_of.root]

    assert starts[:3] == [0, 1, 2]


def test_surveys_stand_side_by_side_and_change_is_said_to_be_not_computed() -> None:
    page = page_of(context(dataset(), dataset(title="Autumn survey", number=2, scales=(STRAIN, HOPE))))

    assert printed_tables(page)["Table 3. Strain, everybody together"] == [
        ["Survey", "n", "Mean", "SD", "95 % interval"],
        ["Spring survey", "24", "16.06", "5.06", "13.93 to 18.20"],
        ["Autumn survey", "24", "16.06", "5.06", "13.93 to 18.20"],
    ]
    assert "This version does not compute how the same people changed" in text_of(page)


def test_methods_count_hidden_rows_by_reason() -> None:
    tables = printed_tables(page_of(context()))

    assert tables["Table 5. Rows of scores, shown and hidden"] == [
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
