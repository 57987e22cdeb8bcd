"""Tags: a coordinator's own words for people, such as "night float". They stay with a person from year to year.

The person reads theirs in their own record, so what must not be read does not belong into a tag.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.searching import searchable
from mentorship_app.core.tokens import new_public_id
from mentorship_app.db import Base
from mentorship_app.db.mixins import Identified, Timestamped, Versioned
from mentorship_app.programs.models import Enrollment, Program
from mentorship_app.programs.versions import claim

LONGEST_TAG = 40
MOST_TAGS = 200
"""In one program: more than anybody could choose from."""


class Tag(Identified, Timestamped, Versioned, Base):
    """A word for people of one program."""

    __tablename__ = "tag"

    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    name: Mapped[str]
    search_text: Mapped[str]
    """The name as searches compare it: two tags that differ only in case or accents would be mistaken."""

    program: Mapped[Program] = relationship()

    __table_args__ = (UniqueConstraint("program_id", "search_text"),)


class PersonTag(Timestamped, Base):
    """A tag on a person."""

    __tablename__ = "person_tag"

    tag_id: Mapped[UUID] = mapped_column(ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)

    tag: Mapped[Tag] = relationship()


def tags_of(session: Session, program: Program) -> Sequence[Tag]:
    """The tags of a program by name."""
    return session.scalars(select(Tag).where(Tag.program_id == program.id).order_by(Tag.search_text, Tag.id)).all()


def find_tag(session: Session, program: Program, public_id: str) -> Tag | None:
    """The tag of an address, only within ``program``."""
    return session.scalar(select(Tag).where(Tag.program_id == program.id, Tag.public_id == public_id))


@dataclass(frozen=True)
class TagCount:
    """A tag and how many people have it."""

    tag: Tag
    people: int


def counted_tags(session: Session, program: Program) -> list[TagCount]:
    """The tags of a program by name, each with the number of its people; one query."""
    people = select(func.count()).where(PersonTag.tag_id == Tag.id).scalar_subquery()
    rows = session.execute(select(Tag, people).where(Tag.program_id == program.id).order_by(Tag.search_text, Tag.id))
    return [TagCount(tag, number) for tag, number in rows]


def tags_on(session: Session, program: Program, account_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Tag]]:
    """The tags of each of these people by name; one query for all."""
    rows = session.execute(
        select(PersonTag.account_id, Tag)
        .join(Tag, Tag.id == PersonTag.tag_id)
        .where(Tag.program_id == program.id, PersonTag.account_id.in_(list(account_ids)))
        .order_by(Tag.search_text, Tag.id)
    )
    found: dict[UUID, list[Tag]] = {}
    for account_id, tag in rows:
        found.setdefault(account_id, []).append(tag)
    return found


def make_tag(session: Session, program: Program, name: str, *, by: Actor, now: datetime) -> Tag:
    """The tag of that name, made if there is none. Raises FieldError("name")."""
    clean = _clean(name)
    present = _called(session, program, clean)
    if present is not None:
        return present
    if (session.scalar(select(func.count()).select_from(Tag).where(Tag.program_id == program.id)) or 0) >= MOST_TAGS:
        raise FieldError("name", N_("There are 200 tags already. Remove one that nobody needs."))
    tag = Tag(program=program, name=clean, search_text=searchable(clean), created_at=now)
    session.add(tag)
    session.flush()
    audit.record(session, "programs.tag.made", by=by, subject=tag, at=now, program_id=program.id, tag=clean)
    return tag


def rename_tag(session: Session, tag: Tag, name: str, *, version: int, by: Actor, now: datetime) -> None:
    """Call a tag something else. Raises FieldError("name"), and Conflict when it was changed since ``version``."""
    clean = _clean(name)
    claim(session, tag, version)
    other = _called(session, tag.program, clean)
    if other is not None and other is not tag:
        raise FieldError("name", N_("There is already a tag of that name. Choose another name."))
    if clean == tag.name:
        return
    before, tag.name, tag.search_text = tag.name, clean, searchable(clean)
    audit.record(
        session,
        "programs.tag.renamed",
        by=by,
        subject=tag,
        at=now,
        program_id=tag.program_id,
        tag=clean,
        old_name=before,
    )
    session.flush()


def remove_tag(session: Session, tag: Tag, *, by: Actor, now: datetime) -> None:
    """Take a tag away from everybody, and forget it."""
    audit.record(session, "programs.tag.removed", by=by, subject=tag, at=now, program_id=tag.program_id, tag=tag.name)
    session.execute(delete(PersonTag).where(PersonTag.tag_id == tag.id))
    session.delete(tag)
    session.flush()


def put_tag(session: Session, tag: Tag, people: Sequence[Enrollment], *, by: Actor, now: datetime) -> int:
    """Put a tag on people; how many did not have it before."""
    present = set(session.scalars(select(PersonTag.account_id).where(PersonTag.tag_id == tag.id)))
    new = {person.account_id: person for person in people if person.account_id not in present}
    for account_id, person in new.items():
        session.add(PersonTag(tag_id=tag.id, account_id=account_id, created_at=now))
        _record(session, "programs.tag.put", tag, person, by=by, now=now)
    session.flush()
    return len(new)


def take_tag(session: Session, tag: Tag, people: Sequence[Enrollment], *, by: Actor, now: datetime) -> int:
    """Take a tag off people; how many had it."""
    present = set(session.scalars(select(PersonTag.account_id).where(PersonTag.tag_id == tag.id)))
    having = {person.account_id: person for person in people if person.account_id in present}
    for account_id, person in having.items():
        session.execute(delete(PersonTag).where(PersonTag.tag_id == tag.id, PersonTag.account_id == account_id))
        _record(session, "programs.tag.taken", tag, person, by=by, now=now)
    session.flush()
    return len(having)


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not searchable(clean) or not clean.isprintable():
        raise FieldError("name", N_("Enter a word or two for the tag, for example night float."))
    if len(clean) > LONGEST_TAG:
        raise FieldError("name", N_("Use 40 characters or fewer."))
    return clean


def _called(session: Session, program: Program, name: str) -> Tag | None:
    return session.scalar(select(Tag).where(Tag.program_id == program.id, Tag.search_text == searchable(name)))


def _record(session: Session, action: str, tag: Tag, person: Enrollment, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=person,
        at=now,
        program_id=tag.program_id,
        tag=tag.name,
        person=person.account.name,
    )
