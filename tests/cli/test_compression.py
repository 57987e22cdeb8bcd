"""Compressed copies of static files."""

import gzip
import os
from pathlib import Path

from mentorship_app.cli.compression import compress_static


def test_text_files_get_a_copy_that_unpacks_to_the_same(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    style = tmp_path / "css" / "app.css"
    style.write_text("body { color: teal }\n" * 50)
    (tmp_path / "font.woff2").write_bytes(b"already compressed")

    assert compress_static(tmp_path) == 1
    assert gzip.decompress((tmp_path / "css" / "app.css.gz").read_bytes()) == style.read_bytes()
    assert sorted(path.name for path in tmp_path.rglob("*.gz")) == ["app.css.gz"]


def test_a_second_run_writes_nothing_until_a_file_changes(tmp_path: Path) -> None:
    style = tmp_path / "app.css"
    style.write_text("a")
    compress_static(tmp_path)
    assert compress_static(tmp_path) == 0

    style.write_text("b")
    newer = (tmp_path / "app.css.gz").stat().st_mtime + 10
    os.utime(style, (newer, newer))
    assert compress_static(tmp_path) == 1
    assert gzip.decompress((tmp_path / "app.css.gz").read_bytes()) == b"b"
