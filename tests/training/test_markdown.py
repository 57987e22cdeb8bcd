"""A little Markdown becomes safe HTML, and nothing else does."""

import pytest

from mentorship_app.training.markdown import render


def test_headings_lists_and_emphasis() -> None:
    text = "### One\nTwo *three*\nfour\n\n- a **b**\n- c\n\n1. d"
    assert render(text) == (
        "<h3>One</h3>\n<p>Two <em>three</em> four</p>\n"
        "<ul><li>a <strong>b</strong></li><li>c</li></ul>\n<ol><li>d</li></ol>"
    )


def test_links_lead_to_https_alone() -> None:
    assert render("[x](https://example.org/a_b*c*)") == (
        '<p><a href="https://example.org/a_b*c*" rel="noreferrer">x</a></p>'
    )
    assert "<a" not in render("[x](http://example.org) [y](javascript:alert(1)) [z](/local)")


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '[x](https://e.org/"onclick="y)', "### <img src=x onerror=y>", "- **<b onclick=x>**"],
)
def test_tags_are_shown_as_typed(hostile: str) -> None:
    shown = render(hostile)
    for tag in ("<script", "<img", "<b ", "<a "):
        assert tag not in shown
