"""What the doctor looks at. Every examination ends in a Finding and never in an exception."""

import ctypes
import hashlib
import io
import shutil
import smtplib
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from alembic.util import CommandError
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from mentorship_app.cli import schema
from mentorship_app.core import clock
from mentorship_app.core.errors import AppError
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.paths import STATIC
from mentorship_app.documents import PdfUnavailable, render_pdf
from mentorship_app.documents.native_libraries import INSTALL_LINE, LIBRARIES
from mentorship_app.messaging.delivery import connect
from mentorship_app.web.config import LOOPBACK, Settings

ROOMY_MEGABYTES = 500
MEGABYTE = 1024 * 1024
# Kinds of file system on which SQLite's locks are not to be trusted.
REMOTE_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "glusterfs", "ceph"}
)
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's. ``text`` says what was found or, when not ``ok``, what to do."""

    name: str
    text: str
    ok: bool = True


def examine_machine() -> Iterator[Finding]:
    """What holds for the machine and the checkout, whatever the settings."""
    yield native_libraries()
    yield fonts()
    yield pdf()


def examine_settings(settings: Settings) -> Iterator[Finding]:
    """What holds for one installation."""
    yield Finding("settings", f"{settings.instance_dir / 'config.env'} and environment agree")
    yield database(settings)
    yield disk(settings.instance_dir)
    yield time_of_day(settings)
    yield mail(settings)
    yield address(settings)
    yield keys(settings)


def native_libraries(load: Callable[[str], object] = ctypes.CDLL) -> Finding:
    """Asks the loader for each library; a package that is installed but does not load would not help."""
    missing = []
    for library in LIBRARIES:
        try:
            load(library)
        except OSError:
            missing.append(library)
    if missing:
        return Finding("native libraries", f"{', '.join(missing)} missing. Run: {INSTALL_LINE}", ok=False)
    return Finding("native libraries", "Pango, PangoFT2 and HarfBuzz-Subset load")


