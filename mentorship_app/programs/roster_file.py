"""What a file of people is: its limits, and what is said of one that cannot be read."""

from mentorship_app.core import tables
from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Table, TableKind

MAX_CELL = 1_000
"""Characters in one cell; nothing that a roster holds is longer."""

PEOPLE = TableKind(
    max_rows=20_000,
    max_columns=60,
    max_cell=MAX_CELL,
    empty=N_("This file is empty. Choose the file with your list of people."),
    too_large=N_("This file is larger than 10 MB. A list of people is much smaller; choose another file."),
    unreadable=N_("This is not a table that can be read. Save your list as CSV or as an Excel workbook (.xlsx)."),
    no_rows=N_("This file has no rows. The first row names the columns, each further row is one person."),
    only_heads=N_("This file names its columns but lists nobody. Add one row for each person."),
    too_many_rows=N_("This file has more than 20,000 rows. Split it, or check that it is the right one."),
    too_many_columns=N_("Row %(row)s has more than 60 columns. Keep only the columns of the template."),
    cell_too_long=N_("Row %(row)s has a cell with more than 1,000 characters. Shorten it."),
)


def read_table(content: bytes, *, file_name: str) -> Table:
    """Read a file of people. Raises FieldError("file") with what to do when it cannot be read as a table."""
    return tables.read_table(content, PEOPLE, file_name=file_name)
