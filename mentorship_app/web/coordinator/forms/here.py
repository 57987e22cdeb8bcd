"""The form, the version or the draft of an address, found within the program that staff look at."""

from dataclasses import dataclass

from mentorship_app.core.errors import InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.forms import FormVersion
from mentorship_app.forms.content import Content, Entry, Known, find_question, find_section, known_in
from mentorship_app.forms.enums import FormStatus
from mentorship_app.forms.kinds import FormKind, form_kinds
from mentorship_app.forms.library import shipped_content
from mentorship_app.forms.queries import draft_of, find_version, versions_of
from mentorship_app.web.coordinator.place import NOT_HERE, Place, place
from mentorship_app.web.extensions import db

NO_DRAFT = N_("No new version of this form is being written. Somebody may have published it or thrown it away.")


@dataclass(frozen=True)
class FormHere(Place):
    """A form of the program."""

    kind: FormKind

    def known(self) -> Known:
        """What earlier versions gave out: those that were published, and the one that came with the app."""
        versions = versions_of(db.session, self.program.id, self.kind.key)
        published = [version.content for version in versions if version.status is FormStatus.PUBLISHED]
        return known_in([shipped_content(self.kind.key), *published])


@dataclass(frozen=True)
class VersionHere(FormHere):
    """One version of it, published or not."""

    version: FormVersion


@dataclass(frozen=True)
class DraftHere(FormHere):
    """The version that is being written."""

    draft: FormVersion

    @property
    def content(self) -> Content:
        return self.draft.content


@dataclass(frozen=True)
class SectionHere(DraftHere):
    """A section of the draft."""

    section: Entry


@dataclass(frozen=True)
class QuestionHere(DraftHere):
    """A question of the draft."""

    question: Entry


def form_here(program_slug: str, form_key: str) -> FormHere:
    """Raises NotFound for a form that the app does not know."""
    here = place(program_slug)
    if form_key not in form_kinds:
        raise NotFound(NOT_HERE)
    return FormHere(here.program, here.cohort, form_kinds[form_key])


def version_here(program_slug: str, form_key: str, form_number: str) -> VersionHere:
    """Raises NotFound for a number that there is not."""
    here = form_here(program_slug, form_key)
    number = int(form_number) if form_number.isascii() and form_number.isdecimal() and len(form_number) < 9 else 0
    version = find_version(db.session, here.program.id, form_key, number)
    if version is None:
        raise NotFound(NOT_HERE)
    return VersionHere(here.program, here.cohort, here.kind, version)


def draft_here(program_slug: str, form_key: str) -> DraftHere:
    """Raises InvalidTransition while nobody writes a new version."""
    here = form_here(program_slug, form_key)
    draft = draft_of(db.session, here.program.id, form_key)
    if draft is None:
        raise InvalidTransition(NO_DRAFT)
    return DraftHere(here.program, here.cohort, here.kind, draft)


def section_here(program_slug: str, form_key: str, form_section: str) -> SectionHere:
    """Raises NotFound for a section that the draft does not have."""
    here = draft_here(program_slug, form_key)
    try:
        section = find_section(here.content, form_section)
    except KeyError:
        raise NotFound(NOT_HERE) from None
    return SectionHere(here.program, here.cohort, here.kind, here.draft, section)


def question_here(program_slug: str, form_key: str, form_question: str) -> QuestionHere:
    """Raises NotFound for a question that the draft does not have."""
    here = draft_here(program_slug, form_key)
    try:
        question = find_question(here.content, form_question)
    except KeyError:
        raise NotFound(NOT_HERE) from None
    return QuestionHere(here.program, here.cohort, here.kind, here.draft, question)
