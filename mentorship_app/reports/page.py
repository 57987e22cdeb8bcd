"""Sections to markup, by the templates in ``templates/reports``, without a web framework."""

from collections.abc import Sequence
from functools import cache

from mentorship_app.core.paths import STATIC
from mentorship_app.documents.templates import document_templates
from mentorship_app.reports.contents import entries_of
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.editions.enums import Outline
from mentorship_app.reports.section import Section


def title_of(context: ReportContext) -> str:
    """What the file and its window are called."""
    if context.choice.outline is Outline.PARTICIPANTS:
        return context.words.gettext(
            "What you said, what we will do: %(program)s, %(cohort)s", cohort=context.cohort, program=context.program
        )
    return context.words.gettext(
        "Mentorship %(cohort)s, %(program)s: evaluation report", cohort=context.cohort, program=context.program
    )


def draw_body(sections: Sequence[Section], context: ReportContext) -> str:
    """The sections one after the other: the same markup for the web page and the PDF."""
    template = document_templates(context.words.locale).get_template("reports/body.html")
    return template.render(sections=sections, entries=entries_of(sections))


def draw_page(body: str, context: ReportContext) -> str:
    """A page of its own around ``body``, for the PDF, its style within; it names fonts relative to the static folder.

    With the style in it the page can be drawn again bit by bit after an upgrade has changed the style.
    """
    template = document_templates(context.words.locale).get_template("reports/page.html")
    return template.render(
        body=body,
        locale=context.words.locale,
        title=title_of(context),
        style=_style(),
        is_draft=context.choice.is_draft,
        author=context.organization,
        # What stands between the two numbers of the foot: " of ", " sur ".
        between=context.words.gettext("%(count)s of %(total)s", count="", total=""),
        running=f"{context.program} · {context.cohort}",
    )


@cache
def _style() -> str:
    return (STATIC / "css" / "report.css").read_text(encoding="utf-8").replace("../", "")
