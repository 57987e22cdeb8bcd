"""The forms of the set-up. ``answers()`` gives what the draft keeps: plain values, a password only as its hash."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_security.utils import hash_password
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    Form,
    FormField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length

from mentorship_app.accounts.passwords import check_password, one_spelling
from mentorship_app.core.errors import FieldError
from mentorship_app.programs.help_library import library
from mentorship_app.web.auth.setup import seeds
from mentorship_app.web.auth.sign_in.forms import EMAIL_MESSAGE, strip
from mentorship_app.web.errors import message_of
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l, current_locale

MOST_LEVELS = 20
NAME_LENGTH = Length(max=120, message=_l("Use at most 120 characters."))


class CodeForm(FlaskForm):
    """The door."""

    code = StringField(_l("Set-up code"), filters=[strip], validators=[DataRequired(_l("Enter the set-up code."))])


class StepForm(FlaskForm):
    """A step of the set-up, filled from what the draft has of it."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(data=dict(answers))
        self.given = answers

    def answers(self) -> dict[str, Any]:
        """What was entered, as JSON values."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class LanguageForm(StepForm):
    """Step 1."""

    locale = RadioField(
        _l("Language"),
        choices=[SelectChoice(value=code, label=name) for code, name in LANGUAGE_NAMES.items()],
        validators=[InputRequired(_l("Choose English or French."))],
    )


class ProgramForm(StepForm):
    """Step 2."""

    organization = StringField(
        _l("Hospital, school or university"),
        filters=[strip],
        validators=[DataRequired(_l("Enter the name of the hospital or school.")), NAME_LENGTH],
    )
    name = StringField(
        _l("Name of the program"),
        filters=[strip],
        validators=[DataRequired(_l("Enter the name of the program.")), NAME_LENGTH],
    )
    timezone = SelectField(_l("Time zone"), validators=[InputRequired(_l("Choose a time zone."))])
    contact_email = EmailField(
        _l("Address for questions"), filters=[strip], validators=[DataRequired(EMAIL_MESSAGE), Email(EMAIL_MESSAGE)]
    )

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(answers)
        self.timezone.choices = [SelectChoice(value=zone, label=zone.replace("_", " ")) for zone in (seeds.timezones())]


class AccountForm(StepForm):
    """Step 3: who administers and coordinates at first."""

    name = StringField(_l("Your name"), filters=[strip], validators=[DataRequired(_l("Enter your name.")), NAME_LENGTH])
    email = EmailField(
        _l("Your email address"), filters=[strip], validators=[DataRequired(EMAIL_MESSAGE), Email(EMAIL_MESSAGE)]
    )
    password = PasswordField(_l("Password"), filters=[one_spelling])
    again = PasswordField(
        _l("The same password again"),
        filters=[one_spelling],
        validators=[EqualTo("password", message=_l("The two passwords differ. Type both again."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also ask whether the password is good enough; left empty, the one given before stays."""
        fine = bool(super().validate(extra_validators))
        if not self.password.data and self.given.get("password_hash"):
            return fine
        try:
            check_password(self.password.data or "", email=self.email.data or "", name=self.name.data or "")
        except FieldError as error:
            self.password.errors = [message_of(error)]
            return False
        return fine

    def answers(self) -> dict[str, Any]:
        typed = self.password.data
        hashed = hash_password(typed) if typed else self.given["password_hash"]
        return {"name": self.name.data, "email": self.email.data.lower(), "password_hash": hashed}


class LineForm(Form):
    """A help line."""

    label_en = StringField(_l("Who answers, in English"), filters=[strip], validators=[NAME_LENGTH])
    label_fr = StringField(_l("Who answers, in French"), filters=[strip], validators=[NAME_LENGTH])
    note_en = StringField(_l("When, in English"), filters=[strip], validators=[NAME_LENGTH])
    note_fr = StringField(_l("When, in French"), filters=[strip], validators=[NAME_LENGTH])
    number = StringField(
        _l("Number"), filters=[strip], validators=[Length(max=40, message=_l("Use at most 40 characters."))]
    )
    checked = BooleanField(_l("Show this number: I checked today that somebody answers"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A line that is left out may be as it likes; one that is shown must be whole."""
        fine = bool(super().validate(extra_validators))
        return self._is_whole() and fine if self.checked.data else fine

    def _is_whole(self) -> bool:
        for field in (self.label_en, self.label_fr):
            if not field.data:
                field.errors = [_("Say who answers, in both languages.")]
        if not any(sign.isdigit() for sign in self.number.data or ""):
            self.number.errors = [_("Enter the number to call, for example 555-0142.")]
        return not self.errors


class OwnLineForm(LineForm):
    """The program's own line, which is always shown."""

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators) and self._is_whole()
        if not self.checked.data:
            self.checked.errors = [_("Check that somebody answers at this number, then tick the box.")]
            return False
        return fine


class HelpForm(StepForm):
    """Step 4: the program's own line is needed; public ones are ticked or left."""

    own = FormField(OwnLineForm)
    public = FieldList(FormField(LineForm), min_entries=len(seeds.PUBLIC_LINES), max_entries=len(seeds.PUBLIC_LINES))
    region = SelectField(_l("Also add the lines of"), default="")

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(answers)
        regions = [SelectChoice(code, names.in_(current_locale())) for code, names in library().regions.items()]
        self.region.choices = [SelectChoice("", _("No region")), *regions]


class CohortForm(StepForm):
    """Step 5."""

    name = StringField(
        _l("Name of the cohort"),
        filters=[strip],
        validators=[DataRequired(_l("Enter a name for the cohort.")), NAME_LENGTH],
    )
    starts_on = DateField(_l("First day"), validators=[DataRequired(_l("Enter the first day as a date."))])
    ends_on = DateField(_l("Last day"), validators=[DataRequired(_l("Enter the last day as a date."))])
    levels = TextAreaField(_l("Training levels, one a line"))
    demo = BooleanField(_l("Also load an invented cohort to click through"))

    def __init__(self, answers: Mapping[str, Any]) -> None:
        days = {key: date.fromisoformat(answers[key]) for key in ("starts_on", "ends_on") if answers.get(key)}
        super().__init__({**answers, **days})

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        if self.starts_on.data and self.ends_on.data and self.ends_on.data <= self.starts_on.data:
            self.ends_on.errors = [_("The last day must be after the first day.")]
            fine = False
        codes = [level.code.casefold() for level in seeds.training_levels(self.levels.data or "")]
        if not 0 < len(codes) <= MOST_LEVELS or len(set(codes)) < len(codes):
            self.levels.errors = [_("Enter 1 to 20 training levels, each on a line of its own and only once.")]
            fine = False
        return fine

    def answers(self) -> dict[str, Any]:
        return super().answers() | {
            "starts_on": self.starts_on.data.isoformat(),
            "ends_on": self.ends_on.data.isoformat(),
        }
