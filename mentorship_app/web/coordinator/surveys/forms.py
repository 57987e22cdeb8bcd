"""The forms of check-ins: shape only."""

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.instruments import catalogue
from mentorship_app.surveys import WaveKind
from mentorship_app.web.i18n import _l, current_locale

KIND_NAMES = {
    WaveKind.BASELINE: _l("At the start, before anybody is paired"),
    WaveKind.MIDPOINT: _l("At mid-year"),
    WaveKind.ENDPOINT: _l("At the end of the year"),
}


def _instruments() -> list[SelectChoice]:
    locale = current_locale()
    return [SelectChoice(found.key, found.title.in_(locale)) for found in catalogue.instruments() if found.can_be_asked]


class NewWaveForm(FlaskForm):
    """A check-in to plan."""

    kind = RadioField(
        _l("When in the year"),
        [InputRequired(_l("Choose when in the year it is."))],
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
    )
    opens_on = DateField(_l("First day"), [InputRequired(_l("Enter the first day, for example 2026-11-22."))])
    closes_on = DateField(_l("Last day"), [InputRequired(_l("Enter the last day, for example 2026-12-06."))])
    instrument = SelectField(_l("What is asked"), choices=_instruments)


class ConfirmForm(FlaskForm):
    """Opening, closing or deleting a check-in as it was read."""

    version = IntegerField(default=0)
