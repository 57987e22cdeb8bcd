"""A file that cannot be drawn says so to whoever asked for it, and can be asked for again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from weasyprint.document import Document

from mentorship_app.core import clock
from mentorship_app.core.keyring import Keyring
from mentorship_app.jobs.queue import MAX_ATTEMPTS
from mentorship_app.mentoring import Pairing
from mentorship_app.training.library import modules
from tests.factories.agreements import signed
from tests.factories.goals import planned
from tests.factories.mentoring import PairingFactory
from tests.factories.training import go_through
from tests.kit.client import StrictClient, text_of
from tests.kit.sign_in import sign_in
from tests.kit.worker import run_worker

Asked = tuple[str, str]
"""The page, and where its form leads."""


def certificate(store: Session, _keyring: Keyring, pairing: Pairing) -> Asked:
    module = next(one for one in modules() if pairing.mentee.role in one.roles)
    go_through(store, pairing.mentee, module, now=clock.now())
    return "/training", "/training/certificate"


def development_plan(store: Session, keyring: Keyring, pairing: Pairing) -> Asked:
    planned(store, keyring, pairing.mentee, shared=False)
    return "/goals", "/goals/plan"


def copy_of_agreement(store: Session, _keyring: Keyring, pairing: Pairing) -> Asked:
    signed(store, pairing, now=clock.now())
    page = f"/pair/{pairing.public_id}/agreement"
    return page, f"{page}/copy"


def broken(*_given: Any, **_named: Any) -> NoReturn:
    raise OSError("no font")


@pytest.mark.parametrize("make", [certificate, development_plan, copy_of_agreement])
def test_a_file_that_fails_says_so_and_can_be_made_again(
    app: Flask,
    client: StrictClient,
    store: Session,
    keyring: Keyring,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Session, Keyring, Pairing], Asked],
) -> None:
    pairing: Pairing = PairingFactory()
    page, action = make(store, keyring, pairing)
    store.commit()
    sign_in(client, pairing.mentee.account)
    client.get(page)
    with monkeypatch.context() as failing:
        failing.setattr(Document, "write_pdf", broken)
        client.submit(action=action)
        for attempt in range(MAX_ATTEMPTS):
            run_worker(app, now=clock.now() + attempt * timedelta(hours=1))

    client.get(page)
    assert "Something went wrong while the" in text_of(client.page)
    assert "Ask for it again" in text_of(client.page)
    assert not [link for link in client.page.iter("a") if ".pdf" in (link.get("href") or "")]  # type: ignore[union-attr]  # a page was read

    client.submit(action=action)
    run_worker(app)
    client.get(page)
    assert "Something went wrong" not in text_of(client.page)
    links = [link.get("href") for link in client.page.iter("a") if ".pdf" in (link.get("href") or "")]  # type: ignore[union-attr]  # a page was read
    assert len(links) == 1
    assert client.get(links[0]).data.startswith(b"%PDF")
