"""The match: how pairs were found, how far wishes were met, where places are, and what both sides say of each other."""

from collections.abc import Mapping, Sequence

from mentorship_app.charts import ChartWidth, PlaceRow, place_map, squares_are_worth
from mentorship_app.core.i18n import N_
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.fairness import Dimension
from mentorship_app.monitoring.values import NotAsked
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.levels import Level
from mentorship_app.reports.outcome_parts import About, OutcomeParts, outcome_parts
from mentorship_app.reports.reach_words import share_columns, share_row, told_words
from mentorship_app.reports.reaching import mentees as of_mentees
from mentorship_app.reports.reaching.matching import GroupFit, Matching, Run
from mentorship_app.reports.reaching.mentees import Places
from mentorship_app.reports.reaching.told import Told
from mentorship_app.reports.section import Figure, Numbering, Part, Section
from mentorship_app.reports.tables import Cell, Column, Number, Row, Table
from mentorship_app.reports.words import Words

MODES: Mapping[Mode, str] = {
    Mode.OPTIMAL: N_("Pairs were looked for that are best for everybody together."),
    Mode.STABLE: N_("Pairs were looked for that nobody on both sides would rather trade."),
}
DIMENSIONS: Mapping[Dimension, str] = {
    Dimension.LEVEL: N_("Training level"),
    Dimension.SITE: N_("Site"),
    Dimension.DEPARTMENT: N_("Department"),
}


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """None where nobody has a mentor and no survey asked how two get on."""
    reach, words = context.reach, context.words
    if reach.matching is None:
        said = outcome_parts(context, About("match", Level.MATCH, of_mentors=None), numbering)
        return None if said is None else _section(context, (), (), said)
    tables = [_quality(context, reach.matching, numbering)]
    places = _places(reach.places, numbering, words) if reach.places else None
    tables += [places[1]] if places else []
    run = reach.matching.run
    if run is not None:
        tables += [*_fits(run, numbering, words), _weights(run, numbering, words)]
    figures = (places[0],) if places else ()
    said = outcome_parts(context, About("match", Level.MATCH, of_mentors=None), numbering)
    return _section(context, tuple(tables), figures, said)


def _section(
    context: ReportContext, tables: tuple[Table, ...], figures: tuple[Figure, ...], said: OutcomeParts | None
) -> Section:
    words = context.words
    _ = words.gettext
    matching = context.reach.matching
    return Section(
        key="match",
        name=_("The match"),
        values={
            "headline": _headline(context, said),
            "lead": _(
                "How pairs were found, and how both sides see what came of it. That the way of matching caused it, no "
                "number here shows."
            ),
            "how": _how(matching.run, words) if matching and matching.run else [],
            "proof": [one.in_(words.locale) for one in matching.run.proof] if matching and matching.run else [],
            "rules": [one.in_(words.locale) for one in matching.run.rules] if matching and matching.run else [],
            "tables": tables,
            "map": figures[0] if figures else None,
            "said_lead": said.lead if said else "",
            "parts": said.parts if said else (),
        },
        tables=(*tables, *(said.tables if said else ())),
        figures=(*figures, *(said.figures if said else ())),
    )


def _headline(context: ReportContext, said: OutcomeParts | None) -> str:
    words = context.words
    run = context.reach.matching.run if context.reach.matching else None
    if run is not None and not isinstance(run.top, NotAsked) and _is_told(run.top, words):
        return words.gettext(
            "One of their first three choices: %(count)s of those who chose", count=told_words(run.top, words)
        )
    matched = next((step.value for step in context.reach.flow if step.key == of_mentees.MATCHED), None)
    if matched is not None and _is_told(matched, words):
        return words.gettext("%(count)s mentees have a mentor", count=told_words(matched, words))
    return said.headline if said else words.gettext("How pairs were found")


def _is_told(told: Told, words: Words) -> bool:
    return told_words(told, words) != words.gettext("not shown")


def _how(run: Run, words: Words) -> list[str]:
    _ = words.gettext
    return [
        _("The pairs that stand were published on %(day)s.", day=words.day(run.published_on)),
        _(MODES[run.mode]),
    ]


def _quality(context: ReportContext, matching: Matching, numbering: Numbering) -> Table:
    """Coverage, choices, and how much people changed of what was proposed."""
    words = context.words
    _ = words.gettext
    lines: list[tuple[str, Told]] = []
    matched = next((step.value for step in context.reach.flow if step.key == of_mentees.MATCHED), None)
    if matched is not None:
        lines.append((_("Mentees who have a mentor"), matched))
    if matching.run is not None:
        lines += [
            (_("One of their first three choices, of those who chose"), matching.run.top),
            (_("Their first choice, of those who chose"), matching.run.first),
            (_("Published pairs that stand as they were proposed"), matching.run.kept),
        ]
    lines.append((_("Running pairs for which a rule was set aside"), matching.exceptions))
    return Table(
        caption=_("Table %(number)s. Quality of the match", number=numbering.next_table()),
        columns=(Column(_("What is counted"), is_number=False), *share_columns(words)),
        rows=tuple(share_row(name, told, words) for name, told in lines if not isinstance(told, NotAsked)),
        key="match.quality",
    )


