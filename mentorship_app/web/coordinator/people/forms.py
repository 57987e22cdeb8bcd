"""The forms of people: filter, one person, a file."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Form, HiddenField, IntegerField, RadioField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from mentorship_app.programs import CohortRole, Enrollment, EnrollmentStatus, Program
from mentorship_app.programs.queries import PeopleFilter
from mentorship_app.programs.tags import Tag
from mentorship_app.web.coordinator.people import words
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l
from mentorship_app.web.versioned_form import VersionedForm

BOUNCED = "bounced"
CAPACITY_MESSAGE = _l("Enter a number of places from 0 to 5.")


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


class FilterForm(Form):
    """What narrows the list. An unknown value in the address narrows nothing."""

    q = SearchField(_l("Name, address, department, site or tag"), filters=[strip])
    role = SelectField(_l("Role"), validate_choice=False)
    status = SelectField(_l("Status"), validate_choice=False)
    level = SelectField(_l("Training level"), validate_choice=False)
    department = SelectField(_l("Department"), validate_choice=False)
    site = SelectField(_l("Site"), validate_choice=False)
    tag = SelectField(_l("Tag"), validate_choice=False)
    intake = SelectField(_l("Intake"), validate_choice=False)
    mail = SelectField(_l("Mail"), validate_choice=False)

    def offer(self, program: Program, departments: Sequence[str], sites: Sequence[str], tags: Sequence[Tag]) -> None:
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
        self.department.choices = [everyone, *(SelectChoice(name, name) for name in departments)]
        self.site.choices = [everyone, *(SelectChoice(name, name) for name in sites)]
        self.tag.choices = [everyone, *(SelectChoice(tag.public_id, tag.name) for tag in tags)]
        self.intake.choices = [everyone, *(SelectChoice(key, str(word)) for key, word in words.INTAKE.items())]
        self.mail.choices = [everyone, SelectChoice(BOUNCED, _("Not delivered"))]

    @property
    def chosen(self) -> PeopleFilter:
        role, status = self.role.data or "", self.status.data or ""
        return PeopleFilter(
            words=self.q.data or "",
            role=CohortRole(role) if role in set(CohortRole) else None,
            level_code=self.level.data or "",
            status=EnrollmentStatus(status) if status in set(EnrollmentStatus) else None,
            department=self.department.data or "",
            site=self.site.data or "",
            tag=self.tag.data or "",
            bounced=self.mail.data == BOUNCED,
        )

    @property
    def has_sent_intake(self) -> bool | None:
        """Whether to show those who sent their intake, or those who did not; None: both."""
        return {"sent": True, "missing": False}.get(self.intake.data or "")

    @property
    def opens_more(self) -> bool:
        """Whether one of the less used filters is set, so that they must be seen."""
        return any(
            (self.level.data, self.department.data, self.site.data, self.tag.data, self.intake.data, self.mail.data)
        )


class TagForm(VersionedForm):
    """The name of a tag."""

    name = StringField(_l("Name of the tag"), filters=[strip])


class TagPeopleForm(FlaskForm):
    """Which tag to put on people or to take off them: one that is there, or a new one."""

    tag = SelectField(_l("Tag"), validate_choice=False)
    new_tag = StringField(_l("Or a new tag"), filters=[strip])

    def offer(self, tags: Sequence[Tag]) -> None:
        """Fill the list of tags."""
        self.tag.choices = [
            SelectChoice("", _("Choose a tag")),
            *(SelectChoice(tag.public_id, tag.name) for tag in tags),
        ]


class MergeForm(FlaskForm):
    """Which of two entries stays: its address, and one of the two names."""

    fingerprint = HiddenField()
    keep = RadioField(_l("Address that stays"), validators=[InputRequired(_l("Choose the address that stays."))])
    name = RadioField(_l("Name that stays"), validators=[InputRequired(_l("Choose the name that stays."))])


class PersonForm(VersionedForm):
    """One person: contact and enrollment. ``version`` is that of the enrollment as it was read."""

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
    def unsent(cls, enrollment: Enrollment) -> "PersonForm":
        """The form as it stands for a person, while another form of the page was sent."""
        return cls.of(enrollment, formdata=None)

    @classmethod
    def of(cls, enrollment: Enrollment, **options: object) -> "PersonForm":
        """The form as it stands for a person, or as it was just sent."""
        account = enrollment.account
        form = cls(
            **options,
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
