"""The form of a recommendation."""

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from mentorship_app.reports.recommendations import Progress, Recommendation
from mentorship_app.reports.recommendations.services import Entries
from mentorship_app.reports.sections.recommendations import PROGRESS
from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm


class RecommendationForm(VersionedForm):
    """Everything about one recommendation."""

    text = TextAreaField(_l("What is to be done?"))
    owner = StringField(_l("Who sees to it?"))
    due_on = DateField(_l("By when?"), [Optional()])
    progress = SelectField(
        _l("How far is it?"),
        [InputRequired(_l("Choose how far it is."))],
        choices=[SelectChoice(progress.value, _l(word)) for progress, word in PROGRESS.items()],
        default=Progress.PLANNED.value,
    )
    outcome = TextAreaField(_l("What became of it?"))

    @classmethod
    def of(cls, row: Recommendation | None) -> "RecommendationForm":
        """As it stands, or as it was just sent; blank for a new one."""
        if row is None:
            return cls()
        entries = {"text": row.text, "owner": row.owner, "due_on": row.due_on, "outcome": row.outcome}
        return cls(version=str(row.version), progress=row.progress.value, **entries)

    @property
    def entries(self) -> Entries:
        """What was typed, once ``validate()`` held."""
        return Entries(
            self.text.data or "",
            self.owner.data or "",
            self.due_on.data,
            Progress(self.progress.data),
            self.outcome.data or "",
        )


class ButtonForm(VersionedForm):
    """One button about a recommendation as it was read."""
