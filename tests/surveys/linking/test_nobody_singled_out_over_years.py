"""An adversary with everything that was ever told of three cohorts, whatever choices of years reports were made for."""

from collections.abc import Hashable, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.privacy import ledger
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import Cohort
from mentorship_app.surveys import Wave, WaveKind
from mentorship_app.surveys.linking.judging import Books, public
from mentorship_app.surveys.linking.people import linked_waves
from mentorship_app.surveys.models import Response
from tests.factories.people import ProgramFactory
from tests.factories.surveys import NOW
from tests.kit.adversary import knowable
from tests.surveys.linking.people import WHO_5, Ratings, told_of, year_of

KEY = "who_5.well_being"
ENDS = (WaveKind.BASELINE, WaveKind.ENDPOINT)
Attendance = tuple[str, ...]
"""Of one person, for each year: b for the first wave, a for the second, ab for both, or nothing."""


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[Attendance], list[tuple[int, tuple[int, ...]]]]:
    """People of three years in blocks who answer alike, and the reports in their order: a year, and those beside it."""
    attendance = st.one_of(
        st.tuples(*[st.sampled_from(["ab", "ab", "b", "a"]) if place == year else st.just("") for place in range(3)])
        for year in range(3)
    )
    several = st.tuples(*[st.sampled_from(["ab", ""])] * 3)
    blocks = draw(
        st.lists(
            st.tuples(st.one_of(attendance, several), st.sampled_from([1, 2, 3, 4, 4, 5, 6, 9])), min_size=2, max_size=7
        )
    )
    beside = st.sampled_from([(1, (0,)), (2, (0,)), (2, (1,)), (2, (0, 1))])
    return [one for one, size in blocks for _ in range(size)], draw(st.lists(beside, min_size=1, max_size=4))


def cohorts_of(session: Session, people: Sequence[Attendance]) -> list[Cohort]:
    program = ProgramFactory()
    made = []
    for year in range(3):
        waves: list[Ratings] = [
            {number: (number + place) % 5 for number, given in enumerate(people) if mark in given[year]}
            for place, mark in enumerate("ba")
        ]
        made.append(year_of(session, *waves, program=program, number=year, kinds=ENDS, measure=WHO_5))
    return made


def few_persons(session: Session, kind: WaveKind, cohorts: Sequence[Cohort]) -> set[frozenset[bytes]]:
    """Sets of one to four persons whose sum follows from all that was told of the waves of one kind together."""
    ids = list(
        session.scalars(select(Wave.id).where(Wave.kind == kind, Wave.cohort_id.in_([one.id for one in cohorts])))
    )
    rows = session.scalars(select(Release).where(Release.subject.in_([f"wave:{one}" for one in ids])))
    names = {KEY, f"{KEY}/before", f"{KEY}/limits/n"}
    groups = {
        frozenset(group) for row in rows if row.figure in names or f":{KEY}:" in row.figure for group in row.groups
    }
    person = {
        one.hex: panel
        for one, panel in session.execute(select(Response.id, Response.panel).where(Response.wave_id.in_(ids)))
    }
    classes: dict[tuple[int, ...], set[Hashable]] = {}
    ordered = sorted(groups, key=sorted)
    for member in frozenset().union(*ordered):
        classes.setdefault(tuple(int(member in group) for group in ordered), set()).add(member)
    columns = sorted(classes)
    found = set()
    for vector in knowable([[signature[row] for signature in columns] for row in range(len(ordered))]):
        members = frozenset().union(*(classes[columns[at]] for at, inside in enumerate(vector) if inside))
        persons = frozenset(person[str(one)] for one in members)
        if 0 < len(persons) < FLOOR:
            found.add(persons)
    return found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(programs())
def test_reports_of_all_years_together_single_nobody_out(
    session: Session, drawn: tuple[list[Attendance], list[tuple[int, tuple[int, ...]]]]
) -> None:
    people, reports = drawn
    cohorts = cohorts_of(session, people)
    for year, beside in reports:
        told_of(session, cohorts[year], *(cohorts[one] for one in beside))
    for kind in ENDS:
        assert few_persons(session, kind, cohorts) == set()


def test_adversary_sees_what_two_sums_would_give_away(session: Session) -> None:
    """The same reader finds the third year's four people, once a sum of twelve stands beside that of eight."""
    people = [tuple("ab" if year == number // 4 else "" for year in range(3)) for number in range(12)]
    cohorts = cohorts_of(session, people)
    told_of(session, cohorts[1], cohorts[0])
    told_of(session, cohorts[2], cohorts[0], cohorts[1])
    assert few_persons(session, WaveKind.BASELINE, cohorts) == set()
    before = session.scalars(select(Response).join(Wave).where(Wave.kind == WaveKind.BASELINE)).all()
    twelve, subject = [frozenset(one.id.hex for one in before)], f"wave:{before[0].wave_id}"
    ledger.record(session, subject, f"years:{KEY}:by hand", twelve, now=NOW)
    assert {len(found) for found in few_persons(session, WaveKind.BASELINE, cohorts)} == {4}


def test_what_is_judged_later_finds_the_ledgers_of_the_other_years_beside_its_own(session: Session) -> None:
    people = [tuple("ab" if year == number // 4 else "" for year in range(3)) for number in range(12)]
    cohorts = cohorts_of(session, people)
    told_of(session, cohorts[1], cohorts[0])
    first, second, third = (linked_waves(session, cohort)[0] for cohort in cohorts)
    # Something that is told of the second year alone, after the eight of both.
    ledger.record(session, second.subject, f"change:{KEY}:later", [second.scored(KEY)], now=NOW)
    known = public(Books(session, now=None).of(first.subject), KEY)
    assert second.scored(KEY) in known
    assert first.scored(KEY) | second.scored(KEY) in known
    assert public(Books(session, now=None).of(third.subject), KEY) == []
