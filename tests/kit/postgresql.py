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


# Serves until its input ends: that happens however the tests end, also when they are killed.
SCRIPT = """
set -e
"$1/initdb" -D "$2/data" -U tests -A trust -E UTF8 --locale=C --no-sync >"$2/log" 2>&1
"$1/pg_ctl" -D "$2/data" -w -l "$2/log" -o "-k $2 $3" start >>"$2/log" 2>&1 </dev/null
echo ready
cat >/dev/null
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null
rm -rf "$2/data"
"""


@contextlib.contextmanager
def running_postgresql(programs: Path) -> Iterator[str]:
    """The address of a fresh server until the end of the block."""
    # A short name: the path of a socket may have 107 characters only.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder, user = Path(name), _server_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        settings = " ".join(f"-c {setting}" for setting in (*FORGETFUL, ZONE))
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", SCRIPT, "keeper", programs, folder, settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            # A Ctrl+C or a signal to the whole group is for the tests; the keeper sees their end.
            start_new_session=True,
        )
        with keeper:
            assert keeper.stdout is not None
            assert keeper.stdout.readline() == b"ready\n", (folder / "log").read_text()
            yield f"postgresql://tests@/postgres?host={folder}"


def _server_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in SERVER_USERS if name in known)
