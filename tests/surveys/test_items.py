"""Single questions of measures: shares of everybody in classes, and nothing that completes what a score tells."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments import catalogue
from mentorship_app.privacy import ledger
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.surveys.aggregates import Dataset, published, wave_ref
from mentorship_app.surveys.datasets import ItemTable
from mentorship_app.surveys.items import item_questions
from mentorship_app.surveys.models import Response
from tests.factories.results import closed_wave_of, released
from tests.factories.surveys import NOW

OWN = [("own_satisfaction", 1)]


def answered(*work: int, **others: int) -> list[dict[str, int]]:
    """People who gave these answers on how content they are with their work, and ``others`` on the rest."""
    rest = {"sat_learning": 2, "sat_time": 2, "sat_fair": 3, "sat_unheard": 1, "sat_again": 3}
    return [{"sat_work": value, **rest, **others} for value in work]


def results_of(session: Session, answers: Sequence[Mapping[str, Any]], measures: Any = OWN) -> Dataset:
    return released(session, closed_wave_of(session, answers, measures=measures))


def item(dataset: Dataset, key: str) -> ItemTable:
    return next(one for one in dataset.items if one.key == key)


def shares(table: ItemTable) -> dict[str, object]:
    return {row.key: row.share for row in table.rows}


def test_answers_are_told_below_the_middle_there_and_above(session: Session) -> None:
    dataset = results_of(session, answered(0, 0, 1, 1, 2, 2, 3, 4, 4, 4))
    table = item(dataset, "sat_work")
    assert shares(table) == {"low": ExactShare(4, 10), "middle": ExactShare(2, 10), "high": ExactShare(4, 10)}
    assert [row.name.en for row in table.rows] == ["Not at all / A little", "Moderately", "Very / Completely"]
    assert (table.number, table.scale.key, table.better) == (1, "own_satisfaction.job", "up")
    assert table.text == LocalizedText(
        en="How satisfied are you with your work, all in all?",
        fr=catalogue.get("own_satisfaction").wording["fr"].items["sat_work"],
    )
    assert item(dataset, "sat_unheard").better == "down"


def test_nearly_nobody_and_nearly_everybody_are_ranges(session: Session) -> None:
    table = item(results_of(session, answered(0, 2, 2, 2, 2, 4, 4, 4, 4)), "sat_work")
    assert table.rows[0].status is Visibility.RANGE
    assert isinstance(table.rows[0].share, ShareBand)
    exact = [share for share in shares(table).values() if isinstance(share, ExactShare)]
    assert len(exact) <= 1, "of three counts that add up two give the third"


def test_from_eight_people_on(session: Session) -> None:
    seven = results_of(session, answered(0, 0, 1, 2, 3, 4, 4))
    assert {row.status for table in seven.items for row in table.rows} == {Visibility.PRIMARY}
    assert {row.share for table in seven.items for row in table.rows} == {None}
    assert shares(item(results_of(session, answered(0, 0, 1, 2, 2, 3, 4, 4)), "sat_work"))["low"] == ExactShare(3, 8)


@pytest.mark.parametrize(("skipping", "told"), [(1, False), (4, False), (5, True)])
def test_a_question_that_few_skipped_is_not_told(session: Session, skipping: int, told: bool) -> None:
    people = answered(*([0, 0, 1, 2, 2, 3, 4, 4] * 3))
    for person in people[:skipping]:
        del person["sat_work"]
    dataset = results_of(session, people)
    assert item(dataset, "sat_time"), "others are told"
    assert [one.key for one in dataset.items if one.key == "sat_work"] == (["sat_work"] if told else [])
    if told:
        assert shares(item(dataset, "sat_work")) == {
            "low": ExactShare(6, 19),
            "middle": ExactShare(4, 19),
            "high": ExactShare(9, 19),
        }


def test_what_a_score_would_complete_is_never_told() -> None:
    told = {(one.instrument.key, one.item) for one in item_questions(catalogue.instruments())}
    assert told, "some are"
    for instrument in catalogue.instruments():
        limited = {cutoff.scale for cutoff in instrument.cutoffs}
        for scale in instrument.scales:
            for asked in scale.asks:
                if scale.key in limited or len(scale.items) == 1 or len(instrument.responses_to(asked).values) < 4:
                    assert (instrument.key, asked) not in told
    assert ("own_satisfaction", "sat_again") not in told
    assert not [key for key, _item in told if key in {"phq_2", "cbi", "who_5", "own_unmet_needs"}]


def test_wording_that_is_only_lent_is_not_printed() -> None:
    lent = item_questions((catalogue.get("mca_26"),))
    assert lent
    assert all("mca" in one.text.en or one.text == one.instrument.item(one.item).about for one in lent)
    assert {label.en for one in lent for label in one.labels.values()} == {"1 … 3", "4", "5 … 7"}


def test_a_wave_that_was_closed_before_questions_were_told_has_none(session: Session) -> None:
    wave = closed_wave_of(session, answered(*range(5), *range(5)), measures=OWN)
    members = [one.hex for one in session.scalars(select_ids(wave.id))]
    for scale in ("job", "program", "again"):
        ledger.record(session, f"wave:{wave.id}", f"own_satisfaction.{scale}", [frozenset(members)], now=NOW)
    dataset = released(session, wave)
    assert dataset.scales
    assert dataset.items == ()
    assert not [name for name in session.scalars(select(Release.figure)) if ":" in name]
    assert published(session, wave_ref(wave)) == dataset


def select_ids(wave_id: UUID) -> Select[tuple[UUID]]:
    return select(Response.id).where(Response.wave_id == wave_id)
