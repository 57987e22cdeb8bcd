"""``mentorship report build``: the files on disk, or what to do."""

import csv
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli import main
from mentorship_app.core.paths import PROJECT
from mentorship_app.programs import Cohort
from mentorship_app.reports import ReportFile
from mentorship_app.reports.editions import Edition, Outline
from mentorship_app.reports.editions.services import start_edition
from mentorship_app.reports.services import request_freezing, request_report
from mentorship_app.surveys.score_import import import_scores, read_scores
from mentorship_app.surveys.score_mapping import load_mapping
from tests.factories import CohortFactory
from tests.factories.reports import ScoreImportFactory
from tests.factories.surveys import NOW, STAFF
from tests.kit.worker import run_worker

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


def test_every_form_is_written_beside_it(cohort: Cohort, store: Session, tmp_path: Path) -> None:
    ScoreImportFactory(cohort=cohort)
    store.commit()

    result = build(
        "--cohort", cohort.slug, "-o", str(tmp_path / "r.pdf"), "--xlsx", "--archive", "--figures", "--outline", "full"
    )

    assert result.exit_code == 0, result.output
    begins = {path.name: path.read_bytes()[:4] for path in tmp_path.glob("r*.*")}
    assert begins == {
        "r.pdf": b"%PDF",
        "r.xlsx": b"PK\x03\x04",
        "r-archive.pdf": b"%PDF",
    }
    # Scores of one import: their pictures stand in the rows of tables, and none is a figure by itself.
    assert "r-figures.zip: not written" in result.output


@pytest.mark.usefixtures("cohort")
def test_an_edition_has_its_language_and_nothing_is_built_without_a_name(tmp_path: Path) -> None:
    both = build("--edition", "nowhere", "--locale", "fr", "-o", str(tmp_path / "r.pdf"))
    none = build("-o", str(tmp_path / "r.pdf"))
    unknown = build("--edition", "nowhere", "-o", str(tmp_path / "r.pdf"))

    assert (both.exit_code, none.exit_code, unknown.exit_code) == (1, 1, 1)
    assert "leave out --locale and --outline" in both.output
    assert "--cohort NAME, or --edition ID" in none.output
    assert "There is no edition 'nowhere'" in unknown.output


def test_frozen_edition_is_listed_built_and_verified(
    app: Flask, cohort: Cohort, store: Session, tmp_path: Path
) -> None:
    ScoreImportFactory(cohort=cohort)
    edition = start_edition(store, cohort, outline=Outline.DEAN, locale="en", by=STAFF, now=NOW)
    request_report(store, edition, by=STAFF, now=NOW)
    store.commit()
    run_worker(app, now=NOW)
    store.expire_all()
    request_freezing(store, store.get_one(Edition, edition.id), version=edition.version, by=STAFF, now=NOW)
    store.commit()
    run_worker(app, now=NOW)
    name = edition.public_id
    store.commit()

    listed = CliRunner().invoke(main, ["report", "list", "--cohort", cohort.slug])
    built = build("--edition", name, "-o", str(tmp_path / "r.pdf"))
    whole = CliRunner().invoke(main, ["report", "verify", name])

    assert (listed.exit_code, built.exit_code, whole.exit_code) == (0, 0, 0), (
        listed.output + built.output + whole.output
    )
    (line,) = listed.output.splitlines()
    assert line.split()[:4] == [name, "dean", "en", "frozen"]
    assert f"{name}: intact" in whole.output
    assert "the same PDF, byte for byte" in whole.output

    store.expire_all()
    file = store.scalars(select(ReportFile).join(Edition, Edition.frozen_file_id == ReportFile.id)).one()
    assert (tmp_path / "r.pdf").read_bytes() == file.pdf
    file.csv += b"one more line"
    store.commit()
    changed = CliRunner().invoke(main, ["report", "verify", "--all"])
    assert changed.exit_code == 1
    assert "NOT INTACT" in changed.output
    assert "CHANGED since they were frozen (csv)" in changed.output


def test_verify_needs_one_edition_or_all(cohort: Cohort) -> None:
    assert CliRunner().invoke(main, ["report", "verify"]).exit_code == 1
    empty = CliRunner().invoke(main, ["report", "verify", "--all"])
    assert (empty.exit_code, empty.output) == (0, "No edition is frozen.\n")
    assert (
        CliRunner().invoke(main, ["report", "list", "--cohort", cohort.slug]).output == "No report was asked for yet.\n"
    )


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
    first = [line for line in by_year if ". Emotional exhaustion" in line["Table"]]
    counts = [line["Value"] for line in first if line["Measure"] == "n"]
    whole = [
        (line["Table"].partition(". ")[2].partition(" by ")[0], line["Measure"], line["Value"])
        for line in by_year
        if line["Row"] == "Everybody" and line["Measure"] in {"Mean", "SD"}
    ]
    assert counts == ["245", "135", "143", "123", "127", "113", "886"]
    assert whole == [
        ("Emotional exhaustion", "Mean", "16.88"),
        ("Emotional exhaustion", "SD", "5.26"),
        ("Cynicism", "Mean", "10.08"),
        ("Cynicism", "SD", "4.59"),
        ("Academic efficacy", "Mean", "24.21"),
        ("Academic efficacy", "SD", "4.63"),
    ]
    non_binary = [line for line in lines if line["Row"] == "Non-binary" and line["Measure"] == "n"]
    assert [line["Value"] for line in non_binary] == ["5", "5", "5"]
