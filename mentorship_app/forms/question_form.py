"""A question as it stands in the boxes of the editor: everything as typed, until it is read as an entry."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.forms.content import Entry
from mentorship_app.questions.answers import Form
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.languages import code_of, name_of
from mentorship_app.questions.questionnaire import Readers
from mentorship_app.questions.settings import Setting, SettingKind
from mentorship_app.questions.text import clean_line, clean_lines, harmless
from mentorship_app.questions.types import question_types
from mentorship_app.questions.types.date import Date, DateConfig
from mentorship_app.questions.types.number import Number, NumberConfig
from mentorship_app.questions.wording import number_text

LONGEST_LINE = 300
LONGEST_TEXT = 6000
WORDS = (("text", LONGEST_LINE), ("hint", LONGEST_LINE), ("if_blank", LONGEST_LINE))
"""What every question says, each in two languages."""
REQUIRED, READERS = "required", "readers"
YES = "yes"
_ROW_PARTS = {
    SettingKind.OPTIONS: ("code", "en", "fr", "hint-en", "hint-fr"),
    SettingKind.POINTS: ("value", "en", "fr"),
}


def box(name: str, part: str = "") -> str:
    """The name of the box of a setting, or of a part of it."""
    return f"set-{name}-{part}" if part else f"set-{name}"


def digest(entry: Entry) -> str:
    """Changes whenever anything about the question does: a page sends back what it was drawn from."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class TypedRow:
    """One row of a list of options or points, as typed."""

    parts: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        """Whether neither language has words: such a row is left out."""
        return not any(self.parts.get(locale, "").strip() for locale in LOCALES)


