"""The sections on the program itself: what they print, in both languages, and when they have nothing to say."""

import re
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LOCALES, LocalizedText
from mentorship_app.core.keyring import Keyring
from mentorship_app.intake import MentorChoice
from mentorship_app.matching.models import MatchPublication, PublicationPairing
from mentorship_app.mentoring import PairingKind
from mentorship_app.programs.phases import proposed_plans
from mentorship_app.programs.support import SupportEntries, SupportState, save_plan
from mentorship_app.reports.builder import draw_sections, left_out
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.page import draw_body
from mentorship_app.reports.reach import Reach, reach_of
from mentorship_app.reports.section import Section
from mentorship_app.reports.tables import Table
from mentorship_app.surveys.datasets import Dataset, MeasureInfo
from tests.factories.intake import ProfileFactory
from tests.factories.matching import drafted
from tests.factories.surveys import STAFF
from tests.kit.client import parse_html, text_of
from tests.reports.answers import HOPE, context, dataset
from tests.reports.reached import BEGAN, NOW, SENT, Reached, a_year

OURS = ("context", "program", "reach", "behaviour", "match", "mentors")


def about(reach: Reach, locale: str = "en", **texts: str) -> ReportContext:
    written = {key.replace("__", "."): text for key, text in texts.items()}
    return replace(context(locale=locale), reach=reach, choice=Choice(sections=OURS, texts=written))


def sections(report: ReportContext) -> dict[str, Section]:
    return {section.key: section for section in draw_sections(report)}


def words_of(report: ReportContext) -> str:
    return text_of(parse_html(f"<main>{draw_body(draw_sections(report), report)}</main>"))


def lines(table: Table) -> list[list[str]]:
    return [[row.name, *(cell.text for cell in row.cells)] for row in table.rows]


def table_of(report: ReportContext, key: str) -> list[list[str]]:
    return lines(next(table for one in draw_sections(report) for table in one.tables if table.key == key))


def published(session: Session, keyring: Keyring, year: Reached) -> None:
    """The pairs of the year were proposed by a run and published."""
    found = drafted(session, keyring, year.cohort, [])
    made = MatchPublication(
        cohort=year.cohort,
        kind=PairingKind.PRIMARY,
        draft=found.draft,
        draft_version=1,
        run=found.run,
        published_by="Ottoline Marsh",
        undo_until=SENT,
        accept_by=BEGAN,
        created_at=SENT,
    )
    session.add(made)
    session.flush()
    session.add_all(PublicationPairing(publication=made, pairing=pair) for pair in year.pairs)
    session.flush()


@pytest.fixture
def year(session: Session, keyring: Keyring) -> Reached:
    """Thirty mentees, twenty mentors, twenty-five pairs of whom five met seldom, a plan, a published match."""
    made = a_year(
        session,
        mentees=30,
        mentors=20,
        matched=25,
        meetings=[0, 0, 1, 2, 2, *[6] * 20],
        signed=21,
        intakes=27,
        levels=(1, 2),
        sites=("North", "North", "South"),
    )
    made.cohort.phase_plans = proposed_plans(made.cohort.starts_on, made.cohort.ends_on)
    entries = SupportEntries(
        mentor_hours=2, released_by="Department of Medicine", budget_amount=12000, budget_state=SupportState.ASKED
    )
    save_plan(session, made.cohort, entries, version=0, by=STAFF, now=NOW)
    published(session, keyring, made)
    return made


@pytest.fixture
def reach(session: Session, year: Reached) -> Reach:
    session.expire_all()
    return reach_of(session, year.cohort, now=NOW)


def test_mentees_stand_from_step_to_step_with_share_and_interval(reach: Reach) -> None:
    assert table_of(about(reach), "reach.flow") == [
        ["Mentees on the roster", "30", "–", "–", "–"],
        ["Sent their intake", "27", "30", "90\u00a0%", "74 to 97\u00a0%"],
        ["Have a mentor", "25", "30", "83\u00a0%", "66 to 93\u00a0%"],
        ["Signed an agreement with their mentor", "21", "25", "84\u00a0%", "65 to 94\u00a0%"],
        ["Met at least once", "23", "25", "92\u00a0%", "75 to 98\u00a0%"],
        ["Met as often as planned", "20", "25", "80\u00a0%", "61 to 91\u00a0%"],
    ]


def test_a_range_says_that_it_is_one(session: Session) -> None:
    year = a_year(session, mentees=24, mentors=12, matched=22, meetings=[0])
    drawn = sections(about(reach_of(session, year.cohort, now=NOW)))["reach"]
    flow = next(table for table in drawn.tables if table.key == "reach.flow")
    row = next(row for row in flow.rows if row.name == "Met at least once")

    assert [cell.text for cell in row.cells] == ["–", "22", "over 80\u00a0%", "–"]
    assert row.note == "A range, so that it tells of nobody."
    assert "Met at least once: over 80\u00a0% of 22" in drawn.figures[0].wide


