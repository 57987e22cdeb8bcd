"""The forms of a mentor's time."""

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from mentorship_app.programs import Enrollment
from mentorship_app.programs.absences import AbsenceEntry, AbsenceKind
from mentorship_app.web.hours_field import HoursField
from mentorship_app.web.i18n import _l

PLACES_MESSAGE = _l("Enter a number of places from 0 to 5.")


class TimeForm(FlaskForm):
    """Places and hours. ``version`` is that of the enrollment as it was read."""

    version = HiddenField()
    capacity = IntegerField(
        _l("How many mentees you can take"),
        validators=[InputRequired(PLACES_MESSAGE), NumberRange(0, 5, PLACES_MESSAGE)],
    )
    hours_per_month = HoursField(_l("Hours a month for each of them"), validators=[Optional()])

    @classmethod
    def of(cls, mine: Enrollment) -> "TimeForm":
        """The form as it stands, or as it was just sent."""
        return cls(version=str(mine.version), capacity=mine.capacity, hours_per_month=mine.hours_per_month)

    @property
    def read_version(self) -> int:
        version = self.version.data or ""
        return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0


class AbsenceForm(FlaskForm):
    """A pause, or days away."""

    kind = RadioField(
        _l("What it is"),
        choices=[
            SelectChoice(AbsenceKind.PAUSE.value, _l("A pause: no new mentees")),
            SelectChoice(AbsenceKind.AWAY.value, _l("Days away")),
        ],
        validators=[InputRequired(_l("Choose a pause or days away."))],
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[Optional()])

    @property
    def entry(self) -> AbsenceEntry:
        """What was typed, once ``validate()`` held."""
        return AbsenceEntry(AbsenceKind(self.kind.data), self.starts_on.data, self.ends_on.data)
