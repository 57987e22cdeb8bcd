"""What a wave asks, page by page, and how long that takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.scoring import ScoringError, checked
from mentorship_app.privacy.sealing import BOX_BYTES
from mentorship_app.questions.answers import visible
from mentorship_app.questions.questionnaire import Question, Section
from mentorship_app.questions.types.long_text import LongTextConfig
from mentorship_app.surveys.contents import IN_WORDS, Contents

COMMENT = "comment"
"""Id of the last, free question and of its page."""

SECONDS_A_RATING = 10
"""Plain questions take some ten seconds each on a phone."""
SECONDS_A_COMMENT = 40
"""For every question that is answered in words."""

_LONGEST_SHORT_TEXT = 500
_BYTES_A_CHARACTER = 4
_BYTES_OF_MARKS = 128
_BYTES_A_RATING = 64
_BYTES_A_CHOICE = 1024

_COMMENT_SECTION = Section(
    id=COMMENT,
    title=LocalizedText(en="In your own words", fr="Dans vos propres mots"),
    intro=None,
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
    """Counted from 1; also its address."""
    of: int
    minutes_left: int

    @property
    def is_last(self) -> bool:
        return self.number == self.of

    @property
    def counts_questions(self) -> bool:
        """Whether its questions are numbered and blanks are pointed out: not where it asks in words alone."""
        return any(question.type not in IN_WORDS for question in self.section.questions)


def sections_of(contents: Contents) -> tuple[Section, ...]:
    """All pages in order: those of each measure, own sections, then the comment."""
    asked = tuple(section for block in contents.blocks for section in block.sections)
    return (*asked, _comment_section(contents.comment_floor)) if contents.has_comment else asked


def _comment_section(floor: int) -> Section:
    """The last page, with what becomes of comments of ``floor`` people and more."""
    intro = LocalizedText(
        en=(
            "Only if you like. Comments are kept apart from your other answers. The coordinator may read them, without "
            f"a name, once {floor} or more people have written one. Nobody watches them around the clock."
        ),
        fr=(
            "Seulement si vous le souhaitez. Les commentaires sont conservés à part de vos autres réponses. "
            f"La coordination peut les lire, sans nom, dès que {floor}\u00a0personnes ou plus en ont écrit un. "
            "Personne ne les surveille en continu."
        ),
    )
    return replace(_COMMENT_SECTION, intro=intro)


def parts(contents: Contents) -> tuple[Part, ...]:
    """The pages in order, the same for everybody and at any time: a page with nothing to show is passed over."""
    sections = sections_of(contents)
    return tuple(
        Part(section, number, len(sections), _minutes(sections[number - 1 :]))
        for number, section in enumerate(sections, start=1)
    )


def minutes_of(contents: Contents) -> int:
    """How long the whole of it takes, in full minutes."""
    return _minutes(sections_of(contents))


def part_numbered(contents: Contents, number: int) -> Part | None:
    """The page of that number; None if there is none."""
    pages = parts(contents)
    return pages[number - 1] if 1 <= number <= len(pages) else None


def part_after(contents: Contents, part: Part, answers: Mapping[str, Any]) -> Part | None:
    """The next page that has something to show after these answers; None after the last."""
    following = parts(contents)[part.number :]
    return next((page for page in following if visible(page.section.questions, answers)), None)


def part_before(contents: Contents, part: Part, answers: Mapping[str, Any]) -> Part | None:
    """The page before, likewise; None before the first."""
    earlier = reversed(parts(contents)[: part.number - 1])
    return next((page for page in earlier if visible(page.section.questions, answers)), None)


def first_unanswered(contents: Contents, answers: Mapping[str, Any]) -> Part:
    """Where somebody goes on: the first page on which nothing is answered, else the last page."""
    pages = [page for page in parts(contents) if visible(page.section.questions, answers)]
    return next(
        (page for page in pages if not any(question.id in answers for question in page.section.questions)), pages[-1]
    )


def ratings_of(instrument: Instrument, answers: Mapping[str, Any]) -> dict[str, int]:
    """The answers to the items of one instrument, ready to be scored; raises ScoringError for one not offered."""
    ids = {item.id for item in instrument.items}
    return checked(instrument, {key: value for key, value in answers.items() if key in ids})


def in_words(contents: Contents) -> tuple[str, ...]:
    """Ids of everything that is answered in words."""
    questions = (question for section in sections_of(contents) for question in section.questions)
    return tuple(question.id for question in questions if question.type in IN_WORDS)


def require_possible(contents: Contents, answers: Mapping[str, Any]) -> None:
    """Raises ScoringError for an answer to something that is not asked, or a rating that is not offered."""
    asked = {question.id for section in sections_of(contents) for question in section.questions}
    for key in answers:
        if key not in asked:
            raise ScoringError(f"this survey does not ask {key!r}")
    for instrument in contents.instruments:
        ratings_of(instrument, answers)


def box_bytes(contents: Contents) -> int:
    """Size of the boxes in which all answers of the wave are sealed: large enough for the longest ones."""
    longest = _BYTES_OF_MARKS
    for section in sections_of(contents):
        longest += sum(_longest(question) for question in section.questions)
    return -(-longest // BOX_BYTES) * BOX_BYTES


def _longest(question: Question) -> int:
    if question.type not in IN_WORDS:
        return _BYTES_A_RATING if question.type == "scale" else _BYTES_A_CHOICE
    characters = getattr(question.config, "max_length", None) or _LONGEST_SHORT_TEXT
    return _BYTES_A_RATING + int(characters) * _BYTES_A_CHARACTER


def _minutes(sections: tuple[Section, ...]) -> int:
    questions = [question for section in sections for question in section.questions]
    words = sum(question.type in IN_WORDS for question in questions)
    return max(1, ceil(((len(questions) - words) * SECONDS_A_RATING + words * SECONDS_A_COMMENT) / 60))
