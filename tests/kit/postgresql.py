"""A PostgreSQL server of the tests' own: made in a temporary folder, on a socket there, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

SERVER_USERS = ("postgres", "nobody")
"""Who runs the server when the tests run as root, which it refuses."""

# Nothing of it is kept, so nothing need reach the disk.
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "listen_addresses=")
# Not UTC, to show that nothing depends on the server's own zone.
ZONE = "timezone=Asia/Kathmandu"


def server_programs() -> Path | None:
    """The folder of the newest installed server; None where there is none."""
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").exists():
        return Path(on_path).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(installed, key=lambda program: float(program.parent.parent.name), default=None)
    return newest.parent if newest else None


@contextlib.contextmanager
def running_postgresql(programs: Path) -> Iterator[str]:
    """The address of a fresh server until the end of the block."""
    # A short name: the path of a socket may have 107 characters only.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder, user = Path(name), _server_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        run_as = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

        def call(program: str, *words: str) -> None:
            subprocess.run(
                [programs / program, *words],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                **run_as,  # type: ignore[call-overload]  # nothing, or whom to become
            )

        data = str(folder / "data")
        call("initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in (*FORGETFUL, ZONE))
        call("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {options}", "start")
        try:
            yield f"postgresql://tests@/postgres?host={folder}"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _server_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in SERVER_USERS if name in known)
