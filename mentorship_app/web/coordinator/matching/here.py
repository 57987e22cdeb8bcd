"""Where a page of the workbench is: the cohort in view, and which kind of pairs."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from mentorship_app.core.errors import NotFound
from mentorship_app.mentoring import PairingKind
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place

CARRIED = ("show", "level", "page")
"""What the list of pairs is narrowed by; every address of the workbench carries it on."""


@dataclass(frozen=True)
class MatchingHere(Place):
    """The cohort in view and a kind of pairs."""

    kind: PairingKind

    @property
    def carried(self) -> dict[str, Any]:
        """The arguments that every address of this workbench carries."""
        narrowed = {name: request.args[name] for name in CARRIED if request.args.get(name)}
        return {"program_slug": self.program.slug, "kind": self.kind.value, **narrowed}

    def url(self, endpoint: str, **parts: Any) -> str:
        """An address of the workbench about the same pairs, narrowed in the same way."""
        return url_for(f"coordinator.matching.{endpoint}", **(self.carried | parts))


@dataclass(frozen=True)
class MenteeMatchingHere(MatchingHere):
    """The same, about one mentee: the public id as the address has it."""

    mentee: str


def matching_here(program_slug: str) -> MatchingHere:
    """Raises NotFound, also for an unknown kind."""
    here = place(program_slug)
    return MatchingHere(here.program, here.cohort, _kind())


def mentee_matching_here(program_slug: str, public_id: str) -> MenteeMatchingHere:
    """Raises NotFound, also for an unknown kind; whether the run knows the mentee is looked at later."""
    here = place(program_slug)
    return MenteeMatchingHere(here.program, here.cohort, _kind(), public_id)


def _kind() -> PairingKind:
    asked = request.args.get("kind", PairingKind.PRIMARY.value)
    if asked not in {kind.value for kind in PairingKind}:
        raise NotFound(NOT_HERE)
    return PairingKind(asked)
