"""What people type on the console finds the one thing they mean, or a list of what there is."""

import pytest
from sqlalchemy.orm import Session

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.named import cohort_named, program_named
from mentorship_app.programs import Cohort
from tests.factories import CohortFactory, ProgramFactory


@pytest.fixture
def two_cohorts_of_one_name(session: Session) -> tuple[Cohort, Cohort]:
    """The same year in two programs, called by a name with a stroke in it."""
    surgery, medicine = ProgramFactory(slug="surgery"), ProgramFactory(slug="medicine")
    made = [CohortFactory(program=program, slug="2026-27", name="2026/27") for program in (surgery, medicine)]
    session.flush()
    return made[0], made[1]


def test_a_cohort_is_found_by_each_of_its_names(
    session: Session, two_cohorts_of_one_name: tuple[Cohort, Cohort]
) -> None:
    surgery, medicine = two_cohorts_of_one_name

    assert cohort_named(session, "surgery/2026-27") is surgery
    assert cohort_named(session, "2026-27", program="medicine") is medicine
    assert cohort_named(session, "2026/27", program="medicine") is medicine


@pytest.mark.parametrize(
    ("text", "program", "said"),
    [
        (
            "2026-27",
            None,
            "Several programs have a cohort '2026-27'. Say which: --cohort with one of "
            "medicine/2026-27, surgery/2026-27.",
        ),
        (
            "2031",
            None,
            "There is no cohort '2031' here. Cohorts, each after its program: medicine/2026-27, surgery/2026-27.",
        ),
        (
            "surgery/2026-27",
            "medicine",
            "There is no cohort 'surgery/2026-27' here. Cohorts, each after its program: "
            "medicine/2026-27, surgery/2026-27.",
        ),
    ],
)
def test_anything_else_names_what_there_is(
    session: Session,
    two_cohorts_of_one_name: tuple[Cohort, Cohort],
    text: str,
    program: str | None,
    said: str,
) -> None:
    assert len(two_cohorts_of_one_name) == 2
    with pytest.raises(Failure) as refused:
        cohort_named(session, text, program=program)
    assert refused.value.message == said


def test_an_unknown_program_is_answered_with_none_yet(session: Session) -> None:
    with pytest.raises(Failure, match=r"no program 'nowhere'\. Programs: none yet\."):
        program_named(session, "nowhere")
