"""Pages and their fragments: the same template, the same address, the same context."""

from typing import Any

from flask import Response, make_response, redirect, render_template, request
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse


def is_fragment_request() -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def page_or_block(template: str, block: str, status: int = 200, **context: Any) -> Response:
    """The block for htmx, the whole page otherwise. Nothing defined outside the block exists inside it."""
    text = render_block(template, block, **context) if is_fragment_request() else render_template(template, **context)
    return make_response(text, status)


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The whole page."""
    return make_response(render_template(template, **context), status)


def see_other(address: str) -> BaseResponse:
    """Go on to ``address`` after a successful post: 303, or the header that makes htmx load it as a page."""
    if is_fragment_request():
        return Response(status=200, headers={"HX-Redirect": address})
    return redirect(address, code=303)
