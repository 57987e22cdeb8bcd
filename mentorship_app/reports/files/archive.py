"""What travels inside the archive: each table as a CSV of its own, and every number in one file."""

import re
from collections.abc import Sequence

from mentorship_app.documents import Attached
from mentorship_app.reports.files.grid import table_csv
from mentorship_app.reports.section import Section
from mentorship_app.reports.words import Words

ALL_NUMBERS = "numbers.csv"
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9.-]+")


def enclosures(sections: Sequence[Section], all_numbers: bytes, words: Words) -> tuple[Attached, ...]:
    """The files, named after the keys of section and table: the same in every language and every year."""
    files = [Attached(ALL_NUMBERS, all_numbers, words.gettext("Every number of the report"))]
    names = {ALL_NUMBERS}
    for section in sections:
        for position, table in enumerate(section.tables, 1):
            name = _file_name(section.key, table.key or f"table-{position}", names)
            files.append(Attached(name, table_csv(table, words), table.caption))
    return tuple(files)


def _file_name(section: str, table: str, taken: set[str]) -> str:
    whole = table if table.startswith(f"{section}.") else f"{section}.{table}"
    plain = _NOT_IN_A_NAME.sub("-", whole.lower()).strip("-.")
    name, number = f"{plain}.csv", 1
    while name in taken:
        number += 1
        name = f"{plain}-{number}.csv"
    taken.add(name)
    return name
