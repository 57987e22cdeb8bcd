"""Tags: words for people that a coordinator makes, renames, removes, puts on several at once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.core.identity import SYSTEM
from mentorship_app.programs import Enrollment, Program
from mentorship_app.programs.tags import (
    Tag,
    counted_tags,
    make_tag,
    put_tag,
    remove_tag,
    rename_tag,
    tags_of,
    tags_on,
    take_tag,
)
from tests.factories import CohortFactory, EnrollmentFactory, ProgramFactory

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def program() -> Program:
    made: Program = ProgramFactory()
    return made


def people(program: Program, number: int) -> list[Enrollment]:
    return list(EnrollmentFactory.create_batch(number, cohort=CohortFactory(program=program)))


def make(session: Session, program: Program, name: str) -> Tag:
    return make_tag(session, program, name, by=SYSTEM, now=NOW)


def test_tag_is_made_once_however_it_is_spelled(session: Session, program: Program) -> None:
    first = make(session, program, "Équipe  de nuit")

    assert make(session, program, "equipe de NUIT") is first
    assert [tag.name for tag in tags_of(session, program)] == ["Équipe de nuit"]


@pytest.mark.parametrize("name", ["", "   ", "’", "x" * 41, "a\u202eb"])
def test_tag_needs_a_short_name_of_letters(session: Session, program: Program, name: str) -> None:
    with pytest.raises(FieldError) as refused:
        make(session, program, name)
    assert refused.value.field == "name"


def test_tag_is_put_on_several_people_at_once_and_taken_off(session: Session, program: Program) -> None:
    one, two, three = people(program, 3)
    tag = make(session, program, "Night float")

    assert put_tag(session, tag, [one, two], by=SYSTEM, now=NOW) == 2
    assert put_tag(session, tag, [two, three], by=SYSTEM, now=NOW) == 1
    assert take_tag(session, tag, [one], by=SYSTEM, now=NOW) == 1
    assert take_tag(session, tag, [one], by=SYSTEM, now=NOW) == 0

    assert [(count.tag.name, count.people) for count in counted_tags(session, program)] == [("Night float", 2)]
    assert tags_on(session, program, [one.account_id, two.account_id]) == {two.account_id: [tag]}
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == one.id)).all()
    assert sorted(actions) == ["programs.tag.put", "programs.tag.taken"]


def test_person_of_two_roles_is_tagged_once(session: Session, program: Program) -> None:
    one = people(program, 1)[0]
    again = EnrollmentFactory(cohort=CohortFactory(program=program), account=one.account)

    assert put_tag(session, make(session, program, "Chief"), [one, again], by=SYSTEM, now=NOW) == 1


def test_tag_is_renamed_and_removed(session: Session, program: Program) -> None:
    one = people(program, 1)[0]
    tag = make(session, program, "Chief")
    put_tag(session, tag, [one], by=SYSTEM, now=NOW)

    rename_tag(session, tag, "Chief resident", version=1, by=SYSTEM, now=NOW)
    assert [tag.name for tag in tags_on(session, program, [one.account_id])[one.account_id]] == ["Chief resident"]
    with pytest.raises(Conflict):
        rename_tag(session, tag, "Other", version=1, by=SYSTEM, now=NOW)

    remove_tag(session, tag, by=SYSTEM, now=NOW)
    assert counted_tags(session, program) == []
    assert tags_on(session, program, [one.account_id]) == {}


def test_tag_cannot_take_the_name_of_another(session: Session, program: Program) -> None:
    make(session, program, "Chief")
    other = make(session, program, "Speaker")

    with pytest.raises(FieldError):
        rename_tag(session, other, "CHIEF", version=other.version, by=SYSTEM, now=NOW)


def test_tags_of_another_program_are_not_visible(session: Session, program: Program) -> None:
    make(session, ProgramFactory(), "Elsewhere")

    assert tags_of(session, program) == []
