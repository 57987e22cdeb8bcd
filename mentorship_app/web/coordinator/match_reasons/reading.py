"""What the page of reasons shows, read from the draft and its run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from mentorship_app.core.errors import NotFound
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.common_ground import accepted_applications
from mentorship_app.matching.drafting.judging import NOT_IN_RUN
from mentorship_app.matching.enums import Action
from mentorship_app.matching.explaining import Explanation, explain, told_to_mentee, why_not
from mentorship_app.matching.facts import MentorFacts, Pair
from mentorship_app.matching.scoring import stored_reasons
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.coordinator.matching.here import MenteeMatchingHere
from mentorship_app.web.coordinator.place import NOT_HERE
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale


@dataclass(frozen=True)
class Asked:
    """A mentor about whom somebody asks “why not”, and the answer."""

    mentor: MentorFacts
    because: tuple[str, ...]


@dataclass(frozen=True)
class Reasons:
    """Why a mentee has their mentor, or none; in the reader's language."""

    why: Explanation
    told: tuple[str, ...]
    """What the mentee would read."""
    nobody: tuple[str, ...]
    cost: tuple[str, ...]
    others: tuple[MentorFacts, ...]
    """Every mentor about whom one may ask, by name."""
    asked: Asked | None


def reasons_of(desk: Desk, here: MenteeMatchingHere, asked: str) -> Reasons:
    """Raises NotFound for somebody whom the run does not know."""
    if here.mentee not in desk.facts.mentee:
        raise NotFound(NOT_IN_RUN)
    why = explain(desk.facts, desk.judge.settings, desk.state, desk.result, here.mentee)
    others = [one for one in desk.facts.mentors if why.mentor is None or one.id != why.mentor.id]
    return Reasons(
        why=why,
        told=_said(_told(desk, here, why)),
        nobody=_said(why.nobody),
        cost=_said(why.next_best.cost) if why.next_best is not None else (),
        others=tuple(sorted(others, key=lambda one: (one.name.casefold(), one.id))),
        asked=_asked(desk, here.mentee, asked) if asked else None,
    )


def require_mentee(here: MenteeMatchingHere) -> None:
    """Raises NotFound for an address that is about no mentee of the cohort."""
    known = select(Enrollment.id).where(
        Enrollment.cohort_id == here.cohort.id,
        Enrollment.public_id == here.mentee,
        Enrollment.role == CohortRole.MENTEE,
    )
    if db.session.scalar(known) is None:
        raise NotFound(NOT_HERE)


def _asked(desk: Desk, mentee: str, mentor: str) -> Asked:
    desk.judge.require_known(mentee, mentor)
    because = why_not(
        desk.facts,
        desk.judge.settings,
        desk.state,
        desk.result,
        mentee,
        mentor,
        locked_by=_who_locked(desk),
    )
    return Asked(desk.facts.mentor[mentor], _said(because))


def _who_locked(desk: Desk) -> Mapping[Pair, str]:
    """The name of whoever locked each pair last."""
    return {
        (step.about[0], step.about[1]): step.by
        for step in sorted(desk.draft.steps, key=lambda step: step.number)
        if step.action is Action.LOCK and step.number <= desk.draft.position
    }


def _told(desk: Desk, here: MenteeMatchingHere, why: Explanation) -> tuple[Phrase, ...]:
    """By who may read which answer of the mentor today, as on the page of the pair."""
    if why.mentor is None:
        return ()
    session = db.session()
    mentor = session.scalar(
        select(Enrollment.id).where(Enrollment.cohort_id == here.cohort.id, Enrollment.public_id == why.mentor.id)
    )
    application = accepted_applications(session, [mentor]).get(mentor) if mentor is not None else None
    kept = stored_reasons(desk.facts, desk.judge.settings, why.mentee, why.mentor)
    return told_to_mentee(kept, application.questionnaire if application is not None else None)


def _said(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    locale = current_locale()
    return tuple(phrase.in_(locale) for phrase in phrases)
