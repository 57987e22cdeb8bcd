"""What can be done to a form, one verb each. Each takes the content and gives a new one, or raises Refused.

Whatever is done, :func:`content.as_questionnaire` loads the result, and nothing that answers depend on is lost: a
question that was ever published is retired, not deleted, and a fixed one stays as the app needs it.
"""

from collections.abc import Mapping
from copy import deepcopy

from mentorship_app.core.errors import AppError
from mentorship_app.core.i18n import N_
from mentorship_app.forms.content import (
    Content,
    Entry,
    Known,
    all_questions,
    all_words,
    as_questionnaire,
    asked,
    codes_of,
    find_question,
    find_section,
    said,
    section_of,
)
from mentorship_app.forms.naming import new_code, new_id
from mentorship_app.questions.conditions import Comparison, Scalar, same
from mentorship_app.questions.errors import QuestionnaireError
from mentorship_app.questions.shape import Node
from mentorship_app.questions.types import question_types

UP, DOWN = "up", "down"
MAY_GROW = frozenset({"chips", "multiple_choice", "language_list"})
"""Types whose answers the app compares whatever is in the list: a fixed question of these may offer more."""
Text = Mapping[str, str]
_AFTER_RETIRED = N_("“%(question)s” depends on “%(other)s”, which is not asked. Change what it depends on first.")
_TOO_EARLY = N_("“%(question)s” depends on “%(other)s”, so it has to come later. Change what it depends on first.")
_NO_SUCH_ANSWER = N_(
    "“%(question)s” depends on an answer to “%(other)s” that is no longer there. Change what it depends on first."
)


class Refused(AppError):
    """The form cannot be changed so. The places in the message are words of the form, in both languages."""

    def named(self, locale: str) -> dict[str, str]:
        """The values of the message for a reader of ``locale``."""
        return {
            name: said(value, locale) if isinstance(value, Mapping) else str(value)
            for name, value in self.values.items()
        }


def change_form(content: Content, *, title: Text, minutes: int) -> Content:
    """Rename the form and say how long it takes, in minutes."""
    return _checked(deepcopy(content) | {"title": dict(title), "minutes": minutes})


def add_section(content: Content, *, title: Text, intro: Text | None, known: Known) -> tuple[Content, str]:
    """A new last section that asks nothing yet, and its id."""
    made = deepcopy(content)
    taken = known.sections | {section["id"] for section in made["sections"]}
    section_id = new_id(said(title, "en"), taken, otherwise="section")
    made["sections"].append(_with_intro({"id": section_id, "title": dict(title), "questions": []}, intro))
    return _checked(made), section_id


def change_section(content: Content, section_id: str, *, title: Text, intro: Text | None) -> Content:
    """Reword the head of a section; without ``intro`` it has none."""
    made = deepcopy(content)
    section = find_section(made, section_id)
    section["title"] = dict(title)
    _with_intro(section, intro)
    return _checked(made)


def move_section(content: Content, section_id: str, direction: str) -> Content:
    """One place up or down; at the end of the list nothing changes."""
    made = deepcopy(content)
    sections = made["sections"]
    place = sections.index(find_section(made, section_id))
    other = place + (1 if direction == DOWN else -1)
    if 0 <= other < len(sections):
        sections[place], sections[other] = sections[other], sections[place]
    return _checked(made)


def remove_section(content: Content, section_id: str) -> Content:
    """Take out a section that asks nothing; its retired questions go to a neighbour."""
    made = deepcopy(content)
    section, sections = find_section(made, section_id), made["sections"]
    if any(not question.get("retired") for question in section["questions"]):
        raise Refused(N_("Move or take out the questions of this section first."))
    if len(sections) == 1:
        raise Refused(N_("A form needs at least one section."))
    place = sections.index(section)
    neighbour = sections[place - 1] if place else sections[1]
    neighbour["questions"].extend(section["questions"])
    del sections[place]
    return _checked(made)


def add_question(
    content: Content, section_id: str, question_type: str, entry: Entry, *, known: Known
) -> tuple[Content, str]:
    """A new last question of a section, and its id. ``entry``: text, hint, optional, config, readers, if_blank."""
    made = deepcopy(content)
    taken = known.questions | {question["id"] for question in all_questions(made)}
    question_id = new_id(said(entry["text"], "en"), taken)
    question = {"id": question_id, "type": question_type} | _tidy(entry)
    _give_codes(question, {}, known)
    find_section(made, section_id)["questions"].append(question)
    return _checked(made), question_id


def change_question(content: Content, question_id: str, entry: Entry, *, known: Known) -> Content:
    """Put ``entry`` in place of what the question says; id, type, condition and what is fixed stay."""
    made = deepcopy(content)
    question = find_question(made, question_id)
    before = deepcopy(question)
    new = _tidy(entry)
    if question.get("fixed"):
        new = _only_words(before, new)
    for name in ("text", "hint", "if_blank", "optional", "config", "readers"):
        question.pop(name, None)
    question.update(new)
    _give_codes(question, before, known)
    if before.get("fixed"):
        _require_codes(before, question)
    return _checked(made)


def move_question(content: Content, question_id: str, direction: str) -> Content:
    """One place up or down among those that are asked; over the edge of a section into the next one."""
    made = deepcopy(content)
    section, sections = section_of(made, question_id), made["sections"]
    questions = section["questions"]
    place = questions.index(find_question(made, question_id))
    step = 1 if direction == DOWN else -1
    other = place + step
    while 0 <= other < len(questions) and questions[other].get("retired"):
        other += step
    if 0 <= other < len(questions):
        questions.insert(other, questions.pop(place))
        return _checked(made)
    neighbour = sections.index(section) + step
    if 0 <= neighbour < len(sections):
        goal = sections[neighbour]["questions"]
        goal.insert(0 if direction == DOWN else len(goal), questions.pop(place))
    return _checked(made)


