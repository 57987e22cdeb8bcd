"""The web layer: one audience is one blueprint, one address prefix, one base layout, one template folder."""

from mentorship_app.web.factory import create_app

__all__ = ["create_app"]