def test_meetings_months_and_timing_are_those_of_the_pairs(reach: Reach) -> None:
    report = about(reach)

    # Five pairs met at most twice: the fifth keeps the two that never met from standing alone with two others.
    assert table_of(report, "reach.meetings") == [
        ["0 to 2", "5", "25", "20\u00a0%", "9 to 39\u00a0%"],
        ["3 or more", "20", "25", "80\u00a0%", "61 to 91\u00a0%"],
    ]
    assert table_of(report, "reach.months")[:3] == [["Oct 2026", "23"], ["Nov 2026", "22"], ["Dec 2026", "20"]]
    assert table_of(report, "reach.timing")[:2] == [
        ["Days from a sent intake to the beginning of the pair", "30", "30 to 30", "25 or more"],
        ["Days from the beginning of a pair to its first meeting", "10", "10 to 10", "20 or more"],
    ]


def test_support_stands_as_it_was_typed_and_money_only_then(reach: Reach) -> None:
    said = {row[0]: row[1:] for row in table_of(about(reach), "program.support")}

    assert said["Protected time"] == ["Not begun", "Hours a month for each mentor: 2; Department of Medicine"]
    assert said["Budget"] == ["Asked for", "12,000\u00a0CAD"]
    assert said["Sponsor"] == ["Not begun", "–"]
    assert reach.resources is not None
    without = replace(reach, resources=replace(reach.resources, support=SupportEntries()))
    assert "CAD" not in words_of(about(without))


def test_the_match_says_how_pairs_were_found(reach: Reach) -> None:
    report = about(reach)
    words = words_of(report)

    assert "The pairs that stand were published on 1 Sep 2026." in words
    assert "No other way to pair people under these rules gives more mentees a mentor." in words
    assert ["Published pairs that stand as they were proposed", "–", "25", "over 80\u00a0%", "–"] in table_of(
        report, "match.quality"
    )
    assert table_of(report, "match.places") == [["North", "14", "18", "10"], ["South", "6", "7", "5"]]
    assert {row[2] for row in table_of(report, "match.fit.level")} == {"five pairs or more"}


def test_choices_are_told_beside_each_other_without_a_remainder_of_one(session: Session, keyring: Keyring) -> None:
    """Twelve chose; eight have their first choice, ten one of their first three."""
    year = a_year(session, mentees=14, mentors=14, matched=14)
    for place, mentee in enumerate(year.mentees[:12]):
        others = [mentor for mentor in year.mentors if mentor is not year.mentors[place]]
        own, rest = [year.mentors[place]], others[:2]
        wanted = [*own, *rest] if place < 8 else [*rest, *own] if place < 10 else rest
        for rank, mentor in enumerate(wanted, 1):
            session.add(
                MentorChoice(mentee=mentee, mentor=mentor, rank=rank, function=PairingKind.PRIMARY, created_at=SENT)
            )
        ProfileFactory(enrollment=mentee, sent=True, submitted_at=SENT)
    session.flush()
    published(session, keyring, year)

    quality = {row[0]: row[1:3] for row in table_of(about(reach_of(session, year.cohort, now=NOW)), "match.quality")}

    assert quality["One of their first three choices, of those who chose"] == ["10", "12"]
    assert quality["Their first choice, of those who chose"] == ["8", "12"]


def test_hours_stand_and_no_mentor_is_compared(reach: Reach) -> None:
    # 125 meetings of 45 minutes are 93 hours and three quarters.
    assert table_of(about(reach), "mentors.hours")[0][1:] == ["90", "125", "20"]


def test_what_people_typed_takes_the_place_of_what_the_app_knows(reach: Reach) -> None:
    model = table_of(about(reach, logic__inputs="Two rooms\nOne evening a month"), "context.logic")

    assert model[0] == ["What goes in", "Two rooms; One evening a month"]
    assert model[2][1] == (
        "25\u00a0of\u00a030 mentees have a mentor; 21\u00a0of\u00a025 mentees signed an agreement; 125 noted meetings"
    )
    assert model[3] == ["What it is meant to change", "Strain"]


def test_the_words_of_the_program_are_text_and_nothing_else(reach: Reach) -> None:
    evil = '<script>x()</script>{{ 1234*5678 }}<img src="file:///etc/passwd">'
    report = about(reach, context__aims=evil, program__changes=evil, logic__outputs=evil)
    body = draw_body(draw_sections(report), report)

    assert "<script" not in body
    assert "<img" not in body
    assert "7006652" not in body


def test_nothing_is_said_of_a_cohort_without_people() -> None:
    report = about(Reach())

    assert sections(report) == {}
    assert [part.key for part in left_out(report)] == list(OURS)
    assert all(part.nothing for part in left_out(report))


