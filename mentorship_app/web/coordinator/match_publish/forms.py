"""The forms of publishing pairs."""

from wtforms import HiddenField, IntegerField

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.matching.publishing import MOST_DAYS
from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm


class PublishForm(VersionedForm):
    """How long people have to say yes. ``position``: the step of the draft that was looked at."""

    days = IntegerField(_l("Days to say yes"))
    position = HiddenField()

    @property
    def days_asked(self) -> int:
        """Raises FieldError("days") for what is no number of days."""
        days: int | None = self.days.data
        if days is None or not 1 <= days <= MOST_DAYS:
            raise FieldError("days", N_("Enter a whole number from 1 to %(most)s."), most=MOST_DAYS)
        return int(days)

    @property
    def read_position(self) -> int:
        """The step that was looked at; 0 if somebody meddled with it."""
        text = str(self.position.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
