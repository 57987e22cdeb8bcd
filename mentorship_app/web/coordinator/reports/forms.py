"""What a report is asked for with."""

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from mentorship_app.core.i18n import LOCALES
from mentorship_app.web.i18n import LANGUAGE_NAMES, _l


class BuildForm(FlaskForm):
    """The language of the report."""

    locale = RadioField(
        _l("Language of the report"),
        choices=[SelectChoice(locale, LANGUAGE_NAMES[locale]) for locale in LOCALES],
        validate_choice=False,
    )
