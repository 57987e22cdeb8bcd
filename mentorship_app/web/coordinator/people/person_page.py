"""The page of one person, whichever of its forms was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.forms.consents import consents_of
from mentorship_app.programs import CohortRole, EnrollmentStatus
from mentorship_app.programs.contact import is_known_elsewhere
from mentorship_app.programs.queries import bounced_mail
from mentorship_app.programs.tags import tags_of, tags_on
from mentorship_app.web.coordinator.audit_sentences import audit_sentence
from mentorship_app.web.coordinator.people import bounces, words
from mentorship_app.web.coordinator.people.forms import PersonForm, TagPeopleForm
from mentorship_app.web.coordinator.people.here import PersonHere
from mentorship_app.web.coordinator.people.history import NEWEST, newest_events
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page
from mentorship_app.web.versioned_form import Difference


@dataclass(frozen=True)
class Agreed:
    """One statement that a person agreed to."""

    title: LocalizedText
    version: int
    on: datetime
    taken_back: datetime | None


def person_page(
    here: PersonHere,
    form: PersonForm,
    status: int = 200,
    *,
    theirs: Sequence[Difference] = (),
    tagging: TagPeopleForm | None = None,
) -> Response:
    """The page with the form of the person; ``tagging`` is the form of tags if that was the one that was sent."""
    enrollment, account = here.enrollment, here.enrollment.account
    tagging = tagging or TagPeopleForm(formdata=None)
    own = tags_on(db.session, here.program, [account.id]).get(account.id, [])
    tagging.offer([tag for tag in tags_of(db.session, here.program) if tag not in own])
    bounced = bounced_mail(db.session, here.program, [account.id]).get(account.id)
    events = newest_events(here.program, account)
    return page(
        "coordinator/people/show.html",
        status,
        form=form,
        tagging=tagging,
        tags=own,
        enrollment=enrollment,
        is_mentor=enrollment.role is CohortRole.MENTOR,
        has_left=enrollment.status is EnrollmentStatus.WITHDRAWN,
        address_is_fixed=is_known_elsewhere(db.session, enrollment),
        bounced=bounced,
        bounces=bounces,
        history=events[:NEWEST],
        has_more_history=len(events) > NEWEST,
        consents=_agreed(here),
        theirs=theirs,
        audit_sentence=audit_sentence,
        words=words,
    )


def _agreed(here: PersonHere) -> list[Agreed]:
    account = here.enrollment.account
    found = consents_of(db.session, here.program.id, email=account.email, account_id=account.id)
    return [
        Agreed(consent.question.text, consent.form_version.number, consent.given_at, consent.withdrawn_at)
        for consent in found
        if consent.question is not None
    ]
