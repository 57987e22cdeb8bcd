"""Programs of every size: what their reports say is true, and nothing in all of them together gives anybody away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from statistics import fmean

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LOCALES
from mentorship_app.core.keyring import Keyring
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.scoring import score
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import FLOOR, Visibility
from mentorship_app.programs import Cohort
from mentorship_app.reports.builder import draw_sections, gather
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.editions import Outline
from mentorship_app.reports.outline import usual
from mentorship_app.reports.page import draw_body
from mentorship_app.reports.section import Section
from mentorship_app.reports.tables import Table
from mentorship_app.reports.words import Words
from mentorship_app.surveys import Wave
from mentorship_app.surveys.models import Response
from tests.kit.adversary import singled_out
from tests.kit.client import parse_html, text_of
from tests.kit.evaluated_years import Year, evaluated, everybody, some

NOW = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
THREE_OF_EIGHT = Year(8, (frozenset(range(3)), frozenset(range(3))))
SIZES = {
    "four": (everybody(4),),
    "eight": (everybody(8),),
    "three of eight": (THREE_OF_EIGHT,),
    "thirty": (some(30, 0.85, mentored=15),),
    "four a year for three years": (everybody(4), everybody(4), everybody(4)),
    "six hundred in three years": tuple(some(200, 0.7, mentored=100, seed=year) for year in range(3)),
}


@dataclass(frozen=True)
class Output:
    """One report, as far as its numbers go: the files all say the same."""

    context: ReportContext
    sections: list[Section]

    @property
    def tables(self) -> Iterator[Table]:
        for section in self.sections:
            yield from section.tables

    @property
    def words(self) -> str:
        return text_of(parse_html(f"<main>{draw_body(self.sections, self.context)}</main>"))


def outputs(session: Session, cohorts: list[Cohort]) -> list[Output]:
    """Every report that can be made of every year, with and without the years before it, in both languages."""
    made = []
    for number, cohort in enumerate(cohorts):
        earlier = tuple(one.id for one in cohorts[:number])
        for pooled in dict.fromkeys(((), earlier)):
            choice = replace(usual(Outline.FULL), pooled=pooled)
            gathered = gather(session, cohort, LOCALES[0], choice, now=NOW).context
            for outline in Outline:
                for locale in LOCALES:
                    choice = replace(usual(outline), pooled=pooled)
                    context = replace(gathered, words=Words(locale), choice=choice)
                    made.append(Output(context, draw_sections(context)))
    return made


@pytest.fixture(params=SIZES)
def made(request: pytest.FixtureRequest, session: Session, keyring: Keyring) -> list[Output]:
    return outputs(session, evaluated(session, keyring, *SIZES[request.param]))


def test_every_report_of_every_size_is_true_and_gives_nobody_away(session: Session, made: list[Output]) -> None:
    """One test, since six hundred people take a while to answer."""
    nothing_small_follows_from_the_ledger(session)
    hidden_rows_cannot_be_worked_out(made)
    the_same_thing_has_one_number(made)
    nobody_is_counted_twice(made)
    both_languages_have_the_same_numbers(made)


def nothing_small_follows_from_the_ledger(session: Session) -> None:
    """Of everything that was ever told about one scale in one check-in, by whatever report."""
    told: dict[tuple[str, str], set[frozenset[object]]] = {}
    for row in session.scalars(select(Release).where(Release.subject.startswith("wave:"))):
        for scale in ("exhaustion", "distance", "accomplishment", "job", "program"):
            if scale in row.figure:
                told.setdefault((row.subject, scale), set()).update(frozenset(group) for group in row.groups)
    for groups in told.values():
        assert not singled_out({group for group in groups if group}, FLOOR)


def hidden_rows_cannot_be_worked_out(made: list[Output]) -> None:
    """Whoever takes the shown groups from everybody is left with nobody, or with five people or more."""
    for output in made:
        for dataset in output.context.datasets:
            for table in dataset.scales:
                everyone = table.total.summary
                for group in table.groups:
                    shown = sum(row.summary.n for row in group.rows if row.summary)
                    hidden = [row for row in group.rows if row.status is not Visibility.SHOWN]
                    if everyone is not None and hidden:
                        assert everyone.n - shown == 0 or everyone.n - shown >= FLOOR


def the_same_thing_has_one_number(made: list[Output]) -> None:
    """Reports of one year differ in what they hold, never in a number: so none can be taken from another."""
    said: dict[tuple[object, ...], tuple[str, ...]] = {}
    for output in made:
        for section in output.sections:
            for table in section.tables:
                for row in table.rows:
                    numbers = tuple(f"{one.measure} {one.plain}" for cell in row.cells for one in cell.numbers)
                    about = (output.context.cohort, output.context.words.locale, output.context.choice.pooled)
                    key = (*about, section.key, table.key or table.caption, table.survey, row.name)
                    if section.key not in {"summary"} and table.key:
                        assert said.setdefault(key, numbers) == numbers, key


def nobody_is_counted_twice(made: list[Output]) -> None:
    """No count of paired people is larger than the number who answered either wave."""
    for output in made:
        for change in output.context.outcomes.changes:
            if change.paired is not None:
                assert change.status is Visibility.SHOWN
                assert change.paired.n >= FLOOR
                assert change.before.n is None or change.paired.n <= change.before.n
                assert change.after.n is None or change.paired.n <= change.after.n


def both_languages_have_the_same_numbers(made: list[Output]) -> None:
    def key(output: Output) -> tuple[str, ...]:
        choice = output.context.choice
        return output.context.cohort, choice.outline.value, *map(str, choice.pooled)

    for _about, editions in groupby(sorted(made, key=key), key=key):
        numbers = {
            tuple(
                one.plain for table in output.tables for row in table.rows for cell in row.cells for one in cell.numbers
            )
            for output in editions
        }
        assert len(numbers) == 1


def test_of_three_answers_nothing_is_told_but_that_they_are_too_few(session: Session, keyring: Keyring) -> None:
    for output in outputs(session, evaluated(session, keyring, THREE_OF_EIGHT)):
        told = [
            one
            for section in output.sections
            if section.key in {"scores", "well-being", "reaction", "learning", "who-answered"}
            for table in section.tables
            for row in table.rows
            for cell in row.cells
            for one in cell.numbers
            if one.measure not in {"Asked", "Personnes sollicitées"}
        ]
        assert not [one for one in told if one.value == 3]
        assert output.context.outcomes.changes == () or all(
            change.paired is None for change in output.context.outcomes.changes
        )


def by_hand(session: Session, cohort: Cohort, key: str) -> tuple[int, float]:
    """How many answered both check-ins, and their mean change on a scale of the short burnout check, from the rows."""
    instrument = catalogue.get("own_burnout_short")
    items = {item.id for item in instrument.items}
    waves = session.scalars(select(Wave).where(Wave.cohort_id == cohort.id).order_by(Wave.opens_on)).all()
    first, last = (
        {
            row.panel: score(instrument, {name: value for name, value in row.answers.items() if name in items})[key]
            for row in session.scalars(select(Response).filter_by(wave_id=wave.id))
        }
        for wave in (waves[0], waves[-1])
    )
    changes = [last[code] - first[code] for code in first.keys() & last.keys()]  # type: ignore[operator]  # everybody answers every question
    return len(changes), fmean(changes)


def test_change_of_eight_who_answered_twice_is_theirs(session: Session, keyring: Keyring) -> None:
    (cohort,) = evaluated(session, keyring, everybody(8))
    changes = gather(session, cohort, "en", now=NOW).context.outcomes.changes
    found = {change.scale.key: change for change in changes}
    for scale in ("exhaustion", "distance", "accomplishment"):
        told = found[f"own_burnout_short.{scale}"]
        n, mean = by_hand(session, cohort, scale)
        assert told.paired is not None
        assert (told.status, told.paired.n, told.paired.change.mean) == (Visibility.SHOWN, n, pytest.approx(mean))
        assert n == 8


def test_change_of_four_is_not_told_and_no_number_of_them_stands_anywhere(session: Session, keyring: Keyring) -> None:
    (cohort,) = evaluated(session, keyring, everybody(4))
    for output in outputs(session, [cohort]):
        assert all(change.paired is None for change in output.context.outcomes.changes)
        assert all(table.total.summary is None for dataset in output.context.datasets for table in dataset.scales)


def test_four_a_year_are_told_together_once_they_are_enough(session: Session, keyring: Keyring) -> None:
    cohorts = evaluated(session, keyring, everybody(4), everybody(4), everybody(4))
    choice = replace(usual(), pooled=tuple(cohort.id for cohort in cohorts[:2]))
    years = gather(session, cohorts[2], "en", choice, now=NOW).context.outcomes.years
    exhaustion = next(one for one in years if one.scale.key == "own_burnout_short.exhaustion")
    hand = [by_hand(session, cohort, "exhaustion") for cohort in cohorts]
    assert [year.paired for year in exhaustion.years] == [None] * 3
    assert exhaustion.together is not None
    assert exhaustion.together.n == 12
    assert exhaustion.together.change.mean == pytest.approx(fmean(mean for _n, mean in hand))
