"""Calendar files read by two programs that share no code, and every line of them held against RFC 5545."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import icalendar
import vobject

LONGEST_LINE = 75
"""Octets of a line without its end (3.1)."""
LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:\"[^\"\x00-\x08\x0a-\x1f\x7f]*\"|[^\",;:\x00-\x08\x0a-\x1f\x7f]*))*)"
    r":(?P<value>.*)$",
    re.DOTALL,
)
TEXTS = frozenset({"SUMMARY", "LOCATION", "DESCRIPTION", "TZNAME", "X-WR-CALNAME", "NAME"})
ESCAPED = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*")
"""What a value of text may be (3.3.11)."""
NEEDED = {
    "VCALENDAR": ("VERSION", "PRODID"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART"),
    "VTIMEZONE": ("TZID",),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
}


@dataclass(frozen=True)
class Told:
    """An event as a program understood it. Moments in UTC; whole days as days, the last one not among them."""

    uid: str
    sequence: int
    status: str
    summary: str
    location: str
    starts: datetime | date
    ends: datetime | date


def broken_rules(content: bytes) -> list[str]:
    """What RFC 5545 forbids and the file does; empty for one that is right."""
    broken = [] if content.endswith(b"\r\n") else ["the last line does not end"]
    raw = content.split(b"\r\n")[:-1]
    broken += [f"a bare line break in {line!r}" for line in raw if b"\n" in line or b"\r" in line]
    broken += [f"{len(line)} octets: {line!r}" for line in raw if len(line) > LONGEST_LINE]
    for line in raw:
        try:
            line.decode()
        except UnicodeDecodeError:
            broken.append(f"a letter is cut in two: {line!r}")
    return broken + (_broken_contents(content) if not broken else [])


def _broken_contents(content: bytes) -> list[str]:
    broken, open_parts = [], [("", list[str]())]
    for line in content.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]:
        found = LINE.match(line)
        if found is None:
            broken.append(f"no content line: {line!r}")
            continue
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            open_parts.append((value, []))
        elif name == "END":
            part, names = open_parts.pop()
            broken += [f"{part} without {needed}" for needed in NEEDED.get(part, ()) if names.count(needed) != 1]
            broken += [f"{value} ends {part}"] if part != value else []
        else:
            open_parts[-1][1].append(name)
            if name in TEXTS and not ESCAPED.fullmatch(value):
                broken.append(f"not escaped: {line!r}")
    return broken + [f"{part} is not closed" for part, _names in open_parts[1:]]


def read(content: bytes) -> list[Told]:
    """The events, as both programs understand them alike. Fails where they differ, or the file breaks a rule."""
    assert broken_rules(content) == []
    first, second = _by_icalendar(content), _by_vobject(content)
    assert first == second
    return first


def one(content: bytes) -> Told:
    (event,) = read(content)
    return event


def method_of(content: bytes) -> str | None:
    """What the file asks of a calendar; None for a file that only tells."""
    found = re.search(rb"^METHOD:(\w+)\r$", content, re.MULTILINE)
    return found[1].decode() if found else None


def _by_icalendar(content: bytes) -> list[Told]:
    calendar = icalendar.Calendar.from_ical(content)
    return [
        Told(
            str(event["UID"]),
            int(event.get("SEQUENCE", 0)),
            str(event.get("STATUS", "")),
            str(event["SUMMARY"]),
            str(event.get("LOCATION", "")),
            _universal(event.decoded("DTSTART")),
            _universal(event.decoded("DTEND")),
        )
        for event in calendar.walk("VEVENT")
    ]


def _by_vobject(content: bytes) -> list[Told]:
    """Clocks as the file itself tells them: this program reads no zone from anywhere else."""
    (calendar,) = vobject.readComponents(content.decode())
    return [
        Told(
            event.uid.value,
            int(event.sequence.value) if hasattr(event, "sequence") else 0,
            event.status.value if hasattr(event, "status") else "",
            event.summary.value,
            event.location.value if hasattr(event, "location") else "",
            _universal(event.dtstart.value),
            _universal(event.dtend.value),
        )
        for event in getattr(calendar, "vevent_list", [])
    ]


def _universal(moment: datetime | date) -> datetime | date:
    if not isinstance(moment, datetime):
        return moment
    assert moment.tzinfo is not None, "a time that floats"
    return moment.astimezone(UTC)
