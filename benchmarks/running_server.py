"""A server with the demo, as people run it: its starts, the memory of its two processes, and what pages cost.

    .venv/bin/python benchmarks/running_server.py

Milliseconds are CPU of the server process, read before and after: waiting for other programs does not count.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener, urlopen

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.kit.server import LINK, free_port  # noqa: E402  the checkout is not on the path before this line

ROUNDS = 30
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
PAGES = (
    ("visitor", "/"),
    ("mentee", "/home"),
    ("mentee", "/pair"),
    ("coordinator", "/p/{program}/"),
    ("coordinator", "/p/{program}/people"),
    ("coordinator", "/p/{program}/surveys"),
)


def cpu_seconds(process_id: int) -> float:
    """User and system time of a process, in seconds."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def resident_megabytes(process_id: int) -> float:
    """Memory of a process that lies in RAM now."""
    return int(Path(f"/proc/{process_id}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def children(process_id: int) -> list[int]:
    """Processes that it started."""
    lists = Path(f"/proc/{process_id}/task").glob("*/children")
    return [int(word) for path in lists for word in path.read_text().split()]


@contextmanager
def served(instance: Path, *arguments: str) -> Iterator[tuple[int, str, float, Path]]:
    """Process id, address, seconds to the first answer and printed lines of ``bin/run`` in ``instance``."""
    port = free_port()
    url = f"http://localhost:{port}"
    environ = {**os.environ, "INSTANCE_DIR": str(instance), "PORT": str(port), "BASE_URL": url}
    printed = instance.parent / "printed.log"
    began = time.monotonic()
    with printed.open("w") as sink:
        process = subprocess.Popen([ROOT / "bin" / "run", *arguments], stdout=sink, stderr=sink, env=environ)
    try:
        while not answers(url):
            if process.poll() is not None:
                raise SystemExit(printed.read_text())
        yield process.pid, url, time.monotonic() - began, printed
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def answers(url: str) -> bool:
    """Whether the server answers; waits a moment if it does not."""
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:
            return answer.status == 200
    except (URLError, OSError):
        time.sleep(0.02)
        return False


def browser_of(link: str | None) -> tuple[OpenerDirector, str]:
    """A visitor, or somebody who came by the demo's link; and the address where they landed."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    if link is None:
        return opener, ""
    page = opener.open(link).read().decode()
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    answer = opener.open(Request(link, urlencode({"csrf_token": token}).encode(), headers={"Referer": link}))
    return opener, answer.url


def cost(opener: OpenerDirector, address: str, process_id: int) -> tuple[float, float, int]:
    """CPU and median wall milliseconds of one page, and its bytes; after one visit that warms the templates."""
    size = len(opener.open(address).read())
    waits = []
    before = cpu_seconds(process_id)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        opener.open(address).read()
        waits.append(time.perf_counter() - began)
    return (cpu_seconds(process_id) - before) / ROUNDS * 1000, statistics.median(waits) * 1000, size


def measure_pages(process_id: int, url: str, printed: Path) -> None:
    """One line for each page."""
    links = {
        line.split("Sign in as ")[1].split(":")[0]: LINK.search(line)
        for line in printed.read_text().splitlines()
        if "Sign in as" in line
    }
    visitors = {"visitor": browser_of(None)} | {who: browser_of(link.group()) for who, link in links.items() if link}
    program = visitors["coordinator"][1].partition("/p/")[2].partition("/")[0]
    for who, path in PAGES:
        opener, _ = visitors[who]
        address = urljoin(url, path.format(program=program))
        cpu, wall, size = cost(opener, address, process_id)
        print(f"{path:<24} {who:<12} {cpu:6.1f} ms CPU {wall:6.1f} ms wall {size / 1024:6.1f} KB of HTML")


def main() -> None:
    """First start with the demo, second start, pages, memory."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        with served(instance, "--demo") as (_, _, seconds, _):
            print(f"first start with the demo, packages installed: {seconds:.1f} s to the first answer")
        with served(instance) as (_, _, seconds, _):
            print(f"second start:                                  {seconds:.1f} s to the first answer")
        with served(instance, "--demo") as (process_id, url, _, printed):
            print(f"server before the first page: {resident_megabytes(process_id):.0f} MB")
            measure_pages(process_id, url, printed)
            print(f"server after {ROUNDS * len(PAGES)} pages: {resident_megabytes(process_id):.0f} MB")
            for child in children(process_id):
                print(f"worker, which draws reports and sends mail: {resident_megabytes(child):.0f} MB")


if __name__ == "__main__":
    main()
