"""How it was done, what protects the people behind the numbers, and what the numbers cannot show."""

from collections.abc import Iterator

from mentorship_app import __version__
from mentorship_app.core.i18n import N_
from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.hiding import count_hidden
from mentorship_app.reports.measure_words import constant_name, key_words
from mentorship_app.reports.method_words import (
    analysis_words,
    change_floor_words,
    is_linked,
    linkage_words,
    reliability_table,
)
from mentorship_app.reports.section import Numbering, Part, Section
from mentorship_app.reports.share_tables import limit_words, unchecked
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import ScaleInfo


def draw(context: ReportContext, numbering: Numbering) -> Section:
    """Paragraphs under plain headings, and the table of scales."""
    _ = context.words.gettext
    scales = _scales_table(context, numbering)
    measures = _measures_table(context, numbering)
    constants = _constants_table(context, numbering)
    reliability = None if _has_appendix(context) else reliability_table(context, numbering)
    hidden = _hidden_table(context, numbering)
    return Section(
        key="methods",
        name=_("Methods"),
        values={
            "headline": _("How these numbers were made"),
            "design": _design(context),
            "measures": [table for table in (scales, measures, constants, reliability) if table is not None],
            "analysis": analysis_words(context),
            "confidentiality": _confidentiality(context),
            "hidden": hidden,
            "intervals": _intervals(context),
            "software": _software(context),
        },
        tables=tuple(table for table in (scales, measures, constants, reliability, hidden) if table is not None),
    )


def _design(context: ReportContext) -> list[str]:
    words = context.words
    _ = words.gettext
    number = words.ngettext(
        "This report describes %(num)s set of answers.",
        "This report describes %(num)s sets of answers, each at one point in time.",
        len(context.datasets),
    )
    followed = linkage_words(context) if is_linked(context) else _("No answer is set beside an earlier one.")
    titles: dict[str, list[str]] = {}
    for dataset in context.datasets:
        titles.setdefault(words.text(dataset.source).rstrip("."), []).append(words.text(dataset.title))
    sources = words.joined(words.named(words.listed(named), source) for source, named in titles.items())
    return [number, followed, _("Where the answers come from: %(sources)s.", sources=sources)]


def _has_appendix(context: ReportContext) -> bool:
    """Whether this report has a codebook; without a choice every section is there."""
    return not context.choice.sections or "appendix" in context.choice.sections


def _scales_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """The scales that the codebook of the appendix cannot describe better; None where there is none."""
    words = context.words
    _ = words.gettext
    scales = {
        table.scale.key: table.scale
        for dataset in context.datasets
        for table in dataset.scales
        if table.scale.measure is None or not _has_appendix(context)
    }
    if not scales:
        return None
    return Table(
        caption=_("Table %(number)s. The scales", number=numbering.next_table()),
        key="methods.scales",
        columns=(
            Column(_("Scale"), is_number=False),
            Column(_("Range")),
            Column(_("Better"), is_number=False),
            Column(_("Source"), is_number=False),
        ),
        rows=tuple(_scale_row(scale, context) for scale in scales.values()),
    )


def _scale_row(scale: ScaleInfo, context: ReportContext) -> Row:
    words = context.words
    _ = words.gettext
    better = {"up": _("higher"), "down": _("lower"), "neither": _("neither end")}[scale.better]
    ends = (Number(_("Range, low"), scale.low), Number(_("Range, high"), scale.high))
    return Row(
        words.text(scale.name),
        (
            Cell(words.interval(scale.low, scale.high, 0), ends),
            Cell(better),
            Cell(words.text(scale.source) if scale.source else _("not known")),
        ),
        note="" if scale.validated else _("Not validated"),
    )


def _measures_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """Version, licence and key of every instrument; None where only scores from elsewhere are reported."""
    words = context.words
    _ = words.gettext
    found = dict.fromkeys(
        table.scale.measure for dataset in context.datasets for table in dataset.scales if table.scale.measure
    )
    if not found:
        return None
    rows = [
        Row(
            words.text(measure.title),
            (
                Cell(words.number(measure.version), (Number(_("Version"), measure.version),)),
                Cell(words.text(measure.licence)),
                Cell(key_words(measure, words) or words.text(measure.citation)),
            ),
            note="" if measure.validated else _("Not validated"),
        )
        for measure in found
    ]
    headings = (_("Licence"), _("Where its key is from"))
    return Table(
        caption=_("Table %(number)s. The measures", number=numbering.next_table()),
        key="methods.measures",
        columns=(
            Column(_("Measure"), is_number=False),
            Column(_("Version")),
            *(Column(heading, is_number=False) for heading in headings),
        ),
        rows=tuple(rows),
    )


