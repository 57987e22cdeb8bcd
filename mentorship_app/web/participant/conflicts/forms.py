"""The form of the private list."""

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from mentorship_app.web.i18n import _l


class PrivateForm(FlaskForm):
    """A person for the private list: chosen, or typed."""

    other = SelectField(_l("A person of this year"), validate_choice=False)
    typed_name = StringField(_l("Or a name or email address"))
