"""What arrives at a view: words that a page can hold."""

from flask import Flask, request

from tests.kit.client import StrictClient


def test_what_no_page_can_hold_is_gone_before_a_view_sees_it(app: Flask, client: StrictClient) -> None:
    typed = "O’Neil\x00 \ufdd0ليلى\r\nsecond line\ttab"
    with app.test_request_context("/?q=a%00b", method="POST", data={"name": typed, "more": ["1", "2\x07"]}):
        assert request.args["q"] == "ab"
        assert request.form["name"] == "O’Neil ليلى\nsecond line\ttab"
        assert request.form.getlist("more") == ["1", "2"]
    assert client.get("/sign-in?next=%00").status_code == 200
