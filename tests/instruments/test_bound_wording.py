"""Binding wording in a program: whole or not at all, once, beside what was bound before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict
from mentorship_app.core.identity import Actor
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.binding import all_in_use, bind, check, in_use, with_wording
from mentorship_app.instruments.binding.found import Choices, FileFormat
from mentorship_app.instruments.binding.reading import read_wording_file
from mentorship_app.instruments.binding.uploads import (
    UPLOAD_LIFE,
    drop_old_uploads,
    find_upload,
    has_old_uploads,
    keep_upload,
    say,
)
from mentorship_app.instruments.pages import sections_of
from mentorship_app.instruments.wording import BoundWording, worded
from mentorship_app.programs import Program
from tests.factories.instruments import library_with_lantern, reading_of, wording_csv
from tests.factories.people import ProgramFactory

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
BY = Actor(None, "Ottoline Marsh")


@pytest.fixture
def lantern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instrument:
    monkeypatch.setattr(catalogue, "LIBRARY", library_with_lantern(tmp_path))
    return catalogue.get("lantern")


@pytest.fixture
def program(session: Session) -> Program:
    assert session, "bound to the factories"
    made: Program = ProgramFactory()
    return made


def count(session: Session, model: type[BoundWording | AuditEvent]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def bound(session: Session, program: Program, lantern: Instrument, languages=(), word: str = "Words") -> BoundWording:  # type: ignore[no-untyped-def]
    reading = reading_of(lantern, languages, word=word)
    return bind(session, program, lantern, reading, source="words.csv", by=BY, now=NOW)


def test_a_bound_wording_makes_the_measure_ready_to_be_asked(
    session: Session, program: Program, lantern: Instrument
) -> None:
    assert not lantern.can_be_asked
    made = bound(session, program, lantern)
    asked, wording_id = with_wording(lantern, in_use(session, program, lantern))
    assert asked.can_be_asked
    assert wording_id == made.id
    assert worded(session, lantern, made.id) == asked
    sections = sections_of(asked)
    assert [section.title.fr for section in sections] == [f"Words fr page:{p}:title" for p in ("glow", "pace", "hours")]
    assert sections[0].questions[0].text.en == "Words en lantern_1"
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.details) == (
        "instruments.wording.bound",
        {"measure": "lantern", "number": 1, "languages": "en, fr"},
    )


def test_the_same_texts_are_bound_once(session: Session, program: Program, lantern: Instrument) -> None:
    assert bound(session, program, lantern) is bound(session, program, lantern)
    assert (count(session, BoundWording), count(session, AuditEvent)) == (1, 1)


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    session: Session, program: Program, lantern: Instrument
) -> None:
    first, second = bound(session, program, lantern), bound(session, program, lantern, word="Other")
    assert (first.number, second.number) == (1, 2)
    assert in_use(session, program, lantern) is second
    assert all_in_use(session, program) == {("lantern", 1): second}
    assert worded(session, lantern, first.id).wording["en"].items["lantern_1"] == "Words en lantern_1"


def test_one_language_completes_the_other(session: Session, program: Program, lantern: Instrument) -> None:
    first = bound(session, program, lantern, ["fr"])
    assert not with_wording(lantern, first)[0].can_be_asked
    second = bound(session, program, lantern, ["en"], word="Other")
    assert list(second.texts) == ["en", "fr"]
    assert second.texts["fr"] == first.texts["fr"]
    assert with_wording(lantern, second)[0].can_be_asked


def test_a_file_with_anything_wrong_binds_nothing(session: Session, program: Program, lantern: Instrument) -> None:
    content = wording_csv(lantern, without=["lantern_3"])
    reading = read_wording_file(content, lantern, Choices(), file_name="w.csv")
    assert len(check(session, program, lantern, reading).problems) == 2
    with pytest.raises(Conflict, match="nothing was bound"):
        bind(session, program, lantern, reading, source="w.csv", by=BY, now=NOW)
    assert (count(session, BoundWording), count(session, AuditEvent)) == (0, 0)


def test_what_was_looked_at_is_what_is_bound(session: Session, program: Program, lantern: Instrument) -> None:
    english = reading_of(lantern, ["en"])
    seen = check(session, program, lantern, english).digest
    bound(session, program, lantern, ["fr"])
    with pytest.raises(Conflict, match="in the meantime"):
        bind(session, program, lantern, english, source="w.csv", by=BY, now=NOW, digest=seen)


def test_wording_that_comes_with_the_app_cannot_be_replaced(session: Session, program: Program) -> None:
    own = catalogue.get("own_burnout_short")
    with pytest.raises(Conflict, match="comes with the app"):
        bind(session, program, own, reading_of(own), source="w.csv", by=BY, now=NOW)


def test_programs_do_not_share_what_they_bound(session: Session, program: Program, lantern: Instrument) -> None:
    bound(session, program, lantern)
    other = ProgramFactory()
    assert in_use(session, other, lantern) is None
    assert all_in_use(session, other) == {}


def test_a_file_is_kept_for_a_day_with_what_was_said(session: Session, program: Program, lantern: Instrument) -> None:
    content = wording_csv(lantern)
    upload = keep_upload(session, program, lantern, content, Choices(), file_name="w.csv", now=NOW)
    said = Choices("fr", FileFormat.TEXTS, {"lantern_1": "q1"}, {"light": {"1": 0}})
    say(session, upload, said)
    session.flush()
    session.expire_all()
    found = find_upload(session, program, lantern, upload.public_id, now=NOW)
    assert found is not None
    assert found.choices == said
    assert found.read(lantern).format is FileFormat.TEXTS
    late = NOW + UPLOAD_LIFE + timedelta(seconds=1)
    assert find_upload(session, ProgramFactory(), lantern, upload.public_id, now=NOW) is None
    assert find_upload(session, program, lantern, upload.public_id, now=late) is None
    assert has_old_uploads(session, now=late)
    drop_old_uploads(session, now=late)
    assert not has_old_uploads(session, now=late)
