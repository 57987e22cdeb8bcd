"""Writing the crosswalk: requirements are added, changed, moved, removed. The texts of standards are the program's."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Program
from mentorship_app.programs.versions import claim
from mentorship_app.reports.crosswalk.enums import Framework
from mentorship_app.reports.crosswalk.evidence import EVIDENCE
from mentorship_app.reports.crosswalk.models import Requirement
from mentorship_app.reports.crosswalk.queries import requirements_in
from mentorship_app.reports.crosswalk.usual_rows import USUAL

LONGEST_ELEMENT = 60
LONGEST_TEXT = 4_000
LONGEST_LINK = 500
LONGEST_GAP = 2_000
MOST = 200
"""Requirements of one program."""


@dataclass(frozen=True)
class RequirementEntry:
    """A requirement as given."""

    framework: Framework
    element: str
    text: str = ""
    evidence: tuple[str, ...] = ()
    link: str = ""
    gap: str = ""

    def checked(self) -> "RequirementEntry":
        """Raises FieldError for what is missing, too long or no address."""
        if not self.element:
            raise FieldError("element", N_("Enter the number or the name of the element."))
        for field, most in (("element", LONGEST_ELEMENT), ("text", LONGEST_TEXT), ("gap", LONGEST_GAP)):
            if len(getattr(self, field)) > most:
                raise FieldError(field, N_("Please keep this to %(most)s characters."), most=most)
        if self.link and not is_web_address(self.link):
            raise FieldError("link", N_("Enter an address that begins with https:// or http://, or leave it empty."))
        if any(key not in EVIDENCE for key in self.evidence):
            raise FieldError("evidence", N_("Choose from the list what answers the requirement."))
        return self


def is_web_address(text: str) -> bool:
    """Whether ``text`` is a plain address of a page: http or https, a host, nobody's password, nothing unseen."""
    if len(text) > LONGEST_LINK or not text.isprintable() or any(sign in text for sign in ' "<>\\^`{|}'):
        return False
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  raises ValueError where the port is no number
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def add_requirement(
    session: Session, program: Program, entry: RequirementEntry, *, by: Actor, now: datetime
) -> Requirement:
    """Put a requirement below the others. Raises FieldError."""
    found = requirements_in(session, program)
    if len(found) >= MOST:
        raise FieldError("element", N_("A crosswalk holds at most %(most)s requirements."), most=MOST)
    position = 1 + max((one.position for one in found), default=0)
    made = Requirement(program_id=program.id, position=position, created_at=now)
    _write(made, entry.checked())
    session.add(made)
    session.flush()
    _record(session, "reports.requirement.added", made, by=by, now=now)
    return made


def change_requirement(
    session: Session, requirement: Requirement, entry: RequirementEntry, *, version: int, by: Actor, now: datetime
) -> None:
    """Change a requirement as read at ``version``. Raises FieldError, and Conflict when it was written since."""
    entry = entry.checked()
    claim(session, requirement, version)
    _write(requirement, entry)
    _record(session, "reports.requirement.changed", requirement, by=by, now=now)
    session.flush()


def remove_requirement(session: Session, requirement: Requirement, *, by: Actor, now: datetime) -> None:
    """Take a requirement away."""
    _record(session, "reports.requirement.removed", requirement, by=by, now=now)
    session.delete(requirement)
    session.flush()


def move_requirement(session: Session, requirement: Requirement, *, up: bool, by: Actor, now: datetime) -> None:
    """Change places with the neighbour of the same framework; at the end of the list nothing happens."""
    same = [one for one in requirements_in(session, requirement.program) if one.framework is requirement.framework]
    place = same.index(requirement)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(same):
        return
    same[place], same[other] = same[other], same[place]
    # Numbered anew: two rows may have come to the same number.
    for position, one in zip(sorted(one.position for one in same), same, strict=True):
        one.position = position
    _record(session, "reports.requirement.moved", requirement, by=by, now=now)
    session.flush()


def add_usual(session: Session, program: Program, framework: Framework, *, by: Actor, now: datetime) -> int:
    """Add the usual rows of a framework that are not there yet; gives how many were added. Raises FieldError."""
    there = {one.element for one in requirements_in(session, program) if one.framework is framework}
    missing = [usual for usual in USUAL.get(framework, ()) if usual.element not in there]
    for usual in missing:
        entry = RequirementEntry(framework, usual.element, evidence=usual.evidence)
        add_requirement(session, program, entry, by=by, now=now)
    return len(missing)


def _write(requirement: Requirement, entry: RequirementEntry) -> None:
    requirement.framework, requirement.element, requirement.text = entry.framework, entry.element, entry.text
    requirement.evidence, requirement.link, requirement.gap = list(entry.evidence), entry.link, entry.gap


def _record(session: Session, action: str, requirement: Requirement, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        action,
        by=by,
        subject=requirement,
        at=now,
        program_id=requirement.program_id,
        element=requirement.element,
    )
