"""Calendar and time zone: by whose clock, a private address for one's own calendar, invitations by mail or none."""

from flask import Blueprint, Response, flash, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.links import link
from mentorship_app.mentoring.calendars import feeds, invitations
from mentorship_app.mentoring.calendars.zones import change_zone
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.auth.setup.seeds import timezones
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.current import my_enrollment, my_enrollments, takes_part
from mentorship_app.web.participant.meetings.shown import zone_words

NEAR_BY = (
    "America/St_Johns",
    "America/Halifax",
    "America/Puerto_Rico",
    "America/Toronto",
    "America/New_York",
    "America/Winnipeg",
    "America/Chicago",
    "America/Regina",
    "America/Edmonton",
    "America/Denver",
    "America/Phoenix",
    "America/Whitehorse",
    "America/Vancouver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
"""Clocks of Canada and the United States, from east to west."""


class ZoneForm(FlaskForm):
    """By whose clock times are told."""

    timezone = SelectField(_l("Your time zone"))

    def offer(self, programs: str, chosen: str, *, everywhere: bool) -> None:
        """The program's place first, then those near by or all others; all of them would triple the page."""
        usual = SelectChoice("", _("As the program: %(zone)s", zone=programs.replace("_", " ")))
        others = timezones() if everywhere else NEAR_BY
        names = dict.fromkeys([*([chosen] if chosen and chosen not in others else []), *others])
        self.timezone.choices = [usual, *(SelectChoice(name, name.replace("_", " ")) for name in names)]


def add_to(bp: Blueprint) -> None:
    """Put these pages beside the other pages of /me."""
    bp.add_url_rule("/calendar", "calendar", calendar, methods=["GET"])
    bp.add_url_rule("/calendar/zone", "save_zone", save_zone, methods=["POST"])
    bp.add_url_rule("/calendar/address", "make_address", make_address, methods=["POST"])
    bp.add_url_rule("/calendar/address/remove", "remove_address", remove_address, methods=["POST"])
    bp.add_url_rule("/calendar/invitations", "invitations", want_invitations, methods=["POST"])


def _account() -> Account:
    account = db.session.get(Account, current_actor().account_id)
    if account is None:
        raise NotFound(N_("There is no such account any more."))
    return account


def _zone_form(account: Account) -> ZoneForm:
    form = ZoneForm()
    everywhere = request.method == "POST" or "everywhere" in request.args
    form.offer(my_enrollment().cohort.program.timezone, account.timezone, everywhere=everywhere)
    return form


@requires(takes_part)
def calendar() -> Response:
    account = _account()
    form = _zone_form(account)
    form.timezone.data = account.timezone
    return _page(account, form)


def _page(account: Account, form: ZoneForm, status: int = 200) -> Response:
    session, mine = db.session(), my_enrollments()
    token = feeds.token_of(session, keyring(), account)
    return page(
        "participant/me/calendar.html",
        status,
        form=form,
        is_everywhere="everywhere" in request.args,
        zone=zone_words(account.timezone or mine[0].cohort.program.timezone),
        address=link("calendar", current_settings().base_url, token=token) if token else "",
        is_paused=all(invitations.is_paused(session, one) for one in mine),
    )


@requires(takes_part)
def save_zone() -> Response | BaseResponse:
    account = _account()
    form = _zone_form(account)
    if not form.validate_on_submit():
        form.timezone.errors = [_("Choose a time zone.")]
        return _page(account, form, 422)
    change_zone(db.session(), account, form.timezone.data or "")
    flash(_("Saved. Times of meetings are shown by this clock."), "success")
    return _back()


@requires(takes_part)
def make_address() -> BaseResponse:
    """A new one; what subscribed to the one before gets nothing more."""
    feeds.renew(db.session(), keyring(), _account(), now=clock.now())
    flash(_("Your calendar has a new address. It opens for whoever has it, so keep it to yourself."), "success")
    return _back("address")


@requires(takes_part)
def remove_address() -> BaseResponse:
    feeds.revoke(db.session(), _account())
    flash(_("The address opens nothing any more."), "success")
    return _back("address")


@requires(takes_part)
def want_invitations() -> BaseResponse:
    """No mails about planned meetings any more, or again; nobody else is told."""
    wanted = request.form.get("wanted") == "1"
    for one in my_enrollments():
        (invitations.resume if wanted else invitations.pause)(db.session(), one)
    flash(_("You get these mails again.") if wanted else _("You get no more mails about planned meetings."), "success")
    return _back("invitations")


def _back(part: str = "") -> BaseResponse:
    return see_other(url_for("participant.me.calendar") + (f"#{part}" if part else ""))
