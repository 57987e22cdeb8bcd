"""Every page of the app, with the address and the person it is looked at as.

Places in addresses come from ``stage.py``. A page in several states stands here once for each.
"""

from dataclasses import dataclass

VISITOR = "visitor"
COORDINATOR = "coordinator"
VIEWER = "viewer"
MENTOR = "mentor"
MENTEE = "mentee"
BY_MAIL = "mentee by the survey’s mail"


@dataclass(frozen=True)
class Screen:
    """One page as one person sees it. ``note`` tells states of a page apart."""

    endpoint: str
    address: str
    who: str = VISITOR
    note: str = ""
    status: int = 200

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.endpoint, self.note or "", f"({self.who})") if part)


SITE = (
    Screen("public.front", "/"),
    Screen("public.privacy", "/privacy"),
    Screen("public.accessibility", "/accessibility"),
    Screen("public.contact", "/contact"),
    Screen("public.calls.show", "/apply/{open_call}"),
    Screen("public.calls.show", "/apply/{closed_call}", note="closed"),
    Screen("public.calls.show", "/apply/{draft_call}", who=COORDINATOR, note="draft"),
    Screen("public.calls.start", "/apply/{open_call}/start"),
    Screen("public.calls.link_sent", "/apply/{open_call}/link-sent"),
    Screen("public.application.part", "/application/{draft_token}/about"),
    Screen("public.application.part", "/application/{draft_token}/offer", note="offer"),
    Screen("public.application.part", "/application/{draft_token}/roles", note="roles"),
    Screen("public.application.part", "/application/{draft_token}/more", note="more"),
    Screen("public.application.check", "/application/{draft_token}/check"),
    Screen("public.application.check", "/application/{changes_requested_token}/check", note="changes asked for"),
    Screen("public.application.saved", "/application/{draft_token}/saved"),
    Screen("public.application.done", "/application/{submitted_token}/done"),
    Screen("public.application.done", "/application/{approved_token}/done", note="accepted"),
    Screen("public.application.done", "/application/{declined_token}/done", note="declined"),
    Screen("public.application.part", "/application/unknown/about", note="unknown link", status=404),
    Screen("public.application_identity.why", "/application/{submitted_token}/identity"),
    Screen("public.application_identity.questions", "/application/{submitted_token}/identity/questions"),
)

SIGN_IN = (
    Screen("auth.sign_in", "/sign-in"),
    Screen("auth.link_on_its_way", "/sign-in/on-its-way"),
    Screen("auth.personal_link", "/l/{fresh_link}"),
    Screen("auth.personal_link", "/l/{spent_link}", note="spent", status=404),
    Screen("auth.personal_link", "/l/unknown", note="unknown", status=404),
    Screen("auth.staff.sign_in", "/staff/sign-in"),
    Screen("auth.staff.passwords.forgotten", "/staff/forgotten"),
    Screen("auth.staff.passwords.welcome", "/staff/welcome/{welcome}"),
    Screen("auth.staff.passwords.welcome", "/staff/welcome/unknown", note="unknown", status=404),
    Screen("auth.staff.passwords.reset", "/staff/password/{reset}"),
)

