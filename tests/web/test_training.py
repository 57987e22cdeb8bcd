"""Training on the pages: step by step without a script, and what staff see and never see."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from mentorship_app.audit.models import AuditEvent
from mentorship_app.core.identity import SYSTEM
from mentorship_app.core.keyring import Keyring
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from mentorship_app.training import OwnModule, RatingMoment, TrainingProgress, sealed
from mentorship_app.training.library import modules
from mentorship_app.training.requirements import require
from tests.factories import CohortFactory, EnrollmentFactory, StaffGrantFactory
from tests.factories.training import go_through
from tests.kit.client import StrictClient, parse_html, text_of
from tests.kit.sign_in import sign_in, staff_sign_in
from tests.kit.worker import mail_to, run_worker

ROLE = modules()[0]
SECRET = "The night I wanted to stop"
OWN = {
    "title_en": "Our clinic",
    "title_fr": "Notre clinique",
    "text_en": "## Where\nBehind the **lift**",
    "text_fr": "## Où\nDerrière l’ascenseur",
    "for_mentors": "y",
}


@pytest.fixture
def cohort(store: Session) -> Cohort:
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    store.commit()
    return made


@pytest.fixture
def mentor(store: Session, cohort: Cohort) -> Enrollment:
    made: Enrollment = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    require(store, cohort, ROLE, CohortRole.MENTOR, required=True, by=SYSTEM, now=datetime.now(UTC))
    store.commit()
    return made


def words_of(answer: TestResponse) -> str:
    return text_of(parse_html(answer.get_data(as_text=True)))


def as_staff(store: Session, client: StrictClient, cohort: Cohort) -> str:
    grant = StaffGrantFactory(program_id=cohort.program_id)
    store.commit()
    staff_sign_in(client, grant.account)
    return f"/p/{cohort.program.slug}/training"


def read_through(client: StrictClient) -> None:
    for step in ROLE.steps:
        address = f"/training/role/{step}"
        if ROLE.question(step):
            client.get(address)
            assert client.submit({"choice": "1"}, action=address).location == address
        client.get(address)
        more = {"written": SECRET} if step == "reflection" else {}
        client.submit({"go_on": "yes", **more}, action=address)


def test_home_names_the_required_module(store: Session, client: StrictClient, mentor: Enrollment) -> None:
    sign_in(client, mentor.account)
    home = words_of(client.get("/home"))
    assert ROLE.title.en in home
    store.commit()
    go_through(store, store.merge(mentor), ROLE, now=datetime.now(UTC))
    store.commit()
    assert ROLE.title.en not in words_of(client.get("/home"))


def test_a_module_is_read_answered_and_completed(
    store: Session, client: StrictClient, app: Flask, mentor: Enrollment
) -> None:
    sign_in(client, mentor.account)
    assert "6 minutes" in words_of(client.get("/training"))
    assert "Start the module" in words_of(client.get("/training/role"))
    assert store.scalars(select(TrainingProgress)).all() == []
    store.commit()
    read_through(client)
    assert "Module completed" in words_of(client.get("/training/role/done"))
    assert SECRET in client.get("/training/role/reflection").get_data(as_text=True)
    case = client.get("/training/role/committee").get_data(as_text=True)
    assert "You name the conflict" in case
    client.get("/training")
    client.submit(action="/training/certificate")
    run_worker(app)
    pdf = client.get("/training/certificate.pdf")
    assert pdf.data.startswith(b"%PDF-")


def test_nothing_chosen_is_said(client: StrictClient, mentor: Enrollment) -> None:
    sign_in(client, mentor.account)
    client.get("/training/role/committee")
    answer = client.submit({}, action="/training/role/committee")
    assert answer.status_code == 422
    assert "Choose an answer." in words_of(answer)
    assert client.get("/training/role/section-9").status_code == 404
    assert client.get("/training/nothing").status_code == 404


def test_htmx_gets_the_step_alone(client: StrictClient, mentor: Enrollment) -> None:
    sign_in(client, mentor.account)
    client.get("/training/role/committee")
    answer = client.submit({"choice": "0"}, action="/training/role/committee", headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert "<html" not in text
    assert "You mean well" in text


def test_ratings_are_kept_before_and_after(client: StrictClient, mentor: Enrollment) -> None:
    sign_in(client, mentor.account)
    page = words_of(client.get("/training/skills"))
    assert "After the training, today" not in page
    assert client.submit({"before-msk_role": "2"}, action="/training/skills").status_code == 303
    assert "After the training, today" in words_of(client.get("/training/skills"))


def test_staff_see_who_completed_and_nothing_else(
    store: Session, client: StrictClient, keyring: Keyring, mentor: Enrollment
) -> None:
    go_through(store, mentor, ROLE, now=datetime.now(UTC))
    sealed.reflect(store, keyring, mentor, ROLE.key, SECRET)
    sealed.rate(store, keyring, mentor, RatingMoment.BEFORE, {"msk_role": 1})
    assert sealed.reflection_of(store, keyring, mentor, ROLE.key) == SECRET
    address = as_staff(store, client, mentor.cohort)
    page = words_of(client.get(address))
    assert mentor.account.name in page
    assert "1 of 1" in page
    slug = mentor.cohort.program.slug
    for path in (address, f"/p/{slug}/people/{mentor.public_id}", f"/p/{slug}/settings/log", f"/p/{slug}/"):
        store.commit()
        shown = client.get(path).get_data(as_text=True)
        assert SECRET not in shown
        assert "msk_role" not in shown
    events = store.scalars(select(AuditEvent).where(AuditEvent.action.like("training.%"))).all()
    assert {event.action for event in events} == {"training.required"}


def test_required_is_a_switch(store: Session, client: StrictClient, cohort: Cohort) -> None:
    address = as_staff(store, client, cohort)
    client.get(address)
    client.submit({"role": "mentor", "required": "yes"}, action=f"{address}/closing/require")
    page = client.get(address).get_data(as_text=True)
    assert page.count('aria-pressed="true"') == 1
    assert client.submit({"role": "nobody"}, action=f"{address}/closing/require").status_code == 422


def test_who_lacks_one_gets_a_mail(store: Session, client: StrictClient, app: Flask, mentor: Enrollment) -> None:
    address = as_staff(store, client, mentor.cohort)
    assert ROLE.title.en in words_of(client.get(f"{address}/invite"))
    client.submit(action=f"{address}/invite")
    mail = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "training_invitation")).one()
    due = mail.not_before
    store.commit()
    run_worker(app, now=due)
    (letter,) = mail_to(store, mentor.account.email)
    assert ROLE.title.en in letter.body
    store.commit()
    assert "Nobody is to be written to now" in words_of(client.get(f"{address}/invite"))


def test_an_own_module_is_previewed_kept_and_read(store: Session, client: StrictClient, mentor: Enrollment) -> None:
    address = as_staff(store, client, mentor.cohort)
    client.get(f"{address}/new")
    shown = client.submit(OWN | {"preview": "yes"}, action=f"{address}/new").get_data(as_text=True)
    assert "<strong>lift</strong>" in shown
    assert store.scalars(select(OwnModule)).all() == []
    store.commit()
    client.get(f"{address}/new")
    refused = client.submit(OWN | {"text_fr": "", "shown": "y"}, action=f"{address}/new")
    assert refused.status_code == 422
    assert "Write both languages" in words_of(refused)
    client.get(f"{address}/new")
    assert client.submit(OWN | {"shown": "y"}, action=f"{address}/new").status_code == 303
    own = store.scalars(select(OwnModule)).one()
    key = own.public_id
    store.commit()
    sign_in(client, mentor.account)
    assert "Behind the lift" in words_of(client.get(f"/training/{key}/section-1"))


def test_two_coordinators_change_one_module(store: Session, client: StrictClient, cohort: Cohort) -> None:
    words = {key: value for key, value in OWN.items() if key != "for_mentors"}
    own = OwnModule(program_id=cohort.program_id, for_mentors=True, for_mentees=False, shown=False, **words)
    store.add(own)
    store.commit()
    address = f"{as_staff(store, client, cohort)}/own/{own.public_id}"
    store.commit()
    client.get(address)
    client.submit({"title_en": "Mine"}, action=address)
    client.get(address)
    stale = client.submit({"title_en": "Yours", "version": "1"}, action=address)
    assert stale.status_code == 409
    assert "Mine" in words_of(stale)
    assert "Yours" in stale.get_data(as_text=True)