def fonts(vendor: Path = STATIC / "vendor") -> Finding:
    """The vendored font files, byte for byte as published: same fonts, same page breaks on every machine."""
    again = f"Restore the checkout: git checkout -- {vendor}"
    try:
        packages = tomllib.loads((vendor / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
    except (OSError, ValueError, KeyError):
        return Finding("fonts", f"the list of fonts {vendor / 'VENDOR.toml'} is missing or damaged. {again}", ok=False)
    hashes = {
        vendor / package["folder"] / name: digest
        for package in packages
        for name, digest in package["files"].items()
        if name.endswith(".woff2")
    }
    wrong = [path.name for path, digest in hashes.items() if not _has_digest(path, digest)]
    if wrong or not hashes:
        return Finding("fonts", f"{', '.join(wrong) or 'no font'} missing or changed. {again}", ok=False)
    return Finding("fonts", f"{len(hashes)} font files of our own, as published; none of the system is needed")


def _has_digest(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def pdf(render: Callable[..., bytes] = render_pdf) -> Finding:
    """Draws one small page the way reports are drawn."""
    page = '<html lang="en"><head><title>Test page</title></head><body><h1>Test page</h1></body></html>'
    try:
        # Without its libraries the engine prints an advice of its own, longer and less fitting than ours.
        with redirect_stdout(io.StringIO()):
            drawn = render(page, base=STATIC, made_at=clock.now())
    except PdfUnavailable as error:
        return Finding("PDF", str(error), ok=False)
    except Exception as error:  # whatever the engine raises, the doctor's other lines are still wanted
        return Finding("PDF", f"cannot be drawn ({type(error).__name__}: {error}). Run: bin/run --prepare", ok=False)
    if not drawn.startswith(b"%PDF-"):
        return Finding("PDF", "what was drawn is not a PDF. Run: bin/run --prepare", ok=False)
    return Finding("PDF", f"a page of {len(drawn):,} bytes was drawn")


def database(settings: Settings) -> Finding:
    """Reachable, whole, on a local disk, and at the schema of this version."""
    path = settings.database_path
    if path is not None and not path.is_file():
        return Finding("database", f"{path} is not there yet. Run: bin/run --prepare", ok=False)
    try:
        if path is not None and (trouble := _trouble_in_file(path)):
            return Finding("database", trouble, ok=False)
        engine = create_engine(settings.database_url)
        try:
            here, wanted = schema.current_revision(engine), schema.newest_revision()
        finally:
            engine.dispose()
    except (SQLAlchemyError, CommandError, sqlite3.Error, OSError) as error:
        reason = getattr(error, "orig", None) or error
        return Finding("database", f"does not answer ({reason}). Check DATABASE_URL and its server.", ok=False)
    except ModuleNotFoundError as error:
        return Finding("database", f"the driver {error.name} is not installed.", ok=False)
    if here != wanted:
        return Finding("database", f"schema {here}, this version needs {wanted}. Run: bin/run --prepare", ok=False)
    kind = f"SQLite in {path}, WAL, whole" if path is not None else "PostgreSQL answers"
    return Finding("database", f"{kind}; schema {here} is current")


def _trouble_in_file(path: Path) -> str | None:
    """What is wrong with the SQLite file, with what to do; None if nothing is. Opens it for reading only."""
    kind = file_system_of(path)
    if kind in REMOTE_FILE_SYSTEMS:
        return f"{path} lies on a network disk ({kind}), which can lose answers. Move it: INSTANCE_DIR=/local/folder"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as connection:
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if verdict != "ok":
        return f"{path} is damaged ({verdict}). Stop the app and restore the last good backup."
    if journal != "wal":
        return f"{path} is in journal mode {journal}, not WAL. Run: bin/run --prepare"
    return None


def file_system_of(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """The kind of file system ``path`` lies on (``ext4``, ``nfs4`` …); None where the system does not tell."""
    try:
        lines = mounts.read_text().splitlines()
    except OSError:
        return None
    best, kind = "", None
    for line in lines:
        _, mount_point, file_system, *_ = line.split()
        mount_point = mount_point.replace("\\040", " ")
        if path.resolve().is_relative_to(mount_point) and len(mount_point) >= len(best):
            best, kind = mount_point, file_system
    return kind


def disk(folder: Path) -> Finding:
    """Room for answers, copies before migrations, and reports."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < ROOMY_MEGABYTES:
        return Finding("disk", f"only {free} MB free at {folder}. Make it {ROOMY_MEGABYTES} MB or more.", ok=False)
    return Finding("disk", f"{free:,} MB free at {folder}")


def time_of_day(settings: Settings, *, now: datetime | None = None) -> Finding:
    """A clock that runs backwards or years off would open and close surveys at the wrong time."""
    moment = now or clock.now()
    newest = max((path.stat().st_mtime for path in settings.instance_dir.iterdir()), default=0.0)
    behind = datetime.fromtimestamp(newest, UTC) - moment
    if moment < RELEASED or behind > CLOCK_SLACK:
        return Finding(
            "clock", f"says {moment:%Y-%m-%d %H:%M} UTC, which is past. Run: sudo timedatectl set-ntp true", ok=False
        )
    local = clock.local_date(moment, settings.timezone)
    return Finding("clock", f"{moment:%Y-%m-%d %H:%M} UTC; {local} in {settings.timezone}")


def mail(settings: Settings) -> Finding:
    """Signs in to the mail server and leaves again; sends nothing."""
    if settings.smtp_url is None:
        return Finding("mail", "no SMTP_URL: mail stays in the outbox, where staff can read it")
    server = urlsplit(settings.smtp_url)
    where = f"{server.hostname}:{server.port}" if server.port else str(server.hostname)
    try:
        connection = connect(settings.smtp_url)
        connection.noop()
        connection.quit()
    except smtplib.SMTPAuthenticationError:
        return Finding("mail", f"{where} refuses the user or password in SMTP_URL.", ok=False)
    except (OSError, smtplib.SMTPException) as error:
        return Finding("mail", f"{where} does not take mail ({type(error).__name__}). Check SMTP_URL.", ok=False)
    return Finding("mail", f"{where} lets us in; sender {settings.mail_from}")


def address(settings: Settings) -> Finding:
    """Mailed links and cookies are only safe over https, save on the machine itself."""
    host = urlsplit(settings.base_url).hostname
    if settings.is_https or host in LOOPBACK:
        return Finding("BASE_URL", settings.base_url)
    return Finding("BASE_URL", f"{settings.base_url} is not https. Put a TLS proxy in front, see README.md", ok=False)


def keys(settings: Settings) -> Finding:
    """There, ours alone, readable as keys."""
    keyring = Keyring(settings.keyring_path)
    try:
        keyring.check()
    except (AppError, OSError) as error:
        return Finding("keys", str(error), ok=False)
    return Finding("keys", f"{settings.keyring_path}, {len(keyring.names())} in use, mode 0600")
