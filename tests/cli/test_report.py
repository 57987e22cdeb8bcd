"""``mentorship report build``: the files on disk, or what to do."""

import csv
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from mentorship_app.cli import main
from mentorship_app.core.paths import PROJECT
from mentorship_app.programs import Cohort
from mentorship_app.surveys.score_import import import_scores, read_scores
from mentorship_app.surveys.score_mapping import load_mapping
from tests.factories import CohortFactory
from tests.factories.reports import ScoreImportFactory
from tests.factories.surveys import NOW, STAFF

EXAMPLE = PROJECT / "docs" / "examples" / "burnout_medical_students_2022.mapping.yaml"
STUDENTS = PROJECT.parent / "shared" / "data" / "burnout_medical_students_2022.csv"


@pytest.fixture
def cohort(store: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """A cohort without scores, in an installation of its own."""
    monkeypatch.setattr("mentorship_app.cli.report.load_settings", lambda: app.extensions["settings"])
    made: Cohort = CohortFactory()
    store.commit()
    return made


def build(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", "build", *arguments])


def test_report_and_numbers_are_written_and_the_same_again(cohort: Cohort, store: Session, tmp_path: Path) -> None:
    ScoreImportFactory(cohort=cohort)
    store.commit()
    first, second = tmp_path / "report.pdf", tmp_path / "again.pdf"

    result = build("--cohort", cohort.slug, "-o", str(first), "--csv", "--locale", "fr")
    again = build("--cohort", f"{cohort.program.slug}/{cohort.slug}", "-o", str(second), "--locale", "fr")

    assert (result.exit_code, again.exit_code) == (0, 0), result.output + again.output
    assert str(first) in result.output
    assert first.read_bytes() == second.read_bytes()
    with pikepdf.open(first) as pdf:
        assert str(pdf.Root.Lang) == "fr"
    assert "Questionnaire du printemps,R1,n,6," in first.with_suffix(".csv").read_text(encoding="utf-8-sig")
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["again.pdf", "report.pdf"]


def test_without_results_it_says_what_is_missing(cohort: Cohort, tmp_path: Path) -> None:
    result = build("--cohort", cohort.slug, "-o", str(tmp_path / "report.pdf"))

    assert (result.exit_code, list(tmp_path.glob("*.pdf"))) == (1, [])
    assert "close a survey first, or import scores" in result.output


def test_unknown_cohort_is_answered_with_those_there_are(cohort: Cohort, tmp_path: Path) -> None:
    result = build("--cohort", "2031", "-o", str(tmp_path / "report.pdf"))

    assert result.exit_code == 1
    assert f"{cohort.program.slug}/{cohort.slug}" in result.output


def test_cohort_of_several_programs_needs_the_program(cohort: Cohort, store: Session, tmp_path: Path) -> None:
    other = ScoreImportFactory(cohort__slug=cohort.slug).cohort
    store.commit()

    result = build("--cohort", cohort.slug, "-o", str(tmp_path / "report.pdf"))
    named = build("--cohort", cohort.slug, "--program", other.program.slug, "-o", str(tmp_path / "report.pdf"))

    assert (result.exit_code, named.exit_code) == (1, 0), named.output
    assert other.program.slug in result.output


def test_folder_that_is_not_there_is_named_before_anything_is_drawn(cohort: Cohort, tmp_path: Path) -> None:
    result = build("--cohort", cohort.slug, "-o", str(tmp_path / "nowhere" / "report.pdf"))

    assert result.exit_code == 1
    assert f"There is no folder {tmp_path / 'nowhere'}" in result.output


@pytest.mark.skipif(not STUDENTS.exists(), reason="../shared/data is not here")
def test_real_students_are_reported_to_the_last_figure(cohort: Cohort, store: Session, tmp_path: Path) -> None:
    mapping = load_mapping(EXAMPLE)
    import_scores(store, cohort, mapping, read_scores(STUDENTS, mapping), by=STAFF, now=NOW)
    store.commit()
    target = tmp_path / "students.pdf"

    result = build("--cohort", cohort.slug, "-o", str(target), "--csv")

    assert result.exit_code == 0, result.output
    with target.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    by_year = [line for line in lines if line["Table"].endswith("by group: Year of study")]
    counts = [line["Value"] for line in by_year if line["Table"].startswith("Table 4.") and line["Measure"] == "n"]
    whole = [
        (line["Table"].partition(" by ")[0], line["Measure"], line["Value"])
        for line in by_year
        if line["Row"] == "Everybody" and line["Measure"] in {"Mean", "SD"}
    ]
    assert counts == ["245", "135", "143", "123", "127", "113", "886"]
    assert whole == [
        ("Table 4. Emotional exhaustion", "Mean", "16.88"),
        ("Table 4. Emotional exhaustion", "SD", "5.26"),
        ("Table 6. Cynicism", "Mean", "10.08"),
        ("Table 6. Cynicism", "SD", "4.59"),
        ("Table 8. Academic efficacy", "Mean", "24.21"),
        ("Table 8. Academic efficacy", "SD", "4.63"),
    ]
    non_binary = [line for line in lines if line["Row"] == "Non-binary" and line["Measure"] == "n"]
    assert [line["Value"] for line in non_binary] == ["5", "5", "5"]
