"""Sign-in of staff: password, then authenticator app or recovery code."""

import logging
from collections.abc import Callable

from flask import Blueprint, Response, request, url_for
from flask_security.utils import hash_password
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from mentorship_app import audit
from mentorship_app.accounts import Account, tries
from mentorship_app.accounts.passwords import MAX_LENGTH
from mentorship_app.accounts.recovery_codes import new_recovery_codes, use_recovery_code
from mentorship_app.accounts.second_factor import connect_authenticator
from mentorship_app.accounts.services import find_account
from mentorship_app.core import clock
from mentorship_app.core.identity import Actor
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.auth import destinations, sessions
from mentorship_app.web.auth.sign_in.routes import typed_address
from mentorship_app.web.auth.staff import halfway
from mentorship_app.web.auth.staff.authenticator import code_fits, new_secret, setup_values
from mentorship_app.web.auth.staff.forms import AuthenticatorForm, PasswordSignInForm, RecoveryForm
from mentorship_app.web.auth.subjects import subject_of
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.local_paths import local_path
from mentorship_app.web.transactions import keep_changes

logger = logging.getLogger(__name__)
bp = Blueprint("staff", __name__, url_prefix="/staff")

PER_CLIENT = "30 per minute"
PER_ADDRESS = "30 per 10 minutes"


def acting(account: Account) -> Actor:
    """The person as whoever does something to their own account."""
    return Actor(account_id=account.id, name=account.name)


def _wait_message() -> str:
    return _("Too many tries. Wait two minutes, then try again; the right answer still works then.")


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address)
@requires(anyone)
def sign_in() -> BaseResponse:
    form = PasswordSignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        subject, now = subject_of("password", form.email.data.lower()), clock.now()
        if tries.must_wait(db.session, subject, now=now):
            form.form_errors.append(_wait_message())
        elif (account := _account_of(form.email.data, form.password.data)) is not None:
            tries.forget_failures(db.session, subject)
            halfway.begin(account, local_path(form.next.data, ""))
            return see_other(url_for("auth.staff.code" if account.tf_totp_secret else "auth.staff.authenticator"))
        else:
            tries.count_failure(db.session, subject, now=now)
            logger.warning("staff sign-in failed", extra={"factor": "password"})
            form.form_errors.append(_("Address and password do not belong together. Check both and try again."))
        keep_changes()
    return page("auth/staff/sign_in.html", 422 if form.errors else 200, form=form)


def _account_of(email: str, password: str) -> Account | None:
    """The active account with this password. It takes as long for an address that is unknown or has no password."""
    account = find_account(db.session, email)
    if account is None or not account.active or not account.password or len(password) > MAX_LENGTH:
        hash_password(password[:MAX_LENGTH])
        return None
    return account if account.verify_and_update_password(password) else None


@bp.route("/code", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
def code() -> BaseResponse:
    account = halfway.who()
    if account is None or not account.tf_totp_secret:
        return see_other(url_for("auth.staff.sign_in"))
    form = AuthenticatorForm()
    secret = account.tf_totp_secret
    if form.validate_on_submit() and _second_factor(
        account, form.code, lambda typed: code_fits(account, typed, secret)
    ):
        return see_other(_let_in(account, "authenticator"))
    return page("auth/staff/code.html", 422 if form.errors else 200, form=form)


@bp.route("/recovery-code", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
def recovery_code() -> BaseResponse:
    account = halfway.who()
    if account is None or not account.tf_totp_secret:
        return see_other(url_for("auth.staff.sign_in"))
    form = RecoveryForm()

    def accepts(typed: str) -> bool:
        return use_recovery_code(db.session, account, typed, by=acting(account), now=clock.now())

    if form.validate_on_submit() and _second_factor(account, form.code, accepts):
        return see_other(_let_in(account, "recovery_code"))
    return page("auth/staff/recovery_code.html", 422 if form.errors else 200, form=form)


def _second_factor(account: Account, field: StringField, accepts: Callable[[str], bool]) -> bool:
    """Whether the typed code is accepted; a wrong one is counted and said so at the field."""
    subject, now = subject_of("second factor", account.id), clock.now()
    if tries.must_wait(db.session, subject, now=now):
        field.errors = [_wait_message()]
    elif accepts(str(field.data)):
        tries.forget_failures(db.session, subject)
        return True
    else:
        tries.count_failure(db.session, subject, now=now)
        logger.warning("staff sign-in failed", extra={"factor": "second"})
        field.errors = [_("This code does not fit, or was used already. Take the next one.")]
    keep_changes()
    return False


def _let_in(account: Account, authn_via: str) -> str:
    onward = destinations.staff_page(account, halfway.wanted())
    sessions.begin(account, authn_via=authn_via, staff=True)
    audit.record(
        db.session, "accounts.staff.signed_in", by=acting(account), subject=account, at=clock.now(), via=authn_via
    )
    return onward


@bp.route("/authenticator", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
def authenticator() -> BaseResponse:
    """Connect the app: forced at the first sign-in, and the only way on. Ends with the recovery codes, shown once."""
    account = halfway.who()
    if account is None or account.tf_totp_secret:
        return see_other(url_for("auth.staff.sign_in"))
    form = AuthenticatorForm()
    secret = halfway.secret(new_secret)
    if form.validate_on_submit() and _second_factor(
        account, form.code, lambda typed: code_fits(account, typed, secret)
    ):
        return _connected(account, secret)
    values = setup_values(account, secret)
    return page("auth/staff/authenticator.html", 422 if form.errors else 200, form=form, **values)


def _connected(account: Account, secret: str) -> Response:
    by, now = acting(account), clock.now()
    connect_authenticator(db.session, account, secret, by=by, now=now)
    codes = new_recovery_codes(db.session, account, by=by, now=now)
    onward = _let_in(account, "authenticator")
    return page("auth/staff/recovery_codes.html", codes=codes, onward=onward)
