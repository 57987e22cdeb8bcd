"""The forms of groups: shape only."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from mentorship_app.matching.grouping.forming import Wishes
from mentorship_app.programs import Enrollment
from mentorship_app.web.i18n import _l
from mentorship_app.web.versioned_form import VersionedForm

MOST_JUNIORS = 3


class GroupsForm(FlaskForm):
    """What groups are asked for."""

    leaders = SelectMultipleField(
        _l("Who leads"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), validate_choice=False
    )
    leaders_a_group = RadioField(
        _l("Mentors in each group"),
        choices=[
            SelectChoice("1", _l("One mentor")),
            SelectChoice("2", _l("Two, of different departments where possible")),
        ],
        validators=[InputRequired(_l("Choose how many mentors lead a group."))],
    )
    smallest = IntegerField(_l("Mentees, at least"), [InputRequired(_l("Enter a number, for example 3."))])
    largest = IntegerField(_l("Mentees, at most"), [InputRequired(_l("Enter a number, for example 6."))])

    def offer(self, mentors: Iterable[Enrollment]) -> None:
        """Let these mentors be chosen to lead."""
        self.leaders.choices = [SelectChoice(one.public_id, one.account.name) for one in mentors]

    @property
    def wishes(self) -> Wishes:
        """What was entered; call it on a valid form only."""
        known = {choice.value for choice in self.leaders.choices or ()}
        chosen = tuple(one for one in self.leaders.data or () if one in known)
        return Wishes(chosen, int(self.leaders_a_group.data), int(self.smallest.data), int(self.largest.data))


class MoveForm(VersionedForm):
    """A mentee and the number of their new group; empty: none."""

    mentee = StringField()
    to = StringField()


class NameForm(VersionedForm):
    """A group of the proposal and its new name."""

    number = StringField()
    name = StringField(_l("Name of the group"))


class PeersForm(FlaskForm):
    """Residents who mentor somebody junior."""

    people = SelectMultipleField(
        _l("Who mentors somebody junior"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    capacity = IntegerField(_l("Junior residents for each"), [InputRequired(_l("Enter a number from 1 to 3."))])
    agreed = BooleanField(_l("I asked them, and they said yes."))

    def offer(self, residents: Iterable[Enrollment]) -> None:
        """Let these residents be chosen."""
        self.people.choices = [
            SelectChoice(one.public_id, f"{one.account.name}, {one.training_level.code}")
            for one in residents
            if one.training_level is not None
        ]
