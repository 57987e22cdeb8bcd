"""Next things that do not depend on a pair: surveys, a free place, the intake, training, choosing, the next call."""

import math
from datetime import date

from flask import url_for
from sqlalchemy import select

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, KeyringError
from mentorship_app.forms.queries import current
from mentorship_app.intake import services
from mentorship_app.intake.queries import profile_of
from mentorship_app.intake.waitlists import places_for
from mentorship_app.matching.mentors_choices import is_asked, own_order
from mentorship_app.programs import CohortRole, Enrollment, Phase
from mentorship_app.recruitment import Call, MentorApplication
from mentorship_app.recruitment.queries import open_calls
from mentorship_app.surveys import Wave
from mentorship_app.surveys.answering import draft_of, draft_owner, has_answered
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.deadlines import GRACE, is_in_grace
from mentorship_app.surveys.queries import open_waves_for
from mentorship_app.surveys.questionnaire import minutes_of
from mentorship_app.training.requirements import lacking_of
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale, long_day
from mentorship_app.web.keys import keyring
from mentorship_app.web.participant.home.step import NextStep, Reader
from mentorship_app.web.participant.year import today

BEFORE_MATCHES = frozenset({Phase.RECRUITMENT, Phase.INTAKE, Phase.MATCHING})
APPLICATION = "mentor_application"
CHOOSING_TAKES = 3
"""Minutes to read through a list of mentees and to choose a few."""


def survey(reader: Reader) -> NextStep | None:
    """The open survey that closes first and is not answered."""
    for wave in open_waves_for(db.session(), reader.enrollment.account_id):
        if not _is_answered(wave, reader.enrollment):
            return _answer(wave, reader.enrollment)
    return None


def _is_answered(wave: Wave, enrollment: Enrollment) -> bool:
    # Known to the person alone, and only while they look: nothing of it is kept, and nobody else's page asks.
    owner = draft_owner(wave, enrollment.account)
    try:
        return has_answered(db.session(), keyring(), wave, enrollment.account_id, owner=owner)
    except KeyringError:
        return False


def _answer(wave: Wave, enrollment: Enrollment) -> NextStep:
    try:
        minutes = minutes_of(contents_of(db.session(), wave))
        is_begun = bool(draft_of(db.session(), keyring(), wave, draft_owner(wave, enrollment.account)))
    except (Conflict, KeyringError):
        minutes, is_begun = 0, False
    closes = _("It closes %(day)s.", day=long_day(_last_day(wave)))
    return NextStep(
        title=wave.title.in_(current_locale()),
        lead=" ".join([_("What you chose so far is kept."), closes]) if is_begun else closes,
        action=_("Go on with the check-in") if is_begun else _("Start the check-in"),
        url=url_for("participant.surveys.start", public_id=wave.public_id),
        minutes=minutes,
        note=_("Answering is up to you. Nobody is told whether you did."),
    )


def _last_day(wave: Wave) -> date:
    """The last day that people are told; once that is over, the last one on which answers are taken."""
    late = is_in_grace(wave, now=clock.now())
    return wave.closes_on + GRACE if late else wave.closes_on


def free_place(reader: Reader) -> NextStep | None:
    """A place with a mentor for whom the person waits."""
    free = places_for(db.session(), reader.enrollment, today=today(reader.enrollment.cohort))
    if not free:
        return None
    mentor = free[0]
    return NextStep(
        title=_("A place with %(name)s is free", name=mentor.account.name),
        lead=_("You wait for this mentor. The place is not held, so others may take it."),
        action=_("Look at it"),
        url=url_for("participant.mentors.show", mentor_id=mentor.public_id),
        minutes=2,
    )


def intake(reader: Reader) -> NextStep | None:
    """The intake that is not sent, or was changed since."""
    enrollment = reader.enrollment
    if not services.is_writable(enrollment):
        return None
    profile = profile_of(db.session(), enrollment)
    if profile is not None and profile.is_sent and not profile.is_changed_since_sent:
        return None
    is_begun = profile is not None and bool(profile.draft)
    form = current(db.session(), enrollment.cohort.program_id, services.FORM)
    answered = sum(question.id in profile.draft for question in form.questions()) if profile is not None else 0
    left = 1 - answered / max(1, sum(1 for _question in form.questions()))
    return NextStep(
        title=_("Finish your intake") if is_begun else _("Say what you hope for from a mentor"),
        lead=_("What you wrote is kept.") if is_begun else _("It helps to find a mentor who suits you."),
        action=_("Go on with the intake") if is_begun else _("Start the intake"),
        url=url_for("participant.intake.index"),
        minutes=max(1, math.ceil(form.minutes * left)),
        note=_("Each section says who reads it."),
    )


def training(reader: Reader) -> NextStep | None:
    """A required module while there is still time before pairs are told; afterwards it presses nobody."""
    if reader.enrollment.cohort.phase not in BEFORE_MATCHES:
        return None
    missing = lacking_of(db.session(), reader.enrollment)
    if not missing:
        return None
    module, locale = missing[0], current_locale()
    return NextStep(
        title=module.title.in_(locale),
        lead=_("A module that is asked of everybody before matching."),
        action=_("Open the module"),
        url=url_for("participant.training.show", key=module.key),
        minutes=module.minutes(locale),
        note=_("What you answer and write there is for you alone."),
    )


def whom_to_choose(reader: Reader) -> NextStep | None:
    """Where mentors are asked: the mentees that they would choose, as long as they have named none."""
    if not reader.is_mentor or not is_asked(db.session(), reader.enrollment.cohort):
        return None
    if own_order(db.session(), reader.enrollment):
        return None
    return NextStep(
        title=_("Is there a mentee you would choose?"),
        lead=_("Name up to five, in order. It counts in the matching, and no mentee sees it."),
        action=_("Say whom you would choose"),
        url=url_for("participant.mentees.index"),
        minutes=CHOOSING_TAKES,
        note=_("You can leave it open."),
    )


def next_call(reader: Reader) -> NextStep | None:
    """A call of the program for another year, which a mentor of this year has not replied to."""
    if not reader.is_mentor:
        return None
    cohort = reader.enrollment.cohort
    calls = [call for call in open_calls(db.session(), now=clock.now()) if call.cohort.program_id == cohort.program_id]
    for call in calls:
        if call.cohort.starts_on > cohort.starts_on and not _has_replied(call, reader.enrollment):
            minutes = current(db.session(), cohort.program_id, APPLICATION).minutes
            return NextStep(
                title=_("Would you mentor again?"),
                lead=_(
                    "The call for %(cohort)s is open until %(day)s.",
                    cohort=call.cohort.name,
                    day=long_day(call.closes_on),
                ),
                action=_("See the call"),
                url=url_for("public.calls.show", slug=call.slug),
                minutes=minutes,
                note=_("A year off is fine too."),
            )
    return None


def _has_replied(call: Call, enrollment: Enrollment) -> bool:
    """Whether the person has begun an application, or takes part in that year already."""
    applied = select(MentorApplication.id).where(
        MentorApplication.call_id == call.id, MentorApplication.email == enrollment.account.email
    )
    there = select(Enrollment.id).where(
        Enrollment.cohort_id == call.cohort_id,
        Enrollment.account_id == enrollment.account_id,
        Enrollment.role == CohortRole.MENTOR,
    )
    return db.session.scalar(applied.union_all(there).limit(1)) is not None
