"""What every template may say: who is signed in, which program, which help numbers, which language."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from mentorship_app.core import clock
from mentorship_app.core.i18n import DEFAULT_LOCALE
from mentorship_app.core.identity import NOBODY, Actor
from mentorship_app.programs import Enrollment, EnrollmentStatus, Program
from mentorship_app.programs import policies as program_policies
from mentorship_app.programs.queries import help_lines_to_show
from mentorship_app.web.access import current_actor
from mentorship_app.web.current_settings import current_settings
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, current_locale
from mentorship_app.web.navigation import navigation


@dataclass(frozen=True)
class ShownHelpLine:
    """A help line in the reader's language."""

    label: str
    note: str
    number: str


def program_in_view() -> Program | None:
    """The program of this page: the one in its address, else the one the visitor belongs to, else the only one."""
    if "program" in g:
        program: Program | None = g.program
        return program
    g.program = _program_of_visitor()
    return g.program  # type: ignore[no-any-return]  # g is untyped


def _program_of_visitor() -> Program | None:
    actor = current_actor()
    if actor.account_id is not None:
        enrollment = db.session.scalar(
            select(Enrollment)
            .where(Enrollment.account_id == actor.account_id, Enrollment.status == EnrollmentStatus.ACTIVE)
            .order_by(Enrollment.created_at.desc(), Enrollment.id)
            .limit(1)
        )
        if enrollment is not None:
            return enrollment.cohort.program
        for grant in sorted(actor.grants, key=lambda grant: str(grant.program_id)):
            if grant.program_id is not None:
                return db.session.get(Program, grant.program_id)
    programs = db.session.scalars(select(Program).limit(2)).all()
    return programs[0] if len(programs) == 1 else None


def help_lines_of(program: Program | None) -> list[ShownHelpLine]:
    """The program's numbers that were checked within the year, in the reader's language."""
    if program is None:
        return []
    locale = current_locale()
    lines = help_lines_to_show(program, now=clock.now())
    return [ShownHelpLine(line.label.in_(locale), line.note.in_(locale), line.number) for line in lines]


def _context() -> dict[str, Any]:
    if request.endpoint == "static":
        return {}
    try:
        return _whole_context()
    except SQLAlchemyError:
        # The page that says the database is away must not need the database.
        db.session.rollback()
        g.actor, g.program, g.cohort = NOBODY, None, None
        return {"site_name": "Mentorship", "locale": DEFAULT_LOCALE, "home_url": "/"}


def _whole_context() -> dict[str, Any]:
    locale = current_locale()
    other = "en" if locale == "fr" else "fr"
    program = program_in_view()
    actor = current_actor()
    on_staff_page = (request.blueprint or "").startswith("coordinator") and program is not None
    return {
        "site_name": _("Mentorship"),
        "program": program,
        "cohort": g.get("cohort"),
        "actor": actor,
        "nav": navigation(actor),
        "home_url": _home_address(actor, program),
        "help_lines": help_lines_of(program),
        "demo": bool(program and program.is_demo),
        "locale": locale,
        "other_locale": other,
        "other_language": LANGUAGE_NAMES[other],
        "now": clock.now(),
        "mail_off": on_staff_page and current_settings().smtp_url is None,
        "outbox_url": url_for("coordinator.outbox.index", program_slug=program.slug)
        if on_staff_page and program
        else None,
        "demo_wipe_url": _demo_wipe_address(actor, program) if on_staff_page and program else None,
    }


def _demo_wipe_address(actor: Actor, program: Program) -> str | None:
    if not program.is_demo or not program_policies.can_coordinate(actor, program):
        return None
    return url_for("coordinator.settings.wipe_demo", program_slug=program.slug)


def _home_address(actor: Actor, program: Program | None) -> str:
    if program is not None and (request.blueprint or "").startswith("coordinator"):
        return url_for("coordinator.today.index", program_slug=program.slug)
    return url_for("participant.home.index") if actor.cohort_ids else url_for("public.front")


def init_app(app: Flask) -> None:
    """Bind the context to ``app``."""
    app.context_processor(_context)
