"""Every module that registers something when it is imported: models, kinds of mail, kinds of jobs.

The factory, the migrations and the worker import this one list, so that none of them can miss a feature.
"""

from mentorship_app.accounts import jobs as _account_jobs  # noqa: F401  registers jobs
from mentorship_app.accounts import models as _accounts  # noqa: F401  registers tables
from mentorship_app.accounts import notifications as _account_mail  # noqa: F401  registers mails
from mentorship_app.audit import models as _audit  # noqa: F401  registers tables
from mentorship_app.forms import consents as _consents  # noqa: F401  registers tables
from mentorship_app.forms import leaving as _consent_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.forms import models as _forms  # noqa: F401  registers tables
from mentorship_app.instruments import jobs as _instrument_jobs  # noqa: F401  registers jobs
from mentorship_app.instruments import wording as _wording  # noqa: F401  registers tables
from mentorship_app.instruments.binding import uploads as _wording_uploads  # noqa: F401  registers tables
from mentorship_app.instruments.licences import models as _licences  # noqa: F401  registers tables
from mentorship_app.intake import jobs as _intake_jobs  # noqa: F401  registers jobs
from mentorship_app.intake import leaving as _intake_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.intake import models as _intake  # noqa: F401  registers tables
from mentorship_app.intake import notifications as _intake_mail  # noqa: F401  registers mails
from mentorship_app.intake import year_tasks as _intake_tasks  # noqa: F401  registers tasks that tick themselves
from mentorship_app.jobs import models as _jobs  # noqa: F401  registers tables
from mentorship_app.matching import jobs as _match_jobs  # noqa: F401  registers jobs
from mentorship_app.matching import leaving as _matching_leaving  # noqa: F401  registers what leaving means
from mentorship_app.matching import merging as _matching_merging  # noqa: F401  registers how rows come along
from mentorship_app.matching import models as _matching  # noqa: F401  registers tables
from mentorship_app.matching import rollover as _matching_carriers  # noqa: F401  registers what a new year takes along
from mentorship_app.matching import trained as _trained  # noqa: F401  registers a source of trainings
from mentorship_app.matching.grouping import jobs as _grouping_jobs  # noqa: F401  registers jobs
from mentorship_app.matching.grouping import models as _grouping  # noqa: F401  registers tables
from mentorship_app.matching.publishing import jobs as _publishing_jobs  # noqa: F401  registers jobs
from mentorship_app.matching.publishing import notifications as _publishing_mail  # noqa: F401  registers mails
from mentorship_app.matching.records import models as _match_records  # noqa: F401  registers tables
from mentorship_app.mentoring import jobs as _mentoring_jobs  # noqa: F401  registers jobs
from mentorship_app.mentoring import leaving as _mentoring_leaving  # noqa: F401  registers what leaving means
from mentorship_app.mentoring import load as _mentoring_load  # noqa: F401  registers what takes places
from mentorship_app.mentoring import merging as _mentoring_merging  # noqa: F401  registers how rows come along
from mentorship_app.mentoring import models as _mentoring  # noqa: F401  registers tables
from mentorship_app.mentoring import notifications as _mentoring_mail  # noqa: F401  registers mails
from mentorship_app.mentoring import place_guard as _place_guard  # noqa: F401  guards the tables
from mentorship_app.mentoring import year_tasks as _mentoring_tasks  # noqa: F401  registers tasks that tick themselves
from mentorship_app.mentoring.agreements import jobs as _agreement_jobs  # noqa: F401  registers jobs
from mentorship_app.mentoring.agreements import leaving as _agreement_leaving  # noqa: F401  registers what leaving means
from mentorship_app.mentoring.agreements import models as _agreements  # noqa: F401  registers tables
from mentorship_app.mentoring.agreements import notifications as _agreement_mail  # noqa: F401  registers mails
from mentorship_app.mentoring.calendars import leaving as _calendar_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.calendars import models as _calendars  # noqa: F401  registers tables
from mentorship_app.mentoring.calendars import notifications as _calendar_mail  # noqa: F401  registers a mail
from mentorship_app.mentoring.checkins import jobs as _check_in_jobs  # noqa: F401  registers jobs
from mentorship_app.mentoring.checkins import leaving as _check_in_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.checkins import models as _check_ins  # noqa: F401  registers tables
from mentorship_app.mentoring.checkins import notifications as _check_in_mail  # noqa: F401  registers mails
from mentorship_app.mentoring.connections import leaving as _connection_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.connections import models as _connections  # noqa: F401  registers tables
from mentorship_app.mentoring.connections import notifications as _connection_mail  # noqa: F401  registers mails
from mentorship_app.mentoring.goals import jobs as _goal_jobs  # noqa: F401  registers jobs
from mentorship_app.mentoring.goals import leaving as _goal_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.goals import models as _goals  # noqa: F401  registers tables
from mentorship_app.mentoring.groups import leaving as _groups_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.groups import models as _groups  # noqa: F401  registers tables
from mentorship_app.mentoring.groups import notifications as _groups_mail  # noqa: F401  registers mails
from mentorship_app.mentoring.meetings import jobs as _meeting_jobs  # noqa: F401  registers jobs
from mentorship_app.mentoring.meetings import leaving as _meeting_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.meetings import models as _meetings  # noqa: F401  registers tables
from mentorship_app.mentoring.meetings import notifications as _meeting_mail  # noqa: F401  registers mails
from mentorship_app.mentoring.recognition import feedback as _mentor_feedback  # noqa: F401  registers a monthly look
from mentorship_app.mentoring.recognition import jobs as _recognition_jobs  # noqa: F401  registers jobs
from mentorship_app.mentoring.recognition import leaving as _recognition_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.recognition import models as _recognition  # noqa: F401  registers tables
from mentorship_app.mentoring.recognition import notifications as _recognition_mail  # noqa: F401  registers mails
from mentorship_app.mentoring.recognition import year_tasks as _recognition_tasks  # noqa: F401  registers tasks that tick themselves
from mentorship_app.mentoring.rematch import jobs as _rematch_jobs  # noqa: F401  registers jobs
from mentorship_app.mentoring.rematch import leaving as _rematch_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.rematch import models as _rematch  # noqa: F401  registers tables
from mentorship_app.mentoring.rematch import notifications as _rematch_mail  # noqa: F401  registers mails
from mentorship_app.mentoring.team import leaving as _team_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.mentoring.team import models as _team  # noqa: F401  registers tables
from mentorship_app.messaging import models as _messaging  # noqa: F401  registers tables
from mentorship_app.monitoring import leaving as _monitoring_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.monitoring import models as _monitoring  # noqa: F401  registers tables
from mentorship_app.monitoring import notifications as _monitoring_mail  # noqa: F401  registers mails
from mentorship_app.privacy import models as _privacy  # noqa: F401  registers tables
from mentorship_app.programs import absences as _absences  # noqa: F401  registers tables
from mentorship_app.programs import carrying as _program_carriers  # noqa: F401  registers what a new year takes along
from mentorship_app.programs import digest as _digest  # noqa: F401  registers a mail
from mentorship_app.programs import jobs as _program_jobs  # noqa: F401  registers jobs
from mentorship_app.programs import leaving as _program_leaving  # noqa: F401  registers what leaving means
from mentorship_app.programs import merge_people as _merge_people  # noqa: F401  registers tables and how rows come along
from mentorship_app.programs import models as _programs  # noqa: F401  registers tables
from mentorship_app.programs import notifications as _program_mail  # noqa: F401  registers mails
from mentorship_app.programs import quiet_hours as _quiet_hours  # noqa: F401  registers when mail waits
from mentorship_app.programs import support as _support  # noqa: F401  registers tables
from mentorship_app.programs import tags as _tags  # noqa: F401  registers tables
from mentorship_app.programs.letterhead import models as _letterhead  # noqa: F401  registers tables
from mentorship_app.programs.outside import jobs as _contact_jobs  # noqa: F401  registers jobs
from mentorship_app.programs.outside import models as _contact  # noqa: F401  registers tables
from mentorship_app.programs.outside import requests as _contact_mail  # noqa: F401  registers mails
from mentorship_app.programs.slots import jobs as _slot_jobs  # noqa: F401  registers jobs
from mentorship_app.programs.slots import leaving as _slots_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.programs.slots import models as _slots  # noqa: F401  registers tables
from mentorship_app.programs.slots import notifications as _slot_mail  # noqa: F401  registers mails
from mentorship_app.programs.year import models as _year  # noqa: F401  registers tables
from mentorship_app.recruitment import identity as _identity  # noqa: F401  registers what leaving means
from mentorship_app.recruitment import leaving as _recruitment_leaving  # noqa: F401  registers what leaving means
from mentorship_app.recruitment import merging as _recruitment_merging  # noqa: F401  registers how rows come along
from mentorship_app.recruitment import models as _recruitment  # noqa: F401  registers tables
from mentorship_app.recruitment import next_year as _next_year  # noqa: F401  registers a table and a mail
from mentorship_app.recruitment import notifications as _recruitment_mail  # noqa: F401  registers mails
from mentorship_app.recruitment import rollover as _recruitment_carriers  # noqa: F401  registers what a new year takes along
from mentorship_app.recruitment import targets as _targets  # noqa: F401  registers a table
from mentorship_app.recruitment import year_tasks as _recruitment_tasks  # noqa: F401  registers tasks that tick themselves
from mentorship_app.recruitment.invitations import jobs as _invitation_jobs  # noqa: F401  registers jobs
from mentorship_app.recruitment.invitations import models as _invitations  # noqa: F401  registers tables
from mentorship_app.recruitment.invitations import notifications as _invitation_mail  # noqa: F401  registers mails
from mentorship_app.reports import jobs as _report_jobs  # noqa: F401  registers jobs
from mentorship_app.reports import models as _reports  # noqa: F401  registers tables
from mentorship_app.reports import notifications as _report_mail  # noqa: F401  registers a mail
from mentorship_app.reports import year_tasks as _reports_tasks  # noqa: F401  registers tasks that tick themselves
from mentorship_app.reports.crosswalk import models as _crosswalk  # noqa: F401  registers tables
from mentorship_app.reports.editions import models as _editions  # noqa: F401  registers tables
from mentorship_app.reports.recommendations import models as _recommendations  # noqa: F401  registers tables
from mentorship_app.surveys import jobs as _survey_jobs  # noqa: F401  registers jobs
from mentorship_app.surveys import leaving as _survey_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.surveys import meeting_dose as _meeting_dose  # noqa: F401  registers a count of meetings
from mentorship_app.surveys import models as _surveys  # noqa: F401  registers tables
from mentorship_app.surveys import notifications as _survey_mail  # noqa: F401  registers mails
from mentorship_app.surveys import obstacles as _survey_obstacles  # noqa: F401  registers what stops a step
from mentorship_app.surveys import rollover as _survey_carriers  # noqa: F401  registers what a new year takes along
from mentorship_app.surveys import year_tasks as _surveys_tasks  # noqa: F401  registers tasks that tick themselves
from mentorship_app.surveys.mailings import models as _mailings  # noqa: F401  registers tables
from mentorship_app.surveys.paper import models as _paper  # noqa: F401  registers tables
from mentorship_app.surveys.paper import notifications as _paper_mail  # noqa: F401  registers mails
from mentorship_app.training import jobs as _training_jobs  # noqa: F401  registers jobs
from mentorship_app.training import leaving as _training_leaving  # noqa: F401  registers what leaving and merging mean
from mentorship_app.training import models as _training  # noqa: F401  registers tables
from mentorship_app.training import notifications as _training_mail  # noqa: F401  registers mails
