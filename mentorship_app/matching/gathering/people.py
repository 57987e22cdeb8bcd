"""Who takes part in a round: those who look for a mentor of its kind, and those who have places for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.intake import Profile
from mentorship_app.intake.choices import RankedMentor
from mentorship_app.matching.facts import Choice, MenteeFacts, MentorFacts
from mentorship_app.matching.gathering.said import Hearing
from mentorship_app.mentoring import Pairing, PairingKind
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.absences import paused_in
from mentorship_app.recruitment import MentorApplication


@dataclass(frozen=True)
class Roster:
    """The active people of a cohort, what runs between them, and who pauses."""

    mentors: tuple[Enrollment, ...]
    mentees: tuple[Enrollment, ...]
    pairs: tuple[Pairing, ...]
    paused: frozenset[UUID]

    def pairs_of(self, kind: PairingKind) -> list[Pairing]:
        """Those that run in one kind."""
        return [pair for pair in self.pairs if pair.kind is kind]


def roster_of(session: Session, cohort: Cohort, *, today: date) -> Roster:
    """Three queries. Sorted by public id, so that nothing depends on the order of a database."""
    people = session.scalars(
        select(Enrollment).where(Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ACTIVE)
    ).all()
    by_id = sorted(people, key=lambda person: person.public_id)
    return Roster(
        mentors=tuple(one for one in by_id if one.role is CohortRole.MENTOR),
        mentees=tuple(one for one in by_id if one.role is CohortRole.MENTEE),
        pairs=tuple(session.scalars(running_pairs(cohort))),
        paused=paused_in(session, cohort, today),
    )


def who_looks(
    roster: Roster,
    kind: PairingKind,
    profiles: Mapping[UUID, Profile],
    choices: Mapping[UUID, Sequence[RankedMentor]],
) -> list[Enrollment]:
    """All mentees for a primary mentor; for another kind those who asked for one, chose one, or have one."""
    if kind is PairingKind.PRIMARY:
        return list(roster.mentees)
    hearing = Hearing()
    have = {pair.mentee_id for pair in roster.pairs_of(kind)}

    def asked(mentee: Enrollment) -> bool:
        profile = profiles.get(mentee.id)
        wished = hearing.mentee(profile.questionnaire, profile.answers).get("functions", ()) if profile else ()
        return kind.value in wished or any(choice.function is kind for choice in choices.get(mentee.id, ()))

    return [mentee for mentee in roster.mentees if mentee.id in have or asked(mentee)]


def who_offers(roster: Roster, kind: PairingKind) -> list[Enrollment]:
    """Mentors with places who do not pause, and whoever has a pair of the kind. Peers are those still in training."""
    have = {pair.mentor_id for pair in roster.pairs_of(kind)}
    return [
        mentor
        for mentor in roster.mentors
        if mentor.id in have
        or (
            mentor.capacity > 0
            and mentor.id not in roster.paused
            and (kind is not PairingKind.PEER or mentor.training_level_id is not None)
        )
    ]


def mentee_facts(
    hearing: Hearing, mentee: Enrollment, profile: Profile | None, choices: tuple[Choice, ...]
) -> MenteeFacts:
    """One mentee; without a sent intake nothing was said."""
    form, answers = (profile.questionnaire, profile.answers) if profile is not None else (None, {})
    level = mentee.training_level
    return MenteeFacts(
        id=mentee.public_id,
        name=mentee.account.name,
        department=mentee.department,
        site=mentee.site,
        level=level.position if level is not None else None,
        level_code=level.code if level is not None else "",
        has_intake=form is not None,
        said=hearing.mentee(form, answers) if form is not None else {},
        matters_most=hearing.one(form, answers, "matters_most") if form is not None else "",
        choices=choices,
    )


def mentor_facts(
    hearing: Hearing,
    mentor: Enrollment,
    application: MentorApplication | None,
    *,
    load: int,
    pauses: bool,
    trained: bool | None,
    ranking: tuple[str, ...],
) -> MentorFacts:
    """One mentor; who was enrolled without an application said nothing. ``trained``: what other sources say."""
    form, answers = (application.questionnaire, application.answers) if application is not None else (None, {})
    told = hearing.yes(form, answers, "trained") if form is not None else None
    level = mentor.training_level
    return MentorFacts(
        id=mentor.public_id,
        name=mentor.account.name,
        capacity=max(0, mentor.capacity - load),
        load=load,
        department=mentor.department,
        site=mentor.site,
        level=level.position if level is not None else None,
        level_code=level.code if level is not None else "",
        trained=True if trained else (told if told is not None else trained),
        pauses=pauses,
        said=hearing.mentor(form, answers) if form is not None else {},
        ranking=ranking,
    )
