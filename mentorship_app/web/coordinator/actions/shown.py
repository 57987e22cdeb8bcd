"""Actions as pages show them: words in the reader's language, where to go, the message in its own reader's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.board import Entry, Standing
from mentorship_app.monitoring.kinds import ActionKind, Cause, People, Person, kinds, people_of
from mentorship_app.monitoring.notifications import prepared
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, current_locale

PLACES: dict[str, tuple[str, str, str]] = {
    "bounced_mail": ("coordinator.outbox.show", "message_id", N_("Open the mail")),
    "help_line": ("coordinator.settings.help_lines", "", N_("Check the numbers")),
    "without_mentor": ("coordinator.pairs.choose", "public_id", N_("Find a mentor")),
    "mentor_away": ("coordinator.people.show", "public_id", N_("Open the entry")),
    "stalled_pair": ("coordinator.pairs.index", "", N_("See the pairs")),
    "unsigned_agreement": ("coordinator.pairs.index", "", N_("See the pairs")),
    "training_gap": ("coordinator.training.index", "", N_("Open training")),
    "low_response": ("coordinator.surveys.show", "public_id", N_("See its reminders")),
}
"""Where something can be done about an action: the page, the place in its address for the subject, its words."""
NARROWED = {"stalled_pair": {"only": "stalled"}, "unsigned_agreement": {"only": "unsigned"}}
"""What more stands in the address, by kind."""


@dataclass(frozen=True)
class Letter:
    """The message that is ready for one reader, in their language."""

    reader: Person
    subject: str
    text: str

    @property
    def locale(self) -> str:
        return self.reader.locale


@dataclass(frozen=True)
class ShownAction:
    """One action in words. ``place`` is where something can be done about it, with its words."""

    entry: Entry
    icon: str
    tone: str
    title: str
    reason: str
    since: date
    url: str
    place_url: str
    place_word: str
    letters: tuple[Letter, ...]
    has_message: bool

    @property
    def key(self) -> str:
        return self.entry.cause.key

    @property
    def is_open(self) -> bool:
        return self.entry.standing is Standing.OPEN


def shown(entries: Sequence[Entry], program_slug: str, *, with_letters: bool = True) -> list[ShownAction]:
    """These actions; one query for everybody whom they name."""
    people = people_of(db.session(), [entry.cause for entry in entries])
    return [_shown(entry, people, program_slug, with_letters=with_letters) for entry in entries]


def _shown(entry: Entry, people: People, program_slug: str, *, with_letters: bool) -> ShownAction:
    cause, kind, locale = entry.cause, kinds[entry.cause.kind], current_locale()
    place_url, place_word = place_of(cause, program_slug)
    return ShownAction(
        entry,
        kind.icon,
        kind.tone,
        kind.title_in(cause, people, locale),
        kind.reason_in(cause, people, locale),
        cause.since,
        url_for("coordinator.actions.show", program_slug=program_slug, key=cause.key),
        place_url,
        place_word,
        letters_of(kind, cause, people) if with_letters else (),
        has_message=kind.message is not None,
    )


def place_of(cause: Cause, program_slug: str) -> tuple[str, str]:
    """The address and the words of the page where something can be done about it."""
    endpoint, part, words = PLACES[cause.kind]
    parts: dict[str, Any] = {part: cause.subject} if part else {}
    parts |= NARROWED.get(cause.kind, {})
    return url_for(endpoint, program_slug=program_slug, **parts), _(words)


def letters_of(kind: ActionKind, cause: Cause, people: People) -> tuple[Letter, ...]:
    """The message for each who can be written to; none where no message helps."""
    message = kind.message
    if message is None:
        return ()
    readers = [people[reader] for reader in cause.readers if reader in people]
    return tuple(Letter(reader, *prepared(message, cause, reader, people)) for reader in readers)
