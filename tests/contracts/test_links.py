"""Every address that is mailed is an address of the app."""

from string import Formatter

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed

from mentorship_app.core.links import PATHS


@pytest.mark.parametrize("name", PATHS)
def test_mailed_address_opens_a_page(app: Flask, name: str) -> None:
    parts = {part: "abc" for _, part, _, _ in Formatter().parse(PATHS[name]) if part}
    adapter = app.url_map.bind("localhost")
    try:
        endpoint, _ = adapter.match(PATHS[name].format(**parts), method="GET")
    except MethodNotAllowed:
        pytest.fail("a mailed link is opened with GET")
    assert endpoint in app.view_functions
