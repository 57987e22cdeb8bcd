"""The set-up: a door with the code from the console, then five steps, each at its own address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.accounts.models import SetupCode
from mentorship_app.accounts.notifications import send_mail_test
from mentorship_app.accounts.setup_code import accept_setup_code, needs_setup
from mentorship_app.core import clock
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.messaging import OutboxMessage
from mentorship_app.web.access import anyone, requires
from mentorship_app.web.auth.setup import seeds
from mentorship_app.web.auth.setup.forms import (
    AccountForm,
    CodeForm,
    CohortForm,
    HelpForm,
    LanguageForm,
    ProgramForm,
    StepForm,
)
from mentorship_app.web.auth.setup.installation import demo_is_offered, install
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db, limiter
from mentorship_app.web.htmx import page, page_or_block, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.transactions import keep_changes

bp = Blueprint("setup", __name__, url_prefix="/setup")

PROOF = "setup"
"""Session key: the digest of the code that was given here, so that a newly printed code shuts the door again."""


@dataclass(frozen=True)
class Step:
    """One page of questions. ``label`` is a marked string; ``proposes`` gives what an untouched page shows."""

    name: str
    label: str
    form: type[StepForm]
    proposes: Callable[[], Mapping[str, Any]]


def _proposed_cohort() -> Mapping[str, Any]:
    name, starts_on, ends_on = seeds.proposed_year(clock.now().date())
    return {"name": name, "starts_on": str(starts_on), "ends_on": str(ends_on), "levels": seeds.LEVELS, "demo": False}


def _proposed_program() -> Mapping[str, Any]:
    zone = current_settings().timezone
    return {"timezone": zone if zone in seeds.timezones() else "America/Toronto"}


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        step.name: step
        for step in (
            Step("language", N_("Language"), LanguageForm, lambda: {"locale": current_locale()}),
            Step("program", N_("Program"), ProgramForm, _proposed_program),
            Step("account", N_("You and your mail"), AccountForm, dict),
            Step("help", N_("Help numbers"), HelpForm, lambda: {"public": [dict(line) for line in seeds.PUBLIC_LINES]}),
            Step("cohort", N_("First cohort"), CohortForm, _proposed_cohort),
        )
    }
)


@dataclass(frozen=True)
class Opened:
    """A step, and the row that holds code and draft; ``row`` is None for whoever has not given the code."""

    step: Step
    row: SetupCode | None


def open_step(step: str = "account") -> Opened:
    """The step of the address. Raises NotFound for any other, and for all once the installation is set up."""
    if step not in STEPS or not needs_setup(db.session):
        raise NotFound(N_("This installation is set up already."))
    row = db.session.get(SetupCode, 1)
    is_open = row is not None and compare_digest(session.get(PROOF, ""), row.code_digest)
    return Opened(STEPS[step], row if is_open else None)


def missing_step(draft: Mapping[str, Any], before: str) -> str | None:
    """The first step before ``before`` that has no answers; nobody skips one by typing an address."""
    for name in STEPS:
        if name == before:
            return None
        if name not in draft:
            return name
    return None


def step_list(current: str, draft: Mapping[str, Any]) -> list[dict[str, str]]:
    """The steps for the bar at the top of each page."""
    names = list(STEPS)
    return [
        {
            "label": _(STEPS[name].label),
            "state": "current" if name == current else "done" if name in draft else "later",
            "url": url_for("auth.setup.step", step=name),
        }
        for name in names
    ]


@bp.route("", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@requires(anyone, load=open_step)
def index(opened: Opened) -> BaseResponse:
    """Ask for the code. Ten wrong ones end it, until the next start prints another."""
    form = CodeForm()
    if form.validate_on_submit():
        if accept_setup_code(db.session, form.code.data):
            session[PROOF] = db.session.get_one(SetupCode, 1).code_digest
            return see_other(url_for("auth.setup.step", step="language"))
        keep_changes()
        form.code.errors = [_("This is not the code. After ten wrong ones, start the app again: it prints a new one.")]
    is_known = opened.row is not None
    return page("auth/setup/code.html", 422 if form.errors else 200, form=form, is_known=is_known)


@bp.route("/<step>", methods=["GET", "POST"])
@requires(anyone, load=open_step)
def step(opened: Opened) -> BaseResponse:
    """Show a step or take its answers; the last one makes everything."""
    row, name = opened.row, opened.step.name
    if row is None:
        return see_other(url_for("auth.setup.index"))
    if (missing := missing_step(row.draft, name)) is not None:
        return see_other(url_for("auth.setup.step", step=missing))
    form = opened.step.form(row.draft.get(name) or opened.step.proposes())
    if form.validate_on_submit():
        row.draft = {**row.draft, name: form.answers()}
        onward = _finish(form, row) if name == "cohort" else _next_page(name, form)
        if onward is not None:
            return see_other(onward)
    return page(
        f"auth/setup/{name}.html",
        422 if form.errors else 200,
        form=form,
        draft=row.draft,
        setup_steps=step_list(name, row.draft),
        demo_is_offered=demo_is_offered(),
    )


def _next_page(name: str, form: StepForm) -> str:
    if name == "language":
        session["locale"] = form.answers()["locale"]
    if name == "account":
        return url_for("auth.setup.mail")
    names = list(STEPS)
    return url_for("auth.setup.step", step=names[names.index(name) + 1])


def _finish(form: StepForm, row: SetupCode) -> str | None:
    """Make everything; where to go on, or None with the reason in the form."""
    try:
        install(db.session, row.draft, now=clock.now())
    except FieldError as error:
        if error.field in form:
            form[error.field].errors = [message_of(error)]
        else:
            form.form_errors.append(message_of(error))
        return None
    session.pop(PROOF, None)
    flash(_("Everything is set up. Sign in with the password that you chose; then you connect your app."), "success")
    return url_for("auth.staff.sign_in")


@bp.route("/mail", methods=["GET", "POST"])
@limiter.limit("6 per minute", methods=["POST"])
@requires(anyone, load=open_step)
def mail(opened: Opened) -> BaseResponse:
    """Second half of step 3: does mail leave? Whatever comes out, the set-up goes on."""
    row = opened.row
    if row is None:
        return see_other(url_for("auth.setup.index"))
    if "account" not in row.draft:
        return see_other(url_for("auth.setup.step", step="account"))
    return _send_test(row) if request.method == "POST" else _mail_page(row)


def _send_test(row: SetupCode) -> BaseResponse:
    account = row.draft["account"]
    locale = row.draft["language"]["locale"]
    message = send_mail_test(
        db.session, to_email=account["email"], to_name=account["name"], locale=locale, now=clock.now()
    )
    row.draft = {**row.draft, "mail_test": str(message.id)}
    return see_other(url_for("auth.setup.mail"))


def _mail_page(row: SetupCode) -> BaseResponse:
    sent = row.draft.get("mail_test")
    return page_or_block(
        "auth/setup/mail.html",
        "outcome",
        message=db.session.get(OutboxMessage, UUID(sent)) if sent else None,
        has_server=current_settings().smtp_url is not None,
        address=row.draft["account"]["email"],
        setup_steps=step_list("account", row.draft),
    )
