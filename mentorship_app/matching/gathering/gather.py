"""The facts of one round."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText, translate
from mentorship_app.intake.choices import RankedMentor, ranked
from mentorship_app.intake.queries import sent_profiles
from mentorship_app.matching.common_ground import accepted_applications
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.facts import Choice, Facts, MentorFacts, Pair
from mentorship_app.matching.gathering.between import Round, apart, past_pairs, shared_identity, side_rules
from mentorship_app.matching.gathering.people import (
    Roster,
    mentee_facts,
    mentor_facts,
    roster_of,
    who_looks,
    who_offers,
)
from mentorship_app.matching.gathering.said import Hearing
from mentorship_app.matching.gathering.trainings import trained_by_sources
from mentorship_app.matching.identities import identities_of
from mentorship_app.matching.mentors_choices import rankings
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.conflicts import REASON_WORDS
from mentorship_app.programs import Cohort


def gather(session: Session, cohort: Cohort, kind: PairingKind, *, today: date) -> Facts:
    """Everything that decides a round of ``kind`` on that day: as many queries for six people as for three thousand.

    Who has not sent their intake takes part in the primary round and has said nothing. For another kind those look who
    asked for it, chose somebody for it, or have somebody.
    """
    roster = roster_of(session, cohort, today=today)
    profiles = sent_profiles(session, [mentee.id for mentee in roster.mentees])
    chosen = ranked(session, cohort, today=today)
    people = Round(who_offers(roster, kind), who_looks(roster, kind, profiles, chosen))
    offering = {mentor.id: mentor.public_id for mentor in people.mentors}
    hearing = Hearing()
    mentees = tuple(
        mentee_facts(hearing, mentee, profiles.get(mentee.id), _choices(chosen.get(mentee.id, ()), kind, offering))
        for mentee in people.mentees
    )
    mentors = _mentors(session, cohort, kind, roster, people, hearing, today=today)
    conflicts, unsaid = apart(session, cohort, people, today=today)
    everybody = [one.id for one in (*people.mentors, *people.mentees)]
    return Facts(
        kind=kind,
        mentors=mentors,
        mentees=mentees,
        conflicts=conflicts,
        apart_unsaid=unsaid,
        paired_otherwise=_paired_otherwise(roster, kind, people),
        standing=tuple(sorted(people.pairs((one.mentor_id, one.mentee_id) for one in roster.pairs_of(kind)))),
        past=past_pairs(session, cohort, people),
        shared_identity=shared_identity(people, identities_of(session, everybody)),
        side_rules=side_rules(session, cohort, people),
        words=_words(hearing, people),
    )


def _mentors(
    session: Session,
    cohort: Cohort,
    kind: PairingKind,
    roster: Roster,
    people: Round,
    hearing: Hearing,
    *,
    today: date,
) -> tuple[MentorFacts, ...]:
    applications = accepted_applications(session, [mentor.id for mentor in people.mentors])
    elsewhere = Counter(pair.mentor_id for pair in roster.pairs if pair.kind is not kind)
    trained = trained_by_sources(session, cohort)
    settings, _version = settings_of_cohort(session, cohort)
    # What mentors were once asked does not count while they are not asked.
    orders = rankings(session, cohort, today=today) if settings.rules.mentors_rank else {}
    mentee_ids = {mentee.id: mentee.public_id for mentee in people.mentees}
    return tuple(
        mentor_facts(
            hearing,
            mentor,
            applications.get(mentor.id),
            load=elsewhere[mentor.id],
            pauses=mentor.id in roster.paused,
            trained=trained.get(mentor.id),
            ranking=tuple(mentee_ids[one] for one in orders.get(mentor.id, ()) if one in mentee_ids),
        )
        for mentor in people.mentors
    )


def _choices(chosen: Sequence[RankedMentor], kind: PairingKind, offering: Mapping[UUID, str]) -> tuple[Choice, ...]:
    """The choices for this kind among those who offer, counted from 1."""
    mine = [offering[choice.mentor_id] for choice in chosen if choice.function is kind and choice.mentor_id in offering]
    return tuple(Choice(mentor, rank) for rank, mentor in enumerate(mine, start=1))


def _paired_otherwise(roster: Roster, kind: PairingKind, people: Round) -> tuple[Pair, ...]:
    otherwise = people.pairs((pair.mentor_id, pair.mentee_id) for pair in roster.pairs if pair.kind is not kind)
    mentors = {mentor.account_id for mentor in people.mentors}
    themselves = people.pairs(
        (mentee.account_id, mentee.account_id) for mentee in people.mentees if mentee.account_id in mentors
    )
    return tuple(sorted({*otherwise, *themselves}))


def _words(hearing: Hearing, people: Round) -> Mapping[str, LocalizedText]:
    levels = {
        f"level.{one.training_level.code}": one.training_level.name
        for one in (*people.mentors, *people.mentees)
        if one.training_level is not None
    }
    reasons = {
        f"conflict.{reason.value}": LocalizedText(en=words, fr=translate(words, "fr"))
        for reason, words in REASON_WORDS.items()
    }
    return dict(sorted((hearing.words | levels | reasons).items()))
