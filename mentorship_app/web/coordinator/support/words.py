"""A support plan in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mentorship_app.programs.support import SupportEntries, SupportState
from mentorship_app.web.i18n import _, _l, number

STATE: Mapping[SupportState, str] = MappingProxyType(
    {
        SupportState.OPEN: _l("Not begun"),
        SupportState.ASKED: _l("Asked for"),
        SupportState.AGREED: _l("Agreed"),
        SupportState.NOT_NEEDED: _l("Not needed"),
    }
)
TAGS: Mapping[SupportState, str] = MappingProxyType(
    {
        SupportState.OPEN: "plain",
        SupportState.ASKED: "sand",
        SupportState.AGREED: "success",
        SupportState.NOT_NEEDED: "plain",
    }
)
FIELD: Mapping[str, str] = MappingProxyType(
    {
        "mentor_hours": _l("Hours a month for each mentor"),
        "mentee_hours": _l("Hours a month for each mentee"),
        "released_by": _l("Who gives this time free"),
        "time_state": _l("Protected time"),
        "budget_amount": _l("Amount for the year"),
        "budget_currency": _l("Currency"),
        "budget_source": _l("Where the money comes from"),
        "budget_state": _l("Budget"),
        "sponsor_name": _l("Name of the sponsor"),
        "sponsor_role": _l("Role of the sponsor"),
        "sponsor_state": _l("Sponsor"),
        "lead_name": _l("Name of the lead"),
        "lead_role": _l("Role of the lead"),
        "lead_hours": _l("Hours a week for leading"),
        "lead_state": _l("Named lead"),
        "resources": _l("What else there is"),
        "resources_state": _l("Rooms, tools and people"),
    }
)


@dataclass(frozen=True)
class Part:
    """One part of a plan as it is read."""

    title: str
    text: str
    state: str
    tag: str


def parts_of(entries: SupportEntries) -> list[Part]:
    """The five parts of a plan, in their order; a part of which nothing is said has an empty text."""
    texts = {
        "time_state": _joined(
            _hours(_("%(hours)s hours a month for each mentor"), entries.mentor_hours),
            _hours(_("%(hours)s hours a month for each mentee"), entries.mentee_hours),
            _("given free by %(whom)s", whom=entries.released_by) if entries.released_by else "",
        ),
        "budget_state": _joined(
            "" if entries.budget_amount is None else f"{number(entries.budget_amount)}\u00a0{entries.budget_currency}",
            entries.budget_source,
        ),
        "sponsor_state": _joined(entries.sponsor_name, entries.sponsor_role),
        "lead_state": _joined(
            entries.lead_name, entries.lead_role, _hours(_("%(hours)s hours a week"), entries.lead_hours)
        ),
        "resources_state": entries.resources,
    }
    return [
        Part(str(FIELD[key]), text, str(STATE[getattr(entries, key)]), TAGS[getattr(entries, key)])
        for key, text in texts.items()
    ]


def _hours(sentence: str, hours: float | None) -> str:
    return "" if hours is None else sentence % {"hours": number(hours, 1)}


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def shown_value(field: str, entries: SupportEntries) -> str:
    """One entry as people say it, for comparing two versions."""
    value = getattr(entries, field)
    if isinstance(value, SupportState):
        return str(STATE[value])
    if isinstance(value, float):
        return number(value, 1)
    if isinstance(value, int):
        return number(value)
    return str(value) if value else _("nothing")