def _constants_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """Every published limit and constant of the scales in the report, with its source; None where there is none."""
    words = context.words
    _ = words.gettext
    scales = {table.scale.key: table.scale for dataset in context.datasets for table in dataset.scales}
    rows = [row for scale in scales.values() for row in _constant_rows(scale, words)]
    if not rows:
        return None
    return Table(
        caption=_("Table %(number)s. Published limits and constants", number=numbering.next_table()),
        key="methods.constants",
        columns=(Column(_("Scale"), is_number=False), Column(_("Value")), Column(_("Source"), is_number=False)),
        rows=tuple(rows),
    )


def _constant_rows(scale: ScaleInfo, words: Words) -> Iterator[Row]:
    _ = words.gettext
    name = words.text(scale.name)
    for cutoff in scale.cutoffs:
        called = f"{words.text(cutoff.label)}, {words.text(cutoff.population)}"
        decimals = 0 if cutoff.value == int(cutoff.value) else 2
        value = Cell(limit_words(cutoff, words), (Number(called, cutoff.value, decimals),))
        yield Row(name, (value, Cell(cutoff.source)), note=_noted(called, cutoff.verified, words))
    for constant in scale.constants:
        called = constant_name(constant, words)
        decimals = 0 if constant.value == int(constant.value) else 2
        value = Cell(words.number(constant.value, decimals), (Number(called, constant.value, decimals),))
        yield Row(name, (value, Cell(constant.source)), note=_noted(called, constant.verified, words))


def _noted(called: str, verified: bool, words: Words) -> str:
    return called if verified else f"{called}. {unchecked(words)}"


def _confidentiality(context: ReportContext) -> list[str]:
    words = context.words
    _ = words.gettext
    return [
        _(
            "Answers are confidential. No score of fewer than %(floor)s people is shown, and none from which such a "
            "score could be worked out, alone or together with anything that was shown before.",
            floor=words.number(FLOOR),
        ),
        *_about_shares(context),
        *([change_floor_words(context)] if is_linked(context) else []),
        _("These rules do not keep members of a group from putting together what they know of each other’s answers."),
    ]


def _about_shares(context: ReportContext) -> list[str]:
    """How shares are protected, where the report has any; and scales that are counted over the same people."""
    words = context.words
    _ = words.gettext
    said = []
    if any(table.limits for d in context.datasets for table in d.scales) or any(d.questions for d in context.datasets):
        said.append(
            _(
                "Shares are shown for %(floor)s people and more. Where nearly nobody or nearly everybody is counted, a "
                "range stands in place of the number, and so it does where a number would give such a group away.",
                floor=words.number(SHARE_FLOOR),
            )
        )
    if any(table.scale.measure for d in context.datasets for table in d.scales):
        said.append(_("Scales of a measure that share questions are counted over the people who have a score on each."))
    return said


def _hidden_table(context: ReportContext, numbering: Numbering) -> Table:
    """The suppression log: rows over all scales, everybody and every group."""
    words = context.words
    _ = words.gettext
    headings = (
        _("Rows"),
        _("Shown"),
        _("Hidden: fewer than %(floor)s people", floor=words.number(FLOOR)),
        _("Hidden: to protect a smaller group"),
    )
    rows = []
    for dataset in context.datasets:
        count = count_hidden(dataset)
        numbers = zip(headings, (count.all, count.shown, count.too_few, count.protecting), strict=True)
        cells = tuple(Cell(words.number(value), (Number(heading, value),)) for heading, value in numbers)
        rows.append(Row(words.text(dataset.title), cells))
    return Table(
        caption=_("Table %(number)s. Rows of scores, shown and hidden", number=numbering.next_table()),
        key="methods.hidden",
        columns=(Column(_("Survey"), is_number=False), *(Column(heading) for heading in headings)),
        rows=tuple(rows),
    )


def _intervals(context: ReportContext) -> list[str]:
    _ = context.words.gettext
    return [
        _(
            "A 95 % interval shows how far a mean could lie from the one found, had other people of the same kind "
            "answered. Means have intervals by Student’s t, shares by Wilson’s method; SD is the standard deviation, "
            "n the number of people with a score."
        ),
        _(
            "Two groups are said to stand apart only where their intervals do not meet. Where many groups are "
            "compared, some intervals lie apart by chance."
        ),
    ]


def _software(context: ReportContext) -> str:
    return context.words.gettext(
        "Made with mentorship %(version)s. Data fingerprint (SHA-256): %(hash)s. Both language editions of the same "
        "numbers have the same fingerprint.",
        version=__version__,
        hash=context.data_hash,
    )


PART = Part(
    key="methods",
    title=N_("Methods"),
    about=N_("Design, measures with version and source, confidentiality, intervals."),
    draw=draw,
    has_words=False,
)
