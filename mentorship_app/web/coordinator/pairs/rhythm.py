"""How often pairs meet, for coordinators: the last day and a bar for each month. Never what about, and no notes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from markupsafe import Markup

from mentorship_app.charts.month_bars import month_bars
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.groups import MentoringGroup
from mentorship_app.mentoring.meetings.queries import days_met, group_days_met, last_met
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import _, ngettext

MONTHS = 9


@dataclass(frozen=True)
class Rhythm:
    """The last day of a pair, None before the first; ``words`` say what the bars draw."""

    last: date | None
    bars: Markup
    words: str


def rhythms(pairings: Iterable[Pairing], *, today: date) -> Mapping[UUID, Rhythm]:
    """Of each of these pairs; two queries."""
    pairs = list(pairings)
    ids, (year, month) = [pair.id for pair in pairs], _months(today)[0]
    met, last = days_met(db.session(), ids, since=date(year, month, 1)), last_met(db.session(), ids)
    return {pair.id: _rhythm(met.get(pair.id, ()), last.get(pair.id), pair.public_id, today) for pair in pairs}


def group_rhythms(groups: Iterable[MentoringGroup], *, today: date) -> Mapping[UUID, Rhythm]:
    """The same for groups."""
    all_groups = list(groups)
    met = group_days_met(db.session(), [group.id for group in all_groups])
    return {
        group.id: _rhythm(days := met.get(group.id, ()), max(days, default=None), group.public_id, today)
        for group in all_groups
    }


def _rhythm(days: Iterable[date], last: date | None, public_id: str, today: date) -> Rhythm:
    counted = Counter((day.year, day.month) for day in days)
    counts = [counted[month] for month in _months(today)]
    met = ngettext("%(num)s meeting", "%(num)s meetings", sum(counts))
    words = _("%(meetings)s in the last nine months", meetings=met)
    # Ours throughout: numbers and a translated sentence, escaped where it is drawn.
    bars = Markup(month_bars(counts, title=words, id_prefix=f"rhythm-{public_id}"))  # noqa: S704
    return Rhythm(last, bars, words)


def _months(today: date) -> list[tuple[int, int]]:
    """The last months, this one last."""
    this = today.year * 12 + today.month - 1
    return [(month // 12, month % 12 + 1) for month in range(this - MONTHS + 1, this + 1)]
