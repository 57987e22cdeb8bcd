"""The program: who takes part, its year, protected time and support, training on offer."""

from collections.abc import Iterator, Mapping, Sequence

from mentorship_app.core.i18n import N_
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.programs.support import SupportEntries, SupportState
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.reach_words import plain
from mentorship_app.reports.reaching.resources import Resources
from mentorship_app.reports.section import Numbering, Part, Section, TextPlace
from mentorship_app.reports.tables import NOTHING, Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words

CHANGES = "program.changes"

PHASES: Mapping[Phase, str] = {
    Phase.SETUP: N_("Set-up"),
    Phase.RECRUITMENT: N_("Recruitment"),
    Phase.INTAKE: N_("Intake"),
    Phase.MATCHING: N_("Matching"),
    Phase.ACTIVE: N_("Active"),
    Phase.CLOSING: N_("Closing"),
    Phase.CLOSED: N_("Closed"),
}
STATES: Mapping[SupportState, str] = {
    SupportState.OPEN: N_("Not begun"),
    SupportState.ASKED: N_("Asked for"),
    SupportState.AGREED: N_("Agreed"),
    SupportState.NOT_NEEDED: N_("Not needed"),
}
ROLES: Mapping[CohortRole, str] = {CohortRole.MENTOR: N_("Mentors"), CohortRole.MENTEE: N_("Mentees")}


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """None for a cohort without people of which nobody wrote what changed."""
    resources, words = context.reach.resources, context.words
    changes = context.said(CHANGES)
    if resources is None and not changes:
        return None
    _ = words.gettext
    size = _size(resources, numbering, words) if resources else None
    year = _year(resources, numbering, words) if resources else None
    support = _support(resources, numbering, words) if resources else None
    training = _training(resources, numbering, words) if resources else None
    tables = tuple(table for table in (size, year, support, training) if table is not None)
    return Section(
        key="program",
        name=_("The program"),
        values={
            "headline": _headline(resources, words),
            "changes": changes,
            "tables": tables,
            "notes": {"program.support": _signed(resources, words)} if support and resources else {},
        },
        tables=tables,
    )


def _headline(resources: Resources | None, words: Words) -> str:
    if resources is None:
        return words.gettext("What changed since last year")
    mentees = words.ngettext("%(num)s mentee", "%(num)s mentees", resources.mentees)
    mentors = words.ngettext("%(num)s mentor", "%(num)s mentors", resources.mentors)
    return words.listed([mentees, mentors])


def _size(resources: Resources, numbering: Numbering, words: Words) -> Table:
    """Who takes part, places, and hours promised against hours that the plan of support gives."""
    _ = words.gettext
    lines: list[tuple[str, float | None]] = [
        (_("Mentees taking part"), resources.mentees),
        (_("Mentors taking part"), resources.mentors),
        (_("Places that mentors offer"), resources.places),
        (_("Hours a month that mentors promised for all their places"), resources.promised_hours or None),
        (_("Hours a month that the plan gives all mentees together"), resources.needed_hours),
    ]
    rows = tuple(_number_row(name, value, words) for name, value in lines if value is not None)
    return Table(
        caption=_("Table %(number)s. Size of the program", number=numbering.next_table()),
        columns=(Column(_("What is counted"), is_number=False), Column(_("How many"))),
        rows=rows,
        key="program.size",
    )


def _number_row(name: str, value: float, words: Words) -> Row:
    decimals = 0 if value == int(value) else 1
    return Row(name, (Cell(words.number(value, decimals), (Number(words.gettext("How many"), value, decimals),)),))


def _year(resources: Resources, numbering: Numbering, words: Words) -> Table | None:
    if not resources.phases:
        return None
    _ = words.gettext
    return Table(
        caption=_("Table %(number)s. The year as it was planned", number=numbering.next_table()),
        columns=(
            Column(_("Phase"), is_number=False),
            Column(_("First day"), is_number=False),
            Column(_("Last day"), is_number=False),
        ),
        rows=tuple(
            Row(_(PHASES[one.phase]), (Cell(words.day(one.starts_on)), Cell(words.day(one.ends_on))))
            for one in resources.phases
        ),
        key="program.year",
    )


