"""Inviting people to a call: read a list, see what would happen and the mails, send; who was invited and what came."""

import csv
import io

from flask import Blueprint, Response, flash, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError
from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.spreadsheets import safe_cell
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.invitations import Invitation, InvitationStatus, lists, notifications, queries, services
from mentorship_app.recruitment.invitations.entries import BadLine, Entry, ReadList, read_file, read_lines
from mentorship_app.recruitment.invitations.enums import Reply, Standing
from mentorship_app.recruitment.invitations.planning import InvitationPlan
from mentorship_app.recruitment.models import Call
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.applications.here import CallHere, call_here
from mentorship_app.web.coordinator.calls import words
from mentorship_app.web.coordinator.calls.forms import InvitedFilterForm, InviteForm, PeopleForm
from mentorship_app.web.coordinator.calls.here import InvitationHere, ListHere, invitation_here, list_here
from mentorship_app.web.coordinator.calls.pages import RowPage
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page, page_or_block, see_other
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, ngettext
from mentorship_app.web.list_page import ListPage

bp = Blueprint("invitations", __name__)

A_PAGE = 50
BAD_LINES_SHOWN = 200
"""Enough to see what is wrong with a list; whoever has more to correct tries again anyway."""


@bp.get("/calls/<slug>/invitations")
@requires(coordinates, load=call_here)
def index(here: CallHere) -> Response:
    form = InvitedFilterForm(request.args)
    form.offer(queries.departments(db.session, here.call))
    counts = queries.count_by_reply(db.session, here.call)
    found = RowPage.of(
        db.session, queries.invitations(here.call, form.chosen), number=request.args.get("page", 1, int), size=A_PAGE
    )
    return page_or_block(
        "coordinator/calls/invitations.html",
        "found",
        call=here.call,
        form=form,
        found=found,
        everybody=sum(counts.values()),
        waiting=counts.get(Reply.WAITING_TO_LEAVE, 0),
        bounced=counts.get(Reply.NOT_DELIVERED, 0),
        is_open=availability(here.call, clock.now()) is Availability.NOW,
        can_withdraw=_can_withdraw,
        is_fragment=is_fragment_request(),
        replies=Reply,
        words=words,
    )


def _can_withdraw(invitation: Invitation, reply: str) -> bool:
    asks = invitation.status is not InvitationStatus.WITHDRAWN
    return asks and reply in {Reply.NO_ANSWER, Reply.STOPPED, Reply.NOT_DELIVERED}


