"""Tables from answers and from what was released of them: a number stands in a table only if the ledger holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy.bands import ExactShare, ShareBand, band_around, shown_share
from mentorship_app.privacy.exposure import Members
from mentorship_app.privacy.suppression import Cell, Visibility
from mentorship_app.statistics.descriptive import Summary, describe
from mentorship_app.surveys.answer_sets import AnswerSet, Stratum
from mentorship_app.surveys.cutoffs import LIMITS
from mentorship_app.surveys.datasets import (
    FEWEST_FOR_EXTREMES,
    GroupRow,
    GroupTable,
    ItemTable,
    QuestionTable,
    ScaleInfo,
    ScaleTable,
    ShareGroup,
    ShareRow,
    ShareTable,
)
from mentorship_app.surveys.figures import strata_of
from mentorship_app.surveys.items import ItemQuestion, item_questions
from mentorship_app.surveys.judging import EVERYBODY, Figure, Ledger, Mean, Shares, before, counted, exact
from mentorship_app.surveys.own_results import Amount, Choices, OwnQuestion

_ALL = LocalizedText(en="Everybody", fr="Ensemble")
Released = Mapping[str, frozenset[Members]]


@dataclass(frozen=True)
class Tables:
    """Every table that there is to show."""

    scales: tuple[ScaleTable, ...]
    questions: tuple[QuestionTable, ...]
    items: tuple[ItemTable, ...] = ()


def tabulate(answers: AnswerSet, figures: Sequence[Figure], ledger: Ledger) -> Tables:
    """The tables of ``figures``. One that was never released, though it could have been, is not there at all."""
    by_name = {figure.name: figure for figure in figures}
    desk = _Desk(answers, by_name, ledger)
    scales = [table for scale in answers.scales if (table := desk.scale(scale, answers.strata)) is not None]
    questions = [asked for one in answers.questions if (asked := desk.question(one)) is not None]
    items = [told for one in item_questions(answers.measures) if (told := desk.item(one)) is not None]
    return Tables(tuple(scales), tuple(questions), tuple(items))


class _Desk:
    """Answers, figures and ledger side by side."""

    def __init__(self, answers: AnswerSet, figures: Mapping[str, Figure], ledger: Ledger) -> None:
        self._answers = answers
        self._figures = figures
        self._ledger = ledger
        self._scores = {
            key: {person.member: value for person in answers.people if (value := person.scores.get(key)) is not None}
            for key in figures
        }

    def scale(self, scale: ScaleInfo, strata: Sequence[Stratum]) -> ScaleTable | None:
        figure = self._figures[scale.key]
        if not isinstance(figure, Mean) or self._was_left_out(figure):
            return None
        cells = {(cell.table, cell.name): cell for cell in figure.cells}
        groups = tuple(
            GroupTable(
                stratum.key,
                stratum.title,
                tuple(
                    self._mean_row(figure, cells[stratum.key, key], name, scale) for key, name in stratum.groups.items()
                ),
            )
            for stratum in strata
        )
        total = self._mean_row(figure, cells[EVERYBODY, EVERYBODY], _ALL, scale)
        return ScaleTable(scale, total, groups, self._before_row(figure, scale), self._limits(scale, strata))

    def question(self, question: OwnQuestion) -> QuestionTable | None:
        figure, strata = self._figures[question.key], strata_of(self._answers, question)
        if isinstance(question, Amount):
            mean = self.scale(question.scale, strata)
            return QuestionTable(question.key, question.scale.name, mean) if mean is not None else None
        if not isinstance(figure, Shares) or self._was_left_out(figure):
            return None
        options = tuple(
            self._share_table(figure, code, name, strata, family.indicators[code])
            for family in figure.families
            for code, name in _named(question, family.indicators)
        )
        return QuestionTable(question.key, question.text, None, options, takes_several=question.at_most > 1)

    def item(self, question: ItemQuestion) -> ItemTable | None:
        figure = self._figures.get(question.name)
        if not isinstance(figure, Shares) or self._was_left_out(figure):
            return None
        people = figure.families[0].indicators
        return ItemTable(
            key=question.item,
            number=question.number,
            scale=next(scale for scale in self._answers.scales if scale.key == question.scale_key),
            text=question.text,
            better=question.better,
            rows=tuple(
                replace(self._share_row(figure, name, figure.cells[0], label, people[name]), key=name)
                for name, label in question.labels.items()
            ),
        )

    def _was_left_out(self, figure: Figure) -> bool:
        """Whether it could have been shown, and never was: it came with a later version of the app."""
        is_known = any(self._ledger.get(name) for name in figure.names())
        return not is_known and figure.asked_after is None and figure.cells[0].n >= figure.floor

    def _released(self, name: str) -> frozenset[Members]:
        releases = self._ledger.get(name)
        return frozenset(releases[-1]) if releases else frozenset()

    def _why_hidden(self, figure: Figure, cell: Cell, name: str) -> Visibility:
        if figure.asked_after is not None and not any(self._ledger.get(one) for one in figure.names()):
            return Visibility.CONDITION
        if cell.n < figure.floor:
            return Visibility.PRIMARY
        if isinstance(figure, Mean) and figure.nearly_all is not None:
            return Visibility.RANGE
        return Visibility.EARLIER if len(self._ledger.get(name, ())) > 1 else Visibility.COMPLEMENTARY

    def _mean_row(self, figure: Mean, cell: Cell, name: LocalizedText, scale: ScaleInfo) -> GroupRow:
        if cell.members not in self._released(figure.name):
            status = self._why_hidden(figure, cell, figure.name)
            return GroupRow(cell.name, name, status, None, figure.floor)
        return GroupRow(cell.name, name, Visibility.SHOWN, self._summary(cell, scale.key), figure.floor)

    def _before_row(self, figure: Mean, scale: ScaleInfo) -> GroupRow | None:
        """Those who answered the earlier wave too; None where there is none, or where they were never judged."""
        cell, title = figure.before, self._answers.before
        if cell is None or title is None or not self._ledger.get(before(figure.name)):
            return None
        name = LocalizedText(en=f"Also answered: {title.en}", fr=f"Ont aussi répondu\u00a0: {title.fr}")
        if cell.members in self._released(before(figure.name)):
            return GroupRow(cell.name, name, Visibility.SHOWN, self._summary(cell, scale.key), figure.floor)
        status = Visibility.PRIMARY if cell.n < figure.floor else Visibility.COMPLEMENTARY
        return GroupRow(cell.name, name, status, None, figure.floor)

    def _summary(self, cell: Cell, key: str) -> Summary:
        summary = describe([value for member, value in self._scores[key].items() if member in cell.members])
        if summary.n < FEWEST_FOR_EXTREMES:
            return replace(summary, minimum=None, maximum=None, median=None)
        return summary

    def _limits(self, scale: ScaleInfo, strata: Sequence[Stratum]) -> tuple[ShareTable, ...]:
        figure = self._figures.get(scale.key + LIMITS)
        if not isinstance(figure, Shares) or self._was_left_out(figure):
            return ()
        family = figure.families[0]
        tables = []
        for name, people in family.indicators.items():
            cutoffs = tuple(one for one in scale.cutoffs if f"{one.op}{one.value:g}" == name)
            table = self._share_table(figure, name, cutoffs[0].label, strata, people)
            tables.append(replace(table, cutoffs=cutoffs))
        return tuple(tables)

    def _share_table(
        self, figure: Shares, answer: str, name: LocalizedText, strata: Sequence[Stratum], people: frozenset[object]
    ) -> ShareTable:
        cells = {(cell.table, cell.name): cell for cell in figure.cells}
        groups = tuple(
            ShareGroup(
                stratum.key,
                stratum.title,
                tuple(
                    self._share_row(figure, answer, cells[stratum.key, key], title, people)
                    for key, title in stratum.groups.items()
                ),
            )
            for stratum in strata
        )
        total = self._share_row(figure, answer, cells[EVERYBODY, EVERYBODY], _ALL, people)
        return ShareTable(answer, name, total, groups)

    def _share_row(
        self, figure: Shares, answer: str, cell: Cell, name: LocalizedText, people: frozenset[object]
    ) -> ShareRow:
        if cell.members not in self._released(counted(figure.name)):
            status = self._why_hidden(figure, cell, counted(figure.name))
            return ShareRow(cell.name, name, status, None, figure.floor)
        positives = len(cell.members & people)
        share: ExactShare | ShareBand = ExactShare(positives, cell.n)
        status = Visibility.SHOWN
        if cell.members not in self._released(exact(figure.name, answer)):
            share = band_around(positives, cell.n)
            is_extreme = isinstance(shown_share(positives, cell.n, floor=figure.floor), ShareBand)
            status = Visibility.RANGE if is_extreme else Visibility.COMPLEMENTARY
        return ShareRow(cell.name, name, status, share, figure.floor)


def _named(question: Choices, codes: Mapping[str, object]) -> list[tuple[str, LocalizedText]]:
    return [(code, question.options[code]) for code in codes]
