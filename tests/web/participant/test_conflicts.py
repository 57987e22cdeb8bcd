"""With whom one should not be paired: the page of participants."""

import json

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.mentoring.conflicts import ConflictOfInterest, ConflictReason, Declarer
from mentorship_app.mentoring.exclusions import DoNotMatch
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in, staff_sign_in

SECRET = "Dr. Ottoline Marsh"


@pytest.fixture
def cohort(store: Session) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.MATCHING)
    store.commit()
    return made


@pytest.fixture
def mentor(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(
        cohort=cohort, role=CohortRole.MENTOR, account=AccountFactory(name=SECRET, email="ottoline@example.org")
    )
    store.commit()
    return made


@pytest.fixture
def mentee(store: Session, cohort: Cohort, mentor: Enrollment, client: StrictClient) -> Enrollment:  # noqa: ARG001  somebody to choose
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=AccountFactory(name="Juniper Vale"))
    store.commit()
    sign_in(client, made.account)
    return made


def send(client: StrictClient, action: str, **fields: str):  # type: ignore[no-untyped-def]  # werkzeug's response
    """Press a button of the page as it is."""
    client.get("/conflicts")
    token = client.form("/conflicts").xpath(".//input[@name='csrf_token']/@value")[0]
    return client.post("/conflicts", data={"csrf_token": token, "action": action, **fields})


def conflicts(store: Session) -> list[tuple[str, ConflictReason, Declarer]]:
    found = [
        (row.mentor.name, row.reason, row.declared_by) for row in store.scalars(select(ConflictOfInterest)).unique()
    ]
    store.commit()
    return found


def entries(store: Session) -> list[tuple[str, str]]:
    found = [
        (row.other.account.name if row.other else "", row.typed_name)
        for row in store.scalars(select(DoNotMatch).order_by(DoNotMatch.typed_name)).unique()
    ]
    store.commit()
    return found


def test_a_mentee_declares_a_conflict_and_takes_it_back(
    client: StrictClient, store: Session, mentee: Enrollment, mentor: Enrollment
) -> None:
    response = send(client, "declare", person=mentor.public_id, reason="evaluator", until="2099-12-31")

    assert response.location == "/conflicts"
    assert conflicts(store) == [(SECRET, ConflictReason.EVALUATOR, Declarer.MENTEE)]
    assert store.scalars(select(OutboxMessage).where(OutboxMessage.to_email == mentor.account.email)).all() == []
    store.commit()
    client.get("/conflicts")
    assert f"{SECRET}: One evaluates the other · until 31 Dec 2099" in text_of(client.page)

    row = store.scalars(select(ConflictOfInterest.public_id)).one()
    store.commit()
    assert send(client, f"lift:{row}").status_code == 303
    assert conflicts(store) == []
    assert mentee.version == 1


