"""Settings: read from the environment and ``instance/config.env``, validated together, then frozen.

The environment wins over the file. ``Settings.load`` names every wrong value at once, each with what is expected,
so that somebody at a console mends them in one go.
"""

import difflib
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mentorship_app.core.errors import ConfigErrors
from mentorship_app.core.limits import Limits
from mentorship_app.core.paths import PROJECT

LOCALES = ("en", "fr")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECRET_CHARACTERS = 32
MEGABYTE = 1024 * 1024
# Answers that a form sends; a roster of 10,000 rows stays below the first, a long application below the second.
UPLOAD_BYTES = 10 * MEGABYTE
FORM_BYTES = MEGABYTE
FORM_PARTS = 2_000
SESSION_SECONDS = 12 * 3600

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One consistent set of settings. Secrets are left out of ``repr`` so that no log line can show them."""

    instance_dir: Path
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    database_url: str = field(repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "mentorship@localhost"
    secret_key: str = field(repr=False)
    security_password_salt: str = field(repr=False)
    security_totp_secret: str = field(repr=False)
    trusted_proxy: str | None = None
    development: bool = False
    log_level: str = "INFO"
    default_locale: str = "en"
    timezone: str = "UTC"
    report_limits: Limits = field(default_factory=Limits)

    @classmethod
    def load(cls, environ: Mapping[str, str], instance_dir: Path) -> "Settings":
        """The settings of ``instance_dir/config.env`` under those of ``environ``; raises ConfigErrors."""
        problems: list[str] = []
        written = read_config_file(instance_dir / "config.env", problems)
        given = {**written, **{name: environ[name] for name in NAMES if environ.get(name, "").strip()}}
        reader = _Reader(given, problems)
        settings = reader.settings(instance_dir)
        if problems or settings is None:
            raise ConfigErrors(problems)
        return settings

    @property
    def keyring_path(self) -> Path:
        return self.instance_dir / "keyring.json"

    @property
    def database_path(self) -> Path | None:
        """The SQLite file, or None when the database is a server or lives in memory."""
        name = self.database_url.removeprefix("sqlite:///")
        return Path(name) if name != self.database_url and name not in ("", ":memory:") else None

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    def flask_config(self) -> dict[str, object]:
        """What Flask and its extensions read. Everything else asks the Settings themselves."""
        return {
            "SECRET_KEY": self.secret_key,
            "SECURITY_PASSWORD_SALT": self.security_password_salt,
            "SECURITY_TOTP_SECRETS": {"1": self.security_totp_secret},
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_https else "session",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": SESSION_SECONDS,
            "PREFERRED_URL_SCHEME": "https" if self.is_https else "http",
            "TRUSTED_HOSTS": self.trusted_hosts(),
            # A form stays good as long as its session: whoever comes back to a survey after an hour loses nothing.
            "WTF_CSRF_TIME_LIMIT": None,
            "MAX_CONTENT_LENGTH": UPLOAD_BYTES,
            "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
            "MAX_FORM_PARTS": FORM_PARTS,
            "BABEL_DEFAULT_LOCALE": self.default_locale,
            "BABEL_DEFAULT_TIMEZONE": self.timezone,
            "TEMPLATES_AUTO_RELOAD": self.development,
        }

    def trusted_hosts(self) -> list[str]:
        """Names this server answers to: the host of BASE_URL and, for a look at the machine itself, loopback."""
        return list(dict.fromkeys([urlsplit(self.base_url).hostname or "localhost", "127.0.0.1", "localhost"]))


# Every setting by the name it has in the environment. An unknown name in config.env is an error, not a silence.
NAMES: tuple[str, ...] = (
    "HOST",
    "PORT",
    "BASE_URL",
    "DATABASE_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "SECRET_KEY",
    "SECURITY_PASSWORD_SALT",
    "SECURITY_TOTP_SECRET",
    "TRUSTED_PROXY",
    "DEVELOPMENT",
    "LOG_LEVEL",
    "DEFAULT_LOCALE",
    "TIMEZONE",
    "REPORT_MEMORY_MB",
    "REPORT_SECONDS",
)


def instance_directory(environ: Mapping[str, str]) -> Path:
    """Where this installation keeps its files: INSTANCE_DIR, or ``instance/`` in the checkout."""
    given = environ.get("INSTANCE_DIR", "").strip()
    return Path(given).expanduser().resolve() if given else PROJECT / "instance"


def read_config_file(path: Path, problems: list[str]) -> dict[str, str]:
    """``NAME=value`` lines of ``path``; blank lines and lines that start with ``#`` do not count.

    What is wrong is appended to ``problems``. A missing file is an empty one.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        lines = path.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except PermissionError:
        problems.append(
            f"{path}: cannot be read by this user. Start as the user who made it, or name another: INSTANCE_DIR=/path."
        )
        return {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: cannot be read ({error}). Make it a UTF-8 text file that this user may read.")
        return {}
    if mode & 0o077:
        problems.append(f"{path}: holds secrets and can be read by others (mode {mode:04o}). Run: chmod 600 {path}")
    values: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text and not text.startswith("#"):
            _take_line(text, f"{path}, line {number}", values, problems)
    return values


def _take_line(text: str, place: str, values: dict[str, str], problems: list[str]) -> None:
    name, equals, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if not equals:
        problems.append(f"{place}: expected NAME=value.")
    elif name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1)
        hint = f" Did you mean {near[0]}?" if near else f" Settings are: {', '.join(NAMES)}."
        problems.append(f"{place}: {name} is not a setting.{hint}")
    elif name in values:
        problems.append(f"{place}: {name} is set twice. Keep one line.")
    elif len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        values[name] = value[1:-1]
    else:
        values[name] = value


