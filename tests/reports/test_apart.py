"""Drawing in a process of its own: the same report, an end to what grows too large, and a worker that stays up."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import translate
from mentorship_app.core.limits import Limits
from mentorship_app.db.engine import reading
from mentorship_app.documents.apart import DrawingFailed, TooLarge
from mentorship_app.jobs import Job
from mentorship_app.jobs.queue import LEASE
from mentorship_app.jobs.worker import run_round
from mentorship_app.reports import Report, ReportStatus
from mentorship_app.reports.builder import STEPS, Gathered, draw
from mentorship_app.reports.services import request_usual
from mentorship_app.web.factory import job_context
from tests.factories.reports import ScoreImportFactory
from tests.reports.answers import MADE_AT, context
from tests.reports.test_services import NOW, STAFF

pytestmark = [pytest.mark.slow]
GENEROUS = Limits(memory_mb=1024, seconds=240)


def wanted() -> Gathered:
    return Gathered(context(), "0" * 64)


def children_of(parent: int) -> list[int]:
    """Processes that draw for ``parent``."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_text().rpartition(")")[2].split()
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(words[1]) == parent and b"drawing_process" in line:
                found.append(int(entry.name))
    return found


def test_report_is_the_same_as_drawn_here_and_progress_comes_through() -> None:
    steps: list[tuple[int, int]] = []

    there = draw(wanted(), made_at=MADE_AT, limits=GENEROUS, progress=lambda done, of: steps.append((done, of)))

    assert there == draw(wanted(), made_at=MADE_AT)
    assert steps == [(done, STEPS) for done in range(STEPS + 1)]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (replace(GENEROUS, memory_mb=1), "more than 1 MB"),
        (replace(GENEROUS, memory_mb=30), "more than 30 MB"),
        (replace(GENEROUS, seconds=0), "more than 0 s"),
    ],
)
def test_beyond_a_limit_it_is_ended_and_says_what_to_do(limits: Limits, said: str) -> None:
    with pytest.raises(TooLarge) as ended:
        draw(wanted(), made_at=MADE_AT, limits=limits)

    for locale in ("en", "fr"):
        words = translate(ended.value.message, locale, **ended.value.values)
        assert "REPORT_" in words
    assert said in str(ended.value)
    assert children_of(os.getpid()) == []


def test_child_that_is_killed_from_outside_leaves_no_report() -> None:
    def kill() -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            for child in children_of(os.getpid()):
                os.kill(child, signal.SIGKILL)
                return
            time.sleep(0.02)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises((TooLarge, DrawingFailed)):
        draw(wanted(), made_at=MADE_AT, limits=GENEROUS)
    killer.join()


def test_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s" * 40)
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:password@host/db")
    seen: list[bytes] = []

    def look(_done: int, _of: int) -> None:
        seen.extend(Path(f"/proc/{child}/environ").read_bytes() for child in children_of(os.getpid()))

    draw(wanted(), made_at=MADE_AT, limits=GENEROUS, progress=look)

    assert seen
    assert [environ for environ in seen if b"SECRET" in environ or b"DATABASE" in environ] == []


def test_report_that_grows_too_large_fails_with_words_and_the_worker_goes_on(app: Flask, store: Session) -> None:
    cohort = ScoreImportFactory().cohort
    small = request_usual(store, cohort, locale="en", by=STAFF, now=NOW)
    store.commit()
    here = replace(job_context(app), now=NOW)

    run_round(replace(here, limits=Limits(memory_mb=1)))

    with reading(app.extensions["write_engine"]).begin() as session:
        failed = session.get_one(Report, small.id)
        assert (failed.status, failed.file_id) == (ReportStatus.FAILED, None)
        assert "Leave out a section" in translate(failed.error, "en", **failed.error_values)
        assert session.scalars(select(Job.attempts)).all() == [1]
    store.rollback()
    again = request_usual(store, cohort, locale="en", by=STAFF, now=NOW)
    store.commit()
    run_round(replace(here, limits=GENEROUS))
    with reading(app.extensions["write_engine"]).begin() as session:
        assert session.get_one(Report, again.id).status is ReportStatus.READY


def test_orphan_ends_by_itself() -> None:
    """A worker that is killed cannot end its child; the child has an end of its own."""
    code = (
        "import os, sys; from tests.reports.answers import *; from mentorship_app.core.limits import Limits; "
        "from mentorship_app.reports.builder import Gathered, draw; "
        "die = lambda done, _of: done < 3 or os.kill(os.getpid(), 9); "
        "draw(Gathered(context(), '0' * 64), made_at=MADE_AT, limits=Limits(), progress=die)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    assert parent.wait(timeout=120) == -signal.SIGKILL

    until = time.monotonic() + 60
    while left := [child for child in drawing_anywhere() if parent_of(child) == 1]:
        assert time.monotonic() < until, left
        time.sleep(0.1)


def drawing_anywhere() -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and b"drawing_process" in line_of(entry)
    ]


def line_of(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


def parent_of(child: int) -> int:
    try:
        return int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def test_job_is_given_to_nobody_else_while_it_draws() -> None:
    assert Limits().seconds < LEASE.total_seconds()
