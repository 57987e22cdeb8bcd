"""What answers the requirements of accrediting bodies: each piece of evidence says what it shows, or that it cannot."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy.orm import Session

from mentorship_app.monitoring.values import AtLeast, Middle, Part
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.programs import Phase
from mentorship_app.reports.builder import Gathered, draw, draw_sections
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.crosswalk import Framework, Requirement
from mentorship_app.reports.crosswalk.evidence import EVIDENCE, evidence_of
from mentorship_app.reports.crosswalk.grounds import Grounds, grounds_of
from mentorship_app.reports.crosswalk.preview import standings
from mentorship_app.reports.crosswalk.queries import requirements_of
from mentorship_app.reports.crosswalk.services import is_web_address
from mentorship_app.reports.crosswalk.usual_rows import STANDARDS, USUAL
from mentorship_app.reports.outline import OUTLINES, Outline
from mentorship_app.reports.reach import Reach, Wishes
from mentorship_app.reports.reaching.told import Step
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.sections import crosswalk
from mentorship_app.reports.sections.crosswalk import link_words
from tests.factories import CohortFactory, HelpLineFactory
from tests.reports.answers import MADE_AT, context
from tests.reports.crosswalked import ROWS, crosswalked
from tests.reports.outcomes import rich_context

REACH = Reach(
    flow=(Step("matched", Part(ExactShare(22, 24))), Step("signed", Part(ShareBand(80, 100, 22)))),
    a_month=Middle(1.1, 0.8, 1.5, 20),
    wishes=Wishes(goals=AtLeast(15, 24)),
)


def said(key: str, about: ReportContext) -> tuple[str, bool]:
    (shown,) = evidence_of((key,), about)
    return shown.evidence.text.replace("\u00a0", " "), shown.evidence.is_there


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("paired", "22 of 24, 92 % (74 to 98 %)."),
        ("agreements_signed", "Over 80 % of 22. A range, so that it tells of nobody."),
        ("meetings", "1.1 (middle half: 0.8 to 1.5)."),
        ("goals_set", "15 or more of 24. Counted in fives, so that it tells of nobody."),
        ("response_rate", "Spring survey: 24 of 30."),
        ("contact_person", "Named: Ombudsperson."),
        ("action_plan", "This year: 1 of 2 with a person and a date. Last year’s 3: 2 done and 1 under way."),
        ("confidential_surveys", "No mean of fewer than 5 people is told, no share of fewer than 8"),
        ("no_assessors", "In force for every pair"),
        ("help_numbers", "1 number to call, one tap from every page and not logged; last checked on 3 Jan 2027."),
    ],
)
def test_evidence_says_what_it_shows(key: str, words: str) -> None:
    text, is_there = said(key, replace(crosswalked(context()), reach=REACH))

    assert words in text
    assert is_there


@pytest.mark.parametrize("key", sorted(set(EVIDENCE) - {"response_rate", "confidential_surveys"}))
def test_evidence_that_there_is_not_says_so(key: str) -> None:
    text, is_there = said(key, context())

    assert text.endswith(".")
    assert not is_there
    assert not any(sign.isdigit() for sign in text)


def test_change_stands_with_its_interval_and_its_people_and_says_nothing_of_causes() -> None:
    text, is_there = said("well_being_change", rich_context())

    assert is_there
    assert "mean change −6.2 (95 % interval −10.7 to −1.8), 12 people, on a scale from 0 to 100." in text


def test_self_screening_names_the_measures_that_were_asked() -> None:
    text, _ = said("self_screening", rich_context())

    assert text.startswith("Asked of everybody: ")
    assert "each person sees their own scores" in text


def test_section_prints_requirement_evidence_document_and_gap() -> None:
    section = crosswalk.draw(crosswalked(context()), Numbering())

    assert section is not None
    assert section.values["headline"] == "2 requirements, 1 of them still without result or document"
    acgme, other = section.tables
    assert [table.key for table in (acgme, other)] == ["crosswalk.acgme", "crosswalk.other"]
    assert acgme.rows[0].name == "VI.C.1.e"
    assert acgme.rows[0].note.startswith("The text of the requirement is not entered.")
    assert [cell.text for cell in other.rows[0].cells] == ["–", "–", "–"]
    assert crosswalk.draw(context(), Numbering()) is None


def test_links_of_the_pdf_lead_to_the_documents_and_read_as_addresses() -> None:
    about = replace(crosswalked(context()), choice=Choice(sections=("crosswalk",)))
    made = draw(Gathered(about, "0" * 64), made_at=MADE_AT)

    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        links = {str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note}
    assert links == {ROWS[0].link}
    assert ">example.org/policies/well-being/of-the-whole-school/renewed…</a>" in made.html
    assert link_words("https://example.org/") == "example.org"


def test_accreditors_get_the_crosswalk_and_the_appendix_and_deans_do_not() -> None:
    assert {"crosswalk", "appendix"} <= set(OUTLINES[Outline.ACCREDITOR])
    assert not {"crosswalk", "appendix"} & set(OUTLINES[Outline.DEAN])
    keys = [section.key for section in draw_sections(crosswalked(context()))]
    assert keys[-2:] == ["crosswalk", "appendix"]


def test_usual_rows_are_numbers_with_evidence_that_exists() -> None:
    assert set(USUAL) == set(STANDARDS) == set(Framework) - {Framework.OTHER}
    rows = [row for usual in USUAL.values() for row in usual]
    assert [row for row in rows if not set(row.evidence) <= set(EVIDENCE) or not row.evidence] == []
    assert max(len(row.about.split()) for row in rows) <= 8, "words of our own, not those of a standard"


@pytest.mark.parametrize(
    ("address", "holds"),
    [
        ("https://example.org/policy?year=2027#part", True),
        ("http://intranet/policy.pdf", True),
        ("https://example.org:8443/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:///policy", False),
        ("https://example.org:many/", False),
        ("https://me:word@example.org/", False),
        ("https://example.org/a b", False),
        ('https://example.org/"onclick', False),
        ("https://example.org/\x00", False),
        (f"https://example.org/{'x' * 500}", False),
        ("https://[::1", False),
    ],
)
def test_only_plain_addresses_of_pages_are_links(address: str, holds: bool) -> None:
    assert is_web_address(address) is holds


def test_grounds_and_standings_are_read_from_the_program(session: Session) -> None:
    cohort = CohortFactory(phase=Phase.ACTIVE)
    HelpLineFactory(program=cohort.program, verified_on=None)
    for position, (framework, element) in enumerate([(Framework.LCME, "11.1"), (Framework.ACGME, "V.C")]):
        session.add(
            Requirement(
                program_id=cohort.program_id,
                position=position,
                framework=framework,
                element=element,
                evidence=["action_plan", "gone_since"],
            )
        )
    session.flush()

    found = standings(session, cohort, "en", now=MADE_AT)
    assert [one.requirement.element for one in found] == ["V.C", "11.1"]
    assert {one.lacking for one in found} == {("Actions of this year and the last",)}
    assert all(one.is_unread and one.is_unanswered and one.has_gap for one in found)
    assert [line.element for line in requirements_of(session, cohort)] == ["V.C", "11.1"]
    grounds = grounds_of(session, cohort)
    assert (grounds.contact_role, grounds.has_pairs, grounds.comment_floor) == (None, False, 10)
    assert Grounds() == Grounds(help_numbers=())
