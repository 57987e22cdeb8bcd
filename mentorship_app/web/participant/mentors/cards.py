"""Mentors as their cards show them: the same order for all, words instead of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorship_app.matching.common_ground import Interest
from mentorship_app.matching.directory import Entry
from mentorship_app.mentoring import PairingKind
from mentorship_app.questions.answers import display
from mentorship_app.web.i18n import _, _l, current_locale, ngettext
from mentorship_app.web.pairing_words import words_of

SHORT_BIO = 220
"""Letters of a mentor's own words on a card of the list; their page has all of them."""

LABELS = {
    "style": _l("Way of mentoring"),
    "free_times": _l("When"),
    "frequency": _l("How often"),
    "modality": _l("How"),
    "rank": _l("Position"),
    "fields": _l("Specialty and interests"),
    "areas": _l("Work to join"),
    "path": _l("Own path"),
    "pronouns": _l("Pronouns"),
}
"""Short words for questions of the shipped application; others are named by their own question."""

ON_CARDS = frozenset({"style", "free_times", "frequency", "modality", "fields"})
"""What stands on a card of the list besides topics and languages; the mentor's page has everything."""


@dataclass(frozen=True)
class Line:
    """One thing that a mentor says, with what it is about; ``parts`` are its words, each with its language if known."""

    label: str
    parts: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class MentorCard:
    """One mentor. ``room``: how many places are left, in words. ``why``: what both named; may be empty."""

    public_id: str
    name: str
    where: str
    room: str
    is_full: bool
    why: str
    bio: str
    lines: tuple[Line, ...]
    standing: str = ""
    """chosen, waiting, team, or empty."""
    function: PairingKind | None = None


def card(entry: Entry, *, whole: bool, standing: str = "", function: PairingKind | None = None) -> MentorCard:
    """A mentor on a card of the list, or ``whole`` on their own page."""
    mentor = entry.mentor
    return MentorCard(
        public_id=mentor.public_id,
        name=mentor.account.name,
        where=" · ".join(part for part in (entry.department, entry.site) if part),
        room=room_words(entry),
        is_full=not entry.room.left,
        why=why_suggested(entry),
        bio=entry.bio if whole else _shortened(entry.bio),
        lines=tuple(_lines(entry, whole=whole)),
        standing=standing,
        function=function,
    )


def room_words(entry: Entry) -> str:
    """How much room a mentor has."""
    left = entry.room.left
    if not left:
        return _("Full now")
    return ngettext("Room for one person", "Room for %(num)s people", left)


def why_suggested(entry: Entry) -> str:
    """What the mentee and the mentor both named, in one sentence; empty where there is nothing."""
    topics, languages = words_of(entry.common.topics), words_of(entry.common.languages)
    if topics and languages:
        return _("You both named %(topics)s, and %(languages)s as a language.", topics=topics, languages=languages)
    if topics:
        return _("You both named %(topics)s.", topics=topics)
    return _("You both named %(languages)s as a language.", languages=languages) if languages else ""


def _lines(entry: Entry, *, whole: bool) -> list[Line]:
    locale = current_locale()
    lines = [
        Line(_("Topics"), _parts(entry.said.topics)),
        Line(_("Languages"), _parts(entry.said.languages)),
    ]
    lines += [
        Line(
            _label(question.id, LABELS) or question.text.in_(locale),
            tuple((text, None) for text in display(question, answer, locale).split("\n")),
        )
        for question, answer in entry.answers
        if whole or question.id in ON_CARDS
    ]
    return [line for line in lines if any(text for text, _language in line.parts)]


def _parts(interests: tuple[Interest, ...]) -> tuple[tuple[str, str | None], ...]:
    locale = current_locale()
    return tuple((interest.text.in_(locale), interest.lang) for interest in interests)


def _label(question_id: str, labels: Mapping[str, object]) -> str:
    return str(labels.get(question_id, ""))


def _shortened(text: str) -> str:
    if len(text) <= SHORT_BIO:
        return text
    return text[:SHORT_BIO].rsplit(" ", 1)[0].rstrip(".,;: ") + " …"
