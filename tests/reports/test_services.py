"""Asking, building in the worker, keeping."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.audit.models import AuditEvent
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import translate
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading
from mentorship_app.documents import PdfUnavailable
from mentorship_app.jobs import Job
from mentorship_app.programs import Cohort
from mentorship_app.reports import Report, ReportFile, ReportStatus, builder, services
from mentorship_app.reports.context import NothingToReport
from mentorship_app.reports.keeping import contents_of
from mentorship_app.reports.services import UNEXPECTED, build_file, build_report, request_usual
from mentorship_app.surveys.models import ImportedScores
from tests.factories import CohortFactory
from tests.factories.reports import ScoreImportFactory
from tests.kit.worker import run_worker
from tests.surveys.test_aggregates import closed_wave

NOW = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
STAFF = Actor(account_id=None, name="Corinne Coordinator")


def asked(store: Session, cohort: Cohort, locale: str = "en", now: datetime = NOW) -> Report:
    report = request_usual(store, cohort, locale=locale, by=STAFF, now=now)
    store.commit()
    return report


def fresh(app: Flask, report: Report) -> Report:
    with reading(app.extensions["write_engine"]).begin() as session:
        found = session.get_one(Report, report.id)
        session.expunge(found)
        return found


def test_asking_twice_asks_once(session: Session) -> None:
    cohort = ScoreImportFactory().cohort

    first = request_usual(session, cohort, locale="en", by=STAFF, now=NOW)
    again = request_usual(session, cohort, locale="en", by=STAFF, now=NOW)
    french = request_usual(session, cohort, locale="fr", by=STAFF, now=NOW)

    assert (again, french is first) == (first, False)
    assert session.scalar(select(func.count()).select_from(Job)) == 2
    assert sorted(session.scalars(select(AuditEvent.action))) == [
        *["reports.edition.started"] * 2,
        *["reports.report.requested"] * 2,
    ]


def test_nothing_is_reported_before_a_survey_is_closed(session: Session) -> None:
    with pytest.raises(NothingToReport):
        request_usual(session, CohortFactory(), locale="en", by=STAFF, now=NOW)


def test_language_must_be_one_of_ours(session: Session) -> None:
    with pytest.raises(FieldError):
        request_usual(session, ScoreImportFactory().cohort, locale="de", by=STAFF, now=NOW)


def test_worker_builds_what_was_asked_for(app: Flask, store: Session) -> None:
    report = asked(store, ScoreImportFactory().cohort)

    run_worker(app, now=NOW)

    built = fresh(app, report)
    assert (built.status, built.error, built.finished_at) == (ReportStatus.READY, "", NOW)
    assert built.file_id is not None
    pdf, csv = contents_of(app.extensions["write_engine"], built.file_id)
    assert (pdf[:5], b"Spring survey,R1,n,6," in csv) == (b"%PDF-", True)
    job = store.get_one(Job, report.job_id)
    assert (job.progress_done, job.progress_total) == (builder.STEPS, builder.STEPS)


def test_same_numbers_give_the_same_file_and_are_drawn_once(app: Flask, store: Session) -> None:
    cohort = ScoreImportFactory().cohort
    first = asked(store, cohort)
    run_worker(app, now=NOW)

    second = asked(store, cohort, now=NOW + timedelta(days=3))
    run_worker(app, now=NOW + timedelta(days=3))

    assert fresh(app, second).status is ReportStatus.READY
    assert store.scalars(select(ReportFile.created_at)).all() == [NOW]
    assert fresh(app, second).file_id == fresh(app, first).file_id


def test_other_numbers_give_another_file(app: Flask, store: Session) -> None:
    cohort = ScoreImportFactory().cohort
    store.commit()
    engine = app.extensions["write_engine"]
    first = build_file(engine, cohort.id, "en", now=NOW)
    ScoreImportFactory(cohort=cohort, title_en="Autumn survey")
    store.commit()

    assert build_file(engine, cohort.id, "en", now=NOW) != first
    assert store.scalar(select(func.count()).select_from(ReportFile)) == 2


def test_impossible_score_stops_the_report_and_says_so(app: Flask, store: Session) -> None:
    imported = ScoreImportFactory()
    for answer in store.scalars(select(ImportedScores).where(ImportedScores.import_id == imported.id)):
        answer.scores = {"strain": 77.0}
    report = asked(store, imported.cohort)

    run_worker(app, now=NOW)

    failed = fresh(app, report)
    assert (failed.status, failed.file_id) == (ReportStatus.FAILED, None)
    assert "“Strain” in “Spring survey” has a score outside its possible range, 0 to 30" in translate(
        failed.error, "en", **failed.error_values
    )


def test_missing_library_is_told(app: Flask, store: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pango(*_args: object, **_kwargs: object) -> bytes:
        raise PdfUnavailable

    monkeypatch.setattr(builder, "print_here", no_pango)
    report = asked(store, ScoreImportFactory().cohort)

    build_report(app.extensions["write_engine"], report.id, now=NOW)

    failed = fresh(app, report)
    assert failed.status is ReportStatus.FAILED
    assert "apt-get install" in failed.error_values["command"]


def test_fault_of_ours_is_admitted_without_its_text(
    app: Flask, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> bytes:
        raise RuntimeError("strain of R1 is 12")

    monkeypatch.setattr(builder, "print_here", broken)
    report = asked(store, ScoreImportFactory().cohort)

    with pytest.raises(RuntimeError):
        build_report(app.extensions["write_engine"], report.id, now=NOW)

    failed = fresh(app, report)
    assert (failed.status, failed.error, failed.error_values) == (ReportStatus.FAILED, UNEXPECTED, {})


def test_building_twice_changes_nothing(app: Flask, store: Session) -> None:
    report = asked(store, ScoreImportFactory().cohort)
    engine = app.extensions["write_engine"]

    services.build_report(engine, report.id, now=NOW)
    services.build_report(engine, report.id, now=NOW + timedelta(hours=1))

    assert fresh(app, report).finished_at == NOW


def test_closed_wave_is_reported(app: Flask, store: Session, keyring: Keyring) -> None:
    wave = closed_wave(store, keyring, 6, 5)
    store.commit()

    file_id = build_file(app.extensions["write_engine"], wave.cohort_id, "en", now=NOW)

    _pdf, csv = contents_of(app.extensions["write_engine"], file_id)
    lines = csv.decode("utf-8-sig").splitlines()
    assert any(",Midpoint check-in,Answered,11," in line for line in lines)
    assert any(",Midpoint check-in,Asked,18," in line for line in lines)
