"""What the columns of a roster are called, in English and French, and what stands in their cells."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.programs.enums import CohortRole


class Column(StrEnum):
    """A column of the roster."""

    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ROLE = "role"
    LEVEL = "training_level"
    DEPARTMENT = "department"
    SITE = "site"
    CAPACITY = "capacity"
    LANGUAGE = "language"


HEADS: Mapping[Column, LocalizedText] = MappingProxyType(
    {
        Column.EMAIL: LocalizedText("email", "courriel"),
        Column.NAME: LocalizedText("name", "nom"),
        Column.ROLE: LocalizedText("role", "rôle"),
        Column.LEVEL: LocalizedText("training level", "niveau de formation"),
        Column.DEPARTMENT: LocalizedText("department", "département"),
        Column.SITE: LocalizedText("site", "site"),
        Column.CAPACITY: LocalizedText("capacity", "places"),
        Column.LANGUAGE: LocalizedText("language", "langue"),
    }
)
"""The columns of the template, in its order."""

_NAMES: Mapping[Column, str] = {
    Column.EMAIL: "email, e mail, mail, email address, e mail address, courriel, adresse courriel, "
    "adresse electronique, adresse email, adresse e mail, adresse de courriel",
    Column.NAME: "name, full name, person, participant, nom, nom complet, nom et prenom, prenom et nom, personne",
    Column.FIRST_NAME: "first name, given name, firstname, prenom, prenoms",
    Column.LAST_NAME: "last name, family name, surname, lastname, nom de famille",
    Column.ROLE: "role, takes part as, participe comme, fonction",
    Column.LEVEL: "training level, level, year, year of training, pgy, niveau, niveau de formation, annee, "
    "annee de formation",
    Column.DEPARTMENT: "department, division, service, departement, specialty, specialite",
    Column.SITE: "site, hospital, campus, location, hopital, lieu",
    Column.CAPACITY: "capacity, places, mentees, number of mentees, capacite, nombre de places",
    Column.LANGUAGE: "language, preferred language, lang, langue, langue preferee",
}
_BY_NAME = {name.strip(): column for column, names in _NAMES.items() for name in names.split(",")}

_ROLES = {
    CohortRole.MENTOR: "mentor, mentors, mentore, mentor(e), mentor·e, mentor-e, mentor.e, faculty, preceptor",
    CohortRole.MENTEE: "mentee, mentees, mentoré, mentorée, mentoré(e), mentoré·e, mentoré.e, resident, résident, "
    "résidente, résident(e), résident·e, student, étudiant, étudiante, trainee, fellow",
}
_BY_ROLE = {word.strip(): role for role, words in _ROLES.items() for word in words.split(",")}
_LANGUAGES = {
    "en": "en, eng, english, anglais, en-ca, en-us, en-gb",
    "fr": "fr, fra, fre, french, français, francais, fr-ca, fr-fr",
}
_BY_LANGUAGE = {word.strip(): locale for locale, words in _LANGUAGES.items() for word in words.split(",")}


@dataclass(frozen=True)
class Layout:
    """Where each column stands in a file; ``unused`` are heads that mean nothing here."""

    places: Mapping[Column, int]
    heads: tuple[str, ...]
    unused: tuple[str, ...]

    def head(self, column: Column) -> str:
        """The column's head as the file says it."""
        return self.heads[self.places[column]] if column in self.places else HEADS[column].en


NEEDED = (Column.EMAIL, Column.ROLE, Column.NAME)
"""What a roster cannot do without; a family name counts as a name."""


def layout_of(header: tuple[str, ...], needed: tuple[Column, ...] = NEEDED) -> Layout:
    """Find the columns. Raises FieldError("file") when one that is ``needed`` is missing, or one is there twice."""
    places: dict[Column, int] = {}
    unused: list[str] = []
    for place, head in enumerate(header):
        column = _BY_NAME.get(_plain(head))
        if column is None:
            unused += [head] if head else []
        elif column in places:
            raise FieldError(
                "file",
                N_("Two columns mean the same: “%(first)s” and “%(second)s”. Keep one of them."),
                first=header[places[column]],
                second=head,
            )
        else:
            places[column] = place
    if Column.FIRST_NAME in places and Column.NAME in places:
        # Beside a first name, "nom" or "name" is the family name.
        places[Column.LAST_NAME] = places.pop(Column.NAME)
    has_name = Column.LAST_NAME in places
    missing = [column for column in needed if column not in places and not (column is Column.NAME and has_name)]
    if missing:
        raise FieldError(
            "file",
            N_("A column is missing: %(missing)s. The first row of the file says: %(found)s."),
            missing=_listed(_in_both(HEADS[column]) for column in missing),
            found=_listed(head for head in header if head),
        )
    return Layout(MappingProxyType(places), header, tuple(unused))


def _in_both(head: LocalizedText) -> str:
    return f"{head.en} ({head.fr})"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _plain(text: str) -> str:
    """Letters and digits only, without accents or case: ``Adresse e-mail`` is ``adresse e mail``."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def role_of(text: str) -> CohortRole | None:
    """The role that a cell means; accents count, since « mentore » and « mentoré » are two roles."""
    return _BY_ROLE.get(unicodedata.normalize("NFC", text).casefold().strip())


def locale_of(text: str) -> str | None:
    """``en`` or ``fr`` for the language that a cell names."""
    return _BY_LANGUAGE.get(unicodedata.normalize("NFC", text).casefold().strip())


def level_key(text: str) -> str:
    """What two spellings of a training level have in common: ``PGY 1``, ``pgy-1`` and ``PGY1`` are one."""
    return re.sub(r"[\W_]+", "", text.casefold())
