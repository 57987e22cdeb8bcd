"""Triage of applications and care of calls, as a coordinator meets them."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.messaging import UNDO, OutboxMessage
from mentorship_app.programs import CohortRole, Enrollment, Phase
from mentorship_app.recruitment import ApplicationStatus, Call, CallStatus, MentorApplication
from tests.factories import AccountFactory, StaffGrantFactory
from tests.factories.recruitment import FULL_ANSWERS, ApplicationFactory, CallFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in
from tests.kit.worker import mail_to, run_worker

HTMX = {"HX-Request": "true"}


@pytest.fixture
def call(store: Session) -> Call:
    call = CallFactory(slug="northmere", cohort__program__slug="northmere")
    store.commit()
    return call


@pytest.fixture
def staff(store: Session, client: StrictClient, call: Call) -> StrictClient:
    """A browser in which the program's coordinator is signed in."""
    account = AccountFactory(email="coordinator@example.org")
    StaffGrantFactory(account=account, program_id=call.cohort.program_id)
    store.commit()
    staff_sign_in(client, account)
    return client


@pytest.fixture
def application(store: Session, call: Call) -> MentorApplication:
    application = ApplicationFactory(
        call=call, sent=True, name="Dr. Ada Quill", email="ada@example.org", public_id="ada2345678"
    )
    store.commit()
    return application


ADA = "/p/northmere/applications/ada2345678"


def now_is(store: Session, application: MentorApplication) -> MentorApplication:
    store.expire_all()
    found = store.get_one(MentorApplication, application.id)
    store.commit()
    return found


def outbox(store: Session) -> list[tuple[str, str]]:
    store.expire_all()
    rows = store.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)).all()
    store.commit()
    return [(row.kind, row.status.value) for row in rows if row.kind.startswith("application")]


@pytest.mark.usefixtures("application")
def test_the_list_shows_what_was_sent_and_only_counts_drafts(staff: StrictClient, store: Session, call: Call) -> None:
    ApplicationFactory(call=call, name="Dr. Still Writing", draft={"department": "Secret thoughts"})
    store.commit()
    response = staff.get("/p/northmere/applications")
    page = text_of(staff.page)
    assert response.status_code == 200
    assert "Dr. Ada Quill" in page
    assert re.search(r"Begun, not sent ?1", page)
    assert "Dr. Still Writing" not in page
    assert "Secret thoughts" not in page


def test_an_empty_list_offers_the_link_to_share(staff: StrictClient) -> None:
    staff.get("/p/northmere/applications")
    assert "Share your link" in text_of(staff.page)
    assert staff.page.xpath("//input[@id='share-northmere']")[0].get("value") == "http://localhost/apply/northmere"


@pytest.mark.usefixtures("application")
def test_filter_and_order_work_with_and_without_a_script(staff: StrictClient, store: Session, call: Call) -> None:
    ApplicationFactory(call=call, sent=True, name="Dr. Bo Alder", status=ApplicationStatus.DECLINED)
    store.commit()
    staff.get("/p/northmere/applications?status=declined")
    assert [text_of(cell) for cell in staff.page.xpath("//tbody//th")] == ["Dr. Bo Alder"]
    staff.get("/p/northmere/applications?sort=name&direction=down&status=nonsense&page=999&sort=x")
    staff.get("/p/northmere/applications?sort=name&direction=down")
    assert [text_of(cell) for cell in staff.page.xpath("//tbody//th")] == ["Dr. Bo Alder", "Dr. Ada Quill"]
    fragment = staff.get("/p/northmere/applications?status=submitted", headers=HTMX).get_data(as_text=True)
    assert "<html" not in fragment
    assert "Dr. Ada Quill" in fragment


