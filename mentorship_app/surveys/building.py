"""What a planned wave asks: measures and sections of own questions, put in, taken out, moved, brought up to date.

A block is called by what it asks: the key of a measure, or ``section:`` and the id of a section. No wave asks the same
twice, since answers stand under the ids of what is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from sqlalchemy.orm import Session

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.forms import services as forms
from mentorship_app.forms.models import FormVersion
from mentorship_app.forms.queries import current, in_use
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.binding import services as wordings
from mentorship_app.instruments.binding.services import WordingsInUse, with_wording
from mentorship_app.programs import Program
from mentorship_app.programs.versions import claim
from mentorship_app.questions.questionnaire import Section
from mentorship_app.surveys.contents import IN_WORDS, Block, Contents, MeasureBlock, OwnBlock, contents_of
from mentorship_app.surveys.enums import WaveKind
from mentorship_app.surveys.models import Wave
from mentorship_app.surveys.planning import record_change, require_draft
from mentorship_app.surveys.questionnaire import SECONDS_A_COMMENT, SECONDS_A_RATING
from mentorship_app.surveys.usual import MOST_ITEMS, MOST_MINUTES, usual_measures

UP, DOWN = "up", "down"
FORM_OF_MENTEES, FORM_OF_MENTORS = "survey_mentees", "survey_mentors"
_SECTION = "section:"


def name_of(block: Block) -> str:
    """What the block is called."""
    return block.instrument.key if isinstance(block, MeasureBlock) else _SECTION + block.section.id


def form_key(wave: Wave) -> str:
    """Which form holds the program's own questions for those whom the wave asks."""
    return FORM_OF_MENTORS if wave.asks_mentors else FORM_OF_MENTEES


@dataclass(frozen=True)
class Length:
    """How long a survey is. ``minutes`` is without the closing comment, which is only for those who like."""

    items: int
    minutes: int

    @property
    def is_long(self) -> bool:
        """Beyond what residents finish."""
        return self.items > MOST_ITEMS or self.minutes > MOST_MINUTES


def length_of(contents: Contents) -> Length:
    """Items and minutes of what is asked, also of measures whose wording is still missing."""
    asked = [name for block in contents.blocks for name in _types_in(block)]
    words = sum(name in IN_WORDS for name in asked)
    seconds = (len(asked) - words) * SECONDS_A_RATING + words * SECONDS_A_COMMENT
    return Length(len(asked), ceil(seconds / 60))


def _types_in(block: Block) -> list[str]:
    if isinstance(block, MeasureBlock):
        return ["scale"] * len(block.instrument.items)
    return [question.type for question in block.section.questions]


def is_worded(contents: Contents) -> bool:
    """Whether every measure has its wording, so that the pages can be drawn."""
    return all(instrument.can_be_asked for instrument in contents.instruments)


def usual_contents(session: Session, program: Program, kind: WaveKind, *, for_mentors: bool) -> Contents:
    """What a wave of that kind usually asks, with the wording that the program uses."""
    return Contents(tuple(measure(session, program, key) for key in usual_measures(kind, for_mentors)))


def measure(session: Session, program: Program, key: str) -> MeasureBlock:
    """The instrument as the program would ask it now; raises KeyError for one that the app does not know."""
    instrument = catalogue.get(key)
    return MeasureBlock(*with_wording(instrument, wordings.in_use(session, program, instrument)))


def add_measure(session: Session, wave: Wave, key: str, *, version: int, by: Actor, now: datetime) -> None:
    """Ask a measure after everything else. Raises FieldError for one that is unknown, unworded or asked already."""

    def put(contents: Contents) -> Contents:
        try:
            block = measure(session, wave.cohort.program, key)
        except KeyError:
            raise FieldError("measure", N_("Choose one of the measures.")) from None
        if not block.instrument.can_be_asked:
            raise FieldError("measure", N_("The wording of this measure is missing. Bind it first."))
        return _with(contents, block, "measure")

    _rebuild(session, wave, put, version=version, by=by, now=now)


def add_section(session: Session, wave: Wave, section_id: str, *, version: int, by: Actor, now: datetime) -> None:
    """Ask a section of own questions after everything else. Raises FieldError for one that is unknown or asked."""

    def put(contents: Contents) -> Contents:
        own = forms.pin(session, wave.cohort.program, form_key(wave), now=now)
        section = next((found for found in own.questionnaire.sections if found.id == section_id), None)
        if section is None:
            raise FieldError("section", N_("Choose one of the sections."))
        return _with(contents, OwnBlock(own.id, section), "section")

    _rebuild(session, wave, put, version=version, by=by, now=now)


