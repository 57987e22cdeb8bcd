"""Static files: what others wrote is as they published it, what we wrote stays small and calls nobody."""

import gzip
import hashlib
import re
import tomllib

import pytest
from flask import Flask

from mentorship_app.core.paths import STATIC

VENDOR = STATIC / "vendor"
SOURCE_SANS = VENDOR / "source-sans-3" / "source-sans-3-latin-wght-normal.woff2"
HTMX = VENDOR / "htmx" / "htmx.min.js"
KILOBYTE = 1024


def published_files() -> list[tuple[str, str]]:
    listed = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
    return [(f"{package['folder']}/{name}", digest) for package in listed for name, digest in package["files"].items()]


def compressed(relative: str) -> int:
    return len(gzip.compress((STATIC / relative).read_bytes(), compresslevel=9))


@pytest.mark.parametrize(("relative", "digest"), published_files())
def test_vendor_file_is_as_published(relative: str, digest: str) -> None:
    assert hashlib.sha256((VENDOR / relative).read_bytes()).hexdigest() == digest


def test_every_vendor_file_is_listed_with_its_hash() -> None:
    present = {str(path.relative_to(VENDOR)) for path in VENDOR.glob("*/*") if path.suffix not in {".gz", ".br"}}
    assert present == {relative for relative, _ in published_files()}


def test_every_vendor_package_names_version_and_licence() -> None:
    for package in tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))["package"]:
        assert {"package", "version", "source", "licence", "files"} <= package.keys()
        assert "LICENSE" in package["files"]


def test_htmx_is_the_second_version_that_our_policy_relies_on() -> None:
    assert 'version:"2.0.11"' in HTMX.read_text(encoding="utf-8")


def test_stylesheet_stays_within_15_kilobytes() -> None:
    assert compressed("css/app.css") <= 15 * KILOBYTE


def test_script_stays_within_3_kilobytes() -> None:
    assert compressed("js/app.js") <= 3 * KILOBYTE


def test_what_every_page_needs_leaves_20_kilobytes_for_the_page_itself() -> None:
    needed = compressed("css/app.css") + compressed("js/app.js") + compressed("vendor/htmx/htmx.min.js")
    assert needed + SOURCE_SANS.stat().st_size <= 60 * KILOBYTE


@pytest.mark.parametrize("name", ["css/app.css", "css/desk.css", "css/report.css", "js/app.js"])
def test_own_files_call_no_other_site(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    assert not re.findall(r"https?://|@import|//cdn", text)


def test_every_file_named_in_the_stylesheet_exists() -> None:
    css = STATIC / "css" / "app.css"
    for target in re.findall(r'url\("([^"]+)"\)', css.read_text(encoding="utf-8")):
        assert (css.parent / target).is_file(), target


def test_script_needs_no_evaluation_and_writes_no_html() -> None:
    script = (STATIC / "js" / "app.js").read_text(encoding="utf-8")
    assert not re.findall(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|localStorage|sessionStorage", script
    )


def test_font_is_preloaded_from_the_address_that_the_stylesheet_uses(app: Flask) -> None:
    """Two addresses of one font would be two downloads."""
    with app.test_request_context("/"):
        base = app.jinja_env.from_string('{% extends "layouts/base.html" %}').render()
    preloaded = re.search(r'rel="preload" href="([^"]+)"', base)
    assert preloaded is not None
    assert preloaded[1] == f"/static/{SOURCE_SANS.relative_to(STATIC)}"
