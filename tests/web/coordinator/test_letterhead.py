"""The letterhead: what a logo may be, what is kept of it, two people at once, and its place on the report."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image, PngImagePlugin
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from mentorship_app.audit import AuditEvent
from mentorship_app.core.errors import FieldError
from mentorship_app.core.identity import Actor
from mentorship_app.programs.letterhead import Letterhead
from mentorship_app.programs.letterhead.logo import KEPT_WIDTH, cleaned_logo
from mentorship_app.programs.letterhead.services import LetterheadEntry, change_letterhead
from mentorship_app.reports.head import head_of
from tests.factories import CohortFactory
from tests.kit.client import StrictClient
from tests.web.coordinator.desk import look, said, sit_down

NOW = datetime(2027, 7, 9, 12, 0, tzinfo=UTC)
STAFF = Actor(account_id=None, name="Corinne Coordinator")


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 80), **more: object) -> bytes:
    sink = io.BytesIO()
    Image.new("RGB", size, "#0B5C66").save(sink, kind, **more)
    return sink.getvalue()


def upload(content: bytes, name: str = "logo.png") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def test_nothing_but_the_picture_is_kept() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "somebody-with-a-name")
    exif = Image.Exif()
    exif[0x010E] = "taken-at-home"
    dirty = picture(pnginfo=words, exif=exif) + b"<script>trailing</script>"
    assert b"somebody-with-a-name" in dirty

    kept = cleaned_logo(dirty)

    assert [word for word in (b"somebody", b"taken-at-home", b"script") if word in kept] == []
    assert (kept[:8], cleaned_logo(dirty) == kept) == (b"\x89PNG\r\n\x1a\n", True)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_pictures_are_made_smaller(kind: str) -> None:
    with Image.open(io.BytesIO(cleaned_logo(picture(kind, (2400, 600))))) as kept:
        assert (kept.size, kept.format) == ((KEPT_WIDTH, 200), "PNG")


@pytest.mark.parametrize(
    "content",
    [
        b"no picture at all",
        b"",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>',
        picture("GIF"),
        picture()[:60],
        picture(size=(4001, 10)),
        picture() + b"x" * 1024 * 1024,
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(FieldError) as refused:
        cleaned_logo(content)
    assert refused.value.field == "logo"


@pytest.mark.parametrize(
    ("address", "alt", "field"),
    [("\n".join("abcdef"), "Logo", "address"), ("x" * 81, "Logo", "address"), ("", " ", "logo_alt")],
)
def test_too_much_address_and_a_logo_without_words_are_refused(
    session: Session, address: str, alt: str, field: str
) -> None:
    program = CohortFactory().program
    with pytest.raises(FieldError) as refused:
        change_letterhead(session, program, LetterheadEntry(address, alt, picture()), version=0, by=STAFF, now=NOW)
    assert (refused.value.field, session.scalar(select(Letterhead))) == (field, None)


def test_report_takes_it_as_it_is_kept(session: Session) -> None:
    program = CohortFactory().program
    assert head_of(session, program).logo == ""
    entry = LetterheadEntry("1 Made-up Street \n\n Northmere", "Logo of Northmere", picture())

    change_letterhead(session, program, entry, version=0, by=STAFF, now=NOW)

    head = head_of(session, program)
    assert (head.logo[:22], head.logo_alt, head.address) == (
        "data:image/png;base64,",
        "Logo of Northmere",
        ("1 Made-up Street", "Northmere"),
    )


def test_coordinator_sets_changes_and_removes_it(client: StrictClient, store: Session) -> None:
    url = f"/p/{sit_down(store, client).program.slug}/settings/letterhead"
    client.get(url)
    typed = {"address": "1 Made-up Street", "logo_alt": "", "logo": upload(picture())}
    assert client.submit(typed, action=url).status_code == 422
    assert "Say what the logo shows" in said(client)
    assert "1 Made-up Street" in said(client)

    typed = {"address": "1 Made-up Street", "logo_alt": "Logo of Northmere", "logo": upload(picture())}
    assert client.submit(typed, action=url).status_code == 303
    client.get(url)
    assert client.get(f"{url}/logo.png").data[:4] == b"\x89PNG"

    client.get(url)
    assert client.submit({}, action=f"{url}/remove-logo").status_code == 303
    assert client.get(f"{url}/logo.png").status_code == 404
    look(store)
    assert [event.action for event in store.scalars(select(AuditEvent)) if "letterhead" in event.action] == [
        "programs.letterhead.changed",
        "programs.letterhead.logo_removed",
    ]
    store.commit()


def test_second_of_two_people_sees_both_texts(client: StrictClient, store: Session) -> None:
    cohort = sit_down(store, client)
    url = f"/p/{cohort.program.slug}/settings/letterhead"
    client.get(url)
    change_letterhead(store, cohort.program, LetterheadEntry("Theirs", ""), version=0, by=STAFF, now=NOW)
    store.commit()

    assert client.submit({"address": "Mine"}, action=url).status_code == 409
    assert "Theirs" in said(client)
    assert "Mine" in said(client)
    assert client.submit({"address": "Mine"}, action=url).status_code == 303
    look(store)
    assert store.scalar(select(Letterhead.address)) == "Mine"
    store.commit()
