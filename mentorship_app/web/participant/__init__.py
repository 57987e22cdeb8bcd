"""Pages of those who take part: home, intake, pair, surveys. One column, made for a phone."""

from flask import Blueprint

from mentorship_app.web.participant.agreement import routes as agreement
from mentorship_app.web.participant.answers import routes as answers
from mentorship_app.web.participant.checkins import routes as checkins
from mentorship_app.web.participant.conflicts import routes as conflicts
from mentorship_app.web.participant.connections import routes as connections
from mentorship_app.web.participant.goals import drawn as _drawn  # noqa: F401  adds its views
from mentorship_app.web.participant.goals import of_mentee as _of_mentee  # noqa: F401  adds its view and a line of pairs
from mentorship_app.web.participant.goals import routes as goals
from mentorship_app.web.participant.goals import writing as _writing  # noqa: F401  adds its views
from mentorship_app.web.participant.groups import routes as groups
from mentorship_app.web.participant.home import routes as home
from mentorship_app.web.participant.identity import routes as identity
from mentorship_app.web.participant.intake import routes as intake
from mentorship_app.web.participant.me import routes as me
from mentorship_app.web.participant.meetings import calendar_file as _calendar_file  # noqa: F401  adds its view
from mentorship_app.web.participant.meetings import last_met as _last_met  # noqa: F401  adds a line of pairs
from mentorship_app.web.participant.meetings import one as _one_meeting  # noqa: F401  adds its views
from mentorship_app.web.participant.meetings import routes as meetings
from mentorship_app.web.participant.mentees import routes as mentees
from mentorship_app.web.participant.mentors import choosing as _choosing  # noqa: F401  adds its views
from mentorship_app.web.participant.mentors import routes as mentors
from mentorship_app.web.participant.named import routes as named
from mentorship_app.web.participant.pair import acceptance as _acceptance  # noqa: F401  adds its views
from mentorship_app.web.participant.pair import rematch as _rematch  # noqa: F401  adds its views and its line
from mentorship_app.web.participant.pair import routes as pair
from mentorship_app.web.participant.pair import wishes as _wishes  # noqa: F401  adds its views
from mentorship_app.web.participant.recognition import feedback as _feedback  # noqa: F401  adds its views and its line
from mentorship_app.web.participant.recognition import routes as recognition
from mentorship_app.web.participant.slots import routes as slots
from mentorship_app.web.participant.summary import routes as summary
from mentorship_app.web.participant.surveys import paper as _paper  # noqa: F401  adds words to its pages
from mentorship_app.web.participant.surveys import routes as surveys
from mentorship_app.web.participant.time import routes as time
from mentorship_app.web.participant.training import keeping as _keeping  # noqa: F401  adds its views
from mentorship_app.web.participant.training import routes as training

bp = Blueprint("participant", __name__)
bp.register_blueprint(home.bp)
bp.register_blueprint(connections.bp)
bp.register_blueprint(goals.bp)
bp.register_blueprint(groups.bp)
bp.register_blueprint(intake.bp)
bp.register_blueprint(identity.bp)
bp.register_blueprint(meetings.bp)
bp.register_blueprint(mentees.bp)
bp.register_blueprint(mentors.bp)
bp.register_blueprint(named.bp)
bp.register_blueprint(pair.bp)
bp.register_blueprint(agreement.bp)
bp.register_blueprint(me.bp)
bp.register_blueprint(recognition.bp)
bp.register_blueprint(slots.bp)
bp.register_blueprint(summary.bp)
bp.register_blueprint(surveys.bp)
bp.register_blueprint(answers.bp)
bp.register_blueprint(checkins.bp)
bp.register_blueprint(conflicts.bp)
bp.register_blueprint(time.bp)
bp.register_blueprint(training.bp)
