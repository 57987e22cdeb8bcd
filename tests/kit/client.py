"""A test client that reads like a strict browser: HTML that does not parse fails the test."""

from collections.abc import Mapping
from typing import Any

import html5lib
from flask.testing import FlaskClient
from lxml import etree
from werkzeug.test import TestResponse

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def parse_html(text: str) -> etree._Element:
    """The tree of a page; raises on any parse error of the HTML standard. Fragments are parsed as such."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    if "<!doctype" in text[:40].lower():
        return parser.parse(text).getroot()
    wrapper = etree.Element("fragment")
    fragment_text = text.strip()
    container = "tbody" if fragment_text.startswith("<tr") else "div"
    for node in parser.parseFragment(fragment_text, container=container):
        if isinstance(node, str):
            wrapper.text = (wrapper.text or "") + node
        else:
            wrapper.append(node)
    return wrapper


class StrictClient(FlaskClient):
    """Keeps the last page as ``page`` and posts forms as a browser would."""

    page: etree._Element | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # A context of its own: within the one that the fixture holds open, ``g`` would carry who is signed in from
        # one request to the next.
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.data:
            self.page = parse_html(response.get_data(as_text=True))
        return response

    def form(self, action: str | None = None) -> etree._Element:
        """The form of the last page, by its action if there are several."""
        assert self.page is not None, "no page was read yet"
        forms = [form for form in self.page.iter("form") if action is None or form.get("action") == action]
        forms = [form for form in forms if "language-form" not in (form.get("class") or "")] or forms
        forms = [form for form in forms if not (form.get("action") or "").endswith("/sign-out")] or forms
        assert forms, f"no form with action {action!r}"
        return forms[0]

    def submit(
        self,
        fields: Mapping[str, Any] | None = None,
        *,
        action: str | None = None,
        button: str | None = None,
        follow_redirects: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Send a form of the last page with what it holds, changed by ``fields``; ``button`` is pressed by its name."""
        form = self.form(action)
        values = form_values(form)
        for name, value in (fields or {}).items():
            values[name] = list(value) if isinstance(value, list | tuple) else value
        if button is not None:
            name, _, value = button.partition("=")
            values[name] = value
        target = form.get("action") or self.last_path
        has_file = form.get("enctype") == "multipart/form-data"
        return self.post(
            target,
            data=values,
            follow_redirects=follow_redirects,
            headers=dict(headers or {}),
            content_type="multipart/form-data" if has_file else None,
        )

    last_path: str = "/"

    def get(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().get(*args, **kwargs)
        self.last_path = response.request.full_path.rstrip("?")
        return response


def form_values(form: etree._Element) -> dict[str, Any]:
    """What a browser would send for an untouched form, without its buttons."""
    values: dict[str, list[str]] = {}
    for control in form.iter("input", "select", "textarea"):
        name = control.get("name")
        if not name or control.get("disabled") is not None:
            continue
        values.setdefault(name, []).extend(_values_of(control))
    return {name: found for name, found in values.items() if found}


def _values_of(control: etree._Element) -> list[str]:
    kind = control.get("type", "text")
    if control.tag == "textarea":
        return [control.text or ""]
    if control.tag == "select":
        chosen = [option for option in control.iter("option") if option.get("selected") is not None]
        chosen = chosen or list(control.iter("option"))[:1]
        return [option.get("value", option.text or "") for option in chosen]
    if kind in {"radio", "checkbox"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    if kind in {"submit", "button", "file", "image", "reset"}:
        return []
    return [control.get("value", "")]


def text_of(node: etree._Element | None) -> str:
    """All text below a node, white space folded."""
    assert node is not None, "there is no such node"
    return " ".join("".join(node.itertext()).split())
