"""Settings are read together, and every wrong one is named with what is expected."""

from pathlib import Path

import pytest

from mentorship_app.web.config import ConfigErrors, Settings, instance_directory

SECRETS = {
    "SECRET_KEY": "k" * 40,
    "SECURITY_PASSWORD_SALT": "s" * 40,
    "SECURITY_TOTP_SECRET": "t" * 40,
}


def problems(environ: dict[str, str], instance_dir: Path) -> tuple[str, ...]:
    with pytest.raises(ConfigErrors) as caught:
        Settings.load({**SECRETS, **environ}, instance_dir)
    return caught.value.problems


def write(instance_dir: Path, text: str, mode: int = 0o600) -> Path:
    path = instance_dir / "config.env"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_defaults_serve_this_machine_only(tmp_path: Path) -> None:
    assert Settings.load(SECRETS, tmp_path) == Settings(
        instance_dir=tmp_path,
        host="127.0.0.1",
        port=8000,
        base_url="http://127.0.0.1:8000",
        database_url=f"sqlite:///{tmp_path / 'mentorship.db'}",
        smtp_url=None,
        mail_from="mentorship@localhost",
        secret_key="k" * 40,
        security_password_salt="s" * 40,
        security_totp_secret="t" * 40,
        trusted_proxy=None,
        development=False,
        log_level="INFO",
        default_locale="en",
        timezone="UTC",
    )


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, "# comment\n\nPORT=9001\nTIMEZONE = 'America/Toronto'\n")
    settings = Settings.load({**SECRETS, "PORT": "9002"}, tmp_path)
    assert (settings.port, settings.base_url, settings.timezone) == (9002, "http://127.0.0.1:9002", "America/Toronto")


def test_empty_variable_in_the_environment_counts_as_unset(tmp_path: Path) -> None:
    write(tmp_path, "PORT=9001\n")
    assert Settings.load({**SECRETS, "PORT": " "}, tmp_path).port == 9001


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    environ = {
        "PORT": "abc",
        "BASE_URL": "mentorship.example.org",
        "DATABASE_URL": "mysql://root:hunter2@localhost/x",
        "SMTP_URL": "mail.example.org",
        "MAIL_FROM": "nobody",
        "TRUSTED_PROXY": "10.0.0.1, 10.0.0.2",
        "DEVELOPMENT": "maybe",
        "LOG_LEVEL": "LOUD",
        "DEFAULT_LOCALE": "de",
        "TIMEZONE": "Mars/Olympus",
        "SECRET_KEY": "short",
    }
    named = [line.split(" is ")[0].split(":")[0] for line in problems(environ, tmp_path)]
    assert sorted(named) == sorted(environ)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80.0", "８０００", "1e3"])
def test_port_that_cannot_be_served_on_says_the_range(tmp_path: Path, port: str) -> None:
    assert problems({"PORT": port}, tmp_path) == (
        f"PORT is {port!r}: expected a port number from 1 to 65535, for example PORT=8000.",
    )


def test_secrets_are_never_echoed(tmp_path: Path) -> None:
    environ = {
        "DATABASE_URL": "mysql://root:hunter2@localhost/x",
        "SMTP_URL": "ftp://user:hunter2@mail.example.org",
        "SECRET_KEY": "hunter2",
    }
    assert not [line for line in problems(environ, tmp_path) if "hunter2" in line]
    assert "k" * 40 not in repr(Settings.load(SECRETS, tmp_path))


def test_missing_secrets_say_who_writes_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors) as caught:
        Settings.load({}, tmp_path)
    assert [line.split(":")[0] for line in caught.value.problems] == list(SECRETS)
    assert all("bin/run --prepare" in line for line in caught.value.problems)


def test_misspelt_name_in_the_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    path = write(tmp_path, "SMPT_URL=smtp://mail.example.org\n")
    assert problems({}, tmp_path) == (f"{path}, line 1: SMPT_URL is not a setting. Did you mean SMTP_URL?",)


def test_line_without_equals_and_repeated_name_are_errors(tmp_path: Path) -> None:
    path = write(tmp_path, "PORT 8000\nPORT=1\nPORT=2\n")
    assert problems({}, tmp_path) == (
        f"{path}, line 1: expected NAME=value.",
        f"{path}, line 3: PORT is set twice. Keep one line.",
    )


def test_file_that_others_can_read_is_refused_with_the_command_to_type(tmp_path: Path) -> None:
    path = write(tmp_path, "PORT=8000\n", mode=0o644)
    assert problems({}, tmp_path) == (
        f"{path}: holds secrets and can be read by others (mode 0644). Run: chmod 600 {path}",
    )


def test_file_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"\xff\xfePORT=8000")
    assert problems({}, tmp_path)[0].startswith(f"{path}: cannot be read")


def test_base_url_is_needed_when_other_machines_can_connect(tmp_path: Path) -> None:
    assert [line.split(":")[0] for line in problems({"HOST": "0.0.0.0"}, tmp_path)] == ["BASE_URL"]  # noqa: S104  said, not bound


@pytest.mark.parametrize("url", ["https://", "https://user@a.example", "https://a.example/app", "https://a.example:x"])
def test_base_url_is_scheme_host_and_port_only(tmp_path: Path, url: str) -> None:
    assert [line.split(" is ")[0] for line in problems({"BASE_URL": url}, tmp_path)] == ["BASE_URL"]


def test_https_address_makes_cookies_secure_and_names_the_host(tmp_path: Path) -> None:
    config = Settings.load({**SECRETS, "BASE_URL": "https://m.example.org/"}, tmp_path).flask_config()
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert config["TRUSTED_HOSTS"] == ["m.example.org", "127.0.0.1", "localhost"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_addresses_name_our_driver(tmp_path: Path, scheme: str) -> None:
    settings = Settings.load({**SECRETS, "DATABASE_URL": f"{scheme}://u:p@db/m"}, tmp_path)
    assert settings.database_url == "postgresql+psycopg://u:p@db/m"
    assert settings.database_path is None


def test_sqlite_path_is_absolute_wherever_the_command_runs(tmp_path: Path) -> None:
    settings = Settings.load({**SECRETS, "DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}, tmp_path)
    assert settings.database_path == tmp_path / "x.db"


def test_mail_server_keeps_its_password_and_gives_the_sender(tmp_path: Path) -> None:
    url = "smtps://us%40er:p%2Fw@mail.example.org:465?from=mentors@example.org"
    settings = Settings.load({**SECRETS, "SMTP_URL": url}, tmp_path)
    assert settings.smtp_url == "smtps://us%40er:p%2Fw@mail.example.org:465"
    assert settings.mail_from == "mentors@example.org"


def test_mail_from_wins_over_the_sender_in_the_address(tmp_path: Path) -> None:
    environ = {"SMTP_URL": "smtp://localhost:1025?from=a@example.org", "MAIL_FROM": "b@example.org"}
    assert Settings.load({**SECRETS, **environ}, tmp_path).mail_from == "b@example.org"


def test_instance_directory_can_be_moved(tmp_path: Path) -> None:
    assert instance_directory({"INSTANCE_DIR": str(tmp_path)}) == tmp_path
    assert instance_directory({}).name == "instance"
