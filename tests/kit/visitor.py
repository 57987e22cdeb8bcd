"""A small browser without a script, for tests against a real server: cookies, forms, and pressing once more."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from lxml import html

PATIENCE_SECONDS = 30.0


@dataclass
class Visitor:
    """One device. ``interruptions`` counts requests that got no answer and were sent once more."""

    url: str
    interruptions: int = 0
    address: str = ""
    page: html.HtmlElement | None = None
    _opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def open(self, address: str) -> str:
        """The words of the page, once an answer comes; the address it led to is in ``address``."""
        return self._ask(urljoin(self.url, address), None)

    def press(self, action: str, fields: Mapping[str, str], *, button: str = "") -> str:
        """Send the form of the page that goes to ``action``, changed by ``fields``; ``button`` is ``name=value``."""
        return self.send(action, self.filled(action, fields, button=button))

    def send(self, action: str, values: Mapping[str, str]) -> str:
        """Send these values, as :meth:`filled` gave them; from several threads at once, if need be."""
        return self._ask(urljoin(self.url, action), values)

    def filled(self, action: str, fields: Mapping[str, str], *, button: str = "") -> dict[str, str]:
        """What that form would send."""
        assert self.page is not None
        form = next(form for form in self.page.forms if form.method == "POST" and form.action == action)
        name, _equals, value = button.partition("=")
        kept = {key: held for key, held in form.form_values() if key not in fields}
        return {**kept, **fields, **({name: value} if name else {})}

    def _ask(self, address: str, values: Mapping[str, str] | None) -> str:
        data = urlencode(values).encode() if values is not None else None
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            # The server checks where a form comes from, as over TLS.
            request = Request(address, data, {"Referer": address, "Connection": "close"})  # noqa: S310  our own server
            try:
                with self._opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                    return self._read(answer.url, answer.read())
            except HTTPError as error:
                return self._read(error.url or address, error.read())
            except (OSError, HTTPException):
                self.interruptions += 1
                assert time.monotonic() < deadline, f"no answer from {address}"
                time.sleep(0.02)

    def _read(self, address: str, body: bytes) -> str:
        self.address = address
        self.page = html.document_fromstring(body) if body.strip() else None
        return " ".join(self.page.text_content().split()) if self.page is not None else ""
