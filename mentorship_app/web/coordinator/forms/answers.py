"""The answers to a form as a file, with the codebook that explains it. What is for matching alone is in neither."""

from collections.abc import Sequence

from flask import Blueprint, Response
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorship_app import audit
from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.errors import NotFound
from mentorship_app.core.spreadsheets import csv_bytes
from mentorship_app.forms.answers_table import Sent, Version, codebook, header, rows
from mentorship_app.forms.enums import FormStatus
from mentorship_app.forms.queries import versions_of
from mentorship_app.intake import Profile
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.recruitment import Call, MentorApplication
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.forms.counts import ANSWERED_BY_NAME
from mentorship_app.web.coordinator.forms.here import FormHere, form_here
from mentorship_app.web.coordinator.place import NOT_HERE, coordinates
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale


def add_to(bp: Blueprint) -> None:
    """Add the addresses of the files."""
    bp.post("/<form_key>/answers.csv", endpoint="answers")(answers)
    bp.get("/<form_key>/codebook.csv", endpoint="codebook")(explain)


def answered_here(program_slug: str, form_key: str) -> FormHere:
    """Raises NotFound for a form whose answers the coordinator does not read by name."""
    here = form_here(program_slug, form_key)
    if form_key not in ANSWERED_BY_NAME:
        raise NotFound(NOT_HERE)
    return here


@requires(coordinates, load=answered_here)
def answers(here: FormHere) -> Response:
    """What everybody sent, of every cohort and version. A POST, because the download is written into the log."""
    versions, people = _versions(here), _people(here)
    table = [header(versions), *rows(versions, people)]
    audit.record(
        db.session,
        "forms.answers.downloaded",
        by=current_actor(),
        subject=here.program,
        at=clock.now(),
        program_id=here.program.id,
        form=here.kind.key,
        rows=len(people),
    )
    return _download(csv_bytes(table), f"{here.program.slug}-{here.kind.key}.csv")


@requires(coordinates, load=answered_here)
def explain(here: FormHere) -> Response:
    """What each column and code means, in both languages. It holds no answer."""
    book = csv_bytes(codebook(_versions(here), current_locale()))
    return _download(book, f"{here.program.slug}-{here.kind.key}-codebook.csv")


def _versions(here: FormHere) -> list[Version]:
    return [
        Version(version.number, version.questionnaire)
        for version in versions_of(db.session, here.program.id, here.kind.key)
        if version.status is FormStatus.PUBLISHED
    ]


def _people(here: FormHere) -> Sequence[Sent]:
    return _mentors(here) if here.kind.key == "mentor_application" else _mentees(here)


def _mentors(here: FormHere) -> list[Sent]:
    found = db.session.scalars(
        select(MentorApplication)
        .join(MentorApplication.call)
        .join(Call.cohort)
        .options(joinedload(MentorApplication.form_version), joinedload(MentorApplication.call).joinedload(Call.cohort))
        .where(Cohort.program_id == here.program.id, MentorApplication.submitted_at.is_not(None))
        .order_by(Cohort.starts_on, MentorApplication.name, MentorApplication.id)
    )
    return [
        Sent(
            application.name,
            application.call.cohort.name,
            clock.local_date(application.submitted_at, here.program.timezone),
            application.form_version.number,
            application.answers,
        )
        for application in found
        if application.submitted_at
    ]


def _mentees(here: FormHere) -> list[Sent]:
    found = db.session.scalars(
        select(Profile)
        .join(Profile.enrollment)
        .join(Enrollment.cohort)
        .join(Enrollment.account)
        .options(
            joinedload(Profile.form_version),
            joinedload(Profile.enrollment).joinedload(Enrollment.cohort),
            joinedload(Profile.enrollment).joinedload(Enrollment.account),
        )
        .where(Cohort.program_id == here.program.id, Profile.submitted_at.is_not(None))
        .order_by(Cohort.starts_on, Account.name, Profile.id)
    )
    return [
        Sent(
            profile.enrollment.account.name,
            profile.enrollment.cohort.name,
            clock.local_date(profile.submitted_at, here.program.timezone),
            profile.form_version.number,
            profile.answers,
        )
        for profile in found
        if profile.submitted_at
    ]


def _download(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
