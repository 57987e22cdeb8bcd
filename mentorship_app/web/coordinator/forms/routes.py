"""The forms of the program: the list, one form with its versions, starting and publishing a new version."""

from flask import Blueprint, Response, flash, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import LOCALES
from mentorship_app.forms import FormVersion, services
from mentorship_app.forms.changes import Change, changes
from mentorship_app.forms.compared import OTHER_SIDE, only_here
from mentorship_app.forms.content import Content, as_questionnaire, gaps
from mentorship_app.forms.enums import FormStatus
from mentorship_app.forms.kinds import form_kinds
from mentorship_app.forms.library import shipped_content
from mentorship_app.forms.queries import draft_of, find_version, in_use, versions_of
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.forms import answers, heads, preview, questions, words
from mentorship_app.web.coordinator.forms import draft as draft_pages
from mentorship_app.web.coordinator.forms.counts import ANSWERED_BY_NAME, Answered, counts
from mentorship_app.web.coordinator.forms.draft import draft_url
from mentorship_app.web.coordinator.forms.here import (
    DraftHere,
    FormHere,
    VersionHere,
    draft_here,
    form_here,
    version_here,
)
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.list_page import ListPage

VERSIONS_A_PAGE = 50

bp = Blueprint("forms", __name__, url_prefix="/forms")


def form_url(here: FormHere) -> str:
    """The page of the form with its versions."""
    return url_for("coordinator.forms.show", program_slug=here.program.slug, form_key=here.kind.key)


@bp.get("")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    found: dict[str, list[FormVersion]] = {key: [] for key in form_kinds}
    for version in versions_of_all(here):
        found.setdefault(version.key, []).append(version)
    return page(
        "coordinator/forms/index.html",
        kinds=[kind for _key, kind in form_kinds.items()],
        versions=found,
        counts=counts(here.program, form_kinds),
        nobody=Answered(),
        people=words.PEOPLE,
        has_answers=ANSWERED_BY_NAME,
    )


def versions_of_all(here: Place) -> list[FormVersion]:
    """Every version of every form of the program, newest first, in one query."""
    return list(
        db.session.scalars(
            select(FormVersion)
            .where(FormVersion.program_id == here.program.id)
            .order_by(FormVersion.key, FormVersion.number.desc())
        )
    )


@bp.get("/<form_key>")
@requires(coordinates, load=form_here)
def show(here: FormHere) -> Response:
    versions = versions_of(db.session, here.program.id, here.kind.key)
    used = in_use(db.session, here.program.id, here.kind.key)
    content = used.content if used else shipped_content(here.kind.key)
    return page(
        "coordinator/forms/show.html",
        here=here,
        draft=next((version for version in versions if version.status is FormStatus.DRAFT), None),
        versions=ListPage.of(
            [version for version in versions if version.status is FormStatus.PUBLISHED],
            number=request.args.get("page", 1, int),
            size=VERSIONS_A_PAGE,
        ),
        used=used,
        questionnaire=as_questionnaire(content),
        content=content,
        counts=counts(here.program, (here.kind.key,)),
        nobody=Answered(),
        has_answers=here.kind.key in ANSWERED_BY_NAME,
        words=words,
    )


@bp.post("/<form_key>/start")
@requires(coordinates, load=form_here)
def start(here: FormHere) -> BaseResponse:
    """A new version to write; with a number, one that begins as that earlier version."""
    number = request.form.get("number", 0, int)
    base = find_version(db.session, here.program.id, here.kind.key, number) if number else None
    if base is not None and draft_of(db.session, here.program.id, here.kind.key) is not None:
        flash(_("A new version is already being written. Publish it or throw it away first."), "warning")
        return see_other(form_url(here))
    services.start_draft(
        db.session, here.program, here.kind.key, by=current_actor(), now=clock.now(), from_version=base
    )
    return see_other(draft_url(here))


@bp.get("/<form_key>/versions/<form_number>")
@requires(coordinates, load=version_here)
def version(here: VersionHere) -> Response:
    """One version as it was asked."""
    return page(
        "coordinator/forms/version.html",
        here=here,
        version=here.version,
        content=here.version.content,
        questionnaire=as_questionnaire(here.version.content),
        answered=counts(here.program, (here.kind.key,)).get(here.version.id, Answered()),
        words=words,
    )


@bp.post("/<form_key>/draft/discard")
@requires(coordinates, load=draft_here)
def discard(here: DraftHere) -> BaseResponse:
    services.discard_draft(db.session, here.draft, by=current_actor(), now=clock.now())
    flash(_("The new version is thrown away. What was asked before is asked as before."))
    return see_other(form_url(here))


@bp.get("/<form_key>/publish")
@requires(coordinates, load=draft_here)
def ask_publish(here: DraftHere) -> Response:
    """What changes, and for whom."""
    return _publish_page(here)


@bp.post("/<form_key>/publish")
@requires(coordinates, load=draft_here)
def publish(here: DraftHere) -> BaseResponse:
    if gaps(here.content):
        return _publish_page(here, 422)
    seen = request.form.get("version", -1, int)
    number = here.draft.number
    try:
        services.publish(db.session, here.draft, version=seen, by=current_actor(), now=clock.now())
    except Conflict as conflict:
        db.session.refresh(here.draft)
        return _publish_page(here, 409, message_of(conflict))
    except QuestionnaireError as error:
        return _publish_page(here, 422, _("This is not complete yet: %(place)s.", place=error.path))
    flash(_("Version %(number)s is in use now.", number=number), "success")
    return see_other(form_url(here))


def _one_sided(here: DraftHere) -> tuple[Change, ...]:
    """What the form of the other side would have to offer too."""
    other = OTHER_SIDE.get(here.kind.key)
    return only_here(here.content, _content_in_use(here, other)) if other else ()


def _content_in_use(here: FormHere, key: str) -> Content:
    used = in_use(db.session, here.program.id, key)
    return used.content if used else shipped_content(key)


def _publish_page(here: DraftHere, status: int = 200, problem: str = "") -> Response:
    before = _content_in_use(here, here.kind.key)
    writing = sum(answered.writing for answered in counts(here.program, (here.kind.key,)).values())
    locale = current_locale()
    return page(
        "coordinator/forms/publish.html",
        status,
        here=here,
        draft=here.draft,
        problem=problem,
        gaps=gaps(here.content),
        lines=[change.text(locale) for change in changes(before, here.content)],
        one_sided=[change.text(locale) for change in _one_sided(here)],
        writing=writing,
        languages=LOCALES,
        words=words,
        draft_url=draft_url(here),
    )


for _part in (draft_pages, heads, questions, preview, answers):
    _part.add_to(bp)
