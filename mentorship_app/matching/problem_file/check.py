"""Whether a stated solution is what its problem gives: rules, values, proof, and solving once more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mentorship_app.matching.problem_file.solving import solved
from mentorship_app.matching.problem_file.words import counted, refusal
from mentorship_app.matching.solving.blocking import blocking_pairs
from mentorship_app.matching.solving.checking import certificate_holds, measure, violations
from mentorship_app.matching.solving.problem import GOALS, Pair, Problem, Solution, Status


@dataclass(frozen=True)
class Finding:
    """One thing looked at, in words."""

    words: str
    holds: bool = True

    @property
    def line(self) -> str:
        """As the console says it."""
        return f"{'ok' if self.holds else 'wrong':<6} {self.words}"


def checked(problem: Problem, stated: Solution, *, mode: str) -> Iterator[Finding]:
    """Everything that can be told about a stated solution, one after the other."""
    unknown = sorted({*stated.pairs, *stated.blocking_pairs} - _possible(problem, stated))
    if unknown:
        yield Finding(f"pairs of people who are not in the problem: {_some(unknown)}", holds=False)
        return
    if stated.objective is not None:
        yield from _pairs_and_values(problem, stated)
        yield _proof(problem, stated)
    yield from _once_more(problem, stated, mode)


def _possible(problem: Problem, stated: Solution) -> set[Pair]:
    mentees = {mentee.id for mentee in problem.mentees}
    mentors = {mentor.id for mentor in problem.mentors}
    named = {*stated.pairs, *stated.blocking_pairs}
    return {(mentee, mentor) for mentee, mentor in named if mentee in mentees and mentor in mentors}


def _pairs_and_values(problem: Problem, stated: Solution) -> Iterator[Finding]:
    broken = violations(problem, stated.pairs)
    yield from (Finding(f"a rule is broken: {rule}", holds=False) for rule in broken)
    if not broken:
        yield Finding(f"all rules are kept by {counted(len(stated.pairs), 'pair')}")
    values = measure(problem, stated.pairs)
    same = values == stated.objective
    shown = ", ".join(f"{goal} {getattr(values, goal):g}" for goal in GOALS if getattr(values, goal) is not None)
    yield Finding("the values of the goals are as stated" if same else f"the values are {shown}", holds=same)
    blocking = blocking_pairs(problem, stated.pairs)
    missing, more = set(blocking) - set(stated.blocking_pairs), set(stated.blocking_pairs) - set(blocking)
    if missing or more:
        yield Finding(f"the blocking pairs are not those stated: {_some(sorted(missing | more))}", holds=False)
    else:
        yield Finding(f"{counted(len(blocking), 'blocking pair')}, as stated")


def _proof(problem: Problem, stated: Solution) -> Finding:
    if stated.status is Status.STABLE:
        stable = not blocking_pairs(problem, stated.pairs)
        return Finding("stable: no pair blocks" if stable else "not stable: pairs block", holds=stable)
    holds = certificate_holds(problem, stated)
    return Finding(f"the certificate {'proves' if holds else 'does not prove'} that nothing is better", holds=holds)


def _once_more(problem: Problem, stated: Solution, mode: str) -> Iterator[Finding]:
    again = solved(problem, mode=mode)
    if again.status is not stated.status:
        words = f"solving again ends {again.status}, not {stated.status}: {refusal(again.certificate)}".rstrip(": ")
        yield Finding(words, holds=False)
    elif stated.objective is None:
        yield Finding(f"solving again ends {again.status} too: {refusal(again.certificate)}")
    else:
        different = sorted(set(again.pairs) ^ set(stated.pairs))
        same = "solving again gives the same pairs"
        words = f"solving again gives other pairs: {_some(different)}" if different else same
        yield Finding(words, holds=not different)


def _some(pairs: Collection[Pair]) -> str:
    first = [f"{mentee}–{mentor}" for mentee, mentor in list(pairs)[:5]]
    return ", ".join(first) + (f" and {len(pairs) - 5} more" if len(pairs) > 5 else "")
