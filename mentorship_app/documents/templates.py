"""Templates of documents, without a web framework: escaped, in one language, and strict about names."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorship_app.core.i18n import translations
from mentorship_app.core.paths import TEMPLATES


@cache
def document_templates(locale: str) -> Environment:
    """The templates of the app as documents use them: escaped, ``_`` and ``ngettext`` speak ``locale``."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = translations(locale)
    environment.install_gettext_callables(catalogue.ugettext, catalogue.ungettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    return environment
