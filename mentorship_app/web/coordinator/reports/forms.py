"""What reports are asked for and changed with."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.core.i18n import LOCALES
from mentorship_app.programs import Cohort
from mentorship_app.reports.editions import Edition, Outline
from mentorship_app.web.coordinator.reports.words import OUTLINE
from mentorship_app.web.i18n import LANGUAGE_NAMES, _l
from mentorship_app.web.versioned_form import VersionedForm


def _language() -> RadioField:
    return RadioField(
        _l("Language of the report"),
        choices=[SelectChoice(locale, LANGUAGE_NAMES[locale]) for locale in LOCALES],
        validate_choice=False,
    )


class BuildForm(FlaskForm):
    """The language of the report."""

    locale = _language()


class NewForm(FlaskForm):
    """For whom, and in which language."""

    outline = RadioField(
        _l("For whom?"),
        [InputRequired(_l("Choose for whom the report is."))],
        choices=[SelectChoice(outline.value, word) for outline, word in OUTLINE.items()],
    )
    locale = _language()

    @property
    def chosen(self) -> Outline:
        return Outline(self.outline.data)


class ChooseForm(VersionedForm):
    """Which sections, and which earlier cohorts beside. What cannot be chosen is refused by the domain."""

    sections = SelectMultipleField(_l("Sections"), validate_choice=False)
    pooled = SelectMultipleField(_l("Earlier cohorts beside"), validate_choice=False)

    @classmethod
    def of(cls, edition: Edition, **options: object) -> "ChooseForm":
        """As it stands, or as it was just sent."""
        return cls(sections=edition.sections, pooled=edition.pooled, version=str(edition.version), **options)


class CopyForm(FlaskForm):
    """Where to, and in which language."""

    cohort = SelectField(_l("For which cohort?"), validate_choice=False)
    locale = _language()

    @classmethod
    def of(cls, edition: Edition, cohorts: Sequence[Cohort]) -> "CopyForm":
        """The other language of the same year is the most likely wish."""
        other = next(locale for locale in LOCALES if locale != edition.locale)
        form = cls(cohort=edition.cohort.slug, locale=other)
        form.cohort.choices = [SelectChoice(cohort.slug, cohort.name) for cohort in cohorts]
        return form


class VersionForm(VersionedForm):
    """One button about an edition as it was read."""

    @classmethod
    def of(cls, edition: Edition) -> "VersionForm":
        return cls(version=str(edition.version))
