"""Results of check-ins and of imported scores, in groups: a page, and the same numbers as a table file."""

from dataclasses import dataclass

from flask import Response, make_response, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.reports.figures import direction, scale_figure
from mentorship_app.reports.measure_words import constant_sources, measure_lines
from mentorship_app.reports.result_tables import limit_table, own_table, results_csv, score_table
from mentorship_app.reports.section import Figure, Numbering
from mentorship_app.reports.share_tables import limit_sources
from mentorship_app.reports.tables import Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys import WaveStatus, aggregates
from mentorship_app.surveys.aggregates import Dataset, ScaleTable
from mentorship_app.surveys.datasets import MeasureInfo
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.place import Place, coordinates, reads_reports
from mentorship_app.web.coordinator.surveys.here import ImportHere, WaveHere, import_here, wave_here
from mentorship_app.web.coordinator.surveys.routes import bp
from mentorship_app.web.coordinator.surveys.words import how_many
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale

LISTED_FROM = 3
"""With more scales than this the page begins with a list of them."""


def _db() -> Session:
    return db.session()


@dataclass(frozen=True)
class ShownScale:
    """One scale of a results page."""

    name: LocalizedText
    ends: str
    better: str
    figure: Figure
    scores: Table
    limits: Table | None
    sources: tuple[str, ...]
    """What must stand beside its limits and constants."""

    @property
    def total(self) -> Row:
        """Everybody."""
        return next(row for row in self.scores.rows if row.is_total)


@dataclass(frozen=True)
class ShownMeasure:
    """The scales of one measure. ``lines`` say what it is; a measure without a name are scores from elsewhere."""

    title: str
    lines: tuple[str, ...]
    scales: tuple[ShownScale, ...]


@bp.get("/<public_id>/results")
@requires(reads_reports, load=wave_here)
def results(here: WaveHere) -> Response | BaseResponse:
    """Suppressed tables with charts; before the close there is nothing to read."""
    if here.wave.status is not WaveStatus.CLOSED:
        return page("coordinator/surveys/too_early.html", wave=here.wave)
    slug, public_id = here.program.slug, here.wave.public_id
    comments = ""
    if coordinates(current_actor(), here):
        comments = url_for(".comments", program_slug=slug, public_id=public_id)
    table = url_for(".results_table", program_slug=slug, public_id=public_id)
    return _results_page(here, _of_wave(here), csv_url=table, comments_url=comments)


@bp.get("/<public_id>/results.csv")
@requires(reads_reports, load=wave_here)
def results_table(here: WaveHere) -> Response | BaseResponse:
    """Every number of the page; before the close the page says why there is none."""
    if here.wave.status is not WaveStatus.CLOSED:
        return see_other(url_for(".results", program_slug=here.program.slug, public_id=here.wave.public_id))
    return _table_file(here, _of_wave(here), here.wave.public_id)


@bp.get("/imports/<public_id>")
@requires(reads_reports, load=import_here)
def imported(here: ImportHere) -> Response:
    address = url_for(".imported_table", program_slug=here.program.slug, public_id=here.imported.public_id)
    return _results_page(here, _of_import(here), csv_url=address)


@bp.get("/imports/<public_id>/results.csv")
@requires(reads_reports, load=import_here)
def imported_table(here: ImportHere) -> Response:
    return _table_file(here, _of_import(here), here.imported.public_id)


def _of_wave(here: WaveHere) -> Dataset | None:
    return aggregates.published(_db(), aggregates.wave_ref(here.wave))


def _of_import(here: ImportHere) -> Dataset | None:
    return aggregates.published(_db(), aggregates.import_ref(here.imported))


def _results_page(here: Place, dataset: Dataset | None, *, csv_url: str, comments_url: str = "") -> Response:
    if dataset is None:
        return page("coordinator/surveys/withheld.html", 409)
    words = Words(current_locale())
    return page(
        "coordinator/surveys/results.html",
        dataset=dataset,
        measures=_measures(dataset, words),
        own=[own_table(question, words) for question in dataset.questions],
        overview=len(dataset.scales) > LISTED_FROM,
        # Said here: a per cent sign in a template's sentence would be read as a place to fill.
        interval_word=_("95 % interval"),
        answered=how_many(dataset),
        cohort=here.cohort,
        csv_url=csv_url,
        comments_url=comments_url,
    )


def _table_file(here: Place, dataset: Dataset | None, public_id: str) -> Response:
    if dataset is None:
        return page("coordinator/surveys/withheld.html", 409)
    locale = current_locale()
    answer = make_response(results_csv(dataset, Words(locale)))
    name = f"{here.program.slug}-{here.cohort.slug}-results-{public_id}-{locale}.csv"
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _measures(dataset: Dataset, words: Words) -> list[ShownMeasure]:
    numbering = Numbering()
    by_measure: dict[MeasureInfo | None, list[ShownScale]] = {}
    for table in dataset.scales:
        by_measure.setdefault(table.scale.measure, []).append(_shown(table, numbering, words))
    return [
        ShownMeasure(
            words.text(measure.title) if measure else "",
            tuple(measure_lines(measure, words)) if measure else (),
            tuple(scales),
        )
        for measure, scales in by_measure.items()
    ]


def _shown(table: ScaleTable, numbering: Numbering, words: Words) -> ShownScale:
    scale = table.scale
    return ShownScale(
        name=scale.name,
        ends=words.interval(scale.low, scale.high, 0),
        better=direction(scale, words),
        figure=scale_figure(table, numbering, words),
        scores=score_table(table, words),
        limits=limit_table(table, words) if table.limits else None,
        sources=(*limit_sources(table, words), *constant_sources(scale, words)),
    )
