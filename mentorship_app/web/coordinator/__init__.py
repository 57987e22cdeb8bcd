"""Pages of staff, all under ``/p/<program>``: dense, made for a desk."""

from flask import Blueprint

from mentorship_app.web.coordinator.actions import routes as actions
from mentorship_app.web.coordinator.applications import bulk as _bulk  # noqa: F401  adds its views
from mentorship_app.web.coordinator.applications import decisions as _decisions  # noqa: F401  adds its views
from mentorship_app.web.coordinator.applications import routes as applications
from mentorship_app.web.coordinator.calls import invitations
from mentorship_app.web.coordinator.calls import next_year as _next_year  # noqa: F401  adds its views
from mentorship_app.web.coordinator.calls import routes as calls
from mentorship_app.web.coordinator.calls import sharing as _sharing  # noqa: F401  adds its views
from mentorship_app.web.coordinator.calls import targets as _targets  # noqa: F401  adds its views
from mentorship_app.web.coordinator.checkins import routes as checkins
from mentorship_app.web.coordinator.crosswalk import routes as crosswalk
from mentorship_app.web.coordinator.forms import routes as forms
from mentorship_app.web.coordinator.gaps import routes as gaps
from mentorship_app.web.coordinator.match_groups import cadence as _group_cadence  # noqa: F401  adds its views
from mentorship_app.web.coordinator.match_groups import peers as _peers  # noqa: F401  adds its views
from mentorship_app.web.coordinator.match_groups import routes as match_groups
from mentorship_app.web.coordinator.match_publish import routes as match_publish
from mentorship_app.web.coordinator.match_reasons import routes as match_reasons
from mentorship_app.web.coordinator.match_runs import routes as match_runs
from mentorship_app.web.coordinator.match_settings import exclusions as _exclusions  # noqa: F401  adds its views
from mentorship_app.web.coordinator.match_settings import routes as match_settings
from mentorship_app.web.coordinator.match_settings import rules as _side_rules  # noqa: F401  adds its views
from mentorship_app.web.coordinator.matching import decisions as _match_decisions  # noqa: F401  adds its views
from mentorship_app.web.coordinator.matching import routes as matching
from mentorship_app.web.coordinator.measures import licences as _licences  # noqa: F401  adds its views
from mentorship_app.web.coordinator.measures import routes as measures
from mentorship_app.web.coordinator.measures import wording as _wording  # noqa: F401  adds its views
from mentorship_app.web.coordinator.outbox import mailings as _mailings  # noqa: F401  adds its views
from mentorship_app.web.coordinator.outbox import routes as outbox
from mentorship_app.web.coordinator.overview import routes as overview
from mentorship_app.web.coordinator.pairs import cadence as _cadence  # noqa: F401  adds its views
from mentorship_app.web.coordinator.pairs import routes as pairs
from mentorship_app.web.coordinator.people import routes as people
from mentorship_app.web.coordinator.recognition import routes as recognition
from mentorship_app.web.coordinator.recommendations import routes as recommendations
from mentorship_app.web.coordinator.rematch import routes as rematch
from mentorship_app.web.coordinator.reports import comparing as _comparing  # noqa: F401  adds its view
from mentorship_app.web.coordinator.reports import downloads as _downloads  # noqa: F401  adds its views
from mentorship_app.web.coordinator.reports import editions
from mentorship_app.web.coordinator.reports import freezing as _freezing  # noqa: F401  adds its views
from mentorship_app.web.coordinator.reports import routes as reports
from mentorship_app.web.coordinator.reports import sharing as _report_sharing  # noqa: F401  adds its views
from mentorship_app.web.coordinator.reports import texts as _texts  # noqa: F401  adds its views
from mentorship_app.web.coordinator.reports import themes as _report_themes  # noqa: F401  adds its views
from mentorship_app.web.coordinator.settings import routes as settings
from mentorship_app.web.coordinator.support import routes as support
from mentorship_app.web.coordinator.surveys import builder as _survey_builder  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import comments as _comments  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import entry as _survey_entry  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import more_time as _more_time  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import paper as _paper  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import plan as _survey_plan  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import preview as _survey_preview  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import results as _results  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import room as _room  # noqa: F401  adds its views
from mentorship_app.web.coordinator.surveys import routes as surveys
from mentorship_app.web.coordinator.surveys import running as _running  # noqa: F401  adds its views
from mentorship_app.web.coordinator.today import routes as today
from mentorship_app.web.coordinator.training import own as _own_modules  # noqa: F401  adds its views
from mentorship_app.web.coordinator.training import routes as training
from mentorship_app.web.coordinator.year import calendar as _calendar  # noqa: F401  adds its view
from mentorship_app.web.coordinator.year import routes as year

bp = Blueprint("coordinator", __name__, url_prefix="/p/<program_slug>")
bp.register_blueprint(actions.bp)
bp.register_blueprint(applications.bp)
bp.register_blueprint(calls.bp)
bp.register_blueprint(invitations.bp)
bp.register_blueprint(checkins.bp)
bp.register_blueprint(crosswalk.bp)
bp.register_blueprint(forms.bp)
bp.register_blueprint(gaps.bp)
bp.register_blueprint(match_groups.bp)
bp.register_blueprint(match_publish.bp)
bp.register_blueprint(match_reasons.bp)
bp.register_blueprint(match_runs.bp)
bp.register_blueprint(matching.bp)
bp.register_blueprint(match_settings.bp)
bp.register_blueprint(measures.bp)
bp.register_blueprint(outbox.bp)
bp.register_blueprint(overview.bp)
bp.register_blueprint(pairs.bp)
bp.register_blueprint(people.bp)
bp.register_blueprint(recognition.bp)
bp.register_blueprint(rematch.bp)
bp.register_blueprint(settings.bp)
bp.register_blueprint(support.bp)
bp.register_blueprint(today.bp)
bp.register_blueprint(training.bp)
bp.register_blueprint(year.bp)
bp.register_blueprint(surveys.bp)
bp.register_blueprint(recommendations.bp)
bp.register_blueprint(editions.bp)
bp.register_blueprint(reports.bp)