def _support(resources: Resources, numbering: Numbering, words: Words) -> Table | None:
    """Each part of the plan of support: how far it is, and what the plan says. Money stands only where it was typed."""
    if resources.support is None:
        return None
    _ = words.gettext
    return Table(
        caption=_("Table %(number)s. Time and support", number=numbering.next_table()),
        columns=(
            Column(_("Part of the plan"), is_number=False),
            Column(_("State"), is_number=False),
            Column(_("What it says"), is_number=False),
        ),
        rows=tuple(
            Row(name, (Cell(_(STATES[state])), Cell(said or NOTHING, numbers)))
            for name, state, said, numbers in _parts(resources.support, words)
        ),
        key="program.support",
    )


_Line = tuple[str, SupportState, str, tuple[Number, ...]]


def _parts(plan: SupportEntries, words: Words) -> Iterator[_Line]:
    _ = words.gettext
    hours = (
        (_("Hours a month for each mentor"), plan.mentor_hours),
        (_("Hours a month for each mentee"), plan.mentee_hours),
    )
    numbers = tuple(Number(name, value, 1) for name, value in hours if value is not None)
    said = [words.named(name, plain(value, words)) for name, value in hours if value is not None]
    yield _("Protected time"), plan.time_state, words.joined([*said, *_given(plan.released_by)]), numbers
    money: tuple[Number, ...] = ()
    budget = list(_given(plan.budget_source))
    if plan.budget_amount is not None:
        money = (Number(words.named(_("Amount for the year"), plan.budget_currency), plan.budget_amount),)
        budget.insert(0, f"{words.number(plan.budget_amount)}\u00a0{plan.budget_currency}")
    yield _("Budget"), plan.budget_state, words.joined(budget), money
    yield _("Sponsor"), plan.sponsor_state, words.joined(_given(plan.sponsor_name, plan.sponsor_role)), ()
    lead = list(_given(plan.lead_name, plan.lead_role))
    lead_hours: tuple[Number, ...] = ()
    if plan.lead_hours is not None:
        lead.append(words.named(_("Hours a week for leading"), plain(plan.lead_hours, words)))
        lead_hours = (Number(_("Hours a week for leading"), plan.lead_hours, 1),)
    yield _("Named lead"), plan.lead_state, words.joined(lead), lead_hours
    yield _("Rooms, tools and people"), plan.resources_state, " ".join(plan.resources.split()), ()


def _given(*texts: str) -> Iterator[str]:
    return (text for text in texts if text)


def _signed(resources: Resources, words: Words) -> str:
    if resources.signed_on is None:
        return words.gettext("The plan of support is not signed as it stands.")
    return words.gettext("The plan of support was signed on %(day)s.", day=words.day(resources.signed_on))


def _training(resources: Resources, numbering: Numbering, words: Words) -> Table | None:
    if not resources.modules:
        return None
    _ = words.gettext
    return Table(
        caption=_("Table %(number)s. Training on offer", number=numbering.next_table()),
        columns=(
            Column(_("Module"), is_number=False),
            Column(_("Written for"), is_number=False),
            Column(_("Required of"), is_number=False),
        ),
        rows=tuple(
            Row(
                words.text(one.title),
                (
                    Cell(_roles(one.roles, words)),
                    Cell(_roles(one.required, words)),
                ),
            )
            for one in resources.modules
        ),
        key="program.training",
    )


def _roles(roles: Sequence[CohortRole], words: Words) -> str:
    names = [words.gettext(ROLES[role]) for role in roles]
    return words.listed([*names[:1], *(name.lower() for name in names[1:])]) or NOTHING


PART = Part(
    key="program",
    title=N_("The program"),
    about=N_("Size, the planned year, protected time and support, training on offer, changes since last year."),
    draw=draw,
    nothing=N_("Nobody takes part in this cohort here, and nobody wrote what changed since last year."),
    texts=(
        TextPlace(CHANGES, N_("Changes since last year"), N_("What the program does differently, and why."), rows=6),
    ),
)
