"""How far the program came: mentees and mentors from step to step, meetings against the plan, groups alike or not."""

from collections.abc import Mapping

from mentorship_app.charts import ChartWidth, FlowStep, ResponseRow, step_flow
from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.values import NotAsked
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.drawings import draw_counts
from mentorship_app.reports.reach_words import (
    band_rows,
    group_cell,
    group_name,
    middle_columns,
    middle_row,
    share_columns,
    share_row,
    told_words,
)
from mentorship_app.reports.reaching import mentees as of_mentees
from mentorship_app.reports.reaching import mentors as of_mentors
from mentorship_app.reports.reaching.groups import Grouping, GroupReach
from mentorship_app.reports.reaching.meetings import Together
from mentorship_app.reports.reaching.told import FEWEST_TO_SPREAD, Step, Told
from mentorship_app.reports.section import Drawing, Figure, Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words

MENTEE_STEPS: Mapping[str, str] = {
    of_mentees.ON_ROSTER: N_("Mentees on the roster"),
    of_mentees.INTAKE: N_("Sent their intake"),
    of_mentees.MATCHED: N_("Have a mentor"),
    of_mentees.SIGNED: N_("Signed an agreement with their mentor"),
    of_mentees.MET: N_("Met at least once"),
    of_mentees.AS_PLANNED: N_("Met as often as planned"),
}
MENTOR_STEPS: Mapping[str, str] = {
    of_mentors.INVITED: N_("Invited to mentor"),
    of_mentors.APPLIED: N_("Invited, and applied"),
    of_mentors.UNASKED: N_("Applied by the open call"),
    of_mentors.ACCEPTED: N_("Applied, and were accepted"),
    of_mentors.TAKING_PART: N_("Mentors taking part"),
    of_mentors.TRAINED: N_("Completed the required training"),
    of_mentors.PAIRED: N_("Have a mentee"),
}
FLOW = ("reach.flow", N_("Mentees from step to step"))
FUNNEL = ("reach.funnel", N_("Mentors from step to step"))
GROUPINGS: Mapping[str, str] = {"level": N_("Training level"), "site": N_("Site")}


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """None for a cohort without people."""
    reach, words = context.reach, context.words
    if not reach.flow and not reach.funnel:
        return None
    flow = _flow_figure(reach.flow, numbering, words) if len(reach.flow) > 1 else None
    flow_table = _steps(reach.flow, MENTEE_STEPS, FLOW, numbering, words)
    funnel = _steps(reach.funnel, MENTOR_STEPS, FUNNEL, numbering, words)
    timing = _timing(context, numbering)
    meetings = _meetings(reach.together, numbering, words)
    months = _months(reach.together, numbering, words)
    asked = _asked(context, numbering)
    groups = [_group_table(one, numbering, words) for one in reach.groups]
    drawings = [one for one in (meetings, months) if one is not None]
    tables = (flow_table, funnel, timing, *(one.table for one in drawings), asked, *groups)
    told = {
        "flow": flow,
        "flow_table": flow_table,
        "funnel": funnel,
        "timing": timing,
        "drawings": drawings,
        "asked": asked,
        "groups": groups,
    }
    return Section(
        key="reach",
        name=words.gettext("Reach and fidelity"),
        values=_said(context) | told,
        tables=tuple(table for table in tables if table is not None),
        figures=(*((flow,) if flow else ()), *(one.figure for one in drawings)),
    )


def _said(context: ReportContext) -> dict[str, object]:
    """The sentences around tables and figures."""
    words = context.words
    return {
        "headline": _headline(context),
        "lead": words.gettext(
            "Whom the program reached, and whether it was carried out as planned. Numbers that would tell what one "
            "person or one pair did stand as ranges."
        ),
        "room": _room(context),
        "plan": _plan(context.reach.together, words),
        "group_note": _group_note(words),
    }


def _headline(context: ReportContext) -> str:
    words = context.words
    _ = words.gettext
    value = _value(context.reach.flow, of_mentees.MATCHED)
    if value is None:
        return _("Nobody is paired yet")
    return _("%(count)s mentees have a mentor", count=told_words(value, words))


def _value(steps: tuple[Step, ...], key: str) -> Told | None:
    return next((step.value for step in steps if step.key == key), None)


