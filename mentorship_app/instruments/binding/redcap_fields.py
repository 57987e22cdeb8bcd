"""The rows of a REDCap data dictionary: one field each, with its answers taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Table, by_column, refused
from mentorship_app.instruments.binding.html_text import words_of

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("variable / field name", "field_name"),
    "form": ("form name", "form_name"),
    "header": ("section header", "section_header"),
    "type": ("field type", "field_type"),
    "label": ("field label", "field_label"),
    "choices": ("choices, calculations, or slider labels", "choices or calculations", "select_choices_or_calculations"),
}
"""Heads as REDCap's pages write them, then as its programming interface does."""
_NEEDED = ("name", "type", "label", "choices")

ASKED = frozenset({"radio", "dropdown", "yesno", "truefalse", "slider", "text"})
"""Types whose answer is one value."""
CHOSEN = frozenset({"radio", "dropdown", "yesno", "truefalse"})
"""Types with labelled codes."""
_FIXED = {
    ("yesno", "en"): (("1", "Yes"), ("0", "No")),
    ("yesno", "fr"): (("1", "Oui"), ("0", "Non")),
    ("truefalse", "en"): (("1", "True"), ("0", "False")),
    ("truefalse", "fr"): (("1", "Vrai"), ("0", "Faux")),
}
"""What REDCap itself shows for types that write no answers of their own."""


@dataclass(frozen=True)
class RedcapField:
    """One row. ``choices``: code and label as they are shown; ``header`` stands above the field."""

    row: int
    name: str
    form: str
    type: str
    label: str
    header: str
    choices: tuple[tuple[str, str], ...]


def is_dictionary(header: tuple[str, ...]) -> bool:
    """Whether these are the heads of a data dictionary."""
    places = _places(header)
    return all(column in places for column in _NEEDED)


def fields_of(table: Table, *, language: str) -> tuple[RedcapField, ...]:
    """Every row that names a field, in order; raises FieldError for a table that is no data dictionary."""
    places = _places(table.header)
    if any(column not in places for column in _NEEDED):
        raise refused(N_("This is no REDCap data dictionary: its first row lacks REDCap’s names of the columns."))
    fields: list[RedcapField] = []
    for number, cells in table.rows:
        row = by_column(table.header, cells)
        said = {column: row[place].text for column, place in places.items()}
        if not said["name"]:
            continue
        kind = said["type"].casefold()
        fields.append(
            RedcapField(
                row=number,
                name=said["name"].casefold(),
                form=said.get("form", ""),
                type=kind,
                label=words_of(said["label"]),
                header=words_of(said.get("header", "")),
                choices=_FIXED.get((kind, language)) or (_choices(said["choices"]) if kind in CHOSEN else ()),
            )
        )
    return tuple(fields)


def _places(header: tuple[str, ...]) -> dict[str, int]:
    heads = [" ".join(head.split()).casefold() for head in header]
    return {column: heads.index(name) for column, names in _COLUMNS.items() for name in names if name in heads}


def _choices(cell: str) -> tuple[tuple[str, str], ...]:
    """``1, Never | 2, Rarely``: parted at the bars, then each at its first comma."""
    parts = (part.partition(",") for part in cell.split("|") if part.strip())
    return tuple((code.strip(), words_of(label)) for code, _comma, label in parts)
