"""Versions of forms."""

from sqlalchemy.orm import object_session

from mentorship_app.forms import FormVersion
from mentorship_app.forms.services import pin
from mentorship_app.programs import Program
from tests.factories.people import MOMENT


def stored_form(program: Program, key: str) -> FormVersion:
    """The version of ``program`` that answers begun now are bound to."""
    session = object_session(program)
    assert session is not None
    return pin(session, program, key, now=MOMENT)
