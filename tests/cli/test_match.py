"""``mentorship match solve`` and ``check``: files in and out, exit codes, and nothing needed besides."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mentorship_app.cli import main
from mentorship_app.core.paths import PROJECT

EXAMPLE = PROJECT / "docs" / "examples" / "matching_problem.json"
PROBLEM = {
    "mentors": [{"id": "A", "capacity": 1}, {"id": "B", "capacity": 1}],
    "mentees": [{"id": 1}, {"id": 2}],
    "fit": [[9, 8], [8, 0]],
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder without an installation, which must not become one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path / "instance"))
    yield tmp_path
    assert not (tmp_path / "instance").exists()


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["match", *map(str, arguments)], input=stdin)


def written(problem: object, name: str = "problem.json") -> Path:
    file = Path(name)
    file.write_text(problem if isinstance(problem, str) else json.dumps(problem))
    return file


def result() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("result.json").read_text())
    return found


def test_the_best_pairs_are_written_with_a_line_on_what_came_out() -> None:
    ended = run("solve", written(PROBLEM), "-o", "result.json")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr.startswith(
        "Optimal: 2 of 2 mentees matched, worst fit 8, total fit 16, squared loads 2, 1 blocking pair; "
    )
    assert result()["pairs"] == [[1, "B"], [2, "A"]]
    assert sorted(os.listdir()) == ["problem.json", "result.json"]


def test_stable_pairs_are_others() -> None:
    ended = run("solve", written(PROBLEM), "-o", "result.json", "--mode", "stable")
    assert ended.stderr.startswith("Stable: 2 of 2 mentees matched, worst fit 0, total fit 9,")
    assert (result()["pairs"], result()["blocking_pairs"]) == ([[1, "A"], [2, "B"]], [])


def test_the_standard_streams_do_as_well() -> None:
    ended = run("solve", "-", stdin=json.dumps(PROBLEM))
    assert (ended.exit_code, json.loads(ended.stdout)["pairs"]) == (0, [[1, "B"], [2, "A"]])
    assert run("solve", "-", "-o", "-", stdin=json.dumps(PROBLEM)).stdout.startswith('{\n  "status": "optimal",\n')


def test_a_malformed_file_ends_with_code_2_a_line_each_and_nothing_written() -> None:
    wrong = {"locked": [[1, "A"]], "forbidden": [[1, "A"]], "fit": [[1, float("nan")], [1, 2]]}
    Path("result.json").write_text("before")
    ended = run("solve", written(PROBLEM | wrong), "-o", "result.json")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        "fit[0][1]: expected a number from -1e15 to 1e15, not NaN",
        'locked: mentee "1" and mentor "A" are locked and forbidden',
    ]
    assert Path("result.json").read_text() == "before"


def test_what_cannot_be_solved_ends_with_code_1_and_a_result_that_says_so() -> None:
    asked = [{"id": "A", "capacity": 1, "min_load": 1}, {"id": "B", "capacity": 2, "min_load": 2}]
    ended = run("solve", written(PROBLEM | {"mentors": asked}), "-o", "result.json")
    said = "mentor A must have at least 1 mentee; mentor B must have at least 2 mentees"
    assert (ended.exit_code, ended.stderr) == (1, f"Infeasible. These cannot all be kept: {said}.\n")
    assert (result()["status"], result()["pairs"], result()["objective"]["total"]) == ("infeasible", [], None)


def test_files_that_are_not_there_end_with_code_2() -> None:
    ended = run("solve", "nowhere.json")
    assert (ended.exit_code, ended.stderr) == (2, "nowhere.json: No such file or directory\n")
    ended = run("solve", written(PROBLEM), "-o", "nowhere/result.json")
    assert (ended.exit_code, ended.stderr) == (2, "nowhere/result.json: No such file or directory\n")
    assert run("solve", ".").exit_code == 2


def test_a_link_stays_a_link_and_a_device_a_device() -> None:
    Path("real.json").write_text("")
    Path("result.json").symlink_to("real.json")
    assert run("solve", written(PROBLEM), "-o", "result.json").exit_code == 0
    assert Path("result.json").is_symlink()
    assert result()["status"] == "optimal"
    assert run("solve", "problem.json", "-o", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("mode", ["optimal", "stable"])
def test_the_example_in_the_documentation_is_solved_and_its_result_holds(mode: str) -> None:
    assert run("solve", EXAMPLE, "-o", "result.json", "--mode", mode).exit_code == 0
    ended = run("check", "result.json", EXAMPLE)
    assert (ended.exit_code, {line.split()[0] for line in ended.stdout.splitlines()}) == (0, {"ok"})
    documented = (PROJECT / "docs" / "matching.md").read_text(encoding="utf-8")
    assert EXAMPLE.read_text() in documented
    if mode == "optimal":
        for key in ("pairs", "unmatched", "blocking_pairs"):
            assert all(json.dumps(one) in documented for one in result()[key])
        assert json.dumps(result()["objective"]) in documented
        prices = result()["certificate"]["steps"][-1]
        assert all(f"`{json.dumps(prices[name])}`" in documented for name in ("mentors", "weights"))


def test_a_result_without_pairs_is_checked_by_solving_again() -> None:
    starved = written(PROBLEM | {"mentors": [{"id": "A", "capacity": 3, "min_load": 3}], "fit": [[1], [2]]}, "starved")
    for mode in ("optimal", "stable"):
        run("solve", starved, "-o", "result.json", "--mode", mode)
        ended = run("check", "result.json", starved)
        assert (ended.exit_code, ended.stdout[:36]) == (0, "ok     solving again ends infeasible")
    run("solve", written(PROBLEM), "-o", "result.json")
    ended = run("check", "result.json", starved)
    assert ended.exit_code == 1


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"pairs": [[1, "A"], [2, "A"]]}, "wrong  a rule is broken: A has 2 mentees and 1 places"),
        ({"pairs": [[1, "A"], [2, "B"]]}, "wrong  solving again gives other pairs: 1–A, 1–B, 2–A, 2–B"),
        ({"pairs": [[1, "A"], [2, "Z"]]}, "wrong  pairs of people who are not in the problem: 2–Z"),
        ({"blocking_pairs": []}, "wrong  the blocking pairs are not those stated: 1–A"),
        ({"certificate": {}}, "wrong  the certificate does not prove that nothing is better"),
        ({"status": "stable"}, "wrong  not stable: pairs block"),
    ],
)
def test_a_result_that_does_not_hold_is_told(change: dict[str, Any], line: str) -> None:
    run("solve", written(PROBLEM), "-o", "result.json")
    written(result() | change, "result.json")
    ended = run("check", "result.json", "problem.json")
    assert ended.exit_code == 1
    assert line in ended.stdout.splitlines()


def test_changed_values_of_the_goals_are_told() -> None:
    run("solve", written(PROBLEM), "-o", "result.json")
    changed = result()
    changed["objective"]["total"] = 17
    ended = run("check", written(changed, "result.json"), "problem.json")
    assert ended.exit_code == 1
    assert "wrong  the values are matched 2, worst_off 8, total 16, even_load 2" in ended.stdout.splitlines()


def test_a_malformed_result_ends_with_code_2() -> None:
    ended = run("check", written("{}", "result.json"), written(PROBLEM))
    assert (ended.exit_code, len(ended.stderr.splitlines())) == (2, 8)


def test_solving_a_file_loads_neither_the_web_app_nor_a_database() -> None:
    script = (
        "import sys\n"
        "from mentorship_app.cli import main\n"
        "main(['match', 'solve', sys.argv[1], '-o', 'result.json', '--mode', sys.argv[2]], standalone_mode=False)\n"
        "print(' '.join(sys.modules))\n"
    )
    for mode in ("optimal", "stable"):
        ended = subprocess.run(
            [sys.executable, "-c", script, str(written(PROBLEM)), mode],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
        )
        loaded = set(ended.stdout.split())
        assert "mentorship_app.matching.solving.stable" in loaded
        assert not {"flask", "sqlalchemy", "mentorship_app.web", "mentorship_app.db"} & loaded
        assert ("scipy.optimize" in loaded) == (mode == "optimal")


def test_help_names_the_commands() -> None:
    assert {"solve", "check"} <= set(run("--help").stdout.split())
    assert run("sove").exit_code == 2
