"""Pages of staff, all under ``/p/<program>``: dense, made for a desk."""

from flask import Blueprint

from mentorship_app.web.coordinator.pairs import routes as pairs
from mentorship_app.web.coordinator.people import routes as people

bp = Blueprint("coordinator", __name__, url_prefix="/p/<program_slug>")
bp.register_blueprint(pairs.bp)
bp.register_blueprint(people.bp)
