"""What happened to a person in a program, over all its years. Nothing about surveys is among it, and nothing can be.

Only events of these kinds are looked for, and only about these things: a wave is none of them.
"""

from uuid import UUID

from flask import Blueprint, Response
from sqlalchemy import ColumnElement, Select, and_, or_, select

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.intake import Profile
from mentorship_app.mentoring import Pairing
from mentorship_app.programs import Cohort, Enrollment, Program
from mentorship_app.programs.merge_people import former_ids
from mentorship_app.recruitment import MentorApplication
from mentorship_app.recruitment.models import Call
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.audit_sentences import audit_sentence
from mentorship_app.web.coordinator.people.here import PersonHere, coordinates_person, person_here
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page

EVENTS_A_PAGE = 50
NEWEST = 10
TOLD = ("programs.", "recruitment.", "intake.", "mentoring.")
"""Beginnings of the actions that a history tells. Signing in is not among them: it would say when somebody was here."""


def add_to(bp: Blueprint) -> None:
    """Put this page beside the other pages of people."""
    bp.add_url_rule("/people/<public_id>/history", "history", history, methods=["GET"])


@requires(coordinates_person, load=person_here)
def history(here: PersonHere) -> Response:
    return page(
        "coordinator/people/history.html",
        enrollment=here.enrollment,
        events=db.paginate(events_of(here.program, here.enrollment.account), per_page=EVENTS_A_PAGE, error_out=False),
        audit_sentence=audit_sentence,
    )


def newest_events(program: Program, account: Account) -> list[AuditEvent]:
    """The last few events, newest first; one more than is shown if there are more."""
    return list(db.session.scalars(events_of(program, account).limit(NEWEST + 1)))


def events_of(program: Program, account: Account) -> Select[AuditEvent]:
    """Everything that staff did to a person, and that the person did in recruitment, intake and pairs, newest first."""
    mine = (
        select(Enrollment.id)
        .join(Enrollment.cohort)
        .where(Enrollment.account_id == account.id, Cohort.program_id == program.id)
        .scalar_subquery()
    )
    calls = select(Call.id).join(Call.cohort).where(Cohort.program_id == program.id).scalar_subquery()
    things = {
        Enrollment.__tablename__: mine,
        Profile.__tablename__: select(Profile.id).where(Profile.enrollment_id.in_(mine)).scalar_subquery(),
        Pairing.__tablename__: select(Pairing.id)
        .where(or_(Pairing.mentor_id.in_(mine), Pairing.mentee_id.in_(mine)))
        .scalar_subquery(),
        MentorApplication.__tablename__: select(MentorApplication.id)
        .where(
            or_(
                MentorApplication.enrollment_id.in_(mine),
                and_(MentorApplication.email == account.email, MentorApplication.call_id.in_(calls)),
            )
        )
        .scalar_subquery(),
        Account.__tablename__: select(Account.id).where(Account.id == account.id).scalar_subquery(),
    }
    before = former_ids(db.session, account.id)
    about = [_is_about(table, ids, before.get(table, set())) for table, ids in things.items()]
    return (
        select(AuditEvent)
        .where(
            AuditEvent.program_id == program.id,
            or_(*(AuditEvent.action.startswith(beginning) for beginning in TOLD)),
            or_(*about),
        )
        .order_by(AuditEvent.at.desc(), AuditEvent.id)
    )


def _is_about(table: str, ids: ColumnElement[UUID], before: set[UUID]) -> ColumnElement[bool]:
    return and_(
        AuditEvent.subject_type == table, or_(AuditEvent.subject_id.in_(ids), AuditEvent.subject_id.in_(before))
    )
