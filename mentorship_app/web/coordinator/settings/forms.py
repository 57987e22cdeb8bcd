"""The forms of the settings."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.core.identity import StaffRole
from mentorship_app.programs import Cohort, HelpLine, Program
from mentorship_app.programs.help_lines import HelpLineEntry
from mentorship_app.programs.rollover import NewYear, labels, proposed_year
from mentorship_app.programs.services import TrainingLevelEntry
from mentorship_app.programs.settings import ProgramSettings
from mentorship_app.web.i18n import LANGUAGE_NAMES, _, _l, month_name
from mentorship_app.web.versioned_form import VersionedForm


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


def whole_number(typed: str | None) -> int:
    """What was typed as a whole number; 0, which no setting takes, for anything else."""
    text = strip(typed)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


class ProgramForm(VersionedForm):
    """What is said about the program."""

    name = StringField(_l("Name of the program"), filters=[strip])
    organization = StringField(_l("Hospital or school"), filters=[strip])
    contact_email = StringField(_l("Address for questions"), filters=[strip])
    timezone = StringField(_l("Time zone"), filters=[strip])
    locale = RadioField(
        _l("Language of the program"), choices=[SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()]
    )
    year_starts_in = SelectField(_l("Your year begins in"), coerce=int)
    outside_contact_en = StringField(_l("Contact outside the program, in English"), filters=[strip])
    outside_contact_fr = StringField(_l("Contact outside the program, in French"), filters=[strip])
    quiet_hours = BooleanField(_l("No mail at night"))
    comment_floor = StringField(_l("Show comments of a survey from how many on"), filters=[strip])

    @classmethod
    def of(cls, program: Program) -> "ProgramForm":
        """The form as it stands, or as it was just sent."""
        form = cls(
            version=str(program.version),
            name=program.name,
            organization=program.organization,
            contact_email=program.contact_email,
            timezone=program.timezone,
            locale=program.locale,
            year_starts_in=program.year_starts_in,
            outside_contact_en=program.outside_contact_en,
            outside_contact_fr=program.outside_contact_fr,
            comment_floor=str(program.comment_floor),
            quiet_hours=program.quiet_hours,
        )
        form.year_starts_in.choices = [SelectChoice(month, month_name(month)) for month in range(1, 13)]
        return form

    @property
    def settings(self) -> ProgramSettings:
        return ProgramSettings(
            name=self.name.data,
            organization=self.organization.data,
            locale=self.locale.data or "",
            timezone=self.timezone.data,
            contact_email=self.contact_email.data,
            year_starts_in=self.year_starts_in.data or 0,
            outside_contact_en=self.outside_contact_en.data or "",
            outside_contact_fr=self.outside_contact_fr.data or "",
            comment_floor=whole_number(self.comment_floor.data),
            quiet_hours=bool(self.quiet_hours.data),
        )


class HelpLineForm(FlaskForm):
    """A number to call, in both languages."""

    label_en = StringField(_l("Who answers, in English"), filters=[strip])
    label_fr = StringField(_l("Who answers, in French"), filters=[strip])
    number = StringField(_l("Number"), filters=[strip])
    note_en = StringField(_l("When and how, in English"), filters=[strip])
    note_fr = StringField(_l("When and how, in French"), filters=[strip])
    owner = StringField(_l("Who keeps this number up to date"), filters=[strip])

    @classmethod
    def of(cls, line: HelpLine) -> "HelpLineForm":
        """The form as it stands, or as it was just sent."""
        return cls(
            label_en=line.label_en,
            label_fr=line.label_fr,
            number=line.number,
            note_en=line.note_en,
            note_fr=line.note_fr,
            owner=line.owner,
        )

    @property
    def entry(self) -> HelpLineEntry:
        return HelpLineEntry(
            label_en=self.label_en.data,
            label_fr=self.label_fr.data,
            number=self.number.data,
            note_en=self.note_en.data,
            note_fr=self.note_fr.data,
            owner=self.owner.data or "",
        )


class LevelsForm(FlaskForm):
    """The training levels, one a line: ``code; English name; French name``."""

    levels = TextAreaField(_l("Training levels, one on each line"))

    @classmethod
    def of(cls, program: Program) -> "LevelsForm":
        """The form as it stands, or as it was just sent."""
        lines = (f"{level.code}; {level.name_en}; {level.name_fr}" for level in program.training_levels)
        return cls(levels="\n".join(lines))

    @property
    def entries(self) -> list[TrainingLevelEntry]:
        return [_level(line) for line in (self.levels.data or "").splitlines() if line.strip(" ;")]


def _level(line: str) -> TrainingLevelEntry:
    code, name_en, name_fr = (*(part.strip() for part in line.split(";", 2)), "", "")[:3]
    return TrainingLevelEntry(code, name_en, name_fr or name_en)


class CohortForm(FlaskForm):
    """A new cohort."""

    name = StringField(_l("Name of the cohort"), filters=[strip])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day."))])

    @classmethod
    def after(cls, program: Program) -> "CohortForm":
        """Proposed dates: the year that follows the newest cohort."""
        newest = max((cohort.ends_on for cohort in program.cohorts), default=None)
        if newest is None:
            return cls()
        begin = date.fromordinal(newest.toordinal() + 1)
        return cls(starts_on=begin, ends_on=date.fromordinal(newest.toordinal() + 365))


class NewYearForm(FlaskForm):
    """Next year's cohort. ``old`` is the one that it is made from."""

    old = HiddenField()
    name = StringField(_l("Name of the cohort"), filters=[strip])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Enter the last day."))])
    carry = SelectMultipleField(_l("What comes along"), validate_choice=False)

    @classmethod
    def after(cls, cohort: Cohort) -> "NewYearForm":
        """The form as the program's year proposes it, or as it was just sent."""
        year = proposed_year(cohort)
        form = cls(
            old=cohort.slug, name=year.name, starts_on=year.starts_on, ends_on=year.ends_on, carry=list(year.carry)
        )
        form.carry.choices = [SelectChoice(name, _(label.title)) for name, label in labels.items()]
        return form

    @property
    def year(self) -> NewYear:
        return NewYear(
            self.name.data, self.starts_on.data, self.ends_on.data, frozenset(self.carry.data or ()) & frozenset(labels)
        )


class StaffForm(FlaskForm):
    """Somebody new among the staff."""

    name = StringField(_l("Name"), filters=[strip], validators=[InputRequired(_l("Enter the name of the person."))])
    email = StringField(_l("Email address"), filters=[strip])
    role = RadioField(
        _l("Access"),
        choices=[
            SelectChoice(StaffRole.COORDINATOR.value, _l("Coordinator: runs the program")),
            SelectChoice(StaffRole.VIEWER.value, _l("Viewer: reads reports, nothing else")),
        ],
        validators=[InputRequired(_l("Choose what the person may do."))],
    )
