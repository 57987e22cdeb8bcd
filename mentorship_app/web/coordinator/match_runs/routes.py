"""``/p/<program>/matching/runs``: the list, one run, two compared, the record of a run."""

from typing import Any

from flask import Blueprint, Response, make_response, request, url_for
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotFound
from mentorship_app.core.i18n import translate
from mentorship_app.matching import runs
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.fairness import numbers_from
from mentorship_app.matching.kinds import kinds_in_use
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.readiness import is_trial, may_run, readiness_of
from mentorship_app.matching.records import services as records
from mentorship_app.matching.run_solving import STAGES
from mentorship_app.matching.run_words import proof_in_words, rules_in_words, weights_of
from mentorship_app.matching.scoring import shown
from mentorship_app.matching.settings import settings_of
from mentorship_app.mentoring import PairingKind
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.match_runs import reading
from mentorship_app.web.coordinator.match_runs.comparing import comparison_of
from mentorship_app.web.coordinator.match_runs.forms import RecordForm, StartForm
from mentorship_app.web.coordinator.match_runs.here import RunHere, coordinates_run, run_here
from mentorship_app.web.coordinator.place import NOT_HERE, Place, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES, current_locale
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.pairing_words import KIND_NAMES

bp = Blueprint("match_runs", __name__, url_prefix="/matching/runs")

ROWS_A_PAGE = 50
WAITING_A_PAGE = 10
STOP_POLLING = 286
"""htmx's own status: take this answer and ask no more."""


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    """The runs of the cohort, newest first; the list alone when htmx asks how far they are."""
    if not is_fragment_request():
        return _index_page(here, StartForm())
    listing = _listing(here)
    answer = make_response(render_block("coordinator/match_runs/index.html", "runs", **listing))
    if not listing["how_far"]:
        answer.status_code = STOP_POLLING
    return answer


def _index_page(here: Place, form: StartForm, problem: str = "", status: int = 200) -> Response:
    ready = readiness_of(db.session(), here.cohort)
    form.offer(kinds_in_use(db.session(), here.cohort))
    return page(
        "coordinator/match_runs/index.html",
        status,
        form=form,
        problem=problem,
        ready=ready,
        may_run=may_run(here.cohort),
        is_trial=is_trial(here.cohort),
        **_listing(here),
    )


def _listing(here: Place) -> dict[str, Any]:
    found = db.paginate(runs.runs_of(here.cohort), per_page=ROWS_A_PAGE, error_out=False)
    return {
        "found": found,
        "how_far": runs.how_far(db.session(), found.items),
        "stage": _stage,
        "counts": runs.placed_in(db.session(), found.items),
        "kinds": KIND_NAMES,
        "why": runs.why,
        "solved": runs.solved_runs(db.session(), here.cohort),
        "locale": current_locale(),
    }


def _stage(far: runs.HowFar) -> str:
    return translate(STAGES[min(far.done, len(STAGES) - 1)], current_locale())


@bp.post("")
@requires(coordinates, load=place)
def start(here: Place) -> BaseResponse:
    """Have the worker propose pairs; pressing twice gives one run."""
    form = StartForm()
    if not form.validate():
        return _index_page(here, form, status=422)
    kind = PairingKind(form.kind.data)
    try:
        run = runs.start_run(db.session(), here.cohort, kind, by=current_actor(), now=clock.now())
    except (Conflict, InvalidTransition) as error:
        db.session.rollback()
        return _index_page(here, form, message_of(error), 409)
    return see_other(_address(here, run))


def _address(here: Place, run: MatchRun) -> str:
    return url_for("coordinator.match_runs.show", program_slug=here.program.slug, public_id=run.public_id)


@bp.get("/compare")
@requires(coordinates, load=place)
def compare(here: Place) -> Response:
    """Two runs side by side: ``?a=`` before, ``?b=`` after."""
    before, after = _chosen(here, "a"), _chosen(here, "b")
    compared = comparison_of(db.session(), here.cohort, before, after) if before and after else None
    return page(
        "coordinator/match_runs/compare.html",
        solved=runs.solved_runs(db.session(), here.cohort),
        kinds=KIND_NAMES,
        a=before,
        b=after,
        compared=compared,
        changes=ListPage.of(
            compared.changes if compared else [], number=request.args.get("page", 1, int), size=ROWS_A_PAGE
        ),
        locale=current_locale(),
    )


