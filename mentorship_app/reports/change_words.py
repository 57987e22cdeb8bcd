"""What may be said of a change of the same people, written from its interval: never a cause, never more than it holds.

A change is called lower or higher only where its 95 % interval, as it is printed, leaves 0 out. Otherwise the sentence
says how far down and how far up the interval reaches.
"""

from collections.abc import Iterable, Sequence
from enum import Enum

from mentorship_app.core.rounding import rounded
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.reports.estimate_cells import mean_of
from mentorship_app.reports.findings import headline_decimals
from mentorship_app.reports.hiding import why_withheld
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Estimate, PairedChange
from mentorship_app.surveys.datasets import ScaleInfo
from mentorship_app.surveys.outcomes import ScaleChange

_MOST_NAMED = 2


class Moved(Enum):
    """What the interval of a mean change allows to be said."""

    HIDDEN = "hidden"
    OPEN = "open"  # the interval holds 0
    LOWER = "lower"
    HIGHER = "higher"


def moved(paired: PairedChange | None, decimals: int) -> Moved:
    """By the bounds as they are printed: nobody reads ``lower`` beside an interval that ends in 0.0."""
    change = None if paired is None else mean_of(paired.change)
    if change is None:
        return Moved.HIDDEN
    if rounded(change.ci_high, decimals) < 0:
        return Moved.LOWER
    return Moved.HIGHER if rounded(change.ci_low, decimals) > 0 else Moved.OPEN


def verdict_of(change: ScaleChange) -> Moved:
    """The same of a scale, at the decimals of headlines."""
    return moved(shown(change), headline_decimals(change.scale))


def shown(change: ScaleChange) -> PairedChange | None:
    """The change, where it may be told."""
    return change.paired if change.status is Visibility.SHOWN else None


def latest_of(changes: Iterable[ScaleChange]) -> tuple[ScaleChange, ...]:
    """For each scale the change to the latest survey that can be shown, else to the latest; in order of scales."""
    found: dict[tuple[bool, str], ScaleChange] = {}
    for change in changes:
        key = (change.of_mentors, change.scale.key)
        if shown(change) is not None or key not in found or shown(found[key]) is None:
            found[key] = change
    return tuple(found.values())


def change_headline(change: ScaleChange, words: Words) -> str:
    """One sentence about one scale."""
    _ = words.gettext
    scale, paired, verdict = words.text(change.scale.name), shown(change), verdict_of(change)
    if paired is None or verdict is Moved.HIDDEN:
        return _("%(scale)s: too few to say how it changed", scale=scale)
    if verdict is Moved.OPEN:
        return _("%(scale)s: too close to call", scale=scale)
    decimals = headline_decimals(change.scale)
    values = {
        "scale": scale,
        "points": points(abs(paired.change.mean or 0), decimals, words),
        "survey": words.text(change.after.title),
    }
    if verdict is Moved.LOWER:
        return _("%(scale)s: %(points)s lower at “%(survey)s”", **values)
    return _("%(scale)s: %(points)s higher at “%(survey)s”", **values)


def change_detail(change: ScaleChange, words: Words) -> str:
    """What the headline rests on, and where the smallest change that matters lies beside it."""
    paired = shown(change)
    estimate = None if paired is None else mean_of(paired.change)
    beside = "" if estimate is None else _beside_mid(change, estimate, words)
    return " ".join(part for part in (change_basis(change, words), beside) if part)


def change_basis(change: ScaleChange, words: Words) -> str:
    """Mean change, interval, people, and what the interval leaves open; or why nothing is told."""
    paired = shown(change)
    estimate = None if paired is None else mean_of(paired.change)
    if paired is None or estimate is None:
        return why_withheld(change.status, change.floor, words)
    decimals = headline_decimals(change.scale)
    said = words.ngettext(
        "Mean change %(mean)s, 95 %% interval %(interval)s, %(num)s person who answered both.",
        "Mean change %(mean)s, 95 %% interval %(interval)s, %(num)s people who answered both.",
        paired.n,
        mean=words.number(estimate.value, decimals),
        interval=words.interval(estimate.ci_low, estimate.ci_high, decimals),
    )
    return f"{said} {holds(estimate, decimals, words)}"


