"""The demo: the same people and numbers everywhere, nothing of it is mailed, and nothing of it stays when it goes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.cli.demo import load as demo
from mentorship_app.core.keyring import Keyring
from mentorship_app.db import Base
from mentorship_app.intake.models import Profile
from mentorship_app.jobs.queue import run_next
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import LocalMail, MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment
from mentorship_app.recruitment.models import MentorApplication
from mentorship_app.reports import Report, ReportStatus
from mentorship_app.surveys import aggregates
from mentorship_app.surveys.models import Wave
from mentorship_app.web import create_app
from mentorship_app.web.config import Settings
from mentorship_app.web.factory import job_context
from tests.kit.client import StrictClient, text_of
from tests.kit.worker import run_worker


def load(app: Flask) -> None:
    demo.load(job_context(app), lambda _done, _total: None)


def running_cohort(session: Session) -> Cohort:
    return session.scalars(select(Cohort).order_by(Cohort.starts_on)).first()  # type: ignore[return-value]  # loaded


def told(session: Session) -> dict[str, Any]:
    """What a visitor of the demo could read, without ids and dates."""
    cohort = running_cohort(session)
    refs = aggregates.list_datasets(session, cohort)
    pairs = session.scalars(select(Pairing).where(Pairing.cohort_id == cohort.id))
    return {
        "people": sorted(session.scalars(select(Account.email))),
        "pairs": sorted((pair.mentee.account.name, pair.mentor.account.name) for pair in pairs),
        "numbers": [
            (scale.scale.key, [(row.name.en, row.status, row.summary) for group in scale.groups for row in group.rows])
            for ref in refs
            for scale in aggregates.published(session, ref).scales
        ],
        "intakes": sorted(str(profile.answers) for profile in session.scalars(select(Profile))),
        "applications": sorted(
            (application.name, application.status) for application in session.scalars(select(MentorApplication))
        ),
    }


@pytest.fixture
def loaded(app: Flask) -> Flask:
    load(app)
    return app


@pytest.mark.usefixtures("loaded")
def test_it_has_a_whole_cohort_with_three_waves(store: Session) -> None:
    cohort = running_cohort(store)
    counted = select(Enrollment.role, func.count()).where(Enrollment.cohort_id == cohort.id).group_by(Enrollment.role)
    roles = dict(store.execute(counted).all())
    assert roles == {CohortRole.MENTOR: 24, CohortRole.MENTEE: 30}
    locales = set(store.scalars(select(Account.locale)))
    assert locales == {"en", "fr"}
    waves = store.scalars(select(Wave).where(Wave.cohort_id == cohort.id).order_by(Wave.opens_on)).all()
    assert [(wave.kind, wave.status, wave.answered) for wave in waves if not wave.asks_mentors] == [
        ("baseline", "closed", 27),
        ("midpoint", "closed", 22),
        ("endpoint", "open", None),
    ]
    assert [(wave.kind, wave.status) for wave in waves if wave.asks_mentors] == [("endpoint", "open")]
    planned = store.scalars(select(Wave).where(Wave.cohort_id != cohort.id)).all()
    assert {wave.status for wave in planned} == {"draft"}
    assert len(planned) == len(waves)


@pytest.mark.usefixtures("loaded")
def test_its_small_group_is_hidden_with_another_one(store: Session) -> None:
    midpoint = aggregates.list_datasets(store, running_cohort(store))[1]
    rows = aggregates.published(store, midpoint).scales[0].groups[0].rows
    assert [str(row.status) for row in rows].count("primary") == 1
    assert [str(row.status) for row in rows].count("complementary") == 1


def test_its_report_is_drawn_by_the_worker(loaded: Flask, store: Session) -> None:
    while run_next(job_context(loaded)):
        pass
    assert set(store.scalars(select(Report.status))) == {ReportStatus.READY}


@pytest.mark.usefixtures("loaded")
def test_it_says_the_same_on_every_machine(store: Session, tmp_path: Path, settings: Settings) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Keyring(elsewhere / "keyring.json").create_file()
    other = create_app(
        Settings.load(
            {
                "SECRET_KEY": settings.secret_key,
                "SECURITY_PASSWORD_SALT": settings.security_password_salt,
                "SECURITY_TOTP_SECRET": settings.security_totp_secret,
            },
            elsewhere,
        )
    )
    with other.app_context():
        engine = other.extensions["write_engine"]
        Base.metadata.create_all(engine)
        load(other)
        with Session(engine) as session:
            assert told(session) == told(store)
        engine.dispose()


def test_no_mail_of_it_ever_leaves(loaded: Flask, store: Session) -> None:
    waiting = {MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.LEASED}
    assert store.scalars(select(OutboxMessage.id)).all() != []
    assert store.scalars(select(OutboxMessage.id).where(OutboxMessage.status.in_(waiting))).all() == []
    store.rollback()
    run_worker(loaded, now=datetime.now(UTC) + timedelta(days=2))
    assert store.scalars(select(LocalMail.subject)).all() == []


def test_loading_it_twice_changes_nothing(loaded: Flask, store: Session) -> None:
    before = told(store)
    store.rollback()
    load(loaded)
    assert told(store) == before


def test_its_three_links_sign_three_people_in(loaded: Flask, client: StrictClient) -> None:
    links = dict(demo.sign_in_links(loaded))
    assert list(links) == ["coordinator", "mentor", "mentee"]
    landed = {}
    for person, address in links.items():
        path = address.removeprefix("http://localhost")
        client.get(path)
        response = client.submit(action=path)
        landed[person] = response.location
        page = client.get(response.location)
        assert page.status_code == 200
        assert "Demo data" in text_of(client.page)
        client.submit(action="/sign-out")
    assert landed == {
        "coordinator": "/p/northmere-internal-medicine/",
        "mentor": "/home",
        "mentee": "/home",
    }


def test_wiping_it_leaves_no_row_and_no_key(loaded: Flask, store: Session, keyring: Keyring) -> None:
    assert keyring.names() != ()
    assert demo.wipe(loaded)
    # The trail and the ledger of releases are never rewritten; they hold ids of things that are gone, and no person.
    kept = {"audit_event", "job", "release", "report_file"}
    left = {
        table.name: store.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
        if table.name not in kept
    }
    assert {name: rows for name, rows in left.items() if rows} == {}
    assert keyring.names() == ()
    store.rollback()
    assert not demo.wipe(loaded)
