"""A cohort at the matching workbench, and how its pages are read."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentorship_app.matching.decisions import State
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from tests.factories import EnrollmentFactory
from tests.factories.matching import Drafted, state_of_draft
from tests.kit.client import StrictClient, text_of


@dataclass
class Bench:
    """Three mentees of one level with their intakes; Brook with two places, Marsh and Quill with one each."""

    cohort: Cohort
    priya: Enrollment
    wren: Enrollment
    juniper: Enrollment
    brook: Enrollment
    marsh: Enrollment
    quill: Enrollment

    def url(self, rest: str = "", **arguments: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in {"kind": "primary", **arguments}.items())
        return f"/p/{self.cohort.program.slug}/matching{rest}?{query}"


def topics(*chosen: str) -> dict[str, object]:
    return {"topics": {"chosen": list(chosen), "own": []}}


def rows(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [text_of(row) for row in client.page.xpath(".//section[@aria-labelledby='proposed']//tbody/tr")]


def links(client: StrictClient, word: str) -> list[str]:
    """Addresses of links and buttons of the main part that say ``word``."""
    assert client.page is not None
    return [str(link.get("href")) for link in client.page.xpath(".//main//a") if word in text_of(link)]


def names_in_rows(client: StrictClient) -> list[tuple[str, str]]:
    assert client.page is not None
    found = client.page.xpath(".//section[@aria-labelledby='proposed']//tbody/tr/th")
    return [(text_of(cell.find(".//a")), text_of(cell.find("small"))) for cell in found]


def press(client: StrictClient, bench: Bench, do: str, **headers: str) -> TestResponse:
    """One press of a button of the list, on the page as it was read."""
    return client.submit({"do": do}, action=bench.url("/decide"), headers=headers)


def pair(*two: Enrollment) -> str:
    return "~".join(person.public_id for person in two)


def crowd(cohort: Cohort, number: int, **entries: object) -> list[tuple[Enrollment, Enrollment]]:
    """So many mentees, each with a mentor of their own, about whom nothing is known."""
    return [
        (
            EnrollmentFactory(cohort=cohort, **entries),
            EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=1),
        )
        for _ in range(number)
    ]


def state(store: Session, made: Drafted) -> State:
    """What stands, and an end to the look: an open transaction would keep the next request waiting."""
    found = state_of_draft(store, made.draft)
    store.commit()
    return found
