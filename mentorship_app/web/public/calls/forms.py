"""The forms of a call's public pages."""

from flask_wtf import FlaskForm
from wtforms import EmailField, StringField

from mentorship_app.questions.text import harmless
from mentorship_app.web.i18n import _l


def shown_again(text: str | None) -> str:
    """What was typed, without what no page can show again."""
    return harmless(text or "")


class StartForm(FlaskForm):
    """Who applies. The address is where the link to the application goes."""

    name = StringField(_l("Your name"), filters=[shown_again])
    email = EmailField(_l("Your work email"), filters=[shown_again])


class BeginForm(FlaskForm):
    """Who was invited; the name is only asked where the invitation does not know it."""

    name = StringField(_l("Your name"), filters=[shown_again])


class NextYearForm(StartForm):
    """Who wants to hear of the next call."""

    department = StringField(_l("Department or division"), filters=[shown_again])


class StopForm(FlaskForm):
    """One button."""
