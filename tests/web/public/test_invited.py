"""The page of a personal invitation, the way back of a returning mentor, and the list for next year."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.programs import Phase
from mentorship_app.recruitment import ApplicationStatus, Call, CallStatus, MentorApplication
from mentorship_app.recruitment.invitations import Invitation, InvitationStatus
from mentorship_app.recruitment.invitations.links import new_invitation_link
from mentorship_app.recruitment.next_year import FutureInterest
from tests.factories import CohortFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory, InvitationFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.worker import mail_to, run_worker

HTMX = {"HX-Request": "true"}


@pytest.fixture
def call(store: Session) -> Call:
    call = CallFactory(slug="northmere", cohort=CohortFactory(phase=Phase.RECRUITMENT, starts_on=date(2026, 7, 1)))
    store.commit()
    return call


def invite(store: Session, call: Call, **changes: Any) -> str:
    """The path of the mailed link."""
    invitation = InvitationFactory(call=call, **{"email": "ada@example.org", "name": "Seán O’Neil"} | changes)
    token = new_invitation_link(store, invitation, now=datetime.now(UTC))
    store.commit()
    return f"/invitation/{token}"


def look(store: Session) -> Invitation:
    store.rollback()
    store.expire_all()
    found = store.scalars(select(Invitation)).one()
    # Not a rollback, after which a look at the found row would begin a transaction and keep every request waiting.
    store.commit()
    return found


def test_looking_writes_nothing_and_the_page_itself_says_it_was_opened(
    client: StrictClient, store: Session, call: Call
) -> None:
    path = invite(store, call)
    response = client.get(path)
    page = text_of(client.page)
    assert "You are invited, Seán O’Neil" in page
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert not look(store).opened
    (form,) = client.page.xpath("//form[@hx-trigger='load']")
    assert (form.get("action"), form.get("hx-post")) == (f"{path}/opened", f"{path}/opened")
    assert client.submit(action=f"{path}/opened", headers=HTMX).status_code == 204
    assert look(store).opened
    client.get(path)
    assert client.page.xpath("//form[@hx-trigger='load']") == []


def test_beginning_needs_no_other_mail(client: StrictClient, store: Session, call: Call) -> None:
    path = invite(store, call)
    client.get(path)
    begun = client.submit(action=path)
    assert begun.status_code == 303
    assert client.get(begun.location).location.endswith("/about")
    application = store.scalars(select(MentorApplication)).one()
    assert (application.email, application.name, application.status) == (
        "ada@example.org",
        "Seán O’Neil",
        ApplicationStatus.DRAFT,
    )
    store.rollback()
    client.get(path)
    again = client.submit(action=path)
    assert again.status_code == 303
    assert len(store.scalars(select(MentorApplication)).all()) == 1
    store.rollback()
    assert look(store).opened


def test_a_person_without_a_name_is_asked_for_it(client: StrictClient, store: Session, call: Call) -> None:
    path = invite(store, call, name="")
    client.get(path)
    refused = client.submit({"name": " "}, action=path)
    assert refused.status_code == 422
    assert "Enter your name." in text_of(client.page)
    assert client.submit({"name": "ليلى حداد"}, action=path).status_code == 303
    assert look(store).name == "ليلى حداد"


def test_a_name_in_another_script_does_not_turn_the_sentence(client: StrictClient, store: Session, call: Call) -> None:
    client.get(invite(store, call, name="ليلى حداد <b>"))
    assert [text_of(node) for node in client.page.xpath("//h2/bdi")] == ["ليلى حداد <b>"]


def test_reminders_are_stopped_by_a_button_and_not_by_a_look(client: StrictClient, store: Session, call: Call) -> None:
    path = invite(store, call)
    client.get(f"{path}/no-more-reminders")
    assert look(store).status is InvitationStatus.INVITED
    done = client.submit(action=f"{path}/no-more-reminders")
    assert (done.status_code, done.location) == (303, f"{path}/no-more-reminders")
    assert look(store).status is InvitationStatus.STOPPED
    assert "You get no more reminders" in client.get(done.location).get_data(as_text=True)
    client.get(path)
    assert client.submit(action=path).status_code == 303, "one can still apply"


def test_a_withdrawn_invitation_leads_to_the_public_page(client: StrictClient, store: Session, call: Call) -> None:
    path = invite(store, call, status=InvitationStatus.WITHDRAWN)
    assert client.get(path).location == "/apply/northmere"


def test_a_closed_call_begins_nothing_but_shows_what_was_sent(
    app: Flask, client: StrictClient, store: Session, call: Call
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    path = invite(store, call)
    store.get_one(Call, call.id).status = CallStatus.CLOSED
    store.commit()
    assert "This call is closed" in client.get(path).get_data(as_text=True)
    assert client.post(path).location == path
    assert store.scalars(select(MentorApplication)).all() == []
    ApplicationFactory(call=call, sent=True, email="ada@example.org")
    store.commit()
    onward = client.get(client.post(path).location).location
    assert "Your application is sent" in client.get(onward).get_data(as_text=True)


def test_an_unknown_link_is_not_found(app: Flask, client: StrictClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for path in ("", "/no-more-reminders"):
        assert client.get(f"/invitation/nonsense{path}").status_code == 404
        assert client.post(f"/invitation/nonsense{path}").status_code == 404


def last_year(store: Session, call: Call, **changes: Any) -> None:
    cohort = CohortFactory(
        program=call.cohort.program,
        name="2025–26",
        phase=Phase.CLOSED,
        starts_on=date(2025, 7, 1),
        ends_on=date(2026, 6, 30),
    )
    values = {"status": ApplicationStatus.APPROVED, "email": "ada@example.org"} | changes
    ApplicationFactory(call=CallFactory(cohort=cohort), sent=True, **values)
    store.commit()


def test_a_returning_mentor_is_done_in_three_taps(app: Flask, client: StrictClient, store: Session, call: Call) -> None:
    last_year(store, call)
    path = invite(store, call)
    client.get(path)  # first tap: the link in the mail
    assert "Welcome back, Seán O’Neil" in text_of(client.page)
    begun = client.submit(action=path)  # second tap
    check = client.get(begun.location).location
    assert check.endswith("/check")
    client.get(check)
    page = text_of(client.page)
    assert "Still right?" in page
    assert "2025–26" in page
    assert "North Hospital" in page
    assert "I keep what residents tell me to myself" in page or "confidential" in page.lower()
    sent = client.submit(button="agree=yes", action=check)  # third tap
    assert sent.location.endswith("/done")
    application = store.scalars(select(MentorApplication).where(MentorApplication.call_id == call.id)).one()
    assert (application.status, application.answers) == (ApplicationStatus.SUBMITTED, FULL_ANSWERS)
    store.rollback()
    run_worker(app)
    assert [mail.subject for mail in mail_to(store, "ada@example.org")] == ["Your mentor application has arrived"]
    store.rollback()


def test_one_change_comes_straight_back_to_still_right(client: StrictClient, store: Session, call: Call) -> None:
    last_year(store, call)
    path = invite(store, call)
    client.get(path)
    check = client.get(client.submit(action=path).location).location
    client.get(check)
    change = next(
        link.get("href") for link in client.page.xpath("//a") if "/about?return=check" in link.get("href", "")
    )
    client.get(change.partition("#")[0])
    back = client.submit({"site": "South Hospital"}, button="action=continue")
    assert back.location == check
    client.get(check)
    assert "South Hospital" in text_of(client.page)
    client.submit(button="agree=yes", action=check)
    sent = store.scalars(select(MentorApplication).where(MentorApplication.call_id == call.id)).one()
    assert sent.answers["site"] == "South Hospital"
    store.rollback()


def test_the_ordinary_link_finds_last_years_answers_too(
    app: Flask, client: StrictClient, store: Session, call: Call
) -> None:
    last_year(store, call)
    client.get("/apply/northmere/start")
    client.submit({"name": "Seán O’Neil", "email": "ada@example.org"})
    run_worker(app)
    (mail,) = mail_to(store, "ada@example.org")
    store.rollback()
    way_in = re.findall(r"http://localhost(/application/\S+)", mail.body)[0]
    assert client.get(way_in).location == f"{way_in}/check"


def test_agreeing_without_the_button_sends_nothing(client: StrictClient, store: Session, call: Call) -> None:
    last_year(store, call)
    path = invite(store, call)
    client.get(path)
    check = client.get(client.submit(action=path).location).location
    client.get(check)
    refused = client.submit(action=check)
    assert refused.status_code == 422
    assert store.scalars(select(MentorApplication.status).where(MentorApplication.call_id == call.id)).all() == [
        ApplicationStatus.DRAFT
    ]
    store.rollback()


def test_who_comes_too_late_is_told_next_year_and_can_leave_the_list(
    app: Flask, client: StrictClient, store: Session, call: Call
) -> None:
    assert client.get("/apply/northmere/next-year").location == "/apply/northmere", "the call is open"
    store.get_one(Call, call.id).status = CallStatus.CLOSED
    store.commit()
    client.get("/apply/northmere")
    assert "Tell me next year" in text_of(client.page)
    client.get("/apply/northmere/next-year")
    refused = client.submit({"name": "Inês D'Ávila", "email": "ines@", "department": "Surgery"})
    assert refused.status_code == 422
    assert 'value="Inês D&#39;Ávila"' in refused.get_data(as_text=True)
    answers = []
    for _again in range(2):
        client.get("/apply/northmere/next-year")
        noted = client.submit({"name": "Inês D'Ávila", "email": "ines@example.org", "department": "Surgery"})
        answers.append((noted.status_code, noted.location))
    assert answers == [(303, "/apply/northmere/noted")] * 2
    assert "It is noted" in client.get(noted.location).get_data(as_text=True)
    run_worker(app)
    mails = mail_to(store, "ines@example.org")
    store.rollback()
    path = re.findall(r"http://localhost(/next-year/\S+)", mails[-1].body)[0]
    client.get(path)
    assert len(store.scalars(select(FutureInterest)).all()) == 1
    store.rollback()
    left = client.submit(action=path)
    assert left.location == "/next-year"
    assert "You are off the list" in client.get(left.location).get_data(as_text=True)
    assert store.scalars(select(FutureInterest)).all() == []
    store.rollback()
    assert client.get(path).status_code == 404


def test_a_shared_link_has_a_preview(client: StrictClient, call: Call) -> None:
    client.get(f"/apply/{call.slug}")
    shown = {node.get("property") or node.get("name"): node.get("content") for node in client.page.xpath("//meta")}
    assert shown["og:title"] == "Become a mentor"
    assert shown["description"] == shown["og:description"] == "Residents ask for you."
    assert shown["og:url"] == "http://localhost/apply/northmere"


@pytest.mark.parametrize("path", ["", "/no-more-reminders"])
def test_every_page_of_the_invited_reads_in_french(client: StrictClient, store: Session, call: Call, path: str) -> None:
    last_year(store, call)
    client.get(invite(store, call) + path, headers={"Accept-Language": "fr"})
    page = text_of(client.page)
    assert [word for word in ("Welcome", "answers", "reminders", "Begin") if word in page] == []
