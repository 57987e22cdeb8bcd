"""Programs and cohorts from the console."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli import main
from mentorship_app.programs import Cohort, Program
from mentorship_app.web.config import Settings

Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``mentorship`` on the installation of this test."""
    monkeypatch.setenv("INSTANCE_DIR", str(Path(settings.instance_dir)))
    monkeypatch.setenv("BASE_URL", settings.base_url)
    for name in ("secret_key", "security_password_salt", "security_totp_secret", "database_url"):
        monkeypatch.setenv(name.upper(), getattr(settings, name))
    return lambda *words: CliRunner().invoke(main, words)


def create_program(run: Run, *, name: str = "Internal Médicine", line: str = "Crisis line=9-8-8") -> Result:
    words = ("--organization", "Northmere", "--email", "Casey@example.org", "--help-line", line)
    return run("program", "create", "--name", name, *words, "--timezone", "America/Toronto")


def create_cohort(run: Run, slug: str, last_day: str = "2027-06-30") -> Result:
    return run("cohort", "create", "--program", slug, "--name", "2026–27", "--from", "2026-07-01", "--to", last_day)


def test_program_and_cohort_are_made(run: Run, store: Session) -> None:
    assert create_program(run).exit_code == 0
    result = create_cohort(run, "internal-medicine")

    assert result.exit_code == 0, result.output
    program = store.scalars(select(Program)).one()
    assert (program.slug, program.contact_email) == ("internal-medicine", "casey@example.org")
    assert [(line.label_en, line.number) for line in program.help_lines] == [("Crisis line", "9-8-8")]
    assert [cohort.slug for cohort in program.cohorts] == ["2026-27"]
    assert "active" in result.output


@pytest.mark.parametrize(
    ("result_of", "said"),
    [
        (lambda run: create_program(run, line="9-8-8"), "is not in the form 'Who answers=Number'"),
        (lambda run: create_program(run, name=" "), "Enter the name of the program."),
        (lambda run: create_cohort(run, "nowhere"), "There is no program 'nowhere'. Programs: internal-medicine."),
        (lambda run: create_cohort(run, "internal-medicine", "2026-07-10"), "A cohort lasts at least 30 days."),
    ],
)
def test_wrong_words_are_explained_without_a_traceback(
    run: Run, store: Session, result_of: Callable[[Run], Result], said: str
) -> None:
    create_program(run)

    result = result_of(run)

    assert result.exit_code == 1
    assert said in result.output
    assert store.scalars(select(Cohort)).all() == []
    assert len(store.scalars(select(Program)).all()) == 1
