"""Every module that there is for a program: the shipped ones, then its own."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_, LocalizedText, translate
from mentorship_app.programs import CohortRole, Program
from mentorship_app.training import library
from mentorship_app.training.definition import Module
from mentorship_app.training.models import OwnModule

THINK_BACK = N_("What of this do you want to try in your next conversation?")


def modules_for(session: Session, program: Program) -> tuple[Module, ...]:
    """What people of the program can read."""
    shown = select(OwnModule).where(OwnModule.shown, OwnModule.program_id == program.id).order_by(OwnModule.created_at)
    return (*library.modules(), *(as_module(own) for own in session.scalars(shown)))


def module_called(session: Session, program: Program, key: str) -> Module:
    """The module with that key; raises NotFound when the program has none."""
    for module in modules_for(session, program):
        if module.key == key:
            return module
    raise NotFound(N_("There is no such module in your program."))


def as_module(own: OwnModule) -> Module:
    """A program's own module in the shape of the shipped ones. A language that is missing gives way to the other."""
    text = {"en": own.text_en or own.text_fr, "fr": own.text_fr or own.text_en}
    roles = [(CohortRole.MENTOR, own.for_mentors), (CohortRole.MENTEE, own.for_mentees)]
    return Module(
        key=own.public_id,
        version=own.version,
        roles=frozenset(role for role, meant in roles if meant),
        title=LocalizedText(en=own.title_en or own.title_fr, fr=own.title_fr or own.title_en),
        summary=LocalizedText(en="", fr=""),
        sections={locale: library.sections_of(written) for locale, written in text.items()},
        questions=(),
        reflection=LocalizedText(en=translate(THINK_BACK, "en"), fr=translate(THINK_BACK, "fr")),
        is_own=True,
    )


def meant_for(modules: Sequence[Module], role: CohortRole) -> tuple[Module, ...]:
    return tuple(module for module in modules if role in module.roles)