def test_a_mentor_declares_towards_a_mentee(
    client: StrictClient, store: Session, mentee: Enrollment, mentor: Enrollment
) -> None:
    sign_in(client, mentor.account)

    assert send(client, "declare", person=mentee.public_id, reason="family").status_code == 303

    assert conflicts(store) == [(SECRET, ConflictReason.FAMILY, Declarer.MENTOR)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": "evaluator"}, "Choose a person from the list."),
        ({"person": "nobody", "reason": "evaluator"}, "Choose a person from the list."),
        ({"person": "mentor"}, "Choose what stands between the two."),
        ({"person": "mentor", "reason": "made up"}, "Not a valid choice"),
        ({"person": "mentor", "reason": "evaluator", "until": "2020-01-01"}, "This day is over."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: StrictClient,
    store: Session,
    mentee: Enrollment,  # noqa: ARG001  who asks
    mentor: Enrollment,
    fields: dict[str, str],
    words: str,
) -> None:
    sent = {name: mentor.public_id if value == "mentor" else value for name, value in fields.items()}

    response = send(client, "declare", **sent)

    assert response.status_code == 422
    assert words in text_of(client.page)
    if fields.get("person") == "mentor":
        assert client.page is not None
        assert client.page.xpath("//select[@name='person']/option[@selected]/@value") == [mentor.public_id]
    assert conflicts(store) == []


@pytest.mark.usefixtures("mentee")
def test_somebody_of_another_cohort_cannot_be_named(client: StrictClient, store: Session) -> None:
    stranger = EnrollmentFactory(role=CohortRole.MENTOR)
    store.commit()

    assert send(client, "declare", person=stranger.public_id, reason="evaluator").status_code == 422
    assert send(client, "private", other=stranger.public_id).status_code == 422
    assert (conflicts(store), entries(store)) == ([], [])


@pytest.mark.usefixtures("mentee")
def test_the_private_list_is_kept_shown_to_its_owner_and_taken_back(
    client: StrictClient, store: Session, mentor: Enrollment
) -> None:
    assert send(client, "private", other=mentor.public_id).location == "/conflicts"
    assert send(client, "private", typed_name=" Perrin   Marsh ").status_code == 303
    assert entries(store) == [(SECRET, ""), ("", "Perrin Marsh")]

    client.get("/conflicts")
    assert client.page is not None
    listed = client.page.xpath("//section[@aria-labelledby='private']//bdi/text()")
    assert listed == [SECRET, "Perrin Marsh"]
    assert json.loads(client.get("/me/record.json").text)["private_list"] == [
        {"program": mentor.cohort.program.name, "name": name} for name in listed
    ]

    client.get("/conflicts")
    for button in client.page.xpath("//button[starts-with(@value, 'take-back:')]/@value"):
        assert send(client, button).status_code == 303
    assert entries(store) == []


@pytest.mark.usefixtures("mentee")
def test_an_empty_entry_is_refused(client: StrictClient, store: Session) -> None:
    assert send(client, "private").status_code == 422
    assert "Choose a person, or type a name." in text_of(client.page)
    assert entries(store) == []


def test_nobody_else_finds_the_list_anywhere(
    app: Flask, client: StrictClient, store: Session, mentor: Enrollment, mentee: Enrollment
) -> None:
    """Every page that others may open, with an entry that could leak."""
    send(client, "private", typed_name="Somebody Unspeakable")
    send(client, "private", other=mentor.public_id)
    assert len(entries(store)) == 2, "there is something to leak"
    program = mentor.cohort.program
    grant = StaffGrantFactory(program_id=program.id)
    store.commit()
    seen = {}

    sign_in(client, mentor.account)
    for path in ("/conflicts", "/me", "/me/time", "/home", "/pair", "/me/record.json", "/named"):
        seen[path] = client.get(path).text
    staff_sign_in(client, grant.account)
    for rule in app.url_map.iter_rules():
        if (
            rule.endpoint.startswith("coordinator.")
            and "GET" in (rule.methods or ())
            and rule.arguments == {"program_slug"}
        ):
            path = rule.rule.replace("<program_slug>", program.slug)
            seen[path] = client.get(path, follow_redirects=True).text
    for person in store.scalars(select(Enrollment.public_id)):
        for path in (f"/p/{program.slug}/people/{person}", f"/p/{program.slug}/pairs/new/{person}"):
            seen[path] = client.get(path).text
    store.commit()

    assert len(seen) > 20
    assert [path for path, text in seen.items() if "Unspeakable" in text] == []
    assert f"/p/{program.slug}/settings/log" in seen
    assert store.scalars(select(AuditEvent).where(AuditEvent.actor_id == mentee.account_id)).all() == []
    store.commit()
    mentors_own = json.loads(seen["/me/record.json"])
    assert (mentors_own["private_list"], mentors_own["conflicts_declared"]) == ([], [])


@pytest.mark.usefixtures("mentee")
def test_another_persons_rows_cannot_be_taken_back(client: StrictClient, store: Session, mentor: Enrollment) -> None:
    send(client, "private", other=mentor.public_id)
    send(client, "declare", person=mentor.public_id, reason="family")
    entry = store.scalars(select(DoNotMatch.public_id)).one()
    conflict = store.scalars(select(ConflictOfInterest.public_id)).one()
    store.commit()
    sign_in(client, mentor.account)

    assert send(client, f"take-back:{entry}").status_code == 404
    assert send(client, f"lift:{conflict}").status_code == 404
    assert (len(entries(store)), len(conflicts(store))) == (1, 1)


@pytest.mark.usefixtures("mentee")
def test_the_other_side_reads_nothing_about_a_conflict(
    client: StrictClient, store: Session, mentor: Enrollment
) -> None:
    send(client, "declare", person=mentor.public_id, reason="prior_complaint")
    assert len(conflicts(store)) == 1, "there is something to leak"

    sign_in(client, mentor.account)

    client.get("/conflicts")
    assert "You declared none." in text_of(client.page)
    assert "Juniper Vale:" not in text_of(client.page)


def test_no_list_tells_that_somebody_on_the_other_side_said_no(
    client: StrictClient, store: Session, mentee: Enrollment, mentor: Enrollment
) -> None:
    """The directory leaves such a mentor out; a name in one list and not in the other would tell."""
    other = EnrollmentFactory(
        cohort=mentor.cohort, role=CohortRole.MENTOR, account=AccountFactory(name="Dr. Ash Alder")
    )
    store.commit()
    client.get("/conflicts")
    assert {SECRET, "Dr. Ash Alder"} <= set(offered(client)), "both could be chosen"

    store.add(DoNotMatch(owner=mentor, other=mentee))
    store.commit()
    client.get("/conflicts")
    assert SECRET not in offered(client)
    assert "Dr. Ash Alder" in offered(client)

    assert send(client, "private", other=other.public_id).status_code == 303
    client.get("/conflicts")
    assert "Dr. Ash Alder" in offered(client), "whom one named oneself stays"


def offered(client: StrictClient) -> list[str]:
    assert client.page is not None
    return [str(name) for name in client.page.xpath("//select[@name='person']/option/text()")]


def test_who_takes_part_in_two_programs_chooses_where(client: StrictClient, store: Session, mentee: Enrollment) -> None:
    elsewhere = EnrollmentFactory(account=mentee.account, cohort=CohortFactory(name="Elsewhere"))
    other = EnrollmentFactory(cohort=elsewhere.cohort, role=CohortRole.MENTOR)
    store.commit()

    response = send(client, "private", other=other.public_id, **{"in": elsewhere.public_id})

    assert response.location == f"/conflicts?in={elsewhere.public_id}"
    assert entries(store) == [(other.account.name, "")]
    assert client.get("/conflicts?in=unknown").status_code == 404


def test_the_page_speaks_french(client: StrictClient, store: Session, cohort: Cohort) -> None:
    person = EnrollmentFactory(cohort=cohort, account=AccountFactory(locale="fr"))
    store.commit()
    sign_in(client, person.account)

    client.get("/conflicts")

    assert "Votre liste privée" in text_of(client.page)
