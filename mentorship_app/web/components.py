"""The macros of ``templates/components`` as template globals, and the small questions they ask of Python.

Globals, not ``{% import %}``: a fragment is one block rendered alone, without what is imported outside that block.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from babel.dates import format_date
from flask import Flask, request, url_for
from jinja2 import Environment, nodes
from markupsafe import Markup
from wtforms import Field, Form
from wtforms.fields import FieldList, FormField, RadioField, SelectMultipleField
from wtforms.widgets import Select, TextArea

from mentorship_app.web.i18n import current_locale
from mentorship_app.web.static_files import icon_file

COMPONENTS = "components/"
TITLES = frozenset({"dr", "dre", "prof", "pr"})


@dataclass(frozen=True)
class NavEntry:
    """One entry of the tabs or of the side navigation. ``gap`` sets it apart from the one before."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | str | None = None
    count_label: str = ""
    gap: bool = False


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: what to do, and the id of the control where to do it (None: the whole form)."""

    message: str
    target: str | None


class _Macro:
    """A macro looked up when called: by then every global that it uses exists, and edited files are reloaded."""

    def __init__(self, environment: Environment, template: str, name: str) -> None:
        self._environment = environment
        self._template = template
        self._name = name

    def __call__(self, *args: object, **kwargs: object) -> Markup:
        module = self._environment.get_template(self._template).module
        return cast(Markup, getattr(module, self._name)(*args, **kwargs))


def register(app: Flask) -> None:
    """Make each macro of ``templates/components`` callable from every template. ValueError if a name is taken."""
    environment = app.jinja_env
    environment.globals.update(
        field_kind=field_kind,
        form_control=form_control,
        icon_file=icon_file,
        problems_of=problems_of,
        page_url=page_url,
        sort_url=sort_url,
    )
    environment.filters.update(first_name=first_name, initials=initials, short_month=short_month)
    for name, template in _macros(environment):
        if name in environment.globals:
            raise ValueError(f"{template}: the name {name!r} is already taken")
        environment.globals[name] = _Macro(environment, template, name)


def _macros(environment: Environment) -> Iterator[tuple[str, str]]:
    for template in environment.list_templates(filter_func=lambda name: name.startswith(COMPONENTS)):
        source = environment.loader.get_source(environment, template)[0] if environment.loader else ""
        for macro in environment.parse(source).find_all(nodes.Macro):
            if not macro.name.startswith("_"):
                yield macro.name, template


def field_kind(field: Field) -> str:
    """How a field is drawn: ``radio``, ``checkboxes``, ``select``, ``textarea``, or the type of its input element."""
    if isinstance(field, RadioField):
        return "radio"
    if isinstance(field, SelectMultipleField):
        return "checkboxes"
    if isinstance(field.widget, Select):
        return "select"
    if isinstance(field.widget, TextArea):
        return "textarea"
    return str(getattr(field.widget, "input_type", "text"))


def form_control(field: Field, described_by: str, **options: object) -> Markup:
    """The bare control of a form field. ``options``: autocomplete, inputmode, width, rows, counter, and ``attrs``.

    ``required`` and ``maxlength`` are left out: the server says what to do, a browser's bubble or silent cut does not.
    Numbers are typed into a text box, because number boxes lose a decimal comma and change under a scrolling finger.
    """
    kind, width = field_kind(field), options.get("width")
    attributes: dict[str, object] = {
        "class_": f"input input-{width}" if width else "input",
        "aria-describedby": described_by or False,
        "aria-invalid": "true" if field.errors else False,
        "autocomplete": options.get("autocomplete") or False,
        "inputmode": options.get("inputmode") or ("decimal" if kind == "number" else False),
        "data-counter": f"{field.id}-count" if options.get("counter") else False,
        **dict.fromkeys(("required", "maxlength", "minlength", "min", "max", "step"), False),
    }
    if kind == "number":
        attributes["type"] = "text"
    if kind == "textarea":
        attributes["rows"] = options.get("rows") or 4
    return Markup(field(**attributes | cast(dict[str, object], options.get("attrs") or {})))  # noqa: S704  WTForms escapes


def control_id(field: Field) -> str:
    """The id that an error link jumps to: the first option of a group, else the control itself."""
    return f"{field.id}-0" if field_kind(field) in {"radio", "checkboxes"} else str(field.id)


def problems_of(form: Form) -> list[Problem]:
    """The problems of a form, in the order of its fields; those of the form as a whole come first."""
    whole = [Problem(str(message), None) for message in form.form_errors]
    return whole + [problem for field in form for problem in _problems_of_field(field)]


def _problems_of_field(field: Field) -> list[Problem]:
    if isinstance(field, FormField):
        return problems_of(cast(Form, field.form))
    if isinstance(field, FieldList) and any(entry.errors for entry in field.entries):
        return [problem for entry in field.entries for problem in _problems_of_field(entry)]
    return [Problem(str(message), control_id(field)) for message in field.errors]


def page_url(number: int) -> str:
    """This page's own address at another page number; every filter and the order stay."""
    return _here(page=number)


def sort_url(key: str, descending: bool) -> str:
    """This page's own address ordered by ``key``, from the first page on."""
    return _here(sort=key, direction="down" if descending else "up", page=None)


def _here(**changes: object) -> str:
    values: dict[str, Any] = {name: request.args.getlist(name) for name in request.args}
    values.update(request.view_args or {})
    values.update(changes)
    return url_for(request.endpoint or "static", **values)


def short_month(value: date) -> str:
    """``Nov``, ``nov``: the head of a calendar leaf."""
    return str(format_date(value, "MMM", locale=current_locale())).rstrip(".")


def initials(name: str) -> str:
    """One or two letters for a person without a photograph; titles such as Dr. and Dre are left out."""
    words = _without_titles(name.replace("-", " "))
    letters = [word[0] for word in words if word[0].isalpha()]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def first_name(name: str) -> str:
    """How a person is spoken to: the first word of the name that is no title."""
    return next(iter(_without_titles(name)), name)


def _without_titles(name: str) -> list[str]:
    return [word for word in name.split() if word.rstrip(".").lower() not in TITLES]
