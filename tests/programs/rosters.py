"""Lists of people as bytes, as real programs would upload them."""

import io
from collections.abc import Sequence

from xlsxwriter import Workbook

HEAD = "email,name,role,training level,department,site,capacity,language"
TWO_PEOPLE = f"""{HEAD}
wren.ito@example.org,Wren Ito,mentee,PGY-1,,,,en
m.fontclair@example.org,Dre Maëlle Fontclair,mentor,,Surgery,North,2,fr
"""


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """An Excel workbook with these rows on its first sheet; text that starts with = is a formula."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()
