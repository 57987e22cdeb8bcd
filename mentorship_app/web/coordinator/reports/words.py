"""What reports, their states and their sections are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship_app.reports.editions import Edition, Outline
from mentorship_app.reports.outline import PARTS, choosable
from mentorship_app.reports.section import Part
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l

OUTLINE = {
    Outline.FULL: _l("Full report"),
    Outline.DEAN: _l("Report for the dean"),
    Outline.ACCREDITOR: _l("Report for accreditors"),
    Outline.PARTICIPANTS: _l("Summary for mentors and mentees"),
}
FOR_WHOM = {
    Outline.FULL: _l("Everything, for the program and its archive."),
    Outline.DEAN: _l("Two pages: what came out, and what is to be done."),
    Outline.ACCREDITOR: _l("The program, the evidence, the methods, and which requirement each answers."),
    Outline.PARTICIPANTS: _l("Two pages for everybody who was asked: what was said, and what will be done."),
}
GROUPS: Sequence[tuple[object, tuple[str, ...]]] = (
    (_l("Opening"), ("cover", "contents", "summary")),
    (_l("The program"), ("context", "program", "methods", "who-answered", "reach")),
    (_l("Results"), ("reaction", "learning", "behaviour", "well-being", "scores", "match", "mentors", "comments")),
    (_l("Looking back and ahead"), ("harms", "limits", "recommendations")),
    (_l("For the file"), ("crosswalk", "appendix")),
    (_l("For mentors and mentees"), ("heard", "will-do")),
)


@dataclass(frozen=True)
class PartGroup:
    """Sections that belong together, under one heading."""

    name: str
    parts: tuple[Part, ...]


def groups_for(outline: Outline) -> list[PartGroup]:
    """The sections that a report for somebody can have, none left out."""
    allowed = choosable(outline)
    named = [(str(name), tuple(key for key in keys if key in allowed)) for name, keys in GROUPS]
    rest = tuple(key for key in allowed if not any(key in keys for _name, keys in named))
    return [PartGroup(name, tuple(PARTS[key] for key in keys)) for name, keys in [*named, (_("More"), rest)] if keys]


def edition_name(edition: Edition) -> str:
    """For whom and in which language."""
    return _("%(report)s, %(language)s", report=OUTLINE[edition.outline], language=LANGUAGE_NAMES[edition.locale])
