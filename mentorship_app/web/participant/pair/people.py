"""The people one is paired with, as their cards show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mentorship_app.core import clock
from mentorship_app.intake.queries import sent_profiles, shared_with_mentor
from mentorship_app.matching.common_ground import (
    NOTHING_SAID,
    in_common,
    interests_of_mentees,
    interests_of_mentors,
)
from mentorship_app.matching.identities import shown_to_matches
from mentorship_app.matching.publishing import as_told
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.acceptance import OwnReply, own_replies
from mentorship_app.mentoring.queries import mentees_of, team_of
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.questions.answers import display
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.questionnaire import Question
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale
from mentorship_app.web.pairing_words import KIND_NAMES, KIND_PURPOSES, both_chose
from mentorship_app.web.participant.pair.lines import Line, lines_of
from mentorship_app.web.participant.pair.reasons import kept_reasons


@dataclass(frozen=True)
class SharedAnswer:
    """One answer that the other person of a pair reads."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PersonCard:
    """One person that the reader is paired with."""

    name: str
    email: str
    locale: str
    tag: str
    is_primary: bool
    purpose: str
    why: tuple[str, ...]
    """At most three plain reasons; empty where there is none to tell."""
    where: str
    """Department and place, as far as they are known."""
    since: date
    shared: tuple[SharedAnswer, ...] = ()
    identity: tuple[SharedAnswer, ...] = ()
    """What they let this reader know of who they are."""
    public_id: str = ""
    """Of the pair."""
    asked: OwnReply | None = None
    """What the reader is asked about the pair; None where nothing is."""
    lines: tuple[Line, ...] = ()
    """What the two have together, as links; empty away from the page of the pair."""


def known_pairs(person: Enrollment) -> list[Pairing]:
    """The pairs of a person as they were told of them, primary first; new ones show once the mails leave."""
    session = db.session()
    mine = team_of(session, person) if person.role is CohortRole.MENTEE else mentees_of(session, person)
    told = as_told(session, person, mine, now=clock.now())
    return sorted(
        told, key=lambda pairing: person.role is CohortRole.MENTEE and pairing.kind is not PairingKind.PRIMARY
    )


def my_team(mentee: Enrollment, *, with_identity: bool = False) -> list[PersonCard]:
    """The mentors of a mentee; ``with_identity`` adds what each lets their mentees know, and the links of the pair."""
    team = known_pairs(mentee)
    asked = own_replies(db.session(), team, CohortRole.MENTEE, now=clock.now())
    identities = _identities(pairing.mentor_id for pairing in team) if with_identity else {}
    links = lines_of(team, mentee) if with_identity else {}
    return [
        _card(
            pairing.mentor,
            pairing,
            why,
            tag=str(KIND_NAMES[pairing.kind]),
            purpose=str(KIND_PURPOSES[pairing.kind]),
            identity=identities.get(pairing.mentor_id, ()),
            asked=asked.get(pairing.id),
            lines=links.get(pairing.id, ()),
        )
        for pairing, why in _with_reasons(team, CohortRole.MENTEE)
    ]


def my_mentees(mentor: Enrollment, *, with_intake: bool = False) -> list[PersonCard]:
    """The mentees of a mentor; ``with_intake`` adds what each agreed to show, and the links of the pair."""
    pairings = known_pairs(mentor)
    asked = own_replies(db.session(), pairings, CohortRole.MENTOR, now=clock.now())
    shared = _shared_answers(pairings) if with_intake else {}
    identities = _identities(pairing.mentee_id for pairing in pairings) if with_intake else {}
    links = lines_of(pairings, mentor) if with_intake else {}
    locale = current_locale()
    cards = []
    for pairing, why in _with_reasons(pairings, CohortRole.MENTOR):
        level = pairing.mentee.training_level
        tag = level.name.in_(locale) if level else ""
        told, who = shared.get(pairing.mentee_id, ()), identities.get(pairing.mentee_id, ())
        question = asked.get(pairing.id)
        card = _card(
            pairing.mentee,
            pairing,
            why,
            tag=tag,
            shared=told,
            identity=who,
            asked=question,
            lines=links.get(pairing.id, ()),
        )
        cards.append(card)
    return cards


def _card(
    person: Enrollment,
    pairing: Pairing,
    why: tuple[str, ...],
    *,
    tag: str,
    purpose: str = "",
    shared: tuple[SharedAnswer, ...] = (),
    identity: tuple[SharedAnswer, ...] = (),
    asked: OwnReply | None = None,
    lines: tuple[Line, ...] = (),
) -> PersonCard:
    return PersonCard(
        name=person.account.name,
        email=person.account.email,
        locale=person.account.locale,
        tag=tag,
        is_primary=pairing.kind is PairingKind.PRIMARY,
        purpose=purpose,
        why=why,
        where=" · ".join(part for part in (person.department, person.site) if part),
        since=pairing.started_on,
        shared=shared,
        identity=identity,
        public_id=pairing.public_id,
        asked=asked,
        lines=lines,
    )


def _with_reasons(pairings: Sequence[Pairing], reader: CohortRole) -> list[tuple[Pairing, tuple[str, ...]]]:
    """Each pair with what was kept when it was published; pairs made by hand with the topics in common."""
    kept = kept_reasons(pairings, reader)
    others = [pairing for pairing in pairings if pairing.id not in kept]
    common = _topics_in_common(others) if others else {}
    return [(pairing, kept.get(pairing.id) or common[pairing.id]) for pairing in pairings]


def _topics_in_common(pairings: Sequence[Pairing]) -> dict[UUID, tuple[str, ...]]:
    session = db.session()
    asked = interests_of_mentees(session, {pairing.mentee_id for pairing in pairings})
    offered = interests_of_mentors(session, {pairing.mentor_id for pairing in pairings})
    found: dict[UUID, tuple[str, ...]] = {}
    for pairing in pairings:
        common = in_common(asked.get(pairing.mentee_id, NOTHING_SAID), offered.get(pairing.mentor_id, NOTHING_SAID))
        words = both_chose(common.topics)
        found[pairing.id] = (words,) if words else ()
    return found


def _shared_answers(pairings: Sequence[Pairing]) -> dict[UUID, tuple[SharedAnswer, ...]]:
    profiles = sent_profiles(db.session(), {pairing.mentee_id for pairing in pairings})
    return {enrollment_id: _in_words(shared_with_mentor(profile)) for enrollment_id, profile in profiles.items()}


def _identities(enrollment_ids: Iterable[UUID]) -> dict[UUID, tuple[SharedAnswer, ...]]:
    return {
        enrollment_id: _in_words(shown)
        for enrollment_id, shown in shown_to_matches(db.session(), enrollment_ids).items()
    }


def _in_words(answers: Iterable[tuple[Question, Answer]]) -> tuple[SharedAnswer, ...]:
    locale = current_locale()
    return tuple(
        SharedAnswer(question.text.in_(locale), tuple(display(question, answer, locale).split("\n")))
        for question, answer in answers
    )