@dataclass(frozen=True)
class QuestionForm:
    """The boxes of one question of type ``type``, by name."""

    type: str
    boxes: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, question: Entry, locale: str) -> "QuestionForm":
        """Filled with a question as it is kept; names of languages stand in ``locale``."""
        boxes: dict[str, list[str]] = {REQUIRED: [] if question.get("optional") else [YES]}
        boxes[READERS] = [str(question.get("readers", Readers.STAFF))]
        for name, _limit in WORDS:
            for key in LOCALES:
                boxes[f"{name}-{key}"] = [str((question.get(name) or {}).get(key, ""))]
        config = question.get("config", {})
        for setting in question_types[question["type"]].settings:
            boxes.update(_boxes_of(setting, config.get(setting.name), locale))
        return cls(question["type"], boxes)

    @classmethod
    def new(cls, question_type: str) -> "QuestionForm":
        """An empty one: required, read by staff, with as many blank rows as its lists need."""
        boxes: dict[str, Sequence[str]] = {REQUIRED: [YES], READERS: [str(Readers.STAFF)]}
        for setting in question_types[question_type].settings:
            for part in _ROW_PARTS.get(setting.kind, ()):
                boxes[box(setting.name, part)] = [""] * (setting.low + 1)
            if setting.starts_as:
                boxes[box(setting.name)] = setting.starts_as
        return cls(question_type, boxes)

    @classmethod
    def typed(cls, question_type: str, form: Form) -> "QuestionForm":
        """As submitted, without what a page cannot hold."""
        names = [f"{name}-{key}" for name, _limit in WORDS for key in LOCALES] + [REQUIRED, READERS]
        for setting in question_types[question_type].settings:
            names += _names_of(setting)
        return cls(question_type, {name: [harmless(value) for value in form.getlist(name)] for name in names})

    @property
    def settings(self) -> tuple[Setting, ...]:
        return question_types[self.type].settings

    def value(self, name: str) -> str:
        """What stands in a box that is there once."""
        return next(iter(self.boxes.get(name, ())), "")

    def rows(self, setting: Setting) -> tuple[TypedRow, ...]:
        """The rows of a list, as many as there are boxes for English words."""
        parts = _ROW_PARTS[setting.kind]
        count = len(self.boxes.get(box(setting.name, "en"), ()))
        columns = {part: [*self.boxes.get(box(setting.name, part), ()), *[""] * count] for part in parts}
        return tuple(TypedRow({part: columns[part][place] for part in parts}) for place in range(count))

    def with_rows(self, setting: Setting, rows: Sequence[TypedRow]) -> "QuestionForm":
        """The same with other rows in a list."""
        columns = {box(setting.name, part): [row.parts[part] for row in rows] for part in _ROW_PARTS[setting.kind]}
        return QuestionForm(self.type, {**self.boxes, **columns})

    def pressed(self, action: str) -> "QuestionForm | None":
        """After a button beside a list: ``add:options``, ``up:options:2``, ``down:…``, ``remove:…``; rows count from 0.

        None for any other button, and for a row that is not there.
        """
        verb, _, rest = action.partition(":")
        name, _, number = rest.partition(":")
        setting = next((setting for setting in self.settings if setting.name == name and setting.is_list), None)
        if setting is None:
            return None
        rows = list(self.rows(setting))
        place = int(number) if number.isascii() and number.isdecimal() else -1
        if verb == "add" and len(rows) < setting.high:
            rows.append(TypedRow(dict.fromkeys(_ROW_PARTS[setting.kind], "")))
        elif verb in {"up", "down"} and 0 <= place < len(rows):
            other = min(max(place + (1 if verb == "down" else -1), 0), len(rows) - 1)
            rows[place], rows[other] = rows[other], rows[place]
        elif verb == "remove" and 0 <= place < len(rows):
            del rows[place]
        else:
            return None
        return self.with_rows(setting, rows)

    def read(self, before: Entry | None = None) -> tuple[Entry, dict[str, AnswerError]]:
        """The entry that is meant, and what is wrong by name of the box. ``before`` keeps what has no box."""
        entry: Entry = {"optional": self.value(REQUIRED) != YES, "readers": _readers(self.value(READERS))}
        errors: dict[str, AnswerError] = {}
        for name, limit in WORDS:
            entry[name] = self._words(f"{name}-", limit, errors)
        if not entry["text"] and not any(f"text-{key}" in errors for key in LOCALES):
            errors["text-en"] = AnswerError(N_("Write the question, at least in one language."))
        config: dict[str, Any] = {}
        had = (before or {}).get("config", {})
        for setting in self.settings:
            try:
                value = self._setting(setting, had.get(setting.name), errors)
            except AnswerError as error:
                errors[_first_box(setting)] = error
                continue
            # Nothing set is left out; the number 0 is something.
            if value is not None and value is not False and value not in ({}, []):
                config[setting.name] = value
        self._check_bounds(config, errors)
        return entry | {"config": config}, errors

    def _words(self, prefix: str, limit: int, errors: dict[str, AnswerError], *, lines: bool = False) -> dict[str, str]:
        words: dict[str, str] = {}
        for key in LOCALES:
            try:
                clean = (clean_lines if lines else clean_line)(self.value(prefix + key), limit)
            except AnswerError as error:
                errors[prefix + key] = error
                continue
            if clean:
                words[key] = clean
        return words

    def _setting(self, setting: Setting, had: Any, errors: dict[str, AnswerError]) -> Any:
        """The value for ``config``; None where nothing is set. Raises AnswerError about the setting as a whole."""
        if setting.is_list:
            return self._list(setting, had)
        if setting.is_localized:
            is_text = setting.kind is SettingKind.TEXT
            limit = LONGEST_TEXT if is_text else LONGEST_LINE
            words = self._words(box(setting.name) + "-", limit, errors, lines=is_text)
            if setting.required and not words:
                raise AnswerError(N_("Write this, at least in one language."))
            return words
        return self._plain(setting)

    def _plain(self, setting: Setting) -> Any:
        given = [value for value in self.boxes.get(box(setting.name), ()) if value.strip()]
        if setting.kind is SettingKind.FLAG:
            return self.value(box(setting.name)) == YES
        if setting.kind is SettingKind.SOME_OF:
            chosen = [value for value, _label in setting.choices if value in given]
            if setting.required and not chosen:
                raise AnswerError(N_("Choose at least one."))
            return chosen
        if setting.kind is SettingKind.ONE_OF:
            return next((value for value, _label in setting.choices if value in given), None)
        if setting.kind is SettingKind.LANGUAGES:
            return _languages(self.value(box(setting.name)), setting)
        if not given:
            return None
        if setting.kind is SettingKind.DAY:
            return Date().parse([given[0]], DateConfig())
        number = Number().parse([given[0]], NumberConfig())
        if setting.kind is SettingKind.WHOLE and (
            not isinstance(number, int) or not setting.low <= number <= setting.high
        ):
            raise AnswerError(N_("Enter a whole number from %(low)s to %(high)s."), low=setting.low, high=setting.high)
        return number

    def _list(self, setting: Setting, had: Any) -> list[Entry]:
        rows = [row for row in self.rows(setting) if not row.is_blank]
        if not setting.low <= len(rows) <= setting.high:
            raise AnswerError(N_("Write %(low)s to %(high)s of them."), low=setting.low, high=setting.high)
        kept = {str(row.get("code")): row for row in had or () if isinstance(row, dict)}
        made = [_option(row, kept) if setting.kind is SettingKind.OPTIONS else _point(row) for row in rows]
        for key in LOCALES:
            words = [entry[key].casefold() for entry in made if entry.get(key)]
            if len(set(words)) < len(words):
                raise AnswerError(N_("Two of them say the same. Reword one of them."))
        if setting.kind is SettingKind.POINTS:
            _number_points(made)
        return made

    def _check_bounds(self, config: Mapping[str, Any], errors: dict[str, AnswerError]) -> None:
        for setting in self.settings:
            low, high = config.get(setting.name), config.get(setting.not_above)
            if low is None or high is None:
                continue
            if low > (len(high) if isinstance(high, list) else high):
                errors[box(setting.name)] = (
                    AnswerError(N_("There are only %(count)s of them."), count=len(high))
                    if isinstance(high, list)
                    else AnswerError(N_("The first may not be above the second."))
                )


