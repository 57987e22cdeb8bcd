"""The two forms of participants."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, Email, Regexp

from mentorship_app.web.i18n import _l

EMAIL_MESSAGE = _l("Enter an email address in the form name@example.org.")


def strip(text: str | None) -> str:
    """What was typed without the spaces around it."""
    return (text or "").strip()


def join_digits(text: str | None) -> str:
    """A code as it was meant: people type spaces and hyphens between its digits."""
    return "".join(sign for sign in (text or "") if sign.isalnum())


class EmailForm(FlaskForm):
    """Where to send the link."""

    email = EmailField(
        _l("Email address"), filters=[strip], validators=[DataRequired(EMAIL_MESSAGE), Email(EMAIL_MESSAGE)]
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """The six digits of the mail."""

    code = StringField(
        _l("Code from the mail"),
        filters=[join_digits],
        validators=[Regexp(r"^[0-9]{6}$", message=_l("Enter the six digits of the code."))],
    )
