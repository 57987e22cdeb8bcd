"""Evidence from what a program does and has in place."""

from collections import Counter
from collections.abc import Sequence

from mentorship_app.core.i18n import N_
from mentorship_app.programs.support import SupportState
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.crosswalk.shown import Evidence, EvidenceKind, nothing, of_step, told_evidence
from mentorship_app.reports.reach_words import group_cell
from mentorship_app.reports.reaching.mentees import AS_PLANNED, MATCHED, SIGNED
from mentorship_app.reports.reaching.mentors import TRAINED
from mentorship_app.reports.recommendations.enums import Progress
from mentorship_app.reports.recommendations.queries import RecommendationLine
from mentorship_app.reports.tables import Number
from mentorship_app.reports.words import Words


def paired(context: ReportContext) -> Evidence:
    """Mentees with a primary mentor."""
    return of_step(context.reach.flow, MATCHED, context.words)


def agreements_signed(context: ReportContext) -> Evidence:
    """Mentees who are matched and whose pair signed an agreement."""
    return of_step(context.reach.flow, SIGNED, context.words)


def met_as_planned(context: ReportContext) -> Evidence:
    """Mentees who are matched and met as often as the program plans."""
    return of_step(context.reach.flow, AS_PLANNED, context.words)


def training_done(context: ReportContext) -> Evidence:
    """Mentors who did the required training."""
    return of_step(context.reach.funnel, TRAINED, context.words)


def meetings(context: ReportContext) -> Evidence:
    """How often pairs met in a month: the middle pair and the middle half."""
    return told_evidence(context.reach.a_month, context.words, decimals=1)


def goals_set(context: ReportContext) -> Evidence:
    """Mentees who set a goal, in fives."""
    return told_evidence(context.reach.wishes.goals, context.words)


def equity(context: ReportContext) -> Evidence:
    """Whether training levels and sites have mentors alike, where a share may be told."""
    words = context.words
    _ = words.gettext
    titles = {"level": _("Training level"), "site": _("Site")}
    sentences: list[str] = []
    numbers: list[Number] = []
    for grouping in context.reach.groups:
        told = [
            (words.text(group.name) if group.name else _("Not known"), cell)
            for group in grouping.groups
            if (cell := group_cell(group.values[0], _("have a mentor"), words)).numbers
        ]
        if told:
            said = words.joined(words.named(name, cell.text) for name, cell in told)
            sentences.append(f"{words.named(titles[grouping.key], said)}.")
        numbers += [
            Number(words.named(name, number.measure), number.value, number.decimals)
            for name, cell in told
            for number in cell.numbers
        ]
    if not sentences:
        return nothing(_("No group is large enough to be told apart."))
    return Evidence(" ".join(sentences), tuple(numbers))


def protected_time(context: ReportContext) -> Evidence:
    """What the support plan promises, and whether somebody signed it."""
    words, resources = context.words, context.reach.resources
    _ = words.gettext
    support = resources.support if resources is not None else None
    if resources is None or support is None or (support.mentor_hours is None and support.mentee_hours is None):
        return nothing(_("The support plan says nothing about protected time."))
    is_agreed = support.time_state is SupportState.AGREED
    sentences, numbers = [], []
    for hours, sentence, measure in (
        (support.mentor_hours, _("%(hours)s hours a month for each mentor"), _("Hours a month for each mentor")),
        (support.mentee_hours, _("%(hours)s hours a month for each mentee"), _("Hours a month for each mentee")),
    ):
        if hours is not None:
            sentences.append(sentence % {"hours": words.number(hours, 1)})
            numbers.append(Number(measure, hours, 1))
    sentences.append(_("agreed") if is_agreed else _("not agreed yet"))
    sentences.append(_("the plan is signed") if resources.signed_on else _("the plan is not signed"))
    return Evidence(f"{words.joined(sentences)}.", tuple(numbers), is_there=is_agreed)


def help_numbers(context: ReportContext) -> Evidence:
    """How many numbers to call stand on every page, and when they were last called."""
    words, lines = context.words, context.grounds.help_numbers
    _ = words.gettext
    checked = sorted(line.verified_on for line in lines if line.verified_on is not None)
    if not checked:
        return nothing(_("No number to call was ever checked."))
    said = words.ngettext(
        "%(num)s number to call, one tap from every page and not logged; last checked on %(day)s.",
        "%(num)s numbers to call, one tap from every page and not logged; the check longest ago was on %(day)s.",
        len(checked),
        day=words.day(checked[0]),
    )
    unchecked = len(lines) - len(checked)
    if unchecked:
        said += " " + words.ngettext(
            "%(num)s more is hidden until somebody has called it.",
            "%(num)s more are hidden until somebody has called them.",
            unchecked,
        )
    return Evidence(said, (Number(_("Numbers to call"), len(checked)),))