PARTICIPANTS = (
    Screen("participant.home.index", "/home", MENTEE),
    Screen("participant.home.index", "/home", MENTOR),
    Screen("participant.home.index", "/home", "unpaired mentee"),
    Screen("participant.home.index", "/home", "new mentee"),
    Screen("participant.home.index", "/home", "mentor without mentee"),
    Screen("participant.pair.index", "/pair", MENTEE),
    Screen("participant.pair.index", "/pair", MENTOR),
    Screen("participant.pair.index", "/pair", "unpaired mentee"),
    Screen("participant.pair.index", "/pair", "new mentee"),
    Screen("participant.pair.index", "/pair", "mentor without mentee"),
    Screen("participant.me.index", "/me", MENTEE),
    Screen("participant.me.index", "/me", MENTOR),
    Screen("participant.conflicts.index", "/conflicts", MENTEE),
    Screen("participant.conflicts.index", "/conflicts", MENTOR),
    Screen("participant.time.index", "/me/time", MENTOR),
    Screen("participant.intake.index", "/intake", "new mentee"),
    Screen("participant.intake.index", "/intake", "mentee with intake"),
    Screen("participant.intake.index", "/intake", MENTEE, note="over"),
    Screen("participant.intake.section", "/intake/about", "new mentee", note="about"),
    Screen("participant.intake.section", "/intake/goals", "new mentee", note="goals"),
    Screen("participant.intake.section", "/intake/preferences", "new mentee", note="preferences"),
    Screen("participant.intake.section", "/intake/consent", "new mentee", note="consent"),
    Screen("participant.intake.check", "/intake/check", "mentee with intake"),
    Screen("participant.intake.done", "/intake/done", "mentee with intake"),
    Screen("participant.mentors.index", "/mentors", MENTEE, note="pairs are made"),
    Screen("participant.mentors.index", "/mentors", "new mentee"),
    Screen("participant.mentors.index", "/mentors?topic=rural&site=no-such-site", "new mentee", note="nothing found"),
    Screen("participant.mentors.index", "/mentors", "mentee with intake", note="five chosen"),
    Screen("participant.mentors.show", "/mentors/{listed_mentor}", "new mentee"),
    Screen("participant.mentors.show", "/mentors/{full_mentor}", "new mentee", note="full"),
    Screen("participant.mentors.show", "/mentors/{chosen_mentor}", "mentee with intake", note="chosen"),
    Screen("participant.mentors.show", "/mentors/unknown", "new mentee", note="unknown", status=404),
    Screen("participant.mentors.own", "/mentors/choices", "new mentee"),
    Screen("participant.mentors.own", "/mentors/choices", "mentee with intake", note="five chosen"),
    Screen("participant.mentors.own", "/mentors/choices", MENTEE, note="over"),
    Screen("participant.named.index", "/named", "mentor without mentee"),
    Screen("participant.named.index", "/named", MENTOR),
    Screen("participant.named.ask", "/named/{naming_mentee}/decline", "mentor without mentee"),
    Screen("participant.identity.why", "/intake/identity", "mentee with intake"),
    Screen("participant.identity.questions", "/me/identity/{mentee}", MENTEE),
    Screen("participant.identity.questions", "/me/identity/{mentor}", MENTOR),
    Screen("participant.surveys.start", "/surveys/{open_wave}", MENTEE),
    Screen("participant.surveys.start", "/surveys/{open_wave}", BY_MAIL),
    Screen("participant.surveys.start", "/surveys/{baseline_wave}", MENTEE, note="closed"),
    Screen("participant.surveys.answer", "/surveys/{open_wave}/exhaustion", MENTEE),
    Screen("participant.surveys.answer", "/surveys/{open_wave}/comment", MENTEE, note="comment"),
    Screen("participant.surveys.done", "/surveys/{open_wave}/done", "answered mentee"),
)

