"""The forms of applications: filter, decision."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, SearchField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from mentorship_app.questions.text import harmless
from mentorship_app.recruitment import ApplicationStatus
from mentorship_app.recruitment.queries import ApplicationFilter
from mentorship_app.web.coordinator.applications import words
from mentorship_app.web.i18n import _, _l


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it and without what no page can show again."""
    return harmless(text or "").strip()


class FilterForm(Form):
    """What narrows the list. An unknown value in the address narrows nothing."""

    q = SearchField(_l("Name, email or department"), filters=[strip])
    status = SelectField(_l("Status"), validate_choice=False)
    call = SelectField(_l("Call"), validate_choice=False)

    def offer(self, calls: Sequence[tuple[str, str]]) -> None:
        """Fill the lists of the selects; ``calls`` are slugs and titles."""
        self.call.choices = [SelectChoice("", _("Every call")), *(SelectChoice(*call) for call in calls)]
        named = [SelectChoice(status.value, str(word)) for status, word in words.STATUS.items()]
        self.status.choices = [SelectChoice("", _("All that were sent")), *named]

    @property
    def chosen(self) -> ApplicationFilter:
        status = self.status.data or ""
        return ApplicationFilter(
            words=self.q.data or "",
            status=ApplicationStatus(status) if status in {known.value for known in words.STATUS} else None,
            call_slug=self.call.data or "",
        )


class DecisionForm(FlaskForm):
    """A note to the person. ``as_sent`` is which version was read, ``previewed`` the note as the preview showed it."""

    note = TextAreaField(_l("Your words to the person"), filters=[strip])
    as_sent = HiddenField()
    previewed = HiddenField()
