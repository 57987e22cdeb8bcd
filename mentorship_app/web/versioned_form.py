"""Forms about things that two people can change at once, and what the second one is shown."""

from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import HiddenField

NEVER = -1
"""A version that nothing has."""
_LONGEST = 9


class VersionedForm(FlaskForm):
    """A form that carries which version of the thing it was filled with."""

    version = HiddenField()

    @property
    def read_version(self) -> int:
        """The version that the form was filled with; one that is never current if somebody meddled with it."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST else NEVER

    def renew(self, version: int) -> None:
        """Carry the version that is shown beside what was typed: sending it once more is then a decision."""
        self.version.raw_data, self.version.data = None, str(version)


@dataclass(frozen=True)
class Difference:
    """What an entry says now, and what was just typed over it."""

    field: str
    theirs: str
    yours: str
