"""Applying as a mentor, from the call's page to the confirmation, as a browser without JavaScript does it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Phase
from mentorship_app.recruitment import ApplicationStatus, Call, CallStatus, MentorApplication
from mentorship_app.recruitment.links import new_application_link
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.worker import mail_to, run_worker

HTMX = {"HX-Request": "true"}


@pytest.fixture
def call(store: Session) -> Call:
    call = CallFactory(slug="northmere")
    store.commit()
    return call


@pytest.fixture
def application(store: Session, call: Call) -> MentorApplication:
    application = ApplicationFactory(call=call, email="ada@example.org", name="Dr. Ada Quill")
    store.commit()
    return application


@pytest.fixture
def token(store: Session, application: MentorApplication) -> str:
    token = new_application_link(store, application, now=datetime.now(UTC))
    store.commit()
    return token


def kept(store: Session, application: MentorApplication) -> MentorApplication:
    store.expire_all()
    found = store.get_one(MentorApplication, application.id)
    # An open transaction of this session would keep every request waiting.
    store.commit()
    return found


def links_in_mail(store: Session, email: str) -> list[str]:
    found = [re.findall(r"http://localhost(/application/\S+)", mail.body)[0] for mail in mail_to(store, email)]
    store.commit()
    return found


ABOUT = {"department": "Surgery", "site": "South Hospital", "years": "9", "languages": ["english"], "languages-own": ""}
OFFER = {
    "capacity": "1",
    "hours": "1,5",
    "modality": ["video"],
    "topics": ["career"],
    "topics-own": "Night shifts",
    "comfort": "3",
}
ROLES = {"assessment_roles": ["competence_committee"], "trained": "no", "conduct": "yes", "agreement": "yes"}


@pytest.mark.usefixtures("call")
def test_a_mentor_applies_from_the_call_to_the_confirmation(app: Flask, client: StrictClient, store: Session) -> None:
    page = client.get("/apply/northmere").get_data(as_text=True)
    assert "Apply in 3 minutes" in page
    client.get("/apply/northmere/start")
    sent = client.submit({"name": "Dr. Ada Quill", "email": "Ada@Example.org "})
    assert (sent.status_code, sent.location) == (303, "/apply/northmere/link-sent")
    assert "Open your mail" in client.get(sent.location).get_data(as_text=True)

    run_worker(app)
    (way_in,) = links_in_mail(store, "ada@example.org")
    first = client.get(way_in)
    assert first.location == f"{way_in}/about"
    client.get(first.location)
    second = client.submit(ABOUT, button="action=continue")
    assert second.location == f"{way_in}/offer"
    client.get(second.location)
    third = client.submit(OFFER, button="action=continue")
    assert third.location == f"{way_in}/roles"
    client.get(third.location)
    fourth = client.submit(ROLES, button="action=continue")
    assert fourth.location == f"{way_in}/more"
    client.get(fourth.location)
    check = client.submit({"bio": ""}, button="action=continue")
    assert check.location == f"{way_in}/check"
    assert "Night shifts" in client.get(check.location).get_data(as_text=True)
    done = client.submit()
    assert done.location == f"{way_in}/identity"
    assert "Your application is sent" in client.get(done.location).get_data(as_text=True)

    application = store.scalars(select(MentorApplication)).one()
    store.commit()
    assert (application.status, application.email, application.capacity) == (
        ApplicationStatus.SUBMITTED,
        "ada@example.org",
        1,
    )
    assert application.answers == {
        "department": "Surgery",
        "site": "South Hospital",
        "years": 9,
        "languages": {"chosen": ["english"], "own": []},
        "capacity": "1",
        "hours": 1.5,
        "modality": ["video"],
        "topics": {"chosen": ["career"], "own": ["Night shifts"]},
        "comfort": 3,
        "assessment_roles": ["competence_committee"],
        "trained": False,
        "conduct": True,
        "agreement": True,
    }
    run_worker(app)
    assert [mail.subject for mail in mail_to(store, "ada@example.org")] == [
        "Your link to the mentor application",
        "Your mentor application has arrived",
    ]


@pytest.mark.usefixtures("call")
def test_the_page_tells_nobody_who_has_applied(
    app: Flask, client: StrictClient, store: Session, application: MentorApplication
) -> None:
    answers = []
    for email in ("ada@example.org", "new@example.org"):
        client.get("/apply/northmere/start")
        response = client.submit({"name": "Somebody Else", "email": email})
        answers.append((response.status_code, response.location, response.get_data(as_text=True)))
    assert answers[0] == answers[1]
    run_worker(app)
    assert len(links_in_mail(store, "ada@example.org")) == len(links_in_mail(store, "new@example.org")) == 1
    assert kept(store, application).name == "Dr. Ada Quill"
    assert len(store.scalars(select(MentorApplication)).all()) == 2


@pytest.mark.usefixtures("call")
def test_asking_again_at_once_sends_no_second_mail(client: StrictClient, store: Session) -> None:
    for _ in range(2):
        client.get("/apply/northmere/start")
        client.submit({"name": "Dr. Ada Quill", "email": "ada@example.org"})
    assert len(store.scalars(select(OutboxMessage)).all()) in {1, 2}, "two only if a span of five minutes just ended"
    assert len(store.scalars(select(MentorApplication)).all()) == 1


@pytest.mark.usefixtures("call")
def test_what_was_typed_stays_when_the_address_is_wrong(client: StrictClient, store: Session) -> None:
    client.get("/apply/northmere/start")
    response = client.submit({"name": "Dr. Ada Quill", "email": "ada@"})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert 'href="#email"' in page
    assert 'value="ada@"' in page
    assert 'value="Dr. Ada Quill"' in page
    assert store.scalars(select(MentorApplication)).all() == []


def test_a_missing_answer_is_named_and_the_rest_is_kept(client: StrictClient, token: str) -> None:
    client.get(f"/application/{token}/about")
    response = client.submit({**ABOUT, "department": ""}, button="action=continue")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Enter your department or division." in page
    assert 'href="#department"' in page
    assert 'value="South Hospital"' in page


def test_each_answer_is_saved_as_it_is_given(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    client.get(f"/application/{token}/about")
    response = client.submit({"department": "Surgery"}, headers=HTMX)
    assert response.status_code == 200
    assert text_of(client.page).startswith("Saved ")
    assert "<html" not in response.get_data(as_text=True)
    assert kept(store, application).draft == {"department": "Surgery"}
    assert 'value="Surgery"' in client.get(f"/application/{token}/about").get_data(as_text=True)


def test_a_window_opened_earlier_does_not_undo_a_later_one(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    url = f"/application/{token}/about"
    client.get(url)
    old_rev = client.form().find(".//input[@name='rev']").get("value")
    client.submit({"department": "Surgery"}, headers=HTMX)
    client.get(url)
    client.submit({"department": "Family Medicine"}, headers=HTMX)
    client.get(url)
    late = client.submit({"department": "Old words", "rev": old_rev}, headers=HTMX)
    assert late.status_code == 200
    assert "newer answers in another window" in late.get_data(as_text=True)
    assert kept(store, application).draft == {"department": "Family Medicine"}


def test_save_and_leave_asks_for_nothing_and_the_link_comes_back_to_the_gap(client: StrictClient, token: str) -> None:
    client.get(f"/application/{token}/about")
    response = client.submit({"department": "Surgery"}, button="action=leave")
    assert response.location == f"/application/{token}/saved"
    assert "Nothing has been sent yet" in client.get(response.location).get_data(as_text=True)
    assert client.get(f"/application/{token}").location == f"/application/{token}/about"


def test_a_change_link_leads_straight_back_to_the_check(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    application.draft = dict(FULL_ANSWERS)
    store.commit()
    client.get(f"/application/{token}/check")
    change = client.page.xpath("//a[contains(@href, 'about') and contains(@href, 'return=check')]")[0].get("href")
    client.get(change.partition("#")[0])
    response = client.submit({"department": "Surgery"}, button="action=continue")
    assert response.location == f"/application/{token}/check"
    assert kept(store, application).draft["department"] == "Surgery"


def test_an_answer_that_calls_for_another_question_shows_it_before_going_on(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    client.get(f"/application/{token}/roles")
    assert "last session" not in client.get(f"/application/{token}/roles").get_data(as_text=True)
    response = client.submit({**ROLES, "trained": "yes"}, button="action=continue")
    assert response.location == f"/application/{token}/roles#trained_on"
    assert "last session" in client.get(f"/application/{token}/roles").get_data(as_text=True)
    dated = {"trained_on-day": "15", "trained_on-month": "3", "trained_on-year": "2025"}
    onward = client.submit(dated, button="action=continue")
    assert onward.location == f"/application/{token}/more"
    assert kept(store, application).draft["trained_on"] == "2025-03-15"


def test_an_incomplete_application_is_not_sent(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    client.get(f"/application/{token}/check")
    response = client.submit()
    assert response.status_code == 422
    assert "Choose how many residents you can mentor." in response.get_data(as_text=True)
    assert kept(store, application).status is ApplicationStatus.DRAFT


def test_sending_twice_sends_once(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    application.draft = dict(FULL_ANSWERS)
    store.commit()
    client.get(f"/application/{token}/check")
    page = client.page
    assert client.submit().location == f"/application/{token}/identity"
    client.page = page
    assert client.submit().location == f"/application/{token}/done"
    assert len(store.scalars(select(OutboxMessage)).all()) == 1
    assert [event.action for event in store.scalars(select(AuditEvent))] == ["recruitment.application.submitted"]


def test_nothing_can_be_written_once_it_is_sent(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    client.get(f"/application/{token}/about")
    sent = kept(store, application)
    sent.status, sent.answers, sent.submitted_at = ApplicationStatus.SUBMITTED, dict(FULL_ANSWERS), datetime.now(UTC)
    store.commit()
    response = client.submit(ABOUT, button="action=continue")
    assert response.location == f"/application/{token}/done"
    assert kept(store, application).draft == {}
    assert client.get(f"/application/{token}/offer").location == f"/application/{token}/done"


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "' OR 1=1 --",
    "a\x00b",
    "\u202eevil",
    "x" * 5000,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_are_shown_as_the_text_they_are_or_refused(
    client: StrictClient, store: Session, application: MentorApplication, token: str, text: str
) -> None:
    client.get(f"/application/{token}/about")
    response = client.submit({**ABOUT, "department": text}, button="action=continue")
    assert response.status_code in {303, 422}
    page = client.get(f"/application/{token}/check").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "49" not in kept(store, application).draft.get("department", "")


def test_made_up_choices_and_repeated_fields_are_refused(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    client.get(f"/application/{token}/offer")
    for answers in ({"capacity": "9"}, {"capacity": ["1", "2"]}, {"hours": "1e9"}, {"comfort": "7"}):
        client.get(f"/application/{token}/offer")
        assert client.submit({**OFFER, **answers}, button="action=continue").status_code == 422
    for rev in ("-5", "99999999999999999999", "x"):
        client.get(f"/application/{token}/offer")
        assert client.submit({**OFFER, "rev": rev}, button="action=continue").status_code == 303
    assert kept(store, application).revs["offer"] < 10


@pytest.mark.parametrize("path", ["", "/about", "/check", "/done", "/saved"])
@pytest.mark.usefixtures("call")
def test_an_unknown_link_says_what_to_do(client: StrictClient, path: str) -> None:
    response = client.get(f"/application/not-a-token{path}")
    assert response.status_code == 404
    assert "Ask for a new one" in response.get_data(as_text=True)


def test_a_link_of_sixty_days_ago_opens_nothing(
    client: StrictClient, store: Session, application: MentorApplication
) -> None:
    old = new_application_link(store, application, now=datetime.now(UTC) - timedelta(days=61))
    store.commit()
    assert client.get(f"/application/{old}/about").status_code == 404


def test_the_token_stays_out_of_caches_referers_and_logs(
    client: StrictClient, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    response = client.get(f"/application/{token}/about")
    assert (response.headers["Cache-Control"], response.headers["Referrer-Policy"]) == ("no-store", "strict-origin")
    logged = capsys.readouterr().err
    assert "/application/<token>/<part>" in logged
    assert token not in logged


def test_a_closed_call_says_so_and_takes_nothing(client: StrictClient, store: Session, call: Call) -> None:
    client.get("/apply/northmere/start")
    kept_call = store.get_one(Call, call.id)
    kept_call.status = CallStatus.CLOSED
    store.commit()
    assert client.submit({"name": "A", "email": "a@example.org"}).location == "/apply/northmere"
    assert "This call is closed" in client.get("/apply/northmere").get_data(as_text=True)
    assert client.get("/apply/northmere/start").location == "/apply/northmere"
    assert store.scalars(select(MentorApplication)).all() == []


def test_a_draft_left_behind_in_a_closed_call_says_that_nobody_read_it(
    client: StrictClient, store: Session, call: Call, token: str
) -> None:
    store.get_one(Call, call.id).status = CallStatus.CLOSED
    store.commit()
    assert client.get(f"/application/{token}").location == f"/application/{token}/done"
    assert "nobody has read it" in client.get(f"/application/{token}/done").get_data(as_text=True)


def test_a_call_that_opens_later_says_when(client: StrictClient, store: Session) -> None:
    CallFactory(slug="later", opens_on=date(2035, 1, 5))
    store.commit()
    page = client.get("/apply/later").get_data(as_text=True)
    assert "Applications open on 5 Jan 2035" in page
    assert "/apply/later/start" not in page


def test_a_draft_call_is_seen_by_nobody(client: StrictClient, store: Session) -> None:
    CallFactory(slug="open")
    CallFactory(slug="draft", status=CallStatus.DRAFT)
    store.commit()
    assert [client.get(f"/apply/{slug}").status_code for slug in ("open", "draft", "none")] == [200, 404, 404]


def test_a_call_takes_nothing_once_its_cohort_has_gone_on(client: StrictClient, store: Session, call: Call) -> None:
    store.get_one(Call, call.id).cohort.phase = Phase.ACTIVE
    store.commit()
    assert "This call is closed" in client.get("/apply/northmere").get_data(as_text=True)


def test_every_page_reads_in_french(
    client: StrictClient, store: Session, application: MentorApplication, token: str
) -> None:
    application.draft = dict(FULL_ANSWERS)
    store.commit()
    french = {"Accept-Language": "fr"}
    for path in (
        "/apply/northmere",
        "/apply/northmere/start",
        "/apply/northmere/link-sent",
        *(f"/application/{token}/{part}" for part in ("about", "offer", "roles", "more", "check", "saved")),
    ):
        page = client.get(path, headers=french).get_data(as_text=True)
        assert '<html lang="fr"' in page
        assert not re.search(r"\b(the|your|application is|answers)\b", text_of(client.page).lower()), path