def _with(contents: Contents, block: Block, field: str) -> Contents:
    if name_of(block) in map(name_of, contents.blocks):
        raise FieldError(field, N_("This check-in asks it already."))
    return replace(contents, blocks=(*contents.blocks, block))


def remove_block(session: Session, wave: Wave, name: str, *, version: int, by: Actor, now: datetime) -> None:
    """Ask a block no more; what is not asked stays so."""
    _rebuild(session, wave, lambda contents: _without(contents, name), version=version, by=by, now=now)


def _without(contents: Contents, name: str) -> Contents:
    return replace(contents, blocks=tuple(block for block in contents.blocks if name_of(block) != name))


def move_block(
    session: Session, wave: Wave, name: str, direction: str, *, version: int, by: Actor, now: datetime
) -> None:
    """One place up or down; at the end of the list nothing changes."""

    def moved(contents: Contents) -> Contents:
        blocks = list(contents.blocks)
        place = next((place for place, block in enumerate(blocks) if name_of(block) == name), 0)
        other = place + (1 if direction == DOWN else -1)
        if 0 <= other < len(blocks):
            blocks[place], blocks[other] = blocks[other], blocks[place]
        return replace(contents, blocks=tuple(blocks))

    _rebuild(session, wave, moved, version=version, by=by, now=now)


def renew_block(session: Session, wave: Wave, name: str, *, version: int, by: Actor, now: datetime) -> None:
    """Ask a block as it is now: the present version and wording of a measure, the present section of the own form.

    A section that the form no longer has is taken out.
    """

    def renewed(contents: Contents) -> Contents:
        new = newest(session, wave, contents)
        blocks = (new[name_of(block)] if name_of(block) == name else block for block in contents.blocks)
        return replace(contents, blocks=tuple(block for block in blocks if block is not None))

    _rebuild(session, wave, renewed, version=version, by=by, now=now)


def newest(session: Session, wave: Wave, contents: Contents) -> Mapping[str, Block | None]:
    """Each block as it would be put in now, by name; None for a section or a measure that is no longer there."""
    program = wave.cohort.program
    bound, own = wordings.all_in_use(session, program), in_use(session, program.id, form_key(wave))
    return {name_of(block): _newest(block, bound, own) for block in contents.blocks}


def _newest(block: Block, bound: WordingsInUse, own: FormVersion | None) -> Block | None:
    if isinstance(block, MeasureBlock):
        try:
            instrument = catalogue.get(block.instrument.key)
        except KeyError:
            return None
        return MeasureBlock(*with_wording(instrument, bound.get((instrument.key, instrument.version))))
    if own is None or own.id == block.version_id:
        return block
    section = next((found for found in own.questionnaire.sections if found.id == block.section.id), None)
    return OwnBlock(own.id, section) if section is not None else None


def take_over(session: Session, wave: Wave, earlier: Wave, *, version: int, by: Actor, now: datetime) -> None:
    """Ask the same again: what ``earlier`` asked, in the same versions, wording and order.

    Raises FieldError when it asks the other side, Conflict when what it asked is no longer there.
    """
    if earlier.asks_mentors is not wave.asks_mentors:
        raise FieldError("earlier", N_("That check-in asks other people. Choose one that asks the same."))

    _rebuild(session, wave, lambda _contents: contents_of(session, earlier), version=version, by=by, now=now)


def own_sections(session: Session, wave: Wave) -> tuple[Section, ...]:
    """The sections of own questions that the wave could ask now."""
    return current(session, wave.cohort.program_id, form_key(wave)).sections


def _rebuild(
    session: Session, wave: Wave, change: Callable[[Contents], Contents], *, version: int, by: Actor, now: datetime
) -> None:
    """Put what ``change`` makes of the contents in their place, if nobody wrote them since ``version``."""
    require_draft(wave)
    before = contents_of(session, wave)
    after = change(before)
    claim(session, wave, version)
    if after != before:
        wave.contents = after.as_stored()
        session.flush()
        record_change(session, wave, by=by, now=now, changed=["contents"])
