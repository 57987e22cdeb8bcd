"""The codebook: how every score of a report is made, whom each survey asked, how well scales hung together."""

from collections.abc import Iterator

from mentorship_app.instruments import catalogue
from mentorship_app.instruments.definition import Instrument, Method, Scale
from mentorship_app.instruments.schema import InstrumentError
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.estimate_cells import estimate_cell, number_cell
from mentorship_app.reports.measure_words import constant_name
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.tables import NOTHING, Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import Dataset, QuestionTable, ScaleInfo
from mentorship_app.surveys.outcomes import ScaleReliability


def scales_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """A row for each scale: questions, codes, rule, range, answers needed; None without scales."""
    words = context.words
    _ = words.gettext
    scales = {table.scale.key: table.scale for dataset in context.datasets for table in dataset.scales}
    if not scales:
        return None
    return Table(
        caption=_("Table %(number)s. How each score is made", number=numbering.next_table()),
        columns=(
            Column(_("Scale"), is_number=False),
            Column(_("Questions")),
            Column(_("Turned round")),
            Column(_("Codes")),
            Column(_("Score"), is_number=False),
            Column(_("Range")),
            Column(_("Better"), is_number=False),
            Column(_("Answers needed")),
        ),
        rows=tuple(_scale_row(scale, words) for scale in scales.values()),
        key="appendix.codebook",
    )


def _scale_row(scale: ScaleInfo, words: Words) -> Row:
    _ = words.gettext
    better = {"up": _("higher"), "down": _("lower"), "neither": _("neither end")}[scale.better]
    ends = Cell(
        words.interval(scale.low, scale.high, 0),
        (Number(_("Range, low"), scale.low), Number(_("Range, high"), scale.high)),
    )
    found = definition_of(scale)
    if found is None:
        # Scores from elsewhere come without their questions.
        made = (Cell(), Cell(), Cell(), Cell(_("not known here")), ends, Cell(better), Cell())
        return Row(words.text(scale.name), made)
    instrument, made_of = found
    return Row(
        words.text(scale.name),
        (
            number_cell(_("Questions"), len(made_of.items), 0, words),
            number_cell(_("Turned round"), _reversed(instrument, made_of), 0, words),
            _codes(instrument, made_of, words),
            Cell(_rule(made_of, words)),
            ends,
            Cell(better),
            number_cell(_("Answers needed"), made_of.min_answered, 0, words),
        ),
        note=_("%(measure)s, version %(version)s", measure=words.text(instrument.title), version=instrument.version),
    )


def definition_of(scale: ScaleInfo) -> tuple[Instrument, Scale] | None:
    """The definition that a scale was scored by; None for scores from elsewhere."""
    if scale.measure is None:
        return None
    try:
        instrument = catalogue.get(scale.measure.key, scale.measure.version)
        return instrument, instrument.scale(scale.key.rpartition(".")[2])
    except (KeyError, InstrumentError):
        return None


def _reversed(instrument: Instrument, scale: Scale) -> int:
    return sum(instrument.item(item).reverse is not None for item in scale.items)


def _codes(instrument: Instrument, scale: Scale, words: Words) -> Cell:
    _ = words.gettext
    sets = [instrument.responses_to(item) for item in scale.items]
    low, high = min(one.low for one in sets), max(one.high for one in sets)
    return Cell(words.interval(low, high, 0), (Number(_("Codes, low"), low), Number(_("Codes, high"), high)))


def _rule(scale: Scale, words: Words) -> str:
    _ = words.gettext
    name = {
        Method.MEAN: _("mean of the answers"),
        Method.SUM: _("sum of the answers"),
        Method.WEIGHTED: _("mean weighted by importance"),
    }[scale.method]
    if scale.multiply == 1:
        return name
    decimals = 0 if scale.multiply == int(scale.multiply) else 2
    return _("%(rule)s, times %(factor)s", rule=name, factor=words.number(scale.multiply, decimals))


def questions_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """The program's own questions and their answers; None where none were asked."""
    words = context.words
    _ = words.gettext
    rows = [
        Row(words.text(question.text), (Cell(words.text(dataset.title)), Cell(_answers(question, words))))
        for dataset in context.datasets
        for question in dataset.questions
    ]
    if not rows:
        return None
    return Table(
        caption=_("Table %(number)s. The program’s own questions", number=numbering.next_table()),
        columns=(
            Column(_("Question"), is_number=False),
            Column(_("Survey"), is_number=False),
            Column(_("Answers"), is_number=False),
        ),
        rows=tuple(rows),
        key="appendix.questions",
    )


def _answers(question: QuestionTable, words: Words) -> str:
    _ = words.gettext
    if question.mean is not None:
        return _("a number")
    options = words.joined(words.text(option.name) for option in question.options)
    return _("any of: %(options)s", options=options) if question.takes_several else options


def groups_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """Whom each survey asked, and by which groups its results are told; None without surveys."""
    words = context.words
    _ = words.gettext
    if not context.datasets:
        return None
    return Table(
        caption=_("Table %(number)s. Surveys and the groups of their results", number=numbering.next_table()),
        columns=(
            Column(_("Survey"), is_number=False),
            Column(_("Asked"), is_number=False),
            Column(_("Day"), is_number=False),
            Column(_("Groups"), is_number=False),
        ),
        rows=tuple(_survey_row(dataset, words) for dataset in context.datasets),
        key="appendix.groups",
    )


def _survey_row(dataset: Dataset, words: Words) -> Row:
    _ = words.gettext
    groups = {
        words.text(group.title): ", ".join(words.text(row.name) for row in group.rows)
        for table in dataset.scales
        for group in table.groups
    }
    told = words.joined(words.named(title, names) for title, names in groups.items())
    asked = _("mentors") if dataset.of_mentors else _("mentees")
    cells = (
        Cell(asked if dataset.ref.kind == "wave" else _("not known here")),
        Cell(words.day(dataset.collected_on) if dataset.collected_on else NOTHING),
        Cell(told or _("everybody together")),
    )
    return Row(words.text(dataset.title), cells, note=words.text(dataset.source))


def reliability_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """Alpha and omega here, with intervals, beside what was published; None where neither can be told."""
    words = context.words
    _ = words.gettext
    told = [one for one in context.outcomes.reliabilities if one.alpha is not None or one.omega is not None]
    if not told:
        return None
    return Table(
        caption=_("Table %(number)s. How well the questions of a scale hung together", number=numbering.next_table()),
        columns=(
            Column(_("Scale"), is_number=False),
            Column(_("n")),
            Column(_("Cronbach’s alpha")),
            Column(_("McDonald’s omega")),
            Column(_("Published"), is_number=False),
        ),
        rows=tuple(_reliability_row(one, words) for one in told),
        key="appendix.reliability",
    )


def _reliability_row(one: ScaleReliability, words: Words) -> Row:
    _ = words.gettext
    either = one.alpha or one.omega
    published = dict.fromkeys(_published(one.scale, words))
    cells = (
        number_cell(_("n"), either.n if either else None, 0, words),
        estimate_cell(_("Cronbach’s alpha"), one.alpha.estimate if one.alpha else None, 2, words),
        estimate_cell(_("McDonald’s omega"), one.omega.estimate if one.omega else None, 2, words),
        Cell(words.joined(published) or NOTHING),
    )
    return Row(f"{words.text(one.scale.name)}, {words.text(one.wave.title)}", cells)


def _published(scale: ScaleInfo, words: Words) -> Iterator[str]:
    for constant in scale.constants:
        if constant.kind != "change":
            yield f"{constant_name(constant, words)} {words.number(constant.value, 2)}"
