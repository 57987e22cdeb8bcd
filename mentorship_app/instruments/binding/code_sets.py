"""The answers of a file against the codes of the key: equal, said to be equal by a person, or a problem."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Remark
from mentorship_app.instruments.binding.found import CodeProposal, Found, Problem
from mentorship_app.instruments.binding.places import response_place
from mentorship_app.instruments.binding.redcap_fields import RedcapField
from mentorship_app.instruments.definition import Instrument

_Labelled = tuple[tuple[str, str], ...]
"""Their codes and labels in the order in which they are shown."""


@dataclass(frozen=True)
class CodeOutcome:
    """The labels of every set whose codes are clear; for the others problems, and what could be proposed."""

    labels: tuple[Found, ...]
    problems: tuple[Problem, ...]
    proposals: tuple[CodeProposal, ...]
    unsettled: frozenset[str]


class CodeSets:
    """Collects what the fields of each response set offer, and compares it with the set once all are there."""

    def __init__(self, instrument: Instrument, codes: Mapping[str, Mapping[str, int]]) -> None:
        self._instrument, self._codes = instrument, codes
        self._first: dict[str, RedcapField] = {}
        self._problems: list[Problem] = []

    def take(self, item_id: str, field: RedcapField) -> None:
        """What ``field`` offers as answers to the item."""
        if self._instrument.responses_to(item_id).is_typed:
            return
        name = self._instrument.item(item_id).response_set
        first = self._first.setdefault(name, field)
        if first.choices != field.choices:
            differs = N_("Its answers differ from those of %(field)s in row %(row)s, but both belong to one set.")
            self._problems.append(
                Problem(field.row, field.name, Remark(differs, {"field": first.name, "row": first.row}))
            )

    def outcome(self, language: str) -> "CodeOutcome":
        """The labels, what is wrong with them, and which codes could be which."""
        labels: list[Found] = []
        proposals: list[CodeProposal] = []
        unsettled: set[str] = set()
        for name, field in self._first.items():
            ours = self._instrument.response_sets[name].codes
            translated = self._translated(name, field.choices)
            codes = [code for code, _label in translated]
            if sorted(codes, key=str) == sorted(map(str, ours), key=str):
                labels += [
                    Found(field.row, response_place(name, int(code)), language, label) for code, label in translated
                ]
            else:
                self._problems.append(Problem(field.row, field.name, _mismatch(name, translated, ours)))
                proposals += _proposed(name, field.choices, ours)
                unsettled.add(name)
        return CodeOutcome(tuple(labels), tuple(self._problems), tuple(proposals), frozenset(unsettled))

    def _translated(self, name: str, choices: _Labelled) -> _Labelled:
        codes = self._codes.get(name) or self._codes.get("") or {}
        return tuple((str(codes.get(code, code)), label) for code, label in choices)


def _mismatch(name: str, theirs: _Labelled, ours: Sequence[int]) -> Remark:
    if not theirs:
        return Remark(N_("This field has no answers to choose from; the key has %(ours)s."), {"ours": _listed(ours)})
    return Remark(
        N_(
            "Its answers have the codes %(theirs)s, the key has %(ours)s for “%(set)s”. Wrong codes would move every "
            "score, so nothing is bound before you say which code is which."
        ),
        {"theirs": _listed([code for code, _label in theirs])[:200], "ours": _listed(ours), "set": name},
    )


def _proposed(name: str, theirs: _Labelled, ours: Sequence[int]) -> list[CodeProposal]:
    """In the order in which both are shown, and by size, where those differ."""
    if len(theirs) != len(ours):
        return []
    as_shown = tuple((code, our, label) for (code, label), our in zip(theirs, ours, strict=True))
    found = [CodeProposal(name, as_shown)]
    if all(_is_whole(code) for code, _label in theirs):
        rising = sorted(theirs, key=lambda choice: int(choice[0]))
        by_size = tuple((code, our, label) for (code, label), our in zip(rising, sorted(ours), strict=True))
        if set(by_size) != set(as_shown):
            found.append(CodeProposal(name, by_size, is_by_size=True))
    return found


def _is_whole(code: str) -> bool:
    return code.removeprefix("-").isdecimal() and len(code) <= 6


def _listed(codes: Sequence[object]) -> str:
    return ", ".join(map(str, codes))
