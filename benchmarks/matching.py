"""Matching at four sizes: scoring, solving and other people's packages side by side, each in a process of its own.

.venv/bin/python benchmarks/matching.py [40x20 400x150 2000x700 10000x3000] [--places 3] [--others PYTHON]

The packages ``matching`` and ``mentor-match`` are optional: ``python3 -m venv others && others/bin/pip install matching
mentor-match``, then ``--others others/bin/python``. Both install a module called ``matching``; in one command as above
they get along. The peak of memory is that of the whole process, Python and NumPy (about 30 MB) included.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# This file must not be found where others look for the packages of its name.
sys.path = [str(HERE.parent), *(path for path in sys.path if Path(path).resolve() != HERE)]

SIZES = ("40x20", "400x150", "2000x700", "10000x3000")
BARE = "SciPy's assignment, bare"
STEPS = {
    "scoring": "scores of everybody, 15 criteria",
    "bare": BARE,
    "highs": "the same by a general solver: HiGHS",
    "optimal": "optimal: four goals, certificate",
    "stable": "stable: everybody goes by fit",
    "ranked": "stable: everybody ranks everybody",
    "blocking": "blocking pairs of the optimal pairs",
    "matching": "package matching: HospitalResident",
    "mentor_match": "package mentor-match: Munkres",
}
OTHERS = ("matching", "mentor_match")
MOST_CELLS = dict.fromkeys(("ranked", "blocking", "highs", *OTHERS), 2_000_000)
"""Rankings of everybody by everybody are for smaller sizes: nobody ranks 3,000 people, and they fill gigabytes."""

TOPICS = ("career", "research", "teaching", "burnout", "work and family", "leadership", "exams", "first job")
TEXTS = ("cardiology", "rural practice", "health policy", "simulation", "quality improvement", "global health")
SAID = {
    "topics": (TOPICS, 4),
    "languages": (("english", "french", "spanish", "arabic"), 2),
    "free_times": (("morning", "midday", "afternoon", "evening", "weekend"), 3),
    "modality": (("in_person", "video", "phone"), 2),
    "style": (("advice", "both", "questions"), 1),
    "frequency": (("fortnight", "month", "six_weeks", "quarter"), 1),
}
SITES = ("North", "South", "East", "West")


def facts(mentees: int, mentors: int, places: int) -> Any:
    """Made-up people who answered everything; every mentee chose five mentors."""
    from mentorship_app.matching.facts import Choice, Facts, MenteeFacts, MentorFacts  # noqa: PLC0415  only where timed
    from mentorship_app.mentoring import PairingKind  # noqa: PLC0415  only where timed

    chance = random.Random(7)  # noqa: S311  made-up people

    def some(more: dict[str, tuple[tuple[str, ...], int]]) -> dict[str, tuple[str, ...]]:
        return {name: tuple(chance.sample(codes, most)) for name, (codes, most) in (SAID | more).items()}

    def site() -> str:
        return chance.choice(SITES)

    wanted = {"career": (TEXTS, 1), "research": (TEXTS, 1), "goals": (TEXTS, 2)}
    offered = {"areas": (("research", "quality", "education"), 2), "path": (("academic", "rural", "global"), 1)}
    ids = [f"mentor-{number:05}" for number in range(mentors)]
    return Facts(
        kind=PairingKind.PRIMARY,
        mentors=tuple(MentorFacts(one, one, places, site=site(), said=some(offered)) for one in ids),
        mentees=tuple(
            MenteeFacts(
                f"mentee-{number:05}",
                f"mentee-{number:05}",
                site=site(),
                has_intake=True,
                said=some(wanted),
                choices=tuple(Choice(one, rank + 1) for rank, one in enumerate(chance.sample(ids, 5))),
            )
            for number in range(mentees)
        ),
    )


def fits(folder: Path) -> Any:
    """The fits that scoring wrote, rounded as the app gives them to the solver."""
    import numpy as np  # noqa: PLC0415  only where timed

    return np.round(np.load(folder / "fit.npy"), 6)


def problem(folder: Path, places: int, *, ranked: bool = False) -> Any:
    """The instance; ``ranked``: every ranking goes by a slightly different fit, so that both sides disagree."""
    import numpy as np  # noqa: PLC0415  only where timed

    from mentorship_app.matching.solving.problem import Mentee, Mentor, Problem  # noqa: PLC0415  only where timed

    fit = fits(folder)
    rng = np.random.default_rng(7)
    of_mentees, of_mentors = (fit + rng.random(fit.shape) / 5 for _side in range(2))
    mentees = [f"mentee-{row:05}" for row in range(fit.shape[0])]
    mentors = [f"mentor-{column:05}" for column in range(fit.shape[1])]
    return Problem(
        mentors=tuple(
            Mentor(
                one, places, 0, tuple(mentees[row] for row in (-of_mentors[:, column]).argsort()) if ranked else None
            )
            for column, one in enumerate(mentors)
        ),
        mentees=tuple(
            Mentee(one, 1, tuple(mentors[column] for column in (-of_mentees[row]).argsort()) if ranked else None)
            for row, one in enumerate(mentees)
        ),
        fit=fit,
    )


def scoring(folder: Path, size: tuple[int, int], places: int) -> Callable[[], None]:
    """Fits of everybody from their answers."""
    import numpy as np  # noqa: PLC0415  only where timed

    from mentorship_app.matching.scoring import fit_matrix  # noqa: PLC0415  only where timed
    from mentorship_app.matching.settings import Settings  # noqa: PLC0415  only where timed

    known = facts(*size, places)

    def timed() -> None:
        np.save(folder / "fit.npy", fit_matrix(known, Settings()))

    return timed


def bare(folder: Path, _size: tuple[int, int], places: int) -> Callable[[], None]:
    """Nothing but the highest total: no goals, no proof, no names."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  only where timed

    fit = fits(folder)

    def timed() -> None:
        linear_sum_assignment(fit.repeat(places, axis=1), maximize=True)

    return timed


