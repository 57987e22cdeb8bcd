"""What people said in their forms, as codes that can be compared and the words that stand for them.

Programs edit their forms: a question may be gone, or be of a type that cannot be compared. Then nothing was said to it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.questions.conditions import Answer
from mentorship_app.questions.entries import separated
from mentorship_app.questions.questionnaire import Question, Questionnaire

CLOSED = frozenset({"chips", "single_choice", "multiple_choice", "ranking"})
"""Types whose answers are codes of options that both forms offer."""
TEXTS = frozenset({"short_text", "long_text"})

OF_MENTEES = ("topics", "languages", "free_times", "modality", "style", "frequency", "functions", "research")
OF_MENTORS = ("topics", "languages", "free_times", "modality", "style", "frequency", "areas", "path")
GOALS = ("goal_1", "goal_2", "goal_3")

Said = dict[str, tuple[str, ...]]


class Hearing:
    """Reads answers one after the other and keeps how their codes read, as they were first said."""

    def __init__(self) -> None:
        self.words: dict[str, LocalizedText] = {}
        self._asked: dict[int, tuple[Questionnaire, Mapping[str, Question]]] = {}

    def mentee(self, form: Questionnaire, answers: Mapping[str, Any]) -> Said:
        """What a mentee said; questions without an answer are left out."""
        asked = self._questions(form)
        said = {name: self._codes(name, asked.get(name), answers) for name in OF_MENTEES}
        said["career"] = self._entries("career", asked.get("career"), answers)
        said["goals"] = self._goals(asked, answers)
        return {name: codes for name, codes in said.items() if codes}

    def mentor(self, form: Questionnaire, answers: Mapping[str, Any]) -> Said:
        """What a mentor said; questions without an answer are left out."""
        asked = self._questions(form)
        said = {name: self._codes(name, asked.get(name), answers) for name in OF_MENTORS}
        said["fields"] = self._entries("fields", asked.get("fields"), answers)
        return {name: codes for name, codes in said.items() if codes}

    def one(self, form: Questionnaire, answers: Mapping[str, Any], name: str) -> str:
        """The one option chosen in a question; empty where it is something else."""
        codes = self._codes(name, self._questions(form).get(name), answers)
        return codes[0] if len(codes) == 1 else ""

    def yes(self, form: Questionnaire, answers: Mapping[str, Any], name: str) -> bool | None:
        """The answer to a question of yes or no; None where it is something else."""
        question, answer = self._questions(form).get(name), answers.get(name)
        return answer if question is not None and question.type == "yes_no" and isinstance(answer, bool) else None

    def _questions(self, form: Questionnaire) -> Mapping[str, Question]:
        # Kept with the form, so that its id cannot be given to another one.
        if id(form) not in self._asked:
            self._asked[id(form)] = (form, {question.id: question for question in form.questions()})
        return self._asked[id(form)][1]

    def _codes(self, name: str, question: Question | None, answers: Mapping[str, Any]) -> tuple[str, ...]:
        """Codes of what was chosen, then own words in small letters."""
        answer = answers.get(name)
        if question is None or question.type not in CLOSED or answer is None:
            return ()
        chosen, own = _chosen(answer)
        labels = {option.code: option.label for option in getattr(question.config, "options", ())}
        for code in chosen:
            if code in labels:
                self.words.setdefault(f"{name}.{code}", labels[code])
        return _once((*(code for code in chosen if code in labels), *self._own(name, own)))

    def _entries(self, name: str, question: Question | None, answers: Mapping[str, Any]) -> tuple[str, ...]:
        """Own words between commas, or what was chosen where a program offers a list."""
        answer = answers.get(name)
        if question is None or question.type not in TEXTS or not isinstance(answer, str):
            return self._codes(name, question, answers)
        return _once(self._own(name, separated([answer])))

    def _goals(self, asked: Mapping[str, Question], answers: Mapping[str, Any]) -> tuple[str, ...]:
        """Each goal as it was written: a comma in it parts nothing."""
        written = [
            str(answers[goal])
            for goal in GOALS
            if goal in asked and asked[goal].type in TEXTS and isinstance(answers.get(goal), str)
        ]
        return _once(self._own("goals", written))

    def _own(self, name: str, written: Iterable[str]) -> tuple[str, ...]:
        shown = [" ".join(entry.split()) for entry in written]
        for entry in shown:
            if entry:
                self.words.setdefault(f"{name}.{entry.casefold()}", LocalizedText(en=entry, fr=entry))
        return tuple(entry.casefold() for entry in shown if entry)


def _chosen(answer: Answer) -> tuple[list[str], list[str]]:
    """The codes and the own words of an answer, whatever shape its type gives it."""
    if isinstance(answer, str):
        return [answer], []
    if isinstance(answer, Mapping):
        return _texts(answer.get("chosen")), _texts(answer.get("own"))
    return _texts(answer), []


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
