"""Licences: what they say, what stops a measure from being asked, what is counted down."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.binding import bind, in_use, with_wording
from mentorship_app.instruments.licences import LicenceRecord, LicenceUse, obstacles, standings_of, use_licences
from mentorship_app.instruments.licences.services import LicenceEntry, add_licence, correct_licence, end_licence
from mentorship_app.instruments.wording import BoundWording
from mentorship_app.programs import Program
from mentorship_app.programs.services import delete_program
from tests.factories.instruments import library_with_lantern, reading_of
from tests.factories.people import ProgramFactory

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
TODAY, UNTIL = date(2026, 11, 22), date(2026, 12, 6)
BY = Actor(None, "Ottoline Marsh")
ENTRY = LicenceEntry(holder="Northmere", number="N-1", paid=50)


@pytest.fixture
def program(session: Session) -> Program:
    assert session, "bound to the factories"
    made: Program = ProgramFactory()
    return made


@pytest.fixture
def lantern(session: Session, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instrument:
    """The invented instrument with its wording."""
    monkeypatch.setattr(catalogue, "LIBRARY", library_with_lantern(tmp_path))
    bare = catalogue.get("lantern")
    bind(session, program, bare, reading_of(bare), source="words.csv", by=BY, now=NOW)
    return with_wording(bare, in_use(session, program, bare))[0]


def put(session: Session, program: Program, lantern: Instrument, **changes: object) -> LicenceRecord:
    entry = LicenceEntry(**{**vars(ENTRY), **changes})  # type: ignore[arg-type]
    return add_licence(session, program, lantern, entry, by=BY, now=NOW)


def said(session: Session, program: Program, instrument: Instrument, people: int = 30) -> list[str]:
    found = obstacles(session, program, instrument, people=people, today=TODAY, until=UNTIL)
    return [str(obstacle) for obstacle in found]


def use(session: Session, program: Program, lantern: Instrument, people: int) -> None:
    use_licences(session, program, lantern, wave_id=uuid4(), people=people, until=UNTIL, now=NOW)


@pytest.mark.usefixtures("lantern")
def test_without_wording_and_licence_both_are_said(session: Session, program: Program) -> None:
    bare = catalogue.get("lantern")
    assert said(session, program, bare) == [
        "Its wording is missing: bind your own file.",
        "It may only be asked with a licence: put the one that you hold on record.",
    ]


@pytest.mark.usefixtures("lantern")
def test_the_language_that_is_missing_is_named(session: Session) -> None:
    other = ProgramFactory()
    bare = catalogue.get("lantern")
    bound = bind(session, other, bare, reading_of(bare, ["fr"]), source="w.csv", by=BY, now=NOW)
    put(session, other, bare)
    assert said(session, other, with_wording(bare, bound)[0]) == [
        "Its wording is missing in English: bind your own file."
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"paid": 30}, []),
        ({"paid": 12}, ["Its licence has 12 paid administrations left, and 30 people would be asked."]),
        ({"expires_on": UNTIL}, []),
        (
            {"expires_on": date(2026, 12, 5)},
            ["Its licence ends on 2026-12-05, before the last day of the survey."],
        ),
    ],
)
def test_a_licence_must_hold_and_be_enough(
    session: Session, program: Program, lantern: Instrument, changes: dict[str, object], expected: list[str]
) -> None:
    put(session, program, lantern, **changes)
    assert said(session, program, lantern) == expected


def test_a_licence_that_ended_is_said_to_have_ended(session: Session, program: Program, lantern: Instrument) -> None:
    put(session, program, lantern).expires_on = date(2026, 11, 21)
    session.flush()
    assert said(session, program, lantern) == ["Its licence ended on 2026-11-21: put the new one on record."]


def test_a_measure_without_requirements_needs_no_licence_but_respects_one(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ProgramFactory()
    monkeypatch.setattr(catalogue, "LIBRARY", library_with_lantern(tmp_path, requires="[]"))
    bare = catalogue.get("lantern")
    bound = bind(session, program, bare, reading_of(bare), source="w.csv", by=BY, now=NOW)
    free = with_wording(bare, bound)[0]
    assert said(session, program, free) == []
    put(session, program, free, number="", paid=None)
    assert said(session, program, free) == []
    use(session, program, free, 30)
    (standing,) = standings_of(session, program)["lantern"]
    assert (standing.used, standing.left) == (30, None)


def test_people_are_counted_from_the_licence_that_ends_first(
    session: Session, program: Program, lantern: Instrument
) -> None:
    later = put(session, program, lantern, paid=100, expires_on=date(2027, 6, 30))
    sooner = put(session, program, lantern, paid=12, expires_on=date(2026, 12, 31))
    use(session, program, lantern, 30)
    used = {row.licence_id: row.people for row in session.scalars(select(LicenceUse))}
    assert used == {sooner.id: 12, later.id: 18}
    assert [standing.left for standing in standings_of(session, program)["lantern"]] == [0, 82]
    with pytest.raises(Conflict, match="82 paid administrations left, and 83"):
        use(session, program, lantern, 83)
    assert len(session.scalars(select(LicenceUse)).all()) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"holder": " "}, "holder"),
        ({"number": ""}, "number"),
        ({"paid": None}, "paid"),
        ({"paid": -1}, "paid"),
        ({"paid": 1_000_001}, "paid"),
        ({"holder": "x" * 201}, "holder"),
        ({"note": "x" * 1_001}, "note"),
        ({"expires_on": date(2026, 11, 21)}, "expires_on"),
    ],
)
def test_an_entry_that_cannot_be_names_its_field(
    session: Session, program: Program, lantern: Instrument, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(FieldError) as refused:
        put(session, program, lantern, **changes)
    assert refused.value.field == field
    assert session.scalars(select(LicenceRecord)).all() == []


def test_a_correction_keeps_what_was_used_and_refuses_less(
    session: Session, program: Program, lantern: Instrument
) -> None:
    record = put(session, program, lantern)
    use(session, program, lantern, 30)
    fewer = LicenceEntry("Northmere", "N-1", paid=29)
    with pytest.raises(FieldError, match="30 people were asked"):
        correct_licence(session, record, lantern, fewer, version=1, by=BY, now=NOW)
    session.refresh(record)
    more = LicenceEntry("Northmere", "N-2", paid=60, note="Ten more")
    correct_licence(session, record, lantern, more, version=record.version, by=BY, now=NOW)
    (standing,) = standings_of(session, program)["lantern"]
    assert (record.number, standing.used, standing.left) == ("N-2", 30, 30)
    with pytest.raises(Conflict, match="Somebody else changed this"):
        correct_licence(session, record, lantern, more, version=1, by=BY, now=NOW)


def test_a_licence_that_was_put_away_counts_no_more_and_stays(
    session: Session, program: Program, lantern: Instrument
) -> None:
    record = put(session, program, lantern)
    end_licence(session, record, version=1, by=BY, now=NOW)
    end_licence(session, record, version=1, by=BY, now=NOW)
    assert record.ended_on == TODAY
    assert len(said(session, program, lantern)) == 1
    with pytest.raises(InvalidTransition):
        correct_licence(session, record, lantern, ENTRY, version=record.version, by=BY, now=NOW)
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.action)).all()
    assert actions == ["instruments.licence.added", "instruments.licence.ended", "instruments.wording.bound"]


def test_licences_belong_to_one_program(session: Session, program: Program, lantern: Instrument) -> None:
    put(session, program, lantern)
    assert standings_of(session, ProgramFactory()) == {}


def test_a_deleted_program_takes_its_wording_and_licences_along(
    session: Session, program: Program, lantern: Instrument
) -> None:
    put(session, program, lantern)
    use(session, program, lantern, 30)
    program.is_demo = True
    delete_program(session, program, by=BY, now=NOW, keys=[])
    for model in (LicenceRecord, LicenceUse, BoundWording):
        assert session.scalars(select(model)).all() == []
