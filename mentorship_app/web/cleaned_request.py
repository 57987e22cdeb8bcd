"""What browsers send, without the characters that no page, mail or PDF can hold.

Cleaned once, here: every form shows again what was typed, so every form would otherwise have to think of it.
"""

from flask import Flask
from htmx_flask.requests import HtmxAwareRequest
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

from mentorship_app.questions.text import harmless

Values = ImmutableMultiDict[str, str]


class CleanedRequest(HtmxAwareRequest):
    """A request whose words can be shown: controls and non-characters are gone, line ends are of one kind."""

    @cached_property
    def args(self) -> Values:
        return _cleaned(super().args)

    def _load_form_data(self) -> None:
        if "form" not in self.__dict__:
            super()._load_form_data()
            self.__dict__["form"] = _cleaned(self.__dict__["form"])


def _cleaned(values: Values) -> Values:
    return ImmutableMultiDict([(name, harmless(value)) for name, value in values.items(multi=True)])


def init_app(app: Flask) -> None:
    """Give ``app`` these requests; after the extension that brings what it builds on."""
    app.request_class = CleanedRequest
