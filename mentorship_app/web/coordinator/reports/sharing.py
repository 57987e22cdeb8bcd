"""``/p/<program>/reports/e/<edition>/share``: the summary for everybody who was asked, by mail and on their pages."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import InvalidTransition
from mentorship_app.messaging.preview import preview
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.programs import Enrollment
from mentorship_app.reports import notifications, sharing
from mentorship_app.reports.editions import Edition
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.reports.editions import address, bp
from mentorship_app.web.coordinator.reports.here import EditionHere, edition_here, orm, writes_edition
from mentorship_app.web.coordinator.reports.words import edition_name
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.errors import message_of
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, ngettext
from mentorship_app.web.list_page import ListPage

ROWS_A_PAGE = 50


@bp.get("/e/<edition_id>/share")
@requires(writes_edition, load=edition_here)
def ask_share(here: EditionHere) -> Response:
    """Who would be written to, and the mail of the first of them, before anything is published."""
    return _page(here)


def _page(here: EditionHere, status: int = 200) -> Response:
    problem = ""
    try:
        sharing.require_shareable(here.edition)
    except InvalidTransition as error:
        problem = message_of(error)
    people = [] if problem else sharing.to_tell(orm(), here.cohort)
    first = people[0].account if people else None
    return page(
        "coordinator/reports/share.html",
        status,
        edition=here.edition,
        name=edition_name(here.edition),
        edition_url=address(here.edition, here.program.slug),
        problem=problem,
        failed=status != 200,
        asked=len(sharing.asked_people(orm(), here.cohort)),
        people=ListPage.of(people, number=request.args.get("page", 1, int), size=ROWS_A_PAGE),
        mail=_mail(here.edition, people[0]) if people else None,
        first=first,
    )


def _mail(edition: Edition, enrollment: Enrollment) -> RenderedMail:
    account = enrollment.account
    return preview(
        orm(),
        notifications.SUMMARY,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=notifications.summary_context(edition, enrollment),
        base_url=current_settings().base_url,
        now=clock.now(),
    )


@bp.post("/e/<edition_id>/share")
@requires(writes_edition, load=edition_here)
def share(here: EditionHere) -> Response | BaseResponse:
    """Publish it and write to everybody who does not know of it yet; pressing twice writes once."""
    try:
        written = sharing.share(orm(), here.edition, by=current_actor(), now=clock.now())
    except InvalidTransition:
        return _page(here, 409)
    flash(
        ngettext(
            "The summary is on people’s pages. %(num)s mail leaves in ten minutes; until then you can take it back.",
            "The summary is on people’s pages. %(num)s mails leave in ten minutes; until then you can take them back.",
            written,
        ),
        "success",
    )
    return see_other(url_for(".ask_share", program_slug=here.program.slug, edition_id=here.edition.public_id))


@bp.post("/e/<edition_id>/withdraw")
@requires(writes_edition, load=edition_here)
def withdraw(here: EditionHere) -> BaseResponse:
    """Take it off people's pages; mails that have not left stay here."""
    sharing.withdraw(orm(), here.edition, by=current_actor(), now=clock.now())
    flash(_("The summary is off people’s pages. Mails that have left cannot be called back; their link leads nowhere."))
    return see_other(url_for(".ask_share", program_slug=here.program.slug, edition_id=here.edition.public_id))