def move_to_section(content: Content, question_id: str, section_id: str) -> Content:
    """To the end of another section; nothing changes when it stands there already."""
    made = deepcopy(content)
    here, there = section_of(made, question_id), find_section(made, section_id)
    if here is not there:
        question = find_question(made, question_id)
        here["questions"].remove(question)
        there["questions"].append(question)
    return _checked(made)


def take_out(content: Content, question_id: str, *, known: Known) -> Content:
    """Ask it no more. It is kept among the retired ones if it was ever published, and deleted otherwise."""
    made = deepcopy(content)
    question = find_question(made, question_id)
    if question.get("fixed"):
        raise Refused(N_("The app itself reads this answer, so the question stays. You can reword it and move it."))
    if len(list(asked(made))) == 1 and not question.get("retired"):
        raise Refused(N_("A form needs at least one question."))
    if question_id in known.questions:
        question["retired"] = True
    else:
        section_of(made, question_id)["questions"].remove(question)
    return _checked(made)


def bring_back(content: Content, question_id: str) -> Content:
    """Ask a retired question again, where it stood."""
    made = deepcopy(content)
    question = find_question(made, question_id)
    question.pop("retired", None)
    return _checked(made)


def set_condition(
    content: Content, question_id: str, *, on: str, test: Comparison, values: tuple[Scalar, ...] = ()
) -> Content:
    """Ask it only when an earlier answer calls for it. ``on`` is the id of that question."""
    made = deepcopy(content)
    question = find_question(made, question_id)
    if question.get("fixed"):
        raise Refused(N_("The app itself reads this answer, so the question is always asked."))
    if test is not Comparison.ANSWERED and not values:
        raise Refused(N_("Choose at least one answer on which it depends."))
    question["show_if"] = {"question": on, test.value: True if test is Comparison.ANSWERED else list(values)}
    return _checked(made)


def clear_condition(content: Content, question_id: str) -> Content:
    """Always ask it."""
    made = deepcopy(content)
    find_question(made, question_id).pop("show_if", None)
    return _checked(made)


def _with_intro(section: Entry, intro: Text | None) -> Entry:
    section.pop("intro", None)
    if intro:
        section["intro"] = dict(intro)
    return section


def _tidy(entry: Entry) -> Entry:
    """Without what says nothing, as the files are written."""
    made = {name: deepcopy(value) for name, value in entry.items() if value not in (None, "", {}, [], False)}
    if made.get("readers") == "staff":
        del made["readers"]
    return made


def _give_codes(question: Entry, before: Entry, known: Known) -> None:
    """Codes for new options: that of the same words in an earlier version, else one that was never given out."""
    earlier = {**known.codes.get(question["id"], {}), **codes_of(before)}
    in_use = set(codes_of(question))
    for rows in question.get("config", {}).values():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and "code" in row and not row["code"]:
                words = said(row, "en")
                same_words = (code for code, stood_for in earlier.items() if stood_for.casefold() == words.casefold())
                again = next((code for code in same_words if code not in in_use), None)
                row["code"] = again or new_code(words, {*earlier, *in_use})
                in_use.add(row["code"])


def _only_words(before: Entry, new: Entry) -> Entry:
    """What may change of a fixed question: its words and the order and number of its options."""
    made = {name: value for name, value in new.items() if name in ("text", "hint", "if_blank")}
    made |= {name: before[name] for name in ("optional", "readers") if name in before}
    config = dict(before.get("config", {}))
    for name, value in new.get("config", {}).items():
        if isinstance(value, dict) or (isinstance(value, list) and isinstance(config.get(name), list)):
            config[name] = value
    return made | ({"config": config} if config else {})


def _require_codes(before: Entry, after: Entry) -> None:
    had, has = set(_choices(before)), set(_choices(after))
    if had - has:
        raise Refused(N_("The app itself reads these answers, so none of them can be taken out. You can reword them."))
    if has - had and before["type"] not in MAY_GROW:
        raise Refused(N_("The app itself reads these answers, so no other can be added."))


def _choices(question: Entry) -> list[str]:
    points = question.get("config", {}).get("points", ())
    return [*codes_of(question), *(str(point["value"]) for point in points if isinstance(point, dict))]


def _checked(content: Content) -> Content:
    """The content, if it loads and every condition names an earlier question and an answer that it has."""
    earlier: dict[str, Entry] = {}
    for question in asked(content):
        if condition := question.get("show_if"):
            _check_condition(content, question, condition, earlier)
        earlier[question["id"]] = question
    try:
        as_questionnaire(content)
    except QuestionnaireError as error:
        raise Refused(N_("These entries do not fit together. Check the numbers, the days and the lists.")) from error
    return content


def _check_condition(content: Content, question: Entry, condition: Entry, earlier: Mapping[str, Entry]) -> None:
    name = condition["question"]
    if name not in earlier:
        other = find_question(content, name)
        raise Refused(
            _AFTER_RETIRED if other.get("retired") else _TOO_EARLY, question=question["text"], other=other["text"]
        )
    possible = possible_answers(earlier[name])
    values = condition.get("is", condition.get("is_not")) or []
    for value in values if isinstance(values, list) else [values]:
        if possible is not None and not any(same(value, answer) for answer in possible):
            raise Refused(_NO_SUCH_ANSWER, question=question["text"], other=earlier[name]["text"])


def possible_answers(question: Entry) -> tuple[Scalar, ...] | None:
    """All answers that a condition may name; None where any may be given."""
    kind = question_types[question["type"]]
    return kind.possible(kind.config_from(Node(all_words(question.get("config", {})), "config")))
