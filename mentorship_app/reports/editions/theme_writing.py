"""Summing comments up: making themes of them, in words of the program's own. A frozen edition keeps its themes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_lines
from mentorship_app.reports.editions.changing import claim_draft
from mentorship_app.reports.editions.models import Edition, EditionTheme
from mentorship_app.reports.editions.themes import Comment, commented_waves, comments_of
from mentorship_app.reports.editions.verbatim import stands_word_for_word

LONGEST_NAME, LONGEST_SUMMARY, LONGEST_QUOTE = 80, 600, 300
MOST = 12
"""Themes of one edition: with more of them nothing is summed up."""

VERBATIM = N_(
    "Somebody wrote these words in a comment. Say it in other words, so that nobody is known by how they write."
)


@dataclass(frozen=True)
class ThemeEntry:
    """What somebody typed. ``nobody_known``: that nobody can be recognised in the example."""

    name: str
    summary: str = ""
    quote: str = ""
    nobody_known: bool = False


def add_theme(
    session: Session, edition: Edition, entry: ThemeEntry, *, version: int, by: Actor, now: datetime
) -> EditionTheme:
    """A new theme at the end.

    Raises FieldError for what cannot stand, and what ``claim_draft`` raises.
    """
    cleaned = _checked(session, edition, entry)
    claim_draft(session, edition, version)
    if len(edition.themes) >= MOST:
        raise FieldError("name", N_("There are %(most)s themes already. Put two of them together first."), most=MOST)
    theme = EditionTheme(
        position=len(edition.themes), name=cleaned.name, summary=cleaned.summary, quote=cleaned.quote, comments=[]
    )
    edition.themes.append(theme)
    _written(session, edition, by=by, now=now)
    return theme


def rewrite_theme(
    session: Session,
    edition: Edition,
    theme: EditionTheme,
    entry: ThemeEntry,
    *,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Change name, summary and example. Raises as ``add_theme`` does."""
    cleaned = _checked(session, edition, entry)
    claim_draft(session, edition, version)
    theme.name, theme.summary, theme.quote = cleaned.name, cleaned.summary, cleaned.quote
    _written(session, edition, by=by, now=now)


def remove_theme(
    session: Session, edition: Edition, theme: EditionTheme, *, version: int, by: Actor, now: datetime
) -> None:
    """Delete a theme; its comments stay where they are. Raises what ``claim_draft`` raises."""
    claim_draft(session, edition, version)
    edition.themes.remove(theme)
    _number(edition)
    _written(session, edition, by=by, now=now)


def move_theme(
    session: Session, edition: Edition, theme: EditionTheme, *, up: bool, version: int, by: Actor, now: datetime
) -> None:
    """One place up or down; at the end nothing changes. Raises what ``claim_draft`` raises."""
    claim_draft(session, edition, version)
    place = edition.themes.index(theme)
    there = place - 1 if up else place + 1
    if not 0 <= there < len(edition.themes):
        return
    other = edition.themes[there]
    theme.position, other.position = other.position, theme.position
    _written(session, edition, by=by, now=now)
    session.refresh(edition, ["themes"])


def sort_comments(
    session: Session,
    edition: Edition,
    theme: EditionTheme,
    comments: Collection[str],
    *,
    into: bool,
    version: int,
    by: Actor,
    now: datetime,
) -> int:
    """Put comments into a theme or take them out; gives how many changed place. A comment may be in several.

    Raises FieldError where none is ticked, NotFound for one that may not be read here, and what ``claim_draft``
    raises.
    """
    if not comments:
        raise FieldError("comments", N_("Tick at least one comment."))
    readable = {comment.id for comment in readable_comments(session, edition)}
    if not readable.issuperset(comments):
        raise NotFound(N_("One of these comments is not there any more."))
    claim_draft(session, edition, version)
    before = list(theme.comments)
    if into:
        theme.comments = before + [comment for comment in dict.fromkeys(comments) if comment not in before]
    else:
        theme.comments = [comment for comment in before if comment not in comments]
    _written(session, edition, by=by, now=now)
    return abs(len(theme.comments) - len(before))


def readable_comments(session: Session, edition: Edition) -> tuple[Comment, ...]:
    """Every comment that whoever writes this edition may read."""
    return comments_of(session, commented_waves(session, edition.cohort))


def _written(session: Session, edition: Edition, *, by: Actor, now: datetime) -> None:
    # Neither the theme's words nor which comments stand behind it: the log is read by more people.
    program_id = edition.cohort.program_id
    audit.record(session, "reports.edition.themed", by=by, subject=edition, at=now, program_id=program_id)
    session.flush()


def _number(edition: Edition) -> None:
    for position, theme in enumerate(edition.themes):
        theme.position = position


def _checked(session: Session, edition: Edition, entry: ThemeEntry) -> ThemeEntry:
    name = _cleaned("name", " ".join(entry.name.split()), LONGEST_NAME)
    summary = _cleaned("summary", entry.summary, LONGEST_SUMMARY)
    quote = _cleaned("quote", entry.quote, LONGEST_QUOTE)
    if not name:
        raise FieldError("name", N_("Name the theme in a few words."))
    comments = [comment.text for comment in readable_comments(session, edition)]
    for field, text in (("name", name), ("summary", summary), ("quote", quote)):
        if stands_word_for_word(text, comments):
            raise FieldError(field, VERBATIM)
    if quote and not entry.nobody_known:
        raise FieldError(
            "nobody_known", N_("Read the example once more, and tick that nobody can be recognised in it.")
        )
    return ThemeEntry(name, summary, quote, entry.nobody_known)


def _cleaned(field: str, raw: str, limit: int) -> str:
    try:
        return clean_lines(raw, limit)
    except AnswerError as error:
        values = dict(error.values)
        if "limit" in values:
            message = N_("Shorten this text to %(limit)s characters or fewer. It now has %(length)s.")
            raise FieldError(field, message, **values) from error
        raise FieldError(field, N_("Type this text again: it holds a character that cannot be kept.")) from error
