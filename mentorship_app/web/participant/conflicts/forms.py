"""The forms of conflicts of interest and of the private list. Each is drawn with ids of its own."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from mentorship_app.mentoring.conflicts import ConflictReason
from mentorship_app.programs import Enrollment
from mentorship_app.web.conflict_words import REASONS
from mentorship_app.web.i18n import _, _l


def people_choices(people: Sequence[Enrollment]) -> list[SelectChoice]:
    """Nobody first, then the people by name."""
    return [SelectChoice("", _("Choose a person")), *(SelectChoice(one.public_id, one.account.name) for one in people)]


class ConflictForm(FlaskForm):
    """A conflict of interest with one person."""

    person = SelectField(
        _l("With whom"), validators=[InputRequired(_l("Choose a person from the list."))], validate_choice=False
    )
    reason = RadioField(
        _l("What stands between you"),
        choices=[SelectChoice(reason.value, words) for reason, words in REASONS.items()],
        validators=[InputRequired(_l("Choose what stands between you."))],
    )
    until = DateField(_l("Until when"), validators=[Optional()])

    @property
    def why(self) -> ConflictReason:
        return ConflictReason(self.reason.data)


class PrivateForm(FlaskForm):
    """A person for the private list: chosen, or typed."""

    other = SelectField(_l("A person of this year"), validate_choice=False)
    typed_name = StringField(_l("Or a name or email address"))
