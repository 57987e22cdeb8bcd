"""Scores of a closed wave or of an import, person by person, for ``aggregates`` alone to make tables of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.instruments.definition import Direction, Instrument
from mentorship_app.instruments.scoring import score
from mentorship_app.instruments.sharing import sharing
from mentorship_app.privacy.ledger import Member
from mentorship_app.questions.questionnaire import Question
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.datasets import DatasetRef, MeasureInfo, ScaleInfo
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import ImportedScores, Response, ScoreImport, Wave, WaveInvitee
from mentorship_app.surveys.own_results import Amount, Choices, OwnQuestion, chosen, countable, was_asked
from mentorship_app.surveys.questionnaire import ratings_of
from mentorship_app.surveys.strata import STRATA

_BETTER: Mapping[Direction, Literal["up", "down", "neither"]] = {
    Direction.UP: "up",
    Direction.DOWN: "down",
    Direction.NEITHER: "neither",
}
_NO_SUCH = N_("There are no results of that kind here.")


@dataclass(frozen=True)
class Stratum:
    """A way of grouping: its title and its groups, by key, in their natural order."""

    key: str
    title: LocalizedText
    groups: Mapping[str, LocalizedText]


@dataclass(frozen=True)
class Person:
    """One response or row. ``member`` names it in the release ledger and says nothing about who it is."""

    member: Member
    scores: Mapping[str, float | None]
    """By scale, and by own question that is answered with a number."""
    groups: Mapping[str, str]
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Codes of what was chosen, by own question; without those that were not answered."""
    answered_before: frozenset[str] = frozenset()
    """Scales on which the same person has a score in the wave that is compared with."""
    items: Mapping[str, int] = field(default_factory=dict)
    """Answers to single items of the measures, as they were given (not reversed); without "not applicable"."""


@dataclass(frozen=True)
class AnswerSet:
    """Everything from which one dataset is made."""

    ref: DatasetRef
    title: LocalizedText
    source: LocalizedText
    collected_on: date | None
    eligible: int | None
    scales: tuple[ScaleInfo, ...]
    strata: tuple[Stratum, ...]
    people: tuple[Person, ...]
    measures: tuple[Instrument, ...] = ()
    questions: tuple[OwnQuestion, ...] = ()
    before: LocalizedText | None = None
    """Title of the wave that is compared with."""
    of_mentors: bool = False


def read(session: Session, ref: DatasetRef) -> AnswerSet:
    """The answers behind ``ref``. Raises NotFound, also for a wave that is not closed: no results before the close."""
    return _of_wave(session, ref) if ref.kind == "wave" else _of_import(session, ref)


def _of_wave(session: Session, ref: DatasetRef) -> AnswerSet:
    wave = session.get(Wave, ref.id)
    if wave is None or wave.status is not WaveStatus.CLOSED:
        raise NotFound(_NO_SUCH)
    contents = contents_of(session, wave)
    instruments, own = contents.instruments, contents.own_questions
    invited = session.scalar(select(func.count()).select_from(WaveInvitee).where(WaveInvitee.wave_id == wave.id))
    before, scored_before = _before(session, wave)
    return AnswerSet(
        ref=ref,
        title=wave.title,
        source=_titles_of(instruments),
        collected_on=wave.closes_on,
        eligible=invited,
        scales=tuple(scale for instrument in instruments for scale in _scales_of(instrument)),
        strata=tuple(
            Stratum(key, title, {band["key"]: LocalizedText(en=band["en"], fr=band["fr"]) for band in wave.bands[key]})
            for key, title in STRATA.items()
            if key in wave.bands
        ),
        people=tuple(
            Person(
                response.id.hex,
                _scores_of(instruments, response.answers) | _amounts_of(own, response.answers),
                response.strata,
                _choices_of(own, response.answers),
                scored_before.get(response.panel, frozenset()),
                _items_of(instruments, response.answers),
            )
            for response in _responses(session, wave)
        ),
        measures=instruments,
        questions=countable(own),
        before=before.title if before else None,
        of_mentors=wave.asks_mentors,
    )


def _responses(session: Session, wave: Wave) -> Sequence[Response]:
    return session.scalars(select(Response).where(Response.wave_id == wave.id).order_by(Response.id)).all()


