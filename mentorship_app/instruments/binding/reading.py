"""From the bytes of a wording file to what it says about one instrument. No database."""

from mentorship_app.core import tables
from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import TableKind
from mentorship_app.instruments.binding.found import Choices, FileFormat, Reading
from mentorship_app.instruments.binding.listed_texts import read_listed_texts
from mentorship_app.instruments.binding.redcap import read_dictionary
from mentorship_app.instruments.binding.redcap_fields import is_dictionary
from mentorship_app.instruments.definition import Instrument

WORDING = TableKind(
    max_rows=5_000,
    max_columns=60,
    max_cell=30_000,
    empty=N_("This file is empty. Choose the file with the wording."),
    too_large=N_("This file is larger than 10 MB. The wording of a measure is much smaller; choose another file."),
    unreadable=N_("This is not a table that can be read. Save the wording as CSV or as an Excel workbook (.xlsx)."),
    no_rows=N_("This file has no rows. The first row names the columns, each further row is one text."),
    only_heads=N_("This file names its columns but holds no text. Add one row for each text."),
    too_many_rows=N_("This file has more than 5,000 rows. Check that it is the right one."),
    too_many_columns=N_("Row %(row)s has more than 60 columns. Check that it is the right file."),
    cell_too_long=N_("Row %(row)s has a cell with more than 30,000 characters. Check that it is the right file."),
)
"""A data dictionary may hold a whole study, and long conditions in one cell; texts are measured apart."""


def read_wording_file(content: bytes, instrument: Instrument, said: Choices, *, file_name: str) -> Reading:
    """What the file says. Raises FieldError("file") when it cannot be read at all, FieldError("language") when the
    language was neither in the file nor said."""
    table = tables.read_table(content, WORDING, file_name=file_name)
    kind = said.format or (FileFormat.REDCAP if is_dictionary(table.header) else FileFormat.TEXTS)
    if kind is FileFormat.REDCAP:
        return read_dictionary(table, instrument, said)
    return read_listed_texts(table, language=said.language)
