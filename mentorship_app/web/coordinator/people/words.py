"""What roles, states and fields of an enrollment are called on the page."""

from collections.abc import Mapping

from mentorship_app.programs import CohortRole, EnrollmentStatus, TrainingLevel
from mentorship_app.programs.duplicates import Likeness
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l, current_locale

ROLE: Mapping[CohortRole, str] = {CohortRole.MENTOR: _l("Mentor"), CohortRole.MENTEE: _l("Mentee")}
STATUS: Mapping[EnrollmentStatus, str] = {
    EnrollmentStatus.ACTIVE: _l("Takes part"),
    EnrollmentStatus.WITHDRAWN: _l("Has left"),
}
INTAKE: Mapping[str, str] = {"sent": _l("Intake sent"), "missing": _l("No intake yet")}
LIKENESS: Mapping[Likeness, str] = {
    Likeness.ADDRESS: _l("Addresses that most often reach the same mailbox"),
    Likeness.NAME: _l("The same name"),
}
FIELD: Mapping[str, str] = {
    "status": _l("Status"),
    "training_level": _l("Training level"),
    "department": _l("Department"),
    "site": _l("Site"),
    "capacity": _l("Places"),
    "hours_per_month": _l("Hours a month"),
    "name": _l("Name"),
    "email": _l("Email address"),
    "locale": _l("Language"),
    "tag": _l("Name of the tag"),
}


def level_name(level: TrainingLevel | None) -> str:
    """``PGY-1 (First year)`` in the reader's language; empty without a level."""
    if level is None:
        return ""
    name = level.name.in_(current_locale())
    return level.code if name == level.code else f"{level.code} ({name})"


def shown_value(field: str, value: str) -> str:
    """A stored value of ``field`` as people say it."""
    if field == "status":
        return str(STATUS[EnrollmentStatus(value)])
    if field == "locale":
        return LANGUAGE_NAMES.get(value, value)
    return value or _("nothing")
