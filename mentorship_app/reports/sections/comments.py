"""Comments by theme: what people wrote, summed up by somebody of the program."""

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.editions.themes import ThemeLine
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """The themes in the order that the program gave them, and how many comments stand behind each."""
    if not context.themes:
        return None
    words = context.words
    _ = words.gettext
    table = _counts(context, numbering)
    return Section(
        key="comments",
        name=_("Comments by theme"),
        values={
            "headline": words.ngettext(
                "What people wrote, in %(num)s theme", "What people wrote, in %(num)s themes", len(context.themes)
            ),
            "lead": _lead(context.themes[0], words),
            "themes": context.themes,
            "counts": table,
        },
        tables=(table,),
    )


def _lead(theme: ThemeLine, words: Words) -> str:
    """How many comments there were, where the program has any to read."""
    _ = words.gettext
    promise = _(
        "The program read the comments, sorted them and summed them up in words of its own; none is printed as it was "
        "written. Another reader might have sorted them otherwise."
    )
    if not theme.read:
        return promise
    said = words.ngettext("%(num)s comment could be read.", "%(num)s comments could be read.", theme.read)
    return f"{said} {promise}"


def _counts(context: ReportContext, numbering: Numbering) -> Table:
    words = context.words
    _ = words.gettext
    return Table(
        caption=_("Table %(number)s. Comments to each theme", number=numbering.next_table()),
        columns=(Column(_("Theme"), is_number=False), Column(_("Comments"))),
        rows=tuple(_row(theme, words) for theme in context.themes),
        key="comments.themes",
    )


def _row(theme: ThemeLine, words: Words) -> Row:
    _ = words.gettext
    if theme.comments is None:
        floor = words.number(theme.floor)
        return Row(theme.name, (Cell(),), note=_("Not counted: perhaps fewer than %(floor)s people.", floor=floor))
    numbers = (Number(_("Comments"), theme.comments), Number(_("Of how many"), theme.read))
    return Row(theme.name, (Cell(words.count_of(theme.comments, theme.read), numbers),))


PART = Part(
    key="comments",
    title=N_("Comments by theme"),
    about=N_("What people wrote, summed up by theme by somebody of the program."),
    draw=draw,
    nothing=N_("Nobody has summed the comments up by theme."),
)
