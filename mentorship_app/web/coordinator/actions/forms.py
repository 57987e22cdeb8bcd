"""The forms of an action: the message to each reader, putting off, settling."""

from datetime import date, timedelta

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.decisions import LONGEST_NOTE, LONGEST_SUBJECT, LONGEST_TEXT
from mentorship_app.web.coordinator.actions.shown import Letter
from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm

ONE_WEEK, TWO_WEEKS, A_DAY = "7", "14", "day"


class LetterForm(FlaskForm):
    """The message to one reader; its fields carry the number of the reader."""

    class Meta:
        csrf = False
        """The form around it has one."""

    wanted = BooleanField(_l("Send it to this person"), default=True)
    subject = StringField(_l("Subject"), [Length(max=LONGEST_SUBJECT)])
    text = TextAreaField(_l("Message"), [Length(max=LONGEST_TEXT)])

    @classmethod
    def of(cls, number: int, letter: Letter) -> "LetterForm":
        """Filled with what is ready, or with what was typed."""
        return cls(prefix=f"letter-{number}-", subject=letter.subject, text=letter.text)

    def is_right(self) -> bool:
        """Whether it can go out as it stands; one that is not wanted can stay empty."""
        is_valid = bool(self.validate())
        if not self.wanted.data:
            return is_valid
        for field in (self.subject, self.text):
            if not (field.data or "").strip():
                field.errors = [*field.errors, _l("Write something, or do not send it to this person.")]
                is_valid = False
        return is_valid


class SendForm(VersionedForm):
    """Around the letters."""


class PutOffForm(VersionedForm):
    """Until when, and why."""

    until = RadioField(
        _l("Until when?"),
        [InputRequired(_l("Choose until when."))],
        choices=[
            SelectChoice(ONE_WEEK, _l("For a week")),
            SelectChoice(TWO_WEEKS, _l("For two weeks")),
            SelectChoice(A_DAY, _l("Until a day that I choose")),
        ],
        default=ONE_WEEK,
    )
    day = DateField(_l("The day"), [Optional()])
    note = StringField(_l("Note"), [Length(max=LONGEST_NOTE)])

    def day_from(self, today: date) -> date:
        """The day on which it comes back; raises FieldError where none was chosen."""
        if self.until.data == A_DAY:
            if self.day.data is None:
                raise FieldError("day", N_("Enter the day."))
            chosen: date = self.day.data
            return chosen
        return today + timedelta(days=int(self.until.data))


class SettleForm(VersionedForm):
    """That nothing more is to be done."""

    note = StringField(_l("Note"), [Length(max=LONGEST_NOTE)], id="settled-note")
