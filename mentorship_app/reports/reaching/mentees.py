"""How far mentees came: from the roster to meetings as often as planned, and whether groups were reached alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.intake import Profile
from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.monitoring.frame import Frame, PairRow
from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.reports.reaching.groups import Grouping, grouped, reach_by_group
from mentorship_app.reports.reaching.told import Counted, Step, Told, done_by_program, exact, merged_groups, nested

ON_ROSTER, INTAKE, MATCHED, SIGNED, MET, AS_PLANNED = ("on-roster", "intake", "matched", "signed", "met", "as-planned")
"""Keys of the steps."""

People = frozenset[UUID]


@dataclass(frozen=True)
class Paired:
    """A pair that runs now, of two people who take part."""

    id: UUID
    mentor: UUID
    mentee: UUID
    kind: PairingKind


@dataclass
class Roster:
    """Mentees who take part, and what they came to; sets of enrollments that never leave this package."""

    frame: Frame

    @cached_property
    def mentees(self) -> People:
        return frozenset(self.frame.active(CohortRole.MENTEE))

    @cached_property
    def pairs(self) -> tuple[Paired, ...]:
        """As the summary counts them: one query."""
        rows = self.frame.session.execute(
            running_pairs(self.frame.cohort).with_only_columns(
                Pairing.id, Pairing.mentor_id, Pairing.mentee_id, Pairing.kind
            )
        )
        return tuple(Paired(*row) for row in rows)

    @cached_property
    def matched(self) -> People:
        """Those with a primary mentor now. Who had one and lost them is not told apart from who never had one."""
        return frozenset(pair.mentee for pair in self.pairs if pair.kind is PairingKind.PRIMARY)

    @cached_property
    def leading(self) -> People:
        """Mentors with at least one mentee."""
        return frozenset(pair.mentor for pair in self.pairs)

    @cached_property
    def intakes(self) -> Mapping[UUID, datetime]:
        """When each of the mentees sent their intake; one query."""
        rows = self.frame.session.execute(
            select(Profile.enrollment_id, Profile.submitted_at)
            .join(Enrollment, Enrollment.id == Profile.enrollment_id)
            .where(
                Enrollment.cohort_id == self.frame.cohort.id,
                Enrollment.role == CohortRole.MENTEE,
                Enrollment.status == EnrollmentStatus.ACTIVE,
                Profile.submitted_at.is_not(None),
            )
        )
        return {person: sent for person, sent in rows if sent is not None}

    @cached_property
    def of_mentee(self) -> Mapping[UUID, list[PairRow]]:
        """Every pair of the year of those who are matched, also those that ended: what was signed and met counts."""
        found: defaultdict[UUID, list[PairRow]] = defaultdict(list)
        for pair in self.frame.pairs:
            if pair.mentee in self.matched:
                found[pair.mentee].append(pair)
        return found

    @cached_property
    def signed(self) -> People:
        signed = self.frame.signed
        return frozenset(one for one, pairs in self.of_mentee.items() if any(pair.id in signed for pair in pairs))

    @cached_property
    def met(self) -> People:
        return frozenset(one for one, pairs in self.of_mentee.items() if any(pair.meetings for pair in pairs))

    @cached_property
    def as_planned(self) -> People:
        """Those who met once for each span of weeks that the cohort wants between meetings, since they were paired."""
        return frozenset(one for one in self.met if self._is_in_rhythm(self.of_mentee[one]))

    def _is_in_rhythm(self, pairs: Iterable[PairRow]) -> bool:
        first = min(pair.started_on for pair in pairs)
        spans = max(0, (self.frame.day - first).days) // (7 * self.frame.weeks)
        return sum(pair.meetings for pair in pairs) >= max(1, spans)


def flow_of(roster: Roster) -> tuple[Step, ...]:
    """The steps in their order; from the match on, out of those who are matched. Empty without mentees."""
    everybody, matched = len(roster.mentees), len(roster.matched)
    if not everybody:
        return ()
    steps = [Step(ON_ROSTER, Counted(everybody))]
    if roster.intakes:
        steps.append(Step(INTAKE, nested(len(roster.intakes), everybody)))
    if not matched:
        return tuple(steps)
    met = nested(len(roster.met), matched)
    steps += [
        Step(MATCHED, done_by_program(matched, everybody)),
        Step(SIGNED, nested(len(roster.signed), matched)),
        Step(MET, met),
        Step(AS_PLANNED, _within(len(roster.as_planned), met, matched)),
    ]
    return tuple(steps)


def _within(count: int, around: Told, matched: int) -> Told:
    """Judged beside everybody who is matched, and beside those around where their number is told."""
    told = exact(around)
    return nested(count, matched) if told is None else nested(count, matched, told)


def groups_of(roster: Roster) -> tuple[Grouping, ...]:
    """By training level and by site: how many have a mentor, and how many met."""
    if not roster.matched:
        return ()
    people = roster.frame.session.scalars(
        select(Enrollment)
        .options(joinedload(Enrollment.training_level), joinedload(Enrollment.account))
        .where(
            Enrollment.cohort_id == roster.frame.cohort.id,
            Enrollment.role == CohortRole.MENTEE,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
        .order_by(Enrollment.id)
    ).all()
    levels = sorted(people, key=lambda one: one.training_level.position if one.training_level is not None else -1)
    sites = sorted(people, key=lambda one: one.site.casefold())
    members = [
        *grouped({one.id: one.training_level.name if one.training_level else None for one in levels}, "level"),
        *grouped({one.id: LocalizedText(en=one.site, fr=one.site) if one.site else None for one in sites}, "site"),
    ]
    # What the flow tells exactly of everybody is known already, and must not give a group away together with these.
    flow = {step.key: exact(step.value) for step in flow_of(roster)}
    public = [roster.mentees]
    public += [people for key, people in ((MATCHED, roster.matched), (MET, roster.met)) if flow.get(key) is not None]
    return tuple(reach_by_group(members, (roster.matched, roster.met), public))


@dataclass(frozen=True)
class Places:
    """Places of the mentors of one site, or of all sites together that are too small to stand alone."""

    site: str
    """Empty for those together."""
    mentors: int
    taken: int
    free: int


def places_of(roster: Roster) -> tuple[Places, ...]:
    """Taken and free places by site; no row of fewer than five mentors. Empty for fewer than five altogether."""
    mentors = roster.frame.session.execute(
        select(Enrollment.id, Enrollment.site, Enrollment.capacity).where(
            Enrollment.cohort_id == roster.frame.cohort.id,
            Enrollment.role == CohortRole.MENTOR,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
    ).all()
    loads = Counter(pair.mentor for pair in roster.pairs)
    shown_as = merged_groups(Counter(site for _mentor, site, _capacity in mentors))
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for mentor, site, capacity in mentors:
        row = sums[shown_as[site]]
        row[0] += 1
        row[1] += loads[mentor]
        row[2] += max(0, capacity - loads[mentor])
    if sum(row[0] for row in sums.values()) < FEWEST_MENTORS:
        return ()
    ordered = sorted(sums.items(), key=lambda one: (not one[0], one[0].casefold()))
    return tuple(Places(site, *row) for site, row in ordered)


FEWEST_MENTORS = 5
"""Below so many mentors their places would tell of each of them."""
