"""One hard example of each figure of the report, to compare with the kept drawing and to look for collisions."""

from collections.abc import Callable

from mentorship_app.charts import (
    ChartWidth,
    DivergingRow,
    DumbbellRow,
    Expected,
    FlowStep,
    ForestRow,
    Need,
    NumberStyle,
    Panel,
    PlaceRow,
    Point,
    WaveLine,
    WaveMean,
    diverging_bars,
    dot_counts,
    dumbbell,
    forest,
    place_map,
    quadrant,
    scale_axis,
    small_multiples,
    step_flow,
    wave_lines,
    zoomed_axis,
)

HIDDEN = "Non présenté\u00a0: moins de 5\u00a0réponses"
FRENCH = NumberStyle(1, ",")


def standardised(width: ChartWidth) -> str:
    rows = (
        ForestRow("Épuisement émotionnel", "−0,57 (−0,98 à −0,13)", -0.57, -0.98, -0.13, "n = 12"),
        ForestRow(
            "Satisfaction à l’égard du programme et du travail", "0,21 (−0,31 à 0,77)", 0.21, -0.31, 0.77, "n = 11"
        ),
        ForestRow("Soutien", HIDDEN),
        ForestRow("Compétences", "1,90 (0,70 à 3,20)", 1.9, 0.7, 3.2, "n = 9"),
        ForestRow("Quatre années réunies", "−0,31 (−0,60 à −0,02)", -0.31, -0.6, -0.02, "n = 48", pooled=True),
    )
    return forest(
        rows,
        title="L’épuisement a baissé, entre peu et beaucoup",
        axis=scale_axis(-2, 2),
        axis_label="Changement moyen en écarts-types (g), intervalle à 95\u00a0%",
        ends=("À gauche de 0\u00a0: moins qu’avant", "À droite de 0\u00a0: plus qu’avant"),
        numbers=FRENCH,
        id_prefix=f"forest-{width.value}",
        width=width,
    )


def before_and_after(width: ChartWidth) -> str:
    rows = (
        DumbbellRow("Exhaustion", "56.6, then 50.3", Point(56.6, 49.2, 64.0), Point(50.3, 44.8, 55.9), "12 people"),
        DumbbellRow("Work and program", "61.0, then 61.0", Point(61, 55, 67), Point(61, 56, 66), "12 people"),
        DumbbellRow("Support from colleagues and supervisors", "Not shown: fewer than 5 answered"),
        DumbbellRow("All measures together", "10.0, then 95.0", Point(10), Point(95, 90, 99), total=True),
    )
    return dumbbell(
        rows,
        title="Exhaustion fell by 6 points of 100",
        axis=scale_axis(0, 100),
        axis_label="Mean from 0 to 100, with its interval of 95 %",
        key=("October 2026", "May 2027"),
        numbers=NumberStyle(0),
        id_prefix=f"dumbbell-{width.value}",
        width=width,
    )


def answers(width: ChartWidth) -> str:
    rows = (
        DivergingRow("Mon mentor ou ma mentore a du temps pour moi", "n = 24", (1, 2, 5, 10, 6)),
        DivergingRow("Je peux parler de ce qui ne va pas", "n = 23", (0, 0, 0, 0, 23)),
        DivergingRow("Les rencontres sont utiles", HIDDEN, None),
        DivergingRow("Je recommanderais le programme", "n = 24", (8, 9, 7, 0, 0), detail="Deuxième vague"),
    )
    return diverging_bars(
        rows,
        answers=(
            "Pas du tout d’accord",
            "Plutôt pas d’accord",
            "Ni l’un ni l’autre",
            "Plutôt d’accord",
            "Tout à fait d’accord",
        ),
        title="Presque tout le monde peut parler de ce qui ne va pas",
        percent="\u00a0%",
        id_prefix=f"answers-{width.value}",
        width=width,
    )


