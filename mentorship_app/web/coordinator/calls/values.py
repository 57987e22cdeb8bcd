"""The values of targets in words: codes of the application’s options where it offers them, else as they were typed."""

from mentorship_app.forms.queries import current
from mentorship_app.programs import Program
from mentorship_app.questions.options import Option, label_of
from mentorship_app.recruitment.services import FORM
from mentorship_app.recruitment.targets import ANSWERED_BY, CallTarget, Dimension
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale

BY_OPTIONS = (Dimension.TOPIC, Dimension.LANGUAGE)


def options_of(program: Program, dimension: Dimension) -> tuple[Option, ...]:
    """The options of the application's question for that dimension, as it is asked now."""
    if dimension not in BY_OPTIONS:
        return ()
    try:
        question = current(db.session(), program.id, FORM).question(ANSWERED_BY[dimension])
    except KeyError:
        return ()
    return tuple(getattr(question.config, "options", ()))


def code_of(program: Program, dimension: Dimension, typed: str) -> str:
    """The code of the option that was typed by its name in either language; else what was typed."""
    folded = typed.casefold()
    for option in options_of(program, dimension):
        if folded in (option.code.casefold(), option.label.en.casefold(), option.label.fr.casefold()):
            return option.code
    return typed


def shown_value(program: Program, target: CallTarget) -> str:
    """A target's value in the reader's words."""
    return label_of(target.value, options_of(program, target.dimension), current_locale())