STAFF = (
    Screen("coordinator.today.index", "{demo}/", COORDINATOR),
    Screen("coordinator.today.index", "{intake}/", COORDINATOR, note="intake"),
    Screen("coordinator.today.index", "{empty}/", COORDINATOR, note="new program"),
    Screen("coordinator.today.phase", "{demo}/phase", COORDINATOR),
    Screen("coordinator.today.phase", "{empty}/phase", COORDINATOR, note="new program"),
    Screen("coordinator.year.index", "{demo}/year", COORDINATOR),
    Screen("coordinator.year.index", "{intake}/year", COORDINATOR, note="no list yet"),
    Screen("coordinator.year.index", "{empty}/year", COORDINATOR, note="new program"),
    Screen("coordinator.year.add", "{demo}/year/add", COORDINATOR),
    Screen("coordinator.year.task", "{demo}/year/{shipped_task}", COORDINATOR, note="of the template"),
    Screen("coordinator.year.task", "{demo}/year/{own_task}", COORDINATOR, note="own"),
    Screen("coordinator.year.dates", "{demo}/year/dates", COORDINATOR),
    Screen("coordinator.people.index", "{demo}/people", COORDINATOR),
    Screen("coordinator.people.index", "{demo}/people?q=nobody-of-that-name", COORDINATOR, note="nothing found"),
    Screen("coordinator.people.index", "{empty}/people", COORDINATOR, note="new program"),
    Screen("coordinator.people.add", "{demo}/people/add", COORDINATOR),
    Screen("coordinator.people.show", "{demo}/people/{mentor}", COORDINATOR, note="mentor"),
    Screen("coordinator.people.show", "{demo}/people/{mentee}", COORDINATOR, note="mentee"),
    Screen("coordinator.people.matching", "{demo}/people/{mentor}/matching", COORDINATOR, note="mentor"),
    Screen("coordinator.people.matching", "{demo}/people/{mentee}/matching", COORDINATOR, note="mentee"),
    Screen("coordinator.people.choose_file", "{demo}/people/import", COORDINATOR),
    Screen("coordinator.people.review", "{intake}/people/import/{upload}", COORDINATOR),
    Screen("coordinator.applications.index", "{demo}/applications", COORDINATOR),
    Screen("coordinator.applications.index", "{empty}/applications", COORDINATOR, note="new program"),
    Screen("coordinator.calls.index", "{demo}/calls", COORDINATOR),
    Screen("coordinator.calls.index", "{empty}/calls", COORDINATOR, note="new program"),
    Screen("coordinator.calls.new", "{intake}/calls/new", COORDINATOR),
    Screen("coordinator.calls.edit", "{intake}/calls/{draft_call}", COORDINATOR, note="draft"),
    Screen("coordinator.calls.edit", "{demo}/calls/{closed_call}", COORDINATOR, note="closed"),
    Screen("coordinator.gaps.index", "{demo}/gaps", COORDINATOR),
    Screen("coordinator.gaps.index", "{intake}/gaps", COORDINATOR, note="intake"),
    Screen("coordinator.gaps.index", "{empty}/gaps", COORDINATOR, note="new program"),
    Screen("coordinator.pairs.index", "{demo}/pairs", COORDINATOR),
    Screen("coordinator.pairs.index", "{intake}/pairs", COORDINATOR, note="intake"),
    Screen("coordinator.pairs.index", "{empty}/pairs", COORDINATOR, note="new program"),
    Screen("coordinator.pairs.unpaired", "{demo}/pairs/unpaired", COORDINATOR),
    Screen("coordinator.pairs.choose", "{demo}/pairs/new/{unpaired}", COORDINATOR),
    Screen(
        "coordinator.pairs.check",
        "{demo}/pairs/new/{unpaired}/check?mentor={free_mentor}&kind=primary",
        COORDINATOR,
    ),
    Screen("coordinator.pairs.check", "{demo}/pairs/new/{unpaired}/check", COORDINATOR, note="none chosen", status=422),
    Screen(
        "coordinator.pairs.check",
        "{demo}/pairs/new/{unpaired}/check?mentor={evaluator}&kind=primary",
        COORDINATOR,
        note="conflict of interest",
    ),
    Screen("coordinator.pairs.ask_end", "{demo}/pairs/{pair}/end", COORDINATOR),
    Screen("coordinator.pairs.ask_intake", "{intake}/pairs/intake", COORDINATOR),
    Screen("coordinator.surveys.index", "{demo}/surveys", COORDINATOR),
    Screen("coordinator.surveys.index", "{intake}/surveys", COORDINATOR, note="planned"),
    Screen("coordinator.surveys.index", "{empty}/surveys", COORDINATOR, note="new program"),
    Screen("coordinator.surveys.new", "{intake}/surveys/new", COORDINATOR),
    Screen("coordinator.surveys.show", "{demo}/surveys/{open_wave}", COORDINATOR, note="open"),
    Screen("coordinator.surveys.show", "{demo}/surveys/{midpoint_wave}", COORDINATOR, note="closed"),
    Screen("coordinator.surveys.show", "{intake}/surveys/{planned_wave}", COORDINATOR, note="planned"),
    Screen("coordinator.surveys.show_questions", "{demo}/surveys/{open_wave}/preview", COORDINATOR),
    Screen("coordinator.surveys.ask_open", "{intake}/surveys/{planned_wave}/open", COORDINATOR),
    Screen("coordinator.surveys.ask_close", "{demo}/surveys/{open_wave}/close", COORDINATOR),
    Screen("coordinator.surveys.results", "{demo}/surveys/{midpoint_wave}/results", COORDINATOR),
    Screen("coordinator.surveys.results", "{demo}/surveys/{open_wave}/results", VIEWER, note="too early"),
    Screen("coordinator.surveys.imported", "{intake}/surveys/imports/{import}", COORDINATOR),
    Screen(
        "coordinator.surveys.imported",
        "{intake}/surveys/imports/{changed_import}",
        COORDINATOR,
        note="withheld",
        status=409,
    ),
    Screen("coordinator.reports.index", "{demo}/reports", COORDINATOR),
    Screen("coordinator.reports.index", "{demo}/reports", VIEWER),
    Screen("coordinator.reports.index", "{empty}/reports", COORDINATOR, note="new program"),
    Screen("coordinator.reports.show", "{demo}/reports/{report}", COORDINATOR),
    Screen("coordinator.reports.show", "{demo}/reports/{french_report}", COORDINATOR, note="in French"),
    Screen("coordinator.outbox.index", "{demo}/outbox", COORDINATOR),
    Screen("coordinator.outbox.index", "{empty}/outbox", COORDINATOR, note="new program"),
    Screen("coordinator.outbox.show", "{demo}/outbox/{queued_mail}", COORDINATOR, note="waiting"),
    Screen("coordinator.outbox.show", "{demo}/outbox/{dead_mail}", COORDINATOR, note="not delivered"),
    Screen("coordinator.outbox.show", "{demo}/outbox/{sent_mail}", COORDINATOR, note="sent"),
    Screen("coordinator.outbox.mailbox", "{demo}/outbox/mailbox", COORDINATOR),
    Screen("coordinator.outbox.mailbox", "{empty}/outbox/mailbox", COORDINATOR, note="new program"),
    Screen("coordinator.outbox.local_mail", "{demo}/outbox/mailbox/{local_mail}", COORDINATOR),
    Screen("coordinator.settings.index", "{demo}/settings", COORDINATOR),
    Screen("coordinator.settings.cohorts", "{demo}/settings/cohorts", COORDINATOR),
    Screen("coordinator.settings.new_year", "{intake}/settings/cohorts/new-year", COORDINATOR),
    Screen("coordinator.settings.new_year", "{demo}/settings/cohorts/new-year", COORDINATOR, note="there already"),
    Screen("coordinator.settings.demo", "{demo}/settings/demo", COORDINATOR),
    Screen("coordinator.settings.help_lines", "{demo}/settings/help", COORDINATOR),
    Screen("coordinator.settings.help_line", "{demo}/settings/help/{help_line}", COORDINATOR),
    Screen("coordinator.settings.levels", "{demo}/settings/levels", COORDINATOR),
    Screen("coordinator.settings.levels", "{empty}/settings/levels", COORDINATOR, note="new program"),
    Screen("coordinator.forms.index", "{demo}/forms", COORDINATOR),
    Screen("coordinator.forms.index", "{empty}/forms", COORDINATOR, note="new program"),
    Screen("coordinator.forms.show", "{demo}/forms/mentee_intake", COORDINATOR),
    Screen("coordinator.forms.show", "{demo}/forms/mentor_application", COORDINATOR, note="answered"),
    Screen("coordinator.forms.show", "{demo}/forms/agreement", COORDINATOR, note="as it came"),
    Screen("coordinator.forms.version", "{demo}/forms/mentee_intake/versions/1", COORDINATOR),
    Screen("coordinator.forms.draft", "{demo}/forms/mentee_intake/draft", COORDINATOR),
    Screen("coordinator.forms.ask_publish", "{demo}/forms/mentee_intake/publish", COORDINATOR, note="missing words"),
    Screen("coordinator.forms.head", "{demo}/forms/mentee_intake/draft/head", COORDINATOR),
    Screen("coordinator.forms.section", "{demo}/forms/mentee_intake/draft/sections/preferences", COORDINATOR),
    Screen("coordinator.forms.new_section", "{demo}/forms/mentee_intake/draft/sections/new", COORDINATOR),
    Screen("coordinator.forms.choose_type", "{demo}/forms/mentee_intake/draft/sections/about/add", COORDINATOR),
    Screen(
        "coordinator.forms.new_question",
        "{demo}/forms/mentee_intake/draft/sections/about/add/scale",
        COORDINATOR,
        note="scale",
    ),
    Screen(
        "coordinator.forms.new_question",
        "{demo}/forms/mentee_intake/draft/sections/about/add/availability_grid",
        COORDINATOR,
        note="availability",
    ),
    Screen(
        "coordinator.forms.new_question",
        "{demo}/forms/mentee_intake/draft/sections/about/add/language_list",
        COORDINATOR,
        note="languages",
    ),
    Screen(
        "coordinator.forms.new_question",
        "{demo}/forms/mentee_intake/draft/sections/about/add/consent",
        COORDINATOR,
        note="consent",
    ),
    Screen(
        "coordinator.forms.question",
        "{demo}/forms/mentee_intake/draft/questions/topics",
        COORDINATOR,
        note="needed by the app",
    ),
    Screen(
        "coordinator.forms.question",
        "{demo}/forms/mentee_intake/draft/questions/what_should_a_first_meeting_be",
        COORDINATOR,
        note="ranking",
    ),
    Screen(
        "coordinator.forms.condition",
        "{demo}/forms/mentee_intake/draft/questions/what_is_your_project_about/condition",
        COORDINATOR,
    ),
    Screen(
        "coordinator.forms.condition",
        "{demo}/forms/mentee_intake/draft/questions/has_mentor/condition?on=free_times",
        COORDINATOR,
        note="new",
    ),
    Screen("coordinator.forms.preview", "{demo}/forms/mentee_intake/preview/preferences", COORDINATOR),
    Screen(
        "coordinator.forms.preview",
        "{demo}/forms/mentee_intake/preview/about?language=fr",
        COORDINATOR,
        note="in French",
    ),
    Screen("coordinator.forms.on_paper", "{demo}/forms/mentee_intake/print", COORDINATOR),
    Screen("coordinator.settings.log", "{demo}/settings/log", COORDINATOR),
    Screen("coordinator.support.index", "{demo}/support", COORDINATOR),
    Screen("coordinator.support.index", "{demo}/support", VIEWER),
    Screen("coordinator.support.index", "{empty}/support", COORDINATOR, note="new program"),
    Screen("coordinator.settings.staff", "{demo}/settings/staff", COORDINATOR),
)