def test_of_a_cohort_without_people_only_what_was_typed() -> None:
    report = about(Reach(), context__background="Residents asked for it.")

    assert list(sections(report)) == ["context"]
    assert "Residents asked for it." in words_of(report)
    assert sections(report)["context"].tables == ()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("mentees", "mentors", "matched"), [(4, 3, 3), (8, 6, 8), (30, 20, 29), (12, 6, 0)])
def test_a_program_of_any_size_is_drawn(
    session: Session, locale: str, mentees: int, mentors: int, matched: int
) -> None:
    year = a_year(session, mentees=mentees, mentors=mentors, matched=matched, levels=(1, 2), meetings=[0, 1])
    report = about(reach_of(session, year.cohort, now=NOW), locale)
    drawn = sections(report)

    assert {"context", "program", "reach", "mentors"} <= set(drawn)
    keys = [table.key for section in drawn.values() for table in section.tables]
    assert len(keys) == len(set(keys))
    assert all(keys)
    for section in drawn.values():
        for table in section.tables:
            assert table.rows
            assert all(len(row.cells) == len(table.columns) - 1 for row in table.rows)
    words = words_of(report)
    assert not [person.account.name for person in (*year.mentees, *year.mentors) if person.account.name in words]


def test_of_a_program_of_four_no_count_but_its_size_is_told(session: Session) -> None:
    year = a_year(session, mentees=4, mentors=3, matched=3, meetings=[3, 0, 1], intakes=2)
    report = about(reach_of(session, year.cohort, now=NOW))
    told = {
        (table.key, row.name): [number.value for cell in row.cells for number in cell.numbers]
        for section in draw_sections(report)
        for table in section.tables
        for row in table.rows
        if table.key.partition(".")[0] in {"reach", "behaviour", "match", "mentors"}
    }

    counted = {name: values for (key, name), values in told.items() if values and key != "match.weights"}
    assert counted == {"Mentees on the roster": [4], "Mentors taking part": [3]}


@pytest.mark.parametrize("locale", LOCALES)
def test_both_languages_have_the_same_numbers(reach: Reach, locale: str) -> None:
    def numbers(report: ReportContext) -> list[str]:
        return [
            number.plain
            for section in draw_sections(report)
            for table in section.tables
            for row in table.rows
            for cell in row.cells
            for number in cell.numbers
        ]

    assert numbers(about(reach, locale)) == numbers(about(reach))


def test_both_sides_of_a_pair_say_how_they_see_it() -> None:
    """Scales on the relationship: those of mentees stand with the match, those of mentors with mentors."""

    def asked(key: str, *, number: int, of_mentors: bool) -> Dataset:
        words = LocalizedText(en=key, fr=key)
        measure = MeasureInfo(key, 1, words, words, words, validated=False, scoring=None)
        found = dataset(scales=(replace(HOPE, key=key, name=words, measure=measure),), number=number)
        return replace(found, of_mentors=of_mentors)

    mentees = asked("own_mentorship_mentee", number=1, of_mentors=False)
    mentors = asked("own_mentorship_mentor", number=2, of_mentors=True)
    drawn = sections(replace(context(mentees, mentors), choice=Choice(sections=OURS)))

    assert list(drawn) == ["match", "mentors"]
    assert [row.name for table in drawn["match"].tables for row in table.rows] == ["own_mentorship_mentee"]
    assert [row.name for table in drawn["mentors"].tables for row in table.rows] == ["own_mentorship_mentor"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_number_of_a_column_of_numbers_is_in_the_table_file(reach: Reach, locale: str) -> None:
    printed_only = []
    for section in draw_sections(about(reach, locale)):
        for table in section.tables:
            known = {
                number.plain.removeprefix("-") for row in table.rows for cell in row.cells for number in cell.numbers
            }
            for row in table.rows:
                for column, cell in zip(table.columns[1:], row.cells, strict=True):
                    digits = re.findall(r"\d+(?:[.,]\d+)?", cell.text) if column.is_number else []
                    printed_only += [(table.key, one) for one in digits if one.replace(",", ".") not in known]
    assert printed_only == []


def test_french_sections_hold_no_english_sentence(reach: Reach) -> None:
    english, french = (
        {
            text_of(one)
            for one in parse_html(f"<main>{draw_body(draw_sections(report), report)}</main>").iter(
                "p", "h1", "h2", "th"
            )
        }
        for report in (about(reach), about(reach, "fr"))
    )
    assert {text for text in english & french if len(re.findall(r"[a-z]{3,}", text)) > 2} == set()


def test_no_sentence_names_a_cause_or_a_verdict(reach: Reach) -> None:
    words = words_of(about(reach)).casefold()
    assert not [claim for claim in ("significant", "effect", "improved", "because of", "led to") if claim in words]