class _Wrong(Exception):
    """The value does not fit; the message says what is expected."""


class _Reader:
    """Turns text into values. A wrong one is noted under its name and the rest are still read."""

    def __init__(self, given: Mapping[str, str], problems: list[str]) -> None:
        self.given = given
        self.problems = problems

    def take(self, name: str, parse: Callable[[str], T], default: T) -> T:
        text = self.given.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except _Wrong as wrong:
            shown = "" if name in _SECRETS else f" is {text!r}"
            self.problems.append(f"{name}{shown}: expected {wrong}.")
            return default

    def settings(self, instance_dir: Path) -> Settings | None:
        host = self.take("HOST", _host, "127.0.0.1")
        port = self.take("PORT", _port, 8000)
        base_url = self.take("BASE_URL", _base_url, "")
        if not base_url and host not in LOOPBACK:
            self.problems.append(
                f"BASE_URL: expected the address that people will type, since HOST is {host}. "
                "Mailed links are made from it. Example: BASE_URL=https://mentorship.example.org"
            )
        no_mail: tuple[str | None, str | None] = (None, None)
        smtp_url, sender = self.take("SMTP_URL", _smtp, no_mail)
        secrets = {name.lower(): self._secret(name) for name in GENERATED}
        settings = Settings(
            instance_dir=instance_dir,
            host=host,
            port=port,
            base_url=base_url or f"http://127.0.0.1:{port}",
            database_url=self.take("DATABASE_URL", _database_url, f"sqlite:///{instance_dir / 'mentorship.db'}"),
            smtp_url=smtp_url,
            mail_from=self.take("MAIL_FROM", _address, sender or "mentorship@localhost"),
            trusted_proxy=self.take("TRUSTED_PROXY", _host, None),
            development=self.take("DEVELOPMENT", _yes_no, False),
            log_level=self.take("LOG_LEVEL", _one_of(LOG_LEVELS, str.upper), "INFO"),
            default_locale=self.take("DEFAULT_LOCALE", _one_of(LOCALES, str.lower), "en"),
            timezone=self.take("TIMEZONE", _timezone, "UTC"),
            report_limits=Limits(
                self.take("REPORT_MEMORY_MB", _whole(128, 16_384, "megabytes"), Limits.memory_mb),
                # Shorter than the lease of a job: another worker would take it up meanwhile.
                self.take("REPORT_SECONDS", _whole(10, 240, "seconds"), Limits.seconds),
            ),
            **secrets,
        )
        return None if self.problems else settings

    def _secret(self, name: str) -> str:
        text = self.given.get(name, "").strip()
        if not text:
            self.problems.append(f"{name}: not set. Run bin/run --prepare: it writes one into instance/config.env.")
        elif len(text) < SECRET_CHARACTERS:
            self.problems.append(f"{name}: expected at least {SECRET_CHARACTERS} random characters.")
        return text


GENERATED = ("SECRET_KEY", "SECURITY_PASSWORD_SALT", "SECURITY_TOTP_SECRET")
# Never echoed back: the database and mail addresses carry passwords.
_SECRETS = (*GENERATED, "DATABASE_URL", "SMTP_URL")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise _Wrong("a port number from 1 to 65535, for example PORT=8000")
    return int(text)


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise _Wrong("one host name or IP address, for example 127.0.0.1")
    return text


def _base_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_fine = urlsplit(""), False
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine:
        raise _Wrong("the address that people type, for example https://mentorship.example.org")
    if parts.username or parts.query or parts.fragment or parts.path not in ("", "/"):
        raise _Wrong("scheme, host and port only, without a path, for example https://mentorship.example.org")
    return text.rstrip("/")


def _database_url(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and separator and rest.strip("/"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return text if rest.startswith("//") or rest == "/:memory:" else f"sqlite:///{(PROJECT / rest[1:]).resolve()}"
    raise _Wrong("sqlite:////absolute/path.db or postgresql://user:password@host/database")


def _smtp(text: str) -> tuple[str, str | None]:
    """The address of the server without its options, and the sender if ``?from=`` names one."""
    try:
        parts = urlsplit(text)
        port_is_fine = parts.port is None or parts.port > 0
        options = parse_qs(parts.query, strict_parsing=bool(parts.query), max_num_fields=1)
    except ValueError:
        raise _Wrong(_SMTP_SHAPE) from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not port_is_fine or options.keys() - {"from"}:
        raise _Wrong(_SMTP_SHAPE)
    if parts.path not in ("", "/") or parts.fragment or (parts.username is None) != (parts.password is None):
        raise _Wrong(_SMTP_SHAPE)
    server = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
    return server, _address(options["from"][-1]) if "from" in options else None


_SMTP_SHAPE = (
    "smtp://user:password@mail.example.org:587?from=mentorship@example.org, or smtps:// for TLS from the start; "
    "write @ : / # in the password as %40 %3A %2F %23"
)


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", text):
        raise _Wrong("one e-mail address, for example mentorship@example.org")
    return text


def _yes_no(text: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in answers:
        raise _Wrong("yes or no")
    return answers[text.lower()]


def _one_of(allowed: tuple[str, ...], fold: Callable[[str], str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if fold(text) not in allowed:
            raise _Wrong(f"one of {', '.join(allowed)}")
        return fold(text)

    return parse


def _whole(low: int, high: int, unit: str) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 9 or not low <= int(text) <= high:
            raise _Wrong(f"a whole number of {unit} from {low} to {high}")
        return int(text)

    return parse


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _Wrong("an IANA time zone, for example America/Toronto or Europe/Paris") from None
    return text
