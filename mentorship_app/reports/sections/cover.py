"""The cover: whose report it is, about whom and when."""

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.section import Numbering, Part, Section


def draw(context: ReportContext, _numbering: Numbering) -> Section:
    """Title and four facts."""
    _ = context.words.gettext
    return Section(
        key="cover",
        name=_("Cover"),
        values={
            "organization": _owner(context),
            "head": context.head,
            "is_draft": context.choice.is_draft,
            "cohort": context.cohort,
            "facts": _facts(context),
            "other_edition": _("An edition in French with the same numbers can be built beside this one.")
            if context.words.locale == "en"
            else _("An edition in English with the same numbers can be built beside this one."),
        },
    )


def _owner(context: ReportContext) -> str:
    """Organization and program, once each."""
    if context.organization in context.program:
        return context.program
    return f"{context.organization} · {context.program}"


def _facts(context: ReportContext) -> list[tuple[str, str]]:
    words = context.words
    _ = words.gettext
    facts = [(_("Answers"), _answers(context))]
    if context.mentees or context.mentors:
        taking_part = words.ngettext("%(num)s mentee", "%(num)s mentees", context.mentees)
        mentors = words.ngettext("%(num)s mentor", "%(num)s mentors", context.mentors)
        facts.append((_("Taking part"), _("%(first)s and %(last)s", first=taking_part, last=mentors)))
    period = _("%(low)s to %(high)s", low=words.month(context.starts_on), high=words.month(context.ends_on))
    return [*facts, (_("Program year"), period), (_("Report of"), words.day(context.today))]


def _answers(context: ReportContext) -> str:
    words = context.words
    answered = answered_of(context.spotlight)
    if len(context.datasets) > 1:
        return words.ngettext("%(num)s survey", "%(num)s surveys", len(context.datasets))
    if answered is None:
        return words.gettext("Fewer than %(floor)s people", floor=5)
    return words.ngettext("%(num)s person", "%(num)s people", answered)


PART = Part(
    key="cover",
    title=N_("Cover"),
    about=N_("Whose report it is, about whom and when."),
    draw=draw,
    has_words=False,
)
