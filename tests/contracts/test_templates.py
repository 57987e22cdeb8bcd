"""What every template keeps to: nothing inline, forms that work without JavaScript, fragments that stand alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from mentorship_app.core.paths import STATIC, TEMPLATES

MAX_LINES = 150
EXPRESSION = re.compile(r"{{-?\s*(.*?)\s*-?}}", re.DOTALL)
STATEMENT = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)
HTMX_VERBS = ("hx-get", "hx-post")
CSRF = re.compile(r"csrf\(\)|csrf_token|hidden_tag\(\)")
ICON_USED = re.compile(r"""(?:\bicon\(|icon_name=)\s*["']([\w-]+)["']""")


@dataclass
class Element:
    """A start tag, the form around it, and where it stands."""

    tag: str
    attributes: dict[str, str]
    line: int
    form: "Element | None"
    content: list[str] = field(default_factory=list)


class Elements(HTMLParser):
    """Every element of a template, its Jinja statements taken out and its expressions kept as opaque marks."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.expressions: list[str] = []
        self.found: list[Element] = []
        self._form: Element | None = None
        text = EXPRESSION.sub(self._mark, STATEMENT.sub(self._blank, source))
        self.feed(text)

    def _mark(self, match: re.Match[str]) -> str:
        """The same expression gets the same mark, so that two addresses can be compared."""
        text = re.sub(r"\s+", " ", match[1]).replace("'", '"')
        if text not in self.expressions:
            self.expressions.append(text)
        return f"⟦{self.expressions.index(text)}⟧" + "\n" * match[0].count("\n")

    @staticmethod
    def _blank(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.getpos()[0], self._form)
        self.found.append(element)
        if tag == "form":
            self._form = element

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._form is not None:
            self._form.content += [self.expressions[int(mark)] for mark in re.findall(r"⟦(\d+)⟧", data)]

    def read(self, value: str) -> str:
        """A value with its expressions back in place."""
        return re.sub(r"⟦(\d+)⟧", lambda mark: "{{ " + self.expressions[int(mark[1])] + " }}", value)


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


every_template = pytest.mark.parametrize("path", templates(), ids=name_of)


def source_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def jinja(path: Path) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source_of(path))


@every_template
def test_nothing_is_inline(path: Path) -> None:
    if path.is_relative_to(TEMPLATES / "reports"):
        pytest.skip("a report carries its style with it, so that it can be kept as one file")
    wrong = []
    for element in Elements(source_of(path)).found:
        bad = [name for name in element.attributes if name == "style" or name.startswith(("on", "hx-on", "data-hx-on"))]
        bad += [name for name, value in element.attributes.items() if value.strip().startswith(("js:", "javascript:"))]
        if element.tag == "style" or (element.tag == "script" and "src" not in element.attributes):
            bad.append(f"<{element.tag}>")
        wrong += [f"line {element.line}: {what}" for what in bad]
    assert wrong == []


@every_template
def test_no_trigger_filter(path: Path) -> None:
    """With allowEval off htmx ignores a filter and sends on every event."""
    found = Elements(source_of(path)).found
    assert [element.line for element in found if "[" in element.attributes.get("hx-trigger", "")] == []


@every_template
def test_page_imports_and_sets_nothing_outside_its_blocks(path: Path) -> None:
    """A fragment is one block rendered alone: what stands outside it would be missing or empty, without a word."""
    tree = jinja(path)
    if tree.find(nodes.Extends) is None or path.is_relative_to(TEMPLATES / "reports"):
        return
    outside = (nodes.Assign, nodes.AssignBlock, nodes.Import, nodes.FromImport, nodes.Macro)
    assert [node.lineno for node in tree.body if isinstance(node, outside)] == []


@every_template
def test_every_form_says_how_it_is_sent(path: Path) -> None:
    elements = Elements(source_of(path))
    wrong = []
    for form in (element for element in elements.found if element.tag == "form"):
        method = form.attributes.get("method", "").lower()
        if method not in {"get", "post"}:
            wrong.append(f"line {form.line}: method is get or post")
        if "novalidate" not in form.attributes:
            wrong.append(f"line {form.line}: novalidate, since the server says what is wrong")
        hidden = [element.attributes.get("value", "") for element in elements.found if element.form is form]
        inside = [*form.content, *(elements.read(value) for value in hidden)]
        if method == "post" and not any(CSRF.search(text) for text in inside):
            wrong.append(f"line {form.line}: {{{{ csrf() }}}}")
    assert wrong == []


@every_template
def test_htmx_only_speeds_up_a_form_or_link_with_the_same_address(path: Path) -> None:
    elements = Elements(source_of(path))
    wrong = []
    for element in elements.found:
        for verb in HTMX_VERBS:
            target = element.attributes.get(verb)
            if target is not None and not is_twin(element, verb, target):
                wrong.append(f"line {element.line}: {verb}={elements.read(target)}")
        wrong += [
            f"line {element.line}: {verb}" for verb in ("hx-put", "hx-patch", "hx-delete") if verb in element.attributes
        ]
    assert wrong == []


def is_twin(element: Element, verb: str, target: str) -> bool:
    """Whether the page without JavaScript sends the same request."""
    attributes = element.attributes
    if element.tag == "a":
        return verb == "hx-get" and attributes.get("href") == target
    form = element if element.tag == "form" else element.form
    own = attributes.get("formaction", form.attributes.get("action") if form else None)
    return form is not None and own == target and form.attributes.get("method", "").lower() == verb.removeprefix("hx-")


@every_template
def test_nothing_comes_from_another_site_or_a_written_out_static_address(path: Path) -> None:
    wrong = []
    for element in Elements(source_of(path)).found:
        loads = element.attributes.get("src") or (element.tag == "link" and element.attributes.get("href")) or ""
        if str(loads).startswith(("http:", "https:", "//", "/static")):
            wrong.append(f"line {element.line}: {loads}")
    assert wrong == []


@every_template
def test_icon_exists(path: Path) -> None:
    sprite = source_of(STATIC / "icons.svg")
    drawn = set(re.findall(r'id="icon-([\w-]+)"', sprite))
    assert set(ICON_USED.findall(source_of(path))) - drawn == set()


@every_template
def test_template_is_short(path: Path) -> None:
    assert len(source_of(path).splitlines()) < MAX_LINES


def component_macros() -> Iterator[str]:
    for path in sorted((TEMPLATES / "components").glob("*.html")):
        for macro in jinja(path).find_all(nodes.Macro):
            yield macro.name


def test_component_names_are_used_once() -> None:
    names = list(component_macros())
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("markup", "test"),
    [
        ('<p style="color: red">', test_nothing_is_inline),
        ('<button hx-on:click="x()">', test_nothing_is_inline),
        ("<script>x()</script>", test_nothing_is_inline),
        ('<a href="/a" hx-get="/a" hx-trigger="click[ctrlKey]">', test_no_trigger_filter),
        ('<form method="post" action="/a" novalidate></form>', test_every_form_says_how_it_is_sent),
        ('<form method="post" action="/a">{{ csrf() }}</form>', test_every_form_says_how_it_is_sent),
        ('<div hx-get="/a"></div>', test_htmx_only_speeds_up_a_form_or_link_with_the_same_address),
        ('<a href="{{ a }}" hx-get="{{ b }}">', test_htmx_only_speeds_up_a_form_or_link_with_the_same_address),
        ('<img src="https://example.org/x.png">', test_nothing_comes_from_another_site_or_a_written_out_static_address),
        ('{{ icon("unicorn") }}', test_icon_exists),
        (
            '{% extends "layouts/base.html" %}{% set x = 1 %}',
            test_page_imports_and_sets_nothing_outside_its_blocks,
        ),
    ],
)
def test_each_rule_catches_what_it_forbids(markup: str, test: Callable[[Path], None], tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(markup, encoding="utf-8")

    with pytest.raises(AssertionError):
        test(bad)
