"""The forms of pairs."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.mentoring import PairingKind
from mentorship_app.mentoring.services import ExceptionAsked
from mentorship_app.web.i18n import _l
from mentorship_app.web.pairing_words import KIND_NAMES


class ChoiceForm(Form):
    """Which mentor, and for what: read from the address, since choosing changes nothing yet."""

    mentor = RadioField(_l("Mentor"), [InputRequired(_l("Choose a mentor."))], validate_choice=False)
    kind = SelectField(
        _l("What the mentor is for"),
        choices=[SelectChoice(kind.value, name) for kind, name in KIND_NAMES.items()],
        default=PairingKind.PRIMARY.value,
    )


class ConfirmForm(FlaskForm):
    """The same two, sent to be done."""

    mentor = HiddenField()
    kind = HiddenField()


class ExceptionForm(FlaskForm):
    """Why two are paired although one assesses the other."""

    rationale = TextAreaField(_l("Why they are paired all the same"))
    agreed = BooleanField(_l("I asked who declared it, and they agree"))

    @property
    def asked(self) -> ExceptionAsked:
        return ExceptionAsked(self.rationale.data or "", agreed=bool(self.agreed.data))


class EndForm(FlaskForm):
    """Ending a pair as it was read."""

    version = IntegerField(default=0)
