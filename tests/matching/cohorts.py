"""Cohorts that runs are tried on: people with intakes and applications, small enough to know what comes out."""

from dataclasses import dataclass, field
from typing import Any

from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, Enrollment, Phase
from tests.factories import CohortFactory
from tests.factories.choices import accepted_mentor
from tests.factories.recruitment import CallFactory
from tests.matching.gathered import mentee

OTTOLINE = Actor(account_id=None, name="Ottoline Marsh")
ENGLISH = {"chosen": ["english"], "own": []}
FRENCH = {"chosen": ["french"], "own": []}


@dataclass
class Cast:
    """A cohort and its people by first name."""

    cohort: Cohort
    mentors: dict[str, Enrollment] = field(default_factory=dict)
    mentees: dict[str, Enrollment] = field(default_factory=dict)

    def mentor(self, name: str, *topics: str, capacity: int = 1, **answers: Any) -> Enrollment:
        """One more mentor who offers these topics."""
        call = self._call
        said = {
            "topics": {"chosen": list(topics or ["career"]), "own": []},
            "languages": ENGLISH,
            "modality": ["video"],
        }
        made = accepted_mentor(self.cohort, f"{name} Mentor", call=call, answers=said | answers, capacity=capacity)
        self.mentors[name] = made
        return made

    def mentee(self, name: str, *topics: str, **answers: Any) -> Enrollment:
        """One more mentee who wishes these topics."""
        said = {"topics": {"chosen": list(topics or ["career"]), "own": []}, "languages": ENGLISH} | answers
        made = mentee(self.cohort, f"{name} Mentee", **said)
        self.mentees[name] = made
        return made

    def pair(self, mentee: str, mentor: str) -> tuple[str, str]:
        """Public ids."""
        return self.mentees[mentee].public_id, self.mentors[mentor].public_id

    def __post_init__(self) -> None:
        self._call = CallFactory(cohort=self.cohort)


def cast(cohort: Cohort | None = None) -> Cast:
    """A cohort in the matching phase without people."""
    return Cast(cohort or CohortFactory(phase=Phase.MATCHING))


def three_and_two(cohort: Cohort | None = None) -> Cast:
    """Three mentees, two mentors with three places: Ada and Ben suit Rural, Cleo suits Lab."""
    people = cast(cohort)
    people.mentor("Rural", "rural", "parenting", capacity=2)
    people.mentor("Lab", "research", "teaching", capacity=1)
    people.mentee("Ada", "rural")
    people.mentee("Ben", "parenting", "rural")
    people.mentee("Cleo", "research")
    return people
