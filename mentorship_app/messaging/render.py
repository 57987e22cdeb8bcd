"""From a row to subject and text, in the reader's language. Text only: plain mail is answered more than pretty mail."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorship_app.core.i18n import translations
from mentorship_app.core.paths import TEMPLATES
from mentorship_app.messaging.kinds import Attachment, MailScope, attachments, email_values


@dataclass(frozen=True)
class RenderedMail:
    """A mail as its reader gets it."""

    subject: str
    body: str
    attachment: Attachment | None = None


@cache
def _environment(locale: str) -> Environment:
    # Plain text: escaping for HTML would show the reader entities instead of apostrophes.
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "emails"),
        autoescape=False,  # noqa: S701  text/plain has nothing to escape
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    catalogue = translations(locale)
    environment.install_gettext_callables(catalogue.ugettext, catalogue.ungettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    environment.globals["locale"] = locale
    return environment


def isolated(name: str) -> str:
    """A name that reads from right to left, kept from turning the words around it; any other name as it is."""
    turns = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in name)
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if turns else name


def render(scope: MailScope) -> RenderedMail:
    """Write the mail of ``scope.message``. Its values are fixed text to the template: ``{{7*7}}`` in a name stays."""
    environment = _environment(scope.message.locale)
    values = dict(email_values(scope))
    values.setdefault("to_name", isolated(scope.message.to_name))
    subject = environment.get_template(f"{scope.message.kind}/subject.txt").render(values)
    body = environment.get_template(f"{scope.message.kind}/body.txt").render(values)
    # One line, so that nobody can add a header; the no-break space that French puts before a colon stays.
    one_line = re.sub(r"[^\S\u00a0]+", " ", subject).strip()
    attachment = attachments[scope.message.kind](scope) if scope.message.kind in attachments else None
    return RenderedMail(one_line, re.sub(r"\n{3,}", "\n\n", body).strip() + "\n", attachment)
