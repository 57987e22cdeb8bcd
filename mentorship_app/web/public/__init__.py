"""Pages for everybody: the front page, calls for mentors, privacy, accessibility, health."""

from mentorship_app.web.public.calendars import routes as calendars
from mentorship_app.web.public.calls import application, identity, invitation, next_year
from mentorship_app.web.public.calls import routes as calls
from mentorship_app.web.public.help import routes as help_page
from mentorship_app.web.public.meeting_log import routes as meeting_log
from mentorship_app.web.public.paper import routes as paper
from mentorship_app.web.public.room import routes as room
from mentorship_app.web.public.site.routes import bp

bp.register_blueprint(calendars.bp)
bp.register_blueprint(calls.bp)
bp.register_blueprint(application.bp)
bp.register_blueprint(identity.bp)
bp.register_blueprint(invitation.bp)
bp.register_blueprint(next_year.bp)
bp.register_blueprint(help_page.bp)
bp.register_blueprint(meeting_log.bp)
bp.register_blueprint(paper.bp)
bp.register_blueprint(room.bp)

__all__ = ["bp"]
