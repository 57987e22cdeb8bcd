"""Hours as people write them in each language."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from mentorship_app.web.hours_field import HoursField


class Hours(Form):
    hours = HoursField("Hours")


@pytest.mark.parametrize(("language", "shown"), [("en", "1.5"), ("fr", "1,5")])
def test_hours_carry_the_decimal_sign_of_the_page(app: Flask, language: str, shown: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert f'value="{shown}"' in Hours(hours=1.5).hours()
        assert 'value="2"' in Hours(hours=2.0).hours()


@pytest.mark.parametrize("typed", ["1.5", "1,5", " 1,5 "])
def test_either_sign_may_be_typed_and_is_shown_again_as_typed(app: Flask, typed: str) -> None:
    with app.test_request_context():
        form = Hours(MultiDict({"hours": typed}))
        assert form.validate()
        assert form.hours.data == 1.5
        assert f'value="{typed}"' in form.hours()
