"""How changes, courses, years and groups were computed: a paragraph for each method that the report uses, no other."""

from collections.abc import Iterator

from mentorship_app.privacy.bands import SHARE_FLOOR
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.reports.change_words import shown
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.estimate_cells import estimate_cell, number_cell
from mentorship_app.reports.section import Numbering
from mentorship_app.reports.tables import Column, Row, Table
from mentorship_app.reports.words import Words
from mentorship_app.statistics import Estimate, Reliability
from mentorship_app.surveys.outcomes import ScaleChange, ScaleReliability


def is_linked(context: ReportContext) -> bool:
    """Whether anything in the report rests on answers of the same people."""
    outcomes = context.outcomes
    return any(shown(change) is not None for change in outcomes.changes) or any(one.trend for one in outcomes.trends)


def linkage_words(context: ReportContext) -> str:
    """How an answer is set beside an earlier one, without anybody knowing whose it is."""
    return context.words.gettext(
        "Answers of the same person are set beside each other by a code that is computed with a secret key of the "
        "program. The code stands on no page, in no file and in no mail, and nobody is asked for it. Scores from "
        "elsewhere carry none."
    )


def analysis_words(context: ReportContext) -> list[str]:
    """Paragraphs in the order of the sections; empty where nothing is linked."""
    return list(_analysis(context))


def _analysis(context: ReportContext) -> Iterator[str]:
    outcomes, words = context.outcomes, context.words
    told = [change for change in outcomes.changes if shown(change) is not None]
    if told:
        yield from _about_change(told, words)
    yield from _about_groups(context, told)
    _ = words.gettext
    if any(one.trend for one in outcomes.trends):
        yield _(
            "Course over three surveys and more: a linear mixed model with an intercept for each person, by restricted "
            "maximum likelihood (Laird and Ware, Biometrics 1982;38:963-974). Those who missed a survey count with "
            "what they answered; nothing is filled in for them."
        )
    if any(one.pooled for one in outcomes.years):
        yield _(
            "Years: random effects, the variance between years after Paule and Mandel, the interval after Hartung and "
            "Knapp (Stat Med 2001;20:3875-3889). No single person is followed from one year to another."
        )


def _about_change(told: list[ScaleChange], words: Words) -> Iterator[str]:
    _ = words.gettext
    yield _(
        "Change is the mean of each person’s own difference, later less earlier, with its interval by Student’s t. Its "
        "standardised size, g_av, is that mean divided by the root of the mean of both variances, corrected for few "
        "people; interval after Algina and Keselman (Educ Psychol Meas 2003;63:537-553)."
    )
    yield _(
        "Beside it stand the middle of all changes after Hodges and Lehmann, and two tests that lean on no "
        "distribution: Wilcoxon’s signed ranks and all permutations of signs, counted exactly where there are few "
        "people. The first survey that asked a scale is set beside the latest."
    )
    kinds = {moves.kind for change in told for moves in change.moves}
    if "reliable" in kinds:
        yield _(
            "A person’s change is more than the measure’s own error explains if it is larger than 1.96 times the "
            "standard error of a difference, from the spread before and a published reliability (Jacobson and Truax, "
            "J Consult Clin Psychol 1991;59:12-19)."
        )
    if any(limit.paired for change in told for limit in change.limits):
        yield _(
            "Differences of shares of the same people have Newcombe’s interval (Stat Med 1998;17:2635-2650, method 10)."
        )


def _about_groups(context: ReportContext, told: list[ScaleChange]) -> Iterator[str]:
    _ = context.words.gettext
    if any(change.arms is not None for change in told):
        yield _(
            "With and without a mentor: Welch’s interval of the difference of means, g after Hedges, and the "
            "difference at equal scores before by analysis of covariance with one slope."
        )
    if context.outcomes.lost:
        yield _(
            "Missing answers: the share at a limit if none, or all, of those who did not answer were there too "
            "(Manski, Am Econ Rev 1990;80:319-323)."
        )


def change_floor_words(context: ReportContext) -> str:
    """From how many people on a change is told."""
    return context.words.gettext(
        "A change is told of %(floor)s people or more who answered both surveys, a share of them from %(shares)s on, "
        "and only where nobody’s answer could be worked out from it together with everything told before. No line of a "
        "single person is drawn.",
        floor=context.words.number(FLOOR),
        shares=context.words.number(SHARE_FLOOR),
    )


def reliability_table(context: ReportContext, numbering: Numbering) -> Table | None:
    """How well the questions of each scale hung together; None where that is told of no scale."""
    words = context.words
    _ = words.gettext
    found = [one for one in context.outcomes.reliabilities if one.alpha or one.omega]
    if not found:
        return None
    headings = (_("n"), _("Questions"), _("Alpha (95 % interval)"), _("Omega (95 % interval)"))
    return Table(
        caption=_(
            "Table %(number)s. How well the questions of each scale hung together", number=numbering.next_table()
        ),
        columns=(Column(_("Scale and survey"), is_number=False), *(Column(heading) for heading in headings)),
        rows=tuple(_reliability_row(one, words) for one in found),
        key="methods.reliability",
    )


def _reliability_row(one: ScaleReliability, words: Words) -> Row:
    _ = words.gettext
    either = one.alpha or one.omega
    cells = (
        number_cell(_("n"), either.n if either else None, 0, words),
        number_cell(_("Questions"), either.items if either else None, 0, words),
        estimate_cell(_("Alpha"), _estimate(one.alpha), 2, words),
        estimate_cell(_("Omega"), _estimate(one.omega), 2, words),
    )
    return Row(f"{words.text(one.scale.name)}, {words.text(one.wave.title)}", cells)


def _estimate(found: Reliability | None) -> Estimate | None:
    return found.estimate if found else None
