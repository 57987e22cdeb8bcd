"""Who cannot be paired, and why, as far as staff may read it.

What is private is in no row, no count and no sentence here: the page is the same whether there is any of it or not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from flask import Response, request, url_for

from mentorship_app.core import clock
from mentorship_app.core.searching import search_words, searchable
from mentorship_app.matching.configuring import settings_of_cohort
from mentorship_app.matching.decisions import State
from mentorship_app.matching.drafting import draft_of, state_now
from mentorship_app.matching.excluding import Exclusions, exclusions, readable_constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts
from mentorship_app.matching.gathering import gather
from mentorship_app.matching.models import MatchDraft
from mentorship_app.web.access import requires
from mentorship_app.web.coordinator.match_settings.forms import ExclusionsFilter
from mentorship_app.web.coordinator.match_settings.routes import bp
from mentorship_app.web.coordinator.matching.here import MatchingHere, matching_here
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import is_fragment_request, page_or_block
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.pairing_words import KIND_NAMES

ROWS_A_PAGE = 50
Person = TypeVar("Person", MenteeFacts, MentorFacts)


@dataclass(frozen=True)
class Row:
    """Two people who cannot be paired, with the reasons in words. ``exception_url``: empty where none is possible."""

    mentee: MenteeFacts
    mentor: MentorFacts
    reasons: tuple[str, ...]
    is_running: bool
    exception_url: str


@dataclass(frozen=True)
class Count:
    """How many pairs one constraint rules out."""

    key: str
    name: str
    pairs: int
    allows_exception: bool


@bp.get("/exclusions", endpoint="exclusions")
@requires(coordinates, load=matching_here)
def index(here: MatchingHere) -> Response:
    session = db.session()
    facts = gather(session, here.cohort, here.kind, today=clock.local_date(clock.now(), here.program.timezone))
    settings, _version = settings_of_cohort(session, here.cohort)
    draft = draft_of(session, here.cohort, here.kind)
    state = state_now(draft) if draft is not None else State()
    found = exclusions(facts, settings.rules, state.excepted)
    counts = _counts(found)
    form = ExclusionsFilter(request.args)
    form.offer((one.key, one.name) for one in counts)
    shown = _shown(here, facts, found, form, draft)
    return page_or_block(
        "coordinator/match_settings/exclusions.html",
        "found",
        here=here,
        form=form,
        found=shown,
        counts=counts,
        pairs=len(facts.mentees) * len(facts.mentors),
        mentees=len(facts.mentees),
        mentors=len(facts.mentors),
        kinds=KIND_NAMES,
        is_fragment=is_fragment_request(),
        is_narrowed=bool(form.q.data or form.constraint.data),
    )


def _counts(found: Exclusions) -> list[Count]:
    return [
        Count(one.key, _(one.name), pairs, one.allows_exception)
        for one in readable_constraints()
        if (pairs := len(found.by_constraint.get(one.key, {})))
    ]


def _shown(
    here: MatchingHere, facts: Facts, found: Exclusions, form: ExclusionsFilter, draft: MatchDraft | None
) -> ListPage[Row]:
    """One page of the rows. Only those of this page are put into words."""
    pairs = list(_narrowed(facts, found, form))
    listed = ListPage.of(pairs, number=request.args.get("page", 1, int), size=ROWS_A_PAGE)
    standing = frozenset(facts.standing)
    rows = [
        Row(
            mentee,
            mentor,
            _words(facts, found, mentee, mentor),
            (mentee.id, mentor.id) in standing,
            _exception_url(here, facts, found, mentee, mentor) if draft is not None and draft.steps else "",
        )
        for mentee, mentor in listed.items
    ]
    return ListPage(rows, listed.page, listed.pages, listed.total, listed.first, listed.last)


def _narrowed(facts: Facts, found: Exclusions, form: ExclusionsFilter) -> Iterator[tuple[MenteeFacts, MentorFacts]]:
    """By mentee, then by mentor. Two tables of names are walked, since sorting a million pairs would take seconds."""
    wanted = {one.key for one in readable_constraints()} & {form.constraint.data or ""}
    chosen = found.by_constraint[wanted.pop()] if wanted else found.readable
    words = search_words(form.q.data or "")
    mentors = [(mentor, _is_meant(mentor, words)) for mentor in _by_name(facts.mentors)]
    for mentee in _by_name(facts.mentees):
        is_meant = _is_meant(mentee, words)
        for mentor, is_mentor_meant in mentors:
            if (is_meant or is_mentor_meant) and (mentee.id, mentor.id) in chosen:
                yield mentee, mentor


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda one: (one.name.casefold(), one.id))


def _is_meant(person: MenteeFacts | MentorFacts, words: list[str]) -> bool:
    name = searchable(person.name)
    return all(word in name for word in words)


def _words(facts: Facts, found: Exclusions, mentee: MenteeFacts, mentor: MentorFacts) -> tuple[str, ...]:
    locale = current_locale()
    return tuple(one.words(facts, mentee, mentor).in_(locale) for one in found.reasons(mentee.id, mentor.id))


def _exception_url(
    here: MatchingHere, facts: Facts, found: Exclusions, mentee: MenteeFacts, mentor: MentorFacts
) -> str:
    """Where every reason that can be read allows one. Whatever else there may be is told only to who asks there."""
    if not all(one.excepts(facts, mentee, mentor) for one in found.reasons(mentee.id, mentor.id)):
        return ""
    return url_for(
        "coordinator.matching.ask_exception",
        program_slug=here.program.slug,
        public_id=mentee.id,
        mentor=mentor.id,
        kind=here.kind.value,
    )
