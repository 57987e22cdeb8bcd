"""How staff pages speak of waves: the tag of a status, the words for a hidden group, numbers with their chart."""

from dataclasses import dataclass
from datetime import date

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.context import answered_of
from mentorship_app.reports.figures import scale_figure
from mentorship_app.reports.findings import printed_decimals
from mentorship_app.reports.hiding import withheld
from mentorship_app.reports.section import Figure, Numbering
from mentorship_app.reports.words import Words
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.aggregates import Dataset, GroupRow, ScaleTable
from mentorship_app.web.i18n import _, _l, current_locale, long_day

STATUS_TAGS = {
    WaveStatus.DRAFT: ("plain", _l("Planned"), "clock"),
    WaveStatus.OPEN: ("success", _l("Open"), "check"),
    WaveStatus.CLOSED: ("brand", _l("Closed"), "check"),
}
"""Kind of tag, word, icon."""


def next_step(wave: Wave, *, today: date) -> str:
    """What there is to do about a check-in, in a sentence."""
    if wave.status is WaveStatus.CLOSED:
        return _("Its results are there.")
    if wave.status is WaveStatus.OPEN:
        if today <= wave.closes_on:
            return _("People answer until %(day)s. Nothing to do.", day=long_day(wave.closes_on))
        return _("Its last day is over. Late answers are taken for two more days, then it closes by itself.")
    if wave.closes_on < today:
        return _("Its days are over, and it was never opened. Give it other days, or delete it.")
    if wave.opens_on <= today:
        return _("Open it now: its first day has come.")
    return _("Look it over, and open it on %(day)s.", day=long_day(wave.opens_on))


@dataclass(frozen=True)
class ShownScale:
    """One scale of a results page: its chart and its rows, everybody last."""

    table: ScaleTable
    figure: Figure
    groups: tuple[tuple[LocalizedText, tuple[GroupRow, ...]], ...]
    decimals: int
    """Digits after the sign, as in the tables of the report."""


def shown_scales(dataset: Dataset) -> list[ShownScale]:
    """Every scale of the dataset, drawn in the reader's language."""
    words, numbering = Words(current_locale()), Numbering()
    return [
        ShownScale(
            table,
            scale_figure(table, numbering, words),
            tuple((group.title, group.rows) for group in table.groups),
            printed_decimals(table.scale),
        )
        for table in dataset.scales
    ]


def why_hidden(row: GroupRow) -> str:
    """Why a row has no numbers, in the words of the report."""
    return withheld(row, Words(current_locale()))


def how_many(dataset: Dataset) -> str:
    """How many answered, as the report says it: a number below the floor is not told."""
    answered = answered_of(dataset)
    if answered is None:
        return _("fewer than %(floor)s", floor=FLOOR)
    return Words(current_locale()).number(answered)
