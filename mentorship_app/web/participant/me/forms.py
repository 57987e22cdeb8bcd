"""The form of one's own details."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.web.i18n import LANGUAGE_NAMES, _l


class DetailsForm(FlaskForm):
    """Name and language."""

    name = StringField(_l("Name"), [InputRequired(_l("Enter your name as others know you."))])
    locale = RadioField(
        _l("Language"),
        [InputRequired(_l("Choose English or French."))],
        choices=[SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()],
    )
