"""What runs are started and recorded with."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from mentorship_app.core.i18n import LOCALES
from mentorship_app.mentoring import PairingKind
from mentorship_app.web.i18n import LANGUAGE_NAMES, _l
from mentorship_app.web.pairing_words import KIND_NAMES


class StartForm(FlaskForm):
    """Which kind of pairs is proposed."""

    kind = SelectField(
        _l("Kind of mentoring"),
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
        default=PairingKind.PRIMARY.value,
    )

    def offer(self, kinds: Iterable[PairingKind]) -> None:
        """Show these kinds alone: those that somebody asked for or has."""
        self.kind.choices = [SelectChoice(kind.value, KIND_NAMES[kind]) for kind in kinds]


class RecordForm(FlaskForm):
    """The language of a record."""

    locale = RadioField(
        _l("Language of the record"),
        choices=[SelectChoice(locale, LANGUAGE_NAMES[locale]) for locale in LOCALES],
        validate_choice=False,
    )