def highs(folder: Path, _size: tuple[int, int], places: int) -> Callable[[], None]:
    """The highest total as a linear program: each mentee once at most, each mentor as often as there are places."""
    import numpy as np  # noqa: PLC0415  only where timed
    from scipy.optimize import linprog  # noqa: PLC0415  only where timed
    from scipy.sparse import eye_array, kron, vstack  # noqa: PLC0415  only where timed

    fit = fits(folder)
    mentees, mentors = fit.shape

    def timed() -> None:
        once = kron(eye_array(mentees), np.ones((1, mentors)))
        loads = kron(np.ones((1, mentees)), eye_array(mentors))
        most = np.append(np.ones(mentees), np.full(mentors, places))
        assert linprog(
            -fit.ravel(), A_ub=vstack([once, loads], "csr"), b_ub=most, bounds=(0, 1), method="highs"
        ).success

    return timed


def solving(folder: Path, places: int, mode: str, *, ranked: bool = False) -> Callable[[], None]:
    """Everything that a run asks of the solver."""
    import scipy.optimize  # noqa: PLC0415  loaded before the clock runs, as for the bare assignment
    import scipy.sparse.csgraph  # noqa: PLC0415

    from mentorship_app.matching.solving.optimum import solve  # noqa: PLC0415  only where timed

    assert scipy.sparse.csgraph, scipy.optimize
    posed = problem(folder, places, ranked=ranked)

    def timed() -> None:
        solution = solve(posed, mode=mode)
        assert solution.status == mode, solution.certificate

    return timed


def blocking(folder: Path, _size: tuple[int, int], places: int) -> Callable[[], None]:
    """Everybody who would rather leave the optimal pairs, where everybody ranks."""
    from mentorship_app.matching.solving.blocking import blocking_pairs  # noqa: PLC0415  only where timed
    from mentorship_app.matching.solving.optimum import solve  # noqa: PLC0415  only where timed

    posed = problem(folder, places, ranked=True)
    pairs = solve(posed).pairs
    return lambda: print(f"{len(blocking_pairs(posed, pairs))} pairs block", file=sys.stderr)


def package_matching(folder: Path, _size: tuple[int, int], places: int) -> Callable[[], None]:
    """Deferred acceptance over the rankings that the fits give."""
    import numpy as np  # noqa: PLC0415  only where timed
    from matching.games import HospitalResident  # noqa: PLC0415  optional

    fit = np.round(np.load(folder / "fit.npy"), 6)
    residents = {f"e{row}": [f"m{one}" for one in (-fit[row]).argsort()] for row in range(len(fit))}
    hospitals = {f"m{column}": [f"e{one}" for one in (-fit[:, column]).argsort()] for column in range(fit.shape[1])}
    capacities = dict.fromkeys(hospitals, places)

    def timed() -> None:
        HospitalResident.create_from_dictionaries(residents, hospitals, capacities).solve()

    return timed


