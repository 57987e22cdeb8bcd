"""``mentorship instrument bind``: the same checks as on the page, and no installation for a dry run."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli import main
from mentorship_app.core.tables import MAX_BYTES
from mentorship_app.instruments import Instrument, catalogue
from mentorship_app.instruments.wording import BoundWording
from mentorship_app.programs import Program
from tests.factories.instruments import library_with_lantern, wording_csv
from tests.factories.people import ProgramFactory
from tests.instruments.test_binding_redcap import LIGHT, ROWS, dictionary


@pytest.fixture(autouse=True)
def lantern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Instrument:
    folder = tmp_path / "library"
    folder.mkdir()
    monkeypatch.setattr(catalogue, "LIBRARY", library_with_lantern(folder))
    return catalogue.get("lantern")


@pytest.fixture
def program(store: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setattr("mentorship_app.cli.instrument_bind.load_settings", lambda: app.extensions["settings"])
    made: Program = ProgramFactory()
    store.commit()
    return made


def bound(folder: Path, content: bytes, *options: str) -> Result:
    (folder / "words.csv").write_bytes(content)
    return CliRunner().invoke(main, ["instrument", "bind", "lantern", str(folder / "words.csv"), *options])


def test_a_dry_run_needs_no_installation_and_says_every_text(
    tmp_path: Path, lantern: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentorship_app.cli.instrument_bind.load_settings", lambda: pytest.fail("no installation"))
    result = bound(tmp_path, wording_csv(lantern, ["fr"]), "--dry-run")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0] == "words.csv: a list of texts, 16 texts, 0 rows not used."
    assert "  fr  lantern_2: Words fr lantern_2" in lines
    assert (
        "  fr  steps: 1 = Words fr response:steps:1; 2 = Words fr response:steps:2; 9 = Words fr response:steps:9"
        in lines
    )
    assert lines[-2:] == ["Still without a text, so it cannot be asked yet: en.", "Nothing was written."]


def test_a_whole_file_is_bound_once(tmp_path: Path, program: Program, store: Session, lantern: Instrument) -> None:
    first = bound(tmp_path, wording_csv(lantern), "--program", program.slug)
    assert first.exit_code == 0, first.output
    assert f"Bound to lantern in {program.slug}, as version 1." in first.output
    again = bound(tmp_path, wording_csv(lantern))
    assert "These texts are bound already, as version 1; nothing was changed." in again.output
    assert store.scalars(select(BoundWording.number)).all() == [1]


def test_a_dry_run_in_a_program_sees_what_it_would_complete(
    tmp_path: Path, program: Program, store: Session, lantern: Instrument
) -> None:
    bound(tmp_path, wording_csv(lantern, ["fr"]))
    result = bound(tmp_path, wording_csv(lantern, ["en"]), "--dry-run", "--program", program.slug)
    assert "Still without" not in result.output
    assert result.output.endswith("Nothing was written.\n")
    assert store.scalars(select(BoundWording.number)).all() == [1]


def test_whatever_is_wrong_is_said_and_nothing_is_bound(
    tmp_path: Path, program: Program, store: Session, lantern: Instrument
) -> None:
    content = wording_csv(lantern, without=["lantern_3"]) + b"lantern_1,en,Twice\r\nlantern_2,de,Wort\r\n"
    result = bound(tmp_path, content, "--program", program.slug)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Nothing was bound:",
        "  row 32, lantern_1 (en): This text already stands in row 2. Keep one of the two.",
        "  row 33, lantern_2: “de” is no language of this app. Write en or fr.",
        "  lantern_3 (en): This text is missing.",
        "  lantern_3 (fr): This text is missing.",
    ]
    assert store.scalars(select(BoundWording)).all() == []


def test_a_file_of_more_than_ten_megabytes_is_refused(tmp_path: Path) -> None:
    result = bound(tmp_path, b"item,language,text\n" + b"x" * MAX_BYTES, "--dry-run")
    assert result.exit_code == 1
    assert "larger than 10 MB" in result.output


def test_a_dictionary_is_bound_with_pairs_and_codes_that_were_given(tmp_path: Path) -> None:
    rows = [
        (row[0].replace("lantern_", "q"), *row[1:5], "7, Dark | 8, Dim | 9, Bright" if row[5] == LIGHT else row[5])
        for row in ROWS[1:]
    ]
    lost = bound(tmp_path, dictionary(rows), "--dry-run")
    assert "does not say its language" in lost.output
    unpaired = bound(tmp_path, dictionary(rows), "--dry-run", "--language", "en")
    assert unpaired.exit_code == 1
    assert "lantern_1 = q1\nlantern_2 = q2" in unpaired.output
    (tmp_path / "map.csv").write_text("\n".join(f"lantern_{n};q{n}" for n in range(1, 5)), encoding="utf-8")
    options = ("--dry-run", "--language", "en", "--format", "redcap", "--map", str(tmp_path / "map.csv"))
    uncoded = bound(tmp_path, dictionary(rows), *options)
    assert "--recode light:7=0,8=1,9=2" in uncoded.output
    done = bound(tmp_path, dictionary(rows), *options, "--recode", "light:7=0,8=1,9=2")
    assert done.exit_code == 0, done.output
    assert "  en  light: 0 = Dark; 1 = Dim; 2 = Bright" in done.output.splitlines()


def test_unknown_instruments_and_programs_are_answered_with_those_there_are(
    tmp_path: Path, program: Program, store: Session, lantern: Instrument
) -> None:
    wrong = CliRunner().invoke(main, ["instrument", "bind", "lantrn", __file__])
    assert "Did you mean lantern?" in wrong.output
    assert program.slug in bound(tmp_path, wording_csv(lantern), "--program", "nowhere").output
    ProgramFactory()
    store.commit()
    several = bound(tmp_path, wording_csv(lantern))
    assert several.exit_code == 1
    assert "Say for which program: --program SLUG." in several.output
