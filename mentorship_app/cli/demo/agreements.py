"""Agreements: most pairs signed one, one of them amended it, one waits for its mentor, one has not begun."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.publishing import PAIRED_IN
from mentorship_app.cli.demo.story import Story
from mentorship_app.core import clock
from mentorship_app.forms.library import shipped
from mentorship_app.intake.queries import sent_profiles
from mentorship_app.mentoring import Pairing, PairingStatus
from mentorship_app.mentoring.agreements.defaults import FORM, REVIEW_AFTER, suggested
from mentorship_app.mentoring.agreements.queries import agreement_of
from mentorship_app.mentoring.agreements.services import BEFORE_THE_FIRST, propose, sign
from mentorship_app.mentoring.agreements.wording import Wording
from mentorship_app.programs import Cohort, CohortRole

AMENDED, WAITING, NOT_BEGUN = 2, 4, 5
"""Places of mentees whose pairs stand differently from the others."""
_WRITTEN = {
    "en": {
        "topics": "Choosing a fellowship, and presenting at rounds",
        "off_limits": "My family",
        "between": "A text message is fine; an answer within three days",
    },
    "fr": {
        "topics": "Choisir une surspécialité et présenter en réunion",
        "off_limits": "Ma famille",
        "between": "Un texto convient\u00a0; réponse d’ici trois jours",
    },
}
_AGREED = {"confidentiality": True, "no_assessment": True, "way_out": True}


def settle(story: Story, cohort: Cohort) -> None:
    """Proposed by the mentees in the weeks after the pairs were told, signed by the mentors some days later."""
    places = {mentee.id: place for place, mentee in enumerate(story.enrolled_mentees)}
    running = Pairing.cohort_id == cohort.id, Pairing.status == PairingStatus.ACTIVE
    found = story.session.scalars(select(Pairing).where(*running))
    pairs = sorted((pairing for pairing in found if pairing.mentee_id in places), key=lambda one: places[one.mentee_id])
    for pairing in pairs:
        place = places[pairing.mentee_id]
        if place != NOT_BEGUN:
            _settle(story, pairing, place)


def _settle(story: Story, pairing: Pairing, place: int) -> None:
    week = WEEKS_GONE - 1 if place == WAITING else PAIRED_IN + 1 + place % 4
    now = story.at(week)
    made = propose(
        story.session, pairing, CohortRole.MENTEE, _terms(story, pairing, now), version=BEFORE_THE_FIRST, now=now
    )
    if place == WAITING:
        return
    now += timedelta(days=1 + place % 3)
    sign(story.session, pairing, CohortRole.MENTOR, number=made.number, now=now)
    if place == AMENDED:
        _amend(story, pairing)


def _amend(story: Story, pairing: Pairing) -> None:
    """After the first review: less often, and a little longer."""
    now, agreement = story.at(WEEKS_GONE - 3), agreement_of(story.session, pairing)
    if agreement is None:
        return
    terms = _terms(story, pairing, now) | {"frequency": "six_weeks", "length": 45}
    made = propose(story.session, pairing, CohortRole.MENTOR, terms, version=agreement.version, now=now)
    sign(story.session, pairing, CohortRole.MENTEE, number=made.number, now=now + timedelta(days=2))


def _terms(story: Story, pairing: Pairing, now: datetime) -> dict[str, Any]:
    mentee, form = pairing.mentee, shipped(FORM)
    profile = sent_profiles(story.session, [mentee.id]).get(mentee.id)
    said = Wording(profile.questionnaire, profile.answers) if profile else None
    today = clock.local_date(now, pairing.cohort.program.timezone)
    begun = suggested(form, mentor=None, mentee=said, today=today)
    return begun | {"review_on": (today + REVIEW_AFTER).isoformat()} | _WRITTEN[mentee.account.locale] | _AGREED
