"""What the app can show for a requirement: each a key that rows are mapped to, and a sentence with its numbers.

To add one: an :class:`EvidenceKind` in ``from_program`` or ``from_surveys``, added to ``EVIDENCE`` here.
"""

from dataclasses import dataclass

from mentorship_app.core.registry import Registry
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.crosswalk import from_program, from_surveys
from mentorship_app.reports.crosswalk.shown import Evidence, EvidenceKind

__all__ = ["EVIDENCE", "Evidence", "EvidenceKind", "Shown", "evidence_of"]

EVIDENCE: Registry[EvidenceKind] = Registry("evidence")
"""In the order in which forms offer it."""

for _kind in (*from_program.KINDS, *from_surveys.KINDS):
    EVIDENCE.add(_kind.key, _kind)


@dataclass(frozen=True)
class Shown:
    """One piece of evidence with its name."""

    key: str
    title: str
    evidence: Evidence


def evidence_of(keys: tuple[str, ...], context: ReportContext) -> tuple[Shown, ...]:
    """The results behind ``keys`` in the order of the registry; keys of evidence that is no more are passed over."""
    return tuple(
        Shown(key, context.words.gettext(kind.title), kind.result(context))
        for key, kind in EVIDENCE.items()
        if key in keys
    )
