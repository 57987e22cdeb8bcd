"""The lines that the help pages show."""

from mentorship_app.programs.help_library import library
from mentorship_app.web.context import ShownHelpLine, help_lines_of, program_in_view
from mentorship_app.web.i18n import current_locale

WHERE_NO_PROGRAM_IS_KNOWN = ("canada_988", "usa_988", "emergency")
"""What everybody may be told, whatever program they are of."""


def lines_here() -> list[ShownHelpLine]:
    """The program's lines; those of the country where no program is known, or where none of its lines holds."""
    found = help_lines_of(program_in_view())
    if found:
        return found
    locale = current_locale()
    return [
        ShownHelpLine(line.label.in_(locale), line.note.in_(locale), line.number)
        for line in library().lines
        if line.key in WHERE_NO_PROGRAM_IS_KNOWN
    ]