def package_mentor_match(folder: Path, _size: tuple[int, int], places: int) -> Callable[[], None]:
    """Its matrix of matches through its own assignment, every mentor there once for each place."""
    import numpy as np  # noqa: PLC0415  only where timed
    from matching.process import calculate_matches  # noqa: PLC0415  optional

    fit = np.round(np.load(folder / "fit.npy"), 6)
    # Its scores are whole numbers, and its algorithm wants as many rows as columns or fewer.
    costs = (1_000_000 - fit * 1_000_000).astype(int).repeat(places, axis=1).tolist()
    return lambda: calculate_matches(costs)


PREPARE: dict[str, Callable[[Path, tuple[int, int], int], Callable[[], None]]] = {
    "scoring": scoring,
    "bare": bare,
    "highs": highs,
    "optimal": lambda folder, _size, places: solving(folder, places, "optimal"),
    "stable": lambda folder, _size, places: solving(folder, places, "stable"),
    "ranked": lambda folder, _size, places: solving(folder, places, "stable", ranked=True),
    "blocking": blocking,
    "matching": package_matching,
    "mentor_match": package_mentor_match,
}


def one_step(step: str, folder: Path, size: tuple[int, int], places: int) -> None:
    """Run in a process of its own: prints seconds by the clock, of CPU, and the peak of memory in MB."""
    timed = PREPARE[step](folder, size, places)
    wall, cpu = time.perf_counter(), time.process_time()
    timed()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # Linux counts kilobytes.
    print(json.dumps({"wall": wall, "cpu": cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def measured(step: str, arguments: argparse.Namespace, size: str, folder: str) -> dict[str, float] | str:
    """The figures of one step, or in a word why there are none."""
    cells = size_of(size)[0] * size_of(size)[1]
    if cells > MOST_CELLS.get(step, cells):
        return "not at this size"
    python = arguments.others if step in OTHERS else sys.executable
    command = [python, __file__, size, "--places", str(arguments.places), "--step", step, "--folder", folder]
    # One thread, so that CPU seconds compare.
    quiet = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    limit = arguments.seconds if step in (*OTHERS, "highs") else None
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=quiet, check=False)
    except subprocess.TimeoutExpired:
        return f"not done in {arguments.seconds} s"
    if ended.returncode:
        return (ended.stderr.strip().splitlines() or [f"ended with {ended.returncode}"])[-1][:60]
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def size_of(word: str) -> tuple[int, int]:
    """``40x20``: mentees, mentors."""
    mentees, mentors = word.split("x")
    return int(mentees), int(mentors)


def main() -> None:
    """One table: every step at every size, CPU also as a multiple of the bare assignment."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=SIZES, metavar="MENTEESxMENTORS")
    parser.add_argument("--places", type=int, default=3, help="of each mentor")
    parser.add_argument("--others", metavar="PYTHON", help="an interpreter that has the packages to compare with")
    parser.add_argument("--seconds", type=int, default=120, help="after which a package is given up")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        one_step(arguments.step, Path(arguments.folder), size_of(arguments.sizes[0]), arguments.places)
        return
    print(f"{'size':>11}  {'':34} {'wall s':>8} {'CPU s':>8} {'× bare':>7} {'MB':>6}")
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder:
            baseline = 0.0
            for step, name in STEPS.items():
                if step in OTHERS and not arguments.others:
                    continue
                found = measured(step, arguments, size, folder)
                if isinstance(found, str):
                    print(f"{size:>11}  {name:34} {found}", flush=True)
                    continue
                baseline = found["cpu"] if step == "bare" else baseline
                ratio = f"{found['cpu'] / baseline:7.2f}" if baseline else f"{'':7}"
                figures = f"{found['wall']:8.3f} {found['cpu']:8.3f} {ratio} {found['memory']:6.0f}"
                print(f"{size:>11}  {name:34} {figures}", flush=True)


if __name__ == "__main__":
    main()
