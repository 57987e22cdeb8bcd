"""The fits of a problem file: a table, a list of pairs, or what rankings say."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from mentorship_app.matching.problem_file.careful_json import Complaints, as_list, as_object, expect, shown
from mentorship_app.matching.problem_file.people import People, read_known
from mentorship_app.matching.solving.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_MOST = 10**15
_NUMBER = "a number from -1e15 to 1e15"


def read_fit(complaints: Complaints, value: object, mentees: People, mentors: People) -> NDArray[np.float64]:
    """Mentees × mentors in the order of the file, from rows of numbers or from entries with mentee, mentor and fit.

    Where something is wrong, 0 stands, after a complaint.
    """
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    rows, columns = len(mentees.entries), len(mentors.entries)
    fit = np.zeros((rows, columns))
    given = as_list(complaints, "fit", value, "rows of numbers, or of objects with mentee, mentor and fit")
    if given is None:
        return fit
    if given and isinstance(given[0], dict):
        _read_entries(complaints, given, mentees, mentors, fit)
    elif not mentees.complete or not mentors.complete:
        _check_rows(complaints, given)
    elif len(given) != rows and not (rows * columns == 0 and not given):
        complaints.add("fit", f"{len(given)} rows for {rows} mentees")
    else:
        for row, numbers in enumerate(given):
            _read_row(complaints, f"fit[{row}]", numbers, fit[row])
    return fit


def _read_row(complaints: Complaints, place: str, value: object, row: NDArray[np.float64]) -> None:
    """Write the numbers of one mentee into their row."""
    numbers = as_list(complaints, place, value, "numbers")
    if numbers is None:
        return
    if len(numbers) != len(row):
        complaints.add(place, f"{len(numbers)} numbers for {len(row)} mentors")
    if not _are_numbers(numbers):
        _check_numbers(complaints, place, numbers)
    elif len(numbers) == len(row):
        row[:] = numbers


def _check_rows(complaints: Complaints, rows: Sequence[object]) -> None:
    """Complain of what is no number, where it is not known how many there should be."""
    for position, row in enumerate(rows):
        numbers = as_list(complaints, f"fit[{position}]", row, "numbers")
        _check_numbers(complaints, f"fit[{position}]", numbers or ())


def _are_numbers(value: Sequence[Any]) -> bool:
    # A comparison with NaN is never true.
    return set(map(type, value)) <= {int, float} and (
        not value or (min(value) >= -_MOST and max(value) <= _MOST and isfinite(sum(value)))
    )


def _check_numbers(complaints: Complaints, place: str, value: Sequence[object]) -> None:
    for position, one in enumerate(value):
        if not is_fit(one):
            expect(complaints, f"{place}[{position}]", one, _NUMBER)


def is_fit(value: object) -> bool:
    """Whether it is a finite number within the limits; true and false are none."""
    return type(value) in {int, float} and isinstance(value, int | float) and -_MOST <= value <= _MOST


def _read_entries(
    complaints: Complaints, value: Sequence[object], mentees: People, mentors: People, fit: NDArray[np.float64]
) -> None:
    mentee_at = {key: row for row, key in enumerate(mentees.given)}
    mentor_at = {key: column for column, key in enumerate(mentors.given)}
    seen: set[tuple[str, str]] = set()
    for position, one in enumerate(value):
        place = f"fit[{position}]"
        entry = as_object(complaints, place, one, needs=("mentee", "mentor", "fit"))
        if entry is None or entry.keys() != {"mentee", "mentor", "fit"}:
            continue
        mentee = read_known(complaints, f"{place}.mentee", entry["mentee"], mentees)
        mentor = read_known(complaints, f"{place}.mentor", entry["mentor"], mentors)
        if not is_fit(entry["fit"]):
            expect(complaints, f"{place}.fit", entry["fit"], _NUMBER)
        elif mentee is not None and mentor is not None:
            if (mentee, mentor) in seen:
                both = f"mentee {shown(entry['mentee'])} and mentor {shown(entry['mentor'])}"
                complaints.add(place, f"a second fit for {both}")
            seen.add((mentee, mentor))
            fit[mentee_at[mentee], mentor_at[mentor]] = entry["fit"]


def fits_from_rankings(problem: Problem) -> NDArray[np.float64]:
    """Where everybody ranks and there are no fits: the mean of what both sides say, rounded to a millionth.

    Of a ranking of four the first counts 1, then 0.75, 0.5, 0.25, and whoever is not in it 0.
    """
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    mentee_at = {mentee.id: row for row, mentee in enumerate(problem.mentees)}
    mentor_at = {mentor.id: column for column, mentor in enumerate(problem.mentors)}
    fit = np.zeros((len(mentee_at), len(mentor_at)))
    for row, mentee in enumerate(problem.mentees):
        ranking = [mentor_at[mentor] for mentor in mentee.ranking or ()]
        fit[row, ranking] += _shares(len(ranking))
    for column, mentor in enumerate(problem.mentors):
        ranking = [mentee_at[mentee] for mentee in mentor.ranking or ()]
        fit[ranking, column] += _shares(len(ranking))
    halved: NDArray[np.float64] = np.round(fit / 2, 6)
    return halved


def _shares(length: int) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415  a web worker never loads it

    return np.arange(length, 0, -1) / max(length, 1)
