"""Choosing a password: by the invitation, or because the old one is forgotten. Both ask for the second factor next."""

from flask import Blueprint, Response, flash, request, url_for
from flask_security.utils import hash_password
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import LinkPurpose, SignInLink
from mentorship_app.accounts.notifications import send_password_reset
from mentorship_app.accounts.passwords import check_password, set_password
from mentorship_app.accounts.services import find_account, find_link, use_link
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.auth.sign_in.routes import typed_address
from mentorship_app.web.auth.staff import halfway
from mentorship_app.web.auth.staff.forms import ForgottenForm, NewPasswordForm
from mentorship_app.web.auth.staff.routes import PER_CLIENT, acting
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.logging import unlogged

bp = Blueprint("passwords", __name__)


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
@unlogged
def welcome(token: str) -> BaseResponse:
    """Choose the first password, then connect the app."""
    link = find_link(db.session, token, now=clock.now())
    if link is None or link.purpose is not LinkPurpose.STAFF_INVITATION:
        return page("auth/staff/spent_link.html", 404)
    if link.account.password:
        return page("auth/staff/known_already.html", name=link.account.name)
    return _choose_password(link, "auth/staff/welcome.html", token)


@bp.route("/forgotten", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@limiter.limit("5 per hour", methods=["POST"], key_func=typed_address)
@requires(anyone)
def forgotten() -> Response:
    """Ask for a link; the answer is the same for every address."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return page("auth/staff/forgotten.html", 422 if form.errors else 200, form=form)
    account = find_account(db.session, form.email.data)
    if account is not None and account.active and account.roles:
        send_password_reset(db.session, account, now=clock.now())
    return page("auth/staff/forgotten_sent.html", address=form.email.data)


@bp.route("/password/<token>", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
@unlogged
def reset(token: str) -> BaseResponse:
    """Choose a new password. It does not replace the second factor, which is asked for right after."""
    link = find_link(db.session, token, now=clock.now())
    if link is None or link.purpose is not LinkPurpose.PASSWORD_RESET:
        return page("auth/staff/spent_link.html", 404)
    return _choose_password(link, "auth/staff/reset.html", token)


def _choose_password(link: SignInLink, template: str, token: str) -> BaseResponse:
    form, account = NewPasswordForm(), link.account
    if form.validate_on_submit():
        try:
            check_password(form.password.data, email=account.email, name=account.name)
        except FieldError as error:
            form.password.errors = [message_of(error)]
        else:
            now = clock.now()
            use_link(db.session, link, token=token, now=now)
            set_password(db.session, account, hash_password(form.password.data), by=acting(account), now=now)
            halfway.begin(account)
            flash(_("Your password is saved."), "success")
            return see_other(url_for("auth.staff.code" if account.tf_totp_secret else "auth.staff.authenticator"))
    status = 422 if request.method == "POST" else 200
    return page(template, status, form=form, token=token, account=account)
