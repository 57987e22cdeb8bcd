"""The people of the demo. All are invented; their addresses end in ``example.org``, which belongs to nobody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoMentor:
    """A mentor and what they wrote on their application."""

    name: str
    locale: str
    department: str
    site: str
    capacity: int
    hours: float
    topics: tuple[str, ...]

    @property
    def email(self) -> str:
        return address_of(self.name)


@dataclass(frozen=True)
class DemoMentee:
    """A mentee and what they asked for."""

    name: str
    locale: str
    level: str
    site: str
    topics: tuple[str, ...]

    @property
    def email(self) -> str:
        return address_of(self.name)


def address_of(name: str) -> str:
    """``Maëlle Fontclair`` gives ``maelle.fontclair@example.org``."""
    plain = name.lower()
    for accented, letter in zip("éèêëàâîïôùûüç", "eeeeaaiiouuuc", strict=True):
        plain = plain.replace(accented, letter)
    return ".".join(plain.replace("’", "").split()) + "@example.org"


COORDINATOR = ("Isaure Brindille", "en")
VIEWER = ("Corwin Halfacre", "en")

_MENTOR_NAMES = (
    "Ottoline Marsh", "Maëlle Fontclair", "Anselm Brook", "Thaddeus Quill", "Idris Calloway", "Sunniva Hale",
    "Philomène Vertbois", "Barnaby Thistlewood", "Séraphine Clairvaux", "Leopold Fenwick", "Araminta Lark",
    "Gaspard Rivemont", "Cordelia Ashgrove", "Hyacinthe Bellerive", "Rufus Greystone", "Odile Sauvageau",
    "Peregrine Moss", "Clémence Aubépine", "Winifred Stonebridge", "Octave Montclair", "Jocasta Wren",
    "Basilisk Thorne", "Éloïse Grandpré", "Magnus Heatherly",
)  # fmt: skip
_MENTEE_NAMES = (
    "Juniper Vale", "Basile Tremblefeuille", "Wren Ito", "Tobias Windermoor", "Odalys Fennimore", "Caspian Rook",
    "Capucine Rivière-Claire", "Linnet Farrow", "Théodore Boisjoli", "Marigold Penhallow", "Anatole Brumelac",
    "Saffron Dale", "Florian Petitpré", "Hollis Merriweather", "Garance Beausoleil", "Ptolemy Finch",
    "Rosalind Underhill", "Achille Fontaine-Bleue", "Tamsin Oakley", "Bérénice Clairefontaine", "Lysander Pike",
    "Clover Ashdown", "Émeric Vallonvert", "Posy Larkspur", "Quentin Merlebleu", "Isolde Briar", "Fergus Nightingale",
    "Violaine Sapinière", "Orson Timberlake-Moor", "Zinnia Hartwell",
)  # fmt: skip
_DEPARTMENTS = ("Internal medicine", "Surgery", "Pediatrics", "Emergency medicine", "Psychiatry", "Family medicine")
_SITES = ("North campus", "Harbour hospital")
LEVELS = ("PGY-1", "PGY-2", "PGY-3")


def mentors(topics: tuple[str, ...]) -> tuple[DemoMentor, ...]:
    """Twenty-four mentors; every third writes French, capacities and hours vary, topics rotate through ``topics``."""
    return tuple(
        DemoMentor(
            name=name,
            locale="fr" if index % 3 == 1 else "en",
            department=_DEPARTMENTS[index % len(_DEPARTMENTS)],
            site=_SITES[index % len(_SITES)],
            capacity=1 + index % 3,
            hours=(1.0, 1.5, 2.0)[index % 3],
            topics=_rotated(topics, index, 4),
        )
        for index, name in enumerate(_MENTOR_NAMES)
    )


def mentees(topics: tuple[str, ...]) -> tuple[DemoMentee, ...]:
    """Thirty mentees in three years of training (11, 12 and 7); two in five write French."""
    return tuple(
        DemoMentee(
            name=name,
            locale="fr" if index % 5 in {1, 3} else "en",
            level=LEVELS[2] if index % 5 == 4 or index == 2 else LEVELS[index % 2],
            site=_SITES[index % len(_SITES)],
            topics=_rotated(topics, index * 2, 3),
        )
        for index, name in enumerate(_MENTEE_NAMES)
    )


def _rotated(topics: tuple[str, ...], start: int, count: int) -> tuple[str, ...]:
    return tuple(sorted({topics[(start + step * 3) % len(topics)] for step in range(count)}))
