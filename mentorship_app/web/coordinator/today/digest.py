"""The weekly mail as Today would say it: the titles of what waits, which are counts and name nobody."""

from uuid import UUID

import flask_babel
from flask import Flask, g

from mentorship_app.accounts.models import StaffGrant
from mentorship_app.core.i18n import known_locale
from mentorship_app.db.engine import reading, writing
from mentorship_app.jobs import JobContext
from mentorship_app.programs import Program
from mentorship_app.programs.digest import due_digests, send_digest
from mentorship_app.programs.year.owners import due_soon
from mentorship_app.web.coordinator.place import Place, chosen_cohort
from mentorship_app.web.coordinator.today.actions import summaries
from mentorship_app.web.coordinator.today.day import Day
from mentorship_app.web.coordinator.year.words import due_lines
from mentorship_app.web.extensions import db


def send_digests(app: Flask, context: JobContext) -> int:
    """Write the weekly mails that are due, each in its own transaction; gives their number. Safe to run twice."""
    with reading(context.engine).begin() as session:
        due = [
            (grant.id, program.id, grant.account_id, known_locale(grant.account.locale))
            for grant, program in due_digests(session, now=context.now)
            if program.cohorts
        ]
    for grant_id, program_id, account_id, locale in due:
        lines = waiting_lines(app, program_id, locale, context, reader=account_id)
        with writing(context.engine).begin() as session:
            grant, program = session.get_one(StaffGrant, grant_id), session.get_one(Program, program_id)
            send_digest(session, grant, program, lines, now=context.now)
    return len(due)


def waiting_lines(app: Flask, program_id: UUID, locale: str, context: JobContext, *, reader: UUID) -> list[str]:
    """The titles of what waits on Today, in that language, and the tasks that are due; ``reader`` is an account."""
    with app.test_request_context(base_url=context.base_url), flask_babel.force_locale(locale):
        program = db.session.get_one(Program, program_id)
        g.program = program
        day = Day(Place(program, chosen_cohort(program)), context.now)
        return [*summaries(day), *_task_lines(day, reader)]


def _task_lines(day: Day, reader: UUID) -> list[str]:
    return due_lines(due_soon(db.session(), day.cohort, account_id=reader, today=day.today))
