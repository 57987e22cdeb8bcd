"""Editions: chosen, worded, copied, deleted, frozen, verified."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.db.engine import reading
from mentorship_app.jobs import Job
from mentorship_app.jobs.models import JobStatus
from mentorship_app.jobs.queue import LEASE
from mentorship_app.programs import Cohort
from mentorship_app.reports import Report, ReportFile, ReportStatus, builder
from mentorship_app.reports.editions import Edition, EditionStatus, Outline
from mentorship_app.reports.editions.changing import FREEZING, FROZEN
from mentorship_app.reports.editions.drawn_parts import left_out_keys, split_parts
from mentorship_app.reports.editions.freezing import CHANGED_SINCE, NOT_DRAWN, Check, verify
from mentorship_app.reports.editions.queries import line_of_edition
from mentorship_app.reports.editions.services import choose, copy_edition, delete_draft, start_edition
from mentorship_app.reports.editions.texts import LONGEST, save_words
from mentorship_app.reports.outline import OUTLINES, PARTS
from mentorship_app.reports.services import request_freezing, request_report, request_usual
from tests.factories import CohortFactory
from tests.factories.reports import ScoreImportFactory
from tests.kit.worker import run_worker

NOW = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
STAFF = Actor(account_id=None, name="Corinne Coordinator")
SHORT = ("cover", "recommendations")
"""Quick to draw, and nothing but the cover shows a number."""
PLAN = PARTS["recommendations"]


@pytest.fixture
def cohort(store: Session) -> Cohort:
    found: Cohort = ScoreImportFactory(cohort__starts_on=date(2026, 9, 1)).cohort
    store.commit()
    return found


@pytest.fixture
def edition(store: Session, cohort: Cohort) -> Edition:
    """A draft with two short sections."""
    made = start_edition(store, cohort, outline=Outline.FULL, locale="en", by=STAFF, now=NOW)
    choose(store, made, sections=SHORT, pooled=(), version=1, by=STAFF, now=NOW)
    store.commit()
    return made


def write(store: Session, edition: Edition, text: str, *, version: int | None = None) -> None:
    words = {"recommendations.finding": text}
    wanted = edition.version if version is None else version
    save_words(store, edition, PLAN, words, version=wanted, by=STAFF, now=NOW)
    store.commit()


def drawn(app: Flask, store: Session, edition: Edition, now: datetime = NOW) -> Report:
    """Draw it in the worker."""
    report = request_report(store, edition, by=STAFF, now=now)
    store.commit()
    run_worker(app, now=now)
    store.refresh(report)
    store.commit()
    assert report.status is ReportStatus.READY
    return report


def asked_to_freeze(store: Session, edition: Edition, now: datetime = LATER) -> Report:
    report = request_freezing(store, edition, version=edition.version, by=STAFF, now=now)
    store.commit()
    return report


def frozen(app: Flask, store: Session, edition: Edition) -> Report:
    """Draw it, then freeze it, in the worker."""
    drawn(app, store, edition)
    report = asked_to_freeze(store, edition)
    run_worker(app, now=LATER)
    store.refresh(report)
    store.refresh(edition)
    store.commit()
    assert (report.status, report.error) == (ReportStatus.READY, "")
    return report


def actions(store: Session) -> list[str]:
    found = list(store.scalars(select(AuditEvent.action).order_by(AuditEvent.at)))
    store.commit()
    return found


def test_an_edition_begins_with_the_sections_of_its_outline(store: Session, cohort: Cohort) -> None:
    dean = start_edition(store, cohort, outline=Outline.DEAN, locale="fr", by=STAFF, now=NOW)

    assert (tuple(dean.sections), dean.locale, dean.status) == (OUTLINES[Outline.DEAN], "fr", EditionStatus.DRAFT)
    store.commit()


def test_sections_keep_the_order_of_a_report_and_only_what_can_be_chosen(store: Session, edition: Edition) -> None:
    wanted = ["recommendations", "heard", "no-such", "cover"]

    choose(store, edition, sections=wanted, pooled=(), version=edition.version, by=STAFF, now=NOW)

    assert edition.sections == ["cover", "recommendations"]
    store.commit()


def test_an_edition_without_sections_is_refused(store: Session, edition: Edition) -> None:
    with pytest.raises(FieldError):
        choose(store, edition, sections=(), pooled=(), version=edition.version, by=STAFF, now=NOW)


def test_only_earlier_cohorts_of_the_program_with_results_stand_beside(store: Session, edition: Edition) -> None:
    program = edition.cohort.program
    last_year = ScoreImportFactory(cohort__program=program, cohort__starts_on=date(2025, 9, 1)).cohort
    without = CohortFactory(program=program, starts_on=date(2024, 9, 1))
    elsewhere = ScoreImportFactory(cohort__starts_on=date(2025, 9, 1)).cohort
    store.commit()

    def beside(*ids: object) -> None:
        choose(store, edition, sections=SHORT, pooled=ids, version=edition.version, by=STAFF, now=NOW)  # type: ignore[arg-type]  # ids of any kind

    beside(last_year.id)
    assert edition.pooled == [str(last_year.id)]
    for wrong in (without.id, elsewhere.id, edition.cohort_id, uuid4()):
        with pytest.raises(FieldError):
            beside(wrong)
    store.commit()


def test_the_second_of_two_who_write_at_once_is_told(store: Session, edition: Edition) -> None:
    read = edition.version
    write(store, edition, "Mine came first", version=read)

    with pytest.raises(Conflict):
        write(store, edition, "Mine came second", version=read)
    store.rollback()

    assert [text.text for text in edition.texts] == ["Mine came first"]
    store.commit()


def test_an_empty_text_is_taken_out_and_a_long_one_refused(store: Session, edition: Edition) -> None:
    write(store, edition, "  First line\r\nsecond\x00 ")
    assert [text.text for text in edition.texts] == ["  First line\nsecond".strip()]
    with pytest.raises(FieldError) as refused:
        write(store, edition, "x" * (LONGEST + 1))
    assert refused.value.field == "recommendations.finding"
    write(store, edition, "   ")

    assert edition.texts == []
    store.commit()


def test_what_was_written_stands_in_the_drawing_escaped(app: Flask, store: Session, edition: Edition) -> None:
    write(store, edition, "More time <b>for</b> pairs")

    report = drawn(app, store, edition)

    html = store.scalars(select(ReportFile.html).where(ReportFile.id == report.file_id)).one()
    store.commit()
    assert "More time &lt;b&gt;for&lt;/b&gt; pairs" in split_parts(html)["recommendations"]
    assert "More time" not in split_parts(html)["cover"]


def test_sections_with_nothing_to_say_are_known_once_it_is_drawn_as_it_is(
    app: Flask, store: Session, edition: Edition
) -> None:
    choose(store, edition, sections=(*SHORT, "crosswalk"), pooled=(), version=edition.version, by=STAFF, now=NOW)
    store.commit()
    drawn(app, store, edition)

    assert left_out_keys(store, edition, line_of_edition(store, edition)) == {"crosswalk"}
    store.commit()
    write(store, edition, "Something new")
    assert left_out_keys(store, edition, line_of_edition(store, edition)) == frozenset()
    store.commit()


def test_a_copy_for_the_other_language_brings_every_text(store: Session, edition: Edition) -> None:
    write(store, edition, "What we make of it")

    copy = copy_edition(store, edition, edition.cohort, locale="fr", by=STAFF, now=NOW)

    assert (copy.locale, copy.sections, copy.version) == ("fr", edition.sections, 1)
    assert [(text.key, text.text) for text in copy.texts] == [("recommendations.finding", "What we make of it")]
    store.commit()


def test_a_copy_for_the_next_cohort_leaves_what_was_made_of_the_numbers(store: Session, edition: Edition) -> None:
    write(store, edition, "What we make of it")
    for place in ("context.aims", "context.finding"):
        edition.texts.append(type(edition.texts[0])(key=place, text=place))
    following = CohortFactory(program=edition.cohort.program, starts_on=date(2027, 9, 1), ends_on=date(2028, 6, 30))
    earlier = CohortFactory(program=edition.cohort.program, starts_on=date(2025, 9, 1))
    store.commit()

    copy = copy_edition(store, edition, following, locale="en", by=STAFF, now=NOW)

    assert [text.key for text in copy.texts] == ["context.aims"]
    assert copy.cohort_id == following.id
    for wrong in (earlier, CohortFactory(starts_on=date(2028, 9, 1), ends_on=date(2029, 6, 30))):
        with pytest.raises(FieldError):
            copy_edition(store, edition, wrong, locale="en", by=STAFF, now=NOW)
    store.commit()


def test_a_deleted_draft_takes_its_words_and_drawings_with_it(app: Flask, store: Session, edition: Edition) -> None:
    write(store, edition, "Half a thought")
    drawn(app, store, edition)
    assert store.scalar(select(func.count()).select_from(ReportFile)) == 1

    delete_draft(store, edition, version=edition.version, by=STAFF, now=NOW)
    store.commit()

    for table in (Edition, Report, ReportFile):
        assert store.scalar(select(func.count()).select_from(table)) == 0
    store.commit()


def test_only_what_was_drawn_and_read_can_be_frozen(app: Flask, store: Session, edition: Edition) -> None:
    with pytest.raises(InvalidTransition, match=NOT_DRAWN[:20]):
        asked_to_freeze(store, edition)
    drawn(app, store, edition)
    write(store, edition, "Written afterwards")

    with pytest.raises(InvalidTransition, match=CHANGED_SINCE[:20]):
        asked_to_freeze(store, edition)
    store.commit()


def test_freezing_fixes_what_was_read_without_the_mark_of_a_draft(app: Flask, store: Session, edition: Edition) -> None:
    write(store, edition, "What we make of it")
    draft = drawn(app, store, edition)
    report = asked_to_freeze(store, edition)
    run_worker(app, now=LATER)
    store.refresh(edition)

    assert (edition.status, edition.frozen_at, edition.frozen_by) == (EditionStatus.FROZEN, LATER, STAFF.name)
    store.refresh(report)
    assert report.file_id == edition.frozen_file_id != draft.file_id
    one, other = (store.get_one(ReportFile, found) for found in (draft.file_id, report.file_id))
    assert (one.data_hash, one.csv) == (other.data_hash, other.csv)
    store.commit()
    assert actions(store)[-2:] == ["reports.edition.freezing_asked", "reports.edition.frozen"]


def test_a_frozen_edition_refuses_every_change(app: Flask, store: Session, edition: Edition) -> None:
    frozen(app, store, edition)
    version = edition.version

    for change in (
        lambda: choose(store, edition, sections=SHORT, pooled=(), version=version, by=STAFF, now=NOW),
        lambda: write(store, edition, "New words"),
        lambda: delete_draft(store, edition, version=version, by=STAFF, now=NOW),
        lambda: request_report(store, edition, by=STAFF, now=NOW),
        lambda: asked_to_freeze(store, edition),
    ):
        with pytest.raises(InvalidTransition, match=FROZEN[:20]):
            change()
        store.rollback()


def test_the_one_button_leaves_a_frozen_edition_alone(app: Flask, store: Session, edition: Edition) -> None:
    frozen(app, store, edition)

    again = request_usual(store, edition.cohort, locale="en", by=STAFF, now=LATER)

    assert again.edition_id != edition.id
    store.commit()


def test_nothing_changes_while_it_is_being_frozen(app: Flask, store: Session, edition: Edition) -> None:
    drawn(app, store, edition)
    report = asked_to_freeze(store, edition)

    with pytest.raises(InvalidTransition, match=FREEZING[:20]):
        write(store, edition, "In between")
    store.rollback()
    assert request_report(store, edition, by=STAFF, now=LATER).id == report.id
    store.commit()


def test_it_is_not_frozen_while_it_is_being_drawn(app: Flask, store: Session, edition: Edition) -> None:
    drawn(app, store, edition)
    request_report(store, edition, by=STAFF, now=LATER)
    store.commit()

    with pytest.raises(InvalidTransition, match="being drawn"):
        asked_to_freeze(store, edition)
    store.rollback()


def test_numbers_that_changed_since_it_was_read_stop_the_freezing(app: Flask, store: Session, edition: Edition) -> None:
    drawn(app, store, edition)
    report = asked_to_freeze(store, edition)
    ScoreImportFactory(cohort=edition.cohort, title_en="Autumn survey")
    store.commit()

    run_worker(app, now=LATER)

    store.refresh(report)
    store.refresh(edition)
    assert (report.status, report.error) == (ReportStatus.FAILED, CHANGED_SINCE)
    assert (edition.status, edition.frozen_file_id) == (EditionStatus.DRAFT, None)
    store.commit()
    write(store, edition, "It can be changed again")


def test_a_worker_that_died_while_freezing_is_followed_by_another(app: Flask, store: Session, edition: Edition) -> None:
    drawn(app, store, edition)
    report = asked_to_freeze(store, edition)
    # As the killed worker left it: taken, begun, nothing kept.
    died = {"status": JobStatus.LEASED, "lease_until": LATER + LEASE, "attempts": 1}
    store.execute(update(Job).where(Job.id == report.job_id).values(**died))
    report.status = ReportStatus.BUILDING
    store.commit()

    run_worker(app, now=LATER)
    store.refresh(edition)
    assert edition.status is EditionStatus.DRAFT
    store.commit()
    run_worker(app, now=LATER + LEASE + timedelta(seconds=1))

    store.refresh(edition)
    assert edition.status is EditionStatus.FROZEN
    store.commit()
    assert actions(store).count("reports.edition.frozen") == 1


def test_a_frozen_edition_is_proved_to_be_what_was_frozen(app: Flask, store: Session, edition: Edition) -> None:
    report = frozen(app, store, edition)
    engine = app.extensions["write_engine"]

    verdict = verify(engine, edition.id, now=LATER)
    assert (verdict.kept, verdict.redrawn, verdict.numbers, verdict.changed) == (
        Check.SAME,
        Check.SAME,
        Check.SAME,
        (),
    )
    store.execute(update(ReportFile).where(ReportFile.id == report.file_id).values(csv=b"forged"))
    store.commit()
    forged = verify(engine, edition.id, now=LATER)
    assert (forged.is_intact, forged.kept, forged.changed) == (False, Check.DIFFERENT, ("csv",))
    assert forged.redrawn is Check.SAME


def test_later_answers_leave_a_frozen_edition_intact_and_are_told(app: Flask, store: Session, edition: Edition) -> None:
    frozen(app, store, edition)
    ScoreImportFactory(cohort=edition.cohort, title_en="Autumn survey")
    store.commit()

    verdict = verify(app.extensions["write_engine"], edition.id, now=LATER)

    assert (verdict.is_intact, verdict.numbers) == (True, Check.DIFFERENT)


def test_a_draft_cannot_be_verified(app: Flask, edition: Edition) -> None:
    with pytest.raises(InvalidTransition):
        verify(app.extensions["write_engine"], edition.id, now=LATER)


def test_a_draft_and_its_final_form_differ_in_their_hash_alone(app: Flask, cohort: Cohort) -> None:
    with reading(app.extensions["write_engine"]).begin() as session:
        gathered = builder.gather(session, session.get_one(Cohort, cohort.id), "en", now=NOW)
    draft = builder.hashed(cohort.id, replace(gathered.context, choice=replace(gathered.context.choice, is_draft=True)))

    assert draft.content_hash != gathered.content_hash
    assert draft.context.data_hash == gathered.context.data_hash
