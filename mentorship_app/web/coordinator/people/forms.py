"""The forms of people: filter, one person, a file."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Form, HiddenField, IntegerField, RadioField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus, Program
from mentorship_app.programs.queries import PeopleFilter
from mentorship_app.web.coordinator.people import words
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l

CAPACITY_MESSAGE = _l("Enter a number of places from 0 to 5.")


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


class FilterForm(Form):
    """What narrows the list. An unknown value in the address narrows nothing."""

    q = SearchField(_l("Name or email"), filters=[strip])
    role = SelectField(_l("Role"), validate_choice=False)
    level = SelectField(_l("Training level"), validate_choice=False)
    status = SelectField(_l("Status"), validate_choice=False)

    def offer(self, program: Program) -> None:
        """Fill the lists of the selects."""
        everyone = SelectChoice("", _("Everyone"))
        self.role.choices = [everyone, *(SelectChoice(role.value, str(word)) for role, word in words.ROLE.items())]
        self.level.choices = [
            SelectChoice("", _("Every level")),
            *(SelectChoice(level.code, words.level_name(level)) for level in program.training_levels),
        ]
        self.status.choices = [
            everyone,
            *(SelectChoice(status.value, str(word)) for status, word in words.STATUS.items()),
        ]

    @property
    def chosen(self) -> PeopleFilter:
        role, status = self.role.data or "", self.status.data or ""
        return PeopleFilter(
            words=self.q.data or "",
            role=CohortRole(role) if role in set(CohortRole) else None,
            level_code=self.level.data or "",
            status=EnrollmentStatus(status) if status in set(EnrollmentStatus) else None,
        )

    @property
    def narrows(self) -> bool:
        return self.chosen != PeopleFilter()


class PersonForm(FlaskForm):
    """One person: contact and enrollment. ``version`` is that of the enrollment as it was read."""

    version = HiddenField()
    name = StringField(_l("Name"), filters=[strip], validators=[InputRequired(_l("Enter the name of the person."))])
    email = StringField(
        _l("Email address"),
        filters=[strip],
        validators=[InputRequired(_l("Enter an email address in the form name@example.org."))],
    )
    locale = RadioField(_l("Language"), choices=[SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()])
    training_level = SelectField(_l("Training level"), validate_choice=False)
    department = StringField(_l("Department"), filters=[strip])
    site = StringField(_l("Site"), filters=[strip])
    capacity = IntegerField(
        _l("Places for mentees"),
        validators=[Optional(), NumberRange(0, 5, CAPACITY_MESSAGE)],
    )

    def offer(self, program: Program) -> None:
        """Fill the list of training levels."""
        self.training_level.choices = [
            SelectChoice("", _("None")),
            *(SelectChoice(str(level.id), words.level_name(level)) for level in program.training_levels),
        ]

    @classmethod
    def of(cls, enrollment: Enrollment) -> "PersonForm":
        """The form as it stands for a person, or as it was just sent."""
        account = enrollment.account
        form = cls(
            version=str(enrollment.version),
            name=account.name,
            email=account.email,
            locale=account.locale,
            training_level=str(enrollment.training_level_id or ""),
            department=enrollment.department,
            site=enrollment.site,
            capacity=enrollment.capacity,
        )
        form.offer(enrollment.cohort.program)
        return form


class NewPersonForm(PersonForm):
    """A person added by hand."""

    role = RadioField(
        _l("Takes part as"),
        choices=[SelectChoice(role.value, word) for role, word in words.ROLE.items()],
        validators=[InputRequired(_l("Choose mentor or mentee."))],
    )


class FileForm(FlaskForm):
    """A list of people."""

    file = FileField(_l("File with your list"))


class ApplyForm(FlaskForm):
    """The decision to apply what was shown."""

    fingerprint = HiddenField()
