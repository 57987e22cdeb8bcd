"""Scores to report about."""

from datetime import UTC, datetime

import factory

from mentorship_app.surveys.models import ImportedScores, ScoreImport
from tests.factories.base import AppFactory
from tests.factories.people import CohortFactory

MOMENT = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
GROUPS = ("R1", "R2", "R3")


class ImportedScoresFactory(AppFactory):
    """One person's score of strain, 0 to 30."""

    class Meta:
        model = ImportedScores

    row = factory.Sequence(lambda n: n + 2)
    scores = factory.LazyAttribute(lambda answer: {"strain": float(answer.row % 25)})
    groups = factory.LazyAttribute(lambda answer: {"training_level": GROUPS[answer.row % 3]})


class ScoreImportFactory(AppFactory):
    """Scores of eighteen people in three training levels."""

    class Meta:
        model = ScoreImport

    cohort = factory.SubFactory(CohortFactory)
    title_en = "Spring survey"
    title_fr = "Questionnaire du printemps"
    source_en = "A questionnaire on paper"
    source_fr = "Un questionnaire sur papier"
    collected_on = None
    eligible = 20
    rows = 18
    scales = factory.LazyFunction(
        lambda: [
            {
                "key": "strain",
                "name": {"en": "Strain", "fr": "Tension"},
                "low": 0,
                "high": 30,
                "better": "down",
                "validated": False,
                "source": "Made up for these tests",
            }
        ]
    )
    groups = factory.LazyFunction(
        lambda: [
            {
                "key": "training_level",
                "title": {"en": "Training level", "fr": "Niveau de formation"},
                "values": [{"key": level, "name": {"en": level, "fr": level}} for level in GROUPS],
            }
        ]
    )
    digest = factory.Sequence(lambda n: f"{n:064x}")
    created_at = MOMENT

    @factory.post_generation
    def people(imported: ScoreImport, create: bool, _extracted: object, **_more: object) -> None:  # noqa: N805  factory-boy passes the made object
        """The rows themselves."""
        if create:
            ImportedScoresFactory.create_batch(imported.rows, import_id=imported.id)
