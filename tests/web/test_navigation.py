"""The entry that stays marked while one is on a page below it."""

from flask import Flask

from mentorship_app.web.navigation import _WITHIN


def test_every_part_that_stands_below_an_entry_is_there(app: Flask) -> None:
    parts = {endpoint.rpartition(".")[0] for endpoint in app.view_functions}
    assert set(_WITHIN) | set(_WITHIN.values()) <= parts
