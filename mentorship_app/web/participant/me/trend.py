"""One's own scores over the check-ins: drawn when looked at, for whoever signed in properly, and kept nowhere."""

from dataclasses import dataclass

from flask import Blueprint, Response, request
from markupsafe import Markup

from mentorship_app.accounts import Account
from mentorship_app.charts import Axis, ChartWidth, NumberStyle, TrendMark, scale_axis, trend_line
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.surveys.own_answers import OwnState
from mentorship_app.surveys.trend import TrendLine, TrendPoint, trend_of
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import _, current_locale, month_and_year, number
from mentorship_app.web.participant.answers.own import answered_of, waves_of

MOST_TABLES = 4
"""With more scales than this each table is opened by whoever wants it: the drawings say the same."""
MOST_TOGETHER = 6
"""With more scales than this the page shows one measure at a time: on a phone the whole would be long and slow."""
MOST_STEPS = 6
_STEPS = (1, 2, 3, 4, 5, 6, 10, 20, 25, 50)


@dataclass(frozen=True)
class DrawnLine:
    """A scale with its drawings, wide and narrow, and the finding in words."""

    line: TrendLine
    finding: str
    drawings: tuple[Markup, ...]


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other pages of /me."""
    bp.add_url_rule("/trend", "trend", trend, methods=["GET"])


@requires(signed_in)
def trend() -> Response:
    """A line for each scale that was ever asked, the table beside it, help beside a hard score.

    ``?measure=`` names the measure to show where they do not all stand on one page; any other word means the first.
    """
    account = db.session.get(Account, current_actor().account_id)
    if account is None:
        raise NotFound(N_("There is no such account any more."))
    waves = waves_of(account)
    lines = trend_of(answered_of(waves))
    measures = {line.instrument_key: line.instrument for line in lines} if len(lines) > MOST_TOGETHER else {}
    chosen = request.args.get("measure", "")
    chosen = chosen if chosen in measures else next(iter(measures), "")
    shown = [line for line in lines if not measures or line.instrument_key == chosen]
    response = page(
        "participant/me/trend.html",
        lines=[_drawn(line, f"line-{place}") for place, line in enumerate(shown, start=1)],
        measures=measures,
        chosen=chosen,
        is_long=len(shown) > MOST_TABLES,
        is_hard=any(line.is_hard for line in lines),
        is_first=bool(lines) and all(len(line.points) == 1 for line in lines),
        states={own.state for own in waves},
        states_named=OwnState,
    )
    # On a shared computer the Back button must not bring scores up again.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _drawn(line: TrendLine, name: str) -> DrawnLine:
    finding = _finding(line)
    return DrawnLine(line, finding, tuple(_drawing(line, finding, name, width) for width in ChartWidth))


def _drawing(line: TrendLine, finding: str, name: str, width: ChartWidth) -> Markup:
    better = _("Higher is better.") if line.more_is_better else _("Lower is better.")
    label = _("Possible range %(low)s to %(high)s.", low=number(line.low), high=number(line.high))
    drawing = trend_line(
        [TrendMark(month_and_year(point.day), point.score.value) for point in line.points],
        title=finding,
        axis=_axis(line.low, line.high),
        axis_label=f"{label} {better}",
        id_prefix=f"{name}-{width.value}",
        numbers=NumberStyle(1, "," if current_locale() == "fr" else "."),
        width=width,
    )
    return Markup(drawing)  # noqa: S704  the chart escapes every text


def _axis(low: float, high: float) -> Axis:
    """The whole range, with ticks at whole numbers where few enough of them reach from end to end."""
    span = high - low
    step = next((step for step in _STEPS if span % step == 0 and span / step <= MOST_STEPS), None)
    if step is None or low % 1:
        return scale_axis(low, high)
    return Axis(low, high, tuple(low + step * number for number in range(int(span / step) + 1)))


def _finding(line: TrendLine) -> str:
    """The last score, and how it lies to the one before; no more than that can be said of one person."""
    if not line.scored:
        return _("Too few answers to say")
    last = line.scored[-1]
    said = _(
        "%(value)s on a scale from %(low)s to %(high)s",
        value=_value(last),
        low=number(line.low),
        high=number(line.high),
    )
    if len(line.scored) == 1:
        return said
    return f"{said}, {_compared(last, line.scored[-2])}"


def _compared(last: TrendPoint, before: TrendPoint) -> str:
    values = {"value": _value(before), "check_in": before.wave.in_(current_locale())}
    if _value(last) == _value(before):
        return _("as in %(check_in)s", **values)
    if (last.score.value or 0) > (before.score.value or 0):
        return _("higher than in %(check_in)s (%(value)s)", **values)
    return _("lower than in %(check_in)s (%(value)s)", **values)


def _value(point: TrendPoint) -> str:
    return number(point.score.value or 0, 1)
