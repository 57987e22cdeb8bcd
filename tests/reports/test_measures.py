"""A report of several measures: limits with their sources, own questions, versions and licences; none of it breaks."""

import csv
import io
import re
from dataclasses import replace

import pytest
from lxml import etree
from sqlalchemy.orm import Session

from mentorship_app.instruments import catalogue
from mentorship_app.reports.builder import Gathered, draw
from mentorship_app.reports.context import named_apart
from mentorship_app.reports.page import draw_page
from mentorship_app.surveys import aggregates
from mentorship_app.surveys.aggregates import Dataset
from tests.factories.people import CohortFactory
from tests.factories.results import closed_wave_of, released, rich_results
from tests.kit.client import parse_html, text_of
from tests.reports.answers import MADE_AT, context


@pytest.fixture
def rich(session: Session) -> Dataset:
    wave = rich_results(session, CohortFactory())
    found = aggregates.published(session, aggregates.wave_ref(wave))
    assert found is not None
    return replace(found, eligible=48)


def page_of(*datasets: Dataset, locale: str = "en") -> tuple[etree._Element, list[dict[str, str]]]:
    about = context(*datasets, locale=locale)
    made = draw(Gathered(about, "0" * 64), made_at=MADE_AT)
    lines = csv.reader(io.StringIO(made.csv.decode("utf-8-sig"), newline=""))
    names = ("section", "table", "survey", "row", "measure", "value", "note")
    return parse_html(draw_page(made.html, about)), [dict(zip(names, line, strict=True)) for line in lines][1:]


def table_of(page: etree._Element, part: str) -> list[list[str]]:
    found = next(table for table in page.iter("table") if part in text_of(table.find("caption")))
    return [[text_of(cell) for cell in row] for row in found.iter("tr")]


def test_measures_constants_limits_and_own_questions_stand_in_the_report(rich: Dataset) -> None:
    page, lines = page_of(rich)
    words = text_of(page).replace("\u00a0", " ")
    assert [row[0] for row in table_of(page, "The measures")[1:]] == [
        "WHO-5 Well-Being Index",
        "Copenhagen Burnout Inventory (CBI)",
    ]
    constants = table_of(page, "Published limits and constants")
    unchecked = sum(not one.verified for key in ("who_5", "cbi") for one in catalogue.get(key).cutoffs)
    unchecked += sum(not one.verified for key in ("who_5", "cbi") for one in catalogue.get(key).mid)
    assert sum("Not checked against the primary source." in row[0] for row in constants) == unchecked > 0
    assert all(row[2] for row in constants[1:]), "each has its source"
    assert "Have you met?" in words
    assert "≥ 50, high degree: employees in human services in Denmark (PUMA). Source: PUMA" in words
    limits = table_of(page, "Personal burnout: people at or beyond a limit")
    assert len(limits) == 4
    assert {line["table"] for line in lines} >= {text_of(table.find("caption")) for table in page.iter("table")}
    assert "Shares are shown for 8 people and more." in words


def test_no_label_of_a_limit_is_printed_without_its_source(rich: Dataset) -> None:
    page, _lines = page_of(rich)
    words = text_of(page).replace("\u00a0", " ")
    for label in ("signs of a likely depression", "severe", "moderate or more"):
        assert re.search(rf"{label}: [^.]+\. Source: ", words), label


def test_the_french_report_has_the_same_numbers(rich: Dataset) -> None:
    english, french = page_of(rich), page_of(rich, locale="fr")
    assert [line["value"] for line in english[1]] == [line["value"] for line in french[1]]
    words = text_of(french[0])
    for phrase in ("Seuils et constantes publiés", "Non vérifié à la source primaire.", "Les questions du programme"):
        assert phrase in words, phrase


def test_a_measure_of_many_scales_is_one_table(session: Session) -> None:
    bat = catalogue.get("bat_12")
    answers = [{item.id: 1 + (person + at) % 5 for at, item in enumerate(bat.items)} for person in range(12)]
    dataset = released(session, closed_wave_of(session, answers, measures=[("bat_12", bat.version)]))
    page, _lines = page_of(dataset)
    table = table_of(page, f"{bat.title.en}, everybody together")
    assert [row[0] for row in table[1:]] == [scale.name.en for scale in bat.scales]


def test_scales_of_one_name_are_told_apart_by_their_measure(rich: Dataset) -> None:
    first, *others = rich.scales
    namesake = replace(others[0], scale=replace(others[0].scale, name=first.scale.name))
    [told] = named_apart((replace(rich, scales=(first, namesake, *others[1:])),))
    assert [table.scale.name.en for table in told.scales[:3]] == [
        "Well-being (WHO-5 Well-Being Index)",
        "Well-being (Copenhagen Burnout Inventory (CBI))",
        others[1].scale.name.en,
    ]


def test_the_fingerprint_does_not_move_with_hidden_numbers(session: Session) -> None:
    def few(low: int) -> Dataset:
        answers = [{f"who_5_{item}": low for item in range(1, 6)}] * 3
        return replace(released(session, closed_wave_of(session, answers, measures=[("who_5", 1)])), eligible=9)

    one, other = few(0), replace(few(5))
    assert context(replace(one, ref=other.ref)).data_hash == context(other).data_hash
