"""The forms of recruitment: filter, decision, call."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, FloatField, Form, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.recruitment import ApplicationStatus
from mentorship_app.recruitment.calls import CallText
from mentorship_app.web.coordinator.applications import words
from mentorship_app.web.i18n import _, _l


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


class FilterForm(Form):
    """What narrows the list. An unknown value in the address narrows nothing."""

    status = SelectField(_l("Status"), validate_choice=False)

    def offer(self) -> None:
        """Fill the list of the select."""
        named = [SelectChoice(status.value, str(word)) for status, word in words.STATUS.items()]
        self.status.choices = [SelectChoice("", _("All that were sent")), *named]

    @property
    def chosen(self) -> ApplicationStatus | None:
        status = self.status.data or ""
        return ApplicationStatus(status) if status in {known.value for known in words.STATUS} else None


class DecisionForm(FlaskForm):
    """A note to the person. ``as_sent`` is which version was read, ``previewed`` the note as the preview showed it."""

    note = TextAreaField(_l("Your words to the person"), filters=[strip])
    as_sent = HiddenField()
    previewed = HiddenField()


class HoursField(FloatField):
    """A number that may be typed with a decimal comma."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        super().process_formdata([str(value).replace(",", ".").strip() for value in valuelist])


class CallForm(FlaskForm):
    """What a call says. ``version`` is that of the call as it was read."""

    title_en = StringField(_l("Title in English"), filters=[strip])
    title_fr = StringField(_l("Title in French"), filters=[strip])
    intro_en = TextAreaField(_l("Why, in English"), filters=[strip])
    intro_fr = TextAreaField(_l("Why, in French"), filters=[strip])
    hours_per_month = HoursField(
        _l("Hours asked each month, for each resident"),
        validators=[InputRequired(_l("Enter the hours a month, more than 0 and at most 20."))],
    )
    places_wanted = IntegerField(
        _l("Places you look for"),
        validators=[InputRequired(_l("Enter how many places you look for, from 1 to 1000."))],
    )
    opens_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day as a date."))])
    closes_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day as a date."))])
    version = HiddenField()

    def text(self) -> CallText:
        """What was typed, once ``validate_on_submit`` held."""
        return CallText(**{name: self[name].data for name in CallText.__dataclass_fields__})

    def read_version(self) -> int:
        """The version that the form was filled with; 0 if somebody meddled with it, which is never current."""
        version = self.version.data or ""
        return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
