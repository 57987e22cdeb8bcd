"""Preparing an installation: once, privately, and never over a database that needs its old secrets."""

import os
import stat
from pathlib import Path

import pytest

from mentorship_app.cli.failures import Failure, explained
from mentorship_app.cli.installation import prepare_installation
from mentorship_app.core.errors import KeyringError
from mentorship_app.web.config import ConfigErrors


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def prepared(folder: Path) -> dict[str, str]:
    environ = {"INSTANCE_DIR": str(folder)}
    prepare_installation(environ)
    return environ


def test_first_start_makes_private_secrets_and_keys(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    settings = prepare_installation({"INSTANCE_DIR": str(folder)})
    assert (mode(folder / "config.env"), mode(folder / "keyring.json")) == (0o600, 0o600)
    secrets = {settings.secret_key, settings.security_password_salt, settings.security_totp_secret}
    assert len(secrets) == 3
    assert min(map(len, secrets)) >= 43


def test_second_start_changes_nothing(tmp_path: Path) -> None:
    environ = prepared(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    first = prepare_installation(environ)
    assert prepare_installation(environ) == first
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_wrong_setting_leaves_no_trace(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    with pytest.raises(ConfigErrors):
        prepare_installation({"INSTANCE_DIR": str(folder), "PORT": "abc"})
    assert not folder.exists()


def test_secrets_are_added_to_a_file_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "config.env"
    path.write_text("PORT=9001")
    path.chmod(0o600)
    assert prepare_installation({"INSTANCE_DIR": str(tmp_path)}).port == 9001
    assert path.read_text().startswith("PORT=9001\nSECRET_KEY=")


def test_secrets_from_the_environment_are_not_written_down(tmp_path: Path) -> None:
    given = {name: name * 4 for name in ("SECRET_KEY", "SECURITY_PASSWORD_SALT", "SECURITY_TOTP_SECRET")}
    settings = prepare_installation({"INSTANCE_DIR": str(tmp_path), **given})
    assert settings.secret_key == given["SECRET_KEY"]
    assert not (tmp_path / "config.env").exists()


def test_existing_database_without_its_secrets_is_refused(tmp_path: Path) -> None:
    environ = prepared(tmp_path)
    (tmp_path / "mentorship.db").write_bytes(b"SQLite format 3\0")
    (tmp_path / "config.env").unlink()
    with pytest.raises(Failure, match=r"Restore config\.env from its own backup"):
        prepare_installation(environ)
    assert not (tmp_path / "config.env").exists()


def test_existing_database_without_its_keys_is_refused(tmp_path: Path) -> None:
    environ = prepared(tmp_path)
    (tmp_path / "mentorship.db").write_bytes(b"SQLite format 3\0")
    (tmp_path / "keyring.json").unlink()
    with pytest.raises(KeyringError, match="is missing"):
        prepare_installation(environ)
    assert not (tmp_path / "keyring.json").exists()


@pytest.mark.parametrize("name", ["config.env", "keyring.json"])
def test_file_that_others_can_read_is_refused_with_the_line_to_type(tmp_path: Path, name: str) -> None:
    environ = prepared(tmp_path)
    (tmp_path / name).chmod(0o644)
    with pytest.raises(Failure, match=f"chmod 600 {tmp_path / name}"), explained():
        prepare_installation(environ)


def test_folder_in_the_way_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("a file")
    with pytest.raises(Failure, match="INSTANCE_DIR=/path"), explained():
        prepare_installation({"INSTANCE_DIR": str(tmp_path / "instance")})


def test_full_disk_leaves_no_half_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.env"
    path.write_text("PORT=8001")
    path.chmod(0o600)
    write = os.write
    monkeypatch.setattr("os.write", lambda descriptor, text: write(descriptor, text[:40]))

    with pytest.raises(OSError, match="No space left"):
        prepare_installation({"INSTANCE_DIR": str(tmp_path)})

    assert path.read_text() == "PORT=8001"
