"""Mentors: what mentoring asks of them, and how they see it."""

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.values import NotAsked
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.drawings import draw_counts
from mentorship_app.reports.levels import Level
from mentorship_app.reports.outcome_parts import About, outcome_parts
from mentorship_app.reports.reach_words import band_rows, share_columns, share_row, told_words, why
from mentorship_app.reports.reaching import mentors as of_mentors
from mentorship_app.reports.reaching.mentors import Hours
from mentorship_app.reports.reaching.told import Spread, Told
from mentorship_app.reports.section import Drawing, Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """None where nobody mentors here and no survey asked mentors how they see their pair."""
    words, recognition = context.words, context.reach.recognition
    _ = words.gettext
    side = _side(context, numbering) if recognition else None
    hours = _hours(recognition.hours, numbering, words) if recognition else None
    load = _load(recognition.load, numbering, words) if recognition and recognition.load else None
    said = outcome_parts(context, About("mentors", Level.MENTORS, of_mentors=None), numbering)
    if recognition is None and said is None:
        return None
    tables = [table for table in (side, hours, load.table if load else None) if table is not None]
    return Section(
        key="mentors",
        name=_("Mentors"),
        values={
            "headline": _headline(context) or (said.headline if said else _("What mentoring asks of mentors")),
            "lead": _("What mentors gave, and how they see it. No mentor is compared with another."),
            "tables": [table for table in (side, hours) if table is not None],
            "load": load,
            "said_lead": said.lead if said else "",
            "parts": said.parts if said else (),
        },
        tables=(*tables, *(said.tables if said else ())),
        figures=(*((load.figure,) if load else ()), *(said.figures if said else ())),
    )


def _headline(context: ReportContext) -> str:
    words, recognition = context.words, context.reach.recognition
    if recognition is not None and isinstance(recognition.hours, Hours):
        return words.gettext(
            "At least %(hours)s hours of mentors’ time in meetings", hours=words.number(recognition.hours.about)
        )
    paired = next((step.value for step in context.reach.funnel if step.key == of_mentors.PAIRED), None)
    if paired is None or told_words(paired, words) == words.gettext("not shown"):
        return ""
    return words.gettext("%(count)s mentors have a mentee", count=told_words(paired, words))


def _side(context: ReportContext, numbering: Numbering) -> Table:
    words, recognition = context.words, context.reach.recognition
    _ = words.gettext
    names = {
        of_mentors.TAKING_PART: _("Mentors taking part"),
        of_mentors.PAIRED: _("Mentors with a mentee"),
        of_mentors.TRAINED: _("Mentors who completed the required training"),
    }
    lines: list[tuple[str, Told]] = [
        (names[step.key], step.value) for step in context.reach.funnel if step.key in names
    ]
    if recognition is not None:
        lines.append((_("Mentors of last year who mentor again"), recognition.again))
        lines.append((_("Mentors with a letter of thanks or of their hours"), recognition.letters))
    return Table(
        caption=_("Table %(number)s. Mentors", number=numbering.next_table()),
        columns=(Column(_("What is counted"), is_number=False), *share_columns(words)),
        rows=tuple(share_row(name, told, words) for name, told in lines if not isinstance(told, NotAsked)),
        key="mentors.side",
    )


def _hours(hours: Told | Hours, numbering: Numbering, words: Words) -> Table:
    """Time, and never money: what an hour of a mentor costs, the program knows better."""
    _ = words.gettext
    name = _("Hours of mentors in noted meetings, at least")
    note = _("In steps of five hours. Time to prepare, to travel and to write is not in it.")
    if isinstance(hours, Hours):
        cells = (
            Cell(words.number(hours.about), (Number(_("Hours, at least"), hours.about),)),
            Cell(words.number(hours.meetings), (Number(_("Meetings"), hours.meetings),)),
            Cell(words.number(hours.mentors), (Number(_("Mentors taking part"), hours.mentors),)),
        )
        row = Row(name, cells, note=note)
    else:
        row = Row(name, (Cell(),) * 3, note=why(hours, words))
    return Table(
        caption=_("Table %(number)s. Time of mentors", number=numbering.next_table()),
        columns=(
            Column(_("What is counted"), is_number=False),
            Column(_("Hours")),
            Column(_("Meetings")),
            Column(_("Mentors taking part")),
        ),
        rows=(row,),
        key="mentors.hours",
    )


def _load(load: Spread, numbering: Numbering, words: Words) -> Drawing:
    _ = words.gettext
    bars, rows = band_rows(load.bands, load.n, words)
    table = Table(
        caption=_("Table %(number)s. Mentors by the number of their mentees", number=numbering.next_table()),
        columns=(Column(_("Mentees"), is_number=False), *share_columns(words)),
        rows=rows,
        key="mentors.load",
    )
    return draw_counts(
        bars,
        table,
        finding=_("How many mentees a mentor has"),
        measured=_("Mentors who take part; bands are joined until each holds five mentors"),
        heading=_("Mentors"),
        number=numbering.next_figure(),
        words=words,
    )


PART = Part(
    key="mentors",
    title=N_("Mentors"),
    about=N_("Load, hours in meetings, training, who comes back, and how mentors see their pair."),
    draw=draw,
    nothing=N_("Nobody mentors in this cohort here, and no survey asked mentors about their pair."),
)
