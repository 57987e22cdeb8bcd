"""Twenty people at their browsers, each of whom presses Send twice."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy.models import Receipt, SealedAnswers
from mentorship_app.web.factory import job_context
from tests.factories.surveys import opened_wave, rated
from tests.kit.client import StrictClient
from tests.kit.sign_in import sign_in
from tests.web.participant.test_survey_player import page_at, values_of

NOW = datetime.now(UTC)


def test_twenty_people_who_double_click_in_their_browsers_are_twenty_answers(
    app: Flask, store: Session, keyring: Keyring
) -> None:
    """The pages, not the service: each of twenty presses Send twice."""
    wave, people = opened_wave(store, keyring, 20)
    wave.opened_at, wave.closes_on = NOW - timedelta(days=1), (NOW + timedelta(days=9)).date()
    store.commit()
    for person in people:
        browser = app.test_client()
        assert isinstance(browser, StrictClient)
        sign_in(browser, person.account)
        browser.get(page_at(wave, 1))
        ratings = {item: "1" for item in rated(1) if item.startswith("exh")}
        browser.submit(ratings, action=page_at(wave, 1), button="action=leave")
        browser.get(page_at(wave, 4))
        form = values_of(browser, page_at(wave, 4)) | {"comment": "", "action": "continue"}
        for _click in range(2):
            assert browser.post(page_at(wave, 4), data=form).location == f"/surveys/{wave.public_id}/done"
    with Session(job_context(app).engine) as looking:
        assert looking.scalar(select(func.count()).select_from(SealedAnswers)) == 20
        assert looking.scalar(select(func.count()).select_from(Receipt)) == 20