def _before(session: Session, wave: Wave) -> tuple[Wave | None, Mapping[bytes, frozenset[str]]]:
    """The first wave that was closed before this one and asked the same people's measures, and who scored in it."""
    closed = session.scalars(
        select(Wave)
        .where(Wave.cohort_id == wave.cohort_id, Wave.closed_at < wave.closed_at, Wave.id != wave.id)
        .order_by(Wave.closed_at, Wave.id)
    )
    asked = {(one.key, one.version) for one in contents_of(session, wave).instruments}
    for earlier in closed:
        shared = [one for one in contents_of(session, earlier).instruments if (one.key, one.version) in asked]
        if shared and earlier.asks_mentors == wave.asks_mentors:
            return earlier, {
                response.panel: frozenset(
                    key for key, value in _scores_of(shared, response.answers).items() if value is not None
                )
                for response in _responses(session, earlier)
            }
    return None, {}


def _titles_of(instruments: Sequence[Instrument]) -> LocalizedText:
    return LocalizedText(
        en=", ".join(instrument.title.en for instrument in instruments),
        fr=", ".join(instrument.title.fr for instrument in instruments),
    )


def _scores_of(instruments: Sequence[Instrument], answers: Mapping[str, Any]) -> dict[str, float | None]:
    """Every scale's score. Scales that share questions are only counted together: their sums, taken over different
    people, would give away the answers of those who differ."""
    found: dict[str, float | None] = {}
    for instrument in instruments:
        scores = score(instrument, ratings_of(instrument, answers))
        for together in sharing(instrument):
            is_whole = all(scores[key] is not None for key in together)
            found |= {f"{instrument.key}.{key}": scores[key] if is_whole else None for key in together}
    return found


def _items_of(instruments: Sequence[Instrument], answers: Mapping[str, Any]) -> dict[str, int]:
    return {
        item: value
        for instrument in instruments
        for item, value in ratings_of(instrument, answers).items()
        if value != instrument.responses_to(item).not_applicable
    }


def _amounts_of(own: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, float | None]:
    amounts = {found.key for found in countable(own) if isinstance(found, Amount)}
    return {
        question.id: float(answers[question.id])
        for question in own
        if question.id in amounts and question.id in answers and was_asked(question, answers)
    }


def _choices_of(own: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    choices = {found.key for found in countable(own) if isinstance(found, Choices)}
    found = {question.id: chosen(question, answers) for question in own if question.id in choices}
    return {key: codes for key, codes in found.items() if codes}


def _scales_of(instrument: Instrument) -> tuple[ScaleInfo, ...]:
    measure = MeasureInfo(
        key=instrument.key,
        version=instrument.version,
        title=instrument.title,
        citation=instrument.citation,
        licence=instrument.licence.notice,
        validated=instrument.validated,
        scoring=instrument.scoring,
    )
    return tuple(
        ScaleInfo(
            key=f"{instrument.key}.{scale.key}",
            name=scale.name,
            low=scale.low,
            high=scale.high,
            better=_BETTER[scale.better],
            validated=instrument.validated,
            source=instrument.citation,
            measure=measure,
            cutoffs=tuple(one for one in instrument.cutoffs if one.scale == scale.key),
            constants=tuple(one for one in (*instrument.mid, *instrument.reliability) if one.scale == scale.key),
        )
        for scale in instrument.scales
    )


def _of_import(session: Session, ref: DatasetRef) -> AnswerSet:
    imported = session.get(ScoreImport, ref.id)
    if imported is None:
        raise NotFound(_NO_SUCH)
    rows = session.scalars(
        select(ImportedScores).where(ImportedScores.import_id == imported.id).order_by(ImportedScores.row)
    )
    return AnswerSet(
        ref=ref,
        title=imported.title,
        source=imported.source,
        collected_on=imported.collected_on,
        eligible=imported.eligible,
        scales=tuple(_imported_scale(scale) for scale in imported.scales),
        strata=tuple(_imported_stratum(group) for group in imported.groups),
        people=tuple(Person(row.row, row.scores, row.groups) for row in rows),
    )


def _stated(stored: str | Mapping[str, str]) -> LocalizedText | None:
    """The source of a scale: one text for both languages, or one each."""
    if isinstance(stored, str):
        return LocalizedText(en=stored, fr=stored) if stored else None
    return LocalizedText.of(stored)


def _imported_scale(stored: Mapping[str, Any]) -> ScaleInfo:
    return ScaleInfo(
        key=stored["key"],
        name=LocalizedText.of(stored["name"]),
        low=stored["low"],
        high=stored["high"],
        better=stored["better"],
        validated=stored["validated"],
        source=_stated(stored["source"]),
    )


def _imported_stratum(stored: Mapping[str, Any]) -> Stratum:
    return Stratum(
        key=stored["key"],
        title=LocalizedText.of(stored["title"]),
        groups={value["key"]: LocalizedText.of(value["name"]) for value in stored["values"]},
    )
