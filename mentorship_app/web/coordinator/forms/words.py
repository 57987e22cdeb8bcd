"""What the pages about forms say in fixed words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mentorship_app.core.i18n import N_, translate
from mentorship_app.forms.content import Content, Entry, Gap, codes_of, find_question, find_section, said
from mentorship_app.forms.enums import People
from mentorship_app.forms.kinds import FormKind
from mentorship_app.forms.question_form import QuestionForm
from mentorship_app.privacy.shares import SHARE_FLOOR
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.questions.conditions import Comparison, Scalar, same
from mentorship_app.questions.languages import name_of
from mentorship_app.questions.questionnaire import Readers
from mentorship_app.questions.types import question_types
from mentorship_app.web.i18n import _, _l

PEOPLE: Mapping[People, str] = MappingProxyType(
    {People.MENTORS: _l("Mentors"), People.MENTEES: _l("Mentees"), People.BOTH: _l("Mentors and mentees")}
)
READERS: Mapping[Readers, str] = MappingProxyType(
    {
        Readers.STAFF: _l("The coordinator"),
        Readers.MATCH: _l("The coordinator, and the other person of the pair"),
        Readers.DIRECTORY: _l("The coordinator, the pair, and mentees who look for a mentor"),
        Readers.NOBODY: _l("Nobody: used for matching alone"),
    }
)
READER_HINTS: Mapping[Readers, str] = MappingProxyType(
    {Readers.NOBODY: _l("You cannot read it either, and it is in no export.")}
)
COMPARISONS: Mapping[Comparison, str] = MappingProxyType(
    {
        Comparison.IS: _l("It is one of the answers ticked below"),
        Comparison.IS_NOT: _l("It is none of the answers ticked below"),
        Comparison.ANSWERED: _l("It was answered at all"),
    }
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": N_("the title"),
        "intro": N_("the introduction"),
        "text": N_("the question"),
        "hint": N_("the hint"),
        "if_blank": N_("the sentence when it is left blank"),
    }
)


def readers_for(kind: FormKind) -> tuple[Readers, ...]:
    """Who may read the answers to this form; the first is who reads them unless somebody says otherwise."""
    if kind.is_voluntary:
        return (Readers.NOBODY,)
    everyone = tuple(READERS)
    return everyone if kind.people is People.MENTORS else tuple(r for r in everyone if r is not Readers.DIRECTORY)


def reader_words(question: Entry, kind: FormKind) -> str:
    """Who reads the answer, in the reader's language; of a survey, how answers are shown."""
    if kind.is_sealed:
        return shown_words(question["type"])
    return str(READERS[Readers(question.get("readers", Readers.STAFF))])


def shown_words(question_type: str) -> str:
    """In which groups the answers to a question of a survey are shown, never under a name."""
    if question_type in {"short_text", "long_text"}:
        return _("Read without a name, once enough people have written something")
    floor = FLOOR if question_type in {"scale", "number"} else SHARE_FLOOR
    return _("Shown for groups of %(floor)s or more", floor=floor)


def type_words(question: Entry, locale: str) -> str:
    """The name of its type."""
    return translate(question_types[question["type"]].label, locale)


def gap_words(gap: Gap, content: Content, locale: str) -> str:
    """One line of what is missing: “Topics: French is missing in the hint.”"""
    if not gap.locale:
        return _("“%(name)s” asks nothing yet. Add a question or remove it.", name=_gap_name(gap, content, locale))
    missing = {
        "en": N_("“%(name)s”: English is missing in %(field)s."),
        "fr": N_("“%(name)s”: French is missing in %(field)s."),
    }
    return _(missing[gap.locale], name=_gap_name(gap, content, locale), field=_gap_field(gap, content, locale))


def _gap_name(gap: Gap, content: Content, locale: str) -> str:
    if gap.kind == "form":
        return said(content["title"], locale)
    if gap.kind == "section":
        return said(find_section(content, gap.id)["title"], locale)
    return said(find_question(content, gap.id)["text"], locale)


def _gap_field(gap: Gap, content: Content, locale: str) -> str:
    if gap.field in FIELDS:
        return _(FIELDS[gap.field])
    question = find_question(content, gap.id)
    label = next(
        (setting.label for setting in question_types[question["type"]].settings if setting.name == gap.field), gap.field
    )
    return _("“%(setting)s”", setting=translate(label, locale))


def condition_words(question: Entry, content: Content, locale: str) -> str:
    """When the question is asked; empty when it always is."""
    condition = question.get("show_if")
    if not condition:
        return ""
    other = find_question(content, condition["question"])
    name = said(other["text"], locale)
    if condition.get("answered"):
        return _("Only if “%(question)s” was answered", question=name)
    test = "is" if "is" in condition else "is_not"
    values = condition[test] if isinstance(condition[test], list) else [condition[test]]
    labels = answers_of(other, locale)
    words = ", ".join(next((label for value, label in labels if same(value, one)), str(one)) for one in values)
    if test == "is":
        return _("Only if “%(question)s” is: %(answers)s", question=name, answers=words)
    return _("Only if “%(question)s” is not: %(answers)s", question=name, answers=words)


def answers_of(question: Entry, locale: str) -> list[tuple[Scalar, str]]:
    """The answers that a condition on this question can name, with their words; empty where any may be given."""
    config: Mapping[str, Any] = question.get("config", {})
    kind = question["type"]
    if kind == "yes_no":
        yes, no = config.get("when_yes"), config.get("when_no")
        return [(True, said(yes, locale) if yes else _("Yes")), (False, said(no, locale) if no else _("No"))]
    if kind == "consent":
        return [(True, _("Agreed"))]
    if kind == "language_list":
        return [(code, name_of(code, locale)) for code in config.get("offered", ())]
    if points := config.get("points"):
        return [(point["value"], said(point, locale)) for point in points]
    rows = {
        row["code"]: row for rows in config.values() if isinstance(rows, list) for row in rows if isinstance(row, dict)
    }
    return [(code, said(rows[code], locale)) for code in codes_of(question)]


def box_labels(form: QuestionForm, locale: str) -> dict[str, str]:
    """What each box of the editor is called, for comparing two texts."""
    labels = {}
    for name, word in (
        ("text", _("Question")),
        ("hint", _("Hint")),
        ("if_blank", _("Said when it is left blank")),
        ("required", _("Required")),
        ("readers", _("Who reads the answer")),
    ):
        labels[name] = word
    return labels | {f"set-{setting.name}": translate(setting.label, locale) for setting in form.settings}