def _flow_figure(steps: tuple[Step, ...], numbering: Numbering, words: Words) -> Figure:
    _ = words.gettext
    number = numbering.next_figure()
    boxes = [
        FlowStep(words.named(_(MENTEE_STEPS[step.key]), told_words(step.value, words)), _beside(step, words))
        for step in steps
    ]
    met = _value(steps, of_mentees.MET)
    finding = _("Mentees on their way from the roster to their mentor")
    if met is not None and not isinstance(met, NotAsked):
        finding = _("Met their mentor at least once: %(count)s", count=told_words(met, words))
    drawn = {
        width: step_flow(boxes, title=finding, id_prefix=f"figure-{number}-{width.value}", width=width)
        for width in ChartWidth
    }
    measure = _("Number of mentees at each step; from the match on, out of those who have a mentor")
    return Figure(number, finding, measure, drawn[ChartWidth.WIDE], drawn[ChartWidth.NARROW])


def _beside(step: Step, words: Words) -> str:
    """The share with its interval, where it is told exactly."""
    row = share_row("", step.value, words)
    _number, total, share, interval = row.cells
    return f"{share.text} ({interval.text})" if interval.numbers and total.numbers else ""


def _steps(
    steps: tuple[Step, ...], names: Mapping[str, str], titled: tuple[str, str], numbering: Numbering, words: Words
) -> Table | None:
    if not steps:
        return None
    _ = words.gettext
    return Table(
        caption=_("Table %(number)s. %(title)s", number=numbering.next_table(), title=_(titled[1])),
        columns=(Column(_("Step"), is_number=False), *share_columns(words)),
        rows=tuple(
            share_row(_(names[step.key]), step.value, words) for step in steps if not isinstance(step.value, NotAsked)
        ),
        key=titled[0],
    )


def _room(context: ReportContext) -> str:
    room, words = context.reach.room, context.words
    _ = words.gettext
    if room is None:
        return ""
    counts = {"offered": words.number(room.offered), "free": words.number(room.free)}
    if room.wanted:
        return _(
            "The calls looked for %(wanted)s places. The mentors who take part offer %(offered)s, of which %(free)s "
            "are free.",
            wanted=words.number(room.wanted),
            **counts,
        )
    return _("The mentors who take part offer %(offered)s places, of which %(free)s are free.", **counts)


def _plan(together: Together | None, words: Words) -> str:
    if together is None:
        return ""
    return words.gettext(
        "The cohort wants its pairs to meet at least every %(weeks)s weeks. Noted meetings so far: %(meetings)s; pairs "
        "that run now: %(pairs)s. What is not noted is not counted.",
        weeks=words.number(together.weeks),
        meetings=told_words(together.meetings, words),
        pairs=words.number(together.pairs),
    )


def _timing(context: ReportContext, numbering: Numbering) -> Table | None:
    reach, words = context.reach, context.words
    _ = words.gettext
    days = reach.matching.days if reach.matching else NotAsked()
    lines: tuple[tuple[str, Told, int], ...] = (
        (_("Days from a sent intake to the beginning of the pair"), days, 0),
        (_("Days from the beginning of a pair to its first meeting"), reach.first_meeting, 0),
        (_("Meetings of a pair in a month"), reach.a_month, 1),
    )
    if reach.together is None:
        return None
    rows = [middle_row(name, told, words, decimals=decimals) for name, told, decimals in lines]
    return Table(
        caption=_("Table %(number)s. How long it took, and how often pairs met", number=numbering.next_table()),
        columns=(Column(_("What is counted"), is_number=False), *middle_columns(words)),
        rows=tuple(rows),
        key="reach.timing",
    )


def _meetings(together: Together | None, numbering: Numbering, words: Words) -> Drawing | None:
    if together is None or together.spread is None:
        return None
    _ = words.gettext
    bars, rows = band_rows(together.spread.bands, together.spread.n, words)
    table = Table(
        caption=_("Table %(number)s. Pairs by how often they met", number=numbering.next_table()),
        columns=(Column(_("Meetings"), is_number=False), *share_columns(words)),
        rows=rows,
        key="reach.meetings",
    )
    most = max(bars, key=lambda bar: bar.answered or 0)
    return draw_counts(
        bars,
        table,
        finding=_("Most pairs stand at %(meetings)s meetings", meetings=most.name)
        if (most.answered or 0) * 2 > together.spread.n
        else _("How often pairs met"),
        measured=_(
            "Running pairs of four weeks or more by the number of their noted meetings; bands are joined until each "
            "holds five pairs"
        ),
        heading=_("Pairs"),
        number=numbering.next_figure(),
        words=words,
    )


