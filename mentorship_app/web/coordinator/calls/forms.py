"""The forms of a call: its words, people to invite, what narrows the list of the invited."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.recruitment.calls import CallText
from mentorship_app.recruitment.invitations.enums import Reply
from mentorship_app.recruitment.invitations.queries import InvitationFilter
from mentorship_app.web.coordinator.applications.forms import strip
from mentorship_app.web.coordinator.calls import words
from mentorship_app.web.hours_field import HoursField
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l
from mentorship_app.web.versioned_form import VersionedForm


def whole_number(text: str | None) -> int:
    """The number in ``text``; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


class CallForm(VersionedForm):
    """What a call says."""

    title_en = StringField(_l("Title in English"), filters=[strip])
    title_fr = StringField(_l("Title in French"), filters=[strip])
    intro_en = TextAreaField(_l("Why, in English"), filters=[strip])
    intro_fr = TextAreaField(_l("Why, in French"), filters=[strip])
    hours_per_month = HoursField(
        _l("Hours asked each month, for each resident"),
        validators=[InputRequired(_l("Enter the hours a month, more than 0 and at most 20."))],
    )
    places_wanted = IntegerField(
        _l("Places you look for"),
        validators=[InputRequired(_l("Enter how many places you look for, from 1 to 1000."))],
    )
    opens_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day as a date."))])
    closes_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day as a date."))])
    reminders = RadioField(
        _l("Reminders to people who were invited and have not replied"),
        choices=[
            SelectChoice("0", _l("None")),
            SelectChoice("1", _l("One, after a week")),
            SelectChoice("2", _l("Two, a week apart")),
        ],
        default="2",
        validators=[InputRequired(_l("Choose none, one or two reminders."))],
    )

    def text(self) -> CallText:
        """What was typed, once ``validate_on_submit`` held."""
        given = {name: self[name].data for name in CallText.__dataclass_fields__}
        return CallText(**given | {"reminders": whole_number(str(self.reminders.data))})


class PeopleForm(FlaskForm):
    """People to invite: pasted, or in a file; and what holds for those of whom the list does not say."""

    lines = TextAreaField(_l("Names and addresses, a person on each line"), filters=[strip])
    file = FileField(_l("Or a file with your list"))
    department = StringField(_l("Department of those without one"), filters=[strip])
    locale = RadioField(
        _l("Language of those without one"),
        choices=[SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()],
    )


class InviteForm(FlaskForm):
    """The decision to invite everybody who was shown."""

    fingerprint = HiddenField()


class InvitedFilterForm(Form):
    """What narrows the list of the invited. An unknown value in the address narrows nothing."""

    q = SearchField(_l("Name, email or department"), filters=[strip])
    reply = SelectField(_l("Answer"), validate_choice=False)
    department = SelectField(_l("Department"), validate_choice=False)

    def offer(self, departments: Sequence[str]) -> None:
        """Fill the lists of the selects."""
        named = [SelectChoice(reply.value, str(word)) for reply, word in words.REPLY.items()]
        self.reply.choices = [SelectChoice("", _("Any answer")), *named]
        every = SelectChoice("", _("Every department"))
        self.department.choices = [every, *(SelectChoice(name, name) for name in departments)]

    @property
    def chosen(self) -> InvitationFilter:
        reply = self.reply.data or ""
        return InvitationFilter(
            words=self.q.data or "",
            reply=Reply(reply) if reply in set(Reply) else None,
            department=self.department.data or "",
        )

    @property
    def narrows(self) -> bool:
        return self.chosen != InvitationFilter()
