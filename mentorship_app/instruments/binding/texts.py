"""From the texts of a file to those of an instrument: none missing, none twice, none that belongs nowhere."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Remark
from mentorship_app.instruments.binding.found import Found, Problem, Texts
from mentorship_app.instruments.binding.places import (
    lead_place,
    needed_places,
    optional_places,
    response_place,
    title_place,
)
from mentorship_app.instruments.definition import Instrument
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_line

LONGEST_TEXT = 1_000
"""Characters of one text; no question that fits on a phone is longer."""

_Kept = dict[tuple[str, str], Found]
"""By language and place."""


def gather(
    instrument: Instrument, found: Sequence[Found], *, unsettled: Collection[str] = ()
) -> tuple[Texts, tuple[Problem, ...]]:
    """The texts by language, and whatever is wrong with them, row by row; then what is missing.

    ``unsettled``: response sets whose labels nobody looks for, because their codes are a problem of their own.
    """
    sorter = _Sorter(instrument, unsettled)
    for text in found:
        sorter.take(text)
    languages = sorted({language for language, _place in sorter.kept} | sorter.touched)
    for language in languages:
        sorter.check_complete(language)
    texts = {language: _of_language(instrument, sorter.kept, language) for language in languages}
    return texts, tuple(sorted(sorter.problems, key=lambda problem: (problem.row == 0, problem.row)))


class _Sorter:
    """Puts text after text to its place, collecting every problem."""

    def __init__(self, instrument: Instrument, unsettled: Collection[str]) -> None:
        self._instrument = instrument
        self._not_looked_for = tuple(response_place(name, 0)[:-1] for name in unsettled)
        self._needed = needed_places(instrument)
        self._optional = frozenset(optional_places(instrument))
        self.kept: _Kept = {}
        self.touched: set[str] = set()
        """Languages of which there is at least one row, right or wrong."""
        self._named: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []

    def take(self, text: Found) -> None:
        if text.language not in self._instrument.languages:
            self._refuse(text, N_("This measure is not offered in that language. Take the row out."))
            return
        if text.place not in self._needed and text.place not in self._optional:
            self._refuse(text, *self._unknown(text.place))
            return
        self.touched.add(text.language)
        key = (text.language, text.place)
        if key in self.kept:
            self._refuse(
                text, N_("This text already stands in row %(row)s. Keep one of the two."), row=self.kept[key].row
            )
            return
        self._named.add(key)
        if len(text.text) > LONGEST_TEXT:
            self._refuse(
                text,
                N_("This text has %(length)s characters. At most %(limit)s fit on a phone."),
                length=len(text.text),
                limit=LONGEST_TEXT,
            )
            return
        words = _clean(text.text)
        if words:
            self.kept[key] = Found(text.row, text.place, text.language, words)
        elif text.place in self._needed:
            self._refuse(text, N_("There is no text in this row."))

    def _unknown(self, place: str) -> tuple[str, dict[str, object]]:
        near = get_close_matches(place, [*self._needed, *self._optional], n=1, cutoff=0.75)
        if near:
            return N_("This measure has no such id. Is it meant to be %(near)s?"), {"near": near[0]}
        return N_("This measure has no such id. The template lists all of them."), {}

    def check_complete(self, language: str) -> None:
        """Name each text that the language lacks, and labels that cannot be told apart."""
        missing = N_("This text is missing.")
        self.problems += [
            Problem(0, place, Remark(missing), language)
            for place in self._needed
            if (language, place) not in self._named and not place.startswith(self._not_looked_for)
        ]
        for name, responses in self._instrument.response_sets.items():
            seen: dict[str, int] = {}
            for code in () if responses.is_typed else responses.codes:
                label = self.kept.get((language, response_place(name, code)))
                if label is None:
                    continue
                if label.text in seen:
                    self._refuse(
                        label, N_("The code %(code)s has the same text. Give each its own."), code=seen[label.text]
                    )
                seen.setdefault(label.text, code)

    def _refuse(self, text: Found, message: str, more: Mapping[str, object] | None = None, **values: object) -> None:
        self.problems.append(Problem(text.row, text.place, Remark(message, {**(more or {}), **values}), text.language))


def _clean(text: str) -> str:
    try:
        return clean_line(text, LONGEST_TEXT)
    except AnswerError:
        # Only half characters, which no file that was decoded can hold.
        return ""


def _of_language(instrument: Instrument, kept: _Kept, language: str) -> Mapping[str, Mapping[str, object]]:
    def text_at(place: str) -> str | None:
        found = kept.get((language, place))
        return found.text if found else None

    def given(texts: Mapping[str, str | None]) -> dict[str, object]:
        return {name: text for name, text in texts.items() if text is not None}

    return {
        "items": given({item.id: text_at(item.id) for item in instrument.items}),
        "responses": {
            name: [text_at(response_place(name, code)) or "" for code in responses.codes]
            for name, responses in instrument.response_sets.items()
            if not responses.is_typed
        },
        "titles": given({page.id: text_at(title_place(page.id)) for page in instrument.pages}),
        "leads": given({page.id: text_at(lead_place(page.id)) for page in instrument.pages}),
    }
