"""One question of a draft: add it, reword it, set it, ask it on a condition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import LOCALES
from mentorship_app.forms import editing
from mentorship_app.forms.content import Entry, asked, find_question, said, section_of
from mentorship_app.forms.editing import MAY_GROW, Refused
from mentorship_app.forms.question_form import QuestionForm, digest
from mentorship_app.questions.conditions import Comparison, Scalar, same
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.types import question_types
from mentorship_app.web.access import requires
from mentorship_app.web.components import Problem
from mentorship_app.web.coordinator.forms import words
from mentorship_app.web.coordinator.forms.draft import draft_url, refusal, save
from mentorship_app.web.coordinator.forms.here import (
    DraftHere,
    QuestionHere,
    SectionHere,
    question_here,
    section_here,
)
from mentorship_app.web.coordinator.place import NOT_HERE, coordinates
from mentorship_app.web.htmx import page, page_or_block, see_other
from mentorship_app.web.i18n import _, current_locale
from mentorship_app.web.versioned_form import Difference


def add_to(bp: Blueprint) -> None:
    """Add the addresses of these pages."""
    place = "/<form_key>/draft"
    both = ["GET", "POST"]
    bp.get(f"{place}/sections/<form_section>/add", endpoint="choose_type")(choose_type)
    bp.route(f"{place}/sections/<form_section>/add/<form_type>", endpoint="new_question", methods=both)(new_question)
    bp.route(f"{place}/questions/<form_question>", endpoint="question", methods=both)(question)
    bp.route(f"{place}/questions/<form_question>/condition", endpoint="condition", methods=both)(condition)


@dataclass(frozen=True)
class TypeHere(SectionHere):
    """A section of the draft, and the type of question to add to it."""

    form_type: str


def type_here(program_slug: str, form_key: str, form_section: str, form_type: str) -> TypeHere:
    """Raises NotFound for a type that there is not, or that this form cannot ask."""
    here = section_here(program_slug, form_key, form_section)
    if form_type not in question_types or not here.kind.may_ask(form_type):
        raise NotFound(NOT_HERE)
    return TypeHere(here.program, here.cohort, here.kind, here.draft, here.section, form_type)


@requires(coordinates, load=section_here)
def choose_type(here: SectionHere) -> Response:
    """What kinds of questions there are. A file is none of them, on purpose."""
    kinds = [(key, _(kind.label), _(kind.blurb)) for key, kind in question_types.items() if here.kind.may_ask(key)]
    return page(
        "coordinator/forms/types.html",
        here=here,
        section=here.section,
        types=sorted(kinds, key=lambda kind: _ORDER.get(kind[0], len(_ORDER))),
        back=draft_url(here, f"section-{here.section['id']}"),
        said=said,
    )


_ORDER = {
    key: number
    for number, key in enumerate(
        ("short_text", "long_text", "single_choice", "multiple_choice", "chips", "yes_no", "scale", "number", "date")
    )
}


@requires(coordinates, load=type_here)
def new_question(here: TypeHere) -> BaseResponse:
    if request.method == "GET":
        return _question_page(here, QuestionForm.new(here.form_type), None)
    form = QuestionForm.typed(here.form_type, request.form)
    if (moved := form.pressed(request.form.get("action", ""))) is not None:
        return _question_page(here, moved, None)
    entry, errors = _read(here, form)
    if errors:
        return _question_page(here, form, None, 422, errors=errors)
    try:
        content, question_id = editing.add_question(
            here.content, _chosen_section(here, here.section["id"]), here.form_type, entry, known=here.known()
        )
    except Refused as error:
        return _question_page(here, form, None, 422, problem=refusal(error))
    save(here, content)
    return see_other(draft_url(here, f"question-{question_id}"))


def _read(here: DraftHere, form: QuestionForm, present: Entry | None = None) -> tuple[Entry, dict[str, AnswerError]]:
    """What is meant, within what this form allows: only offered readers, and nothing is required of the voluntary."""
    entry, errors = form.read(present)
    offered = words.readers_for(here.kind)
    if entry["readers"] not in offered:
        entry["readers"] = offered[0].value
    entry["optional"] = entry["optional"] or here.kind.is_voluntary
    return entry, errors


def _chosen_section(here: DraftHere, otherwise: str) -> str:
    chosen = request.form.get("section", "")
    return chosen if any(section["id"] == chosen for section in here.content["sections"]) else otherwise


@requires(coordinates, load=question_here)
def question(here: QuestionHere) -> BaseResponse:
    present = here.question
    if request.method == "GET":
        return _question_page(here, QuestionForm.of(present, current_locale()), present)
    form = QuestionForm.typed(present["type"], request.form)
    if (moved := form.pressed(request.form.get("action", ""))) is not None:
        return _question_page(here, moved, present, seen=request.form.get("seen", ""))
    entry, errors = _read(here, form, present)
    if errors:
        return _question_page(here, form, present, 422, errors=errors, seen=request.form.get("seen", ""))
    if request.form.get("seen") != digest(present):
        theirs = _differences(QuestionForm.of(present, current_locale()), form)
        if theirs:
            return _question_page(here, form, present, 409, theirs=theirs)
    try:
        content = editing.change_question(here.content, present["id"], entry, known=here.known())
        goal = _chosen_section(here, section_of(content, present["id"])["id"])
        content = editing.move_to_section(content, present["id"], goal)
    except Refused as error:
        return _question_page(here, form, present, 422, problem=refusal(error))
    save(here, content)
    return see_other(draft_url(here, f"question-{present['id']}"))


def _differences(theirs: QuestionForm, yours: QuestionForm) -> list[Difference]:
    """The boxes in which the two texts differ."""
    labels = words.box_labels(yours, current_locale())
    found = []
    for name in dict.fromkeys([*theirs.boxes, *yours.boxes]):
        texts = ["; ".join(text for text in form.boxes.get(name, ()) if text) for form in (theirs, yours)]
        base, _dash, part = name.rpartition("-")
        if texts[0] != texts[1] and part != "code":
            language = f" ({_('English') if part == 'en' else _('French')})" if part in LOCALES else ""
            label = labels.get(base.removesuffix("-hint") if part in LOCALES else name, name)
            found.append(Difference(label + language, *texts))
    return found


def _question_page(
    here: DraftHere,
    form: QuestionForm,
    present: Entry | None,
    status: int = 200,
    *,
    errors: Mapping[str, AnswerError] | None = None,
    problem: str = "",
    theirs: list[Difference] | None = None,
    seen: str | None = None,
) -> Response:
    """The boxes of a question. ``seen`` stays what the page was first drawn from while rows are added and moved."""
    locale = current_locale()
    said_errors = {name: error.text(locale) for name, error in (errors or {}).items()}
    section = section_of(here.content, present["id"]) if present else getattr(here, "section", None)
    return page_or_block(
        "coordinator/forms/question.html",
        "boxes",
        status,
        here=here,
        form=form,
        present=present,
        kind=question_types[form.type],
        fixed=bool(present and present.get("fixed")),
        may_grow=not (present and present.get("fixed")) or form.type in MAY_GROW,
        errors=said_errors,
        problems=_problems(said_errors, problem, theirs),
        theirs=theirs or [],
        seen=(digest(present) if seen is None else seen) if present else "",
        sections=[(found["id"], said(found["title"], locale)) for found in here.content["sections"]],
        section=section,
        readers=words.readers_for(here.kind),
        condition=words.condition_words(present, here.content, locale) if present else "",
        action=request.path,
        back=draft_url(here, f"question-{present['id']}" if present else None),
        languages=LOCALES,
        words=words,
        said=said,
    )


def _problems(errors: Mapping[str, str], problem: str, theirs: list[Difference] | None) -> list[Problem]:
    if theirs:
        return [Problem(_("Somebody else changed this question while you were writing."), None)]
    if problem:
        return [Problem(problem, None)]
    return [Problem(message, target) for target, message in errors.items()]


@requires(coordinates, load=question_here)
def condition(here: QuestionHere) -> BaseResponse:
    """On which earlier answer the question depends: first which question, then which answers."""
    if request.method == "GET":
        return _condition_page(here, _shown_choice(here))
    if request.form.get("action") == "always":
        save(here, editing.clear_condition(here.content, here.question["id"]))
        return see_other(_question_url(here))
    choice = _typed_choice(here)
    if choice is None:
        return _condition_page(here, _shown_choice(here), 422, _("Choose the question on which it depends."))
    try:
        content = editing.set_condition(
            here.content, here.question["id"], on=choice.on, test=choice.test, values=choice.values
        )
    except Refused as error:
        return _condition_page(here, choice, 422, refusal(error))
    save(here, content)
    return see_other(_question_url(here))


@dataclass(frozen=True)
class Choice:
    """A condition as the page shows it."""

    on: str
    test: Comparison
    values: tuple[Scalar, ...]


def _question_url(here: QuestionHere) -> str:
    return url_for(
        "coordinator.forms.question",
        program_slug=here.program.slug,
        form_key=here.kind.key,
        form_question=here.question["id"],
    )


def _earlier(here: QuestionHere) -> list[Entry]:
    """The questions on which this one may depend."""
    found = []
    for question in asked(here.content):
        if question["id"] == here.question["id"]:
            break
        found.append(question)
    return found


def _shown_choice(here: QuestionHere) -> Choice | None:
    """The question named in the address, else the condition as it is; None for neither."""
    on = request.args.get("on", "")
    kept: dict[str, Any] = here.question.get("show_if") or {}
    if on and on != kept.get("question"):
        if not any(question["id"] == on for question in _earlier(here)):
            return None
        has_list = bool(words.answers_of(find_question(here.content, on), current_locale()))
        return Choice(on, Comparison.IS if has_list else Comparison.ANSWERED, ())
    if not kept:
        return None
    test = next(comparison for comparison in Comparison if comparison in kept)
    values = kept[test] if isinstance(kept[test], list) else [kept[test]]
    return Choice(kept["question"], test, () if test is Comparison.ANSWERED else tuple(values))


def _typed_choice(here: QuestionHere) -> Choice | None:
    on, test = request.form.get("on", ""), request.form.get("test", "")
    if not any(question["id"] == on for question in _earlier(here)) or test not in set(Comparison):
        return None
    offered = words.answers_of(find_question(here.content, on), current_locale())
    ticked = request.form.getlist("value")
    values = tuple(value for number, (value, _label) in enumerate(offered) if str(number) in ticked)
    return Choice(on, Comparison(test), () if test == Comparison.ANSWERED else values)


def _condition_page(here: QuestionHere, choice: Choice | None, status: int = 200, problem: str = "") -> Response:
    locale = current_locale()
    offered = words.answers_of(find_question(here.content, choice.on), locale) if choice else []
    return page_or_block(
        "coordinator/forms/condition.html",
        "choice",
        status,
        here=here,
        question=here.question,
        earlier=[(question["id"], said(question["text"], locale)) for question in _earlier(here)],
        choice=choice,
        offered=[
            (number, label, choice is not None and any(same(value, kept) for kept in choice.values))
            for number, (value, label) in enumerate(offered)
        ],
        tests=[test for test in Comparison if offered or test is Comparison.ANSWERED],
        problems=[Problem(problem, "on")] if problem else [],
        action=request.path,
        back=_question_url(here),
        words=words,
        said=said,
    )
