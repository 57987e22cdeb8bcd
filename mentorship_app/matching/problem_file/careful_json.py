"""JSON that somebody else wrote, taken apart with a complaint for each thing that is wrong, and where it is."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

MOST_BYTES = 200_000_000
MOST_LINES = 20
_LONGEST = 60


class Malformed(Exception):
    """A file that cannot be used. ``lines``: up to 20 complaints, each a place and a sentence; ``count``: how many."""

    def __init__(self, lines: Collection[str], count: int) -> None:
        self.lines = tuple(lines)
        self.count = count
        super().__init__("\n".join(self.told()))

    def told(self) -> Iterator[str]:
        """Every line, and how many more there are."""
        yield from self.lines
        if self.count > len(self.lines):
            yield f"and {self.count - len(self.lines)} more"


class Complaints:
    """What is wrong with one file. Only the first 20 are kept; all are counted."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.count = 0

    def add(self, place: str, sentence: str) -> None:
        """One complaint: ``mentees[3].ranking[2]``, what is wrong there."""
        self.count += 1
        if len(self.lines) < MOST_LINES:
            self.lines.append(f"{place}: {sentence}")

    def stop_if_any(self) -> None:
        """Raise Malformed with all of them."""
        if self.count:
            raise Malformed(self.lines, self.count)


class Repeating(dict[str, Any]):
    """An object in which a key stands twice. ``repeated``: those keys."""

    repeated: Collection[str]


def parsed(content: bytes, name: str) -> Any:
    """The values of a JSON file in UTF-8, with or without a byte order mark; raises Malformed.

    NaN and Infinity, which are no JSON, come out as such, so that whoever reads them can say where they stand.
    """
    if len(content) > MOST_BYTES:
        raise Malformed([f"{name}: larger than {MOST_BYTES // 1_000_000} MB"], 1)
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        wrong = f"not UTF-8 text: byte {error.start + 1} cannot be read"
    except json.JSONDecodeError as error:
        wrong = f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
    except RecursionError:
        wrong = "not usable: lists within lists beyond any need"
    except ValueError:
        wrong = "not usable: it has a number of thousands of digits"
    raise Malformed([f"{name}: {wrong}"], 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeating = Repeating(found)
    repeating.repeated = sorted(key for key, number in Counter(key for key, _value in pairs).items() if number > 1)
    return repeating


def shown(value: object) -> str:
    """A value as a complaint names it: short, on one line, with nothing that a terminal would obey."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**_LONGEST:
        return "a number of very many digits"
    written = json.dumps(value)
    return written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"


def expect(complaints: Complaints, place: str, value: object, expected: str) -> None:
    """Complain that something else stands there."""
    complaints.add(place, f"expected {expected}, not {shown(value)}")


def as_object(
    complaints: Complaints, place: str, value: object, *, needs: Collection[str], may: Collection[str] = ()
) -> Mapping[str, Any] | None:
    """The object, with a complaint about each key that is missing, unknown or there twice; None where it is no object.

    ``place`` is empty for the whole file.
    """
    if not isinstance(value, dict):
        expect(complaints, place or "the file", value, f"an object{_listed(needs)}")
        return None
    known = [*needs, *may]
    within = f"{place}." if place else ""
    for key in value:
        if key not in known:
            near = get_close_matches(key.lower(), known, n=1)
            hint = f"did you mean {shown(near[0])}?" if near else f"known are {', '.join(known)}"
            complaints.add(f"{within}{_bare(key)}", f"unknown key; {hint}")
    for key in getattr(value, "repeated", ()):
        complaints.add(f"{within}{_bare(key)}", "there twice")
    for key in needs:
        if key not in value:
            complaints.add(f"{within}{key}", "missing")
    return value


def as_list(complaints: Complaints, place: str, value: object, of_what: str) -> list[Any] | None:
    """The list; None after a complaint."""
    if isinstance(value, list):
        return value
    expect(complaints, place, value, f"a list of {of_what}")
    return None


def whole_number(complaints: Complaints, place: str, value: object, least: int, most: int) -> int | None:
    """A whole number within limits (2.0 is one); None after a complaint."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(number, int) and not isinstance(number, bool) and least <= number <= most:
        return number
    expect(complaints, place, value, f"a whole number from {least} to {most}")
    return None


def _bare(key: str) -> str:
    return shown(key).strip('"')


def _listed(keys: Collection[str]) -> str:
    """`` with a``, `` with a and b``, `` with a, b and c``; nothing for none."""
    if not keys:
        return ""
    *before, last = keys
    return f" with {', '.join(before)} and {last}" if before else f" with {last}"
