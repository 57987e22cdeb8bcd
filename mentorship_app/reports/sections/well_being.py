"""Well-being: how the same people changed, each change with its interval, and everything that bears on it."""

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.levels import Level
from mentorship_app.reports.outcome_parts import About, outcome_parts
from mentorship_app.reports.section import Numbering, Part, Section


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """The standard table of outcomes with its figures; None where no survey asked mentees how they are."""
    about = About("well-being", Level.WELL_BEING, of_mentors=False)
    found = outcome_parts(context, about, numbering)
    if found is None:
        return None
    return Section(
        key="well-being",
        name=context.words.gettext("Well-being"),
        values={"headline": found.headline, "lead": found.lead, "parts": found.parts},
        tables=found.tables,
        figures=found.figures,
    )


PART = Part(
    key="well-being",
    title=N_("Well-being"),
    about=N_("How the same people’s scores changed, with intervals, sizes, limits and who is missing."),
    draw=draw,
    nothing=N_("No survey asked mentees about well-being."),
)
