"""The audit log in sentences. Each action has one; what is unknown (older, or from another version) is said plainly."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.audit import AuditEvent
from mentorship_app.core.i18n import N_
from mentorship_app.forms.kinds import form_kinds
from mentorship_app.programs import Phase
from mentorship_app.web.i18n import _, _l

PHASE: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.SETUP: _l("Set-up"),
        Phase.RECRUITMENT: _l("Recruitment"),
        Phase.INTAKE: _l("Intake"),
        Phase.MATCHING: _l("Matching"),
        Phase.ACTIVE: _l("Active"),
        Phase.CLOSING: _l("Closing"),
        Phase.CLOSED: _l("Closed"),
    }
)

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "accounts.authenticator.connected": N_("%(by)s connected an authenticator app."),
        "accounts.authenticator.disconnected": N_("%(by)s disconnected an authenticator app."),
        "accounts.details.changed": N_("%(by)s changed their own name or language."),
        "accounts.installation.set_up": N_("%(by)s set the installation up."),
        "accounts.password.set": N_("%(by)s set a password."),
        "accounts.recovery_code.used": N_("%(by)s signed in with a recovery code."),
        "accounts.recovery_codes.made": N_("%(by)s made new recovery codes."),
        "accounts.role.granted": N_("%(by)s gave somebody access as %(role)s."),
        "accounts.role.revoked": N_("%(by)s took the access of %(person)s as %(role)s away."),
        "accounts.staff.invited": N_("%(by)s invited %(person)s as %(role)s."),
        "accounts.staff.signed_in": N_("%(by)s signed in."),
        "forms.answers.downloaded": N_("%(by)s downloaded the answers to the form %(form)s, %(rows)s people."),
        "forms.draft.discarded": N_("%(by)s threw a draft of the form %(form)s away."),
        "forms.draft.started": N_("%(by)s began version %(number)s of the form %(form)s."),
        "forms.version.published": N_("%(by)s published version %(number)s of the form %(form)s."),
        "instruments.licence.added": N_("%(by)s put a licence for the measure %(measure)s on record."),
        "instruments.licence.corrected": N_("%(by)s corrected a licence for the measure %(measure)s."),
        "instruments.licence.ended": N_("%(by)s put a licence for the measure %(measure)s away."),
        "instruments.wording.bound": N_("%(by)s bound version %(number)s of the wording of the measure %(measure)s."),
        "intake.invitation.sent": N_("%(by)s asked a mentee for their intake."),
        "intake.profile.submitted": N_("A mentee sent their intake."),
        "matching.record.requested": N_("%(by)s had the record of run %(number)s drawn."),
        "matching.run.started": N_("%(by)s started run %(number)s of matching."),
        "matching.settings.changed": N_("%(by)s changed the weights and rules of matching for %(cohort)s."),
        "matching.side_rule.apart": N_("%(by)s decided that %(one)s and %(other)s do not have the same mentor."),
        "matching.side_rule.removed": N_("%(by)s took a rule about %(one)s and %(other)s back."),
        "matching.side_rule.together": N_("%(by)s decided that %(one)s and %(other)s have the same mentor."),
        "matching.publication.made": N_("%(by)s published pairs: %(made)s new, %(ended)s ended."),
        "matching.publication.withdrawn": N_("%(by)s took published pairs back before anybody was told."),
        "mentoring.agreement.signed": N_("%(mentee)s and %(mentor)s have both signed their agreement."),
        "mentoring.conflict.declared": N_("%(by)s declared a conflict of interest."),
        "mentoring.conflict.lifted": N_("%(by)s took a conflict of interest back."),
        "matching.draft.allowed": N_("%(by)s allowed %(mentee)s with %(mentor)s again in the proposed pairs."),
        "matching.draft.excepted": N_("%(by)s made an exception for %(mentee)s with %(mentor)s in the proposed pairs."),
        "matching.draft.forbidden": N_("%(by)s forbade %(mentee)s with %(mentor)s in the proposed pairs."),
        "matching.draft.kept": N_("%(by)s let the pair of %(mentee)s and %(mentor)s stand."),
        "matching.draft.locked": N_("%(by)s locked %(mentee)s with %(mentor)s in the proposed pairs."),
        "matching.draft.moved": N_("%(by)s gave %(mentee)s the mentor %(mentor)s in the proposed pairs."),
        "matching.draft.redone": N_("%(by)s did a step of the proposed pairs again."),
        "matching.draft.released": N_("%(by)s opened the pair of %(mentee)s and %(mentor)s to be matched anew."),
        "matching.draft.run_taken": N_("%(by)s took over the pairs of run %(run)s."),
        "matching.draft.swapped": N_("%(by)s exchanged the mentors of %(mentee)s and %(other)s in the proposed pairs."),
        "matching.draft.taken_out": N_("%(by)s left %(mentee)s without a mentor in the proposed pairs."),
        "matching.draft.undone": N_("%(by)s undid a step of the proposed pairs."),
        "matching.draft.unlocked": N_("%(by)s unlocked %(mentee)s with %(mentor)s in the proposed pairs."),
        "matching.groups.asked": N_("%(by)s asked for a proposal of groups."),
        "matching.groups.changed": N_("%(by)s changed the proposal of groups."),
        "training.required": N_("%(by)s required the module %(module)s of a role before matching."),
        "training.not_required": N_("%(by)s no longer requires the module %(module)s of a role."),
        "training.invited": N_("%(by)s asked people for the required training; mails: %(count)s."),
        "training.module.written": N_("%(by)s wrote the module %(module)s."),
        "training.module.changed": N_("%(by)s changed the module %(module)s."),
        "mentoring.cadence.changed": N_("%(by)s set the weeks between meetings of %(cohort)s to %(weeks)s."),
        "mentoring.group_cadence.changed": N_(
            "%(by)s set the weeks between meetings of the groups of %(cohort)s to %(weeks)s."
        ),
        "mentoring.group.begun": N_("%(by)s began the group %(group)s."),
        "mentoring.group.ended": N_("%(by)s ended the group %(group)s."),
        "mentoring.group.taken_back": N_("%(by)s took the group %(group)s back before anybody was told."),
        "mentoring.pairing.ended": N_("%(by)s ended a pair."),
        "mentoring.pairing.excepted": N_("%(by)s paired %(mentee)s with %(mentor)s despite a conflict of interest."),
        "mentoring.pairing.made": N_("%(by)s made a pair."),
        "mentoring.pairing.resumed": N_("%(by)s let the ended pair of %(mentee)s and %(mentor)s run again."),
        "mentoring.pairing.unmade": N_("%(by)s took the new pair of %(mentee)s and %(mentor)s back."),
        "mentoring.recognition.prepared": N_("%(by)s had the letters to mentors drawn; mentors: %(count)s."),
        "mentoring.recognition.told": N_("%(by)s wrote to mentors about their letters; mails: %(count)s."),
        "mentoring.recognition.worded": N_("%(by)s changed who signs the letters to mentors, or the words of thanks."),
        "mentoring.check_in.asked": N_("%(by)s began a check-in of all pairs."),
        "mentoring.rematch.closed": N_("%(by)s closed a request for another pair."),
        "messaging.mail.held": N_("%(by)s held a mail to %(to)s."),
        "messaging.mail.released": N_("%(by)s let a mail to %(to)s leave."),
        "messaging.mail.taken_back": N_("%(by)s took a mail to %(to)s back."),
        "monitoring.action.put_off": N_("%(by)s put something that waits off until %(until)s."),
        "monitoring.action.settled": N_("%(by)s settled something that waits."),
        "monitoring.action.taken_up": N_("%(by)s took up again something that waits."),
        "monitoring.reminder.sent": N_("%(by)s sent a reminder to %(to)s."),
        "programs.absence.added": N_("%(by)s noted an absence of %(person)s."),
        "programs.absence.removed": N_("%(by)s removed an absence of %(person)s."),
        "programs.cohort.created": N_("%(by)s created the cohort %(cohort)s."),
        "programs.cohort.dates_changed": N_("%(by)s changed the dates of the phases of %(cohort)s."),
        "programs.cohort.phase_moved": N_("%(by)s moved %(cohort)s from %(before)s to %(after)s."),
        "programs.cohort.rolled_over": N_("%(by)s made the cohort %(cohort)s from %(old)s."),
        "programs.contact.changed": N_("%(by)s changed how to reach %(person)s."),
        "programs.enrollment.added": N_("%(by)s added %(person)s."),
        "programs.enrollment.changed": N_("%(by)s changed the entries of %(person)s."),
        "programs.enrollment.left": N_("%(person)s left the cohort."),
        "programs.contact_person.named": N_("%(by)s named the contact person outside the program."),
        "programs.letterhead.changed": N_("%(by)s changed the letterhead of reports."),
        "programs.letterhead.logo_removed": N_("%(by)s removed the logo from the letterhead of reports."),
        "programs.contact_person.removed": N_("%(by)s removed the contact person outside the program."),
        "programs.enrollment.reactivated": N_("%(by)s took %(person)s back into the cohort."),
        "programs.enrollment.withdrawn": N_("%(by)s let %(person)s leave the cohort."),
        "programs.help_line.added": N_("%(by)s added the help number %(number)s."),
        "programs.help_line.changed": N_("%(by)s changed the help number %(number)s."),
        "programs.help_line.confirmed": N_("%(by)s checked the help number %(number)s."),
        "programs.help_line.removed": N_("%(by)s removed the help number %(number)s."),
        "programs.people.merged": N_("%(by)s made one entry of %(person)s and %(other)s."),
        "programs.people.told_apart": N_("%(by)s said that %(person)s and %(other)s are two people."),
        "programs.program.changed": N_("%(by)s changed the settings of the program."),
        "programs.program.created": N_("%(by)s created the program."),
        "programs.program.ended": N_("%(by)s ended the program %(name)s."),
        "programs.program.deleted": N_("%(by)s deleted the demo program %(name)s."),
        "programs.roster.imported": N_("%(by)s imported a list: %(added)s people added, %(changed)s changed."),
        "programs.tag.made": N_("%(by)s made the tag “%(tag)s”."),
        "programs.tag.put": N_("%(by)s put the tag “%(tag)s” on %(person)s."),
        "programs.tag.removed": N_("%(by)s removed the tag “%(tag)s”."),
        "programs.tag.renamed": N_("%(by)s renamed the tag “%(old_name)s” to “%(tag)s”."),
        "programs.tag.taken": N_("%(by)s took the tag “%(tag)s” off %(person)s."),
        "programs.support_plan.changed": N_("%(by)s changed the support plan of %(cohort)s."),
        "programs.support_plan.signed": N_("%(by)s recorded that %(person)s signed the support plan of %(cohort)s."),
        "programs.training_levels.set": N_("%(by)s changed the training levels."),
        "programs.year_task.added": N_("%(by)s added a task: %(task)s"),
        "programs.year_task.changed": N_("%(by)s changed a task: %(task)s"),
        "programs.year_task.removed": N_("%(by)s deleted a task: %(task)s"),
        "programs.year_task.reopened": N_("%(by)s took up a task again: %(task)s"),
        "programs.year_task.skipped": N_("%(by)s skipped a task: %(task)s"),
        "programs.year_task.ticked": N_("%(by)s ticked a task: %(task)s"),
        "reports.edition.changed": N_("%(by)s changed what stands in a report."),
        "reports.edition.copied": N_("%(by)s copied a report."),
        "reports.edition.deleted": N_("%(by)s deleted the draft of a report."),
        "reports.edition.freezing_asked": N_("%(by)s asked for a report to be frozen."),
        "reports.edition.frozen": N_("A report was frozen, as %(name)s had asked."),
        "reports.edition.started": N_("%(by)s started a report."),
        "reports.edition.themed": N_("%(by)s changed themes of comments in a report."),
        "reports.summary.shared": N_("%(by)s published a summary for participants; mails: %(count)s."),
        "reports.summary.withdrawn": N_("%(by)s took the summary for participants off people’s pages."),
        "reports.edition.worded": N_("%(by)s wrote into a report."),
        "reports.recommendation.added": N_("%(by)s added a recommendation."),
        "reports.recommendation.changed": N_("%(by)s changed a recommendation."),
        "reports.recommendation.deleted": N_("%(by)s took out a recommendation."),
        "reports.recommendation.moved": N_("%(by)s moved a recommendation."),
        "reports.requirement.added": N_("%(by)s added %(element)s to the accreditation crosswalk."),
        "reports.requirement.changed": N_("%(by)s changed %(element)s in the accreditation crosswalk."),
        "reports.requirement.moved": N_("%(by)s moved %(element)s in the accreditation crosswalk."),
        "reports.requirement.removed": N_("%(by)s removed %(element)s from the accreditation crosswalk."),
        "reports.report.requested": N_("%(by)s had a report built."),
        "recruitment.application.approved": N_("%(by)s accepted an application."),
        "recruitment.application.changes_requested": N_("%(by)s asked for changes to an application."),
        "recruitment.application.declined": N_("%(by)s declined an application."),
        "recruitment.application.submitted": N_("A mentor sent an application."),
        "recruitment.call.changed": N_("%(by)s changed a call for mentors."),
        "recruitment.call.closed": N_("%(by)s closed a call for mentors."),
        "recruitment.call.created": N_("%(by)s created a call for mentors."),
        "recruitment.call.opened": N_("%(by)s opened a call for mentors."),
        "recruitment.call.targets_set": N_("%(by)s set what a call for mentors looks for."),
        "recruitment.interest.removed": N_("%(by)s took somebody off the list for next year."),
        "recruitment.invitation.withdrawn": N_("%(by)s withdrew an invitation to mentor."),
        "recruitment.invitations.sent": N_("%(by)s invited %(number)s people to mentor."),
        "recruitment.invitations.taken_back": N_("%(by)s took back %(number)s invitations to mentor."),
        "surveys.paper.ended": N_("%(by)s ended the typing in of sheets by %(person)s."),
        "surveys.paper.opened": N_("%(by)s let %(person)s type sheets of a survey in."),
        "surveys.mailing.held": N_("%(by)s held a mail of a survey."),
        "surveys.mailing.released": N_("%(by)s let a mail of a survey leave."),
        "surveys.mailing.taken_back": N_("%(by)s took a mail of a survey back."),
        "surveys.scores.imported": N_("%(by)s imported scores from a file."),
        "surveys.wave.changed": N_("%(by)s changed the planned survey “%(wave)s”."),
        "surveys.wave.closed": N_("%(by)s closed a survey."),
        "surveys.wave.created": N_("%(by)s created a survey."),
        "surveys.wave.deleted": N_("%(by)s deleted a survey that was never opened."),
        "surveys.wave.last_day_moved": N_("%(by)s gave a survey more time."),
        "surveys.wave.opened": N_("%(by)s opened a survey."),
    }
)

_ROLES = MappingProxyType(
    {"administrator": _l("administrator"), "coordinator": _l("coordinator"), "viewer": _l("viewer")}
)


class _Details(dict[str, str]):
    """What fills a sentence; a place that an old event does not know stays readable."""

    def __missing__(self, key: str) -> str:
        return "…"


def audit_sentence(event: AuditEvent) -> str:
    """What happened, in the reader's language."""
    by = _("The app") if event.actor_id is None else event.actor_name
    sentence = SENTENCES.get(event.action)
    if sentence is None:
        return _("%(by)s: %(action)s", by=by, action=event.action)
    details = {key: _shown(key, value) for key, value in event.details.items()}
    return _(sentence) % _Details(details | {"by": by})


def _shown(key: str, value: object) -> str:
    if key in {"before", "after"} and value in set(Phase):
        return str(PHASE[Phase(str(value))])
    if key == "role" and value in _ROLES:
        return str(_ROLES[str(value)])
    if key == "form" and value in form_kinds:
        return _(form_kinds[str(value)].title)
    return str(value)