def _weights(run: Run, numbering: Numbering, words: Words) -> Table:
    _ = words.gettext
    return Table(
        caption=_("Table %(number)s. What counted in the match", number=numbering.next_table()),
        columns=(Column(_("What two people have in common"), is_number=False), Column(_("Weight, 0 to 10"))),
        rows=tuple(
            Row(words.text(name), (Cell(words.number(weight), (Number(_("Weight, 0 to 10"), weight),)),))
            for name, weight in run.weights
        ),
        key="match.weights",
    )


def _fits(run: Run, numbering: Numbering, words: Words) -> list[Table]:
    """Mean fit by group, for each kind of group of which there are several."""
    by_dimension = {dimension: [one for one in run.fits if one.dimension is dimension] for dimension in Dimension}
    return [
        _fit_table(dimension, groups, numbering, words) for dimension, groups in by_dimension.items() if len(groups) > 1
    ]


def _fit_table(dimension: Dimension, groups: Sequence[GroupFit], numbering: Numbering, words: Words) -> Table:
    """How many are in a group is not told: beside the roster it would tell who has no mentor."""
    _ = words.gettext
    name, fit, enough = _(DIMENSIONS[dimension]), _("Mean fit, 0 to 100"), Cell(_("five pairs or more"))
    return Table(
        caption=_(
            "Table %(number)s. Mean fit of proposed pairs: %(grouping)s", number=numbering.next_table(), grouping=name
        ),
        columns=(Column(name, is_number=False), Column(fit), Column(_("Out of"))),
        rows=tuple(
            Row(one.name or _("Not known"), (Cell(words.number(one.mean, 1), (Number(fit, one.mean, 1),)), enough))
            for one in groups
        ),
        key=f"match.fit.{dimension.value}",
    )


def _places(places: tuple[Places, ...], numbering: Numbering, words: Words) -> tuple[Figure, Table]:
    """Where mentors have room: sites of five mentors or more, and all smaller ones together."""
    _ = words.gettext
    taken, free = sum(one.taken for one in places), sum(one.free for one in places)
    finding = _("%(taken)s places are taken, %(free)s are free", taken=words.number(taken), free=words.number(free))
    rows = [PlaceRow(_site(one, places, words), _room(one, words), one.taken, one.free) for one in places]
    number, worth = numbering.next_figure(), squares_are_worth(rows)
    drawn = {
        width: place_map(rows, title=finding, id_prefix=f"figure-{number}-{width.value}", width=width)
        for width in ChartWidth
    }
    measure = words.ngettext(
        "A square is %(num)s place of a mentor: filled where a mentee has it, hollow where it is free",
        "A square is %(num)s places of mentors: filled where mentees have them, hollow where they are free",
        worth,
    )
    figure = Figure(number, finding, measure, drawn[ChartWidth.WIDE], drawn[ChartWidth.NARROW])
    return figure, _places_table(places, numbering, words)


def _places_table(places: tuple[Places, ...], numbering: Numbering, words: Words) -> Table:
    _ = words.gettext
    headings = (_("Mentors"), _("Places taken"), _("Places free"))
    return Table(
        caption=_("Table %(number)s. Where mentors have room", number=numbering.next_table()),
        columns=(Column(_("Site"), is_number=False), *(Column(heading) for heading in headings)),
        rows=tuple(
            Row(
                _site(one, places, words),
                tuple(
                    Cell(words.number(value), (Number(heading, value),))
                    for heading, value in zip(headings, (one.mentors, one.taken, one.free), strict=True)
                ),
            )
            for one in places
        ),
        key="match.places",
    )


def _site(one: Places, places: tuple[Places, ...], words: Words) -> str:
    if one.site:
        return one.site
    return words.gettext("All sites") if len(places) == 1 else words.gettext("Other sites, or none given")


def _room(one: Places, words: Words) -> str:
    return words.gettext("%(taken)s taken, %(free)s free", taken=words.number(one.taken), free=words.number(one.free))


PART = Part(
    key="match",
    title=N_("The match"),
    about=N_("How pairs were found, choices met, places taken and free, and how both sides see their pair."),
    draw=draw,
    nothing=N_("Nobody was paired here, and no survey asked how two people get on."),
)