def test_the_list_costs_the_same_for_one_row_and_for_three(
    app: Flask, staff: StrictClient, store: Session, call: Call, application: MentorApplication
) -> None:
    assert application.call_id == call.id
    counts = []
    staff.get("/p/northmere/applications")
    for more in (0, 2):
        ApplicationFactory.create_batch(more, call=call, sent=True)
        store.commit()
        with counted_queries(app) as statements:
            staff.get("/p/northmere/applications")
        assert len(staff.page.xpath("//tbody/tr")) == 1 + more
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_thousand_applications_come_in_pages_of_fifty(staff: StrictClient, store: Session, call: Call) -> None:
    ApplicationFactory.create_batch(1000, call=call, sent=True)
    store.commit()
    staff.get("/p/northmere/applications?page=20")
    assert len(staff.page.xpath("//tbody/tr")) == 50
    assert "951 to 1000 of 1000" in text_of(staff.page)


def test_one_application_shows_every_answer_and_warns_of_roles(
    staff: StrictClient, store: Session, application: MentorApplication
) -> None:
    application.answers = {**FULL_ANSWERS, "assessment_roles": ["program_director"], "bio": "<script>alert(1)</script>"}
    store.commit()
    response = staff.get(ADA)
    page = text_of(staff.page)
    assert "North Hospital" in page
    assert "Night shifts" in page
    assert "This person has a say over residents" in page
    assert "Program director or deputy" in page
    assert "<script>alert" not in response.get_data(as_text=True)
    staff.get("/p/northmere/applications")
    assert "Assesses residents" in text_of(staff.page)


def test_accepting_shows_the_mail_first_then_enrolls_and_writes_to_the_mentor(
    app: Flask, staff: StrictClient, store: Session, application: MentorApplication
) -> None:
    staff.get(f"{ADA}/accept")
    assert "You are a mentor" in text_of(staff.page)
    response = staff.submit({"note": "Glad to have you."}, button="action=preview")
    assert response.status_code == 200
    assert "Glad to have you." in text_of(staff.page.xpath("//article")[0])
    assert "/l/…" in text_of(staff.page.xpath("//article")[0])
    assert now_is(store, application).status is ApplicationStatus.SUBMITTED
    assert outbox(store) == []

    done = staff.submit(button="action=send")
    assert (done.status_code, done.location) == (303, ADA)
    decided = now_is(store, application)
    enrollment = store.scalars(select(Enrollment)).one()
    assert (decided.status, decided.note, decided.enrollment_id) == (
        ApplicationStatus.APPROVED,
        "Glad to have you.",
        enrollment.id,
    )
    assert (
        enrollment.role,
        enrollment.account.email,
        enrollment.capacity,
        enrollment.hours_per_month,
        enrollment.department,
        enrollment.site,
    ) == (CohortRole.MENTOR, "ada@example.org", 2, 1.5, "Internal Medicine", "North Hospital")
    message = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "application_approved")).one()
    store.commit()
    assert message.not_before - message.created_at == UNDO

    run_worker(app, now=datetime.now(UTC) + UNDO)
    (mail,) = mail_to(store, "ada@example.org")
    store.commit()
    assert "Glad to have you." in mail.body
    assert re.search(r"http://localhost/l/\S{32}", mail.body)


def test_words_that_were_not_in_the_preview_are_shown_before_they_go(
    staff: StrictClient, store: Session, application: MentorApplication
) -> None:
    staff.get(f"{ADA}/accept")
    response = staff.submit({"note": "Quickly added"}, button="action=send")
    assert response.status_code == 200
    assert "Quickly added" in text_of(staff.page.xpath("//article")[0])
    assert now_is(store, application).status is ApplicationStatus.SUBMITTED
    staff.submit(button="action=send")
    assert now_is(store, application).status is ApplicationStatus.APPROVED


def test_the_preview_is_swapped_in_place_and_the_decision_loads_a_page(
    staff: StrictClient, store: Session, application: MentorApplication
) -> None:
    staff.get(f"{ADA}/decline")
    fragment = staff.submit({"note": "Next year, gladly."}, button="action=preview", headers=HTMX)
    text = fragment.get_data(as_text=True)
    assert "<html" not in text
    assert "Next year, gladly." in text_of(staff.page.xpath("//article")[0])
    done = staff.submit(button="action=send", headers=HTMX)
    assert (done.status_code, done.headers["HX-Redirect"]) == (200, ADA)
    assert now_is(store, application).status is ApplicationStatus.DECLINED
    assert outbox(store) == [("application_declined", "queued")]


