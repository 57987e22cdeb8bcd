"""The pages of a call: people to invite, who was invited, targets, sharing, the poster, the list for next year."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from mentorship_app.messaging import UNDO, MessageStatus, OutboxMessage
from mentorship_app.programs import CohortRole, Phase
from mentorship_app.recruitment import ApplicationStatus, Call, CallStatus, MentorApplication
from mentorship_app.recruitment.invitations import Invitation, InvitationList
from mentorship_app.recruitment.next_year import FutureInterest
from mentorship_app.recruitment.targets import CallTarget
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory
from tests.factories.recruitment import (
    ApplicationFactory,
    CallFactory,
    CallTargetFactory,
    FutureInterestFactory,
    InvitationFactory,
)
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.worker import mail_to, run_worker
from tests.web.coordinator.desk import look, said, sit_down

HTMX = {"HX-Request": "true"}
NAMES = """Éloïse Œuvrard-Lefèvre <eloise@example.org>; Surgery
Seán O’Neil; sean.o'neil@example.org
ليلى حداد <layla@example.org>"""


@pytest.fixture
def call(store: Session, client: StrictClient) -> Call:
    cohort = sit_down(store, client, phase=Phase.RECRUITMENT, program__slug="northmere")
    made: Call = CallFactory(slug="mentors", cohort=cohort)
    store.commit()
    return made


def rows(client: StrictClient) -> list[str]:
    return [text_of(row) for row in client.page.xpath("//tbody/tr")]


@pytest.mark.usefixtures("call")
def test_from_pasted_lines_to_mail_in_both_languages(app: Flask, client: StrictClient, store: Session) -> None:
    client.get("/p/northmere/calls/mentors/invitations/add")
    read = client.submit(
        {"lines": NAMES, "department": "Medicine", "locale": "fr"}, action="/p/northmere/calls/mentors/invitations/add"
    )
    assert read.status_code == 303
    client.get(read.location)
    page = said(client)
    assert "3 people will be invited. Nobody has been yet." in page
    mails = client.page.xpath("//article")
    assert [mail.get("lang") for mail in mails] == ["en", "en", "fr", "fr"], "the invitation and its reminder, twice"
    assert "/invitation/…" in text_of(mails[0])
    look(store)
    assert store.scalars(select(Invitation)).all() == []
    store.rollback()

    client.get(read.location)
    done = client.submit(action=read.location)
    assert done.location == "/p/northmere/calls/mentors/invitations"
    client.get(done.location)
    assert [node.text for node in client.page.xpath("//tbody//th/bdi")] == [
        "Éloïse Œuvrard-Lefèvre",
        "Seán O’Neil",
        "ليلى حداد",
    ]
    assert "3 invitations have not left yet" in said(client)
    look(store)
    assert store.scalars(select(InvitationList)).all() == []
    store.rollback()
    run_worker(app, now=datetime.now(UTC) + UNDO)
    (mail,) = mail_to(store, "layla@example.org")
    store.rollback()
    assert "Bonjour \u2068ليلى حداد\u2069," in mail.body
    client.get(done.location)
    assert "No answer yet" in said(client)


def test_one_wrong_line_invites_nobody_and_keeps_what_was_typed(
    client: StrictClient, store: Session, call: Call
) -> None:
    client.get(f"/p/northmere/calls/{call.slug}/invitations/add")
    refused = client.submit(
        {"lines": "ada@example.org\nnobody <b>", "department": "Surgery"},
        action="/p/northmere/calls/mentors/invitations/add",
    )
    assert refused.status_code == 422
    assert "1 line has to be corrected" in said(client)
    assert client.page.xpath("//textarea[@name='lines']")[0].text.strip() == "ada@example.org\nnobody <b>"
    assert client.page.xpath("//input[@name='department']/@value") == ["Surgery"]
    look(store)
    assert store.scalars(select(InvitationList)).all() == []


def test_a_file_is_read_too(client: StrictClient, call: Call) -> None:
    client.get(f"/p/northmere/calls/{call.slug}/invitations/add")
    content = "Nom;Courriel;Langue\nZoë Ångström;zoe@example.org;anglais\n".encode()
    read = client.submit(
        {"file": FileStorage(io.BytesIO(content), filename="liste.csv")},
        action="/p/northmere/calls/mentors/invitations/add",
    )
    client.get(read.location)
    assert "Zoë Ångström" in said(client)
    assert "English" in said(client)


def test_who_is_known_is_told_of_and_not_written_to(client: StrictClient, store: Session, call: Call) -> None:
    InvitationFactory(call=call, email="asked@example.org")
    ApplicationFactory(call=call, sent=True, email="applied@example.org")
    EnrollmentFactory(cohort=call.cohort, role=CohortRole.MENTOR, account=AccountFactory(email="here@example.org"))
    store.commit()
    client.get("/p/northmere/calls/mentors/invitations/add")
    lines = "asked@example.org, applied@example.org, here@example.org, new@example.org, new@example.org"
    read = client.submit({"lines": lines}, action="/p/northmere/calls/mentors/invitations/add")
    client.get(read.location)
    assert ["Will be invited" in row for row in rows(client)] == [True, False, False, False, False]
    for words in ("Already invited", "Has applied", "Takes part already", "Twice in the list"):
        assert words in said(client)
    client.submit(action=read.location)
    look(store)
    assert {message.to_email for message in store.scalars(select(OutboxMessage))} == {"new@example.org"}


def test_a_list_that_changed_meanwhile_is_shown_again(client: StrictClient, store: Session, call: Call) -> None:
    client.get("/p/northmere/calls/mentors/invitations/add")
    read = client.submit({"lines": "a@example.org\nb@example.org"}, action="/p/northmere/calls/mentors/invitations/add")
    client.get(read.location)
    ApplicationFactory(call=call, sent=True, email="a@example.org")
    store.commit()
    assert client.submit(action=read.location).status_code == 409
    assert "People changed since this list was checked" in said(client)
    assert client.submit(action=read.location).status_code == 303
    look(store)
    assert [invitation.email for invitation in store.scalars(select(Invitation))] == ["b@example.org"]


def test_what_has_not_left_can_be_taken_back(client: StrictClient, store: Session, call: Call) -> None:
    InvitationFactory(call=call, email="earlier@example.org")
    store.commit()
    client.get("/p/northmere/calls/mentors/invitations/add")
    read = client.submit({"lines": "a@example.org\nb@example.org"}, action="/p/northmere/calls/mentors/invitations/add")
    client.get(read.location)
    client.submit(action=read.location)
    client.get("/p/northmere/calls/mentors/invitations")
    client.submit(action="/p/northmere/calls/mentors/invitations/take-back")
    client.get("/p/northmere/calls/mentors/invitations")
    assert "2 invitations are taken back." in said(client)
    look(store)
    assert [invitation.email for invitation in store.scalars(select(Invitation))] == ["earlier@example.org"]
    assert {message.status for message in store.scalars(select(OutboxMessage))} == {MessageStatus.CANCELLED}


def test_the_list_of_the_invited_is_searched_filtered_and_announced(
    client: StrictClient, store: Session, call: Call
) -> None:
    InvitationFactory(call=call, name="Éloïse Œuvrard", department="Surgery")
    InvitationFactory(call=call, name="Seán O’Neil", department="Medicine")
    bounced = InvitationFactory(call=call, name="ליאת כהן", department="Medicine")
    message = OutboxMessage(
        kind="mentor_invitation",
        to_email=bounced.email,
        to_name="",
        locale="en",
        context={"call_id": str(call.id), "invitation_id": str(bounced.id)},
        program_id=call.cohort.program_id,
        dedupe_key="bounced",
        status=MessageStatus.DEAD,
        not_before=datetime.now(UTC),
    )
    bounced.message = message
    store.commit()
    path = "/p/northmere/calls/mentors/invitations"
    client.get(path)
    assert "Mail not delivered" in said(client)
    for query, found in (
        ("q=eloise", "Éloïse Œuvrard"),
        ("q=o'neil medicine", "Seán O’Neil"),
        ("q=כהן", "ליאת כהן"),
        ("reply=not_delivered", "ליאת כהן"),
        ("department=Surgery", "Éloïse Œuvrard"),
    ):
        fragment = client.get(f"{path}?{query}", headers=HTMX).get_data(as_text=True)
        assert "<html" not in fragment
        assert "1 invitation<" in fragment
        assert [node.text for node in client.page.xpath("//tbody//th/bdi")] == [found], query
    client.get(f"{path}?q=%25")
    assert "No invitation matches" in said(client)
    client.get(f"{path}?reply=nonsense&page=99")
    assert len(rows(client)) == 3


def test_a_thousand_cost_as_many_queries_as_three(app: Flask, client: StrictClient, store: Session, call: Call) -> None:
    paths = (
        "/p/northmere/calls/mentors",
        "/p/northmere/calls/mentors/invitations",
        "/p/northmere/calls/mentors/invitations?q=dr",
        "/p/northmere/applications",
        "/p/northmere/applications?q=applicant",
        "/p/northmere/next-year",
    )
    CallTargetFactory(call=call)
    counts: list[list[int]] = []
    for more in (3, 997):
        InvitationFactory.create_batch(more, call=call)
        ApplicationFactory.create_batch(more, call=call, sent=True)
        FutureInterestFactory.create_batch(more, program=call.cohort.program)
        store.commit()
        counts.append([])
        for path in paths:
            client.get(path)
            with counted_queries(app) as statements:
                assert client.get(path).status_code == 200
            counts[-1].append(len(statements))
    assert counts[0] == counts[1]
    client.get("/p/northmere/calls/mentors/invitations?page=20")
    assert len(rows(client)) == 50


def test_a_thousand_people_are_invited_in_one_go(client: StrictClient, store: Session, call: Call) -> None:
    client.get(f"/p/northmere/calls/{call.slug}/invitations/add")
    lines = "\n".join(f"Person {number} <p{number}@example.org>; Surgery" for number in range(1_000))
    read = client.submit({"lines": lines}, action="/p/northmere/calls/mentors/invitations/add")
    client.get(read.location)
    assert len(rows(client)) == 50
    assert client.submit(action=read.location).status_code == 303
    look(store)
    assert len(store.scalars(select(Invitation.id)).all()) == 1_000


def test_the_table_of_the_invited_holds_no_formula(client: StrictClient, store: Session, call: Call) -> None:
    InvitationFactory(call=call, name="=1+1", email="a@example.org", department="Surgery")
    InvitationFactory(call=call, name="ليلى حداد", email="b@example.org", department="@x")
    store.commit()
    response = client.get("/p/northmere/calls/mentors/invitations.csv")
    lines = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))
    assert [line[:3] for line in lines[1:]] == [
        ["'=1+1", "a@example.org", "Surgery"],
        ["ليلى حداد", "b@example.org", "'@x"],
    ]


def test_withdrawing_one_invitation(client: StrictClient, store: Session, call: Call) -> None:
    invitation = InvitationFactory(call=call)
    store.commit()
    client.get("/p/northmere/calls/mentors/invitations")
    client.submit(action=f"/p/northmere/invitations/{invitation.public_id}/withdraw")
    client.get("/p/northmere/calls/mentors/invitations")
    assert "Withdrawn" in " ".join(rows(client))


def test_mentors_of_earlier_years_are_invited_in_one_go(client: StrictClient, store: Session, call: Call) -> None:
    before = CohortFactory(program=call.cohort.program, starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30))
    EnrollmentFactory(
        cohort=before, role=CohortRole.MENTOR, account=AccountFactory(name="Ada Quill", email="ada@example.org")
    )
    EnrollmentFactory(cohort=before, role=CohortRole.MENTEE)
    store.commit()
    client.get("/p/northmere/calls/mentors/invitations/add")
    assert "1 person mentored in an earlier year" in said(client)
    review = client.submit(action="/p/northmere/calls/mentors/invite-returning")
    client.get(review.location)
    assert [row for row in rows(client) if "Ada Quill" in row and "Will be invited" in row]


def test_the_list_for_next_year_is_invited_in_one_go_and_then_gone(
    client: StrictClient, store: Session, call: Call
) -> None:
    FutureInterestFactory(program=call.cohort.program, name="Inês D'Ávila", email="ines@example.org")
    gone = FutureInterestFactory(program=call.cohort.program)
    FutureInterestFactory()
    store.commit()
    client.get("/p/northmere/calls")
    assert "2 people want to hear of the next call." in said(client)
    client.get("/p/northmere/next-year")
    client.submit(action=f"/p/northmere/next-year/{gone.public_id}/remove")
    client.get("/p/northmere/next-year")
    review = client.submit(action="/p/northmere/calls/mentors/invite-interested")
    client.get(review.location)
    client.submit(action=review.location)
    look(store)
    assert [invitation.name for invitation in store.scalars(select(Invitation))] == ["Inês D'Ávila"]
    assert len(store.scalars(select(FutureInterest)).all()) == 1


@pytest.mark.usefixtures("call")
def test_targets_are_set_without_a_script(client: StrictClient, store: Session) -> None:
    path = "/p/northmere/calls/mentors/targets"
    client.get(path)
    before = len(client.page.xpath("//input[@name='topic-value']"))
    more = client.submit(
        {"topic-value": ["Research", "Nights"], "topic-places": ["3", "x"]}, action=path, button="action=more"
    )
    assert more.status_code == 200
    assert len(client.page.xpath("//input[@name='topic-value']")) == before + 2
    refused = client.submit(action=path)
    assert refused.status_code == 422
    assert client.page.xpath("//input[@name='topic-value']/@value")[:2] == ["Research", "Nights"]
    client.submit({"topic-places": ["3", "2", "", ""]}, action=path)
    look(store)
    found = store.execute(select(CallTarget.dimension, CallTarget.value, CallTarget.places_wanted)).all()
    store.rollback()
    assert sorted(tuple(row) for row in found) == [("topic", "Nights", 2), ("topic", "research", 3)]
    client.get("/p/northmere/calls/mentors")
    assert "3 more places needed" in said(client)
    assert "0 of 3" in said(client)


def test_two_who_set_targets_at_once_see_both(client: StrictClient, store: Session, call: Call) -> None:
    path = "/p/northmere/calls/mentors/targets"
    client.get(path)
    CallTargetFactory(call=store.get_one(Call, call.id), value="Medicine", places_wanted=7)
    store.get_one(Call, call.id).version += 1
    store.commit()
    stale = client.submit({"department-value": ["Surgery", ""], "department-places": ["2", ""]}, action=path)
    assert stale.status_code == 409
    assert "Medicine (7)" in said(client)
    assert "Surgery (2)" in said(client)
    assert client.submit(action=path).status_code == 303
    look(store)
    assert store.scalars(select(CallTarget.value)).all() == ["Surgery"]


def test_a_stale_change_of_a_call_shows_both_texts(client: StrictClient, store: Session, call: Call) -> None:
    client.get("/p/northmere/calls/mentors/change")
    kept = store.get_one(Call, call.id)
    kept.title_en, kept.version = "Theirs", kept.version + 1
    store.commit()
    assert client.submit({"title_en": "Mine", "reminders": "0"}).status_code == 409
    assert "Theirs" in said(client)
    assert client.submit().status_code == 303
    look(store)
    now = store.get_one(Call, call.id)
    assert (now.title_en, now.reminders) == ("Mine", 0)


def test_the_call_is_shared_by_link_message_poster_and_code(client: StrictClient, call: Call) -> None:
    client.get(f"/p/northmere/calls/{call.slug}/share")
    texts = [text_of(node) for node in client.page.xpath("//textarea")]
    assert all("http://localhost/apply/mentors" in text for text in texts)
    assert "You can apply until 1 Jan 2036." in texts[0]
    assert "Vous pouvez poser votre candidature jusqu’au 1er janv. 2036." in texts[1]
    for language, paper, words in (("en", "letter", "Become a mentor"), ("fr", "a4", "Devenez mentor")):
        client.get(f"/p/northmere/calls/mentors/poster?language={language}&paper={paper}")
        (poster,) = client.page.xpath("//article")
        assert poster.get("lang") == language
        assert words in text_of(poster)
        assert poster.xpath(".//*[local-name()='svg']")
        assert client.page.xpath(f"//link[contains(@href, 'poster-{paper}.css')]")
    assert client.get("/p/northmere/calls/mentors/poster?language=xx&paper=%3Cb%3E").status_code == 200
    svg, png = (client.get(f"/p/northmere/calls/mentors/qr.{kind}") for kind in ("svg", "png"))
    assert (svg.mimetype, png.mimetype) == ("image/svg+xml", "image/png")
    assert svg.get_data().lstrip().startswith(b"<?xml")
    assert png.get_data().startswith(b"\x89PNG")


def test_several_are_accepted_after_reading_the_mails(
    app: Flask, client: StrictClient, store: Session, call: Call
) -> None:
    one = ApplicationFactory(call=call, sent=True, name="Éloïse Œuvrard", email="eloise@example.org", locale="fr")
    two = ApplicationFactory(call=call, sent=True, name="ليلى حداد", email="layla@example.org")
    declined = ApplicationFactory(call=call, sent=True, status=ApplicationStatus.DECLINED)
    draft = ApplicationFactory(call=call)
    store.commit()
    client.get("/p/northmere/applications")
    assert len(client.page.xpath("//input[@type='checkbox'][@name='id']")) == 2
    client.get(f"/p/northmere/applications/accept?id={one.public_id}&id={two.public_id}&id={draft.public_id}")
    assert "2 applications with 4 places together." in said(client)
    assert {mail.get("lang") for mail in client.page.xpath("//article")} == {"en", "fr"}
    done = client.submit(action="/p/northmere/applications/accept")
    assert (done.status_code, done.location) == (303, "/p/northmere/applications")
    look(store)
    statuses = {found.public_id: found.status for found in store.scalars(select(MentorApplication))}
    store.commit()
    assert statuses == {
        one.public_id: ApplicationStatus.APPROVED,
        two.public_id: ApplicationStatus.APPROVED,
        declined.public_id: ApplicationStatus.DECLINED,
        draft.public_id: ApplicationStatus.DRAFT,
    }
    run_worker(app, now=datetime.now(UTC) + UNDO)
    assert len(mail_to(store, "layla@example.org")) == len(mail_to(store, "eloise@example.org")) == 1
    store.rollback()


def test_nobody_is_accepted_when_one_changed_meanwhile(client: StrictClient, store: Session, call: Call) -> None:
    one, two = ApplicationFactory.create_batch(2, call=call, sent=True)
    store.commit()
    client.get(f"/p/northmere/applications/accept?id={one.public_id}&id={two.public_id}")
    store.get_one(MentorApplication, two.id).submitted_at = datetime.now(UTC) - timedelta(minutes=1)
    store.commit()
    assert client.submit(action="/p/northmere/applications/accept").status_code == 409
    look(store)
    assert set(store.scalars(select(MentorApplication.status))) == {ApplicationStatus.SUBMITTED}


def test_choosing_nobody_leads_back_to_the_list(client: StrictClient, call: Call) -> None:
    assert call
    assert client.get("/p/northmere/applications/accept").location == "/p/northmere/applications"


def test_applications_are_found_as_one_types(client: StrictClient, store: Session, call: Call) -> None:
    ApplicationFactory(call=call, sent=True, name="Éloïse Œuvrard", department="Surgery")
    other = CallFactory(slug="second", cohort=call.cohort, title_en="For surgeons")
    ApplicationFactory(call=other, sent=True, name="Seán O’Neil", department="Medicine")
    store.commit()
    for query, name in (
        ("q=eloise+surgery", "Éloïse Œuvrard"),
        ("call=second", "Seán O’Neil"),
        ("q=oneil", "Seán O’Neil"),
    ):
        fragment = client.get(f"/p/northmere/applications?{query}", headers=HTMX).get_data(as_text=True)
        assert [text_of(cell) for cell in client.page.xpath("//tbody//th")] == [name], query
        assert "1 application<" in fragment


def test_a_closed_call_invites_nobody(client: StrictClient, store: Session, call: Call) -> None:
    store.get_one(Call, call.id).status = CallStatus.CLOSED
    store.commit()
    client.get("/p/northmere/calls/mentors/invitations/add")
    refused = client.submit({"lines": "a@example.org"}, action="/p/northmere/calls/mentors/invitations/add")
    assert refused.status_code == 409
    assert "This call takes no applications now." in said(client)


@pytest.mark.parametrize(
    "path",
    ["", "/invitations", "/invitations/add", "/targets", "/share", "/change", "/poster?language=fr"],
)
def test_every_page_of_a_call_reads_in_french(client: StrictClient, store: Session, call: Call, path: str) -> None:
    InvitationFactory(call=call, name="Ada Quill")
    CallTargetFactory(call=call)
    store.commit()
    with client.session_transaction() as session:
        session["locale"] = "fr"
    assert client.get(f"/p/northmere/calls/mentors{path}").status_code == 200
    page = said(client)
    english = ("Invite", " people", "Targets", "Share", "Reminders", "Overview", "wanted", "mail")
    assert [
        word for word in english if word in page.replace("Invitées", "").replace("Inviter", "").replace("@", "")
    ] == []
