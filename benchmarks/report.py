"""The evaluation report: what it costs beside its bare engine, fifty of them by two workers, and 886 real students.

    .venv/bin/python benchmarks/report.py
    .venv/bin/python benchmarks/report.py burnout_medical_students_2022.csv

The first draws reports of made-up numbers. The second imports and reports the file of Carrard et al. (Medical Teacher,
2022), deposited at Zenodo under CC BY 4.0.
"""

import io
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pikepdf  # noqa: E402

from mentorship_app.core.limits import Limits  # noqa: E402
from mentorship_app.core.paths import STATIC  # noqa: E402
from mentorship_app.documents import render_pdf  # noqa: E402
from mentorship_app.reports.builder import Gathered, draw, draw_sections  # noqa: E402
from mentorship_app.reports.page import draw_body, draw_page  # noqa: E402
from mentorship_app.reports.tables import write_csv  # noqa: E402
from tests.reports.answers import MADE_AT  # noqa: E402
from tests.reports.outcomes import rich_context  # noqa: E402

MAPPING = ROOT / "docs" / "examples" / "burnout_medical_students_2022.mapping.yaml"
SECTIONS = ("cover", "summary", "methods", "who-answered", "well-being", "harms", "limits", "recommendations")
"""About twelve pages of the made-up numbers."""
TIMES = 7
REPORTS = 50
LIMITS = Limits(memory_mb=512, seconds=240)


def made_up() -> Gathered:
    about = rich_context("en")
    return Gathered(replace(about, choice=replace(about.choice, sections=SECTIONS)), "0" * 64)


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def against_the_engine(wanted: Gathered) -> None:
    """Sections, page, table file and PDF, beside the engine on the same page made static."""
    context = wanted.context

    def whole() -> tuple[str, bytes]:
        sections = draw_sections(context)
        page = draw_page(draw_body(sections, context), context)
        write_csv([(section.name, section.tables) for section in sections], context.words)
        return page, render_pdf(page, base=STATIC, made_at=MADE_AT)

    page, pdf = whole()  # also warms up fonts, templates and imports
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        print(f"a report of {len(opened.pages)} pages, {len(pdf) // 1024} KB")
    # By turns, so that what else the machine does falls on both.
    pairs = [(cpu(whole), cpu(lambda: render_pdf(page, base=STATIC, made_at=MADE_AT))) for _ in range(TIMES)]
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"sections, page, table file, PDF   {ours:6.2f} s CPU (median of {TIMES})")
    print(f"the engine alone on the same page {bare:6.2f} s CPU")
    print(f"ratio                             {ours / bare:6.2f}")
    everything = statistics.median(cpu(lambda: draw(wanted, made_at=MADE_AT)) for _ in range(3))
    print(f"with archive, workbook, figures   {everything:6.2f} s CPU")


def peak_of_children(found: dict[int, int], stop: threading.Event) -> None:
    """The largest resident memory (KB) of each process that draws, by its id."""
    while not stop.wait(0.02):
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and b"documents.drawing_process" in (entry / "cmdline").read_bytes():
                    status = (entry / "status").read_text()
                    if f"\nPPid:\t{os.getpid()}\n" in status and (peak := re.search(r"VmHWM:\s+(\d+)", status)):
                        found[int(entry.name)] = int(peak[1])
            except OSError:
                continue


def fifty_by_two(wanted: Gathered) -> None:
    """Fifty reports in processes of their own, two at a time."""
    found: dict[int, int] = {}
    stop = threading.Event()
    watch = threading.Thread(target=peak_of_children, args=(found, stop))
    watch.start()
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with ThreadPoolExecutor(2) as pool:
        drawn = list(pool.map(lambda _number: draw(wanted, made_at=MADE_AT, limits=LIMITS).pdf, range(REPORTS)))
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    stop.set()
    watch.join()
    assert len(set(drawn)) == 1, "the same numbers gave two files"
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{REPORTS} reports, two at a time          {seconds:6.1f} s, {spent / REPORTS:.2f} s CPU each, children alone"
    )
    print(f"largest of {len(found)} drawing processes   {max(found.values()) / 1024:6.0f} MB resident")


def run(what: str, *words: str, environ: dict[str, str]) -> None:
    """One console command: its seconds, and the largest resident memory of all commands so far."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = (sys.executable, "-m", "mentorship_app.cli", *words)
    subprocess.run(command, check=True, env=environ, stdout=sys.stderr, cwd=ROOT)
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:<32} {seconds:6.1f} s {spent:6.1f} s CPU   peak so far {after.ru_maxrss / 1024:5.0f} MB")


def students(scores: Path) -> None:
    """A fresh installation, a program, a cohort, the import, the report in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "INSTANCE_DIR": folder}
        cohort = ("--cohort", "2022")
        run("prepare an empty installation", "serve", "--prepare", environ=environ)
        names = ("--name", "Medicine", "--organization", "School", "--email", "a@example.org")
        run("create a program", "program", "create", *names, "--help-line", "Crisis line=1", environ=environ)
        days = ("--name", "2022", "--from", "2022-01-01", "--to", "2022-12-31")
        run("create a cohort", "cohort", "create", "--program", "medicine", *days, environ=environ)
        run("import", "wave", "import-scores", str(scores), *cohort, "--mapping", str(MAPPING), environ=environ)
        for what, locale in (("report in en", "en"), ("report in fr", "fr"), ("the same again, from the store", "fr")):
            target = str(Path(folder) / f"{locale}.pdf")
            run(what, "report", "build", *cohort, "--locale", locale, "-o", target, environ=environ)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        students(Path(sys.argv[1]).resolve())
    else:
        against_the_engine(made_up())
        fifty_by_two(made_up())
