"""A questionnaire with every type, and the templates without the rest of the app."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from mentorship_app.core.i18n import LOCALES, translate
from mentorship_app.questions.loading import load_questionnaire
from mentorship_app.questions.questionnaire import Questionnaire

TEMPLATES = Path(__file__).parents[2] / "templates"
EVERY_TYPE = Path(__file__).parent / "every_type.yaml"


@pytest.fixture(scope="session")
def every_type() -> Questionnaire:
    return load_questionnaire(EVERY_TYPE)


@pytest.fixture(scope="session")
def render() -> Callable[..., str]:
    """``render(source, locale, **context)``: a page that holds ``source``, in one language."""

    environments = {locale: _environment(locale) for locale in LOCALES}

    def draw(source: str, locale: str, **context: object) -> str:
        body = environments[locale].from_string(source).render(**context)
        return (
            f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><title>t</title></head>'
            f"<body>{body}</body></html>"
        )

    return draw


def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals["_"] = lambda message, **values: translate(message, locale, **values)
    environment.globals["icon"] = lambda name: Markup('<svg class="icon"><use href="#icon-{}"/></svg>').format(name)
    return environment