def test_asking_for_changes_needs_words(staff: StrictClient, store: Session, application: MentorApplication) -> None:
    staff.get(f"{ADA}/ask-for-changes")
    response = staff.submit({"note": "  "}, button="action=preview")
    assert response.status_code == 422
    assert "Write what you would like the person to change." in text_of(staff.page)
    staff.submit({"note": "Which site do you mean?"}, button="action=preview")
    staff.submit(button="action=send")
    changed = now_is(store, application)
    assert (changed.status, changed.note) == (ApplicationStatus.CHANGES_REQUESTED, "Which site do you mean?")


def test_pressing_twice_decides_once(staff: StrictClient, store: Session, application: MentorApplication) -> None:
    staff.get(f"{ADA}/accept")
    page = staff.page
    staff.submit(button="action=send")
    staff.page = page
    again = staff.submit(button="action=send")
    assert (again.status_code, again.location) == (303, ADA)
    assert outbox(store) == [("application_approved", "queued")]
    assert now_is(store, application).status is ApplicationStatus.APPROVED
    assert len(store.scalars(select(Enrollment)).all()) == 1


def test_two_coordinators_do_not_overrule_each_other_unseen(
    staff: StrictClient, store: Session, application: MentorApplication
) -> None:
    staff.get(f"{ADA}/decline")
    decline_page = staff.page
    staff.get(f"{ADA}/accept")
    staff.submit(button="action=send")
    staff.page = decline_page
    assert staff.submit(button="action=send").status_code == 409
    assert now_is(store, application).status is ApplicationStatus.APPROVED


def test_answers_sent_after_the_page_was_opened_are_read_before_the_decision(
    staff: StrictClient, store: Session, application: MentorApplication
) -> None:
    staff.get(f"{ADA}/accept")
    store.get_one(MentorApplication, application.id).submitted_at = datetime.now(UTC)
    store.commit()
    response = staff.submit(button="action=send")
    assert response.status_code == 409
    assert "has sent a new version" in text_of(staff.page)
    assert now_is(store, application).status is ApplicationStatus.SUBMITTED


def test_an_application_is_not_visible_to_another_program(
    staff: StrictClient, store: Session, application: MentorApplication
) -> None:
    assert application.name in staff.get(ADA).get_data(as_text=True)
    elsewhere = CallFactory(slug="elsewhere", cohort__program__slug="elsewhere")
    StaffGrantFactory(
        account=store.scalars(select(Account).where(Account.email == "coordinator@example.org")).one(),
        program_id=elsewhere.cohort.program_id,
    )
    store.commit()
    paths = ("", "/accept", "/decline", "/ask-for-changes")
    assert [staff.get(f"{ADA}{path}").status_code for path in paths] == [200] * 4
    foreign = ADA.replace("northmere", "elsewhere")
    assert [staff.get(f"{foreign}{path}").status_code for path in paths] == [404] * 4
    assert staff.get("/p/elsewhere/calls/northmere").status_code == 404
    assert application.name not in staff.get("/p/elsewhere/applications").get_data(as_text=True)


@pytest.mark.parametrize("role", [StaffRole.VIEWER, None])
def test_viewers_and_strangers_read_no_application(
    client: StrictClient, store: Session, application: MentorApplication, role: StaffRole | None
) -> None:
    account = AccountFactory()
    if role is not None:
        StaffGrantFactory(account=account, program_id=application.call.cohort.program_id, role=role)
    store.commit()
    staff_sign_in(client, account)
    for path in ("/p/northmere/applications", ADA, f"{ADA}/accept", "/p/northmere/calls"):
        assert client.get(path).status_code == (403 if role else 404)


def test_a_draft_has_no_page_for_staff(staff: StrictClient, store: Session, call: Call) -> None:
    ApplicationFactory(call=call, public_id="draft23456")
    store.commit()
    assert staff.get("/p/northmere/applications/draft23456").status_code == 404
    assert staff.get("/p/northmere/applications/draft23456/accept").status_code == 404


