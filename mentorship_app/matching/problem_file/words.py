"""What a result says in words: why a mentee has no mentor, why nothing could be solved."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from mentorship_app.matching.solving.problem import Solution, Status, Unmatched

_NAMED = 5
_LEFT_OUT = (
    "There would be a place, but a goal set before, or a rule about mentees together or apart, is kept better without."
)


def reason(unmatched: Unmatched) -> str:
    """Why somebody has no mentor, or fewer than wanted: one sentence."""
    values = unmatched.values
    said = _crowded(values) if unmatched.reason == "crowded" else _REASONS[unmatched.reason]
    if values.get("mentors_had"):
        had = f"Has {values['mentors_had']} of the {values['wants']} mentors wanted"
        return f"{had}: {said[0].lower()}{said[1:]}".replace("no mentor is", "no other mentor is")
    return said


_REASONS = {
    "no_mentor": "No mentor is possible for this mentee.",
    "left_out": _LEFT_OUT,
    "chosen_over": "Every mentor whom this mentee would have is full with mentees whom that mentor likes no less.",
}


def _crowded(values: Mapping[str, Any]) -> str:
    mentees, mentors = values["mentees"], values["mentors"]
    return (
        f"{counted(len(mentees), 'mentee')} ({named(mentees)}) can only go to {counted(len(mentors), 'mentor')} "
        f"({named(mentors)}), with {counted(values['places'], 'place')} for them."
    )


def named(ids: Collection[str]) -> str:
    """The first few ids, and how many there are besides."""
    first, more = list(ids)[:_NAMED], len(ids) - _NAMED
    return ", ".join(first) + (f" and {more} more" if more > 0 else "")


def counted(number: int, word: str) -> str:
    """``1 place``, ``2 places``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def summary(solution: Solution, mentees: int, seconds: float) -> str:
    """What came out, in one line."""
    return " ".join(_summary(solution, mentees, seconds))


def _summary(solution: Solution, mentees: int, seconds: float) -> Iterator[str]:
    objective = solution.objective
    if objective is None:
        yield "Infeasible." if solution.status is Status.INFEASIBLE else "Too large."
        yield refusal(solution.certificate)
        return
    yield f"{solution.status.value.capitalize()}: {objective.matched} of {counted(mentees, 'mentee')} matched,"
    if objective.worst_off is not None:
        yield f"worst fit {objective.worst_off:g},"
    yield f"total fit {objective.total:.10g}, squared loads {objective.even_load},"
    yield f"{counted(len(solution.blocking_pairs), 'blocking pair')}; {seconds:.2f} s."


def refusal(certificate: Mapping[str, Any]) -> str:
    """Why there is no matching: the rules in conflict, or what is too large."""
    if "refused" in certificate:
        return str(certificate["refused"]["words"])
    if "conflict" in certificate:
        rules = "; ".join(_rule(rule) for rule in certificate["conflict"])
        is_stable = certificate.get("mode") == "stable"
        return f"{'The stable matching breaks' if is_stable else 'These cannot all be kept'}: {rules}."
    return str(certificate.get("words", ""))


def _rule(rule: Mapping[str, Any]) -> str:
    """One rule of a conflict."""
    kind = rule.get("rule")
    if kind == "capacity":
        return f"mentor {rule['mentor']} has {counted(rule['capacity'], 'place')}"
    if kind == "min_load":
        return f"mentor {rule['mentor']} must have at least {counted(rule['min_load'], 'mentee')}"
    if kind in {"together", "apart"}:
        one, other = rule["mentees"]
        return f"mentees {one} and {other} must {'' if kind == 'together' else 'not '}have the same mentor"
    return f"mentee {rule['mentee']} and mentor {rule['mentor']} are {kind}"
