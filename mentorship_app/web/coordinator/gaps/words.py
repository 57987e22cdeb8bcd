"""The gap board in words."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.matching.gaps import Board, FacetBoard, Gap
from mentorship_app.matching.sides import Facet
from mentorship_app.mentoring import PairingKind
from mentorship_app.web.i18n import _, _l, current_locale, ngettext
from mentorship_app.web.pairing_words import KIND_NAMES

TITLE: Mapping[Facet, str] = MappingProxyType(
    {
        Facet.DEPARTMENT: _l("Departments"),
        Facet.SITE: _l("Sites"),
        Facet.TOPIC: _l("Topics"),
        Facet.LANGUAGE: _l("Languages"),
        Facet.FUNCTION: _l("What mentors are for"),
        Facet.IDENTITY: _l("Identity"),
    }
)
WHOSE: Mapping[Facet, str] = MappingProxyType(
    {
        Facet.DEPARTMENT: _l("Mentees to whom the same field matters most, by their department."),
        Facet.SITE: _l("Mentees who would meet in person, by their site."),
        Facet.TOPIC: _l("What mentees would like to talk about. Most name several topics."),
        Facet.LANGUAGE: _l("Languages in which mentees would like to be mentored."),
        Facet.FUNCTION: _l("What mentees look for besides a main mentor. Offers are read from topics and positions."),
        Facet.IDENTITY: _l("What the calls look for. Who offers it is not counted, since it is for matching alone."),
    }
)


def name_of(facet: Facet, gap: Gap) -> str:
    """The topic, place or function in the reader's language."""
    if facet is Facet.FUNCTION and gap.key in set(PairingKind):
        return str(KIND_NAMES[PairingKind(gap.key)])
    return gap.name.in_(current_locale())


def shortfall(facet: Facet, gap: Gap) -> str:
    """``4 more mentors needed in Surgery``."""
    number, name = gap.mentors_missing, name_of(facet, gap)
    if facet is Facet.SITE:
        return ngettext(
            "%(num)s more mentor needed at %(name)s", "%(num)s more mentors needed at %(name)s", number, name=name
        )
    if facet in {Facet.DEPARTMENT, Facet.LANGUAGE}:
        return ngettext(
            "%(num)s more mentor needed in %(name)s", "%(num)s more mentors needed in %(name)s", number, name=name
        )
    if facet is Facet.FUNCTION:
        return ngettext("%(num)s more needed: %(name)s", "%(num)s more needed: %(name)s", number, name=name)
    return ngettext(
        "%(num)s more mentor needed for %(name)s", "%(num)s more mentors needed for %(name)s", number, name=name
    )


def reach(found: FacetBoard) -> str:
    """How many can be served at once; empty where the needs name no people."""
    if found.served is None or not found.asking:
        return ""
    sentences = {
        Facet.TOPIC: _l("%(served)s of %(asking)s can have a mentor for one of their topics, all at the same time."),
        Facet.LANGUAGE: _l(
            "%(served)s of %(asking)s can have a mentor in one of their languages, all at the same time."
        ),
        Facet.SITE: _l("%(served)s of %(asking)s can have a mentor at their site, all at the same time."),
        Facet.DEPARTMENT: _l("%(served)s of %(asking)s can have a mentor of their department, all at the same time."),
    }
    general = _l("%(served)s of %(asking)s can have a mentor for one of these, all at the same time.")
    return str(sentences.get(found.facet, general)) % {"served": found.served, "asking": found.asking}


def shortest(board: Board) -> str:
    """The largest shortfall in words; empty when nothing is short."""
    worst = board.shortest
    facet = next((one.facet for one in board.facets if worst in one.gaps), None)
    return shortfall(facet, worst) if worst is not None and facet is not None else ""


def others_short(board: Board) -> str:
    """How many more shortfalls there are besides the largest."""
    others = board.short - 1
    if others < 1:
        return _("The board shows what is needed, and what is offered.")
    return ngettext("Places are short for one thing more.", "Places are short for %(num)s things more.", others)
