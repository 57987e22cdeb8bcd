"""Reading a table of one text a row: which text it is, its language, its words, in columns of any order."""

from collections.abc import Mapping

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.searching import searchable
from mentorship_app.core.tables import Cell, Remark, Table, by_column, refused
from mentorship_app.instruments.binding.found import FileFormat, Found, Problem, Reading
from mentorship_app.instruments.binding.languages import language_of

_ITEM, _LANGUAGE, _TEXT = "item", "language", "text"
_HEADS: Mapping[str, tuple[str, ...]] = {
    _ITEM: ("item", "item id", "id", "identifiant", "enonce"),
    _LANGUAGE: ("language", "lang", "langue"),
    _TEXT: ("text", "texte", "wording", "libelle"),
}
"""Heads of the columns as :func:`searchable` writes them."""


def read_listed_texts(table: Table, *, language: str) -> Reading:
    """The texts of the file. ``language`` holds where the file has no such column. Raises FieldError."""
    places = _places(table.header, language)
    found: list[Found] = []
    problems: list[Problem] = []
    for number, cells in table.rows:
        row = by_column(table.header, cells)
        place = row[places[_ITEM]].text.strip().casefold()
        text = row[places[_TEXT]]
        said = row[places[_LANGUAGE]].text if _LANGUAGE in places else language
        remark = _wrong(place, text, said)
        if remark:
            problems.append(Problem(number, place, remark))
        else:
            found.append(Found(number, place, language_of(said), text.text))
    unused = [head for index, head in enumerate(table.header) if index not in places.values() and head]
    remarks = table.remarks
    if unused:
        remarks = (*remarks, Remark(N_("These columns were not read: %(heads)s."), {"heads": ", ".join(unused)}))
    return Reading(FileFormat.TEXTS, tuple(found), tuple(problems), remarks=remarks)


def _wrong(place: str, text: Cell, language: str) -> Remark | None:
    if not place:
        return Remark(N_("This row does not say which text it is."))
    if not language_of(language):
        return Remark(N_("“%(language)s” is no language of this app. Write en or fr."), {"language": language[:40]})
    if text.is_formula:
        return Remark(N_("A spreadsheet would compute this text instead of showing it. Type it as words."))
    return None


def _places(header: tuple[str, ...], language: str) -> dict[str, int]:
    heads = [searchable(head) for head in header]
    places: dict[str, int] = {}
    for column, names in _HEADS.items():
        here = [index for index, head in enumerate(heads) if head in names]
        if len(here) > 1:
            raise refused(N_("Two columns are called “%(head)s”. Keep one of them."), head=header[here[1]])
        if here:
            places[column] = here[0]
    if _ITEM not in places or _TEXT not in places:
        raise refused(
            N_(
                "The first row has to name the columns item, language and text. This one names: %(heads)s. "
                "A REDCap data dictionary is read too, as REDCap wrote it."
            ),
            heads=", ".join(head for head in header if head)[:200],
        )
    if _LANGUAGE not in places and not language:
        raise FieldError("language", N_("The file does not say its language. Choose it here."))
    return places
