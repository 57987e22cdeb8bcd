"""Reading the wording of an instrument out of a REDCap data dictionary.

Field names are item ids, or are paired with them by a person; labels are texts; choices are the labels of the codes.
REDCap does not say the language of its file, and its codes may differ from the key's: 1 to 7 where the key has 0 to 6
would move every score. Both are asked, never guessed.
"""

from collections import Counter
from collections.abc import Mapping

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Remark, Table
from mentorship_app.instruments.binding.code_sets import CodeSets
from mentorship_app.instruments.binding.found import Choices, FileFormat, Found, ItemProposal, Problem, Reading, Unused
from mentorship_app.instruments.binding.places import lead_place
from mentorship_app.instruments.binding.redcap_fields import ASKED, RedcapField, fields_of
from mentorship_app.instruments.definition import Instrument


def read_dictionary(table: Table, instrument: Instrument, said: Choices) -> Reading:
    """What the dictionary says about ``instrument``; raises FieldError when its language was not said."""
    if not said.language:
        raise FieldError("language", N_("A REDCap data dictionary does not say its language. Choose it here."))
    fields = fields_of(table, language=said.language)
    asked, problems = _paired(fields, instrument, said)
    sets = CodeSets(instrument, said.codes)
    found: list[Found] = []
    for item_id, field in asked.items():
        found.append(Found(field.row, item_id, said.language, field.label))
        sets.take(item_id, field)
    codes = sets.outcome(said.language)
    missing = [item.id for item in instrument.items if item.id not in asked]
    return Reading(
        format=FileFormat.REDCAP,
        found=(*found, *codes.labels, *_leads(fields, asked, instrument, said.language)),
        problems=(*problems, *codes.problems),
        unused=tuple(_unused(field) for field in fields if field.name not in {used.name for used in asked.values()}),
        remarks=table.remarks,
        item_proposals=_in_order(fields, asked, missing),
        code_proposals=codes.proposals,
        unsettled=codes.unsettled,
    )


def _paired(
    fields: tuple[RedcapField, ...], instrument: Instrument, said: Choices
) -> tuple[dict[str, RedcapField], list[Problem]]:
    """Each item with its field, in the order of the instrument."""
    by_name, problems = _by_name(fields)
    problems += _wrong_pairs(instrument, said.items)
    asked: dict[str, RedcapField] = {}
    for item in instrument.items:
        name = said.items.get(item.id, item.id)
        field = by_name.get(name)
        if field is None:
            if item.id in said.items:
                problems.append(Problem(0, name, Remark(N_("The file has no field of this name."))))
        elif field.type not in ASKED:
            wrong = N_("This field is of the type %(type)s, which cannot be one answer.")
            problems.append(Problem(field.row, name, Remark(wrong, {"type": field.type[:40] or "–"})))
        else:
            asked[item.id] = field
    return asked, problems


def _by_name(fields: tuple[RedcapField, ...]) -> tuple[dict[str, RedcapField], list[Problem]]:
    by_name: dict[str, RedcapField] = {}
    problems: list[Problem] = []
    for field in fields:
        first = by_name.setdefault(field.name, field)
        if first is not field:
            twice = N_("This field already stands in row %(row)s. Keep one of the two.")
            problems.append(Problem(field.row, field.name, Remark(twice, {"row": first.row})))
    return by_name, problems


def _wrong_pairs(instrument: Instrument, pairs: Mapping[str, str]) -> list[Problem]:
    """Pairs that name no item, or one field for several."""
    known = {item.id for item in instrument.items}
    unknown = N_("This measure has no such id. The template lists all of them.")
    several = N_("This field was paired with several items.")
    return [Problem(0, item_id, Remark(unknown)) for item_id in pairs if item_id not in known] + [
        Problem(0, name, Remark(several)) for name, times in Counter(pairs.values()).items() if times > 1
    ]


def _leads(
    fields: tuple[RedcapField, ...], asked: Mapping[str, RedcapField], instrument: Instrument, language: str
) -> list[Found]:
    """The section header above the first item of each page: it often says the time that is asked about."""
    above: dict[str, tuple[RedcapField, str]] = {}
    form, header = "", ""
    for field in fields:
        header = field.header or (header if field.form == form else "")
        form = field.form
        above.setdefault(field.name, (field, header))
    leads: list[Found] = []
    for page in instrument.pages:
        first = asked.get(page.items[0])
        if first is not None and above[first.name][1]:
            leads.append(Found(first.row, lead_place(page.id), language, above[first.name][1]))
    return leads


_REASONS = {
    "calc": N_("a calculated field"),
    "descriptive": N_("a text between questions"),
    "checkbox": N_("several answers at once"),
    "file": N_("a file"),
    "sql": N_("a query"),
    "notes": N_("an answer in words"),
}


def _unused(field: RedcapField) -> Unused:
    return Unused(field.row, field.name, Remark(_REASONS.get(field.type, N_("not paired with an item"))))


def _in_order(
    fields: tuple[RedcapField, ...], asked: Mapping[str, RedcapField], missing: list[str]
) -> tuple[ItemProposal, ...]:
    """For each form that has exactly as many unused questions as items are missing: the two in their order."""
    used = {field.name for field in asked.values()}
    by_form: dict[str, list[RedcapField]] = {}
    for field in fields:
        if field.name not in used and field.type in ASKED and (field.type != "text" or field.row > 2):
            by_form.setdefault(field.form, []).append(field)
    return tuple(
        ItemProposal(form, tuple((item, field.name, field.label) for item, field in zip(missing, here, strict=True)))
        for form, here in by_form.items()
        if missing and len(here) == len(missing)
    )
