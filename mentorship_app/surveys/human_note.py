"""A note from one of those who are asked, for a few days before: people answer people."""

from datetime import date, timedelta

from mentorship_app.core.dates import long_day_text
from mentorship_app.core.i18n import N_, translate
from mentorship_app.surveys.models import Wave

DAYS_BEFORE = 3


def note_day(wave: Wave, *, today: date) -> date:
    """The day on which the note does most good: some days before, or today when that is over."""
    return max(today, wave.opens_on - timedelta(days=DAYS_BEFORE))


def note_to_paste(wave: Wave, locale: str, *, minutes: int) -> str:
    """A message that can go into any mail or chat as it stands; every sentence of it is true of the app."""
    program = wave.cohort.program
    lines = [
        translate(N_("Hi everybody,"), locale),
        "",
        translate(
            N_(
                "from %(first_day)s on, a mail with “%(title)s” will come from %(program)s. It takes about %(minutes)s "
                "minutes on a phone and is open until %(last_day)s."
            ),
            locale,
            first_day=long_day_text(wave.opens_on, locale),
            title=wave.title.in_(locale),
            program=program.name,
            minutes=minutes,
            last_day=long_day_text(wave.closes_on, locale),
        ),
        "",
        translate(
            N_(
                "I will answer it, and I hope that you will too: it is how we can say what this year is really like. "
                "The answers are sealed until it closes, nobody in the program sees who sent any, and results are "
                "shown for groups of 5 or more."
            ),
            locale,
        ),
        "",
        translate(N_("Thank you,"), locale),
    ]
    return "\n".join(lines)
