"""The private list: people with whom somebody does not want to be paired.

Only its owner and the matching read it. No page, mail, log, audit event or export of anybody else may hold a row, a
name or a number of it, so no other module asks for rows; they ask whether two people are barred, which conflicts of
interest answer as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import QueryableAttribute, Session, aliased, joinedload

from mentorship_app.accounts import Account
from mentorship_app.core.errors import Conflict, FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.conflicts import conflicts_between, pairs_in_conflict
from mentorship_app.mentoring.models import DoNotMatch
from mentorship_app.mentoring.names import means
from mentorship_app.programs import Cohort, CohortRole, Enrollment

__all__ = ["DoNotMatch"]

LONGEST_NAME = 120
MOST_ENTRIES = 50


@dataclass(frozen=True)
class _Person:
    id: UUID
    account_id: UUID
    role: CohortRole
    name: str
    email: str


@dataclass
class _Wishes:
    """What one person asked for: whom by account, and whom by a typed name."""

    accounts: set[UUID] = field(default_factory=set)
    typed: list[str] = field(default_factory=list)

    def mean(self, person: _Person) -> bool:
        return person.account_id in self.accounts or any(
            means(typed, name=person.name, email=person.email) for typed in self.typed
        )


def ask_not_to_be_matched(
    session: Session, owner: Enrollment, *, other: Enrollment | None = None, typed_name: str = "", now: datetime
) -> DoNotMatch:
    """Never pair ``owner`` with ``other``, or with whoever has that name or address, now or later.

    Asking twice changes nothing. Leaves no trace but the row. Raises FieldError for an empty or too long name and for a
    person of another cohort or of the owner's own role, Conflict when the list is full.
    """
    typed_name = "" if other is not None else " ".join(typed_name.split())
    if other is None:
        _check_typed(typed_name)
    elif other.cohort_id != owner.cohort_id or other.role is owner.role or other.account_id == owner.account_id:
        raise FieldError("other", N_("Choose a person from the list."))
    present = own_list(session, owner)
    same = next((entry for entry in present if _is_same(entry, other, typed_name)), None)
    if same is not None:
        return same
    if len(present) >= MOST_ENTRIES:
        raise Conflict(N_("Your private list is full. Take an entry off it first."))
    entry = DoNotMatch(owner=owner, other=other, typed_name=typed_name, created_at=now)
    session.add(entry)
    session.flush()
    return entry


def refused_by(owner: QueryableAttribute[UUID], other: QueryableAttribute[UUID]) -> ColumnElement[bool]:
    """Whether the enrollment ``owner`` put ``other`` on its list; only for what ``owner`` alone is shown."""
    return exists().where(DoNotMatch.owner_id == owner, DoNotMatch.other_id == other)


def _check_typed(typed_name: str) -> None:
    if not typed_name:
        raise FieldError("typed_name", N_("Choose a person, or type a name."))
    if len(typed_name) > LONGEST_NAME:
        raise FieldError("typed_name", N_("Use at most %(most)s characters."), most=LONGEST_NAME)


def _is_same(entry: DoNotMatch, other: Enrollment | None, typed_name: str) -> bool:
    if other is None:
        return entry.typed_name.casefold() == typed_name.casefold()
    return entry.other is not None and entry.other.account_id == other.account_id


def take_back(session: Session, owner: Enrollment, entry_id: UUID) -> None:
    """Take an entry off one's own list. Raises NotFound for anybody else's."""
    entry = next((entry for entry in own_list(session, owner) if entry.id == entry_id), None)
    if entry is None:
        raise NotFound(N_("This entry is not on your list any more."))
    session.delete(entry)
    session.flush()


def own_list(session: Session, owner: Enrollment) -> Sequence[DoNotMatch]:
    """What this person asked for in any year of the program, oldest first: to be shown to them alone."""
    return session.scalars(
        select(DoNotMatch)
        .join(Enrollment, Enrollment.id == DoNotMatch.owner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.account_id == owner.account_id, Cohort.program_id == owner.cohort.program_id)
        .options(joinedload(DoNotMatch.other))
        .order_by(DoNotMatch.created_at, DoNotMatch.id)
    ).all()


def barred_pairs(
    session: Session, cohort: Cohort, *, today: date, overruled: Collection[tuple[UUID, UUID]] = ()
) -> frozenset[tuple[UUID, UUID]]:
    """Everybody of a cohort who must not be paired: ids of (mentor, mentee) enrollments. Three queries, however many.

    Conflicts of interest and private entries of either side together; which of them it is stays unsaid.
    ``overruled``: accounts (mentor, mentee) whose conflicts a coordinator may make an exception from.
    """
    people = _people(session, cohort)
    apart = set(pairs_in_conflict(session, cohort, today=today)) - set(overruled)
    return _enrolled(people, apart | _either_way(session, cohort, people))


def unwanted_pairs(session: Session, cohort: Cohort) -> frozenset[tuple[UUID, UUID]]:
    """Whom one of the two privately asked not to be paired with: ids of (mentor, mentee) enrollments. Two queries.

    For what decides about pairs alone: never to be shown, counted or recorded.
    """
    people = _people(session, cohort)
    return _enrolled(people, _either_way(session, cohort, people))


def _either_way(session: Session, cohort: Cohort, people: Sequence[_Person]) -> set[tuple[UUID, UUID]]:
    """Two accounts in both orders, since either side may have asked."""
    return {pair for one, other in _unwanted(_wishes(session, cohort), people) for pair in ((one, other), (other, one))}


def _enrolled(people: Sequence[_Person], apart: Iterable[tuple[UUID, UUID]]) -> frozenset[tuple[UUID, UUID]]:
    """Enrollments (mentor, mentee) of the accounts in these roles."""
    by_account: dict[tuple[CohortRole, UUID], list[UUID]] = defaultdict(list)
    for person in people:
        by_account[person.role, person.account_id].append(person.id)
    return frozenset(
        (mentor, mentee)
        for mentor_account, mentee_account in apart
        for mentor in by_account[CohortRole.MENTOR, mentor_account]
        for mentee in by_account[CohortRole.MENTEE, mentee_account]
    )


def is_barred(session: Session, mentor: Enrollment, mentee: Enrollment, *, today: date) -> bool:
    """Whether these two must not be paired on that day, for whatever reason."""
    program = mentor.cohort.program
    return bool(conflicts_between(session, program, mentor.account, mentee.account, today=today)) or is_unwanted(
        session, mentor, mentee
    )


def is_unwanted(session: Session, mentor: Enrollment, mentee: Enrollment) -> bool:
    """Whether one of the two has the other on the private list. For deciding only: never to be shown or recorded."""
    two = [_person(mentor), _person(mentee)]
    wishes = _wishes(session, mentor.cohort, [person.account_id for person in two])
    return any(True for _pair in _unwanted(wishes, two))


def _unwanted(wishes: dict[UUID, _Wishes], people: Sequence[_Person]) -> Iterator[tuple[UUID, UUID]]:
    present = {person.account_id for person in people}
    for owner, wish in wishes.items():
        if owner in present:
            yield from (
                (owner, person.account_id) for person in people if person.account_id != owner and wish.mean(person)
            )


def _person(enrollment: Enrollment) -> _Person:
    account = enrollment.account
    return _Person(enrollment.id, account.id, enrollment.role, account.name, account.email)


def _people(session: Session, cohort: Cohort) -> list[_Person]:
    rows = session.execute(
        select(Enrollment.id, Enrollment.account_id, Enrollment.role, Account.name, Account.email)
        .join(Account, Account.id == Enrollment.account_id)
        .where(Enrollment.cohort_id == cohort.id)
    )
    return [_Person(*row) for row in rows]


def _wishes(session: Session, cohort: Cohort, owners: Iterable[UUID] | None = None) -> dict[UUID, _Wishes]:
    """What was asked for in any year of the cohort's program, by the account that asked."""
    found: dict[UUID, _Wishes] = defaultdict(_Wishes)
    entries = _entries(cohort)
    if owners is not None:
        entries = entries.where(_Owner.account_id.in_(list(owners)))
    for owner, other, typed in session.execute(entries):
        if other is not None:
            found[owner].accounts.add(other)
        elif typed:
            found[owner].typed.append(typed)
    return found


_Owner = aliased(Enrollment, name="owner")
_Other = aliased(Enrollment, name="other")


def _entries(cohort: Cohort) -> Select[UUID, UUID | None, str]:
    return (
        select(_Owner.account_id, _Other.account_id, func.coalesce(DoNotMatch.typed_name, ""))
        .select_from(DoNotMatch)
        .join(_Owner, _Owner.id == DoNotMatch.owner_id)
        .join(Cohort, Cohort.id == _Owner.cohort_id)
        .outerjoin(_Other, _Other.id == DoNotMatch.other_id)
        .where(Cohort.program_id == cohort.program_id)
    )
