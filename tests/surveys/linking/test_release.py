"""When linked figures are released, and that they stay as they were told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.instruments import catalogue
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.sealing import panel_key_name
from mentorship_app.privacy.suppression import ReleaseRefused, Visibility
from mentorship_app.programs import Cohort
from mentorship_app.reports.ranges import ScoreOutOfRange, check_changes
from mentorship_app.reports.words import Words
from mentorship_app.surveys import Wave
from mentorship_app.surveys.aggregates import published, release, wave_ref
from mentorship_app.surveys.ending import end_program
from mentorship_app.surveys.linking import impossible, published_outcomes, release_outcomes
from mentorship_app.surveys.linking.people import Pair, linked_waves, pairs_of, scales_over_waves
from mentorship_app.surveys.linking.steps import possible_scores
from mentorship_app.surveys.models import Response
from tests.factories.people import CohortFactory
from tests.factories.surveys import NOW, STAFF, rated
from tests.surveys.linking.test_changes import AFTER, BEFORE, changes_of, panel, scored, two_waves, wave_of
from tests.surveys.linking.years import answered_wave, program_year

EXHAUSTION = "own_burnout_short.exhaustion"


def year_of(
    session: Session, keyring: Keyring, *answering: Sequence[bool], values: Sequence[int] = (3, 2, 1)
) -> tuple[Cohort, list[Wave]]:
    """Real waves of as many people as each row is long: opened, answered and closed one after the other."""
    cohort, people = program_year(session, len(answering[0]))
    waves = []
    for number, row in enumerate(answering):
        given = [rated(values[number], exh_1=place % 5) if is_in else None for place, is_in in enumerate(row)]
        waves.append(answered_wave(session, keyring, cohort, people, given, number=number))
    return cohort, waves


def linked_rows(session: Session) -> list[tuple[str, str, int]]:
    rows = session.scalars(select(Release).where(Release.figure.startswith("change:")))
    return sorted((row.subject, row.figure, len(row.groups)) for row in rows)


def test_the_close_of_the_later_wave_releases_the_change(session: Session, keyring: Keyring) -> None:
    cohort, [first, second] = year_of(session, keyring, [True] * 12, [True] * 12)
    name = f"change:{EXHAUSTION}:"
    rows = linked_rows(session)
    assert (f"wave:{first.id}", f"{name}{second.id}", 1) in rows
    assert (f"wave:{second.id}", f"{name}{first.id}", 1) in rows
    told = published_outcomes(session, cohort)
    [change] = [one for one in told.changes if one.scale.key == EXHAUSTION]
    assert (change.status, change.paired and change.paired.n) == (Visibility.SHOWN, 12)
    assert (change.before.title, change.after.title) == (first.title, second.title)
    assert (change.before.eligible, change.after.eligible) == (12, 12)


def test_one_who_did_not_come_back_hides_every_change_at_the_close(session: Session, keyring: Keyring) -> None:
    cohort, waves = year_of(session, keyring, [True] * 12, [True] * 11 + [False])
    assert {size for _subject, _figure, size in linked_rows(session)} == {0}, "the verdict is written down"
    changes = release_outcomes(session, cohort, now=NOW).changes
    assert {(one.status, one.paired) for one in changes} == {(Visibility.COMPLEMENTARY, None)}
    assert [one.both for one in published_outcomes(session, cohort).attrition] == [None]
    assert all(published(session, wave_ref(wave)) is not None for wave in waves), "their own tables are as before"


def test_linked_figures_disturb_no_table_of_their_waves(session: Session, keyring: Keyring) -> None:
    cohort, waves = year_of(session, keyring, [True] * 30, [True] * 20 + [False] * 10)
    before = [published(session, wave_ref(wave)) for wave in waves]
    release_outcomes(session, cohort, now=NOW + timedelta(days=200))
    assert [release(session, wave_ref(wave), now=NOW + timedelta(days=201)) for wave in waves] == before
    assert [published(session, wave_ref(wave)) for wave in waves] == before


def test_reports_in_any_order_tell_the_same(session: Session) -> None:
    """Three waves that closed before anything was linked: the first report judges them in the order of closing."""
    people = {person: scored(25 + 25 * (person % 3)) for person in range(30)}
    groups = [people, {p: one for p, one in people.items() if p >= 8}, {p: one for p, one in people.items() if p >= 9}]
    found = []
    for order in ("at the end", "after each"):
        cohort: Cohort = CohortFactory()
        for number, answers in enumerate(groups, start=1):
            wave_of(session, cohort, answers, number=number)
            if order == "after each":
                release_outcomes(session, cohort, now=NOW)
        found.append([(one.status, one.paired, one.limits, one.moves) for one in changes_of(session, cohort)])
    assert found[0] == found[1]
    assert [status for status, *_rest in found[0]] == [Visibility.SHOWN, Visibility.EARLIER]


def test_a_change_outlives_the_key_of_its_program(session: Session, keyring: Keyring) -> None:
    cohort, _waves = year_of(session, keyring, [True] * 12, [True] * 12)
    before = published_outcomes(session, cohort)
    end_program(session, cohort.program, by=STAFF, now=NOW)
    keyring.destroy(panel_key_name(cohort.program_id))
    assert published_outcomes(session, cohort) == before
    assert release_outcomes(session, cohort, now=NOW) == replace(
        before, years=release_outcomes(session, cohort, now=NOW).years
    )


def test_answers_that_changed_after_the_release_are_told_no_more(session: Session) -> None:
    cohort = two_waves(session, BEFORE, AFTER)
    assert changes_of(session, cohort)[0].paired is not None
    session.delete(session.scalars(select(Response)).all()[0])
    session.flush()
    [change] = changes_of(session, cohort)
    assert (change.status is Visibility.SHOWN, change.paired) == (False, None)


def test_a_wave_that_is_judged_anew_knows_what_was_told_of_linked_people(session: Session) -> None:
    """Six answers are gone, as no close would leave it. The rest differ from the linked people by one."""
    cohort: Cohort = CohortFactory()
    answers = {person: scored(25 + 25 * (person % 3)) for person in range(30)}
    wave = wave_of(session, cohort, answers, number=1)
    wave_of(session, cohort, {person: one for person, one in answers.items() if person >= 5}, number=2)
    assert changes_of(session, cohort)[0].paired is not None
    gone = [panel(person) for person in range(6)]
    for response in session.scalars(select(Response).where(Response.wave_id == wave.id)):
        if response.panel in gone:
            session.delete(response)
    session.flush()
    with pytest.raises(ReleaseRefused):
        release(session, wave_ref(wave), now=NOW)


def test_a_change_beyond_the_scale_is_impossible(session: Session) -> None:
    [change] = changes_of(session, two_waves(session, BEFORE, AFTER))
    assert change.paired is not None
    assert not impossible(change)
    moved = replace(change.paired.change, mean=-101.0)
    assert impossible(replace(change, paired=replace(change.paired, change=moved)))
    after = replace(change.paired.after, mean=100.5)
    assert impossible(replace(change, paired=replace(change.paired, after=after)))
    assert not impossible(replace(change, paired=None))
    with pytest.raises(ScoreOutOfRange, match=r"“Personal burnout” in “Check-in 2” has a score outside .* 0 to 100"):
        check_changes([change, replace(change, paired=replace(change.paired, after=after))], Words("en"))


def test_a_scale_of_one_question_with_two_answers_has_two_scores(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    wave_of(session, cohort, {person: {"burnout": 1} for person in range(8)}, number=1, measure="burnout_single")
    [over] = scales_over_waves(linked_waves(session, cohort))
    assert not over.has_two_scores
    [item] = over.instrument.items
    two = replace(over.instrument.responses_to(item.id), values=(0, 1))
    instrument = replace(over.instrument, response_sets={item.response_set: two})
    assert replace(over, instrument=instrument).has_two_scores


@pytest.mark.parametrize(
    ("measure", "scale", "scores"),
    [
        ("burnout_single", "burnout", (1, 2, 3, 4, 5)),
        ("gad_7", "anxiety", tuple(range(22))),
        ("who_5", "well_being", tuple(range(0, 101, 4))),
    ],
)
def test_possible_scores(measure: str, scale: str, scores: tuple[float, ...]) -> None:
    instrument = catalogue.get(measure)
    assert possible_scores(instrument, instrument.scale(scale)) == scores


def test_possible_scores_of_a_mean_count_how_many_were_answered() -> None:
    instrument = catalogue.get("own_burnout_short")
    scores = possible_scores(instrument, instrument.scale("exhaustion"))
    assert [round(one, 4) for one in scores[:5]] == [0, 0.25, 0.3333, 0.5, 0.6667]
    assert (scores[0], scores[-1]) == (0, 4)


def test_pairs_go_from_the_first_wave_of_a_scale(session: Session) -> None:
    cohort: Cohort = CohortFactory()
    wave_of(session, cohort, {p: {f"who_5_{n}": 2 for n in range(1, 6)} for p in range(8)}, number=1, measure="who_5")
    for number in (2, 3, 4):
        wave_of(session, cohort, {person: scored(50) for person in range(8)}, number=number)
    pairs: list[Pair] = [pair for over in scales_over_waves(linked_waves(session, cohort)) for pair in pairs_of(over)]
    titles = [
        (pair.before.answers.title.en, pair.after.answers.title.en) for pair in pairs if pair.key == "cbi.personal"
    ]
    assert titles == [("Check-in 2", "Check-in 3"), ("Check-in 2", "Check-in 4")]
