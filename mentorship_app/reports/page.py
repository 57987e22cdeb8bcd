"""Sections to markup, by the templates in ``templates/reports``, without a web framework."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorship_app.core.i18n import translations
from mentorship_app.core.paths import TEMPLATES
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.section import Section


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = translations(locale)
    environment.install_gettext_callables(catalogue.ugettext, catalogue.ungettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    return environment


def title_of(context: ReportContext) -> str:
    """What the file and its window are called."""
    return context.words.gettext(
        "Mentorship %(cohort)s, %(program)s: evaluation report", cohort=context.cohort, program=context.program
    )


def draw_body(sections: Sequence[Section], context: ReportContext) -> str:
    """The sections one after the other: the same markup for the web page and the PDF."""
    template = _environment(context.words.locale).get_template("reports/body.html")
    return template.render(sections=sections)


def draw_page(body: str, context: ReportContext) -> str:
    """A page of its own around ``body``, for the PDF; it names its stylesheet relative to the static folder."""
    template = _environment(context.words.locale).get_template("reports/page.html")
    return template.render(
        body=body,
        locale=context.words.locale,
        title=title_of(context),
        author=context.organization,
        # What stands between the two numbers of the foot: " of ", " sur ".
        between=context.words.gettext("%(count)s of %(total)s", count="", total=""),
        running=f"{context.program} · {context.cohort}",
    )