def holds(estimate: Estimate, decimals: int, words: Words) -> str:
    """What the interval is consistent with, and what it leaves out."""
    _ = words.gettext
    low, high = rounded(estimate.ci_low, decimals), rounded(estimate.ci_high, decimals)
    if high < 0:
        return _(
            "Consistent with a fall of %(span)s; a rise is not.",
            span=span(-estimate.ci_high, -estimate.ci_low, decimals, words),
        )
    if low > 0:
        return _(
            "Consistent with a rise of %(span)s; a fall is not.",
            span=span(estimate.ci_low, estimate.ci_high, decimals, words),
        )
    return _(
        "Consistent with anything from a fall of %(fall)s to a rise of %(rise)s.",
        fall=points(abs(estimate.ci_low), decimals, words),
        rise=points(abs(estimate.ci_high), decimals, words),
    )


def _beside_mid(change: ScaleChange, estimate: Estimate, words: Words) -> str:
    """Where the smallest change that matters lies beside the interval, for scales that have one."""
    _ = words.gettext
    constant = next((one for one in change.scale.constants if one.kind == "change"), None)
    if constant is None:
        return ""
    least = points(constant.value, 0 if constant.value == int(constant.value) else 2, words)
    nearest = 0.0 if not estimate.excludes(0) else min(abs(estimate.ci_low), abs(estimate.ci_high))
    farthest = max(abs(estimate.ci_low), abs(estimate.ci_high))
    if farthest < constant.value:
        return _("The whole interval is less than the %(points)s that are said to matter.", points=least)
    if nearest >= constant.value:
        return _("The whole interval is at least the %(points)s that are said to matter.", points=least)
    return _("Whether it reaches the %(points)s that are said to matter stays open.", points=least)


def points(value: float, decimals: int, words: Words) -> str:
    """``6.3 points``; French counts less than two as one."""
    return words.ngettext("%(value)s points", "%(value)s points", int(abs(value)), value=words.number(value, decimals))


def span(low: float, high: float, decimals: int, words: Words) -> str:
    """``1.8 to 10.7 points``."""
    return words.ngettext(
        "%(interval)s points", "%(interval)s points", int(abs(high)), interval=words.interval(low, high, decimals)
    )


def changes_headline(changes: Sequence[ScaleChange], words: Words) -> str:
    """One sentence about all of them: which are lower, which higher, how many are open."""
    _ = words.gettext
    by_verdict: dict[Moved, list[ScaleChange]] = {}
    for change in changes:
        by_verdict.setdefault(verdict_of(change), []).append(change)
    told = len(changes) - len(by_verdict.get(Moved.HIDDEN, []))
    if not told:
        return _("Too few people answered both surveys to say what changed")
    lower, higher = by_verdict.get(Moved.LOWER, []), by_verdict.get(Moved.HIGHER, [])
    if not lower and not higher:
        return words.ngettext("Too close to call", "Too close to call on every scale", told)
    parts = []
    if lower:
        parts.append(_("Lower: %(scales)s", scales=_named(lower, words)))
    if higher:
        named = _named(higher, words)
        parts.append(_("higher: %(scales)s", scales=named) if parts else _("Higher: %(scales)s", scales=named))
    rest = len(by_verdict.get(Moved.OPEN, []))
    if rest:
        parts.append(words.ngettext("%(num)s scale too close to call", "%(num)s scales too close to call", rest))
    return words.joined(parts)


def _named(changes: Sequence[ScaleChange], words: Words) -> str:
    if len(changes) <= _MOST_NAMED:
        return words.listed([words.text(change.scale.name) for change in changes])
    return words.ngettext("%(num)s scale", "%(num)s scales", len(changes))


def smallest_words(change: ScaleChange, words: Words) -> str:
    """How large a change must be before so many pairs are likely to show it; empty where that is not known."""
    paired = shown(change)
    if paired is None or change.smallest is None or not paired.change.sd:
        return ""
    return words.ngettext(
        "%(scale)s: with %(num)s pair, a mean change of less than %(points)s would be missed more than once in five "
        "times.",
        "%(scale)s: with %(num)s pairs, a mean change of less than %(points)s would be missed more than once in five "
        "times.",
        paired.n,
        scale=words.text(change.scale.name),
        points=points(change.smallest * paired.change.sd, headline_decimals(change.scale), words),
    )


def about_scale(scale: ScaleInfo, words: Words) -> str:
    """``0 to 100, lower is better``: what must stand under the name of a scale."""
    _ = words.gettext
    better = {"up": _("higher is better"), "down": _("lower is better"), "neither": _("neither end is better")}
    said = f"{words.interval(scale.low, scale.high, 0)}, {better[scale.better]}"
    return said if scale.validated else _("%(said)s; not validated", said=said)
