"""``mentorship wave import-scores``: a file of scores into a cohort, or a list of what is wrong with it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.cli import main
from mentorship_app.programs import Cohort
from mentorship_app.surveys.models import ImportedScores
from tests.factories import CohortFactory
from tests.surveys.test_score_import import MAPPING


@pytest.fixture
def cohort(store: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    monkeypatch.setattr("mentorship_app.cli.wave.load_settings", lambda: app.extensions["settings"])
    made: Cohort = CohortFactory()
    store.commit()
    return made


def imports(folder: Path, content: str, cohort: str) -> Result:
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "scores.csv").write_text(content, encoding="utf-8")
    arguments = ["wave", "import-scores", str(folder / "scores.csv"), "--cohort", cohort]
    return CliRunner().invoke(main, [*arguments, "--mapping", str(folder / "mapping.yaml")])


def test_a_good_file_is_imported_once(cohort: Cohort, store: Session, tmp_path: Path) -> None:
    first = imports(tmp_path, "exh;year\n" + "4,5;1\n" * 6, f"{cohort.program.slug}/{cohort.slug}")
    assert (first.exit_code, first.output) == (
        0,
        "scores.csv: 6 rows, UTF-8, columns separated by semicolon.\nImported as “Small school”: Exhaustion.\n",
    )
    again = imports(tmp_path, "exh;year\n" + "4,5;1\n" * 6, cohort.slug)
    assert "imported with this mapping before" in again.output
    assert store.scalar(select(func.count()).select_from(ImportedScores)) == 6


def test_a_wrong_value_is_named_by_row_and_column_and_changes_nothing(
    cohort: Cohort, store: Session, tmp_path: Path
) -> None:
    result = imports(tmp_path, "exh,year\n5,1\n12,1\n", cohort.slug)
    assert result.exit_code == 1
    assert "row 3, column exh: 12 is outside the range 0 to 10" in result.output
    assert store.scalar(select(func.count()).select_from(ImportedScores)) == 0


def test_an_unknown_cohort_is_answered_with_those_there_are(cohort: Cohort, tmp_path: Path) -> None:
    result = imports(tmp_path, "exh,year\n5,1\n", "2031")
    assert result.exit_code == 1
    assert f"{cohort.program.slug}/{cohort.slug}" in result.output
