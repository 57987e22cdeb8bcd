"""What these results cannot show: each limit only where it holds for what this report tells."""

from collections.abc import Iterable, Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.hiding import count_hidden, hidden_words
from mentorship_app.reports.section import Numbering, Part, Section, TextPlace
from mentorship_app.reports.sections.summary import FEWEST_FOR_WEIGHT
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import ScaleTable

MOST_NAMED = 3


def draw(context: ReportContext, _numbering: Numbering) -> Section:
    """Standing limits of such an evaluation, by design, people, measures and numbers; then the program's own words."""
    words = context.words
    _ = words.gettext
    kinds = (
        (_("Design"), _of_design(context)),
        (_("Who answered"), _of_people(context)),
        (_("Measures"), _of_measures(context)),
        (_("Numbers"), _of_numbers(context)),
    )
    return Section(
        key="limits",
        name=_("Limits of these results"),
        values={
            "headline": _("What these results cannot show"),
            "kinds": [(heading, limits) for heading, found in kinds if (limits := list(found))],
            "primary": context.said("limits.primary").splitlines(),
            "own": context.said("limits.own").splitlines(),
        },
    )


def _of_design(context: ReportContext) -> Iterator[str]:
    _ = context.words.gettext
    if any(change.arms is not None and change.arms.difference is not None for change in context.outcomes.changes):
        yield _(
            "Nobody was given a mentor by lot. Those who have one may have differed from the others beforehand, so no "
            "difference between them can be put down to mentoring."
        )
    else:
        yield _("There was no comparison group, so no number here can be put down to the program.")
    if len(context.datasets) == 1:
        yield _("Everything here was asked at one point in time: what was before, and what came after, is not known.")
        return
    yield _(
        "Scores change with the season, the rotation and the year of training. Surveys at different times of the year "
        "differ for these reasons too."
    )
    yield _("Much else changed in the same months, in hospitals and outside. Scores follow that as well.")
    if context.outcomes.changes:
        yield _(
            "Those who start far from their usual level tend to drift back to it by themselves. Part of a change of "
            "the same people can be that."
        )
    if context.outcomes.years:
        yield _(
            "Years that stand beside each other differ in their people, their training and their times, not in the "
            "program alone."
        )


def _of_people(context: ReportContext) -> Iterator[str]:
    _ = context.words.gettext
    asked = [dataset for dataset in context.datasets if dataset.eligible is not None]
    if any(dataset.answered < (dataset.eligible or 0) for dataset in asked):
        yield _("Those who did not answer may differ from those who did.")
    if context.outcomes.lost:
        yield _(
            "The shares at published limits have bounds under “Who answered”: what they would be if nobody, or "
            "everybody, of those who did not answer were there too."
        )
    if len(asked) < len(context.datasets):
        yield _("Of some answers it is not known how many people were asked, so nothing can be said of who is missing.")
    if context.outcomes.changes:
        yield _(
            "Changes are those of people who answered both times. Whoever left the program, or answered once, is not "
            "in them."
        )


def _of_measures(context: ReportContext) -> Iterator[str]:
    words = context.words
    _ = words.gettext
    tables = [table for dataset in context.datasets for table in dataset.scales]
    yield _(
        "People speak for themselves here. What they report can differ from what they do, and from how others see it."
    )
    near = _named((table for table in tables if _is_near_an_end(table)), words)
    if near:
        yield _(
            "Answers lie close to the end of the scale on %(scales)s. There is little room left to move that way, so a "
            "change can be missed.",
            scales=near,
        )
    if any(not table.scale.validated for table in tables):
        yield _("Scales marked as not validated must not be compared with published figures or used to judge a person.")


def _of_numbers(context: ReportContext) -> Iterator[str]:
    words = context.words
    _ = words.gettext
    if min(answered_of(dataset) or 0 for dataset in context.datasets) < FEWEST_FOR_WEIGHT:
        yield _("With so few answers only large differences can be seen; smaller ones can be missed.")
    hidden = count_hidden(*context.datasets)
    if hidden.too_few or hidden.protecting:
        yield _(
            "To protect people, some rows are hidden: %(rows)s. What holds for small groups cannot be seen here.",
            rows=hidden_words(hidden, words),
        )
    if sum(len(dataset.scales) + len(dataset.questions) for dataset in context.datasets) == 1:
        return
    if context.said("limits.primary"):
        yield _("The main measure is named below. All other numbers describe; among so many, some stand out by chance.")
    else:
        yield _("No main measure is named in this report. Among so many numbers, some stand out by chance.")


def _is_near_an_end(table: ScaleTable) -> bool:
    """Whether the mean lies less than one SD from an end: then some answers are as high, or low, as they can be."""
    summary, scale = table.total.summary, table.scale
    if summary is None or summary.mean is None or not summary.sd or not scale.has_ends:
        return False
    return summary.mean + summary.sd > scale.high or summary.mean - summary.sd < scale.low


def _named(tables: Iterable[ScaleTable], words: Words) -> str:
    names = list(dict.fromkeys(words.text(table.scale.name) for table in tables))
    if len(names) <= MOST_NAMED:
        return words.listed(names)
    rest = words.ngettext("%(num)s more", "%(num)s more", len(names) - MOST_NAMED)
    return words.listed([*names[:MOST_NAMED], rest])


PART = Part(
    key="limits",
    title=N_("Limits of these results"),
    about=N_("What these results cannot show, and why."),
    draw=draw,
    texts=(
        TextPlace(
            "limits.primary",
            N_("The main measure, named before the answers came in"),
            N_("One scale and one comparison, and when you chose it. Leave it empty if none was named in advance."),
            rows=2,
        ),
        TextPlace(
            "limits.own",
            N_("Other limits"),
            N_("What a reader should know: a strike, a new schedule, a survey that came late."),
        ),
    ),
    has_words=False,
)
