"""The record of a run for those who answer for it: what went in, who decided what, what came out, and the proof."""

from dataclasses import dataclass
from datetime import date, datetime

from mentorship_app.core.dates import day_text
from mentorship_app.core.i18n import N_, translate
from mentorship_app.core.paths import STATIC
from mentorship_app.core.phrases import Phrase
from mentorship_app.documents import render_pdf
from mentorship_app.documents.templates import document_templates
from mentorship_app.matching.constraints import constraints
from mentorship_app.matching.decisions import State
from mentorship_app.matching.enums import Mode
from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.fairness import numbers_from
from mentorship_app.matching.run_results import Result
from mentorship_app.matching.run_words import (
    KIND_NAMES,
    METHODS,
    MODE_NAMES,
    proof_in_words,
    rules_in_words,
    weights_of,
)
from mentorship_app.matching.scoring import reasons, shown
from mentorship_app.matching.settings import Settings

TEMPLATE = "coordinator/match_runs/record.html"
REASONS_SHOWN = 3
SEPARATOR = {"en": "; ", "fr": "\u00a0; "}


@dataclass(frozen=True)
class Recorded:
    """Everything that a record says, read from the database and the sealed inputs."""

    program: str
    cohort: str
    organization: str
    number: int
    mode: Mode
    asked_by: str
    asked_on: date
    solver: str
    seconds: float
    digests: tuple[str, str]
    """Of the inputs, of the result."""
    facts: Facts
    settings: Settings
    decisions: State
    result: Result
    public_id: str


@dataclass(frozen=True)
class PairRow:
    """One pair. ``fit``: 0–100."""

    mentee: str
    level: str
    mentor: str
    fit: int
    why: str
    locked: bool


@dataclass(frozen=True)
class Decision:
    """What somebody decided about two people."""

    what: str
    mentee: str
    mentor: str
    rationale: str
    by: str


def draw(recorded: Recorded, locale: str, *, made_at: datetime) -> bytes:
    """The tagged PDF in ``locale``; takes some seconds and no database. Raises PdfUnavailable."""
    return render_pdf(page_of(recorded, locale), base=STATIC, made_at=made_at)


def page_of(recorded: Recorded, locale: str) -> str:
    """The record as one HTML page; its stylesheet is named relative to the static folder."""
    result, settings = recorded.result, recorded.settings
    return (
        document_templates(locale)
        .get_template(TEMPLATE)
        .render(
            locale=locale,
            it=recorded,
            kind=translate(KIND_NAMES[recorded.facts.kind], locale),
            mode=translate(MODE_NAMES[recorded.mode], locale),
            method=translate(METHODS.get(result.proof.solver, result.proof.solver), locale),
            asked_on=day_text(recorded.asked_on, locale),
            result=result,
            numbers=numbers_from(result.numbers),
            shown=shown,
            rules=_worded(rules_in_words(settings.rules), locale),
            weights=[(name.in_(locale), weight) for name, weight in weights_of(settings)],
            excluded=[
                (translate(constraints[key].name, locale), count)
                for key, count in result.excluded.items()
                if key in constraints and not constraints[key].is_private
            ],
            decisions=decisions_in(recorded, locale),
            pairs=[pair_row(recorded, pair, locale) for pair in _by_mentee(recorded)],
            unmatched=[(_mentee(recorded, mentee), why.in_(locale)) for mentee, why in result.unmatched],
            proof=_worded(proof_in_words(result.proof, recorded.mode), locale),
        )
    )


def _worded(phrases: tuple[Phrase, ...], locale: str) -> list[str]:
    return [phrase.in_(locale) for phrase in phrases]


def _by_mentee(recorded: Recorded) -> list[Pair]:
    return sorted(recorded.result.pairs, key=lambda pair: (_mentee(recorded, pair[0]).casefold(), pair))


def _mentee(recorded: Recorded, public_id: str) -> str:
    return recorded.facts.mentee[public_id].name


def pair_row(recorded: Recorded, pair: Pair, locale: str) -> PairRow:
    """One pair with the readable reasons that count most."""
    mentee, mentor = recorded.facts.mentee[pair[0]], recorded.facts.mentor[pair[1]]
    found = reasons(recorded.facts, recorded.settings, mentee, mentor)
    return PairRow(
        mentee=mentee.name,
        level=mentee.level_code,
        mentor=mentor.name,
        fit=shown(recorded.result.fits[pair]),
        why=SEPARATOR[locale].join([reason.words.in_(locale) for reason in found if reason.score > 0][:REASONS_SHOWN]),
        locked=pair in recorded.decisions.locked,
    )


LOCKED = N_("Locked")
FORBIDDEN = N_("Kept apart")
EXCEPTED = N_("Exception")
OPENED = N_("Opened to change")


def decisions_in(recorded: Recorded, locale: str) -> list[Decision]:
    """What people decided before the run, with their reasons. Who is not in the run any more is left out."""
    mentee, mentor = recorded.facts.mentee, recorded.facts.mentor
    found = [(LOCKED, pair, "", "") for pair in sorted(recorded.decisions.locked)]
    found += [(FORBIDDEN, one.pair, one.rationale, one.by) for one in recorded.decisions.forbidden]
    found += [(EXCEPTED, one.pair, one.rationale, one.by) for one in recorded.decisions.excepted]
    found += [(OPENED, pair, "", "") for pair in recorded.facts.standing if pair[0] in recorded.decisions.released]
    return [
        Decision(translate(what, locale), mentee[pair[0]].name, mentor[pair[1]].name, rationale, by)
        for what, pair, rationale, by in found
        if pair[0] in mentee and pair[1] in mentor
    ]
