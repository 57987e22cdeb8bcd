"""Offering a slot: the same form for the person outside the program and for the coordinator."""

from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TimeField
from wtforms.validators import Optional

from mentorship_app.programs.slots.services import SlotEntry
from mentorship_app.web.i18n import _l


class SlotForm(FlaskForm):
    """A time that is offered, where the program is."""

    day = DateField(_l("Day"), validators=[Optional()])
    at = TimeField(_l("Time"), validators=[Optional()])
    minutes = StringField(_l("Length"), default="30")
    place = StringField(_l("Where"))

    @property
    def entry(self) -> SlotEntry:
        typed = (self.minutes.data or "").strip()
        minutes = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
        return SlotEntry(day=self.day.data, at=self.at.data, minutes=minutes, place=self.place.data or "")
