"""Programs and cohorts from the console."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.cli import main
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.sealing import panel_key_name
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


def test_next_cohort_is_made_from_the_last_one_and_only_once(run: Run, store: Session) -> None:
    create_program(run)
    create_cohort(run, "internal-medicine")

    first = run("cohort", "create", "--program", "internal-medicine", "--after", "2026-27")
    again = run("cohort", "create", "--program", "internal-medicine", "--after", "2026-27")

    assert first.exit_code == again.exit_code == 0, first.output
    assert "to 2028-06-30\n" in first.output
    assert "The to-do list of the year: Tasks: 30, of which your own: 0." in first.output
    assert "2027–28 was already made from 2026–27; nothing was changed." in again.output
    names = [
        (cohort.name, str(cohort.starts_on)) for cohort in store.scalars(select(Cohort).order_by(Cohort.starts_on))
    ]
    assert names == [("2026–27", "2026-07-01"), ("2027–28", "2027-07-01")]


def test_next_cohort_leaves_behind_what_it_is_told_to(run: Run) -> None:
    create_program(run)
    create_cohort(run, "internal-medicine")
    words = ("cohort", "create", "--program", "internal-medicine", "--after", "2026-27", "--without")

    unknown = run(*words, "everything")
    without = run(*words, "programs.tasks", "--name", "Next")

    assert unknown.exit_code == 1
    assert "Nothing is called everything here." in unknown.output
    assert without.exit_code == 0
    assert "to-do list" not in without.output


def test_cohort_needs_dates_or_a_cohort_to_follow(run: Run) -> None:
    create_program(run)

    result = run("cohort", "create", "--program", "internal-medicine")

    assert result.exit_code == 1
    assert "Give --name, --from and --to" in result.output


def test_a_program_is_ended_by_its_name_and_its_key_goes(run: Run, store: Session, settings: Settings) -> None:
    create_program(run)
    create_cohort(run, "internal-medicine")
    program = store.scalars(select(Program)).one()
    keyring, key = Keyring(settings.keyring_path), panel_key_name(program.id)
    keyring.create(key)
    store.rollback()
    wrong = run("program", "end", "internal-medicine", "--name", "Surgery")
    assert wrong.exit_code == 1
    assert "Nothing was changed." in wrong.output
    assert keyring.has(key)
    for _time in range(2):
        result = run("program", "end", "internal-medicine", "--name", "internal médicine")
        assert result.exit_code == 0, result.output
        assert "“Internal Médicine” has ended." in result.output
    assert not keyring.has(key)
    store.expire_all()
    assert store.scalars(select(Program)).one().ended_at is not None
    store.rollback()
    assert create_cohort(run, "internal-medicine", "2028-06-30").exit_code == 1
