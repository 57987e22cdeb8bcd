"""The one road to numbers that link waves or years: judged wave by wave in the order of closing, then told.

Whatever ends in a wave is judged when that wave is the last one closed, or, where that was before, in the same order:
so the ledger holds the same verdicts whenever and in whichever order reports are built.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort
from mentorship_app.surveys.linking.attrition import attrition_told, judge_attrition
from mentorship_app.surveys.linking.changes import change_told, judge_change
from mentorship_app.surveys.linking.judging import Books
from mentorship_app.surveys.linking.lost import lost_shares
from mentorship_app.surveys.linking.people import (
    LinkedWave,
    Pair,
    linked_waves,
    pairs_of,
    same_side,
    scales_over_waves,
)
from mentorship_app.surveys.linking.reliability import reliabilities
from mentorship_app.surveys.linking.trends import judge_trends, trends_of
from mentorship_app.surveys.linking.years import Year, judge_years, years_told
from mentorship_app.surveys.outcomes import Attrition, Outcomes, ScaleChange


def release_outcomes(session: Session, cohort: Cohort, *, years: Sequence[Cohort] = (), now: datetime) -> Outcomes:
    """Everything of ``cohort`` that links its closed waves, and of ``years`` (earlier cohorts) beside it.

    Written into the ledger; the same again is no new release. The waves' own tables must have been released before.
    """
    books = Books(session, now=now)
    beside = [_year(one, linked_waves(session, one), books) for one in years]
    waves = linked_waves(session, cohort)
    all_years = [*beside, _year(cohort, waves, books)]
    judge_years(all_years, books)
    return replace(_told(waves, books, all_years[-1].changes), years=years_told(all_years, books))


def release_links(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """The same, judged and written down only: for the close of a wave, which draws nothing."""
    _judge(linked_waves(session, cohort), Books(session, now=now))


def published_outcomes(session: Session, cohort: Cohort) -> Outcomes:
    """As far as it was released before; writes nothing."""
    waves, books = linked_waves(session, cohort), Books(session, now=None)
    return _told(waves, books, _changes(waves, books))


def _year(cohort: Cohort, waves: Sequence[LinkedWave], books: Books) -> Year:
    """One cohort with all that links its own waves, judged."""
    _judge(waves, books)
    return Year(cohort, tuple(_pairs(waves)), _changes(waves, books))


def _judge(waves: Sequence[LinkedWave], books: Books) -> None:
    for number, wave in enumerate(waves, start=1):
        _judge_up_to(wave, waves[:number], books)


def _judge_up_to(wave: LinkedWave, waves: Sequence[LinkedWave], books: Books) -> None:
    """Everything that ends in ``wave``, the last of ``waves``."""
    for pair in _pairs(waves):
        if pair.after is wave:
            judge_change(pair, waves, books)
    first = same_side(waves, wave)[0]
    if first is not wave:
        judge_attrition(first, wave, books)
    judge_trends(scales_over_waves(waves), books)


def _pairs(waves: Sequence[LinkedWave]) -> list[Pair]:
    return [pair for over in scales_over_waves(waves) for pair in pairs_of(over)]


def _told(waves: Sequence[LinkedWave], books: Books, changes: tuple[ScaleChange, ...]) -> Outcomes:
    scales = scales_over_waves(waves)
    return Outcomes(
        changes=changes,
        trends=trends_of(scales, books),
        reliabilities=reliabilities(scales, books),
        lost=lost_shares(scales, books),
        attrition=_attrition(waves, books),
    )


def _changes(waves: Sequence[LinkedWave], books: Books) -> tuple[ScaleChange, ...]:
    found = (change_told(pair, books) for pair in _pairs(waves))
    return tuple(change for change in found if change is not None)


def _attrition(waves: Sequence[LinkedWave], books: Books) -> tuple[Attrition, ...]:
    firsts = ((same_side(waves, wave)[0], wave) for wave in waves)
    found = (attrition_told(first, wave, books) for first, wave in firsts if first is not wave)
    return tuple(one for one in found if one is not None)
