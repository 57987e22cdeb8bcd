"""Sign-in pages of participants. Nothing here tells whether an address is known.

All are unlogged: in a small cohort the mere time of a sign-in says who is about to answer.
"""

from flask import Blueprint, Response, request, session, url_for
from flask_security import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts import Account, LinkPurpose, SignInLink, tries
from mentorship_app.accounts.notifications import send_sign_in
from mentorship_app.accounts.services import find_account, find_link, find_spent_link, use_code, use_link
from mentorship_app.core import clock
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.tokens import token_digest
from mentorship_app.programs import Program
from mentorship_app.web.access import LIMITED, anyone, requires
from mentorship_app.web.auth import destinations, sessions
from mentorship_app.web.auth.sign_in.forms import CodeForm, EmailForm
from mentorship_app.web.auth.subjects import subject_of
from mentorship_app.web.context import program_in_view
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _
from mentorship_app.web.local_paths import local_path
from mentorship_app.web.logging import unlogged
from mentorship_app.web.transactions import keep_changes

bp = Blueprint("auth", __name__)
"""The audience's blueprint itself; those of staff and of the set-up are nested in it."""

ADDRESS, ONWARD = "sign_in_address", "sign_in_next"
# A whole hospital may share one address on the internet, so one client may ask for many people.
PER_CLIENT = "60 per minute"
PER_ADDRESS = "5 per 10 minutes; 20 per day"
SIGNS_IN = frozenset({LinkPurpose.SIGN_IN, LinkPurpose.WAVE, LinkPurpose.DEMO})


def typed_address() -> str:
    """Whom the limits count besides the client: the address in the form, as a digest."""
    return token_digest(request.form.get("email", "").strip().lower())


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address)
@requires(anyone)
@unlogged
def sign_in() -> BaseResponse:
    form = EmailForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        _mail_link(find_account(db.session, form.email.data), local_path(form.next.data, destinations.HOME))
        session[ADDRESS], session[ONWARD] = form.email.data.lower(), local_path(form.next.data, destinations.HOME)
        return see_other(url_for("auth.sign_in_code"))
    return page("auth/sign_in/email.html", 422 if form.errors else 200, form=form)


def _mail_link(account: Account | None, next_path: str) -> None:
    if account is None or not account.active:
        return
    program = program_in_view()
    contact = program.contact_email if program else ""
    send_sign_in(db.session, account, next_path=next_path, contact=contact, now=clock.now())


@bp.route("/sign-in/code", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
@unlogged
def sign_in_code() -> BaseResponse:
    address = session.get(ADDRESS)
    if address is None:
        return see_other(url_for("auth.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        # Five tries a code, and a pause between codes: else somebody could ask for new ones and go on guessing.
        subject, now = subject_of("code", address), clock.now()
        account = None
        if not tries.must_wait(db.session, subject, now=now):
            account = use_code(db.session, address, form.code.data, now=now)
        if account is not None:
            tries.forget_failures(db.session, subject)
            onward = destinations.after_link(account, session.get(ONWARD, ""))
            sessions.begin(account, authn_via="code")
            return see_other(onward)
        tries.count_failure(db.session, subject, now=now)
        keep_changes()
        form.code.errors = [_("This code is wrong or too old. Check the newest mail, or ask for a new one.")]
    return page("auth/sign_in/code.html", 422 if form.errors else 200, form=form, address=address)


@bp.route("/l/<token>", methods=["GET", "POST"])
@limiter.limit(PER_CLIENT, methods=["POST"])
@requires(anyone)
@unlogged
def personal_link(token: str) -> BaseResponse:
    """Opening the link consumes nothing, since mail scanners open every link; pressing the button does."""
    link = find_link(db.session, token, now=clock.now())
    if link is None or link.purpose not in SIGNS_IN:
        return no_such_link(token)
    if request.method == "GET":
        return page("auth/sign_in/link.html", link=link, token=token)
    return see_other(enter(link, token))


def no_such_link(token: str) -> Response:
    """What is said of a link that opens nothing, with a way to a new one where there is one."""
    return page("auth/sign_in/spent_link.html", 404, can_renew=_renewable(token) is not None, token=token)


def enter(link: SignInLink, token: str) -> str:
    """Sign the owner of ``link`` in as far as its purpose goes, and give where they go on."""
    account = use_link(db.session, link, token=token, now=clock.now())
    if link.purpose is LinkPurpose.WAVE:
        already_in = current_user.is_authenticated and current_user.id == account.id and LIMITED not in session
        if not already_in:
            sessions.begin(account, authn_via="link", limited_path=destinations.survey_path(link.next_path))
        return local_path(link.next_path, destinations.HOME)
    in_demo = link.purpose is LinkPurpose.DEMO and _is_demo_staff(account)
    sessions.begin(account, authn_via="link", demo=in_demo)
    if in_demo:
        return destinations.staff_page(account, link.next_path)
    return destinations.after_link(account, link.next_path)


def _is_demo_staff(account: Account) -> bool:
    """Whether all that the account may do is in programs made of invented people."""
    if not account.roles or any(grant.role is StaffRole.ADMINISTRATOR for grant in account.roles):
        return False
    ids = [grant.program_id for grant in account.roles]
    return all(db.session.scalars(select(Program.is_demo).where(Program.id.in_(ids))))


def _renewable(token: str) -> SignInLink | None:
    link = find_spent_link(db.session, token)
    return link if link is not None and link.purpose in SIGNS_IN and link.account.active else None


@bp.post("/l/<token>/again")
@limiter.limit("10 per minute")
@requires(anyone)
@unlogged
def renew_link(token: str) -> BaseResponse:
    """Mail a fresh link to the owner of a spent one; whoever merely holds the old one learns nothing."""
    link = _renewable(token)
    if link is not None:
        _mail_link(link.account, local_path(link.next_path, destinations.HOME))
    return see_other(url_for("auth.link_on_its_way"))


@bp.get("/sign-in/on-its-way")
@requires(anyone)
@unlogged
def link_on_its_way() -> Response:
    return page("auth/sign_in/on_its_way.html")


@bp.post("/sign-out")
@requires(anyone)
@unlogged
def sign_out() -> BaseResponse:
    sessions.end()
    return see_other(url_for("public.front"))
