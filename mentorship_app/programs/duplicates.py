"""Who may stand twice in a program: the same name, or one address in two spellings. Offered, never decided here."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.searching import searchable
from mentorship_app.programs.merge_people import told_apart
from mentorship_app.programs.models import Cohort, Enrollment, Program

_TITLES = frozenset({"dr", "dre", "prof", "pr", "md", "phd"})
_SAME_MAILBOX = {"googlemail.com": "gmail.com"}
_MOST_ALIKE = 6
"""Of people of one name at most so many are compared with each other; no program has seven of one person."""


class Likeness(StrEnum):
    """Why two entries may be one person."""

    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True)
class Known:
    """A person of the program, as far as it takes to compare them."""

    account_id: UUID
    name: str
    email: str
    public_id: str
    """Of their newest enrollment in the program."""


@dataclass(frozen=True)
class Lookalikes:
    """Two entries that may be one person."""

    first: Known
    second: Known
    likeness: Likeness


def name_key(name: str) -> str:
    """Names that are the same but for case, accents, titles and order have the same key."""
    return " ".join(sorted(word for word in searchable(name).split() if word not in _TITLES))


def address_key(email: str) -> str:
    """Addresses that most often reach the same mailbox have the same key: ``wren.ito+a@x.org``, ``wrenito@x.org``."""
    local, _, domain = email.lower().rpartition("@")
    plain = local.partition("+")[0].replace(".", "").replace("-", "").replace("_", "")
    return f"{plain}@{_SAME_MAILBOX.get(domain, domain)}"


def likely_duplicates(session: Session, program: Program) -> list[Lookalikes]:
    """Entries that may be one person, by name; without those of whom somebody said that they are two. Two queries."""
    everybody = _people(session, program)
    apart = told_apart(session, {known.account_id for known in everybody})
    found: dict[frozenset[UUID], Lookalikes] = {}
    for likeness, first, second in _alike(everybody):
        pair = frozenset({first.account_id, second.account_id})
        if pair not in apart and pair not in found:
            found[pair] = Lookalikes(first, second, likeness)
    return sorted(found.values(), key=lambda pair: (searchable(pair.first.name), pair.first.email, pair.second.email))


def _people(session: Session, program: Program) -> list[Known]:
    rows = session.execute(
        select(Account.id, Account.name, Account.email, Enrollment.public_id)
        .join(Enrollment, Enrollment.account_id == Account.id)
        .join(Enrollment.cohort)
        .where(Cohort.program_id == program.id)
        .order_by(Cohort.starts_on, Enrollment.id)
    )
    return list({row.id: Known(row.id, row.name, row.email, row.public_id) for row in rows}.values())


def _alike(everybody: list[Known]) -> Iterator[tuple[Likeness, Known, Known]]:
    for likeness in Likeness:
        groups: dict[str, list[Known]] = {}
        for known in everybody:
            key = address_key(known.email) if likeness is Likeness.ADDRESS else name_key(known.name)
            groups.setdefault(key, []).append(known)
        for key, group in groups.items():
            if not key:
                continue
            alike = sorted(group, key=lambda known: known.email)[:_MOST_ALIKE]
            yield from ((likeness, first, second) for first, second in combinations(alike, 2))
