"""Random instances, the same for the same seed: small ones of every kind, and large ones for speed."""

from random import Random

import numpy as np
from hypothesis import strategies as st

from mentorship_app.matching.solving.problem import GOALS, Goal, Mentee, Mentor, Problem


def seeded(seed: int) -> Random:
    """The same random numbers for the same seed."""
    return Random(seed)  # noqa: S311  nothing is kept secret with these


def small_instance(random: Random, *, people: int = 6, side_rules: bool = False, several: bool = False) -> Problem:
    """Up to ``people`` × ``people``, with ties, locks, forbidden pairs, smallest loads and orders of goals."""
    mentees = [f"e{k}" for k in range(random.randint(0, people))]
    mentors = [f"o{k}" for k in range(random.randint(0, people))]
    places = {mentor: random.choice([0, 1, 1, 2, 2, 3]) for mentor in mentors}
    wants = {mentee: random.choice([1, 1, 2, 3, 0]) if several else 1 for mentee in mentees}
    every = [(mentee, mentor) for mentee in mentees for mentor in mentors]
    share = random.choice([0, 0.1, 0.3, 0.6])
    couples = [(a, b) for a in mentees for b in mentees if a < b]
    return Problem(
        mentors=tuple(
            Mentor(one, places[one], random.choice([0, 0, 0, 0, 1, 2]) if random.random() < 0.4 else 0)
            for one in mentors
        ),
        mentees=tuple(Mentee(one, wants[one]) for one in mentees),
        fit=_fits(random, len(mentees), len(mentors)),
        forbidden=frozenset(pair for pair in every if random.random() < share),
        locked=frozenset(random.sample(every, min(len(every), random.choice([0, 0, 0, 1, 2])))),
        together=frozenset(random.sample(couples, min(len(couples), random.choice([0, 1, 2]))) if side_rules else ()),
        apart=frozenset(random.sample(couples, min(len(couples), random.choice([0, 1, 2]))) if side_rules else ()),
        goals=_goals(random),
    )


def _fits(random: Random, rows: int, columns: int) -> np.ndarray:
    kind = random.choice(["ties", "decimals", "negative", "equal", "large"])
    draw = {
        "ties": lambda: random.randint(0, 3) / 2,
        "decimals": lambda: round(random.random(), 6),
        "negative": lambda: random.randint(-3, 2),
        "equal": lambda: 0.7,
        "large": lambda: random.randint(-1000, 100_000),
    }[kind]
    return np.array([[float(draw()) for _ in range(columns)] for _ in range(rows)]).reshape(rows, columns)


def _goals(random: Random) -> tuple[Goal, ...]:
    if random.random() < 0.4:
        return GOALS
    return tuple(random.sample(GOALS, random.randint(0, 4)))


def shuffled(problem: Problem, random: Random) -> Problem:
    """The same instance with its people in another order."""
    rows = random.sample(range(len(problem.mentees)), len(problem.mentees))
    columns = random.sample(range(len(problem.mentors)), len(problem.mentors))
    return Problem(
        mentors=tuple(problem.mentors[k] for k in columns),
        mentees=tuple(problem.mentees[k] for k in rows),
        fit=problem.fit[rows][:, columns],
        forbidden=problem.forbidden,
        locked=problem.locked,
        together=problem.together,
        apart=problem.apart,
        goals=problem.goals,
    )


@st.composite
def instances(draw: st.DrawFn) -> Problem:
    """Instances of up to five mentees and four mentors who want one each, in shapes that shrink well."""
    mentees = [f"e{k}" for k in range(draw(st.integers(0, 5)))]
    mentors = [f"o{k}" for k in range(draw(st.integers(0, 4)))]
    every = [(mentee, mentor) for mentee in mentees for mentor in mentors]
    fits = draw(st.lists(st.integers(-4, 9), min_size=len(every), max_size=len(every)))
    pairs = st.frozensets(st.sampled_from(every)) if every else st.just(frozenset())
    return Problem(
        mentors=tuple(Mentor(one, draw(st.integers(0, 3)), draw(st.sampled_from([0, 0, 0, 1]))) for one in mentors),
        mentees=tuple(Mentee(one) for one in mentees),
        fit=np.array(fits, dtype=np.float64).reshape(len(mentees), len(mentors)) / 4,
        forbidden=draw(pairs),
        locked=frozenset(draw(st.lists(st.sampled_from(every), max_size=1)) if every else ()),
        goals=tuple(draw(st.permutations(GOALS))),
    )


def large_instance(mentees: int, mentors: int, capacity: int, *, seed: int = 1) -> Problem:
    """Fits from 0 to 1 in millionths, each its own."""
    fit = np.random.default_rng(seed).random((mentees, mentors)).round(6)
    return Problem(
        tuple(Mentor(f"o{k:05}", capacity) for k in range(mentors)),
        tuple(Mentee(f"e{k:05}") for k in range(mentees)),
        fit,
    )
