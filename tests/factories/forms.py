"""Versions of forms."""

from typing import Any

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


IDENTITY: dict[str, Any] = {
    "gender": {"chosen": ["woman"], "own": ["Fernwalker"]},
    "communities": "Lantern people, Marshfolk",
    "first_generation": "yes",
    "faith": "The Quiet Way",
}
"""What somebody says of themselves: some of it shown to their match, some of it left out of reports."""
IDENTITY_USES = {
    "gender": "not_in_reports",
    "communities": "match",
    "first_generation": "matching",
    "faith": "matching",
}
