"""The parts of every section about outcomes: change of the same people, its course, its years, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.privacy.suppression import Visibility
from mentorship_app.reports.change_figures import (
    attrition_figure,
    change_forest,
    dumbbells,
    trend_figures,
    years_figure,
)
from mentorship_app.reports.change_tables import (
    change_table,
    limit_changes_table,
    moves_table,
    other_changes_table,
    people_table,
    robust_table,
)
from mentorship_app.reports.change_words import (
    change_detail,
    change_headline,
    changes_headline,
    latest_of,
    shown,
    smallest_words,
)
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.course_tables import (
    arms_table,
    attrition_table,
    latest_table,
    lost_table,
    stayed_table,
    trend_table,
    trend_words,
    years_table,
    years_words,
)
from mentorship_app.reports.levels import Level, is_single_need, level_of
from mentorship_app.reports.scales import by_scale
from mentorship_app.reports.section import Figure, Numbering
from mentorship_app.reports.tables import Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys.datasets import Dataset, ScaleInfo, ScaleTable
from mentorship_app.surveys.outcomes import Outcomes, ScaleChange, YearChange

MOST_YEARS_DRAWN = 4
"""Scales whose years are drawn; the tables have all."""


@dataclass(frozen=True)
class Subpart:
    """Some figures and tables under one heading, with what must be said about them."""

    heading: str
    about: str = ""
    points: tuple[tuple[str, str], ...] = ()
    """Findings: a sentence, and what it rests on."""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutcomeParts:
    """What a section about outcomes shows."""

    headline: str
    lead: str
    parts: tuple[Subpart, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for part in self.parts for table in part.tables)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for part in self.parts for figure in part.figures)


@dataclass(frozen=True)
class About:
    """Which scales of whom a section is about."""

    key: str
    level: Level
    of_mentors: bool | None
    """None for both."""
    told_already: frozenset[str] = frozenset()
    """Keys of scales whose scores stand elsewhere in the section."""

    def takes(self, scale: ScaleInfo, of_mentors: bool) -> bool:
        return level_of(scale) is self.level and self.of_mentors in (None, of_mentors) and not is_single_need(scale)


def outcome_parts(context: ReportContext, about: About, numbering: Numbering) -> OutcomeParts | None:
    """Everything that is known of these scales; None where no survey asked one."""
    words = context.words
    asked = [
        tables for tables in by_scale(context.datasets) if about.takes(tables[-1][1].scale, tables[-1][0].of_mentors)
    ]
    if not asked:
        return None
    outcomes = only(context.outcomes, about)
    main = latest_of(outcomes.changes)
    told = [change for change in main if shown(change) is not None]
    parts: list[Subpart] = []
    for together in _compared(main):
        parts += _compared_parts(together, about, numbering, words)
    parts += _courses(outcomes, main, about, numbering, words)
    parts += _missing(outcomes, about, numbering, words) if told else []
    untold = [one for one in _untold(asked, told) if one[1].scale.key not in about.told_already]
    latest = latest_table(untold, about.key, numbering, words)
    if latest is not None:
        why = "" if told else why_no_change(asked, main, words)
        parts.insert(0 if not told else len(parts), Subpart(words.gettext("Latest scores"), why, tables=(latest,)))
    return OutcomeParts(_headline(main, asked, words), _lead(told, words), tuple(parts))


def only(outcomes: Outcomes, about: About) -> Outcomes:
    """The part of ``outcomes`` that is about these scales; attrition is about people, not scales."""

    return Outcomes(
        changes=tuple(one for one in outcomes.changes if about.takes(one.scale, one.of_mentors)),
        trends=tuple(one for one in outcomes.trends if about.takes(one.scale, one.of_mentors)),
        reliabilities=tuple(one for one in outcomes.reliabilities if about.takes(one.scale, bool(about.of_mentors))),
        lost=tuple(one for one in outcomes.lost if about.takes(one.scale, bool(about.of_mentors))),
        attrition=tuple(one for one in outcomes.attrition if about.of_mentors in (None, one.of_mentors)),
        years=tuple(one for one in outcomes.years if about.takes(one.scale, one.of_mentors)),
    )


def _headline(main: Sequence[ScaleChange], asked: list[list[tuple[Dataset, ScaleTable]]], words: Words) -> str:
    if any(shown(change) is not None for change in main):
        return changes_headline(main, words)
    if main:
        return words.gettext("Too few people answered both surveys to say what changed")
    return words.ngettext("%(num)s scale, without a change yet", "%(num)s scales, without a change yet", len(asked))


def _lead(told: Sequence[ScaleChange], words: Words) -> str:
    _ = words.gettext
    if not told:
        return _("Scores of everybody who answered, whoever they were each time.")
    if any(change.arms is not None for change in told):
        return _(
            "The same people at both surveys. Who has a mentor was not drawn by lot, so nothing here shows an effect."
        )
    return _("The same people at both surveys. There was no comparison group, so nothing here shows an effect.")


def why_no_change(asked: list[list[tuple[Dataset, ScaleTable]]], main: Sequence[ScaleChange], words: Words) -> str:
    """Why no change is told, in a sentence."""
    _ = words.gettext
    if main:
        return _("Several surveys asked these scales, but too few people answered more than one of them.")
    if all(dataset.ref.kind == "import" for tables in asked for dataset, _table in tables):
        return _("Scores from elsewhere carry no code by which an answer could be set beside an earlier one.")
    if all(len(tables) == 1 for tables in asked):
        return _("One survey asked these scales so far. A change needs a second one that asks the same.")
    return _("No answer could be set beside an earlier one of the same person.")


def _compared(main: Sequence[ScaleChange]) -> list[list[ScaleChange]]:
    """Changes between the same two surveys together."""
    found: dict[object, list[ScaleChange]] = {}
    for change in main:
        found.setdefault((change.of_mentors, change.before.ref, change.after.ref), []).append(change)
    return list(found.values())


def _compared_parts(changes: list[ScaleChange], about: About, numbering: Numbering, words: Words) -> list[Subpart]:
    """Two surveys set beside each other; nothing but the reason where nothing of them is shown."""
    _ = words.gettext
    told = [change for change in changes if shown(change) is not None]
    if not told:
        return []
    key = _key(changes, about)
    heading = _heading(changes, words)
    forest = change_forest(changes, changes_headline(changes, words), numbering, words)
    main = Subpart(
        heading,
        points=tuple((change_headline(one, words), change_detail(one, words)) for one in changes),
        figures=(forest,),
        tables=(change_table(changes, key, numbering, words),),
        notes=(
            _(
                "How to read this: the change is the mean of each person’s own difference, later less earlier. g_av "
                "divides it by the average spread of both surveys, so that programs can be compared. An interval that "
                "holds 0 is consistent with no change."
            ),
            " ".join(dict.fromkeys(said for one in told if (said := smallest_words(one, words)))),
        ),
    )
    people = [people_table(changes, key, numbering, words)]
    for extra in (moves_table, limit_changes_table, robust_table):
        table = extra(told, key, numbering, words)
        people += [table] if table is not None else []
    beside = Subpart(_("Behind these changes"), figures=tuple(dumbbells(told, numbering, words)), tables=tuple(people))
    return [main, beside, *_arms(told, key, numbering, words)]


def _key(changes: Sequence[ScaleChange], about: About) -> str:
    """Mentors apart where a section has both."""
    return f"{about.key}.mentors" if about.of_mentors is None and changes[0].of_mentors else about.key


def _heading(changes: Sequence[ScaleChange], words: Words) -> str:
    titles = {"before": words.text(changes[0].before.title), "after": words.text(changes[0].after.title)}
    if changes[0].of_mentors:
        return words.gettext("Mentors: from “%(before)s” to “%(after)s”", **titles)
    return words.gettext("From “%(before)s” to “%(after)s”", **titles)


def _arms(told: Sequence[ScaleChange], key: str, numbering: Numbering, words: Words) -> list[Subpart]:
    _ = words.gettext
    table = arms_table(told, key, numbering, words)
    if table is None:
        return []
    about = _(
        "Who has a mentor was not drawn by lot: the two groups may differ in more than mentoring. Intervals after "
        "Welch; g after Hedges; the last column compares people who began alike."
    )
    return [Subpart(_("With a mentor and without"), about, tables=(table,))]


def _courses(
    outcomes: Outcomes, main: Sequence[ScaleChange], about: About, numbering: Numbering, words: Words
) -> list[Subpart]:
    """Three surveys and more, the other comparisons, and years beside each other."""
    _ = words.gettext
    parts = []
    others = [one for one in outcomes.changes if one not in main]
    figures = trend_figures(outcomes.trends, numbering, words)
    tables = [trend_table(one, about.key, numbering, words) for one in outcomes.trends]
    tables.append(other_changes_table(others, about.key, numbering, words))
    kept = tuple(table for table in tables if table is not None)
    if kept:
        notes = tuple(said for one in outcomes.trends if (said := trend_words(one, words)))
        method = _(
            "A linear mixed model with an intercept for each person takes in those who missed a survey. The means of "
            "people who answered all of them stand beside it."
        )
        about_it = method if any(one.trend for one in outcomes.trends) else ""
        parts.append(Subpart(_("Over the surveys"), about_it, figures=tuple(figures), tables=kept, notes=notes))
    if outcomes.years:
        drawn = [one for one in outcomes.years if _told_years(one.years) > 1][:MOST_YEARS_DRAWN]
        parts.append(
            Subpart(
                _("Year by year"),
                _("Each year is another group of people. The years are pooled with random effects."),
                figures=tuple(years_figure(one, numbering, words) for one in drawn),
                tables=tuple(years_table(one, about.key, numbering, words) for one in outcomes.years),
                notes=tuple(
                    words.named(words.text(one.scale.name), said)
                    for one in outcomes.years
                    if (said := years_words(one, words))
                ),
            )
        )
    return parts


def _told_years(years: Sequence[YearChange]) -> int:
    return sum(year.status is Visibility.SHOWN for year in years)


def _missing(outcomes: Outcomes, about: About, numbering: Numbering, words: Words) -> list[Subpart]:
    """Who did not answer again, and what missing answers could change; once in the report, beside well-being."""
    _ = words.gettext
    flows = outcomes.attrition if about.level is Level.WELL_BEING else ()
    figures = [figure for one in flows if (figure := attrition_figure(one, numbering, words)) is not None]
    tables: list[Table] = []
    for place, one in enumerate(flows):
        key = about.key if not place else f"{about.key}.{place + 1}"
        tables.append(attrition_table(one, key, numbering, words))
        stayed = stayed_table(one, key, numbering, words)
        tables += [stayed] if stayed is not None else []
    lost = lost_table(outcomes.lost, about.key, numbering, words)
    tables += [lost] if lost is not None else []
    if not tables:
        return []
    notes: tuple[str, ...] = ()
    if lost is not None:
        notes = (_("The true share of everybody asked lies between the last two columns, whatever the others think."),)
    return [Subpart(_("Who is missing"), figures=tuple(figures), tables=tuple(tables), notes=notes)]


def _untold(
    asked: list[list[tuple[Dataset, ScaleTable]]], told: Sequence[ScaleChange]
) -> list[tuple[Dataset, ScaleTable]]:
    """The latest answers on every scale whose change is not told."""
    known = {(change.of_mentors, change.scale.key) for change in told}
    return [tables[-1] for tables in asked if (tables[-1][0].of_mentors, tables[-1][1].scale.key) not in known]
