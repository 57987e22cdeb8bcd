"""One installation: its folder, its generated secrets and its key file."""

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, inspect

from mentorship_app.cli.failures import Failure
from mentorship_app.core.keyring import Keyring
from mentorship_app.web.config import GENERATED, Settings, instance_directory, read_config_file

SECRET_BYTES = 32
_HEAD = "# Secrets made at the first start. Back this file up apart from the database; show it to nobody."
PRIVATE_UMASK = 0o077
"""What commands write (database, backups, logs) is readable by its own user only."""


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a prepared installation; raises ConfigErrors."""
    return Settings.load(environ, instance_directory(environ))


def prepare_installation(environ: Mapping[str, str] = os.environ) -> Settings:
    """Make what is missing (folder, secrets, key file) and give the settings. Doing it twice changes nothing.

    Raises ConfigErrors, KeyringError, OSError or Failure, each with the step to take. Nothing is written when a
    setting is wrong, and nothing is made anew beside a database that was written with other secrets.
    """
    instance_dir = instance_directory(environ)
    drafted = _draft(instance_dir, environ)
    settings = Settings.load({**environ, **drafted}, instance_dir)
    instance_dir.mkdir(parents=True, exist_ok=True)
    with only_one(instance_dir / "start.lock"):
        keyring = Keyring(settings.keyring_path)
        if database_is_in_use(settings):
            _refuse_new_secrets(drafted, settings)
        else:
            _write_secrets(instance_dir / "config.env", _draft(instance_dir, environ))
            keyring.create_file()
        keyring.check()
        return Settings.load(environ, instance_dir)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; a second process waits here until the first is done."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def database_is_in_use(settings: Settings) -> bool:
    """Whether a database of this app is there already; raises OperationalError if its server does not answer."""
    path = settings.database_path
    if path is not None:
        return path.is_file() and path.stat().st_size > 0
    engine = create_engine(settings.database_url)
    try:
        return inspect(engine).has_table("alembic_version")
    finally:
        engine.dispose()


def _draft(instance_dir: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """New secrets for those that neither the file nor the environment gives."""
    written = read_config_file(instance_dir / "config.env", [])
    return {
        name: secrets.token_urlsafe(SECRET_BYTES)
        for name in GENERATED
        if not written.get(name) and not environ.get(name, "").strip()
    }


def _refuse_new_secrets(drafted: Mapping[str, str], settings: Settings) -> None:
    if drafted:
        raise Failure(
            f"The database is there, but {', '.join(drafted)} is missing from {settings.instance_dir / 'config.env'}.\n"
            "  Restore config.env from its own backup: with other secrets nobody could sign in."
        )


def _write_secrets(path: Path, drafted: Mapping[str, str]) -> None:
    if not drafted:
        return
    text = "\n" + "".join(f"{name}={value}\n" for name, value in drafted.items())
    if not path.exists():
        text = f"{_HEAD}{text}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    before = os.fstat(descriptor).st_size
    try:
        if os.write(descriptor, text.encode()) < len(text.encode()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fsync(descriptor)
    except OSError:
        # Half a secret would be taken for a whole one at the next start.
        os.ftruncate(descriptor, before)
        raise
    finally:
        os.close(descriptor)
