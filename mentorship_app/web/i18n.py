"""Languages on the web: which one a visitor reads, and the filters for dates and numbers.

Flask-Babel chooses locale and time zone; the words come from the core's catalogues, so that mail, console and pages
say the same.
"""

from datetime import date, datetime

import flask_babel
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask, g, request, session
from flask_babel.speaklater import LazyString
from flask_security import current_user

from mentorship_app.core.dates import day_text, long_day_text, short_day_text
from mentorship_app.core.i18n import DEFAULT_LOCALE, LOCALES, known_locale, translate, translate_plural, translations
from mentorship_app.web.extensions import babel

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}


def _(message: str, **values: object) -> str:
    """``message`` in the reader's language, its named places filled."""
    return translate(message, current_locale(), **values)


def _l(message: str) -> str:
    """``message`` translated when it is shown, for text that is written down before there is a reader."""
    lazy: str = LazyString(_, message)
    return lazy


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The form for ``n`` in the reader's language; ``%(num)s`` is filled with it."""
    return translate_plural(singular, plural, n, current_locale(), **values)


def select_locale() -> str:
    """The visitor's choice, else that of their account, else the browser's, else the default."""
    chosen = session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    if current_user.is_authenticated:
        return known_locale(current_user.locale)
    return request.accept_languages.best_match(LOCALES) or DEFAULT_LOCALE


def select_timezone() -> str | None:
    """The zone that the reader chose, on pages that follow it; that of the program in view; else the server's."""
    program = g.get("program")
    return g.get("reader_zone") or (program.timezone if program is not None else None)


def current_locale() -> str:
    """``en`` or ``fr``."""
    locale = flask_babel.get_locale()
    # Asked hundreds of times for a page: the language alone, which is an attribute.
    return known_locale(locale.language if locale else None)


def day(value: date | datetime) -> str:
    """``22 Nov 2026``, ``22 nov. 2026``."""
    return day_text(_local(value), current_locale())


def long_day(value: date | datetime) -> str:
    """``Sunday 22 November``, ``dimanche 22 novembre``."""
    return long_day_text(_local(value), current_locale())


def short_day(value: date | datetime) -> str:
    """``22 Nov``, ``22 nov.``."""
    return short_day_text(_local(value), current_locale())


def month_name(month: int) -> str:
    """``July``, ``juillet``, from 1–12."""
    return str(format_date(date(2000, month, 1), "LLLL", locale=current_locale()))


def month_and_year(value: date) -> str:
    """``Nov 2026``, ``nov. 2026``."""
    return str(format_date(value, "MMM yyyy", locale=current_locale()))


def clock_time(value: datetime) -> str:
    """``10:42``, ``10 h 42``."""
    pattern = "H 'h' mm" if current_locale() == "fr" else "H:mm"
    return str(format_time(_local_moment(value), pattern, locale=current_locale()))


def moment(value: datetime) -> str:
    """``22 Nov 2026, 10:42``, ``22 nov. 2026, 10 h 42``."""
    return f"{day(value)}, {clock_time(value)}"


def number(value: float, decimals: int = 0) -> str:
    """``12,345.6``, ``12 345,6``; exactly ``decimals`` digits after the sign."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text: str = format_decimal(value, format=pattern, locale=current_locale(), decimal_quantization=True)
    # The fonts lack the narrow space that French grouping uses.
    return text.replace("\u202f", "\u00a0")


def _local_moment(value: datetime) -> datetime:
    local: datetime = flask_babel.to_user_timezone(value)
    return local.replace(tzinfo=None)


def _local(value: date | datetime) -> date:
    """The day of a moment in the reader's time zone; a day stays as it is."""
    return _local_moment(value) if isinstance(value, datetime) else value


def init_app(app: Flask) -> None:
    """Bind the languages to ``app`` and give templates their words and filters."""
    babel.init_app(app, locale_selector=select_locale, timezone_selector=select_timezone)
    for function in (day, long_day, short_day, clock_time, moment, number, month_name, month_and_year):
        app.add_template_filter(function)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        lambda text: translations(current_locale()).ugettext(text),
        lambda one, many, n: translations(current_locale()).ungettext(one, many, n),
        newstyle=True,
    )
