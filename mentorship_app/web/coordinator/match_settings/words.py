"""How settings are said beside each other."""

from mentorship_app.matching.scoring import weight_of
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring import PairingKind
from mentorship_app.web.coordinator.match_settings.forms import CRITERIA, MODES, SWITCHES, SettingsForm
from mentorship_app.web.i18n import _
from mentorship_app.web.pairing_words import KIND_NAMES
from mentorship_app.web.versioned_form import Difference


def differences(now_says: Settings, yours: Settings) -> list[Difference]:
    """Every entry in which the two differ, by its name on the page."""
    theirs, mine = entries(now_says), entries(yours)
    return [Difference(name, theirs[name], mine[name]) for name in theirs if theirs[name] != mine[name]]


def entries(settings: Settings) -> dict[str, str]:
    """Every entry of the page, by its name, as it is read."""
    rules, labels = settings.rules, {field.name: field.label.text for field in SettingsForm(formdata=None)}
    found = {_(one.name): str(weight_of(settings, one)) for one in CRITERIA}
    found |= {str(labels[name]): _("Yes") if getattr(rules, name) else _("No") for name in SWITCHES}
    found |= {str(labels[name]): str(getattr(rules, name)) for name in ("min_overlap", "days_to_accept")}
    found |= {_cap_name(kind): _cap_words(rules.caps.get(kind)) for kind in PairingKind}
    return found | {str(labels["mode"]): str(MODES[settings.mode])}


def _cap_name(kind: PairingKind) -> str:
    return _("At most, as %(kind)s", kind=KIND_NAMES[kind])


def _cap_words(cap: int | None) -> str:
    return _("No limit") if cap is None else str(cap)
