"""Comments summed up by a person: what may be read, what is refused, what a report says of it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit.models import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions import Edition, EditionStatus, Outline
from mentorship_app.reports.editions.choices import choice_of
from mentorship_app.reports.editions.services import start_edition
from mentorship_app.reports.editions.theme_writing import (
    LONGEST_SUMMARY,
    MOST,
    ThemeEntry,
    add_theme,
    move_theme,
    readable_comments,
    remove_theme,
    rewrite_theme,
    sort_comments,
)
from mentorship_app.reports.editions.themes import ThemeLine, themes_of
from mentorship_app.reports.editions.verbatim import stands_word_for_word
from tests.factories import CohortFactory, ProgramFactory
from tests.factories.results import closed_wave_of

NOW = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
STAFF = Actor(account_id=None, name="Corinne Coordinator")
REMARKS = [f"We could find no hour in the week number {number}" for number in range(12)]


def cohort_with(session: Session, remarks: list[str], *, floor: int = 10) -> Cohort:
    cohort: Cohort = CohortFactory(program=ProgramFactory(comment_floor=floor))
    wave = closed_wave_of(session, [{}] * max(14, len(remarks)), cohort=cohort, comments={"comment": remarks})
    wave.comment_floor = floor
    session.flush()
    return cohort


def drafted(session: Session, cohort: Cohort) -> Edition:
    return start_edition(session, cohort, outline=Outline.FULL, locale="en", by=STAFF, now=NOW)


def added(session: Session, edition: Edition, name: str, summary: str = "", **more: object) -> str:
    entry = ThemeEntry(name, summary, **more)  # type: ignore[arg-type]  a quote and a tick, for tests of them
    return add_theme(session, edition, entry, version=edition.version, by=STAFF, now=NOW).public_id


@pytest.mark.parametrize(
    ("text", "comments", "stands"),
    [
        ("They never found an hour in the week.", ["We never found an hour in the week, sadly"], True),
        ("NEVER  found\nan hour; in the—week", ["never found an hour in the week"], True),
        ("On n’a jamais trouvé d’heure dans la semaine", ["Jamais trouve d'heure dans la semaine"], True),
        ("They found an hour in the week", ["We found no hour in the week"], False),
        ("Time is short: my mentor is lovely.", ["My mentor is lovely"], True),
        ("Good mentor", ["Good mentor"], False),
        ("", ["never found an hour in the week"], False),
    ],
)
def test_six_words_in_a_row_or_a_whole_short_comment_are_somebodys_own_words(
    text: str, comments: list[str], stands: bool
) -> None:
    assert stands_word_for_word(text, comments) is stands


def test_a_theme_is_counted_from_the_floor_on_and_otherwise_not(session: Session) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    ids = [comment.id for comment in readable_comments(session, edition)]
    added(session, edition, "Time", "It is hard to meet.")
    added(session, edition, "Place")
    time, place = edition.themes
    sort_comments(session, edition, time, ids[:10], into=True, version=edition.version, by=STAFF, now=NOW)
    sort_comments(session, edition, place, ids[:9], into=True, version=edition.version, by=STAFF, now=NOW)

    assert themes_of(session, choice_of(edition)) == (
        ThemeLine("Time", "It is hard to meet.", "", 10, 12, 10),
        ThemeLine("Place", "", "", None, 12, 10),
    )


def test_comments_of_one_person_to_several_surveys_do_not_make_a_crowd(session: Session) -> None:
    cohort = cohort_with(session, REMARKS, floor=5)
    other = closed_wave_of(session, [{}] * 14, cohort=cohort, comments={"comment": REMARKS[:6]}, title="Later")
    other.comment_floor = 5
    session.flush()
    edition = drafted(session, cohort)
    by_place: dict[object, list[str]] = {}
    for comment in readable_comments(session, edition):
        by_place.setdefault(comment.place, []).append(comment.id)
    first, second = by_place.values()
    added(session, edition, "Time")
    sort_comments(
        session,
        edition,
        edition.themes[0],
        first[:4] + second[:4],
        into=True,
        version=edition.version,
        by=STAFF,
        now=NOW,
    )

    assert themes_of(session, choice_of(edition))[0].comments is None, "eight comments, perhaps of four people"


def test_below_the_floor_there_is_nothing_to_read_and_nothing_to_sort(session: Session) -> None:
    rich = drafted(session, cohort_with(session, REMARKS))
    poor = drafted(session, cohort_with(session, REMARKS[:9]))
    elsewhere = readable_comments(session, rich)[0].id
    added(session, poor, "Time")

    assert readable_comments(session, poor) == ()
    with pytest.raises(NotFound):
        sort_comments(session, poor, poor.themes[0], [elsewhere], into=True, version=poor.version, by=STAFF, now=NOW)


@pytest.mark.parametrize("field", ["name", "summary", "quote"])
def test_nobodys_own_words_are_taken_over(session: Session, field: str) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    entry = ThemeEntry(**{"name": "Time", "nobody_known": True, field: "“we could find no hour, in the week"})

    with pytest.raises(FieldError) as refused:
        add_theme(session, edition, entry, version=edition.version, by=STAFF, now=NOW)

    assert refused.value.field == field
    assert not edition.themes


def test_an_example_needs_the_word_that_nobody_is_known_by_it(session: Session) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    with pytest.raises(FieldError) as refused:
        added(session, edition, "Time", quote="Meeting took three attempts.")
    assert refused.value.field == "nobody_known"

    added(session, edition, "Time", quote="Meeting took three attempts.", nobody_known=True)
    assert themes_of(session, choice_of(edition))[0].quote == "Meeting took three attempts."


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (ThemeEntry("  "), "name"),
        (ThemeEntry("n" * 81), "name"),
        (ThemeEntry("Time", "s" * (LONGEST_SUMMARY + 1)), "summary"),
        (ThemeEntry("Time", quote="q\ud800", nobody_known=True), "quote"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(session: Session, entry: ThemeEntry, field: str) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    with pytest.raises(FieldError) as refused:
        add_theme(session, edition, entry, version=edition.version, by=STAFF, now=NOW)
    assert refused.value.field == field


def test_themes_are_changed_moved_and_deleted_and_the_log_holds_none_of_their_words(session: Session) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    for name in ("Time", "Place", "Fit"):
        added(session, edition, name)

    move_theme(session, edition, edition.themes[2], up=True, version=edition.version, by=STAFF, now=NOW)
    move_theme(session, edition, edition.themes[0], up=True, version=edition.version, by=STAFF, now=NOW)
    rewrite_theme(
        session, edition, edition.themes[1], ThemeEntry("Fit of pairs"), version=edition.version, by=STAFF, now=NOW
    )
    remove_theme(session, edition, edition.themes[0], version=edition.version, by=STAFF, now=NOW)

    assert [(theme.name, theme.position) for theme in edition.themes] == [("Fit of pairs", 0), ("Place", 1)]
    logged = str([event.details for event in session.scalars(select(AuditEvent))])
    assert "Fit" not in logged
    assert "hour" not in logged


def test_of_two_who_write_at_once_the_second_is_told(session: Session) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    read = edition.version
    add_theme(session, edition, ThemeEntry("Time"), version=read, by=STAFF, now=NOW)
    with pytest.raises(Conflict):
        add_theme(session, edition, ThemeEntry("Place"), version=read, by=STAFF, now=NOW)


def test_a_frozen_edition_keeps_its_themes(session: Session) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    comment = readable_comments(session, edition)[0].id
    added(session, edition, "Time")
    theme = edition.themes[0]
    edition.status = EditionStatus.FROZEN
    session.flush()
    same = {"version": edition.version, "by": STAFF, "now": NOW}

    with pytest.raises(InvalidTransition):
        add_theme(session, edition, ThemeEntry("Place"), **same)  # type: ignore[arg-type]  four times the same
    with pytest.raises(InvalidTransition):
        rewrite_theme(session, edition, theme, ThemeEntry("Place"), **same)  # type: ignore[arg-type]  the same
    with pytest.raises(InvalidTransition):
        remove_theme(session, edition, theme, **same)  # type: ignore[arg-type]  the same
    with pytest.raises(InvalidTransition):
        move_theme(session, edition, theme, up=True, **same)  # type: ignore[arg-type]  the same
    with pytest.raises(InvalidTransition):
        sort_comments(session, edition, theme, [comment], into=True, **same)  # type: ignore[arg-type]  the same
    assert [(kept.name, kept.comments) for kept in edition.themes] == [("Time", [])]


def test_there_is_room_for_a_dozen_themes(session: Session) -> None:
    edition = drafted(session, cohort_with(session, REMARKS))
    for number in range(MOST):
        added(session, edition, f"Theme {number}")
    with pytest.raises(FieldError):
        added(session, edition, "One more")
