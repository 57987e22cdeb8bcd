"""A help number that nobody has called for eleven months, or ever."""

from datetime import date

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.kinds import ActionKind, Cause, People, Scope, kinds
from mentorship_app.programs.models import HelpLine
from mentorship_app.programs.queries import help_lines_to_check

KIND = "help_line"


def find(scope: Scope) -> list[Cause]:
    return [_cause(line, scope.today) for line in help_lines_to_check(scope.cohort.program, now=scope.now)]


def _cause(line: HelpLine, today: date) -> Cause:
    return Cause(
        KIND,
        str(line.id),
        fingerprint=f"{line.number} {line.verified_on}",
        since=line.verified_on or today,
        values={"label": line.label, "number": line.number},
    )


def _values(cause: Cause, _people: People, locale: str) -> dict[str, object]:
    label = cause.values["label"].in_(locale)  # type: ignore[attr-defined]  # a text in both languages
    return {"label": label, "number": cause.values["number"]}


kinds.add(
    KIND,
    ActionKind(
        icon="help",
        find=find,
        tone="warning",
        name=N_("Help numbers to check"),
        title=N_("Check a help number: %(label)s"),
        reason=N_(
            "Call %(number)s and confirm it. Nobody has for eleven months; after twelve a number is hidden until "
            "somebody does."
        ),
        many=(N_("Check %(num)s help number"), "Check %(num)s help numbers"),
        many_reason=N_("Nobody has called for eleven months. After twelve a number is hidden until you confirm it."),
        values=_values,
    ),
)
