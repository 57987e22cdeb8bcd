"""A report with requirements of accrediting bodies, and everything that can answer them."""

from dataclasses import replace
from datetime import date

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.crosswalk.enums import Framework
from mentorship_app.reports.crosswalk.evidence import EVIDENCE
from mentorship_app.reports.crosswalk.grounds import Grounds, HelpNumber
from mentorship_app.reports.crosswalk.queries import RequirementLine
from mentorship_app.reports.recommendations.enums import Progress
from mentorship_app.reports.recommendations.queries import Plan, RecommendationLine

GROUNDS = Grounds(
    help_numbers=(
        HelpNumber(LocalizedText(en="Night line", fr="Ligne de nuit"), date(2027, 1, 3)),
        HelpNumber(LocalizedText(en="Day line", fr="Ligne de jour"), None),
    ),
    contact_role=LocalizedText(en="Ombudsperson", fr="Ombudsman"),
    comment_floor=10,
    has_pairs=True,
)
ROWS = (
    RequirementLine(
        Framework.ACGME,
        "VI.C.1.e",
        "",
        tuple(EVIDENCE),
        "https://example.org/policies/well-being/of-the-whole-school/renewed-in-2027/policy.pdf",
        "",
    ),
    RequirementLine(Framework.OTHER, "10.3", "", (), "", ""),
)


def recommended(progress: Progress, *, owner: str = "Dr. Isolde Quennell") -> RecommendationLine:
    return RecommendationLine("More time", owner, date(2027, 9, 1), progress, "")


def crosswalked(about: ReportContext) -> ReportContext:
    """The same with two requirements: one that everything is mapped to, one that nothing answers."""
    this_year = (recommended(Progress.PLANNED), recommended(Progress.PLANNED, owner=""))
    last_year = (recommended(Progress.DONE), recommended(Progress.DONE), recommended(Progress.UNDER_WAY))
    return replace(about, requirements=ROWS, grounds=GROUNDS, plan=Plan(this_year, last_year, "2025–26"))
