"""What was counted of a program, in words and in cells of tables: exact, as a range, or why it is not told."""

from collections.abc import Sequence

from mentorship_app.charts import ResponseRow
from mentorship_app.core.i18n import LocalizedText
from mentorship_app.monitoring.values import AtLeast, Mean, Middle, NotAsked, Part, TooFew
from mentorship_app.privacy.bands import ExactShare
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.reports.hiding import why_withheld
from mentorship_app.reports.reaching.told import Band, Counted, Protecting, Told
from mentorship_app.reports.response import share_cells
from mentorship_app.reports.share_tables import band_words
from mentorship_app.reports.tables import Cell, Column, Number, Row
from mentorship_app.reports.words import Words


def told_words(told: Told, words: Words, *, decimals: int = 0) -> str:
    """``22 of 24``, ``over 80 % of 22``, ``10 or more of 24``, ``8 (middle half: 5 to 12)``, ``not shown``."""
    _ = words.gettext
    if isinstance(told, Counted):
        return words.number(told.count)
    if isinstance(told, Part):
        if isinstance(told.share, ExactShare):
            return words.count_of(told.share.positives, told.n).replace(" ", "\u00a0")
        return _("%(band)s of %(total)s", band=band_words(told.share, words), total=words.number(told.n))
    if isinstance(told, AtLeast):
        return _("%(count)s or more of %(total)s", count=words.number(told.count), total=words.number(told.n))
    if isinstance(told, Middle):
        half = words.interval(told.low, told.high, decimals)
        return _("%(middle)s (middle half: %(half)s)", middle=words.number(told.median, decimals), half=half)
    if isinstance(told, Mean):
        return words.number(told.mean, 1)
    return _("nothing to count yet") if isinstance(told, NotAsked) else _("not shown")


def why(told: Told, words: Words) -> str:
    """Why a number is missing, or is a range or a step; empty where it is exact."""
    _ = words.gettext
    if isinstance(told, TooFew):
        return _("Too few to say: told from %(floor)s on.", floor=words.number(told.floor))
    if isinstance(told, Protecting):
        return why_withheld(Visibility.COMPLEMENTARY, 0, words)
    if isinstance(told, NotAsked):
        return _("There was nothing to count.")
    if isinstance(told, AtLeast):
        return _("Counted in fives, so that it tells of nobody.")
    if isinstance(told, Part) and not isinstance(told.share, ExactShare):
        return _("A range, so that it tells of nobody.")
    return ""


def share_columns(words: Words) -> tuple[Column, ...]:
    """For rows of :func:`share_row`."""
    _ = words.gettext
    return Column(_("How many")), Column(_("Of how many")), Column(_("Share")), Column(_("95 % interval"))


def share_row(name: str, told: Told, words: Words) -> Row:
    """Number, what it is out of, share and interval; what is not told says why."""
    return Row(name, _share_cells(told, words), note=why(told, words))


def _share_cells(told: Told, words: Words) -> tuple[Cell, ...]:
    _ = words.gettext
    if isinstance(told, Counted):
        return _counted(told.count, _("How many"), words), Cell(), Cell(), Cell()
    if isinstance(told, AtLeast):
        least = Cell(_("%(count)s or more", count=words.number(told.count)), (Number(_("At least"), told.count),))
        return least, _counted(told.n, _("Of how many"), words), Cell(), Cell()
    if not isinstance(told, Part):
        return (Cell(),) * 4
    total = _counted(told.n, _("Of how many"), words)
    if isinstance(told.share, ExactShare):
        number = _counted(told.share.positives, _("How many"), words)
        return number, total, *share_cells(told.share.positives, told.n, words)
    ends = (
        Number(_("Share, lower end, %"), told.share.low),
        Number(_("Share, upper end, %"), told.share.high),
    )
    return Cell(), total, Cell(band_words(told.share, words), ends), Cell()


def _counted(count: int, measure: str, words: Words) -> Cell:
    return Cell(words.number(count), (Number(measure, count),))


def group_cell(told: Told, measure: str, words: Words) -> Cell:
    """``12 of 20, 60 %``, ``over 80 %``, or nothing; ``measure`` names it in the table file."""
    _ = words.gettext
    if not isinstance(told, Part):
        return Cell()
    if isinstance(told.share, ExactShare):
        share = told.share.positives / told.n
        text = _(
            "%(count)s, %(share)s",
            count=words.count_of(told.share.positives, told.n).replace(" ", "\u00a0"),
            share=words.percent(share),
        )
        people = Number(words.named(measure, _("People")), told.share.positives)
        return Cell(text, (people, Number(words.named(measure, _("Share, %")), 100 * share)))
    ends = (
        Number(words.named(measure, _("Share, lower end, %")), told.share.low),
        Number(words.named(measure, _("Share, upper end, %")), told.share.high),
    )
    return Cell(band_words(told.share, words), ends)


def middle_columns(words: Words) -> tuple[Column, ...]:
    """For rows of :func:`middle_row`."""
    _ = words.gettext
    return Column(_("Middle")), Column(_("Middle half")), Column(_("Out of"))


def middle_row(name: str, told: Told, words: Words, *, decimals: int = 0) -> Row:
    """Median, quartiles, and at least how many stand behind them."""
    _ = words.gettext
    if not isinstance(told, Middle):
        return Row(name, (Cell(),) * 3, note=why(told, words))
    half = Cell(
        words.interval(told.low, told.high, decimals),
        (Number(_("Middle half, from"), told.low, decimals), Number(_("Middle half, to"), told.high, decimals)),
    )
    middle = Cell(words.number(told.median, decimals), (Number(_("Middle"), told.median, decimals),))
    out_of = Cell(_("%(count)s or more", count=words.number(told.n)), (Number(_("At least"), told.n),))
    return Row(name, (middle, half, out_of))


def band_name(band: Band, words: Words) -> str:
    """``3``, ``3 or 4``, ``5 to 9``, ``10 or more``."""
    _ = words.gettext
    if band.high is None:
        return _("%(count)s or more", count=words.number(band.low))
    if band.low == band.high:
        return words.number(band.low)
    if band.high == band.low + 1:
        return _("%(low)s or %(high)s", low=words.number(band.low), high=words.number(band.high))
    return words.interval(band.low, band.high, 0)


def plain(value: float, words: Words) -> str:
    """``4``, ``1.5``: no more digits than the number has, to a tenth."""
    return words.number(value, 0 if value == int(value) else 1)


def band_rows(bands: Sequence[Band], n: int, words: Words) -> tuple[tuple[ResponseRow, ...], tuple[Row, ...]]:
    """Bars and lines of a table: how many have so many."""
    bars = tuple(ResponseRow(band_name(band, words), words.number(band.count), band.count) for band in bands)
    lines = tuple(
        Row(
            band_name(band, words),
            (
                _counted(band.count, words.gettext("How many"), words),
                _counted(n, words.gettext("Of how many"), words),
                *share_cells(band.count, n, words),
            ),
        )
        for band in bands
    )
    return bars, lines


def group_name(name: LocalizedText | None, words: Words) -> str:
    """The name of a level or a site, as people gave it."""
    return words.text(name) if name is not None else words.gettext("Not known")