def contact_person(context: ReportContext) -> Evidence:
    """Somebody outside the program whom people can turn to."""
    words, role = context.words, context.grounds.contact_role
    _ = words.gettext
    if role is None:
        return nothing(_("Nobody outside the program is named."))
    return Evidence(
        _(
            "Named: %(role)s. The app refuses anybody who runs the program; requests reach this person alone.",
            role=words.text(role),
        )
    )


def no_assessors(context: ReportContext) -> Evidence:
    """The rule that keeps those apart of whom one assesses the other."""
    _ = context.words.gettext
    if not context.grounds.has_pairs:
        return nothing(_("No pair was made here, so the rule did not apply."))
    return Evidence(
        _(
            "In force for every pair: nobody is paired with somebody declared to assess, supervise or direct them. "
            "Where work alone is the reason, a coordinator can make an exception, with a written rationale."
        )
    )


def action_plan(context: ReportContext) -> Evidence:
    """What is to be done this year, and what became of last year's."""
    words, plan = context.words, context.plan
    _ = words.gettext
    if not plan.this_year and not plan.last_year:
        return nothing(_("No recommendation is written down."))
    sentences: list[str] = []
    numbers: list[Number] = []
    if plan.this_year:
        assigned = sum(bool(line.owner and line.due_on) for line in plan.this_year)
        sentences.append(
            _(
                "This year: %(assigned)s with a person and a date.",
                assigned=words.count_of(assigned, len(plan.this_year)).replace(" ", "\u00a0"),
            )
        )
        numbers += [
            Number(_("Recommendations of this year"), len(plan.this_year)),
            Number(_("With a person and a date"), assigned),
        ]
    if plan.last_year:
        said, counted = _progress(plan.last_year, words)
        sentences.append(_("Last year’s %(total)s: %(said)s.", total=words.number(len(plan.last_year)), said=said))
        numbers += counted
    return Evidence(" ".join(sentences), tuple(numbers), is_there=bool(plan.this_year))


def _progress(lines: Sequence[RecommendationLine], words: Words) -> tuple[str, list[Number]]:
    _, counted = words.gettext, Counter(line.progress for line in lines)
    done, begun = counted[Progress.DONE], counted[Progress.UNDER_WAY]
    planned, dropped = counted[Progress.PLANNED], counted[Progress.DROPPED]
    said = (
        (done, words.ngettext("%(num)s done", "%(num)s done", done), _("Of last year, done")),
        (begun, words.ngettext("%(num)s under way", "%(num)s under way", begun), _("Of last year, under way")),
        (planned, words.ngettext("%(num)s planned", "%(num)s planned", planned), _("Of last year, planned")),
        (dropped, words.ngettext("%(num)s dropped", "%(num)s dropped", dropped), _("Of last year, dropped")),
    )
    numbers = [Number(measure, count) for count, _word, measure in said if count]
    total = Number(_("Recommendations of last year"), len(lines))
    return words.listed([word for count, word, _measure in said if count]), [total, *numbers]


KINDS = (
    EvidenceKind("paired", N_("Mentees with a mentor"), paired),
    EvidenceKind("equity", N_("Mentors for every level and site"), equity),
    EvidenceKind("meetings", N_("Meetings of a pair in a month"), meetings),
    EvidenceKind("met_as_planned", N_("Mentees who met as often as planned"), met_as_planned),
    EvidenceKind("agreements_signed", N_("Mentees with a signed agreement"), agreements_signed),
    EvidenceKind("goals_set", N_("Mentees who set a goal"), goals_set),
    EvidenceKind("training_done", N_("Mentors who did the required training"), training_done),
    EvidenceKind("no_assessors", N_("Mentors do not assess their mentees"), no_assessors),
    EvidenceKind("protected_time", N_("Protected time"), protected_time),
    EvidenceKind("help_numbers", N_("Help one tap away"), help_numbers),
    EvidenceKind("contact_person", N_("A person outside the chain of command"), contact_person),
    EvidenceKind("action_plan", N_("Actions of this year and the last"), action_plan),
)
