"""What a coordinator sets: how much each criterion counts, and which rules hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mentorship_app.matching.enums import Mode
from mentorship_app.mentoring import PairingKind

MOST_WEIGHT = 10


@dataclass(frozen=True)
class Rules:
    """Hard constraints that a program switches on or off. Conflicts, private lists and places always hold."""

    needs_language: bool = True
    """Mentor and mentee have a language in common, where both named some."""
    needs_meeting: bool = True
    """They can meet: by a way both named, and at one site if in person is the only such way."""
    min_overlap: int = 0
    """At least so many times of day in common, 0–5; 0 asks for none."""
    needs_training: bool = False
    """The mentor was trained to mentor."""
    caps: Mapping[PairingKind, int] = field(default_factory=dict)
    """At most so many mentees of a kind for each mentor; a kind that is missing has no cap but the mentor's places."""
    mentors_rank: bool = False
    """Whether mentors are asked whom of the mentees they would choose."""
    days_to_accept: int = 7
    """How long both sides have to accept a published pair, 1–30 days."""


@dataclass(frozen=True)
class Settings:
    """Weights by criterion, 0–10, and rules. A criterion that is missing has its own default weight."""

    weights: Mapping[str, int] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    mode: Mode = Mode.OPTIMAL

    def as_json(self) -> dict[str, Any]:
        """Plain values; :func:`settings_of` reads them back."""
        return {
            "weights": dict(sorted(self.weights.items())),
            "rules": asdict(self.rules) | {"caps": {str(kind): cap for kind, cap in sorted(self.rules.caps.items())}},
            "mode": self.mode.value,
        }


def settings_of(stored: Mapping[str, Any]) -> Settings:
    """The settings that :meth:`Settings.as_json` wrote; what is missing there has its default."""
    rules = dict(stored.get("rules", {}))
    rules["caps"] = {PairingKind(kind): cap for kind, cap in rules.get("caps", {}).items()}
    return Settings(stored.get("weights", {}), Rules(**rules), Mode(stored.get("mode", Mode.OPTIMAL)))
