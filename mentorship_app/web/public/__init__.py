"""Pages for everybody: the front page, calls for mentors, privacy, accessibility, health."""

from mentorship_app.web.public.calls import application
from mentorship_app.web.public.calls import routes as calls
from mentorship_app.web.public.site.routes import bp

bp.register_blueprint(calls.bp)
bp.register_blueprint(application.bp)

__all__ = ["bp"]
