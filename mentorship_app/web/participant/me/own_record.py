"""Everything that is kept under a person's name, for that person to take away."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.intake import MentorChoice, Profile
from mentorship_app.intake.choices import own_choices
from mentorship_app.intake.queries import profile_of
from mentorship_app.intake.waitlists import waiting_for
from mentorship_app.matching.publishing import as_told
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.acceptance import replies_of
from mentorship_app.mentoring.models import PairingAnswer
from mentorship_app.mentoring.team.queries import own_wishes
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.programs.absences import Absence, absences_of
from mentorship_app.programs.tags import PersonTag, Tag
from mentorship_app.questions.answers import display
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _
from mentorship_app.web.participant.agreement.own import agreement_record
from mentorship_app.web.participant.answers.own import as_record, waves_of
from mentorship_app.web.participant.checkins.own import check_ins_record
from mentorship_app.web.participant.conflicts.own import own_record_of
from mentorship_app.web.participant.connections.own import connections_record
from mentorship_app.web.participant.goals.own import goals_record
from mentorship_app.web.participant.identity.own import identity_record
from mentorship_app.web.participant.me.consents import for_record
from mentorship_app.web.participant.meetings.own import groups_record, meetings_of_pairs
from mentorship_app.web.participant.pair.rematch_own import rematch_record
from mentorship_app.web.participant.recognition.own import number_record, recognition_record
from mentorship_app.web.participant.slots.own import slots_record
from mentorship_app.web.participant.training.own import training_record


def own_record(account: Account, *, locale: str, now: datetime) -> dict[str, Any]:
    """Account, enrollments, intake, pairs, and what the person alone can find of their answers, as JSON values."""
    enrollments = db.session.scalars(
        select(Enrollment)
        .join(Enrollment.cohort)
        .options(joinedload(Enrollment.cohort).joinedload(Cohort.program))
        .where(Enrollment.account_id == account.id)
        .order_by(Cohort.starts_on, Enrollment.id)
    ).all()
    return {
        "made_on": now.isoformat(timespec="seconds"),
        "not_included": _(
            "Comments to surveys that are closed: they are kept apart from everything that could lead to you, so "
            "nobody can find yours."
        ),
        "account": {
            "name": account.name,
            "email": account.email,
            "language": account.locale,
            "since": _day(account.created_at),
        },
        "enrollments": [_enrollment(enrollment, locale) for enrollment in enrollments],
        "tags": _tags(account),
        "consents": for_record(account),
        "surveys": [as_record(own) for own in waves_of(account)],
        **own_record_of(enrollments),
        **connections_record(account),
    }


def _tags(account: Account) -> list[str]:
    """What coordinators wrote to find the person by."""
    found = select(Tag.name).join(PersonTag, PersonTag.tag_id == Tag.id).where(PersonTag.account_id == account.id)
    return list(db.session.scalars(found.order_by(Tag.search_text, Tag.id)))


def _enrollment(enrollment: Enrollment, locale: str) -> dict[str, Any]:
    profile = profile_of(db.session(), enrollment)
    return {
        "program": enrollment.cohort.program.name,
        "cohort": enrollment.cohort.name,
        "role": enrollment.role.value,
        "status": enrollment.status.value,
        "since": _day(enrollment.created_at),
        "training_level": enrollment.training_level.code if enrollment.training_level else None,
        "department": enrollment.department,
        "site": enrollment.site,
        "capacity": enrollment.capacity,
        "hours_per_month": enrollment.hours_per_month,
        "other_roles": enrollment.other_roles,
        "absences": [_absence(absence) for absence in absences_of(db.session(), enrollment)],
        "intake": _intake(profile, locale) if profile else None,
        "who_you_are": identity_record(enrollment, locale),
        "choices": [_choice(choice) for choice in own_choices(db.session(), enrollment)],
        "waits_for": [entry.mentor.account.name for entry in waiting_for(db.session(), enrollment)],
        "asked_for": sorted(kind.value for kind in own_wishes(db.session(), enrollment)),
        "pairs": _pairs(enrollment, locale),
        "groups": groups_record(enrollment, locale),
        "goals": goals_record(enrollment, locale),
        "training": training_record(enrollment, locale),
        "recognition": recognition_record(enrollment),
        "slots": slots_record(enrollment),
    }


def _absence(absence: Absence) -> dict[str, str | None]:
    return {"kind": absence.kind.value, "starts_on": _day(absence.starts_on), "ends_on": _day(absence.ends_on)}


def _choice(choice: MentorChoice) -> dict[str, Any]:
    return {"rank": choice.rank, "mentor": choice.mentor.account.name, "function": choice.function.value}


def _intake(profile: Profile, locale: str) -> dict[str, Any]:
    return {
        "begun_on": _day(profile.created_at),
        "sent_on": _day(profile.submitted_at),
        "written": _answers(profile, profile.draft, locale),
        "sent": _answers(profile, profile.answers, locale),
    }


def _answers(profile: Profile, answers: Mapping[str, Any], locale: str) -> list[dict[str, Any]]:
    return [
        {
            "question": question.text.in_(locale),
            "answer": display(question, answers[question.id], locale),
            "kept_as": {question.id: answers[question.id]},
        }
        for question in profile.questionnaire.questions()
        if question.id in answers
    ]


def _pairings(enrollment: Enrollment) -> list[Pairing]:
    found = db.session.scalars(
        select(Pairing)
        .options(joinedload(Pairing.mentor), joinedload(Pairing.mentee))
        .where(or_(Pairing.mentor_id == enrollment.id, Pairing.mentee_id == enrollment.id))
        .order_by(Pairing.created_at, Pairing.id)
    )
    return list(found)


def _pairs(enrollment: Enrollment, locale: str) -> list[dict[str, Any]]:
    """The pairs that the person was told of, each with what the person answered; nothing of the other side."""
    found = as_told(db.session(), enrollment, _pairings(enrollment), now=clock.now())
    replies = replies_of(db.session(), [pairing.id for pairing in found])
    meetings = meetings_of_pairs(enrollment, found, locale)
    return [
        _pair(pairing, enrollment, replies.get(pairing.id, {}).get(enrollment.role))
        | {
            "agreement": agreement_record(pairing, locale),
            "meetings": meetings.get(pairing.id, []),
            "check_ins": check_ins_record(enrollment, pairing, locale),
            "number_given": number_record(enrollment, pairing),
            "asked_for_another": rematch_record(enrollment, pairing, locale),
        }
        for pairing in found
    ]


def _pair(pairing: Pairing, mine: Enrollment, answer: PairingAnswer | None) -> dict[str, Any]:
    other = pairing.mentee if pairing.mentor_id == mine.id else pairing.mentor
    return {
        "with": other.account.name,
        "kind": pairing.kind.value,
        "status": pairing.status.value,
        "started_on": _day(pairing.started_on),
        "ended_on": _day(pairing.ended_on),
        "say_yes_by": _day(pairing.accept_by),
        "answered": answer.reply.value if answer else None,
        "answered_on": _day(answer.answered_at) if answer else None,
        "told_the_coordinator": answer.note if answer else None,
    }


def _day(value: date | datetime | None) -> str | None:
    return None if value is None else (value.date() if isinstance(value, datetime) else value).isoformat()
