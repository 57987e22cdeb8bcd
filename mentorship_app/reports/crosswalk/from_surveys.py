"""Evidence from surveys: who was reached, how people are, how their answers are kept."""

from mentorship_app.core.i18n import N_
from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.reports.context import ReportContext, answered_of
from mentorship_app.reports.crosswalk.shown import Evidence, EvidenceKind, nothing
from mentorship_app.reports.findings import printed_decimals
from mentorship_app.reports.levels import Level, level_of
from mentorship_app.reports.response import answered_words
from mentorship_app.reports.tables import Number
from mentorship_app.surveys.outcomes import ScaleChange


def response_rate(context: ReportContext) -> Evidence:
    """How many of those who were asked answered each survey."""
    words = context.words
    _ = words.gettext
    if not context.datasets:
        return nothing(_("No survey is closed yet."))
    numbers: list[Number] = []
    for dataset in context.datasets:
        title, answered = words.text(dataset.title), answered_of(dataset)
        if answered is not None:
            numbers.append(Number(words.named(title, _("Answered")), answered))
        if dataset.eligible is not None:
            numbers.append(Number(words.named(title, _("Asked")), dataset.eligible))
    said = [words.named(words.text(dataset.title), answered_words(dataset, words)) for dataset in context.datasets]
    return Evidence(f"{words.joined(said)}.", tuple(numbers))


def self_screening(context: ReportContext) -> Evidence:
    """Measures of well-being whose scores everybody sees of themselves."""
    words = context.words
    _ = words.gettext
    scales = [table.scale for dataset in context.datasets if dataset.ref.kind == "wave" for table in dataset.scales]
    asked = dict.fromkeys(
        words.text(scale.measure.title) for scale in scales if scale.measure and level_of(scale) is Level.WELL_BEING
    )
    if not asked:
        return nothing(_("No measure of well-being was asked here."))
    return Evidence(
        _(
            "Asked of everybody: %(measures)s. Signed in, each person sees their own scores, with help beside them; "
            "nobody else does.",
            measures=words.listed(list(asked)),
        )
    )


def well_being_change(context: ReportContext) -> Evidence:
    """How the same mentees’ scores changed, with intervals; nothing about why."""
    words = context.words
    _ = words.gettext
    changes = [
        change
        for change in context.outcomes.changes
        if not change.of_mentors and level_of(change.scale) is Level.WELL_BEING
    ]
    if not changes:
        return nothing(_("No measure of well-being was answered twice."))
    shown = [told for change in changes if (told := _change(change, context)) is not None]
    if not shown:
        return nothing(_("Too few people answered twice to say."))
    text = " ".join(told.text for told in shown)
    return Evidence(text, tuple(number for told in shown for number in told.numbers))


def _change(change: ScaleChange, context: ReportContext) -> Evidence | None:
    words = context.words
    _ = words.gettext
    summary = change.paired.change if change.status is Visibility.SHOWN and change.paired is not None else None
    if summary is None or summary.mean is None or summary.ci_low is None or summary.ci_high is None:
        return None
    scale, decimals = words.text(change.scale.name), printed_decimals(change.scale)
    text = words.ngettext(
        "%(scale)s, %(before)s to %(after)s: mean change %(mean)s (95 %% interval %(interval)s), %(num)s person, "
        "on a scale from %(ends)s.",
        "%(scale)s, %(before)s to %(after)s: mean change %(mean)s (95 %% interval %(interval)s), %(num)s people, "
        "on a scale from %(ends)s.",
        summary.n,
        scale=scale,
        before=words.text(change.before.title),
        after=words.text(change.after.title),
        mean=words.number(summary.mean, decimals),
        interval=words.interval(summary.ci_low, summary.ci_high, decimals),
        ends=words.interval(change.scale.low, change.scale.high, 0),
    )
    pair = f"{scale}, {words.text(change.after.title)}"
    numbers = (
        Number(words.named(pair, _("n")), summary.n),
        Number(words.named(pair, _("Mean change")), summary.mean, decimals),
        Number(words.named(pair, _("95 % interval, low")), summary.ci_low, decimals),
        Number(words.named(pair, _("95 % interval, high")), summary.ci_high, decimals),
    )
    return Evidence(text, numbers)


def confidential_surveys(context: ReportContext) -> Evidence:
    """The floors below which nothing is told, which no setting can lower."""
    words, floor = context.words, context.grounds.comment_floor
    _ = words.gettext
    numbers = [Number(_("Floor of means"), FLOOR), Number(_("Floor of shares"), SHARE_FLOOR)]
    said = _(
        "Answers are sealed while a survey runs. No mean of fewer than %(means)s people is told, no share of fewer "
        "than %(shares)s, and nobody sees who answered.",
        means=words.number(FLOOR),
        shares=words.number(SHARE_FLOOR),
    )
    if floor:
        said += " " + _("Comments are shown from %(floor)s of them on.", floor=words.number(floor))
        numbers.append(Number(_("Floor of comments"), floor))
    return Evidence(said, tuple(numbers))


KINDS = (
    EvidenceKind("response_rate", N_("Answers to surveys"), response_rate),
    EvidenceKind("self_screening", N_("Self-screening offered"), self_screening),
    EvidenceKind("well_being_change", N_("Change of well-being"), well_being_change),
    EvidenceKind("confidential_surveys", N_("Confidential surveys"), confidential_surveys),
)