@bp.get("/calls/<slug>/invitations.csv")
@requires(coordinates, load=call_here)
def as_table(here: CallHere) -> Response:
    """Everything that the list shows, for a spreadsheet; no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Name"), _("Email address"), _("Department"), _("Language"), _("Answer"), _("Reminders sent")])
    for invitation, reply in queries.export_rows(db.session, here.call):
        cells = (invitation.name, invitation.email, invitation.department, invitation.locale)
        shown = str(words.REPLY[Reply(reply)])
        writer.writerow([*(safe_cell(cell) for cell in cells), shown, invitation.reminders_sent])
    response = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={here.call.slug}-invitations.csv"
    return response


@bp.get("/calls/<slug>/invitations/add")
@requires(coordinates, load=call_here)
def add(here: CallHere) -> Response:
    return _add_page(here, PeopleForm(locale=here.program.locale))


def _add_page(here: CallHere, form: PeopleForm, status: int = 200, bad: tuple[BadLine, ...] = ()) -> Response:
    return page(
        "coordinator/calls/add_people.html",
        status,
        call=here.call,
        form=form,
        is_open=availability(here.call, clock.now()) is Availability.NOW,
        bad=[(line, _(line.message, **line.values)) for line in bad[:BAD_LINES_SHOWN]],
        more=max(0, len(bad) - BAD_LINES_SHOWN),
        earlier=len(queries.mentors_of_earlier_years(db.session, here.call)),
    )


@bp.post("/calls/<slug>/invite-returning")
@requires(coordinates, load=call_here)
def invite_returning(here: CallHere) -> BaseResponse:
    """The mentors of earlier years as people to invite; they are shown with the mails before anything leaves."""
    entries = queries.mentors_of_earlier_years(db.session, here.call)
    try:
        kept = lists.keep_list(db.session, here.call, entries, by=current_actor(), now=clock.now())
    except Conflict as error:
        flash(message_of(error), "error")
        return see_other(url_for(".add", program_slug=here.program.slug, slug=here.call.slug))
    return see_other(url_for(".review", program_slug=here.program.slug, list_id=kept.public_id))


@bp.post("/calls/<slug>/invitations/add")
@requires(coordinates, load=call_here)
def read(here: CallHere) -> Response | BaseResponse:
    """Read the list; nobody is invited yet. With one wrong line nothing is kept but what was typed."""
    form, now = PeopleForm(), clock.now()
    try:
        found = _read(form)
        if found.bad:
            form.lines.errors = (*form.lines.errors, _wrong(len(found.bad)))
            return _add_page(here, form, 422, found.bad)
        entries = [_completed(entry, form) for entry in found.entries]
        kept = lists.keep_list(db.session, here.call, entries, by=current_actor(), now=now)
    except AppError as error:
        put_error(form, error)
        return _add_page(here, form, 409 if isinstance(error, Conflict) else 422)
    return see_other(url_for(".review", program_slug=here.program.slug, list_id=kept.public_id))


def _read(form: PeopleForm) -> ReadList:
    chosen = form.file.data
    if isinstance(chosen, FileStorage) and chosen.filename:
        return read_file(chosen.stream.read(), file_name=chosen.filename)
    return read_lines(form.lines.data or "")


def _wrong(number: int) -> str:
    return ngettext(
        "%(num)s line has to be corrected. Nobody was invited. What is wrong stands below.",
        "%(num)s lines have to be corrected. Nobody was invited. What is wrong stands below.",
        number,
    )


def _completed(entry: Entry, form: PeopleForm) -> Entry:
    locale = entry.locale or (form.locale.data if form.locale.data in LOCALES else None)
    department = entry.department or (form.department.data or "")[:120]
    return Entry(entry.number, entry.email, entry.name, department, locale)


@bp.get("/invitation-lists/<list_id>")
@requires(coordinates, load=list_here)
def review(here: ListHere) -> Response:
    plan = lists.plan_of_list(db.session, here.waiting)
    return _review_page(here, plan, InviteForm(fingerprint=plan.fingerprint))


def _review_page(here: ListHere, plan: InvitationPlan, form: InviteForm, status: int = 200) -> Response:
    # Who will be invited first: the others are only told of.
    ordered = sorted(plan.entries, key=lambda planned: planned.standing is not Standing.NEW)
    return page(
        "coordinator/calls/review_list.html",
        status,
        call=here.call,
        waiting=here.waiting,
        form=form,
        new=len(plan.new),
        counts=plan.counts,
        total=len(plan.entries),
        standings=Standing,
        rows=ListPage.of(ordered, number=request.args.get("page", 1, type=int), size=A_PAGE),
        previews=_previews(here.call, plan) if plan.new else [],
        languages=LANGUAGE_NAMES,
        words=words,
    )


def _previews(call: Call, plan: InvitationPlan) -> list[tuple[str, str, RenderedMail, RenderedMail]]:
    """For each language: to whom the example goes, the invitation, the reminder."""
    shown = []
    for locale in LOCALES:
        in_language = (entry for entry in plan.new if (entry.locale or call.cohort.program.locale) == locale)
        example = next(in_language, plan.new[0])
        mails = [
            notifications.preview(
                db.session,
                call,
                kind,
                email=example.email,
                name=example.name,
                locale=locale,
                base_url=current_settings().base_url,
                now=clock.now(),
            )
            for kind in (notifications.INVITATION, notifications.REMINDER)
        ]
        to = f"{example.name} <{example.email}>" if example.name else example.email
        shown.append((locale, to, mails[0], mails[1]))
    return shown


@bp.post("/invitation-lists/<list_id>")
@requires(coordinates, load=list_here)
def invite(here: ListHere) -> Response | BaseResponse:
    """Invite everybody who was shown as new: all of them or, when something changed since, nobody."""
    form, call = InviteForm(), here.call
    try:
        number = lists.invite_list(
            db.session, here.waiting, fingerprint=form.fingerprint.data or "", by=current_actor(), now=clock.now()
        )
    except (Conflict, FieldError) as error:
        db.session.rollback()
        fresh = list_here(here.program.slug, here.waiting.public_id)
        plan = lists.plan_of_list(db.session, fresh.waiting)
        put_error(form, error)
        form.fingerprint.data = plan.fingerprint
        return _review_page(fresh, plan, form, 409)
    flash(
        ngettext(
            "%(num)s person is invited. The mail leaves in ten minutes; until then you can take it back here.",
            "%(num)s people are invited. The mails leave in ten minutes; until then you can take them back here.",
            number,
        ),
        "success",
    )
    return see_other(url_for(".index", program_slug=here.program.slug, slug=call.slug))


@bp.post("/invitation-lists/<list_id>/discard")
@requires(coordinates, load=list_here)
def discard(here: ListHere) -> BaseResponse:
    slug = here.call.slug
    lists.drop_list(db.session, here.waiting)
    flash(_("The list is deleted here. Nobody was invited."), "info")
    return see_other(url_for(".add", program_slug=here.program.slug, slug=slug))


@bp.post("/calls/<slug>/invitations/take-back")
@requires(coordinates, load=call_here)
def take_back(here: CallHere) -> BaseResponse:
    number = services.take_back(db.session, here.call, by=current_actor(), now=clock.now())
    if number:
        flash(ngettext("%(num)s invitation is taken back.", "%(num)s invitations are taken back.", number), "success")
    else:
        flash(_("No invitation waits any more: they have all left."), "info")
    return see_other(url_for(".index", program_slug=here.program.slug, slug=here.call.slug))


@bp.post("/invitations/<public_id>/withdraw")
@requires(coordinates, load=invitation_here)
def withdraw(here: InvitationHere) -> BaseResponse:
    try:
        services.withdraw(db.session, here.invitation, by=current_actor(), now=clock.now())
    except AppError as error:
        flash(message_of(error), "error")
    else:
        flash(_("The invitation is withdrawn: no more mails, and its link leads to the public page."), "success")
    return see_other(url_for(".index", program_slug=here.program.slug, slug=here.invitation.call.slug))
