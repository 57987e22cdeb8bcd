"""A French page never falls back to English: every marked string has its French, and places are the same."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from mentorship_app.core.i18n import CATALOGUES, translations
from mentorship_app.core.paths import PROJECT, TEMPLATES

KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "_l": None}
PLACE = re.compile(r"%\((\w+)\)[sd]")
SAME_IN_FRENCH = re.compile(r"^[\W\d_]*$")


def marked_strings() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    sources = ((PROJECT / "mentorship_app", [("**.py", "python")]), (TEMPLATES, [("**.*", "jinja2")]))
    for folder, methods in sources:
        for _name, _line, message, _comments, _context in extract_from_dir(
            str(folder), methods, {"**.*": {"trimmed": "true"}}, keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else tuple(message))
    return found


def test_every_marked_string_has_its_french() -> None:
    french = translations("fr")
    missing = []
    for message in sorted(marked_strings(), key=str):
        first = message if isinstance(message, str) else message[0]
        translated = french.ugettext(first) if isinstance(message, str) else french.ungettext(message[0], message[1], 2)
        known = first in french._catalog or (first, 0) in french._catalog  # type: ignore[attr-defined]  # the only way to ask
        if not known and not SAME_IN_FRENCH.match(first):
            missing.append(message)
        assert translated
    assert missing == []


def catalogue_messages() -> list[tuple[str, Message]]:
    messages = []
    for path in sorted((CATALOGUES / "fr").glob("*.po")):
        with path.open("rb") as file:
            messages += [(path.name, message) for message in read_po(file, locale="fr") if message.id]
    return messages


def test_french_fills_the_same_places() -> None:
    wrong = []
    for name, message in catalogue_messages():
        sources = message.id if isinstance(message.id, list | tuple) else (message.id,)
        targets = message.string if isinstance(message.string, list | tuple) else (message.string,)
        wanted = set(PLACE.findall(sources[-1]))
        wrong += [
            (name, target) for target in targets if not set(PLACE.findall(target)) <= wanted | {"num"} or not target
        ]
    assert wrong == []


def test_no_catalogue_holds_a_string_that_nothing_shows() -> None:
    shown = {message if isinstance(message, str) else message[0] for message in marked_strings()}
    kept = {message.id if isinstance(message.id, str) else message.id[0] for _, message in catalogue_messages()}
    assert sorted(kept - shown) == []


@pytest.mark.parametrize("mark", [":", ";", "?", "!", "»"])
def test_french_puts_a_non_breaking_space_before(mark: str) -> None:
    loose = [
        (name, message.string)
        for name, message in catalogue_messages()
        for text in (message.string if isinstance(message.string, list | tuple) else (message.string,))
        if re.search(rf"[\w»\)] ?{re.escape(mark)}(\s|$)", text) and not re.search(rf"\u00a0{re.escape(mark)}", text)
    ]
    assert loose == []


def test_catalogues_lie_where_they_are_read() -> None:
    assert Path(CATALOGUES / "fr").is_dir()
