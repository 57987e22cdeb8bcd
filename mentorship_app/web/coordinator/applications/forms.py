"""The forms of applications: filter, decision."""

from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from mentorship_app.recruitment import ApplicationStatus
from mentorship_app.web.coordinator.applications import words
from mentorship_app.web.i18n import _, _l


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


class FilterForm(Form):
    """What narrows the list. An unknown value in the address narrows nothing."""

    status = SelectField(_l("Status"), validate_choice=False)

    def offer(self) -> None:
        """Fill the list of the select."""
        named = [SelectChoice(status.value, str(word)) for status, word in words.STATUS.items()]
        self.status.choices = [SelectChoice("", _("All that were sent")), *named]

    @property
    def chosen(self) -> ApplicationStatus | None:
        status = self.status.data or ""
        return ApplicationStatus(status) if status in {known.value for known in words.STATUS} else None


class DecisionForm(FlaskForm):
    """A note to the person. ``as_sent`` is which version was read, ``previewed`` the note as the preview showed it."""

    note = TextAreaField(_l("Your words to the person"), filters=[strip])
    as_sent = HiddenField()
    previewed = HiddenField()
