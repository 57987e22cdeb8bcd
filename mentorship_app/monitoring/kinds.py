"""What an action is: a cause that the database shows, in words, with a message ready where one can help.

To add a kind, write one file in ``monitoring/actions`` and name it there. Finding costs a fixed number of queries,
however many pairs there are; people are only read for the actions that a page shows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.i18n import translate, translate_plural
from mentorship_app.core.registry import Registry
from mentorship_app.programs import Cohort, Enrollment, Phase

SEPARATOR = "."
_IDS_A_QUERY = 500


@dataclass(frozen=True)
class Person:
    """Somebody whom an action names: no more of them is read than that."""

    id: UUID
    name: str
    locale: str


People = Mapping[UUID, Person]
"""By enrollment id."""


@dataclass
class Scope:
    """Where causes are looked for. ``reader``: the account that looks; nobody is asked to act on their own pair."""

    session: Session
    cohort: Cohort
    now: datetime
    reader: UUID | None = None

    @cached_property
    def today(self) -> date:
        return clock.local_date(self.now, self.cohort.program.timezone)

    @property
    def is_active(self) -> bool:
        """Whether pairs meet now."""
        return self.cohort.phase is Phase.ACTIVE

    @cached_property
    def own_ids(self) -> frozenset[UUID]:
        """The reader's own enrollments in this cohort."""
        if self.reader is None:
            return frozenset()
        mine = Enrollment.cohort_id == self.cohort.id, Enrollment.account_id == self.reader
        return frozenset(self.session.scalars(select(Enrollment.id).where(*mine)))


@dataclass(frozen=True)
class Cause:
    """Why somebody should act. ``people``: enrollments that the words name. ``readers``: who can be written to."""

    kind: str
    subject: str
    """The public id of a pair or person, or the id of a row: part of the address."""
    fingerprint: str
    """Changes when the cause arises anew, so that a decision about the old one no longer holds."""
    since: date
    people: tuple[UUID, ...] = ()
    readers: tuple[UUID, ...] = ()
    pairing_id: UUID | None = None
    pairing_public_id: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    """What the words need beside names; days and numbers as such."""

    @property
    def key(self) -> str:
        return f"{self.kind}{SEPARATOR}{self.subject}"


Values = Callable[[Cause, People, str], Mapping[str, object]]
"""What fills the words of an action in a language."""


@dataclass(frozen=True)
class Message:
    """The message that is ready. Words are marked with ``N_``; ``path`` is where its link leads."""

    subject: str
    text: str
    path: Callable[[Cause], str]
    values: Callable[[Cause, Person, People, str], Mapping[str, object]]
    """What fills the words for one reader, in their language."""


@dataclass(frozen=True)
class ActionKind:
    """A kind of action: how it is found, and its words, marked with ``N_``."""

    icon: str
    find: Callable[[Scope], list[Cause]]
    title: str
    reason: str
    many: tuple[str, str]
    """Singular and plural of the line that stands for several; ``%(num)s`` is how many."""
    many_reason: str
    name: str
    """What a filter calls it."""
    values: Values
    tone: str = "plain"
    message: Message | None = None

    def title_in(self, cause: Cause, people: People, locale: str) -> str:
        return translate(self.title, locale, **self.values(cause, people, locale))

    def reason_in(self, cause: Cause, people: People, locale: str) -> str:
        return translate(self.reason, locale, **self.values(cause, people, locale))

    def many_in(self, number: int, locale: str) -> str:
        return translate_plural(*self.many, number, locale)


kinds: Registry[ActionKind] = Registry("kind of action")
"""In the order of urgency: see ``monitoring/actions/__init__.py``."""


def people_of(session: Session, causes: Sequence[Cause]) -> dict[UUID, Person]:
    """Everybody whom these causes name; one query for each few hundred people."""
    ids = sorted({person for cause in causes for person in (*cause.people, *cause.readers)})
    found: dict[UUID, Person] = {}
    for start in range(0, len(ids), _IDS_A_QUERY):
        rows = session.execute(
            select(Enrollment.id, Account.name, Account.locale)
            .join(Account, Account.id == Enrollment.account_id)
            .where(Enrollment.id.in_(ids[start : start + _IDS_A_QUERY]))
        )
        found |= {row[0]: Person(*row) for row in rows}
    return found


def name_of(people: People, person: UUID) -> str:
    """The name to write; of somebody who was deleted meanwhile nothing."""
    found = people.get(person)
    return found.name if found is not None else ""
