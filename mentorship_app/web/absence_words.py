"""How a mentor's absences are spoken of, for the mentor and staff alike."""

from mentorship_app.programs.absences import Absence, AbsenceKind
from mentorship_app.web.i18n import _, day


def absence_words(absence: Absence) -> str:
    """``Pauses from 3 Nov 2026``, ``Away from 3 Nov 2026 to 9 Nov 2026`` in the reader's language."""
    first = day(absence.starts_on)
    if absence.ends_on is None:
        return _("Pauses from %(first)s", first=first)
    last = day(absence.ends_on)
    if absence.kind is AbsenceKind.PAUSE:
        return _("Pauses from %(first)s to %(last)s", first=first, last=last)
    return _("Away from %(first)s to %(last)s", first=first, last=last)


def absent_now_words(absence: Absence | None) -> str:
    """The same for somebody who is absent today, in short; empty for who is there."""
    if absence is None:
        return ""
    if absence.kind is AbsenceKind.PAUSE:
        return _("Takes nobody new at the moment")
    return _("Away until %(last)s", last=day(absence.ends_on)) if absence.ends_on is not None else _("Away")
