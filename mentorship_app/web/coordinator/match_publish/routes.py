"""``/p/<program>/matching/publish``: the check before, the one press, and taking it back while nobody was told."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, FieldError, Obstacles
from mentorship_app.core.identity import Actor
from mentorship_app.matching import publishing
from mentorship_app.matching.drafting import DraftChanged, draft_of
from mentorship_app.matching.models import MatchPublication
from mentorship_app.matching.publishing.notifications import send_test
from mentorship_app.mentoring.acceptance import Acceptance
from mentorship_app.programs import policies as program_policies
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.match_publish.forms import PublishForm
from mentorship_app.web.coordinator.match_publish.reading import (
    answered,
    days_by_default,
    examples,
    known_by,
    look,
    moved,
    today,
)
from mentorship_app.web.coordinator.matching.here import MatchingHere, matching_here
from mentorship_app.web.coordinator.matching.history import meanwhile
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.errors import STATUS, message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, clock_time
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.pairing_words import KIND_NAMES

bp = Blueprint("match_publish", __name__, url_prefix="/matching/publish")

ROWS_A_PAGE = 50
NAMES_SHOWN = 20


@dataclass(frozen=True)
class PublicationHere(Place):
    """A publication of the cohort in view."""

    publication: MatchPublication


def publication_here(program_slug: str, public_id: str) -> PublicationHere:
    """Raises NotFound, also for one of another cohort or program."""
    here = place(program_slug)
    found = publishing.publication_named(db.session(), here.cohort, public_id)
    return PublicationHere(here.program, here.cohort, found)


def coordinates_publication(actor: Actor, here: PublicationHere) -> bool:
    """Coordinators of the program."""
    return program_policies.can_coordinate(actor, here.program)


def _session() -> Session:
    return db.session()


@bp.get("")
@requires(coordinates, load=matching_here)
def index(here: MatchingHere) -> Response:
    """What would change, what stands in the way, and what people will read."""
    return _check_page(here, None)


def _check_page(
    here: MatchingHere, form: PublishForm | None, status: int = 200, *, too_late: DraftChanged | None = None
) -> Response:
    looked, now = look(here), clock.now()
    standing = publishing.publication_now(_session(), here.cohort, here.kind, now=now)
    if looked is None:
        return page("coordinator/match_publish/nothing.html", status, here=here, standing=standing, kinds=KIND_NAMES)
    form = form or PublishForm(days=days_by_default(here))
    seen = form.read_position
    form.renew(looked.draft.version)
    form.position.raw_data, form.position.data = None, str(looked.draft.position)
    found = looked.check.differences
    days = form.days.data if form.days.data and not form.errors else days_by_default(here)
    return page(
        "coordinator/match_publish/index.html",
        status,
        here=here,
        form=form,
        found=looked.check,
        problems=[message_of(problem) for problem in looked.check.problems],
        changes=ListPage.of(found.changes, number=request.args.get("page", 1, int), size=ROWS_A_PAGE),
        left_without=[one.account.name for one in found.left_without[:NAMES_SHOWN]],
        left_count=len(found.left_without),
        examples=examples(here, found, days=days),
        languages=LANGUAGE_NAMES,
        standing=standing,
        kinds=KIND_NAMES,
        too_late=too_late,
        meanwhile=meanwhile(looked.draft, too_late.claimed) if too_late else [],
        moved=moved(looked.draft, seen)[:ROWS_A_PAGE] if too_late else [],
    )


@bp.post("")
@requires(coordinates, load=matching_here)
def publish(here: MatchingHere) -> Response | BaseResponse:
    """All of it or nothing. Pressing twice publishes once."""
    form = PublishForm()
    draft = draft_of(_session(), here.cohort, here.kind)
    if draft is None:
        return _check_page(here, None, 409)
    try:
        done = publishing.publish(
            _session(),
            draft,
            version=form.read_version,
            days=form.days_asked,
            known=known_by(draft),
            by=current_actor(),
            now=clock.now(),
        )
    except DraftChanged as changed:
        _session().rollback()
        return _check_page(here, form, 409, too_late=changed)
    except Obstacles:
        # The page says each of them.
        _session().rollback()
        return _check_page(here, form, 409)
    except FieldError as error:
        _session().rollback()
        put_error(form, error)
        return _check_page(here, form, 422)
    flash(_("The pairs are published. Mails leave at %(time)s.", time=clock_time(done.undo_until)), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, public_id=done.public_id))


@bp.post("/test")
@requires(coordinates, load=matching_here)
def send_test_mail(here: MatchingHere) -> BaseResponse:
    """The mails of one new pair, to the reader alone."""
    looked = look(here)
    account = _session().get(Account, current_actor().account_id)
    if looked is not None and account is not None and looked.check.differences.new:
        accept_by = today(here) + timedelta(days=days_by_default(here))
        send_test(_session(), looked.check.differences.new[0], account, accept_by=accept_by, now=clock.now())
        flash(_("Two test mails are on their way to %(email)s.", email=account.email), "success")
    else:
        flash(_("There is no new pair to show in a mail."), "info")
    return see_other(url_for(".index", program_slug=here.program.slug, kind=here.kind.value))


@bp.get("/<public_id>")
@requires(coordinates_publication, load=publication_here)
def show(here: PublicationHere) -> Response:
    """Where it stands: mails, answers, and whether it can still be taken back."""
    return _show_page(here)


def _show_page(here: PublicationHere, problem: str = "", status: int = 200) -> Response:
    standing = publishing.stand_of(_session(), here.publication, now=clock.now())
    rows = answered(here.publication)
    return page(
        "coordinator/match_publish/show.html",
        status,
        problem=problem,
        publication=here.publication,
        standing=standing,
        rows=ListPage.of(rows, number=request.args.get("page", 1, int), size=ROWS_A_PAGE),
        accepted=sum(row.acceptance is Acceptance.ACCEPTED for row in rows),
        kinds=KIND_NAMES,
    )


@bp.post("/<public_id>/take-back")
@requires(coordinates_publication, load=publication_here)
def take_back(here: PublicationHere) -> Response | BaseResponse:
    """As if it had never been published, while no mail has left."""
    try:
        publishing.withdraw(_session(), here.publication, by=current_actor(), now=clock.now())
    except AppError as refusal:
        _session().rollback()
        return _show_page(here, message_of(refusal), STATUS.get(type(refusal), 409))
    flash(_("Everything is taken back. Nobody was told."), "success")
    kind = here.publication.kind.value
    return see_other(url_for(".index", program_slug=here.program.slug, kind=kind))
