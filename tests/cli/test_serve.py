"""The server as a process of its own: prepare, answer, restart its worker, stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from mentorship_app.cli.failures import Failure
from mentorship_app.cli.installation import prepare_installation
from mentorship_app.cli.serve import listen, server_options
from mentorship_app.core.paths import PROJECT

ENOUGH_SECONDS = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(folder: Path, port: int, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "mentorship_app.cli", "serve", *options],
        cwd=PROJECT,
        env={**os.environ, "INSTANCE_DIR": str(folder), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def status_of(url: str, server: subprocess.Popen[str]) -> int:
    deadline = time.monotonic() + ENOUGH_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=ENOUGH_SECONDS) as answer:  # noqa: S310  our own server on this machine
                return int(answer.status)
        except HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} did not answer")


def children_of(pid: int) -> list[int]:
    """A child is listed under the thread that started it."""
    deadline = time.monotonic() + ENOUGH_SECONDS
    while time.monotonic() < deadline:
        lists = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        if found := [int(child) for children in lists for child in children]:
            return found
        time.sleep(0.05)
    return []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = start(tmp_path / "instance", port)
    yield process, port
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=ENOUGH_SECONDS)


@pytest.mark.slow
def test_server_answers_prints_the_code_and_takes_its_worker_with_it(
    server: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = server
    assert status_of(f"http://127.0.0.1:{port}/", process) < 500
    workers = children_of(process.pid)
    assert len(workers) == 1
    process.send_signal(signal.SIGTERM)
    printed, _ = process.communicate(timeout=ENOUGH_SECONDS)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in printed
    assert "One-time set-up code:" in printed
    assert not Path(f"/proc/{workers[0]}").exists()


@pytest.mark.slow
def test_preparing_makes_everything_and_stops(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    process = start(folder, free_port(), "--prepare")
    printed, _ = process.communicate(timeout=ENOUGH_SECONDS)
    assert (process.returncode, printed.splitlines()[-1]) == (0, "Everything is ready. Start with: bin/run")
    assert {"config.env", "keyring.json", "mentorship.db"} <= {path.name for path in folder.iterdir()}
    readable = [path.name for path in folder.iterdir() if path.stat().st_mode & 0o077]
    assert readable == []


def test_port_in_use_names_the_next_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = prepare_installation({"INSTANCE_DIR": str(tmp_path), "PORT": str(port)})
        with pytest.raises(
            Failure, match=f"Port {port} is in use.*\n.*PORT={port + 1 if port < 65535 else 8000} bin/run"
        ):
            listen(settings)


def test_forwarding_headers_are_believed_only_from_the_named_proxy(tmp_path: Path) -> None:
    alone = prepare_installation({"INSTANCE_DIR": str(tmp_path)})
    behind = prepare_installation({"INSTANCE_DIR": str(tmp_path), "TRUSTED_PROXY": "10.0.0.1"})
    assert "trusted_proxy" not in server_options(alone)
    assert server_options(behind)["trusted_proxy"] == "10.0.0.1"


def test_server_has_the_limits_that_were_measured(tmp_path: Path) -> None:
    options = server_options(prepare_installation({"INSTANCE_DIR": str(tmp_path)}))
    assert {name: options[name] for name in ("threads", "connection_limit", "channel_timeout")} == {
        "threads": 8,
        "connection_limit": 1000,
        "channel_timeout": 30,
    }
