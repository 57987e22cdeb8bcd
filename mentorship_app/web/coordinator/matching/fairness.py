"""The fairness panel: who got one of their first three choices, by group, in few words."""

from dataclasses import dataclass

from mentorship_app.matching.fairness import Dimension, Group, Numbers, numbers
from mentorship_app.matching.scoring import shown
from mentorship_app.web.coordinator.matching.desk import Desk
from mentorship_app.web.i18n import _, ngettext, number


@dataclass(frozen=True)
class FairRow:
    """One group. ``words``: "7 of 9", or that it is not shown."""

    name: str
    words: str
    is_shown: bool = True


@dataclass(frozen=True)
class Fairness:
    """The panel: first three choices by group; where nobody chose, mean fits."""

    head: str
    caption: str
    column: str
    rows: tuple[FairRow, ...]
    foot: str


def fairness_of(desk: Desk) -> Fairness:
    """Of the pairs as they stand."""
    found = numbers(desk.facts, desk.judge.settings, desk.state.pairs)
    by_choice = found.ranked > 0
    rows = [_row(one, by_choice=by_choice) for one in found.groups]
    return Fairness(
        head=_("Got a top-3 choice") if by_choice else _("Mean fit, of 100"),
        caption=_("Mentees who got a top-3 choice, by group") if by_choice else _("Mean fit by group"),
        column=_("Mentees") if by_choice else _("Fit"),
        rows=(_everybody(found, by_choice=by_choice), *rows),
        foot=_foot(found, hides=not all(row.is_shown for row in rows)),
    )


def _everybody(found: Numbers, *, by_choice: bool) -> FairRow:
    if by_choice:
        return FairRow(_("Everyone who chose and is placed"), _of(found.top, found.ranked))
    return FairRow(_("Everyone placed"), _fit(found.mean) if found.mean is not None else "–")


def _row(group: Group, *, by_choice: bool) -> FairRow:
    name = _name(group)
    if by_choice and group.top is not None and group.ranked is not None:
        return FairRow(name, _of(group.top, group.ranked))
    if not by_choice and group.mean is not None:
        return FairRow(name, _fit(group.mean))
    return FairRow(name, _("Not shown"), is_shown=False)


def _name(group: Group) -> str:
    if group.dimension is Dimension.LEVEL:
        return group.name or _("Level not known")
    if group.dimension is Dimension.SITE:
        return _("Site: %(name)s", name=group.name) if group.name else _("Site not known")
    return _("Department: %(name)s", name=group.name) if group.name else _("Department not known")


def _of(part: int, whole: int) -> str:
    return _("%(count)s of %(total)s", count=part, total=whole)


def _fit(mean: float) -> str:
    return number(100 * mean)


def _foot(found: Numbers, *, hides: bool) -> str:
    said = []
    if hides:
        said.append(_("Groups of fewer than 5 are not shown."))
    if found.worst_fit is not None and found.mean is not None:
        said.append(
            _(
                "The weakest pair has a fit of %(worst)s of 100, the mean is %(mean)s.",
                worst=shown(found.worst_fit),
                mean=shown(found.mean),
            )
        )
    if found.matched:
        said.append(
            ngettext(
                "No mentor has more than %(num)s mentee.", "No mentor has more than %(num)s mentees.", found.most_load
            )
        )
    return " ".join(said)
