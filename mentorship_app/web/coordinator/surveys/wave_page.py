"""The page of one check-in: what it asks, whom, how long it takes, what it lacks, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict
from mentorship_app.surveys import Wave, WaveStatus
from mentorship_app.surveys.answering import counts_answered
from mentorship_app.surveys.audience import people_in, roster_of
from mentorship_app.surveys.building import is_worded, length_of, name_of
from mentorship_app.surveys.comparing import comparisons
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.enums import AudienceGroup
from mentorship_app.surveys.forecast import GOAL, NORMAL, forecast
from mentorship_app.surveys.queries import invited_count
from mentorship_app.surveys.questionnaire import minutes_of
from mentorship_app.surveys.readiness import lacking
from mentorship_app.surveys.stratum_words import described
from mentorship_app.web.coordinator.surveys import inviting
from mentorship_app.web.coordinator.surveys.forms import GROUP_NAMES, KIND_NAMES
from mentorship_app.web.coordinator.surveys.here import WaveHere
from mentorship_app.web.coordinator.surveys.words import STATUS_TAGS, next_step
from mentorship_app.web.errors import message_of
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page_or_block
from mentorship_app.web.i18n import current_locale


def _db() -> Session:
    return db.session()


@dataclass(frozen=True)
class AskedBlock:
    """One measure or own section as the page lists it."""

    name: str
    title: str
    questions: int
    is_own: bool
    is_validated: bool
    notes: tuple[str, ...]
    """What stands against comparing it with an earlier check-in."""
    compared_with: str
    """Title of that earlier one; empty where it is asked for the first time."""


def wave_page(here: WaveHere, problem: str = "", status: int = 200) -> Response:
    """The whole page, or its numbers for htmx."""
    context = _numbers(here)
    if here.wave.status is WaveStatus.DRAFT:
        context |= _plan(here)
    context |= inviting.context_of(here.wave, minutes=context["minutes"])
    return page_or_block("coordinator/surveys/show.html", "count", status, problem=problem, **context)


def contents_or_none(wave: Wave) -> Contents | None:
    """What the check-in asks; None where a part of it is no longer there."""
    try:
        return contents_of(_db(), wave)
    except Conflict:
        return None


def asked_blocks(wave: Wave, contents: Contents) -> list[AskedBlock]:
    """What is asked, in order, with what it means for comparing."""
    locale, found = current_locale(), comparisons(_db(), wave, contents)
    blocks = []
    for block in contents.blocks:
        compared = found.get(name_of(block))
        instrument = getattr(block, "instrument", None)
        blocks.append(
            AskedBlock(
                name=name_of(block),
                title=block.title.in_(locale),
                questions=sum(len(section.questions) for section in block.sections)
                if instrument is None or instrument.can_be_asked
                else len(instrument.items),
                is_own=instrument is None,
                is_validated=instrument is not None and instrument.validated,
                notes=compared.texts(locale) if compared else (),
                compared_with=compared.earlier.in_(locale) if compared else "",
            )
        )
    return blocks


def sizes_of(here: WaveHere, groups: Iterable[AudienceGroup]) -> list[tuple[AudienceGroup, int]]:
    """Each group with how many people it has today."""
    return [(group, len(people_in(_db(), here.cohort, (group,)))) for group in groups]


def _numbers(here: WaveHere) -> dict[str, Any]:
    wave, today = here.wave, _today(here)
    contents = contents_or_none(wave)
    asked = invited_count(_db(), wave) or len(roster_of(_db(), wave))
    count = counts_answered(_db(), [wave])[wave.id]
    expected = None
    if wave.status is WaveStatus.OPEN and wave.opened_at is not None:
        opened_on = clock.local_date(wave.opened_at, here.program.timezone)
        expected = forecast(count.answered, asked, opened_on=opened_on, closes_on=wave.closes_on, today=today)
    return {
        "wave": wave,
        "tag": STATUS_TAGS[wave.status],
        "kind": KIND_NAMES[wave.kind],
        "blocks": asked_blocks(wave, contents) if contents else [],
        "minutes": minutes_of(contents) if contents and contents.blocks and is_worded(contents) else 0,
        "asked": asked,
        "count": count,
        "expected": expected,
        "normal": NORMAL,
        "goal": GOAL,
        "next_step": next_step(wave, today=today),
    }


def _plan(here: WaveHere) -> dict[str, Any]:
    wave, now = here.wave, clock.now()
    roster = roster_of(_db(), wave)
    contents = contents_or_none(wave)
    return {
        "lacking": [message_of(problem) for problem in lacking(_db(), wave, roster, now=now)],
        "groups": [(str(GROUP_NAMES[group]), size) for group, size in sizes_of(here, wave.groups)],
        "length": length_of(contents) if contents else None,
        "strata": [sentence.in_(current_locale()) for sentence in described(_db(), wave)],
    }


def _today(here: WaveHere) -> date:
    return clock.local_date(clock.now(), here.program.timezone)
