"""Pages for everybody: the front page, calls for mentors, privacy, accessibility, health."""

from mentorship_app.web.public.site.routes import bp

__all__ = ["bp"]