def _first_box(setting: Setting) -> str:
    return box(setting.name, "en") if setting.is_list or setting.is_localized else box(setting.name)


def _names_of(setting: Setting) -> list[str]:
    parts = _ROW_PARTS.get(setting.kind) or (LOCALES if setting.is_localized else ("",))
    return [box(setting.name, part) for part in parts]


def _boxes_of(setting: Setting, value: Any, locale: str) -> dict[str, list[str]]:
    if setting.is_list:
        rows = value or ()
        return {box(setting.name, part): [_part_of(row, part) for row in rows] for part in _ROW_PARTS[setting.kind]}
    if setting.is_localized:
        return {box(setting.name, key): [str((value or {}).get(key, ""))] for key in LOCALES}
    name = box(setting.name)
    if value is None:
        return {name: list(setting.starts_as) if setting.kind is SettingKind.SOME_OF else []}
    if setting.kind is SettingKind.FLAG:
        return {name: [YES] if value else []}
    if setting.kind is SettingKind.LANGUAGES:
        return {name: [", ".join(name_of(code, locale) for code in value)]}
    if setting.kind is SettingKind.SOME_OF:
        return {name: [str(entry) for entry in value]}
    if setting.kind in (SettingKind.WHOLE, SettingKind.DECIMAL):
        return {name: [number_text(value, locale)]}
    return {name: [value.isoformat() if isinstance(value, date) else str(value)]}


def _part_of(row: Entry, part: str) -> str:
    if part.startswith("hint-"):
        return str((row.get("hint") or {}).get(part.removeprefix("hint-"), ""))
    return str(row.get(part, ""))


def _readers(name: str) -> str:
    return name if name in set(Readers) else Readers.STAFF.value


def _languages(typed: str, setting: Setting) -> list[str]:
    codes: dict[str, None] = {}
    for name in typed.replace(";", ",").split(","):
        if not (clean := clean_line(name, LONGEST_LINE)):
            continue
        if (code := code_of(clean)) is None:
            raise AnswerError(N_("There is no language called %(name)s here. Check how it is written."), name=clean)
        codes[code] = None
    if len(codes) > setting.high:
        raise AnswerError(N_("Name no more than %(high)s."), high=setting.high)
    return list(codes)


def _words_of(row: TypedRow, prefix: str = "") -> dict[str, str]:
    words = {key: clean_line(row.parts[prefix + key], LONGEST_LINE) for key in LOCALES}
    return {key: text for key, text in words.items() if text}


def _option(row: TypedRow, kept: Mapping[str, Entry]) -> Entry:
    """An option; its code is empty unless the question had it before."""
    before = kept.get(row.parts["code"], {})
    entry: Entry = {"code": str(before.get("code", ""))} | _words_of(row)
    if hint := _words_of(row, "hint-"):
        entry["hint"] = hint
    if before.get("lang"):
        entry["lang"] = before["lang"]
    return entry


def _point(row: TypedRow) -> Entry:
    typed = row.parts["value"].strip()
    value = Number().parse([typed], NumberConfig()) if typed else None
    if value is not None and (not isinstance(value, int) or not -100 <= value <= 100):
        raise AnswerError(N_("Number the points with whole numbers from -100 to 100."))
    return {"value": value} | _words_of(row)


def _number_points(points: list[Entry]) -> None:
    """Points without a number go on from the one before; raises AnswerError where two have the same."""
    last = -1
    for point in points:
        point["value"] = last = last + 1 if point["value"] is None else point["value"]
    if len({point["value"] for point in points}) < len(points):
        raise AnswerError(N_("Two points have the same number. Change one of them."))
