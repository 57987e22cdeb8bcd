"""Triage of applications: the list, and one application with all its answers."""

from flask import Blueprint, Response, request

from mentorship_app.questions.presentation import answer_groups
from mentorship_app.recruitment import ApplicationStatus, Decision, MentorApplication
from mentorship_app.recruitment.enums import ALLOWED
from mentorship_app.recruitment.offer import assessment_roles
from mentorship_app.recruitment.queries import SortKey, calls_of, sent_applications, tally
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.applications import words
from mentorship_app.web.coordinator.applications.addresses import share_url
from mentorship_app.web.coordinator.applications.forms import FilterForm
from mentorship_app.web.coordinator.applications.here import ApplicationHere, application_here
from mentorship_app.web.coordinator.place import Place, coordinates, place
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, page_or_block
from mentorship_app.web.i18n import current_locale

bp = Blueprint("applications", __name__)

APPLICATIONS_A_PAGE = 50


@bp.get("/applications")
@requires(coordinates, load=place)
def index(here: Place) -> Response:
    form = FilterForm(request.args)
    calls = calls_of(db.session, here.cohort)
    form.offer([(call.slug, call.title.in_(current_locale())) for call in calls])
    sort, descending = request.args.get("sort"), request.args.get("direction") == "down"
    key = SortKey(sort) if sort in set(SortKey) else None
    chosen = sent_applications(here.cohort, chosen=form.chosen, sort=key, descending=descending)
    found = db.paginate(chosen, per_page=APPLICATIONS_A_PAGE, error_out=False)
    return page_or_block(
        "coordinator/applications/index.html",
        "found",
        form=form,
        applications=found,
        order={"key": key.value if key else "", "descending": descending},
        tally=tally(db.session, here.cohort),
        calls=[(call, share_url(call)) for call in calls],
        can_accept=_can_accept,
        is_fragment=is_fragment_request(),
        roles={application.id: assessment_roles(application.answers) for application in found.items},
        words=words,
    )


def _can_accept(application: MentorApplication) -> bool:
    """Whether it can be chosen in the list; to accept somebody who was declined takes a page of its own."""
    is_open = application.status is not ApplicationStatus.DECLINED
    return is_open and Decision.ACCEPT.outcome in ALLOWED[application.status]


@bp.get("/applications/<public_id>")
@requires(coordinates, load=application_here)
def show(here: ApplicationHere) -> Response:
    application = here.application
    questionnaire, locale = application.questionnaire, current_locale()
    return page(
        "coordinator/applications/show.html",
        application=application,
        groups=answer_groups(questionnaire, application.answers, locale),
        roles=_role_names(application, locale),
        decisions=[decision for decision in Decision if decision.outcome in ALLOWED[application.status]],
        words=words,
    )


def _role_names(application: MentorApplication, locale: str) -> list[str]:
    """The roles in which the person assesses residents, in words."""
    question = application.questionnaire.question("assessment_roles")
    labels = {option.code: option.label.in_(locale) for option in getattr(question.config, "options", ())}
    return [labels.get(code, code) for code in assessment_roles(application.answers)]
