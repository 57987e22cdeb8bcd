"""The doctor: each line ok, or what to do."""

import os
import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentorship_app.cli import examinations
from mentorship_app.cli.examinations import Finding
from mentorship_app.cli.installation import prepare_installation
from mentorship_app.documents import PdfUnavailable
from mentorship_app.web.config import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return prepare_installation({"INSTANCE_DIR": str(tmp_path / "instance")})


def test_missing_libraries_give_the_line_to_type() -> None:
    def load(name: str) -> object:
        if name != "libpango-1.0.so.0":
            raise OSError(name)
        return object()

    assert examinations.native_libraries(load) == Finding(
        "native libraries",
        "libpangoft2-1.0.so.0, libharfbuzz-subset.so.0 missing. Run: sudo apt-get install -y "
        "--no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ok=False,
    )


def test_fonts_of_the_checkout_are_as_published() -> None:
    assert examinations.fonts().ok


def test_changed_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "sans").mkdir()
    (tmp_path / "sans" / "sans.woff2").write_bytes(b"changed")
    (tmp_path / "VENDOR.toml").write_text('[[package]]\nfolder = "sans"\n[package.files]\n"sans.woff2" = "00"\n')
    finding = examinations.fonts(tmp_path)
    assert (finding.ok, finding.text.split(".")[0]) == (False, "sans")


def test_page_is_really_drawn() -> None:
    assert examinations.pdf().ok


def test_missing_library_is_told_by_the_pdf_too() -> None:
    def render(*_: object, **__: object) -> bytes:
        raise PdfUnavailable

    finding = examinations.pdf(render)
    assert (finding.ok, "libpango-1.0-0" in finding.text) == (False, True)


def test_engine_that_fails_is_a_finding_and_not_a_traceback() -> None:
    def render(*_: object, **__: object) -> bytes:
        raise RuntimeError("no glyphs")

    assert examinations.pdf(render) == Finding(
        "PDF", "cannot be drawn (RuntimeError: no glyphs). Run: bin/run --prepare", ok=False
    )


def test_database_not_made_yet_says_how(settings: Settings) -> None:
    finding = examinations.database(settings)
    assert (finding.ok, finding.text.endswith("Run: bin/run --prepare")) == (False, True)


def test_damaged_database_is_found(settings: Settings) -> None:
    path = settings.database_path
    assert path is not None
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert not examinations.database(settings).ok


def test_database_in_another_journal_mode_is_found(settings: Settings) -> None:
    path = settings.database_path
    assert path is not None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
    assert "journal mode delete" in examinations.database(settings).text


def test_examining_never_makes_the_database(settings: Settings) -> None:
    examinations.database(settings)
    assert settings.database_path is not None
    assert not settings.database_path.exists()


def test_network_disk_is_told_by_the_longest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    assert examinations.file_system_of(tmp_path / "a.db", mounts) == "nfs4"
    assert examinations.file_system_of(Path("/etc/a.db"), mounts) == "ext4"


def test_clock_in_the_past_is_found(settings: Settings) -> None:
    assert examinations.time_of_day(settings).ok
    assert not examinations.time_of_day(settings, now=datetime(1970, 1, 1, tzinfo=UTC)).ok


def test_clock_behind_our_own_files_is_found(settings: Settings) -> None:
    next_century = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
    os.utime(settings.instance_dir / "config.env", (next_century, next_century))
    assert not examinations.time_of_day(settings).ok


def test_no_mail_server_is_fine_and_says_where_mail_goes(settings: Settings) -> None:
    assert examinations.mail(settings) == Finding(
        "mail", "no SMTP_URL: mail stays in the outbox, where staff can read it"
    )


def test_mail_server_that_is_not_there_is_named_without_its_password(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        finding = examinations.mail(replace(settings, smtp_url=f"smtp://user:hunter2@127.0.0.1:{port}"))
    assert finding == Finding(
        "mail", f"127.0.0.1:{port} does not take mail (ConnectionRefusedError). Check SMTP_URL.", ok=False
    )


@pytest.mark.parametrize(
    ("url", "ok"),
    [("http://127.0.0.1:8000", True), ("https://m.example.org", True), ("http://m.example.org", False)],
)
def test_only_https_is_fine_beyond_this_machine(settings: Settings, url: str, ok: bool) -> None:
    assert examinations.address(replace(settings, base_url=url)).ok is ok


def test_key_file_that_others_can_read_is_found(settings: Settings) -> None:
    assert examinations.keys(settings).ok
    settings.keyring_path.chmod(0o644)
    assert not examinations.keys(settings).ok


def test_every_examination_is_one_line(settings: Settings) -> None:
    findings = [*examinations.examine_machine(), *examinations.examine_settings(settings)]
    assert not [finding for finding in findings if "\n" in finding.text]
