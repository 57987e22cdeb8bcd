"""Elements of standards that a mentorship program usually answers, by number alone: standards are protected texts.

The numbers are from memory of editions that may have been renumbered since. A report says so beside each row until the
program has entered the text of the element, which it can only do with the standard in hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mentorship_app.core.i18n import N_
from mentorship_app.reports.crosswalk.enums import Framework


@dataclass(frozen=True)
class UsualRow:
    """One element. ``about`` says in words of our own what evidence belongs there; it is no text of the standard."""

    element: str
    about: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Standard:
    """A framework: what it is called, whose it is, and where to read it."""

    name: str
    title: str
    address: str


STANDARDS: Mapping[Framework, Standard] = MappingProxyType(
    {
        Framework.ACGME: Standard("ACGME", N_("Common Program Requirements"), "https://www.acgme.org/"),
        Framework.CANERA: Standard("CanERA", N_("General Standards for Residency Programs"), "https://www.canera.ca/"),
        Framework.LCME: Standard("LCME", N_("Functions and Structure of a Medical School"), "https://lcme.org/"),
        Framework.CACMS: Standard("CACMS", N_("Standards and Elements"), "https://cacms-cafmc.ca/"),
    }
)

_SCHOOLS = (
    UsualRow("1.1", N_("Learning from the evaluation and acting on it"), ("action_plan", "response_rate")),
    UsualRow("11.1", N_("Advice by people who do not assess"), ("no_assessors", "paired", "agreements_signed")),
    UsualRow("11.2", N_("Advice on careers, for everybody alike"), ("paired", "equity", "meetings", "response_rate")),
    UsualRow(
        "12.3",
        N_("Help and well-being"),
        ("help_numbers", "self_screening", "well_being_change", "contact_person"),
    ),
)

USUAL: Mapping[Framework, tuple[UsualRow, ...]] = MappingProxyType(
    {
        Framework.ACGME: (
            UsualRow("V.A.1.d", N_("Plans for one’s own learning"), ("goals_set", "agreements_signed")),
            UsualRow("V.C", N_("Evaluation of the program every year"), ("response_rate", "action_plan")),
            UsualRow("VI.C.1.a", N_("Meaning in work and professional relationships"), ("paired", "meetings")),
            UsualRow("VI.C.1.b", N_("Time and workload"), ("protected_time",)),
            UsualRow("VI.C.1.d", N_("Rules that further well-being"), ("protected_time", "confidential_surveys")),
            UsualRow(
                "VI.C.1.e",
                N_("Attention to burnout and distress"),
                ("help_numbers", "contact_person", "self_screening", "well_being_change", "training_done"),
            ),
        ),
        Framework.CANERA: (
            UsualRow(
                "5",
                N_("Safety and wellness"),
                ("help_numbers", "contact_person", "self_screening", "well_being_change"),
            ),
            UsualRow("6", N_("Fair treatment and support"), ("paired", "equity", "agreements_signed", "no_assessors")),
            UsualRow("9", N_("Getting better every year"), ("response_rate", "action_plan")),
        ),
        Framework.LCME: _SCHOOLS,
        Framework.CACMS: _SCHOOLS,
    }
)
