"""What goes wrong with an answer, and with a questionnaire file."""

from datetime import date
from decimal import Decimal

from mentorship_app.core.dates import day_text
from mentorship_app.core.errors import AppError
from mentorship_app.core.i18n import LocalizedText, translate
from mentorship_app.questions.wording import number_text


class AnswerError(AppError):
    """The answer cannot be kept as it is; the message tells the reader what to do."""

    def text(self, locale: str) -> str:
        """The message in ``locale``; dates and numbers among the values are written as that language does."""
        return translate(self.message, locale, **{name: _spoken(value, locale) for name, value in self.values.items()})


class BlankAnswer(AnswerError):
    """A required question has no answer. ``wording`` is the question's own message, when it has one."""

    def __init__(self, message: str, wording: LocalizedText | None = None) -> None:
        super().__init__(message)
        self.wording = wording

    def text(self, locale: str) -> str:
        return self.wording.in_(locale) if self.wording else super().text(locale)


class QuestionnaireError(ValueError):
    """A questionnaire file is not usable: names the file, the place in it, and what is expected there."""

    def __init__(self, source: str, path: str, problem: str) -> None:
        super().__init__(f"{source}: {path or 'top of the file'}: {problem}")
        self.source, self.path, self.problem = source, path, problem


def _spoken(value: object, locale: str) -> object:
    if isinstance(value, date):
        return day_text(value, locale)
    if isinstance(value, int | float | Decimal):
        return number_text(value, locale)
    return value
