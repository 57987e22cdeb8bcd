"""The result file: what solving gave, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mentorship_app import __version__
from mentorship_app.matching.problem_file.careful_json import Complaints, as_list, as_object, expect, parsed
from mentorship_app.matching.problem_file.people import read_id
from mentorship_app.matching.problem_file.reading import ProblemFile
from mentorship_app.matching.problem_file.words import reason, refusal
from mentorship_app.matching.solving.problem import Goal, Objective, Pair, Solution, Status

_KEYS = ("status", "pairs", "unmatched", "objective", "blocking_pairs", "certificate", "seconds", "version")


def result_text(file: ProblemFile, solution: Solution, seconds: float) -> str:
    """The result as JSON with a line end. Ids are as in the problem file, in the certificate as text.

    Every solution has the same keys: one without pairs has none, and no values of the goals.
    """
    objective = solution.objective
    entries: Mapping[str, Any] = {
        "status": solution.status.value,
        "pairs": file.as_given(solution.pairs),
        "unmatched": [{"mentee": file.mentees[one.mentee], "reason": reason(one)} for one in solution.unmatched],
        "objective": {goal.value: getattr(objective, goal.value, None) for goal in Goal},
        "blocking_pairs": file.as_given(solution.blocking_pairs),
        "certificate": _certificate(solution),
        "seconds": round(seconds, 4),
        "version": __version__,
    }
    return "{\n" + ",\n".join(f'  "{key}": {_written(value)}' for key, value in entries.items()) + "\n}\n"


def _certificate(solution: Solution) -> Mapping[str, Any]:
    """As the solver gives it, and where there is no matching, why, in ``words``."""
    words = {} if solution.objective else {"words": refusal(solution.certificate)}
    return {**solution.certificate, **words}


def _written(value: object) -> str:
    """Compact, but for lists, which have a line per entry."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {_compact(one)}" for one in value) + "\n  ]"
    return _compact(value)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_result(content: bytes, *, name: str = "the file") -> Solution:
    """The solution that a result file states; raises Malformed. Reasons of the unmatched are not read back."""
    complaints = Complaints()
    entries = as_object(complaints, "", parsed(content, name), needs=_KEYS)
    if entries is None or complaints.count:
        complaints.stop_if_any()
    assert entries is not None, "else there was a complaint"  # noqa: S101
    status = entries["status"]
    if status not in list(Status):
        expect(complaints, "status", status, f"one of {', '.join(Status)}")
    certificate = as_object(complaints, "certificate", entries["certificate"], needs=(), may=tuple(_keys(entries)))
    solution = (
        _pairs(complaints, "pairs", entries["pairs"]),
        _objective(complaints, entries["objective"]),
        _pairs(complaints, "blocking_pairs", entries["blocking_pairs"]),
    )
    complaints.stop_if_any()
    pairs, objective, blocking = solution
    return Solution(Status(status), pairs, (), objective, certificate or {}, blocking)


def mode_of(stated: Solution) -> str:
    """How it was solved: a stable matching that breaks a rule is no solution, and says that it was one."""
    is_stable = stated.status is Status.STABLE or stated.certificate.get("mode") == "stable"
    return "stable" if is_stable else "optimal"


def _keys(entries: Mapping[str, Any]) -> Sequence[str]:
    certificate = entries["certificate"]
    return list(certificate) if isinstance(certificate, dict) else []


def _pairs(complaints: Complaints, name: str, value: object) -> tuple[Pair, ...]:
    found = []
    for position, two in enumerate(as_list(complaints, name, value, "pairs [mentee, mentor]") or ()):
        place = f"{name}[{position}]"
        if not isinstance(two, list) or len(two) != len(("mentee", "mentor")):
            expect(complaints, place, two, "[mentee, mentor]")
            continue
        mentee, mentor = (read_id(complaints, f"{place}[{number}]", each) for number, each in enumerate(two))
        if mentee is not None and mentor is not None:
            found.append((mentee, mentor))
    return tuple(sorted(found))


def _objective(complaints: Complaints, value: object) -> Objective | None:
    """The values of the goals; None where there are none."""
    entries = as_object(complaints, "objective", value, needs=tuple(goal.value for goal in Goal))
    if entries is None or entries.keys() != {goal.value for goal in Goal} or entries["matched"] is None:
        return None
    for goal, number in entries.items():
        may_be_missing = goal == Goal.WORST_OFF and number is None
        if not may_be_missing and (isinstance(number, bool) or not isinstance(number, int | float)):
            expect(complaints, f"objective.{goal}", number, "a number")
            return None
    return Objective(**entries)
