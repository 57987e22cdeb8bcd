"""The evaluation report of 886 students: import of their scores and drawing of the PDF, with time and memory.

    .venv/bin/python benchmarks/report.py burnout_medical_students_2022.csv

The file is that of Carrard et al. (Medical Teacher, 2022), deposited at Zenodo under CC BY 4.0.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAPPING = ROOT / "docs" / "examples" / "burnout_medical_students_2022.mapping.yaml"


def run(what: str, *words: str, environ: dict[str, str]) -> None:
    """One console command: its seconds, and the largest resident memory of all commands so far."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([Path(sys.executable).with_name("mentorship"), *words], check=True, env=environ, stdout=sys.stderr)
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:<32} {seconds:6.1f} s {cpu:6.1f} s CPU   peak so far {after.ru_maxrss / 1024:5.0f} MB")


def main(scores: Path) -> None:
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
        for locale in ("en", "fr"):
            target = str(Path(folder) / f"{locale}.pdf")
            run(f"report in {locale}", "report", "build", *cohort, "--locale", locale, "-o", target, environ=environ)
        run(
            "the same again, from the store",
            "report",
            "build",
            *cohort,
            "--locale",
            "fr",
            "-o",
            target,
            environ=environ,
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
