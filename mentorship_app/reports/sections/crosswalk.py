"""What accreditors ask, what answers it here, where the program's own document is, and what is still missing."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.crosswalk.enums import Framework
from mentorship_app.reports.crosswalk.evidence import Shown, evidence_of
from mentorship_app.reports.crosswalk.queries import RequirementLine
from mentorship_app.reports.crosswalk.usual_rows import STANDARDS
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.tables import NOTHING, Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words

MOST_OF_LINK = 60
"""Characters of an address that are printed; the link itself is whole."""


@dataclass(frozen=True)
class PrintedRow:
    """A requirement as the page has it: in paragraphs, with a link."""

    name: str
    text: str
    evidence: tuple[tuple[str, str], ...]
    """Name with its colon, and result."""
    link: str
    link_words: str
    gap: str


@dataclass(frozen=True)
class PrintedTable:
    """The requirements of one framework, as a table and as the page prints it."""

    table: Table
    note: str
    rows: tuple[PrintedRow, ...]


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """A table for each framework; None where nobody entered a requirement."""
    if not context.requirements:
        return None
    _ = context.words.gettext
    printed = [
        _printed(framework, tuple(lines), context, numbering)
        for framework, lines in groupby(context.requirements, key=lambda line: line.framework)
    ]
    return Section(
        key="crosswalk",
        name=_("Accreditation"),
        values={
            "headline": _headline(context),
            "lead": _(
                "Results stand here because the program mapped them to an element. Whether they satisfy it, the "
                "accrediting body decides."
            ),
            "printed": printed,
        },
        tables=tuple(entry.table for entry in printed),
    )


def framework_name(framework: Framework, words: Words) -> str:
    """``ACGME``; other frameworks are named in the element."""
    return STANDARDS[framework].name if framework in STANDARDS else words.gettext("Other requirements")


def _headline(context: ReportContext) -> str:
    lines = context.requirements
    without = sum(not _is_answered(line, context) for line in lines)
    said = context.words.ngettext("%(num)s requirement", "%(num)s requirements", len(lines))
    if not without:
        return context.words.gettext("%(requirements)s, each with a result or a document", requirements=said)
    return context.words.ngettext(
        "%(requirements)s, %(num)s of them still without result or document",
        "%(requirements)s, %(num)s of them still without result or document",
        without,
        requirements=said,
    )


def _is_answered(line: RequirementLine, context: ReportContext) -> bool:
    return bool(line.link) or any(shown.evidence.is_there for shown in evidence_of(line.evidence, context))


def _printed(
    framework: Framework, lines: tuple[RequirementLine, ...], context: ReportContext, numbering: Numbering
) -> PrintedTable:
    words = context.words
    _ = words.gettext
    found = [(line, evidence_of(line.evidence, context)) for line in lines]
    rows = tuple(_printed_row(line, shown, words) for line, shown in found)
    table = Table(
        caption=_(
            "Table %(number)s. %(framework)s: requirements and what answers them",
            number=numbering.next_table(),
            framework=framework_name(framework, words),
        ),
        columns=(
            Column(_("Requirement"), is_number=False),
            Column(_("Evidence and result"), is_number=False),
            Column(_("Document"), is_number=False),
            Column(_("Gap and action"), is_number=False),
        ),
        rows=tuple(_row(row, shown, words) for row, (_line, shown) in zip(rows, found, strict=True)),
        key=f"crosswalk.{framework}",
    )
    return PrintedTable(table, _where_to_read(framework, words), rows)


def _printed_row(line: RequirementLine, shown: tuple[Shown, ...], words: Words) -> PrintedRow:
    _ = words.gettext
    text = line.text or _(
        "The text of the requirement is not entered. The number is to be checked against your edition."
    )
    return PrintedRow(
        name=line.element,
        text=text,
        evidence=tuple((words.named(one.title, "").rstrip(), one.evidence.text) for one in shown),
        link=line.link,
        link_words=link_words(line.link),
        gap=line.gap,
    )


def _row(printed: PrintedRow, shown: tuple[Shown, ...], words: Words) -> Row:
    said = " ".join(f"{title} {text}" for title, text in printed.evidence)
    numbers = tuple(
        Number(words.named(one.title, number.measure), number.value, number.decimals)
        for one in shown
        for number in one.evidence.numbers
    )
    cells = (Cell(said or NOTHING, numbers), Cell(printed.link or NOTHING), Cell(printed.gap or NOTHING))
    return Row(printed.name, cells, note=printed.text)


def link_words(link: str) -> str:
    """An address as people read it: without the scheme, cut where it is long."""
    if not link:
        return ""
    parts = urlsplit(link)
    said = f"{parts.netloc}{parts.path.rstrip('/')}"
    return said if len(said) <= MOST_OF_LINK else f"{said[: MOST_OF_LINK - 1]}…"


def _where_to_read(framework: Framework, words: Words) -> str:
    standard = STANDARDS.get(framework)
    if standard is None:
        return ""
    return words.gettext(
        "Wording was entered by the program. The standard itself: %(title)s, %(address)s.",
        title=f"{standard.name}, {words.gettext(standard.title)}",
        address=standard.address,
    )


PART = Part(
    key="crosswalk",
    title=N_("Accreditation"),
    about=N_("Each requirement of an accrediting body, the result that answers it, the document, and what is missing."),
    draw=draw,
    nothing=N_("No requirement of an accrediting body was entered."),
)
