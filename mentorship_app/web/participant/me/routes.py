"""Me: name, language, who reads what, one's own record. Open to everybody with an account, also after leaving."""

import json

from flask import Blueprint, Response, flash, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import Account
from mentorship_app.accounts.own_details import change_own_details
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_, translate
from mentorship_app.web.access import current_actor, requires, signed_in
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.participant.current import my_enrollments
from mentorship_app.web.participant.identity.own import own_identities
from mentorship_app.web.participant.me import calendar, consents, leaving, trend
from mentorship_app.web.participant.me.forms import DetailsForm
from mentorship_app.web.participant.me.own_record import own_record

bp = Blueprint("me", __name__, url_prefix="/me")
for pages in (calendar, consents, leaving, trend):
    pages.add_to(bp)

SAVED = N_("Saved.")


def _account() -> Account:
    account = db.session.get(Account, current_actor().account_id)
    if account is None:
        raise NotFound(N_("There is no such account any more."))
    return account


@bp.get("")
@requires(signed_in)
def index() -> Response:
    account = _account()
    return _page(account, DetailsForm(obj=account))


@bp.post("")
@requires(signed_in)
def save() -> Response | BaseResponse:
    account, form = _account(), DetailsForm()
    if not form.validate_on_submit():
        return _page(account, form, 422)
    try:
        change_own_details(
            db.session(),
            account,
            name=form.name.data or "",
            locale=form.locale.data or "",
            by=current_actor(),
            now=clock.now(),
        )
    except FieldError as error:
        form[error.field].errors = [message_of(error)]
        return _page(account, form, 422)
    # The choice made on an earlier page would otherwise hide the one just saved.
    session["locale"] = account.locale
    flash(translate(SAVED, account.locale), "success")
    return see_other(url_for(".index"))


def _page(account: Account, form: DetailsForm, status: int = 200) -> Response:
    return page(
        "participant/me/index.html",
        status,
        account=account,
        form=form,
        identities=own_identities(account),
        roles={one.role for one in my_enrollments()},
    )


@bp.get("/record.json")
@requires(signed_in)
def record() -> Response:
    """The person's own record as a file."""
    content = own_record(_account(), locale=current_locale(), now=clock.now())
    return Response(
        json.dumps(content, ensure_ascii=False, indent=2) + "\n",
        mimetype="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="my-mentorship-record.json"',
            # It holds answers to surveys: nothing of it stays on a shared computer.
            "Clear-Site-Data": '"cache"',
        },
    )