def test_a_call_is_written_opened_changed_and_closed(staff: StrictClient, store: Session, call: Call) -> None:
    staff.get("/p/northmere/calls/new")
    assert staff.submit({"hours_per_month": "1,5"}).location == "/p/northmere/calls"
    made = store.scalars(select(Call).where(Call.id != call.id)).one()
    store.commit()
    assert (made.status, made.hours_per_month, made.title_fr) == (CallStatus.DRAFT, 1.5, "Devenez mentor ou mentore")
    assert made.slug == "northmere-2026-27"

    staff.get("/p/northmere/calls")
    staff.submit(action=f"/p/northmere/calls/{made.slug}/open")
    assert staff.get(f"/apply/{made.slug}").status_code == 200
    staff.get(f"/p/northmere/calls/{made.slug}/change")
    staff.submit({"title_en": "Mentors wanted"})
    staff.get("/p/northmere/calls")
    staff.submit(action=f"/p/northmere/calls/{made.slug}/close")
    store.expire_all()
    now = store.get_one(Call, made.id)
    assert (now.status, now.title_en) == (CallStatus.CLOSED, "Mentors wanted")


def test_a_call_with_wrong_entries_keeps_what_was_typed(staff: StrictClient, store: Session) -> None:
    staff.get("/p/northmere/calls/new")
    response = staff.submit(
        {"title_fr": "", "title_en": "Mentors wanted", "opens_on": "2026-09-01", "closes_on": "2026-08-01"}
    )
    assert response.status_code == 422
    assert "Enter a title in both languages." in text_of(staff.page)
    assert 'value="Mentors wanted"' in response.get_data(as_text=True)
    response = staff.submit({"title_fr": "Mentors", "hours_per_month": "lots", "places_wanted": "0"})
    assert response.status_code == 422
    assert len(store.scalars(select(Call)).all()) == 1


def test_a_stale_change_of_a_call_is_refused_with_both_kept(staff: StrictClient, store: Session, call: Call) -> None:
    staff.get("/p/northmere/calls/northmere/change")
    store.get_one(Call, call.id).version = 7
    store.commit()
    response = staff.submit({"title_en": "My words"})
    assert response.status_code == 409
    assert 'value="My words"' in response.get_data(as_text=True)
    assert "Somebody else changed this" in text_of(staff.page)


def test_a_call_does_not_open_before_recruitment(staff: StrictClient, store: Session, call: Call) -> None:
    kept = store.get_one(Call, call.id)
    kept.status, kept.cohort.phase = CallStatus.DRAFT, Phase.SETUP
    store.commit()
    staff.get("/p/northmere/calls")
    staff.submit(action="/p/northmere/calls/northmere/open")
    staff.get("/p/northmere/calls")
    assert "Move it to recruitment first." in text_of(staff.page)
    store.expire_all()
    assert store.get_one(Call, call.id).status is CallStatus.DRAFT


def test_every_staff_page_reads_in_french(staff: StrictClient, store: Session, application: MentorApplication) -> None:
    ApplicationFactory(call=application.call, sent=True, answers={**FULL_ANSWERS, "assessment_roles": ["supervisor"]})
    store.commit()
    paths = (
        "/p/northmere/applications",
        ADA,
        f"{ADA}/decline",
        f"{ADA}/ask-for-changes",
        "/p/northmere/calls",
        "/p/northmere/calls/new",
    )
    for path in paths:
        staff.get(path, headers={"Accept-Language": "fr"})
        with staff.session_transaction() as session:
            session["locale"] = "fr"
        page = staff.get(path).get_data(as_text=True)
        assert '<html lang="fr"' in page
        for node in staff.page.xpath("//article | //textarea | //input[@type='text']"):
            node.clear()
        assert not re.search(r"\b(the|your|you|with|sent)\b", text_of(staff.page).lower()), path


def test_dates_of_the_prepared_call_end_after_they_begin(staff: StrictClient) -> None:
    staff.get("/p/northmere/calls/new")
    values = {name: staff.page.xpath(f"//input[@name='{name}']")[0].get("value") for name in ("opens_on", "closes_on")}
    assert date.fromisoformat(values["opens_on"]) < date.fromisoformat(values["closes_on"])
