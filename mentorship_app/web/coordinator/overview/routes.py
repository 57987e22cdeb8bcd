"""``/p/<program>/overview``: what whoever directs the program sees first. It only reads."""

from flask import Blueprint, Response
from markupsafe import Markup

from mentorship_app.charts import Axis, ChartWidth, NumberStyle, TrendMark, trend_line
from mentorship_app.core import clock
from mentorship_app.monitoring.indicators.definition import indicators
from mentorship_app.monitoring.overview import Month, Overview, overview
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.audit_sentences import PHASE
from mentorship_app.web.coordinator.overview.words import Told, told
from mentorship_app.web.coordinator.place import Place, place, reads_reports
from mentorship_app.web.coordinator.today.day import Day
from mentorship_app.web.coordinator.today.year import next_dates
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.i18n import _, current_locale, month_and_year, number

bp = Blueprint("overview", __name__)

DATES_SHOWN = 4
_LEAST_TOP = 2.0


@bp.get("/overview")
@requires(reads_reports, load=place)
def index(here: Place) -> Response:
    now = clock.now()
    found = overview(db.session(), here.program, here.cohort, now=now)
    return page(
        "coordinator/overview/index.html",
        lines=[(name, one, _cells(found, name)) for name, one in indicators.items()],
        cohorts=found.cohorts,
        months=[(month_and_year(month.first), _month_words(month), month.pairs) for month in found.months],
        drawings=_drawings(found.months),
        next_dates=next_dates(Day(here, now))[:DATES_SHOWN],
        phase=PHASE[here.cohort.phase],
        translated=_,
    )


def _cells(found: Overview, name: str) -> list[Told]:
    """Of one indicator, for each cohort as the page lists them."""
    unit = indicators[name].unit
    return [told(found.values[name][cohort.slug], unit) for cohort in found.cohorts]


def _month_words(month: Month) -> str:
    return number(month.meetings_per_pair, 1) if month.meetings_per_pair is not None else _("Too few to say")


def _drawings(months: tuple[Month, ...]) -> list[Markup]:
    """The line for wide and narrow; none while there are fewer than two months to join."""
    values = [month.meetings_per_pair for month in months if month.meetings_per_pair is not None]
    if len(values) < 2:
        return []
    top = max(_LEAST_TOP, float(-int(-max(values) // 1)))
    axis = Axis(0, top, (0, top / 2, top))
    finding = _(
        "%(value)s meetings for each pair in %(month)s", value=_month_words(months[-1]), month=_month(months[-1])
    )
    return [Markup(_drawn(months, axis, finding, width)) for width in ChartWidth]  # noqa: S704  the chart escapes texts


def _drawn(months: tuple[Month, ...], axis: Axis, finding: str, width: ChartWidth) -> str:
    shown = months if width is ChartWidth.WIDE else months[-6:]
    return trend_line(
        [TrendMark(_month(month), month.meetings_per_pair) for month in shown],
        title=finding,
        axis=axis,
        axis_label=_("Noted meetings for each running pair, month by month"),
        id_prefix=f"meetings-{width.value}",
        numbers=NumberStyle(1, "," if current_locale() == "fr" else "."),
        width=width,
    )


def _month(month: Month) -> str:
    return month_and_year(month.first)
