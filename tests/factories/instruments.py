"""Invented wording for instruments, and an invented instrument that needs some."""

from collections.abc import Iterable
from pathlib import Path

from mentorship_app.core.spreadsheets import csv_bytes
from mentorship_app.instruments import Instrument
from mentorship_app.instruments.binding.found import Choices, Reading
from mentorship_app.instruments.binding.places import needed_places, optional_places
from mentorship_app.instruments.binding.reading import read_wording_file

LANTERN = """
key: lantern
version: 1
validated: true
title: {en: Lantern Scale, fr: Échelle de la lanterne}
citation: {en: Invented for tests., fr: Inventée pour les tests.}
recall: {en: the past week, fr: la dernière semaine}
coding: {en: 0 is dark and 2 is bright., fr: 0 est sombre et 2 est clair.}
licence:
  status: proprietary
  wording_bundled: false
  requires: [licence_number, paid_count]
  notice: {en: Owned by nobody., fr: N’appartient à personne.}
languages: [en, fr]
response_sets:
  light: [0, 1, 2]
  steps: {values: [1, 2], not_applicable: 9}
  hours: {from: 0, to: 24}
items:
  - {id: lantern_1, set: light}
  - {id: lantern_2, set: light, reverse: 2, about: {en: the one on evenings, fr: celui sur les soirées}}
  - {id: lantern_3, set: steps}
  - {id: lantern_4, set: hours}
scales:
  - id: glow
    name: {en: Glow, fr: Lueur}
    items: [lantern_1, lantern_2]
    method: mean
    min_answered: 1
    range: [0, 2]
    better: up
  - id: pace
    name: {en: Pace, fr: Allure}
    items: [lantern_3]
    method: sum
    min_answered: 1
    range: [1, 2]
    better: up
  - id: hours
    name: {en: Hours, fr: Heures}
    items: [lantern_4]
    method: sum
    min_answered: 1
    range: [0, 24]
    better: down
cutoffs:
  - scale: glow
    op: ">="
    value: 1.5
    label: {en: bright, fr: clair}
    population: {en: lamps, fr: lampes}
    source: Nowhere
    verified: false
vectors:
  - {answers: {lantern_1: 2, lantern_2: 0, lantern_3: 1, lantern_4: 7}, scores: {glow: 2, pace: 1, hours: 7}}
"""
"""Every kind of response set; its items are words of nobody."""


def library_with_lantern(folder: Path, *, requires: str = "[licence_number, paid_count]") -> Path:
    """A library of this one instrument, to stand in for ``catalogue.LIBRARY``."""
    text = LANTERN.replace("[licence_number, paid_count]", requires)
    (folder / "lantern.yaml").write_text(text, encoding="utf-8")
    return folder


def wording_rows(
    instrument: Instrument, languages: Iterable[str] = (), *, word: str = "Words", without: Iterable[str] = ()
) -> list[list[str]]:
    """Rows of item, language and text for everything that is needed, and all heads of pages."""
    left_out = set(without)
    return [
        [place, language, f"{word} {language} {place}"]
        for language in languages or instrument.languages
        for place in (*needed_places(instrument), *optional_places(instrument))
        if place not in left_out
    ]


def wording_csv(
    instrument: Instrument, languages: Iterable[str] = (), *, word: str = "Words", without: Iterable[str] = ()
) -> bytes:
    """The same as a file."""
    return csv_bytes([["item", "language", "text"], *wording_rows(instrument, languages, word=word, without=without)])


def reading_of(instrument: Instrument, languages: Iterable[str] = (), *, word: str = "Words") -> Reading:
    """The same as it is read."""
    content = wording_csv(instrument, languages, word=word)
    return read_wording_file(content, instrument, Choices(), file_name="words.csv")
