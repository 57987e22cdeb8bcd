"""Pages of those who take part: home, intake, pair, surveys. One column, made for a phone."""

from flask import Blueprint

from mentorship_app.web.participant.home import routes as home
from mentorship_app.web.participant.intake import routes as intake
from mentorship_app.web.participant.me import routes as me
from mentorship_app.web.participant.pair import routes as pair
from mentorship_app.web.participant.surveys import routes as surveys

bp = Blueprint("participant", __name__)
bp.register_blueprint(home.bp)
bp.register_blueprint(intake.bp)
bp.register_blueprint(pair.bp)
bp.register_blueprint(me.bp)
bp.register_blueprint(surveys.bp)
