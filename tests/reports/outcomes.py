"""Linked answers made by hand, with real statistics: for sections about change. No number here comes from anybody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.definition import Direction
from mentorship_app.privacy.bands import ExactShare, ShareBand
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.reports.context import ReportContext
from mentorship_app.reports.recommendations import Progress
from mentorship_app.reports.recommendations.queries import Plan, RecommendationLine
from mentorship_app.statistics import (
    adjusted_difference,
    describe,
    group_difference,
    middle_change,
    paired_change,
    paired_shares,
    permutation_p,
    pool,
    share_bounds,
    signed_rank,
    smallest_change,
    trend,
)
from mentorship_app.surveys.datasets import (
    Dataset,
    DatasetRef,
    ItemTable,
    MeasureInfo,
    QuestionTable,
    ScaleInfo,
    ScaleTable,
    ShareRow,
    ShareTable,
)
from mentorship_app.surveys.outcomes import (
    ArmDifference,
    Attrition,
    LimitChange,
    LostShare,
    Moves,
    Outcomes,
    ScaleChange,
    ScaleTrend,
    WaveSide,
    YearChange,
    YearsOfScale,
)
from tests.reports.answers import STRAIN, context, dataset

# domain: the worked example of twelve people, Copenhagen points.
BEFORE = (62.5, 41.67, 75, 54.17, 50, 66.67, 37.5, 58.33, 70.83, 45.83, 54.17, 62.5)
AFTER = (50, 45.83, 58.33, 50, 41.67, 62.5, 37.5, 41.67, 66.67, 50, 45.83, 54.17)


def scale_of(measure: str, key: str) -> ScaleInfo:
    """A scale of the catalogue, with all that stands beside it."""
    instrument = catalogue.get(measure)
    scale = next(one for one in instrument.scales if one.key == key)
    return ScaleInfo(
        key=f"{measure}.{key}",
        name=scale.name,
        low=scale.low,
        high=scale.high,
        better={Direction.UP: "up", Direction.DOWN: "down", Direction.NEITHER: "neither"}[scale.better],  # type: ignore[arg-type]  # the literals of ScaleInfo
        validated=instrument.validated,
        source=instrument.citation,
        measure=MeasureInfo(
            key=measure,
            version=instrument.version,
            title=instrument.title,
            citation=instrument.citation,
            licence=instrument.licence.notice,
            validated=instrument.validated,
            scoring=instrument.scoring,
        ),
        cutoffs=tuple(one for one in instrument.cutoffs if one.scale == key),
        constants=tuple(one for one in (*instrument.mid, *instrument.reliability) if one.scale == key),
    )


def side(title: str, number: int, *, n: int | None = 12, eligible: int | None = 24) -> WaveSide:
    return WaveSide(
        DatasetRef("wave", UUID(int=number)),
        LocalizedText(en=title, fr=f"{title} (fr)"),
        date(2026, 9, 1).replace(month=min(12, 8 + number)),
        eligible,
        n,
    )


FIRST, MIDDLE, LAST = side("Autumn survey", 1, n=20), side("Winter survey", 2, n=16), side("Spring survey", 3, n=15)


def changed(
    scale: ScaleInfo,
    before: Sequence[float] = BEFORE,
    after: Sequence[float] = AFTER,
    *,
    sides: tuple[WaveSide, WaveSide] = (FIRST, LAST),
    status: Visibility = Visibility.SHOWN,
    of_mentors: bool = False,
) -> ScaleChange:
    """A change as the linking of surveys tells it; hidden ones hold nothing."""
    if status is not Visibility.SHOWN:
        return ScaleChange(scale, *sides, of_mentors, status, None)
    differences = [b - a for a, b in zip(before, after, strict=True)]
    return ScaleChange(
        scale,
        *sides,
        of_mentors,
        status,
        paired_change(before, after),
        middle_change(differences),
        signed_rank(differences),
        permutation_p(differences),
        _limits(scale),
        _moves(scale),
        smallest=smallest_change(len(before)),
    )


def _limits(scale: ScaleInfo) -> tuple[LimitChange, ...]:
    if not scale.cutoffs:
        return ()
    shares = paired_shares(3, 4, 0, 5)
    return (
        LimitChange(scale.cutoffs[:1], ExactShare(7, 12), ExactShare(3, 12), Visibility.SHOWN, shares),
        *(
            LimitChange((one,), ShareBand(0, 20, 12), ShareBand(0, 20, 12), Visibility.RANGE)
            for one in scale.cutoffs[1:2]
        ),
    )


def _moves(scale: ScaleInfo) -> tuple[Moves, ...]:
    return tuple(
        Moves(
            "matters" if one.kind == "change" else "reliable",
            one,
            one.value if one.kind == "change" else 11.57,
            ExactShare(3, 12),
            ExactShare(7, 12),
            ExactShare(2, 12),
            Visibility.SHOWN,
        )
        for one in scale.constants
    )


def spread(seed: int, n: int, mean: float, sd: float, scale: ScaleInfo) -> list[float]:
    """Made-up scores within the range of ``scale``; the same for the same seed."""
    draw = Random(seed)  # noqa: S311  scores that are made up, nothing secret
    return [min(scale.high, max(scale.low, draw.gauss(mean, sd))) for _one in range(n)]


def years_of(scale: ScaleInfo) -> YearsOfScale:
    years = []
    for place, cohort in enumerate(("2023–24", "2024–25", "2025–26", "2026–27")):
        n = (14, 4, 18, 12)[place]
        before = spread(place, n, 54, 12, scale)
        paired = paired_change(before, [b - 4 - place for b in spread(place + 9, n, 54, 10, scale)]) if n > 4 else None
        status = Visibility.SHOWN if paired else Visibility.PRIMARY
        years.append(YearChange(UUID(int=place + 1), cohort, date(2023 + place, 7, 1), status, paired))
    told = [one.paired for one in years if one.paired]
    means = [one.change.mean or 0 for one in told]
    errors = [(one.change.sd or 1) / one.n**0.5 for one in told]
    return YearsOfScale(scale, tuple(years), pool(means, errors))


def trend_of(scale: ScaleInfo, seed: int = 3) -> ScaleTrend:
    waves = (FIRST, MIDDLE, LAST)
    answers: dict[int, dict[str, float]] = {}
    for person in range(20):
        own = Random(seed * 100 + person)  # noqa: S311  as above
        level = own.gauss((scale.low + scale.high) / 2, (scale.high - scale.low) / 8)
        given = {
            wave.title.en: min(scale.high, max(scale.low, level - place * (scale.high - scale.low) / 40 + shift))
            for place, wave in enumerate(waves)
            if person % 4 != place or not place
            for shift in [own.gauss(0, (scale.high - scale.low) / 20)]
        }
        answers[person] = given
    return ScaleTrend(scale, waves, False, Visibility.SHOWN, trend(answers, [wave.title.en for wave in waves]))


def rich_outcomes() -> Outcomes:
    """Everything that can be told, for three measures over three surveys and four years."""
    personal, work, well = scale_of("cbi", "personal"), scale_of("cbi", "work"), scale_of("who_5", "well_being")
    job = scale_of("own_satisfaction", "job")
    first = spread(1, 12, 55, 15, well)
    mentored, others = spread(5, 12, 50, 10, personal), spread(6, 9, 56, 10, personal)
    arms = ArmDifference(
        LocalizedText(en="With a mentor", fr="Avec mentorat"),
        LocalizedText(en="Without", fr="Sans"),
        Visibility.SHOWN,
        group_difference(mentored, others),
        adjusted_difference(spread(7, 12, 55, 9, personal), mentored, spread(8, 9, 55, 9, personal), others),
    )
    main = (
        replace(changed(personal), arms=arms),
        changed(
            work,
            AFTER,
            tuple(one + shift for one, shift in zip(AFTER, (2, -3, 4, -1, 0, 3, -4, 1, 2, -2, 5, -3), strict=True)),
        ),
        changed(
            well,
            first,
            [
                min(100, one + shift)
                for one, shift in zip(first, (8, 12, 4, 10, 16, 8, 2, 12, 6, 8, 12, 4), strict=True)
            ],
        ),
        changed(job, status=Visibility.PRIMARY),
    )
    at_first = group_difference(BEFORE, spread(4, 8, 60, 9, personal))
    return Outcomes(
        changes=(changed(personal, sides=(FIRST, MIDDLE), status=Visibility.EARLIER), *main),
        trends=(trend_of(personal), trend_of(work, 5), trend_of(well, 8)),
        lost=(LostShare(personal, LAST, personal.cutoffs[:1], share_bounds(4, 15, 24)),),
        attrition=(Attrition(FIRST, LAST, False, 12, 8, 3, Visibility.SHOWN, ((personal, at_first),)),),
        years=(years_of(personal),),
    )


NEEDS = ("career", "research", "clinical", "setback")
SKILLS = ("frame", "conversation")


def rich_datasets() -> tuple[Dataset, ...]:
    """Three surveys of mentees, the last with needs, single questions and an own one; and one of mentors."""
    scales = [
        scale_of("cbi", "personal"),
        scale_of("cbi", "work"),
        scale_of("who_5", "well_being"),
        scale_of("own_satisfaction", "job"),
    ]
    needs = [scale_of("own_unmet_needs", f"{need}_{end}") for need in NEEDS for end in ("importance", "met")]
    skills = [scale_of(f"own_mentor_skills{end}", key) for end in ("", "_before") for key in SKILLS]
    *earlier, last = (
        replace(dataset(scales=[*scales, *(needs if one is LAST else [])], number=place), ref=one.ref, title=one.title)
        for place, one in enumerate((FIRST, MIDDLE, LAST), 1)
    )
    last = replace(last, scales=tuple(map(_apart, last.scales)), items=_items(scales[-1]), questions=(_question(),))
    mentors = replace(dataset(scales=skills, title="Mentors’ survey", number=4), of_mentors=True)
    return (*earlier, last, replace(mentors, scales=tuple(map(_apart, mentors.scales))))


def _apart(table: ScaleTable) -> ScaleTable:
    """Scales of needs and skills, each with means of its own."""
    places = {f"{need}_{end}": (at, end) for at, need in enumerate(NEEDS) for end in ("importance", "met")}
    key = table.scale.key.rpartition(".")[2]
    if key not in places and "_before" not in table.scale.key:
        return table
    at, end = places.get(key, (0, "met"))
    values = spread(at * 7 + len(end), 24, 3.2 - 0.3 * at if end == "importance" else 1 + 0.5 * at, 0.7, table.scale)
    return replace(table, total=replace(table.total, summary=describe(values)))


def _items(scale: ScaleInfo) -> tuple[ItemTable, ...]:
    told = (ExactShare(4, 24), ExactShare(6, 24), ExactShare(14, 24))
    near = (ShareBand(0, 20, 24), ExactShare(4, 24), ShareBand(80, 100, 24))
    answers = (("low", "Not much", "Peu"), ("middle", "Somewhat", "Assez"), ("high", "Much", "Beaucoup"))
    texts = (("Work that is made up", "Un travail inventé"), ("Time that is made up", "Un temps inventé"))
    return tuple(
        ItemTable(
            f"item_{place}",
            place,
            scale,
            LocalizedText(*text),
            "up",
            tuple(
                ShareRow(
                    key,
                    LocalizedText(en, fr),
                    Visibility.RANGE if isinstance(share, ShareBand) else Visibility.SHOWN,
                    share,
                    8,
                )
                for (key, en, fr), share in zip(answers, shares, strict=True)
            ),
        )
        for place, (text, shares) in enumerate(zip(texts, (told, near), strict=True), 1)
    )


def _question() -> QuestionTable:
    everybody = LocalizedText("Everybody", "Ensemble")

    def option(key: str, en: str, fr: str, share: ExactShare) -> ShareTable:
        return ShareTable(
            key, LocalizedText(en, fr), ShareRow("total", everybody, Visibility.SHOWN, share, 8), groups=()
        )

    text = LocalizedText("Have you met outside the hospital?", "Vous êtes-vous vus hors de l’hôpital\u00a0?")
    yes, no = option("yes", "Yes", "Oui", ExactShare(15, 24)), option("no", "No", "Non", ExactShare(9, 24))
    return QuestionTable("met_outside", text, None, (yes, no))


def rich_context(locale: str = "en") -> ReportContext:
    """A report with everything that links surveys and years, and a plan."""
    lines = (
        ("Protect 30 minutes for mentoring in every half-day", "Program director", date(2027, 9, 1)),
        ("Recruit four more mentors who meet in French", "Coordinator", None),
        ("Add a mentor for research to every team that asks", "", date(2027, 10, 30)),
        ("A fourth thing that stands further on", "", None),
    )
    plan = Plan(tuple(RecommendationLine(text, owner, due, Progress.PLANNED, "") for text, owner, due in lines))
    return replace(context(*rich_datasets(), locale=locale), outcomes=rich_outcomes(), plan=plan)


def plain_outcomes() -> Outcomes:
    """One scale of no measure at two surveys."""
    before, after = [value * 0.3 for value in BEFORE], [value * 0.3 for value in AFTER]
    return Outcomes(changes=(changed(STRAIN, before, after),))
