"""The file that people fill in: a CSV and an Excel workbook, its columns named in English or French."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.spreadsheets import safe_cell
from mentorship_app.programs.models import Program
from mentorship_app.programs.roster_columns import HEADS, Column

KINDS = ("csv", "xlsx")
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NAME = LocalizedText("people-template", "modele-personnes")
_SHEET = LocalizedText("People", "Personnes")
_ROLES = LocalizedText("mentor,mentee", "mentor,mentoré")
_WIDTHS = {Column.EMAIL: 32, Column.NAME: 28}


@dataclass(frozen=True)
class TemplateFile:
    """A file ready to be downloaded."""

    content: io.BytesIO
    media_type: str
    file_name: str


def make(program: Program, kind: str, *, locale: str) -> TemplateFile:
    """The template with the columns in the language of ``locale``; ``kind`` is csv or xlsx."""
    heads = [head.in_(locale) for head in HEADS.values()]
    content = _csv(heads) if kind == "csv" else _xlsx(program, heads, locale)
    return TemplateFile(io.BytesIO(content), _MEDIA_TYPES[kind], f"{_NAME.in_(locale)}.{kind}")


def _csv(heads: Sequence[str]) -> bytes:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerow([safe_cell(head) for head in heads])
    # The mark at the beginning makes Excel read accents right.
    return target.getvalue().encode("utf-8-sig")


def _xlsx(program: Program, heads: Sequence[str], locale: str) -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_SHEET.in_(locale))
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        choices = {
            Column.ROLE: _ROLES.in_(locale).split(","),
            Column.LEVEL: [safe_cell(level.code) for level in program.training_levels],
            Column.CAPACITY: ["0", "1", "2", "3", "4", "5"],
            Column.LANGUAGE: ["en", "fr"],
        }
        for place, (column, head) in enumerate(zip(HEADS, heads, strict=True)):
            sheet.set_column(place, place, _WIDTHS.get(column, 18))
            sheet.write_string(0, place, safe_cell(head), bold)
            offered = choices.get(column)
            # Excel allows 255 characters in such a list.
            if offered and len(",".join(offered)) < 255:
                sheet.data_validation(1, place, 20_000, place, {"validate": "list", "source": offered})
    return target.getvalue()
