"""What taking part cost people, and what came of it that nobody wanted: asked time, departures, the program's words."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import CohortRole
from mentorship_app.reports.burden import Asked, Gone
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.response import share_cells
from mentorship_app.reports.section import Numbering, Part, Section, TextPlace
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words

ROLES = {CohortRole.MENTEE: N_("Mentees"), CohortRole.MENTOR: N_("Mentors")}


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """Always there: where nobody wrote anything down, that is what it says."""
    _ = context.words.gettext
    tables = list(_tables(context, numbering))
    return Section(
        key="harms",
        name=_("Harms and burdens"),
        values={
            "headline": _("What taking part cost"),
            "lead": _lead(context),
            "written": list(_written(context)),
            "tables": tables,
            "not_counted": _(
                "Whoever does not feel safe with somebody is led to help outside the program. That is recorded nowhere "
                "in numbers, so it is not counted here."
            ),
        },
        tables=tuple(tables),
    )


def _lead(context: ReportContext) -> str:
    _ = context.words.gettext
    if context.said("harms.unintended"):
        return _("What follows is what the program knows of. What it does not know of, it cannot name.")
    return _(
        "The program has written down no harms and no unwanted effects. Whether there were any is not known: "
        "that nobody wrote of them does not mean that there were none."
    )


def _written(context: ReportContext) -> Iterator[tuple[str, list[str]]]:
    """What the program wrote, under its headings."""
    _ = context.words.gettext
    for key, heading in (("harms.burdens", _("Burdens")), ("harms.unintended", _("Unwanted effects"))):
        if context.said(key):
            yield heading, context.said(key).splitlines()


def _tables(context: ReportContext, numbering: Numbering) -> Iterator[Table]:
    words = context.words
    _ = words.gettext
    if context.burden.asked:
        headings = (_("Questions"), _("Minutes"), _("Reminders"))
        yield Table(
            caption=_("Table %(number)s. What people were asked to fill in", number=numbering.next_table()),
            columns=(Column(_("Form or survey"), is_number=False), *(Column(heading) for heading in headings)),
            rows=tuple(_asked_row(asked, words) for asked in context.burden.asked),
            key="harms.asked",
        )
    if context.burden.gone:
        headings = (_("Left the program"), _("Share"), _("95 % interval"))
        yield Table(
            caption=_("Table %(number)s. Who left during the year", number=numbering.next_table()),
            columns=(Column(_("Role"), is_number=False), *(Column(heading) for heading in headings)),
            rows=tuple(_gone_row(gone, words) for gone in context.burden.gone),
            key="harms.left",
        )


def _asked_row(asked: Asked, words: Words) -> Row:
    _ = words.gettext
    numbers = ((_("Questions"), asked.questions), (_("Minutes"), asked.minutes), (_("Reminders"), asked.reminders))
    return Row(
        words.text(asked.title),
        tuple(Cell(words.number(value), (Number(measure, value),)) for measure, value in numbers),
    )


def _gone_row(gone: Gone, words: Words) -> Row:
    _ = words.gettext
    role = words.gettext(ROLES[gone.role])
    if gone.count is None or gone.began is None:
        note = _("Not counted: fewer than %(floor)s left, or stayed, or nobody left.", floor=words.number(FLOOR))
        return Row(role, (Cell(), Cell(), Cell()), note=note)
    numbers = (Number(_("Left the program"), gone.count), Number(_("Of how many"), gone.began))
    counted = Cell(words.count_of(gone.count, gone.began), numbers)
    return Row(role, (counted, *share_cells(gone.count, gone.began, words)))


PART = Part(
    key="harms",
    title=N_("Harms and burdens"),
    about=N_("What taking part asked of people, who left, and what came of it that nobody wanted."),
    draw=draw,
    texts=(
        TextPlace(
            "harms.burdens",
            N_("Burdens that people spoke of"),
            N_("Time, forms, meetings after a shift. No names, and nothing that somebody said in confidence."),
        ),
        TextPlace(
            "harms.unintended",
            N_("Harms and unwanted effects"),
            N_("What went wrong, for whom in general, and what was done. Leave it empty if nothing is known."),
        ),
    ),
)
