"""Behaviour: what people did with each other, as far as they noted it."""

from collections.abc import Mapping

from mentorship_app.core.i18n import N_
from mentorship_app.mentoring import PairingKind
from mentorship_app.monitoring.values import AtLeast, NotAsked
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.reach_words import share_columns, share_row, told_words
from mentorship_app.reports.reaching import mentees as of_mentees
from mentorship_app.reports.reaching.told import Told
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table

FUNCTIONS: Mapping[PairingKind, str] = {
    PairingKind.CAREER: N_("Pairs with a career mentor"),
    PairingKind.RESEARCH: N_("Pairs with a research mentor"),
    PairingKind.WELLNESS: N_("Pairs with a wellness mentor"),
    PairingKind.IDENTITY: N_("Pairs with an identity mentor"),
    PairingKind.PEER: N_("Pairs with a peer mentor"),
}


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """None before anybody was paired or put into a group."""
    reach, words = context.reach, context.words
    if reach.together is None and reach.teams is None:
        return None
    _ = words.gettext
    done = _done(context, numbering)
    teams = _teams(context, numbering)
    tables = tuple(table for table in (done, teams) if table is not None)
    return Section(
        key="behaviour",
        name=_("Behaviour"),
        values={
            "headline": _headline(context),
            "lead": _(
                "What people did, counted from what they wrote down. What they talked about, what stands in their "
                "goals and in their agreements is theirs, and is in no number."
            ),
            "tables": tables,
            "groups": _groups(context),
        },
        tables=tables,
    )


def _headline(context: ReportContext) -> str:
    words, goals = context.words, context.reach.wishes.goals
    if isinstance(goals, AtLeast):
        return words.gettext("%(count)s mentees set themselves a goal", count=told_words(goals, words))
    return words.gettext("What people did with each other")


def _done(context: ReportContext, numbering: Numbering) -> Table:
    reach, words = context.reach, context.words
    _ = words.gettext
    flow = {step.key: step.value for step in reach.flow}
    lines: list[tuple[str, Told]] = [(_("Mentees who set a goal"), reach.wishes.goals)]
    for key, name in (
        (of_mentees.SIGNED, _("Mentees who signed an agreement with their mentor")),
        (of_mentees.MET, _("Mentees who met their mentor at least once")),
        (of_mentees.AS_PLANNED, _("Mentees who met their mentor as often as planned")),
    ):
        if key in flow:
            lines.append((name, flow[key]))
    if reach.together is not None:
        lines.append((_("Noted meetings of pairs"), reach.together.meetings))
    return Table(
        caption=_("Table %(number)s. What people did", number=numbering.next_table()),
        columns=(Column(_("What is counted"), is_number=False), *share_columns(words)),
        rows=tuple(share_row(name, told, words) for name, told in lines if not isinstance(told, NotAsked)),
        key="behaviour.done",
    )


def _teams(context: ReportContext, numbering: Numbering) -> Table | None:
    """More than one mentor for a mentee: what each is for in steps of five only."""
    teams, words = context.reach.teams, context.words
    if teams is None:
        return None
    _ = words.gettext
    lines = [
        (_("Mentees with two mentors or more"), teams.several),
        *((_(FUNCTIONS[kind]), told) for kind, told in teams.functions),
        (_("Mentees in a group"), teams.in_groups),
    ]
    rows = [share_row(name, told, words) for name, told in lines if not isinstance(told, NotAsked)]
    if teams.groups:
        for name, count in ((_("Groups"), teams.groups), (_("Noted meetings of groups"), teams.group_meetings)):
            number = Cell(words.number(count), (Number(_("How many"), count),))
            rows.append(Row(name, (number, Cell(), Cell(), Cell())))
    return Table(
        caption=_("Table %(number)s. More than one mentor, and groups", number=numbering.next_table()),
        columns=(Column(_("What is counted"), is_number=False), *share_columns(words)),
        rows=tuple(rows),
        key="behaviour.teams",
    )


def _groups(context: ReportContext) -> str:
    teams, words = context.reach.teams, context.words
    if teams is None:
        return ""
    return words.gettext(
        "What a mentor is for beside the main one is told in steps of five pairs, and of fewer not at all: a smaller "
        "number would tell who looked for it."
    )


PART = Part(
    key="behaviour",
    title=N_("Behaviour"),
    about=N_("Goals, agreements, meetings, more than one mentor, groups."),
    draw=draw,
    nothing=N_("Nobody was paired or put into a group here, so nothing people did was noted."),
)
