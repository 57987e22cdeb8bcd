"""The forms of a call's public pages."""

from flask_wtf import FlaskForm
from wtforms import EmailField, StringField

from mentorship_app.web.i18n import _l


class StartForm(FlaskForm):
    """Who applies. The address is where the link to the application goes."""

    name = StringField(_l("Your name"))
    email = EmailField(_l("Your work email"))


class BeginForm(FlaskForm):
    """Who was invited; the name is only asked where the invitation does not know it."""

    name = StringField(_l("Your name"))


class NextYearForm(StartForm):
    """Who wants to hear of the next call."""

    department = StringField(_l("Department or division"))


class StopForm(FlaskForm):
    """One button."""
