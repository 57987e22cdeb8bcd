"""Putting what the domain refused onto the form that asked for it."""

from typing import cast

from flask_wtf import FlaskForm
from wtforms import Field

from mentorship_app.core.errors import AppError, FieldError
from mentorship_app.web.errors import message_of


def put_error(form: FlaskForm, error: AppError) -> None:
    """Say the error at the field it names, or above the form when it names none of the form's."""
    if isinstance(error, FieldError) and error.field in form:
        field = cast(Field, form[error.field])
        field.errors = (*field.errors, message_of(error))
    else:
        form.form_errors.append(message_of(error))
