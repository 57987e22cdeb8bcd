"""From the answers of the set-up to a program that runs: everything in one transaction, on the last step."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts import Account
from mentorship_app.accounts.passwords import set_password
from mentorship_app.accounts.services import ensure_account, grant
from mentorship_app.accounts.setup_code import retire_setup_code
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.jobs import enqueue, job_kinds
from mentorship_app.programs import Program
from mentorship_app.programs.help_library import entry_of, library
from mentorship_app.programs.help_lines import HelpLineEntry
from mentorship_app.programs.services import create_cohort, create_program, set_training_levels
from mentorship_app.web.auth.setup import seeds

DEMO_JOB = "demo.load"


def demo_is_offered() -> bool:
    """Whether this installation can load the invented cohort from here."""
    return DEMO_JOB in job_kinds


def install(session: Session, draft: Mapping[str, Mapping[str, Any]], *, now: datetime) -> Program:
    """Make administrator, program and first cohort, and retire the code. Raises FieldError for a refused entry."""
    locale = draft["language"]["locale"]
    given, cohort = draft["account"], draft["cohort"]
    account = ensure_account(session, email=given["email"], name=given["name"], locale=locale, now=now)
    by = Actor(account_id=account.id, name=account.name)
    set_password(session, account, given["password_hash"], by=by, now=now)
    program = create_program(
        session,
        **draft["program"],
        locale=locale,
        help_lines=help_lines(draft["help"]),
        # Not asked: the first cohort says in which month the year begins.
        year_starts_in=date.fromisoformat(cohort["starts_on"]).month,
        by=by,
        now=now,
    )
    _give_roles(session, account, program, by=by, now=now)
    create_cohort(
        session,
        program,
        name=cohort["name"],
        starts_on=date.fromisoformat(cohort["starts_on"]),
        ends_on=date.fromisoformat(cohort["ends_on"]),
        by=by,
        now=now,
    )
    set_training_levels(session, program, seeds.training_levels(cohort["levels"]), by=by, now=now)
    retire_setup_code(session)
    audit.record(session, "accounts.installation.set_up", by=by, subject=account, at=now, program_id=program.id)
    if cohort.get("demo") and demo_is_offered():
        enqueue(session, DEMO_JOB, {}, now=now, dedupe=DEMO_JOB)
    session.flush()
    return program


def _give_roles(session: Session, account: Account, program: Program, *, by: Actor, now: datetime) -> None:
    grant(session, account, StaffRole.ADMINISTRATOR, program_id=None, by=by, now=now)
    grant(session, account, StaffRole.COORDINATOR, program_id=program.id, by=by, now=now)


def help_lines(answers: Mapping[str, Any]) -> list[HelpLineEntry]:
    """The program's own line first, then the public ones that somebody ticked as checked; all checked today.

    Those of the region come last, and stay hidden until somebody has called them.
    """
    lines = [answers["own"], *(line for line in answers["public"] if line["checked"])]
    checked = [
        HelpLineEntry(
            label_en=line["label_en"],
            label_fr=line["label_fr"],
            number=line["number"],
            note_en=line["note_en"],
            note_fr=line["note_fr"],
        )
        for line in lines
    ]
    proposed = {line["number"] for line in (*lines, *seeds.PUBLIC_LINES)}
    of_region = library().of(answers.get("region") or "")
    return checked + [entry_of(line) for line in of_region if line.number not in proposed]
