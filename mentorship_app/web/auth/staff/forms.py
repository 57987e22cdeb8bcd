"""The forms of staff sign-in."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Regexp

from mentorship_app.accounts.passwords import one_spelling
from mentorship_app.web.auth.sign_in.forms import EMAIL_MESSAGE, join_digits, strip
from mentorship_app.web.i18n import _l


class PasswordSignInForm(FlaskForm):
    """First factor."""

    email = EmailField(_l("Email address"), filters=[strip], validators=[DataRequired(EMAIL_MESSAGE)])
    password = PasswordField(
        _l("Password"), filters=[one_spelling], validators=[DataRequired(_l("Enter your password."))]
    )
    next = HiddenField()


class AuthenticatorForm(FlaskForm):
    """Second factor: the code that the app shows."""

    code = StringField(
        _l("Code from your authenticator app"),
        filters=[join_digits],
        validators=[Regexp(r"^[0-9]{6}$", message=_l("Enter the six digits that the app shows."))],
    )


class RecoveryForm(FlaskForm):
    """In place of the second factor, once each."""

    code = StringField(
        _l("Recovery code"),
        filters=[strip],
        validators=[DataRequired(_l("Enter one of your recovery codes."))],
    )


class ForgottenForm(FlaskForm):
    """Who wants to choose a new password."""

    email = EmailField(_l("Email address"), filters=[strip], validators=[DataRequired(EMAIL_MESSAGE)])


class NewPasswordForm(FlaskForm):
    """A password to be, typed twice since nobody sees it. Whether it is good enough is asked of ``accounts``."""

    password = PasswordField(
        _l("New password"), filters=[one_spelling], validators=[DataRequired(_l("Choose a password."))]
    )
    again = PasswordField(
        _l("The same password again"),
        filters=[one_spelling],
        validators=[EqualTo("password", message=_l("The two passwords differ. Type both again."))],
    )
