"""The optional questions, as somebody who applies meets them by the mailed link."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from mentorship_app.recruitment import MentorApplication
from mentorship_app.recruitment.links import new_application_link
from tests.factories.recruitment import ApplicationFactory
from tests.kit.client import StrictClient, text_of


@pytest.fixture
def application(store: Session) -> MentorApplication:
    made: MentorApplication = ApplicationFactory(sent=True)
    store.commit()
    return made


@pytest.fixture
def way_in(store: Session, application: MentorApplication) -> str:
    token = new_application_link(store, application, now=datetime.now(UTC))
    store.commit()
    return f"/application/{token}"


def test_the_link_shows_the_reason_then_the_questions(client: StrictClient, way_in: str) -> None:
    client.get(f"{way_in}/identity")
    assert "Your application is sent" in text_of(client.page)
    assert client.page is not None
    assert client.page.xpath("//main//a/@href") == [f"{way_in}/identity/questions", f"{way_in}/done"]
    answer = client.get(f"{way_in}/identity/questions")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert client.page.xpath("//input[starts-with(@name, 'wish_')]") == []


def test_answers_are_kept_and_erased_by_the_link(
    client: StrictClient, store: Session, application: MentorApplication, way_in: str
) -> None:
    client.get(f"{way_in}/identity/questions")
    assert client.submit({"first_generation": "yes", "first_generation-use": "match"}).location == f"{way_in}/done"
    client.get(f"{way_in}/done")
    assert "Saved. You can change or erase it at any time." in text_of(client.page)
    store.expire_all()
    assert application.identity_answers == {"first_generation": "yes"}
    assert application.identity_uses == {"first_generation": "match"}
    assert "first_generation" not in application.answers
    store.commit()
    client.get(f"{way_in}/identity/questions")
    client.submit(action=f"{way_in}/identity/erase")
    store.expire_all()
    assert application.identity_answers == {}
    store.commit()


@pytest.mark.parametrize("path", ["/identity", "/identity/questions"])
def test_nothing_is_asked_before_everything_is_sent(client: StrictClient, store: Session, path: str) -> None:
    token = new_application_link(store, ApplicationFactory(), now=datetime.now(UTC))
    store.commit()
    assert client.get(f"/application/{token}{path}").location == f"/application/{token}"
    assert client.get(f"/application/unknown{path}").status_code == 404


def test_the_pages_speak_french(client: StrictClient, way_in: str) -> None:
    for path in ("/identity", "/identity/questions"):
        client.get(f"{way_in}{path}", headers={"Accept-Language": "fr"})
        assert "Personne de l’équipe, jamais" in text_of(client.page)
