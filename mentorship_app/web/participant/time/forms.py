"""The form of a mentor's time."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from mentorship_app.programs import Enrollment
from mentorship_app.web.hours_field import HoursField
from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm

PLACES_MESSAGE = _l("Enter a number of places from 0 to 5.")


class TimeForm(VersionedForm):
    """Places and hours. ``version`` is that of the enrollment as it was read."""

    capacity = IntegerField(
        _l("How many mentees you can take"),
        validators=[InputRequired(PLACES_MESSAGE), NumberRange(0, 5, PLACES_MESSAGE)],
    )
    hours_per_month = HoursField(_l("Hours a month for each of them"), validators=[Optional()])

    @classmethod
    def of(cls, mine: Enrollment) -> "TimeForm":
        """The form as it stands, or as it was just sent."""
        return cls(version=str(mine.version), capacity=mine.capacity, hours_per_month=mine.hours_per_month)
