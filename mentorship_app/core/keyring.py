"""The key file: keys that must not lie in the database nor in its backups.

JSON, mode 0600, replaced atomically under a lock. A program has keys called ``panel``, ``matching``, ``training``,
``goals``, ``rematch``, ``check-in``, ``contact``, ``feedback``, ``meetings`` and ``connections``, each with
``:<program id>`` behind it, and one ``wave:<wave id>`` for each open survey; ``calendars`` is the installation's.
Destroying one is what makes sealed rows unreadable and linked rows unlinkable for good.
"""

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentorship_app.core.errors import KeyringError
from mentorship_app.core.i18n import N_

KEY_BYTES = 32


class Keyring:
    """The keys in one file. Every call reads the file anew, since web and worker are two processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create_file(self) -> None:
        """Make an empty key file if there is none; raises KeyringError if one is there that others can read."""
        if self.path.exists():
            self.check()
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._write({})

    def check(self) -> None:
        """Raise KeyringError unless the file is there, is ours alone, and reads as keys."""
        self._read()

    def create(self, name: str) -> bytes:
        """A fresh key of 256 bits under ``name``, or the one already there."""
        with self._locked():
            keys = self._read()
            if name not in keys:
                keys[name] = secrets.token_hex(KEY_BYTES)
                self._write(keys)
            return bytes.fromhex(keys[name])

    def get(self, name: str) -> bytes:
        """The key under ``name``; raises KeyringError if it was destroyed or never made."""
        keys = self._read()
        if name not in keys:
            raise KeyringError(N_("The key %(name)s is not in the key file %(path)s."), name=name, path=str(self.path))
        return bytes.fromhex(keys[name])

    def has(self, name: str) -> bool:
        return name in self._read()

    def destroy(self, name: str) -> None:
        """Forget a key. Doing it twice changes nothing."""
        with self._locked():
            keys = self._read()
            if keys.pop(name, None) is not None:
                self._write(keys)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._read()))

    def _read(self) -> dict[str, str]:
        try:
            mode = stat.S_IMODE(self.path.stat().st_mode)
        except FileNotFoundError:
            raise KeyringError(
                N_("The key file %(path)s is missing. Restore it from its own backup; sealed answers need it."),
                path=str(self.path),
            ) from None
        if mode & 0o077:
            raise KeyringError(
                N_("The key file %(path)s can be read by others (mode %(mode)s). Run: chmod 600 %(path)s"),
                path=str(self.path),
                mode=f"{mode:04o}",
            )
        try:
            keys = json.loads(self.path.read_text())
            return {str(name): str(key) for name, key in keys.items()}
        except (ValueError, AttributeError):
            raise KeyringError(
                N_("The key file %(path)s is damaged. Restore it from its own backup."), path=str(self.path)
            ) from None

    def _write(self, keys: dict[str, str]) -> None:
        temporary = self.path.with_suffix(".new")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(keys, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path)
        directory = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self.path.with_suffix(".lock").open("a") as lock:
            os.fchmod(lock.fileno(), 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
