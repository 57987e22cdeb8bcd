"""Themes of comments, as a report prints them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorship_app.reports.choice import Choice


@dataclass(frozen=True)
class ThemeLine:
    """One theme. ``comments`` is None where so few stand behind it that their number is not told."""

    name: str
    summary: str
    quote: str
    comments: int | None


def themes_of(session: Session, choice: Choice) -> tuple[ThemeLine, ...]:
    """The themes of an edition in their order; none without an edition."""
    return ()
