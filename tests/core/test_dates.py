"""Days as people write them in each language."""

from datetime import date

import pytest

from mentorship_app.core.dates import day_text, long_day_text, short_day_text

FIRST, LAST = date(2027, 1, 1), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("locale", "first", "last"),
    [
        ("en", ("1 Jan 2027", "Friday 1 January", "1 Jan"), ("22 Nov 2026", "Sunday 22 November", "22 Nov")),
        (
            "fr",
            ("1er janv. 2027", "vendredi 1er janvier", "1er janv."),
            ("22 nov. 2026", "dimanche 22 novembre", "22 nov."),
        ),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(
    locale: str, first: tuple[str, ...], last: tuple[str, ...]
) -> None:
    for day, expected in ((FIRST, first), (LAST, last)):
        assert (day_text(day, locale), long_day_text(day, locale), short_day_text(day, locale)) == expected
