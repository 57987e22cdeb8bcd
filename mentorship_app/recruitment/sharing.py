"""A call in other people's hands: what a shared link shows, a message to paste, a poster."""

from dataclasses import dataclass

from mentorship_app.core.dates import day_text
from mentorship_app.core.i18n import N_, translate, translate_plural
from mentorship_app.questions.wording import number_text
from mentorship_app.recruitment.models import Call

LONGEST_PREVIEW = 200


@dataclass(frozen=True)
class Poster:
    """The words of a poster, in one language."""

    language: str
    organization: str
    program: str
    title: str
    intro: tuple[str, ...]
    asked: str
    until: str
    how: str
    contact: str


def link_preview(call: Call, locale: str) -> str:
    """What a chat or a mail program shows below the link: the beginning of the call, or what is asked."""
    words = " ".join(call.intro.in_(locale).split())
    if not words:
        return f"{_asked(call, locale)} {_until(call, locale)}"
    if len(words) <= LONGEST_PREVIEW:
        return words
    return words[:LONGEST_PREVIEW].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def message_to_paste(call: Call, url: str, locale: str) -> str:
    """A message that can go into any mail or chat as it stands."""
    program = call.cohort.program
    lines = [
        translate(N_("Colleagues,"), locale),
        "",
        *([call.intro.in_(locale), ""] if call.intro.in_(locale) else []),
        f"{_asked(call, locale)} {_until(call, locale)}",
        "",
        f"{call.title.in_(locale)} – {program.name}",
        url,
        "",
        translate(N_("Questions: %(contact)s"), locale, contact=program.contact_email),
    ]
    return "\n".join(lines)


def poster(call: Call, locale: str) -> Poster:
    """What the poster of a call says in ``locale``."""
    program = call.cohort.program
    paragraphs = [" ".join(part.split()) for part in call.intro.in_(locale).split("\n\n")]
    return Poster(
        language=locale,
        organization=program.organization,
        program=program.name,
        title=call.title.in_(locale),
        intro=tuple(paragraph for paragraph in paragraphs if paragraph),
        asked=_asked(call, locale),
        until=_until(call, locale),
        how=translate(N_("Point your phone’s camera here, or type:"), locale),
        contact=translate(N_("Questions: %(contact)s"), locale, contact=program.contact_email),
    )


def _asked(call: Call, locale: str) -> str:
    return translate_plural(
        "What is asked: %(hours)s hour a month for each resident.",
        "What is asked: %(hours)s hours a month for each resident.",
        1 if call.hours_per_month == 1 else 2,
        locale,
        hours=number_text(call.hours_per_month, locale),
    )


def _until(call: Call, locale: str) -> str:
    return translate(N_("You can apply until %(day)s."), locale, day=day_text(call.closes_on, locale))