def who_came(width: ChartWidth) -> str:
    steps = (
        FlowStep("In the program: 30"),
        FlowStep("Asked: 28", "2 were on leave for the whole time that the survey was open"),
        FlowStep("Sent their answers: 20", "8 did not send any"),
        FlowStep("Answered before and after: 18"),
    )
    return step_flow(steps, title="18 of 30 can be compared", id_prefix=f"flow-{width.value}", width=width)


def meetings(width: ChartWidth) -> str:
    return dot_counts(
        {0: 1, 1: 0, 3: 4, 4: 30, 5: 9, 11: 1},
        title="Most pairs met four times",
        axis_label="Meetings in the year",
        each_dot="Each dot stands for up to {} pairs.",
        expected=Expected(6, "As agreed: 6"),
        id_prefix=f"meetings-{width.value}",
        width=width,
    )


def needs(width: ChartWidth) -> str:
    named = (
        Need("Career and fellowship", 8.1, 8.4),
        Need("Balancing work and private life", 2.0, 9.2),
        Need("Research: how to begin, whom to ask, what counts", 2.3, 9.1),
        Need("Exams", 9.8, 0.3),
        Need("Wellness", 5.0, 5.0),
    )
    return quadrant(
        named,
        title="Private life matters most and is met least",
        across=scale_axis(0, 10),
        up=scale_axis(0, 10),
        across_label="How well it is met, 0 to 10",
        up_label="How much it matters, 0 to 10",
        urgent_label="Matters much, met little",
        numbers=NumberStyle(0),
        id_prefix=f"needs-{width.value}",
        width=width,
    )


def waves(width: ChartWidth) -> str:
    groups = (
        WaveLine(
            "With a mentor", (WaveMean(17, 15, 19), WaveMean(15, 13, 17), WaveMean(14.5, 12, 17), WaveMean(14, 12, 16))
        ),
        WaveLine("Without a mentor", (WaveMean(17.4, 14, 21), None, WaveMean(17, 13, 21), WaveMean(14.2, 11, 18))),
        WaveLine(
            "Everybody", (WaveMean(17.1, 15, 19), WaveMean(16, 14, 18), WaveMean(15.4, 13, 17), WaveMean(14.1, 12, 16))
        ),
    )
    return wave_lines(
        groups,
        waves=("October 2026", "January 2027", "March 2027", "June 2027"),
        title="Exhaustion fell over the year in both groups",
        axis=zoomed_axis((11, 21), within=(5, 30)),
        axis_label="Mean exhaustion, possible range 5 to 30. The axis is cut.",
        numbers=NumberStyle(0),
        id_prefix=f"waves-{width.value}",
        width=width,
    )


def places(width: ChartWidth) -> str:
    rows = (
        PlaceRow("Hospital of the North", "34 of 50 places taken", 34, 16),
        PlaceRow("Family medicine", "6 of 6 places taken", 6, 0),
        PlaceRow("Rural sites", "No places", 0, 0),
    )
    return place_map(rows, title="40 of 56 places are taken", id_prefix=f"places-{width.value}", width=width)


def measures(width: ChartWidth) -> str:
    rising = tuple(WaveMean(20 + 20 * place, 10 + 20 * place, 30 + 20 * place) for place in range(4))
    panels = (
        Panel("Burnout", tuple(reversed(rising)), "n = 24"),
        Panel("Work and program as residents see them", rising, "n = 22"),
        Panel("Mentorship", (rising[0], None, rising[2], rising[1]), "n = 19"),
        Panel("Skills", (None, None, None, None), "Fewer than 5 answered"),
        Panel("Support", (rising[1], rising[1], rising[1], rising[1]), "n = 20"),
    )
    return small_multiples(
        panels,
        title="Burnout fell while everything else rose",
        axis=scale_axis(0, 100),
        axis_label="Means from 0 to 100 in October, January, March and June, with their intervals of 95 %",
        numbers=NumberStyle(0),
        id_prefix=f"measures-{width.value}",
        width=width,
    )


DRAWINGS: tuple[Callable[[ChartWidth], str], ...] = (
    standardised,
    before_and_after,
    answers,
    who_came,
    meetings,
    needs,
    waves,
    places,
    measures,
)
