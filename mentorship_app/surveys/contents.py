"""What a wave asks: measures of the library and the program's own questions, in the order of the pages.

The wave stores which versions it asks; they are read back here with the wording they were opened with. Answers of a
wave are one flat mapping: items under their ids, own questions under theirs with a prefix, and the comment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.forms.models import FormVersion
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.pages import sections_of
from mentorship_app.instruments.wording import worded
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.surveys.models import Wave

OWN = "own_q_"
"""Prefix of the program's own questions among the answers; no item of an instrument begins so."""

IN_WORDS = frozenset({"short_text", "long_text"})
"""Types of questions whose answers are kept apart from all others once the wave closes."""

_OTHER_VERSION = N_("This survey was made with another version of its questions.")


@dataclass(frozen=True)
class MeasureBlock:
    """An instrument with the wording that is asked. ``wording_id`` is None for wording that comes with the app."""

    instrument: Instrument
    wording_id: UUID | None = None

    @property
    def title(self) -> LocalizedText:
        return self.instrument.title

    @property
    def sections(self) -> tuple[Section, ...]:
        """The instrument's pages."""
        return sections_of(self.instrument)

    def as_stored(self) -> dict[str, Any]:
        wording = str(self.wording_id) if self.wording_id else None
        return {"measure": self.instrument.key, "version": self.instrument.version, "wording": wording}


@dataclass(frozen=True)
class OwnBlock:
    """One section of the program's own questions, from one published version of its form."""

    version_id: UUID
    section: Section
    """As the form has it; its questions carry their ids without the prefix."""

    @property
    def title(self) -> LocalizedText:
        return self.section.title

    @property
    def sections(self) -> tuple[Section, ...]:
        """One page, its questions under the ids that answers have."""
        return (replace(self.section, questions=tuple(_prefixed(question) for question in self.section.questions)),)

    def as_stored(self) -> dict[str, Any]:
        return {"section": self.section.id, "form_version": str(self.version_id)}


Block = MeasureBlock | OwnBlock


@dataclass(frozen=True)
class Contents:
    """Everything that a wave asks."""

    blocks: tuple[Block, ...]
    has_comment: bool = True
    comment_floor: int = 10
    """From how many people on comments are read."""

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        return tuple(block.instrument for block in self.blocks if isinstance(block, MeasureBlock))

    @property
    def own_questions(self) -> tuple[Question, ...]:
        """The program's own questions, under the ids that answers have."""
        own = (block for block in self.blocks if isinstance(block, OwnBlock))
        return tuple(question for block in own for section in block.sections for question in section.questions)

    def as_stored(self) -> dict[str, Any]:
        """What ``Wave.contents`` holds."""
        return {"blocks": [block.as_stored() for block in self.blocks], "comment": self.has_comment}


def contents_of(session: Session, wave: Wave) -> Contents:
    """What ``wave`` asks, in the versions it names; raises Conflict when one of them is no longer there."""
    return replace(read(session, wave.contents), comment_floor=wave.comments_from)


def read(session: Session, stored: Mapping[str, Any]) -> Contents:
    """The same from what ``as_stored`` wrote."""
    return Contents(tuple(_block(session, block) for block in stored["blocks"]), bool(stored["comment"]))


def of_measures(session: Session, keys: Iterable[str], *, has_comment: bool = True) -> Contents:
    """The current versions of instruments whose wording comes with the app, in that order; raises KeyError."""
    return Contents(tuple(_measure(session, key, None, None) for key in keys), has_comment)


def _block(session: Session, stored: Mapping[str, Any]) -> Block:
    if "measure" in stored:
        wording = stored["wording"]
        return _measure(session, stored["measure"], stored["version"], UUID(wording) if wording else None)
    version = session.get(FormVersion, UUID(stored["form_version"]))
    if version is None:
        raise Conflict(_OTHER_VERSION)
    try:
        return OwnBlock(version.id, version.questionnaire.section(stored["section"]))
    except KeyError:
        raise Conflict(_OTHER_VERSION) from None


def _measure(session: Session, key: str, version: int | None, wording_id: UUID | None) -> MeasureBlock:
    try:
        instrument = catalogue.get(key, version)
    except KeyError:
        raise Conflict(_OTHER_VERSION) from None
    return MeasureBlock(worded(session, instrument, wording_id), wording_id)


def _prefixed(question: Question) -> Question:
    condition = question.show_if
    if condition is not None:
        condition = replace(condition, question=OWN + condition.question)
    # Nothing in a survey is required, so only a box for words says so: beside a rating it would be one word too many.
    return replace(question, id=OWN + question.id, show_if=condition, optional=question.type in IN_WORDS)
