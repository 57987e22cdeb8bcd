"""What can be chosen about a meeting: the options of the program's own form, by their codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.forms.library import shipped
from mentorship_app.forms.queries import current
from mentorship_app.questions.questionnaire import Questionnaire

FORM = "meeting_log"
USUAL_MINUTES = (15, 30, 45, 60, 90)
MOST_MINUTES = 480


@dataclass(frozen=True)
class Choice:
    """One thing to choose and its words."""

    code: str
    words: LocalizedText


@dataclass(frozen=True)
class Wording:
    """How people can have met, and what about."""

    hows: tuple[Choice, ...]
    topics: tuple[Choice, ...]

    def how(self, code: str, locale: str) -> str:
        """The words of a code; those the app ships where the program's form no longer has it."""
        return _words(self.hows, "modality", code, locale)

    def topic(self, code: str, locale: str) -> str:
        """The same for a topic."""
        return _words(self.topics, "topics", code, locale)


def wording_of(session: Session, program_id: UUID) -> Wording:
    """What the program's form offers today; one query."""
    form = current(session, program_id, FORM)
    return Wording(_choices(form, "modality"), _choices(form, "topics"))


def _choices(form: Questionnaire, question: str) -> tuple[Choice, ...]:
    options = getattr(form.question(question).config, "options", ())
    return tuple(Choice(option.code, option.label) for option in options)


def _words(choices: Iterable[Choice], question: str, code: str, locale: str) -> str:
    for choice in (*choices, *_choices(shipped(FORM), question)):
        if choice.code == code:
            return choice.words.in_(locale)
    return code
