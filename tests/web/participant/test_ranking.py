"""A ranking inside the intake: its buttons save what is there, and never judge it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.forms import FormStatus, FormVersion
from mentorship_app.forms.library import shipped_content
from mentorship_app.intake import Profile
from mentorship_app.programs import Enrollment, Phase
from tests.factories import CohortFactory, EnrollmentFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in

HTMX = {"HX-Request": "true"}
OPTIONS = [{"code": code, "en": code.title(), "fr": code.title()} for code in ("topics", "field", "site")]
RANKING = {
    "id": "order",
    "type": "ranking",
    "text": {"en": "What comes first?", "fr": "Qu’est-ce qui vient d’abord ?"},
    "config": {"options": OPTIONS},
}


@pytest.fixture
def mentee(store: Session, client: StrictClient) -> Enrollment:
    """Of a program whose form begins with a ranking."""
    made: Enrollment = EnrollmentFactory(cohort=CohortFactory(phase=Phase.INTAKE))
    content = shipped_content("mentee_intake")
    content["sections"][0]["questions"].insert(0, RANKING)
    store.add(
        FormVersion(
            program=made.cohort.program,
            key="mentee_intake",
            number=1,
            content=content,
            status=FormStatus.PUBLISHED,
            published_at=datetime(2026, 9, 1, tzinfo=UTC),
        )
    )
    store.commit()
    sign_in(client, made.account)
    client.get("/intake/about")
    return made


def draft(store: Session) -> dict[str, object]:
    store.expire_all()
    found = store.scalars(select(Profile)).one().draft
    store.commit()
    return dict(found)


@pytest.mark.usefixtures("mentee")
def test_a_move_saves_and_shows_the_page_again_without_a_complaint(client: StrictClient, store: Session) -> None:
    typed = {"in_my_words": "x" * 3_000}
    answer = client.submit(typed, action="/intake/about", button="order-move=toggle:site")
    assert answer.status_code == 200
    assert draft(store) == {"order": ["site"]}
    assert client.page is not None
    assert client.page.xpath("//*[@class='error-summary']") == []
    assert client.page.xpath("//textarea/text()") == ["x" * 3_000]
    assert client.page.xpath("//input[@name='order']/@value") == ["site"]
    again = client.submit(action="/intake/about", button="action=continue")
    assert again.status_code == 422, "now it is time to say what is wrong"


@pytest.mark.usefixtures("mentee")
def test_a_move_by_htmx_saves_and_draws_the_question_alone(client: StrictClient, store: Session) -> None:
    answer = client.submit(action="/intake/about", button="order-move=toggle:topics", headers=HTMX)
    assert answer.status_code == 200
    assert draft(store) == {"order": ["topics"]}
    fragment = client.page
    assert fragment is not None
    assert [element.get("id") for element in fragment if element.get("id")] == ["order", "live"]
    assert text_of(fragment[1]) == "Topics is now number 1 of 1."
    assert set(fragment.xpath(".//button/@hx-post")) == {"/intake/about"}


@pytest.mark.usefixtures("mentee")
def test_the_order_is_read_on_the_check_page(client: StrictClient) -> None:
    client.submit({"order": ["site", "topics"]}, action="/intake/about", button="order-move=up:topics")
    client.get("/intake/check")
    assert "1. Topics 2. Site" in text_of(client.page).replace("1. Topics2.", "1. Topics 2.")
