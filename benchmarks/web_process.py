"""Import time and resident memory of the process that answers requests, without and with a report drawn in it.

.venv/bin/python benchmarks/web_process.py
"""

import subprocess
import sys

TELL = """
import resource, sys, time
def tell(what):
    names = {name.split('.')[0] for name in sys.modules}
    heavy = ', '.join(name for name in ('numpy', 'scipy', 'weasyprint', 'openpyxl') if name in names)
    # The process's own figures: seconds of CPU, and resident memory now in MB (pages of 4 KB).
    resident = int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6
    print(f'{what:<34} {time.process_time():6.2f} s CPU {resident:7.1f} MB   heavy modules:', heavy or 'none')
"""
STEPS = f"""{TELL}
tell('Python alone')
import mentorship_app.cli.serve
tell('the web app imported')
from mentorship_app.core import clock
from mentorship_app.core.paths import STATIC
from mentorship_app.documents import render_pdf
from mentorship_app.statistics import describe
describe([1.0, 2.0, 4.0])
tell('a mean with its interval')
page = '<html lang="en"><head><title>Test page</title></head><body><h1>Test page</h1></body></html>'
render_pdf(page, base=STATIC, made_at=clock.now())
tell('a page of a PDF drawn in it')
"""


def main() -> None:
    """Run the steps in a Python of their own and print a line for each."""
    subprocess.run([sys.executable, "-c", STEPS], check=True)


if __name__ == "__main__":
    main()
