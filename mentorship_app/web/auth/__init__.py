"""Ways in: mailed link or code for participants, password and second factor for staff, the set-up wizard."""

from mentorship_app.web.auth.setup import routes as setup
from mentorship_app.web.auth.sign_in import survey_wishes as _survey_wishes  # noqa: F401  adds its views
from mentorship_app.web.auth.sign_in.routes import bp
from mentorship_app.web.auth.staff import passwords
from mentorship_app.web.auth.staff import routes as staff

staff.bp.register_blueprint(passwords.bp)
bp.register_blueprint(staff.bp)
bp.register_blueprint(setup.bp)

__all__ = ["bp"]
