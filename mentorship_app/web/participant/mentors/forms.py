"""The forms of the directory: what narrows it, and for what somebody is chosen."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, HiddenField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice

from mentorship_app.matching.common_ground import Interest
from mentorship_app.matching.directory import Filters, Wanted
from mentorship_app.mentoring import PairingKind
from mentorship_app.web.i18n import _, _l, current_locale
from mentorship_app.web.pairing_words import FUNCTION_NAMES


class FilterForm(Form):
    """What narrows the list; everything stands in the address."""

    topic = SelectField(_l("Topic"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)
    site = SelectField(_l("Site"), validate_choice=False)
    department = SelectField(_l("Department"), validate_choice=False)
    room = BooleanField(_l("Only mentors with room"))

    def offer(self, filters: Filters) -> None:
        """Fill the lists with what the mentors of this list say."""
        self.topic.choices = _options(_("Every topic"), _worded(filters.topics), self.topic.data)
        self.language.choices = _options(_("Every language"), _worded(filters.languages), self.language.data)
        self.site.choices = _options(_("Every site"), _plain(filters.sites), self.site.data)
        self.department.choices = _options(_("Every department"), _plain(filters.departments), self.department.data)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            topic=self.topic.data or "",
            language=self.language.data or "",
            site=self.site.data or "",
            department=self.department.data or "",
            with_room=bool(self.room.data),
        )


def _worded(interests: Mapping[str, Interest]) -> dict[str, SelectChoice]:
    locale = current_locale()
    return {
        key: SelectChoice(key, interest.text.in_(locale), {"lang": interest.lang} if interest.lang else None)
        for key, interest in interests.items()
    }


def _plain(values: Mapping[str, str]) -> dict[str, SelectChoice]:
    return {key: SelectChoice(key, word) for key, word in values.items()}


def _options(everything: str, offered: Mapping[str, SelectChoice], chosen: str | None) -> list[SelectChoice]:
    """By their wording; what an old address names stays to be seen, so that it can be taken away."""
    known = dict(offered)
    if chosen:
        known.setdefault(chosen, SelectChoice(chosen, chosen))
    return [SelectChoice("", everything), *sorted(known.values(), key=lambda choice: str(choice.label).casefold())]


class ChoiceForm(FlaskForm):
    """For what a mentor is chosen."""

    function = SelectField(
        _l("What you would like this mentor for"),
        choices=[SelectChoice(kind.value, name) for kind, name in FUNCTION_NAMES.items()],
        default=PairingKind.PRIMARY.value,
    )


class PlaceForm(FlaskForm):
    """At which place of the list, counted from 1."""

    rank = IntegerField(default=1)


class PressForm(FlaskForm):
    """A button that says everything by itself."""


class DeclineForm(FlaskForm):
    """Which mentee a mentor would rather not be paired with."""

    mentee = HiddenField()
