"""What a coordinator may say about a program, checked before it is kept."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mentorship_app.accounts.services import normalise_email
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import LOCALES, N_

FEWEST_COMMENTS, MOST_COMMENTS = 5, 30


@dataclass(frozen=True)
class ProgramSettings:
    """What a coordinator may say about a program. ``timezone`` is an IANA name, ``locale`` ``en`` or ``fr``."""

    name: str
    organization: str
    locale: str
    timezone: str
    contact_email: str
    year_starts_in: int = 7
    """Month, 1–12."""
    outside_contact_en: str = ""
    outside_contact_fr: str = ""
    """Somebody outside the program to turn to about its surveys, in both languages or in neither."""
    comment_floor: int = 10
    """From how many people on the comments of a survey are shown, ``FEWEST_COMMENTS`` to ``MOST_COMMENTS``."""
    quiet_hours: bool = True
    """Whether mail that can wait does not leave at night."""


def checked(settings: ProgramSettings) -> ProgramSettings:
    """The same without needless spaces; raises FieldError naming the entry that is wrong."""
    name, organization = " ".join(settings.name.split()), " ".join(settings.organization.split())
    if not name:
        raise FieldError("name", N_("Enter the name of the program."))
    if not organization:
        raise FieldError("organization", N_("Enter the name of the hospital or school."))
    if settings.locale not in LOCALES:
        raise FieldError("locale", N_("Choose English or French."))
    if settings.year_starts_in not in range(1, 13):
        raise FieldError("year_starts_in", N_("Choose the month in which your year begins."))
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FieldError("timezone", N_("Enter a time zone such as America/Toronto.")) from None
    try:
        contact = normalise_email(settings.contact_email)
    except FieldError as error:
        raise FieldError("contact_email", error.message) from None
    if not FEWEST_COMMENTS <= settings.comment_floor <= MOST_COMMENTS:
        raise FieldError("comment_floor", N_("Enter a whole number from 5 to 30."))
    outside_en, outside_fr = _outside_contact(settings)
    return replace(
        settings,
        name=name,
        organization=organization,
        contact_email=contact,
        outside_contact_en=outside_en,
        outside_contact_fr=outside_fr,
    )


def _outside_contact(settings: ProgramSettings) -> tuple[str, str]:
    english, french = (" ".join(text.split()) for text in (settings.outside_contact_en, settings.outside_contact_fr))
    if bool(english) != bool(french):
        missing = "outside_contact_fr" if english else "outside_contact_en"
        raise FieldError(missing, N_("Enter the contact outside the program in both languages, or in neither."))
    return english, french
