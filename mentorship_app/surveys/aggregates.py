"""The one road from answers to numbers: a fixed list of tables for each wave or import, suppressed, with a ledger.

No caller chooses groups or filters. ``figures`` lists what there is to show, each over those who answered it;
``judging`` decides which groups of it, ``tabulating`` draws up the tables. What is shown is written into the release
ledger at the close of a wave or at an import, all of it at once, and pages show what the ledger holds, nothing else.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.privacy import ledger
from mentorship_app.programs import Cohort
from mentorship_app.surveys import answer_sets
from mentorship_app.surveys.answer_sets import AnswerSet
from mentorship_app.surveys.datasets import (
    Dataset,
    DatasetRef,
    GroupRow,
    GroupTable,
    QuestionTable,
    ScaleInfo,
    ScaleTable,
    ShareGroup,
    ShareRow,
    ShareTable,
)
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.figures import figures_of
from mentorship_app.surveys.judging import is_current, judge
from mentorship_app.surveys.linking.judging import with_links
from mentorship_app.surveys.models import ScoreImport, Wave
from mentorship_app.surveys.tabulating import Tables, tabulate

__all__ = [
    "Dataset",
    "DatasetRef",
    "GroupRow",
    "GroupTable",
    "QuestionTable",
    "ScaleInfo",
    "ScaleTable",
    "ShareGroup",
    "ShareRow",
    "ShareTable",
    "list_datasets",
    "published",
    "release",
]

_NOT_VALIDATED = LocalizedText(
    en="Written for this app and not validated: compare groups and years, not with published figures.",
    fr=(
        "Rédigé pour cette application et non validé\u00a0: comparez les groupes et les années, "
        "non les chiffres publiés ailleurs."
    ),
)


def wave_ref(wave: Wave) -> DatasetRef:
    return DatasetRef("wave", wave.id)


def import_ref(imported: ScoreImport) -> DatasetRef:
    return DatasetRef("import", imported.id)


def list_datasets(session: Session, cohort: Cohort) -> tuple[DatasetRef, ...]:
    """Closed waves and imports of the cohort, oldest first."""
    waves = session.scalars(select(Wave).where(Wave.cohort_id == cohort.id, Wave.status == WaveStatus.CLOSED))
    imports = session.scalars(select(ScoreImport).where(ScoreImport.cohort_id == cohort.id))
    dated = [(wave.closes_on, str(wave.id), wave_ref(wave)) for wave in waves]
    dated += [
        (imported.collected_on or imported.created_at.date(), str(imported.id), import_ref(imported))
        for imported in imports
    ]
    return tuple(ref for _day, _id, ref in sorted(dated, key=lambda entry: entry[:2]))


def release(session: Session, ref: DatasetRef, *, now: datetime) -> Dataset:
    """The tables of ``ref``, written into the ledger. The same tables again are no new release.

    Raises NotFound for a wave that is not closed, ReleaseRefused when earlier releases would be given away.
    """
    answers = answer_sets.read(session, ref)
    figures = figures_of(answers)
    for name, groups in judge(figures, with_links(ledger.earlier_releases(session, ref.subject))).items():
        ledger.record(session, ref.subject, name, groups, now=now)
    return _dataset(answers, tabulate(answers, figures, ledger.earlier_releases(session, ref.subject)))


def published(session: Session, ref: DatasetRef) -> Dataset | None:
    """The tables of ``ref`` exactly as far as they were released; None when the answers changed since, or when
    nothing was ever released.

    For pages that only read: a figure must not be seen while the ledger does not know of it.
    """
    answers = answer_sets.read(session, ref)
    figures = figures_of(answers)
    shown = ledger.earlier_releases(session, ref.subject)
    if not all(is_current(figure, shown) for figure in figures):
        return None
    if not shown and any(figure.cells[0].n >= figure.floor for figure in figures):
        return None
    return _dataset(answers, tabulate(answers, figures, shown))


def _dataset(answers: AnswerSet, tables: Tables) -> Dataset:
    return Dataset(
        ref=answers.ref,
        title=answers.title,
        collected_on=answers.collected_on,
        eligible=answers.eligible,
        answered=len(answers.people),
        scales=tables.scales,
        source=answers.source,
        notes=() if all(scale.validated for scale in answers.scales) else (_NOT_VALIDATED,),
        questions=tables.questions,
        of_mentors=answers.of_mentors,
        items=tables.items,
    )