def _chosen(here: Place, name: str) -> MatchRun | None:
    """The solved run that the address names, if it names one. Raises NotFound for any other."""
    public_id = request.args.get(name, "")
    if not public_id:
        return None
    run = runs.run_named(db.session(), here.cohort, public_id)
    if run.status is not RunStatus.SOLVED:
        raise NotFound(NOT_HERE)
    return run


@bp.get("/<public_id>")
@requires(coordinates_run, load=run_here)
def show(here: RunHere) -> Response:
    """One run: how far it is, why it gave nothing, or what it gave."""
    pending = here.run.status in runs.PENDING
    if is_fragment_request():
        if not pending:
            # The page is another one now; htmx loads it whole.
            return Response(status=200, headers={"HX-Refresh": "true"})
        return make_response(render_block("coordinator/match_runs/show.html", "state", **_run_context(here)))
    return _show_page(here, RecordForm(locale=current_locale()))


def _show_page(here: RunHere, form: RecordForm, status: int = 200) -> Response:
    context = _run_context(here) | {"form": form}
    if here.run.status is RunStatus.SOLVED:
        context |= _solved_context(here)
    return page("coordinator/match_runs/show.html", status, **context)


def _run_context(here: RunHere) -> dict[str, Any]:
    far = runs.how_far(db.session(), [here.run]).get(here.run.id, runs.HowFar())
    return {
        "run": here.run,
        "far": far,
        "stage": _stage(far),
        "kind": KIND_NAMES[here.run.kind],
        "why": runs.why(here.run),
        "locale": current_locale(),
    }


def _solved_context(here: RunHere) -> dict[str, Any]:
    run, result = here.run, runs.result_of(here.run)
    people = reading.people_of(db.session(), here.place.cohort)
    decisions = reading.decisions_of(run)
    settings = settings_of(run.settings)
    lines = reading.pair_lines(result, decisions, people)
    return {
        "result": result,
        "people": people,
        "pairs": ListPage.of(lines, number=request.args.get("page", 1, int), size=ROWS_A_PAGE),
        "unmatched": ListPage.of(
            reading.unmatched_lines(result, people), number=request.args.get("waiting", 1, int), size=WAITING_A_PAGE
        ),
        "reason_of": records.reason,
        "excluded": reading.excluded_lines(result),
        "decisions": decisions,
        "proof": proof_in_words(result.proof, run.mode),
        "weights": weights_of(settings),
        "rules": rules_in_words(settings.rules),
        "mode": reading.mode_name(run),
        "method": reading.method_name(result),
        "has_inputs": runs.has_inputs(db.session(), run),
        "records": records.records_of(db.session(), run),
        "languages": LANGUAGE_NAMES,
        "shown": shown,
        "word_of": reading.constraint_name,
        "is_trial": is_trial(here.place.cohort),
        "numbers": numbers_from(result.numbers),
    }


@bp.post("/<public_id>/record")
@requires(coordinates_run, load=run_here)
def ask_record(here: RunHere) -> BaseResponse:
    """Have the worker draw the record in one language."""
    form = RecordForm()
    try:
        records.ask_for(db.session(), here.run, locale=form.locale.data or "", by=current_actor(), now=clock.now())
    except FieldError as error:
        put_error(form, error)
        return _show_page(here, form, 422)
    return see_other(_address(here.place, here.run) + "#record")


@bp.get("/<public_id>/record.pdf")
@requires(coordinates_run, load=run_here)
def record(here: RunHere) -> Response:
    """The record as it was drawn: ``?locale=``."""
    pdf = records.pdf_of(db.session(), here.run, request.args.get("locale", current_locale()))
    place_ = here.place
    answer = make_response(pdf.content)
    name = f"{place_.program.slug}-{place_.cohort.slug}-matching-{here.run.number}-{pdf.locale}.pdf"
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
