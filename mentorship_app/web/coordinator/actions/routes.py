"""``/p/<program>/actions``: everything that waits, one by one, and what was decided about it."""

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.monitoring.board import Standing, by_kind, entries
from mentorship_app.monitoring.decisions import Decision, Written, decide, send, take_up
from mentorship_app.monitoring.kinds import kinds
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.actions.forms import LetterForm, PutOffForm, SendForm, SettleForm
from mentorship_app.web.coordinator.actions.here import ActionHere, action_here, coordinates_action, scope_of
from mentorship_app.web.coordinator.actions.shown import Letter, shown
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, page_or_block, see_other
from mentorship_app.web.i18n import _, _l, long_day, ngettext
from mentorship_app.web.list_page import ListPage

bp = Blueprint("actions", __name__, url_prefix="/actions")

ROWS_A_PAGE = 50
STANDINGS = {
    Standing.OPEN: _l("To do"),
    Standing.PUT_OFF: _l("Put off"),
    Standing.SETTLED: _l("Settled"),
}


def _session() -> Session:
    return db.session()


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    """One by one, of one kind or of all, the most urgent first."""
    found = entries(scope_of(here.cohort))
    asked = request.args.get("standing", "")
    standing = Standing(asked) if asked in set(Standing) else Standing.OPEN
    sorted_out = by_kind(found, standing)
    chosen = request.args.get("kind", "")
    names = [chosen] if chosen in kinds else list(sorted_out)
    wanted = [entry for name in names for entry in sorted_out.get(name, ())]
    done = [entry for entry in found if entry.cause.key == request.args.get("done")]
    listed = ListPage.of(wanted, number=request.args.get("page", 1, int), size=ROWS_A_PAGE)
    return page_or_block(
        "coordinator/actions/index.html",
        "found",
        actions=shown(listed.items, here.program.slug, with_letters=False),
        listed=listed,
        done=next((entry for entry in done if entry.standing is not Standing.OPEN), None),
        chosen=chosen if chosen in kinds else "",
        kinds=[(name, _(kind.name), len(sorted_out.get(name, ()))) for name, kind in kinds.items()],
        standing=standing,
        standings={one: (words, sum(entry.standing is one for entry in found)) for one, words in STANDINGS.items()},
    )


@bp.get("/<key>")
@requires(coordinates_action, load=action_here)
def show(here: ActionHere) -> Response:
    return _page(here)


def _page(
    here: ActionHere,
    *,
    send_form: SendForm | None = None,
    letters: list[LetterForm] | None = None,
    put_off: PutOffForm | None = None,
    settled: SettleForm | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    (action,) = shown([here.entry], here.program.slug)
    version = str(here.entry.version)
    if letters is None:
        letters = [LetterForm.of(number, letter) for number, letter in enumerate(action.letters)]
    return page(
        "coordinator/actions/show.html",
        status,
        action=action,
        kind=kinds[here.entry.cause.kind],
        written=list(zip(action.letters, letters, strict=True)),
        send_form=send_form or SendForm(None, version=version),
        put_off=put_off or PutOffForm(None, version=version),
        settled=settled or SettleForm(None, version=version),
        problem=problem,
        day=here.scope.today,
        standings=STANDINGS,
    )


@bp.post("/<key>/send", endpoint="send")
@requires(coordinates_action, load=action_here)
def send_message(here: ActionHere) -> Response | BaseResponse:
    """The messages as they were typed go into the outbox, where they wait ten minutes."""
    form = SendForm()
    (action,) = shown([here.entry], here.program.slug)
    letters = [LetterForm.of(number, letter) for number, letter in enumerate(action.letters)]
    are_right = [letter.is_right() for letter in letters]
    message = kinds[here.entry.cause.kind].message
    wanted = [pair for pair in zip(action.letters, letters, strict=True) if pair[1].wanted.data]
    if message is None or not wanted or not all(are_right):
        problem = _("Choose whom to write to.") if all(are_right) else ""
        return _page(here, send_form=form, letters=letters, problem=problem, status=422)
    try:
        number = send(
            _session(),
            here.cohort,
            here.entry.cause,
            [_written(letter, filled) for letter, filled in wanted],
            path=message.path(here.entry.cause),
            version=form.read_version,
            today=here.scope.today,
            by=current_actor(),
            now=clock.now(),
        )
    except Conflict as conflict:
        form.renew(here.entry.version)
        return _page(here, send_form=form, letters=letters, problem=message_of(conflict), status=409)
    flash(_sent_words(number or len(wanted)), "success")
    return _to_list(here)


def _written(letter: Letter, form: LetterForm) -> Written:
    return Written(letter.reader.id, (form.subject.data or "").strip(), (form.text.data or "").strip())


def _sent_words(number: int) -> str:
    return ngettext(
        "%(num)s mail is in the outbox. It leaves in ten minutes; until then you can take it back there. "
        "This comes back in two weeks if nothing has changed.",
        "%(num)s mails are in the outbox. They leave in ten minutes; until then you can take them back there. "
        "This comes back in two weeks if nothing has changed.",
        number,
    )


@bp.post("/<key>/put-off")
@requires(coordinates_action, load=action_here)
def put_off(here: ActionHere) -> Response | BaseResponse:
    """Have it out of sight until a day."""
    form = PutOffForm()
    try:
        if not form.validate():
            return _page(here, put_off=form, status=422)
        until = form.day_from(here.scope.today)
        _decide(here, Decision(until, form.note.data or ""), form.read_version)
    except FieldError as error:
        put_error(form, FieldError("day" if error.field == "until" else error.field, error.message, **error.values))
        return _page(here, put_off=form, status=422)
    except Conflict as conflict:
        form.renew(here.entry.version)
        return _page(here, put_off=form, problem=message_of(conflict), status=409)
    flash(_("Put off. It is here again on %(day)s.", day=long_day(until)), "success")
    return _to_list(here)


@bp.post("/<key>/settle")
@requires(coordinates_action, load=action_here)
def settle(here: ActionHere) -> Response | BaseResponse:
    """Nothing more is to be done, unless the cause arises anew."""
    form = SettleForm()
    if not form.validate():
        return _page(here, settled=form, status=422)
    try:
        _decide(here, Decision(None, form.note.data or ""), form.read_version)
    except FieldError as error:
        put_error(form, error)
        return _page(here, settled=form, status=422)
    except Conflict as conflict:
        form.renew(here.entry.version)
        return _page(here, settled=form, problem=message_of(conflict), status=409)
    flash(_("Settled. It comes back only if it happens anew."), "success")
    return _to_list(here)


def _decide(here: ActionHere, decision: Decision, version: int) -> None:
    decide(
        _session(),
        here.cohort,
        here.entry.cause,
        decision,
        version=version,
        today=here.scope.today,
        by=current_actor(),
        now=clock.now(),
    )


@bp.post("/<key>/take-up", endpoint="take_up")
@requires(coordinates_action, load=action_here)
def take_up_again(here: ActionHere) -> Response | BaseResponse:
    """Undo: have it in the list again."""
    form = SendForm()
    try:
        take_up(
            _session(),
            here.cohort,
            here.entry.cause,
            version=form.read_version,
            by=current_actor(),
            now=clock.now(),
        )
    except Conflict as conflict:
        return _page(here, problem=message_of(conflict), status=409)
    flash(_("It is in the list again."), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, key=here.entry.cause.key))


def _to_list(here: ActionHere) -> BaseResponse:
    """To those of its kind that are left, with this one ready to be taken up again."""
    return see_other(url_for(".index", program_slug=here.program.slug, done=here.entry.cause.key))