NEXT_YEAR = (
    Screen("coordinator.today.index", "{demo}/", COORDINATOR),
    Screen("coordinator.applications.index", "{demo}/applications", COORDINATOR),
    Screen("coordinator.applications.show", "{demo}/applications/{submitted_application}", COORDINATOR),
    Screen("coordinator.applications.show", "{demo}/applications/{approved_application}", COORDINATOR, note="accepted"),
    Screen(
        "coordinator.applications.write",
        "{demo}/applications/{submitted_application}/accept",
        COORDINATOR,
        note="accept",
    ),
    Screen(
        "coordinator.applications.write",
        "{demo}/applications/{submitted_application}/decline",
        COORDINATOR,
        note="decline",
    ),
    Screen("coordinator.calls.edit", "{demo}/calls/{open_call}", COORDINATOR, note="open"),
    Screen("coordinator.people.index", "{demo}/people", COORDINATOR),
    Screen("coordinator.surveys.index", "{demo}/surveys", COORDINATOR),
    Screen("coordinator.support.index", "{demo}/support", COORDINATOR, note="not signed"),
)
"""With the demo's next cohort chosen: it recruits."""

TABLE = (*SITE, *SIGN_IN, *PARTICIPANTS, *STAFF)

WALKED = frozenset(
    {
        "auth.setup.index",
        "auth.setup.step",
        "auth.setup.mail",
        "auth.sign_in_code",
        "auth.staff.authenticator",
        "auth.staff.code",
        "auth.staff.recovery_code",
    }
)
"""Pages that only a walk leads to; ``test_set_up_and_sign_in.py`` takes it."""

LEFT_OUT = {
    "coordinator.forms.codebook": "a file to download",
    "coordinator.forms.start_preview": "leads on to the first section",
    "coordinator.people.template": "a file to download",
    "coordinator.reports.csv": "a file to download",
    "coordinator.reports.pdf": "a file to download",
    "participant.me.record": "a file to download",
    "public.application.resume": "leads on to the first part with something missing",
    "public.favicon": "leads on to the icon",
    "public.health": "one word for a machine",
    "static": "stylesheets, scripts, fonts",
}
"""Addresses that answer a GET with no page, and what they answer with."""
