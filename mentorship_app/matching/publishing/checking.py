"""What stands in the way of publishing a draft, and what changed since its run. Nothing here tells a private reason."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase, Value
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import run_now, state_now
from mentorship_app.matching.drafting.judging import both_languages
from mentorship_app.matching.excluding import exclusions
from mentorship_app.matching.facts import Facts
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.models import MatchDraft
from mentorship_app.matching.publishing.differences import Change, Differences, differences, ids
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring.exclusions import barred_pairs
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.programs import Enrollment, EnrollmentStatus
from mentorship_app.programs.absences import paused_on
from mentorship_app.programs.phases import Opening, is_open

NAMES_SHOWN = 5
CONFLICT = "conflict_of_interest"
PLACES = "places"
NOT_ANY_MORE = N_("%(mentee)s and %(mentor)s can no longer be paired. Find somebody else, or run matching again.")
"""Whatever the reason is; any other word would say which."""


@dataclass(frozen=True)
class Check:
    """``problems`` must be solved first; ``notes`` are to be known. ``facts``, ``settings``: as they are today."""

    differences: Differences
    problems: tuple[AppError, ...]
    notes: tuple[Phrase, ...]
    facts: Facts
    settings: Settings

    @property
    def may_publish(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problems


def check(session: Session, draft: MatchDraft, today: date, *, known: Facts | None) -> Check:
    """Look at everything again. ``known``: what the run was worked out from; None where that is gone.

    As many queries for six people as for three thousand. Only reads.
    """
    found = differences(session, draft)
    facts = gather(session, draft.cohort, draft.kind, today=today)
    settings, _version = settings_of_cohort(session, draft.cohort)
    state = state_now(draft)
    problems = [
        *_about_the_draft(draft, found, known),
        *_about_people(session, found, today),
        *_about_places(session, draft, found, settings),
        *_about_other_pairs(found, known),
        *_between(session, draft, found, state, facts, settings, today),
    ]
    return Check(found, tuple(problems), tuple(_notes(found, known, facts)), facts, settings)


def _about_the_draft(draft: MatchDraft, found: Differences, known: Facts | None) -> Iterator[AppError]:
    if not is_open(draft.cohort, Opening.PAIRING):
        yield InvalidTransition(N_("People can be paired in the matching phase and after it, not in this phase."))
    if known is None and run_now(draft) is not None:
        yield Conflict(N_("What these pairs were worked out from is deleted, so they cannot be checked. Run again."))
    if not found.changes and not found.unknown:
        yield Conflict(N_("Nothing would change: every proposed pair runs already."))


def _about_people(session: Session, found: Differences, today: date) -> Iterator[AppError]:
    for _pair in found.unknown:
        yield Conflict(N_("Somebody among the proposed pairs is not in this cohort any more. Run again."))
    for change in found.new:
        for person in (change.mentee, change.mentor):
            if person is not None and person.status is not EnrollmentStatus.ACTIVE:
                yield Conflict(N_("%(name)s does not take part any more."), name=person.account.name)
    mentors = _mentors(found.new)
    paused = paused_on(session, [mentor.id for mentor in mentors], today)
    for mentor in mentors:
        if mentor.id in paused:
            yield Conflict(N_("%(name)s takes no new mentees at the moment."), name=mentor.account.name)


def _mentors(changes: Sequence[Change]) -> list[Enrollment]:
    """The mentors of new pairs, each once, by name."""
    found = {change.mentor.id: change.mentor for change in changes if change.mentor is not None}
    return sorted(found.values(), key=lambda mentor: (mentor.account.name, mentor.public_id))


def _about_places(session: Session, draft: MatchDraft, found: Differences, settings: Settings) -> Iterator[AppError]:
    running = running_pairs(draft.cohort).order_by(None).subquery()
    load: Counter[UUID] = Counter()
    counted = session.execute(select(running.c.mentor_id, func.count()).group_by(running.c.mentor_id))
    load.update(dict(counted.all()))
    load.subtract(Counter(pairing.mentor_id for pairing in found.ending))
    load.update(change.mentor.id for change in found.new if change.mentor is not None)
    of_kind = Counter(pairing.mentor_id for pairing in found.kept)
    of_kind.update(change.mentor.id for change in found.new if change.mentor is not None)
    cap = settings.rules.caps.get(draft.kind)
    for mentor in _mentors(found.new):
        if load[mentor.id] > mentor.capacity:
            yield Conflict(
                N_("%(name)s would have %(load)s mentees and has %(places)s places."),
                name=mentor.account.name,
                load=load[mentor.id],
                places=mentor.capacity,
            )
        elif cap is not None and of_kind[mentor.id] > cap:
            yield Conflict(
                N_("%(name)s would have %(load)s mentees of this kind; at most %(cap)s are allowed by your rules."),
                name=mentor.account.name,
                load=of_kind[mentor.id],
                cap=cap,
            )


def _about_other_pairs(found: Differences, known: Facts | None) -> Iterator[AppError]:
    """Pairs made or ended by hand meanwhile, where a proposed pair runs into them."""
    stays = {pairing.mentee_id: pairing for pairing in found.kept}
    stood = set(known.standing) if known is not None else set()
    for change in found.new:
        if change.mentor is None:
            continue
        names = {"mentee": change.mentee.account.name, "mentor": change.mentor.account.name}
        there = stays.get(change.mentee.id)
        if there is not None:
            yield Conflict(
                N_("%(mentee)s was paired with %(other)s meanwhile. Run again, or end that pair first."),
                mentee=names["mentee"],
                other=there.mentor.account.name,
            )
        elif change.pair in stood:
            yield Conflict(N_("The pair of %(mentee)s and %(mentor)s was ended since the run. Run again."), **names)


def _between(
    session: Session,
    draft: MatchDraft,
    found: Differences,
    state: State,
    facts: Facts,
    settings: Settings,
    today: date,
) -> Iterator[AppError]:
    """What keeps two apart by now. A conflict or a private list: one sentence for both; other rules say themselves."""
    excused = {
        (change.mentor.account_id, change.mentee.account_id)
        for change in found.new
        if change.mentor is not None and change.excepted is not None and CONFLICT in change.excepted.constraints
    }
    barred = barred_pairs(session, draft.cohort, today=today, overruled=excused & _excusable(facts, found.new))
    excluded = exclusions(facts, settings.rules, state.excepted)
    for change in found.new:
        if change.mentor is None:
            continue
        names = {"mentee": change.mentee.account.name, "mentor": change.mentor.account.name}
        if (change.mentor.id, change.mentee.id) in barred or excluded.is_private(*change.pair):
            yield Conflict(NOT_ANY_MORE, **names)
            continue
        mentee, mentor = facts.mentee.get(change.pair[0]), facts.mentor.get(change.pair[1])
        # Who takes nobody new is told of the mentor, once, and not of each pair.
        reasons = [one for one in excluded.reasons(*change.pair) if one.key != PLACES]
        if reasons and mentee is not None and mentor is not None:
            why = both_languages(constraint.words(facts, mentee, mentor) for constraint in reasons)
            yield Conflict(N_("%(mentee)s cannot be paired with %(mentor)s any more: %(why)s."), why=why, **names)


def _excusable(facts: Facts, changes: Collection[Change]) -> set[tuple[UUID, UUID]]:
    """Accounts (mentor, mentee) of new pairs whose conflicts, as they are today, all allow an exception."""
    firm = {(one.mentee, one.mentor) for one in facts.conflicts if not one.allows_exception}
    return {
        (change.mentor.account_id, change.mentee.account_id)
        for change in changes
        if change.mentor is not None and change.pair not in firm
    }


def _notes(found: Differences, known: Facts | None, facts: Facts) -> Iterator[Phrase]:
    if known is None:
        return
    then, now = _names(known), _names(facts)
    joined = [name for person, name in now.items() if person not in then]
    left = [name for person, name in then.items() if person not in now]
    if joined:
        yield _named(
            N_("%(num)s person joined since the run and is not in it: %(names)s"),
            "%(num)s people joined since the run and are not in it: %(names)s",
            joined,
        )
    if left:
        yield _named(
            N_("%(num)s person of the run is not available any more: %(names)s"),
            "%(num)s people of the run are not available any more: %(names)s",
            left,
        )
    yield from _places_changed(known, facts)
    yield from _by_hand(found, known)


def _names(facts: Facts) -> dict[str, str]:
    """Everybody in it, by id."""
    return {mentee.id: mentee.name for mentee in facts.mentees} | {mentor.id: mentor.name for mentor in facts.mentors}


def _named(one: str, many: str, names: Sequence[str]) -> Phrase:
    shown = ", ".join(sorted(names)[:NAMES_SHOWN]) + (" …" if len(names) > NAMES_SHOWN else "")
    return Phrase(one, {"names": shown}, many, len(names))


def _places_changed(known: Facts, facts: Facts) -> Iterator[Phrase]:
    for mentor in facts.mentors:
        before = known.mentor.get(mentor.id)
        if before is not None and before.capacity != mentor.capacity:
            values: dict[str, Value] = {"name": mentor.name, "before": before.capacity, "now": mentor.capacity}
            yield Phrase(
                N_("%(name)s had %(before)s places for this when pairs were proposed, and has %(now)s now."), values
            )


def _by_hand(found: Differences, known: Facts) -> Iterator[Phrase]:
    stood = set(known.standing)
    for pairing in found.kept:
        if ids(pairing) not in stood and pairing.accept_by is None:
            names = {"mentee": pairing.mentee.account.name, "mentor": pairing.mentor.account.name}
            yield Phrase(N_("%(mentee)s and %(mentor)s were paired by hand since the run; their pair stays."), names)
