"""Themes of comments: what people wrote to closed surveys of the cohort, summed up by a person for one edition."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort
from mentorship_app.reports.choice import Choice
from mentorship_app.reports.editions.models import Edition, EditionTheme
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.comments import Commented, commented, comments_to


@dataclass(frozen=True)
class ThemeLine:
    """One theme. ``comments`` is None where fewer people than the floor may stand behind it: it is not told then."""

    name: str
    summary: str
    quote: str
    comments: int | None
    read: int = 0
    """How many comments there were to read in all."""
    floor: int = 0
    """From how many people on comments are counted aloud."""


@dataclass(frozen=True)
class Comment:
    """One comment that may be read. ``place`` is its question, in its survey."""

    id: str
    place: tuple[UUID, str]
    text: str


@dataclass(frozen=True)
class CommentedWave:
    """A closed survey with its questions that are answered in words."""

    wave: Wave
    questions: tuple[Commented, ...]


def commented_waves(session: Session, cohort: Cohort) -> tuple[CommentedWave, ...]:
    """The closed surveys of a cohort that asked for words, oldest first."""
    waves = session.scalars(
        select(Wave)
        .where(Wave.cohort_id == cohort.id, Wave.status == WaveStatus.CLOSED)
        .order_by(Wave.closes_on, Wave.id)
    )
    found = (CommentedWave(wave, commented(session, wave)) for wave in waves)
    return tuple(one for one in found if one.questions)


def comments_of(session: Session, waves: Sequence[CommentedWave]) -> tuple[Comment, ...]:
    """Every comment that may be read, in one query and an order that says nothing."""
    rows = session.execute(comments_to([(one.wave, one.questions) for one in waves]))
    return tuple(Comment(str(comment_id), (wave_id, question), text) for comment_id, wave_id, question, text in rows)


def floor_of(waves: Sequence[CommentedWave], cohort: Cohort) -> int:
    """The fewest people about whom anything is said; the highest that any of the surveys promised."""
    return max([cohort.program.comment_floor, *(one.wave.comments_from for one in waves)])


def counted(theme: EditionTheme, places: Mapping[str, tuple[UUID, str]], floor: int) -> int | None:
    """How many comments a theme sums up; None where fewer people than ``floor`` may have written them.

    Comments are linked to nobody, so only those to one question are surely of different people.
    """
    mine = [places[comment] for comment in theme.comments if comment in places]
    most = max(Counter(mine).values(), default=0)
    return len(mine) if most >= floor else None


def themes_of(session: Session, choice: Choice) -> tuple[ThemeLine, ...]:
    """The themes of an edition in their order; none without an edition."""
    edition = session.get(Edition, choice.edition_id) if choice.edition_id else None
    if edition is None or not edition.themes:
        return ()
    waves = commented_waves(session, edition.cohort)
    places = {comment.id: comment.place for comment in comments_of(session, waves)}
    floor = floor_of(waves, edition.cohort)
    return tuple(
        ThemeLine(theme.name, theme.summary, theme.quote, counted(theme, places, floor), len(places), floor)
        for theme in edition.themes
    )
