"""Why there is a program, what it is to achieve, and how what it does is meant to lead there."""

from collections.abc import Callable, Iterator, Mapping

from mentorship_app.core.i18n import N_
from mentorship_app.monitoring.values import NotAsked
from mentorship_app.programs import Phase
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.levels import is_single_need
from mentorship_app.reports.reach_words import plain, told_words
from mentorship_app.reports.reaching import mentees as of_mentees
from mentorship_app.reports.reaching.told import Step, Told
from mentorship_app.reports.section import Numbering, Part, Section, TextPlace
from mentorship_app.reports.tables import NOTHING, Cell, Column, Row, Table
from mentorship_app.reports.words import Words

PLACES = (
    TextPlace("context.background", N_("Background"), N_("Why the program began, and where it stands."), rows=6),
    TextPlace("context.aims", N_("Aims"), N_("What the program wants to achieve, for whom.")),
    TextPlace("context.questions", N_("Questions of this evaluation"), N_("What the report is to answer, one a line.")),
)
LOGIC = (
    TextPlace("logic.inputs", N_("What goes in"), N_("Leave it empty to have it written from the plan of support.")),
    TextPlace("logic.activities", N_("What is done"), N_("Leave it empty to have it written from what was done.")),
    TextPlace("logic.outputs", N_("What comes of it at once"), N_("Leave it empty to have it written from counts.")),
    TextPlace("logic.outcomes", N_("What it is meant to change"), N_("Leave it empty to have the scales named.")),
)
ACTIVITIES: Mapping[Phase, str] = {
    Phase.RECRUITMENT: N_("mentors are looked for"),
    Phase.INTAKE: N_("mentees say what they look for"),
    Phase.MATCHING: N_("pairs are made"),
    Phase.ACTIVE: N_("pairs meet"),
    Phase.CLOSING: N_("the year is looked back on"),
}
"""What is done in a phase."""


def draw(context: ReportContext, numbering: Numbering) -> Section | None:
    """What people typed, and the logic model. None where nobody typed anything and nobody takes part."""
    words = context.words
    typed = any(context.said(place.key) for place in (*PLACES, *LOGIC))
    if context.reach.is_empty and not typed:
        return None
    _ = words.gettext
    model = _model(context, numbering)
    return Section(
        key="context",
        name=_("Context and aims"),
        values={
            "headline": _("What the program is for"),
            "parts": [
                (_(place.label), context.said(place.key).splitlines()) for place in PLACES if context.said(place.key)
            ],
            "model": model,
            "model_note": _("How what is put in is meant to lead to change. That it did, this model does not show."),
            "frame": _(
                "The report follows the six steps of the program evaluation framework of 2024 of the United States "
                "Centers for Disease Control and Prevention: assess the context, describe the program, focus the "
                "questions and the design, gather credible evidence, generate and support conclusions, act on the "
                "findings (MMWR Recommendations and Reports 2024;73(6))."
            ),
        },
        tables=(model,) if model else (),
    )


def _model(context: ReportContext, numbering: Numbering) -> Table | None:
    """Four parts, a line for each: what is in it. What people typed takes the place of what the app knows."""
    words = context.words
    _ = words.gettext
    makers: tuple[Callable[[ReportContext], Iterator[str]], ...] = (_inputs, _activities, _outputs, _outcomes)
    rows = []
    for place, known in zip(LOGIC, makers, strict=True):
        said = [line.strip() for line in context.said(place.key).splitlines() if line.strip()]
        parts = said or ([] if context.reach.is_empty else list(known(context)))
        rows.append(Row(_(place.label), (Cell(words.joined(parts) or NOTHING),)))
    if all(row.is_blank for row in rows):
        return None
    return Table(
        caption=_("Table %(number)s. Logic model", number=numbering.next_table()),
        columns=(Column(_("Stage"), is_number=False), Column(_("In this program"), is_number=False)),
        rows=tuple(rows),
        key="context.logic",
    )


def _inputs(context: ReportContext) -> Iterator[str]:
    resources, words = context.reach.resources, context.words
    if resources is None:
        return
    _ = words.gettext
    yield words.ngettext("%(num)s mentor", "%(num)s mentors", resources.mentors)
    if resources.places:
        yield words.ngettext("%(num)s place", "%(num)s places", resources.places)
    plan = resources.support
    if plan is not None and plan.mentor_hours is not None:
        yield _("%(hours)s protected hours a month for each mentor", hours=plain(plan.mentor_hours, words))
    if plan is not None and plan.lead_hours is not None:
        yield _("%(hours)s hours a week for leading the program", hours=plain(plan.lead_hours, words))


def _activities(context: ReportContext) -> Iterator[str]:
    """What was planned and has begun, by its phases; then training."""
    resources, words = context.reach.resources, context.words
    if resources is None:
        return
    _ = words.gettext
    for one in resources.phases:
        if one.phase in ACTIVITIES and one.starts_on <= context.today:
            yield _(ACTIVITIES[one.phase])
    if resources.modules:
        yield words.ngettext("%(num)s training module", "%(num)s training modules", len(resources.modules))


def _outputs(context: ReportContext) -> Iterator[str]:
    reach, words = context.reach, context.words
    _ = words.gettext
    matched = _step(reach.flow, of_mentees.MATCHED)
    if _is_told(matched, words):
        yield _("%(count)s mentees have a mentor", count=told_words(matched, words))
    signed = _step(reach.flow, of_mentees.SIGNED)
    if _is_told(signed, words):
        yield _("%(count)s mentees signed an agreement", count=told_words(signed, words))
    if reach.together is not None and _is_told(reach.together.meetings, words):
        yield _("%(count)s noted meetings", count=told_words(reach.together.meetings, words))


def _outcomes(context: ReportContext) -> Iterator[str]:
    """The scales that were asked of anybody, by name; single needs are inputs to the program, not what it changes."""
    scales = (table.scale for dataset in context.datasets for table in dataset.scales)
    yield from dict.fromkeys(context.words.text(scale.name) for scale in scales if not is_single_need(scale))


def _step(steps: tuple[Step, ...], key: str) -> Told:
    return next((step.value for step in steps if step.key == key), NotAsked())


def _is_told(told: Told, words: Words) -> bool:
    return told_words(told, words) not in {words.gettext("not shown"), words.gettext("nothing to count yet")}


PART = Part(
    key="context",
    title=N_("Context and aims"),
    about=N_("Why there is a program, what it is to achieve, and its logic model."),
    draw=draw,
    nothing=N_("Nobody wrote about the background of the program, and nobody takes part in this cohort here."),
    texts=(*PLACES, *LOGIC),
    has_words=False,
)
