"""Pairs that a person types or keeps in a file: ``our id = their field``, ``their code = our code``."""

from collections.abc import Iterable, Iterator, Mapping

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_

_SIGNS = ("=", ";", "\t", ",")
"""What may stand between the two; the last three are those of two columns in a file."""
MOST_LINES = 500
_LONGEST = 100


def item_pairs(text: str) -> dict[str, str]:
    """Our ids with their fields, one pair a line. Raises FieldError("items") naming the line."""
    pairs: dict[str, str] = {}
    for number, ours, theirs in _lines(text, "items"):
        item = ours.casefold()
        if item in pairs:
            raise FieldError("items", N_("Line %(line)s: %(name)s already has a field."), line=number, name=item)
        pairs[item] = theirs.casefold()
    return pairs


def code_pairs(text: str, sets: Iterable[str]) -> dict[str, dict[str, int]]:
    """Their codes with ours, by response set where a line begins with its name: ``frequency: 1 = 0``.

    Raises FieldError("codes") naming the line.
    """
    known = tuple(sets)
    pairs: dict[str, dict[str, int]] = {}
    for number, left, ours in _lines(text, "codes"):
        name, colon, theirs = left.rpartition(":")
        name = name.strip()
        if colon and name not in known:
            raise FieldError(
                "codes",
                N_("Line %(line)s: there is no set “%(name)s”. Sets: %(sets)s."),
                line=number,
                name=name[:_LONGEST],
                sets=", ".join(known),
            )
        if not ours.removeprefix("-").isdecimal() or len(ours) > 6:
            raise FieldError("codes", N_("Line %(line)s: our code has to be a whole number, as in 1 = 0."), line=number)
        here = pairs.setdefault(name, {})
        if theirs.strip() in here:
            raise FieldError("codes", N_("Line %(line)s: this code stands twice."), line=number)
        here[theirs.strip()] = int(ours)
    return pairs


def as_lines(pairs: Mapping[str, str]) -> str:
    """Pairs of items as :func:`item_pairs` reads them."""
    return "\n".join(f"{ours} = {theirs}" for ours, theirs in pairs.items())


def codes_as_lines(pairs: Mapping[str, Mapping[str, int]]) -> str:
    """Pairs of codes as :func:`code_pairs` reads them."""
    return "\n".join(
        f"{name}: {theirs} = {ours}" if name else f"{theirs} = {ours}"
        for name, codes in pairs.items()
        for theirs, ours in codes.items()
    )


def _lines(text: str, field: str) -> Iterator[tuple[int, str, str]]:
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        raise FieldError(field, N_("These are more than 500 lines. No measure needs so many."))
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        sign = next((sign for sign in _SIGNS if sign in line), "")
        left, right = (part.strip(' "') for part in line.split(sign, 1)) if sign else ("", "")
        if not left or not right or max(len(left), len(right)) > _LONGEST:
            raise FieldError(field, N_("Line %(line)s: write two names with = between them."), line=number)
        yield number, left, right
