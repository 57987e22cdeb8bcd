"""Forms that participants and staff share: a conflict of interest, an absence."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from mentorship_app.mentoring.conflicts import ConflictReason
from mentorship_app.programs import Enrollment
from mentorship_app.programs.absences import AbsenceEntry, AbsenceKind
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
        _l("What stands between the two"),
        choices=[SelectChoice(reason.value, words) for reason, words in REASONS.items()],
        validators=[InputRequired(_l("Choose what stands between the two."))],
    )
    until = DateField(_l("Until when"), validators=[Optional()])

    @property
    def why(self) -> ConflictReason:
        return ConflictReason(self.reason.data)


class AbsenceForm(FlaskForm):
    """A pause, or days away."""

    kind = RadioField(
        _l("What it is"),
        choices=[
            SelectChoice(AbsenceKind.PAUSE.value, _l("A pause: no new mentees")),
            SelectChoice(AbsenceKind.AWAY.value, _l("Days away")),
        ],
        validators=[InputRequired(_l("Choose a pause or days away."))],
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[Optional()])

    @property
    def entry(self) -> AbsenceEntry:
        """What was typed, once ``validate()`` held."""
        return AbsenceEntry(AbsenceKind(self.kind.data), self.starts_on.data, self.ends_on.data)
