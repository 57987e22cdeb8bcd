"""Where a person goes on after signing in."""

from flask import current_app, url_for
from sqlalchemy import select

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Enrollment, EnrollmentStatus, Program
from mentorship_app.web.extensions import db
from mentorship_app.web.local_paths import local_path

HOME = "/home"
SURVEYS = "surveys"


def survey_path(next_path: str) -> str:
    """The part of a survey's address that its mailed link may open: ``/surveys/<wave>``, whatever page it names."""
    parts = local_path(next_path, HOME).split("?")[0].split("/")
    return f"/{SURVEYS}/{parts[2]}" if len(parts) > 2 and parts[1] == SURVEYS and parts[2] else f"/{SURVEYS}/-"


def after_link(account: Account, next_path: str) -> str:
    """Where a participant goes; staff who take part in nothing are asked for their second factor instead."""
    target = local_path(next_path, HOME)
    if target == HOME and account.roles and not _takes_part(account):
        return url_for("auth.staff.sign_in")
    return target


def _takes_part(account: Account) -> bool:
    enrollment = select(Enrollment.id).where(
        Enrollment.account_id == account.id, Enrollment.status == EnrollmentStatus.ACTIVE
    )
    return db.session.scalar(enrollment.limit(1)) is not None


def staff_page(account: Account, next_path: str = "") -> str:
    """Where staff go: the page that they wanted, else the first page of their program."""
    wanted = local_path(next_path, "")
    if wanted and wanted != HOME:
        return wanted
    pages = {StaffRole.COORDINATOR: "coordinator.today.index", StaffRole.VIEWER: "coordinator.overview.index"}
    for role, endpoint in pages.items():
        ids = [grant.program_id for grant in account.roles if grant.role is role]
        slug = db.session.scalar(select(Program.slug).where(Program.id.in_(ids)).order_by(Program.slug).limit(1))
        if slug is not None and endpoint in current_app.view_functions:
            return url_for(endpoint, program_slug=slug)
    return url_for("public.front")
