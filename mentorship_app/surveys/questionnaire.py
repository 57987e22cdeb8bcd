"""What a wave asks, page by page, and how long that takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from mentorship_app.core.errors import Conflict
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.pages import sections_of
from mentorship_app.instruments.scoring import checked
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.questions.types.long_text import LongTextConfig
from mentorship_app.surveys.models import Wave

COMMENT_PART = "comment"
COMMENT = "comment"
"""Id of the one free question."""

SECONDS_A_RATING = 10
"""Plain questions take some ten seconds each on a phone."""
SECONDS_A_COMMENT = 40

_COMMENT_SECTION = Section(
    id=COMMENT_PART,
    title=LocalizedText(en="In your own words", fr="Dans vos propres mots"),
    intro=LocalizedText(
        en=(
            "Only if you like. Comments are kept apart from your other answers. The coordinator may read them, without "
            "a name, once ten or more people have written one. Nobody watches them around the clock."
        ),
        fr=(
            "Seulement si vous le souhaitez. Les commentaires sont conservés à part de vos autres réponses. "
            "La coordination peut les lire, sans nom, dès que dix personnes ou plus en ont écrit un. "
            "Personne ne les surveille en continu."
        ),
    ),
    questions=(
        Question(
            id=COMMENT,
            type="long_text",
            text=LocalizedText(
                en="Is there something the program should know?",
                fr="Y a-t-il quelque chose que le programme devrait savoir\u00a0?",
            ),
            hint=LocalizedText(
                en="Leave out names and anything that only you could have written.",
                fr="Évitez les noms et tout ce que vous seul ou seule auriez pu écrire.",
            ),
            optional=True,
            config=LongTextConfig(max_length=2000, rows=5),
        ),
    ),
)


@dataclass(frozen=True)
class Part:
    """One page of the survey: where it stands among the others, and the minutes from its beginning to the end."""

    section: Section
    number: int
    of: int
    minutes_left: int
    next: str | None


def instrument_of(wave: Wave) -> Instrument:
    """The instrument that the wave asks; raises Conflict when the app no longer has that version."""
    instrument = catalogue.get(wave.instrument_key)
    if instrument.version != wave.instrument_version:
        raise Conflict(N_("This survey was made with another version of its questions."))
    return instrument


def parts(instrument: Instrument) -> tuple[Part, ...]:
    """The pages in order: one per scale, then the comment."""
    sections = (*sections_of(instrument), _COMMENT_SECTION)
    return tuple(
        Part(
            section=section,
            number=number,
            of=len(sections),
            minutes_left=_minutes(sections[number - 1 :]),
            next=sections[number].id if number < len(sections) else None,
        )
        for number, section in enumerate(sections, start=1)
    )


def part_called(instrument: Instrument, name: str) -> Part | None:
    """The page of that name; None if there is none."""
    return next((part for part in parts(instrument) if part.section.id == name), None)


def first_unanswered(instrument: Instrument, answers: Mapping[str, Any]) -> Part:
    """Where somebody goes on: the first page on which nothing is answered, else the last page."""
    pages = parts(instrument)
    return next(
        (part for part in pages if not any(question.id in answers for question in part.section.questions)), pages[-1]
    )


def possible_answers(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, int]:
    """The ratings among ``answers``; raises ScoringError for one that the instrument does not offer."""
    return checked(instrument, {key: value for key, value in answers.items() if key != COMMENT})


def _minutes(sections: tuple[Section, ...]) -> int:
    ratings = sum(len(section.questions) for section in sections if section.id != COMMENT_PART)
    return max(1, ceil((ratings * SECONDS_A_RATING + SECONDS_A_COMMENT) / 60))