def _months(together: Together | None, numbering: Numbering, words: Words) -> Drawing | None:
    if together is None or not any(month.meetings for month in together.months):
        return None
    _ = words.gettext
    few = _("Not shown: fewer than five pairs ran.")
    bars = [
        ResponseRow(words.month(one.first), few if one.meetings is None else words.number(one.meetings), one.meetings)
        for one in together.months
    ]
    rows = [
        Row(words.month(one.first), (Cell(),), note=few)
        if one.meetings is None
        else Row(words.month(one.first), (Cell(words.number(one.meetings), (Number(_("Meetings"), one.meetings),)),))
        for one in together.months
    ]
    table = Table(
        caption=_("Table %(number)s. Noted meetings by month", number=numbering.next_table()),
        columns=(Column(_("Month"), is_number=False), Column(_("Meetings"))),
        rows=tuple(rows),
        key="reach.months",
    )
    busiest = max(together.months, key=lambda one: one.meetings or 0)
    return draw_counts(
        bars,
        table,
        finding=_("Most meetings were noted in %(month)s", month=words.month(busiest.first)),
        measured=_("Noted meetings of all pairs together, in months that are over"),
        heading=_("Meetings"),
        number=numbering.next_figure(),
        words=words,
    )


def _group_table(grouping: Grouping, numbering: Numbering, words: Words) -> Table:
    _ = words.gettext
    measures = (_(MENTEE_STEPS[of_mentees.MATCHED]), _(MENTEE_STEPS[of_mentees.MET]))
    return Table(
        caption=_(
            "Table %(number)s. Reach by group: %(grouping)s",
            number=numbering.next_table(),
            grouping=_(GROUPINGS[grouping.key]),
        ),
        columns=(
            Column(_(GROUPINGS[grouping.key]), is_number=False),
            Column(_("Mentees")),
            *(Column(measure) for measure in measures),
        ),
        rows=tuple(_group_row(group, measures, words) for group in grouping.groups),
        key=f"reach.{grouping.key}",
    )


def _group_row(group: GroupReach, measures: tuple[str, ...], words: Words) -> Row:
    _ = words.gettext
    name = group_name(group.name, words)
    if group.mentees is None:
        blank = (Cell(),) * (1 + len(measures))
        return Row(name, blank, note=_("Not shown: fewer than %(floor)s mentees.", floor=words.number(FLOOR)))
    size = Cell(words.number(group.mentees), (Number(_("Mentees"), group.mentees),))
    cells = [group_cell(value, measure, words) for value, measure in zip(group.values, measures, strict=True)]
    return Row(name, (size, *cells))


def _group_note(words: Words) -> str:
    return words.gettext(
        "A share is exact only where at least five mentees of the group are in it and five are not. It is a range "
        "where nearly all or nearly none are, and left out in groups of fewer than %(floor)s and where it would give "
        "another group away.",
        floor=words.number(FEWEST_TO_SPREAD),
    )


def _asked(context: ReportContext, numbering: Numbering) -> Table | None:
    """Requests for another pair: told in steps of five, for none as for four."""
    reach, words = context.reach, context.words
    if isinstance(reach.wishes.rematches, NotAsked):
        return None
    _ = words.gettext
    return Table(
        caption=_("Table %(number)s. Requests for another pair", number=numbering.next_table()),
        columns=(Column(_("What is counted"), is_number=False), *share_columns(words)),
        rows=(share_row(_("Requests, beside the pairs that run now"), reach.wishes.rematches, words),),
        key="reach.rematches",
    )


PART = Part(
    key="reach",
    title=N_("Reach and fidelity"),
    about=N_("Mentees and mentors from step to step, meetings against the plan, whether groups were reached alike."),
    draw=draw,
    nothing=N_("Nobody takes part in this cohort here, so there is nobody to count."),
)
