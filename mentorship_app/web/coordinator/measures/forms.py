"""The forms of measures: a wording file, what one says about it, a licence."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import LOCALES, N_
from mentorship_app.instruments.binding.found import Choices
from mentorship_app.instruments.binding.pairs import as_lines, code_pairs, codes_as_lines, item_pairs
from mentorship_app.instruments.definition import Instrument
from mentorship_app.instruments.licences import LicenceRecord
from mentorship_app.instruments.licences.services import MOST_PAID, LicenceEntry
from mentorship_app.questions.languages import name_of
from mentorship_app.web.i18n import _, _l, current_locale
from mentorship_app.web.versioned_form import VersionedForm


class _Named:
    """A language by its name, in the language of whoever reads."""

    def __init__(self, tag: str) -> None:
        self._tag = tag

    def __str__(self) -> str:
        return name_of(self._tag, current_locale())


LANGUAGES = {tag: _Named(tag) for tag in LOCALES}


def strip(text: str | None) -> str:
    """What was typed, without the spaces around it."""
    return (text or "").strip()


class _LanguageForm(FlaskForm):
    """Which language a file is in."""

    language = RadioField(_l("Language of the file"), validate_choice=False)

    def offer(self, instrument: Instrument) -> None:
        """Fill the list with the languages in which the measure may be asked."""
        self.language.choices = [SelectChoice(tag, str(LANGUAGES[tag])) for tag in instrument.languages]

    @property
    def chosen(self) -> str:
        return self.language.data if self.language.data in LANGUAGES else ""


class WordingForm(_LanguageForm):
    """A file with the wording."""

    file = FileField(_l("File with the wording"))

    def offer(self, instrument: Instrument) -> None:
        """The same, and that the file says it."""
        super().offer(instrument)
        self.language.choices = [SelectChoice("", _("It says so itself, in a column")), *self.language.choices]


class SayForm(_LanguageForm):
    """What somebody says about a file that does not say it itself."""

    items = TextAreaField(_l("Which field is which item"), filters=[strip])
    codes = TextAreaField(_l("Which code is which"), filters=[strip])

    @classmethod
    def of(cls, instrument: Instrument, said: Choices) -> "SayForm":
        """The form as it stands, or as it was just sent."""
        form = cls(language=said.language, items=as_lines(said.items), codes=codes_as_lines(said.codes))
        form.offer(instrument)
        return form

    def said(self, instrument: Instrument) -> Choices:
        """What was typed; raises FieldError naming field and line."""
        return Choices(
            language=self.chosen,
            items=item_pairs(self.items.data),
            codes=code_pairs(self.codes.data, instrument.response_sets),
        )


class BindForm(FlaskForm):
    """The decision to bind what was shown."""

    digest = HiddenField()


class EndForm(VersionedForm):
    """The decision to put a licence away."""


class LicenceForm(VersionedForm):
    """A licence as it is written on paper."""

    holder = StringField(_l("Who holds it"), filters=[strip])
    number = StringField(_l("Number of the licence or order"), filters=[strip])
    paid = StringField(_l("Administrations paid for"), filters=[strip])
    expires_on = DateField(_l("Last day"), validators=[Optional()])
    note = TextAreaField(_l("Note"), filters=[strip])

    @classmethod
    def of(cls, licence: LicenceRecord) -> "LicenceForm":
        """The form as it stands, or as it was just sent."""
        return cls(
            version=str(licence.version),
            holder=licence.holder,
            number=licence.number,
            paid="" if licence.paid is None else str(licence.paid),
            expires_on=licence.expires_on,
            note=licence.note,
        )

    @property
    def entry(self) -> LicenceEntry:
        """What was typed; raises FieldError for a count that is no number."""
        text = self.paid.data.replace("\u00a0", "").replace(" ", "")
        if text and not (text.isascii() and text.isdecimal() and int(text[:12]) <= MOST_PAID):
            raise FieldError("paid", N_("Enter a whole number from 0 to 1,000,000."))
        return LicenceEntry(
            holder=self.holder.data,
            number=self.number.data,
            paid=int(text) if text else None,
            expires_on=self.expires_on.data,
            note=self.note.data,
        )
