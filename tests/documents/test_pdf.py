"""The PDF is tagged, the same every time, and made of nothing but what lies in our folder."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import time_machine

from mentorship_app.core.paths import STATIC
from mentorship_app.documents import Attached, PdfUnavailable, render_pdf

MADE_AT = datetime(2026, 7, 9, 14, 30, tzinfo=UTC)
SECRET = "the-hospital-wifi-password"
PAGE = '<!doctype html><html lang="fr"><head><title>Rapport</title></head><body><h1>Rapport</h1>{}</body></html>'

# {} is the address of what must not be read.
PAYLOADS = {
    "image": '<img src="{}" alt="x">',
    "css import": '<style>@import url("{}");</style>',
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "font": '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>x</p>',
    "background": '<div style="background: url({})">x</div>',
    "svg image": '<svg viewBox="0 0 9 9"><title>x</title><image href="{}" width="9" height="9"/></svg>',
    "svg use": '<svg viewBox="0 0 9 9"><title>x</title><use href="{}#a"/></svg>',
    "object": '<object data="{}"></object>',
    "embed": '<embed src="{}">',
    "attachment link": '<link rel="attachment" href="{}">',
    "attachment anchor": '<a rel="attachment" href="{}">x</a>',
    "base": '<base href="{}"><img src="x.png" alt="x">',
}


def pages(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def everything_in(pdf: bytes) -> bytes:
    """Every stream, unpacked where that is possible: pages, fonts, pictures, enclosures."""
    found = []
    with pages(pdf) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    found.append(thing.read_bytes())
                except pikepdf.PdfError:
                    found.append(thing.read_raw_bytes())
    return b"".join(found)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Addresses that a server of this machine was asked for; the last entry of ``PAYLOADS`` names it by port."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        seen.append(f"http://127.0.0.1:{server.server_port}/secret")
        yield seen
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("kind", PAYLOADS)
def test_no_markup_makes_the_server_call_another(kind: str, asked: list[str]) -> None:
    address = asked.pop()

    pdf = render_pdf(PAGE.format(PAYLOADS[kind].format(address)), base=STATIC, made_at=MADE_AT)

    assert (asked, pdf[:5]) == ([], b"%PDF-")


@pytest.mark.parametrize("kind", PAYLOADS)
def test_no_markup_pulls_a_file_of_the_machine_into_the_document(kind: str, tmp_path: Path) -> None:
    base = tmp_path / "static"
    base.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    (base / "way-out.txt").symlink_to(secret)

    for address in (secret.as_uri(), "../secret.txt", f"{base.as_uri()}/%2e%2e/secret.txt", "way-out.txt"):
        pdf = render_pdf(PAGE.format(PAYLOADS[kind].format(address)), base=base, made_at=MADE_AT)
        assert SECRET.encode() not in everything_in(pdf), address
        with pages(pdf) as document:
            assert len(document.attachments) == 0, address


def test_a_file_below_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(SECRET, encoding="utf-8")

    pdf = render_pdf(PAGE.format('<link rel="attachment" href="notes.txt">'), base=tmp_path, made_at=MADE_AT)

    assert SECRET.encode() in everything_in(pdf)


def test_document_is_tagged_and_says_title_and_language() -> None:
    with pages(render_pdf(PAGE.format("<p>Bonjour</p>"), base=STATIC, made_at=MADE_AT)) as document:
        root = document.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == (
            "fr",
            True,
            True,
        )
        assert str(document.docinfo["/Title"]) == "Rapport"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_same_input_gives_the_same_bytes_whenever_it_is_drawn() -> None:
    table = Attached("numbers.csv", b"group,n\nYear 1,245\n", "Every number of the report")
    # A font of ours, since fonts are stamped with the time when they are cut down to the letters in use.
    page = PAGE.format('<link rel="stylesheet" href="css/report.css"><p class="report">245</p>')
    with time_machine.travel(MADE_AT, tick=False):
        first = render_pdf(page, base=STATIC, made_at=MADE_AT, attachments=[table])
    with time_machine.travel(MADE_AT + timedelta(days=400), tick=False):
        second = render_pdf(page, base=STATIC, made_at=MADE_AT, attachments=[table])

    assert first == second
    with pages(first) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20260709143000")
        assert document.attachments["numbers.csv"].get_file().read_bytes() == table.content


def test_engine_is_not_loaded_before_it_draws() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import sys, mentorship_app.documents; print('weasyprint' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "False"


def test_missing_library_is_named_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "mentorship_app.documents.engine":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "mentorship_app.documents.engine", raising=False)
    monkeypatch.delattr("mentorship_app.documents.engine", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])

    with pytest.raises(
        PdfUnavailable, match=r"apt-get install .* libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    ):
        render_pdf(PAGE.format(""), base=STATIC, made_at=MADE_AT)
