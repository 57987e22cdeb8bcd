"""Smaller pages for slow phones, where that tells nobody anything.

What a compressed page weighs depends on what it says. So nothing is compressed by itself: only views whose pages hold
no answer of the reader ask for it, or somebody who watches the line could tell one answer from another by its weight.
The session's cookie is SameSite=Lax, so another site cannot have such pages fetched in somebody's name to weigh them.
"""

import gzip

from flask import Response, request

WORTH_IT = 2_048
"""Bytes below which one packet carries the page either way."""
_LEVEL = 5


def compressed(response: Response) -> Response:
    """The page as gzip, if the browser takes it."""
    response.vary.add("Accept-Encoding")
    takes_it = request.accept_encodings.quality("gzip") > 0
    if (
        not takes_it
        or response.mimetype != "text/html"
        or response.is_streamed
        or "Content-Encoding" in response.headers
    ):
        return response
    page = response.get_data()
    if len(page) >= WORTH_IT:
        response.set_data(gzip.compress(page, compresslevel=_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
