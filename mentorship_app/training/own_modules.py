"""Modules that a program writes for itself."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Program
from mentorship_app.programs.versions import claim
from mentorship_app.training.models import OwnModule

LONGEST_TITLE = 120
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class OwnText:
    """What a coordinator writes. One language is enough to keep it, both are needed to show it."""

    title_en: str
    title_fr: str
    text_en: str
    text_fr: str
    for_mentors: bool
    for_mentees: bool
    shown: bool

    def checked(self) -> "OwnText":
        """Raises FieldError for what is missing or too long."""
        if not (self.title_en or self.title_fr):
            raise FieldError("title_en", N_("Enter a title."))
        if not (self.text_en or self.text_fr):
            raise FieldError("text_en", N_("Write the text of the module."))
        if not (self.for_mentors or self.for_mentees):
            raise FieldError("for_mentors", N_("Choose for whom the module is."))
        for field, most in (("title", LONGEST_TITLE), ("text", LONGEST_TEXT)):
            for locale in ("en", "fr"):
                if len(getattr(self, f"{field}_{locale}")) > most:
                    raise FieldError(f"{field}_{locale}", N_("Please keep this to %(most)s characters."), most=most)
        if self.shown and not (self.title_en and self.title_fr and self.text_en and self.text_fr):
            raise FieldError("shown", N_("Write both languages before people see the module."))
        return self


def own_modules(session: Session, program: Program) -> Sequence[OwnModule]:
    """Those that are shown and those that are not yet, oldest first."""
    mine = select(OwnModule).where(OwnModule.program_id == program.id).order_by(OwnModule.created_at)
    return session.scalars(mine).all()


def write(session: Session, program: Program, text: OwnText, *, by: Actor, now: datetime) -> OwnModule:
    """Begin a module. Raises FieldError."""
    made = OwnModule(program_id=program.id, created_at=now, **asdict(text.checked()))
    session.add(made)
    session.flush()
    _record(session, "training.module.written", made, by=by, now=now)
    return made


def rewrite(session: Session, own: OwnModule, text: OwnText, *, version: int, by: Actor, now: datetime) -> None:
    """Change a module. Raises FieldError, and Conflict when somebody changed it since ``version``."""
    text.checked()
    claim(session, own, version)
    for field, value in asdict(text).items():
        setattr(own, field, value)
    session.flush()
    _record(session, "training.module.changed", own, by=by, now=now)


def _record(session: Session, action: str, own: OwnModule, *, by: Actor, now: datetime) -> None:
    title = own.title_en or own.title_fr
    audit.record(session, action, by=by, subject=own, at=now, program_id=own.program_id, module=title)
