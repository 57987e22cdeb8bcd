"""Closed waves with whatever answers a test needs, written as a close writes them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from mentorship_app.forms import FormVersion
from mentorship_app.forms.enums import FormStatus
from mentorship_app.instruments import catalogue
from mentorship_app.programs import Cohort, Program
from mentorship_app.surveys import Wave, WaveStatus, aggregates
from mentorship_app.surveys.aggregates import Dataset
from mentorship_app.surveys.models import Response, ResponseComment
from tests.factories.people import CohortFactory
from tests.factories.surveys import NOW, WaveFactory

ARMS = {"arm": [{"key": "paired", "en": "With", "fr": "Avec"}, {"key": "unpaired", "en": "Without", "fr": "Sans"}]}


def both(text: str) -> dict[str, str]:
    return {"en": text, "fr": f"{text} (fr)"}


def _question(given: Mapping[str, Any]) -> dict[str, Any]:
    config = {key: given[key] for key in ("options", "points", "at_most", "min", "max") if key in given}
    rest = {key: value for key, value in given.items() if key not in config}
    return {"text": both(f"About {given['id']}?"), "optional": True, **({"config": config} if config else {}), **rest}


def own_form(program: Program, *questions: Mapping[str, Any]) -> FormVersion:
    """A published form of one section, ``own``; texts are filled in where they are left out."""
    asked = [_question(question) for question in questions]
    section = {"id": "own", "title": both("Our own"), "questions": asked}
    content = {"key": "survey_mentees", "version": 1, "title": both("Own"), "minutes": 1, "sections": [section]}
    return FormVersion(
        program=program,
        key="survey_mentees",
        number=1,
        content=content,
        status=FormStatus.PUBLISHED,
        published_at=NOW,
        created_at=NOW,
    )


def options(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "en": code.upper(), "fr": f"{code.upper()} fr"} for code in codes]


def closed_wave_of(
    session: Session,
    answers: Sequence[Mapping[str, Any]],
    *,
    measures: Sequence[tuple[str, int]] = (),
    form: FormVersion | None = None,
    cohort: Cohort | None = None,
    arms: Sequence[str] = (),
    panels: Sequence[bytes] = (),
    comments: Mapping[str, Sequence[str]] | None = None,
    at: datetime = NOW,
    title: str = "Midpoint check-in",
) -> Wave:
    """A closed wave that is not released yet. ``arms`` and ``panels`` are those of the answers, in their order."""
    blocks: list[dict[str, Any]] = [{"measure": key, "version": one, "wording": None} for key, one in measures]
    if form is not None:
        session.add(form)
        session.flush()
        blocks.append({"section": "own", "form_version": str(form.id)})
    wave: Wave = WaveFactory(
        cohort=cohort or CohortFactory(),
        contents={"blocks": blocks, "comment": True},
        status=WaveStatus.CLOSED,
        bands=ARMS if arms else {},
        opened_at=at - timedelta(days=14),
        closed_at=at,
        answered=len(answers),
        key_destroyed=True,
        title_en=title,
        title_fr=f"{title} (fr)",
    )
    session.flush()
    for number, given in enumerate(answers):
        strata = {"arm": arms[number]} if arms else {}
        panel = panels[number] if panels else uuid4().bytes * 2
        session.add(Response(wave_id=wave.id, panel=panel, strata=strata, answers=dict(given)))
    for question, texts in (comments or {}).items():
        session.add_all(ResponseComment(wave_id=wave.id, question=question, text=text) for text in texts)
    session.flush()
    return wave


def released(session: Session, wave: Wave) -> Dataset:
    return aggregates.release(session, aggregates.wave_ref(wave), now=NOW)


def rich_results(session: Session, cohort: Cohort) -> Wave:
    """A released wave of two measures with limits and five own questions, asked of 40 people in two arms."""
    form = own_form(
        cohort.program,
        {"id": "met", "type": "yes_no", "text": {"en": "Have you met?", "fr": "Vous êtes-vous rencontrés\u00a0?"}},
        {
            "id": "where",
            "type": "single_choice",
            "options": options("cafeteria", "office", "video", "elsewhere"),
            "show_if": {"question": "met", "is": True},
        },
        {"id": "topics", "type": "multiple_choice", "options": options("research", "career", "rest")},
        {"id": "hours", "type": "number", "min": 0, "max": 20},
        {"id": "wish", "type": "long_text"},
    )
    answers: list[dict[str, Any]] = []
    for person in range(40):
        given: dict[str, Any] = {f"who_5_{item}": (person + item) % 6 for item in range(1, 6)}
        given |= {item.id: (person * 25 + 50) % 125 for item in catalogue.get("cbi").items}
        given |= {"own_q_met": person % 4 != 0, "own_q_hours": person % 7}
        given |= {"own_q_topics": [["research"], ["career", "rest"], ["rest"]][person % 3]}
        if person % 4:
            given["own_q_where"] = "cafeteria" if person % 3 else "video"
        answers.append(given)
    wave = closed_wave_of(
        session,
        answers,
        measures=[("who_5", 1), ("cbi", 1)],
        form=form,
        cohort=cohort,
        arms=["paired"] * 26 + ["unpaired"] * 14,
        comments={
            "comment": [f"A remark of some length, number {number}, typed late at night." for number in range(14)],
            "own_q_wish": ["More time", "A quiet room"],
        },
        title="Check-in of many questions",
    )
    released(session, wave)
    return wave
