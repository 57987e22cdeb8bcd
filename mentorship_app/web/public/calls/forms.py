"""The one form of a call's page."""

from flask_wtf import FlaskForm
from wtforms import EmailField, StringField

from mentorship_app.web.i18n import _l


class StartForm(FlaskForm):
    """Who applies. The address is where the link to the application goes."""

    name = StringField(_l("Your name"))
    email = EmailField(_l("Your work email"))
