"""Who reads which answers, said in words from the same data that decides it."""

from mentorship_app.core.i18n import N_, translate
from mentorship_app.forms.enums import People
from mentorship_app.forms.kinds import FormKind
from mentorship_app.questions.questionnaire import Question, Readers, Section

_EVERYTHING = {
    Readers.NOBODY: N_("Nobody reads this section. It is used for matching alone."),
    Readers.STAFF: N_("Only the coordinator reads this section."),
}
_ALL_TO_THE_MATCH = {
    People.MENTEES: N_("The coordinator reads this section, and your mentor once you are paired."),
    People.MENTORS: N_("The coordinator reads this section, and your mentee once you are paired."),
    People.BOTH: N_("The coordinator reads this section, and the other person of your pair."),
}
_ALL_TO_THE_DIRECTORY = N_("The coordinator reads this section, and so do mentees who look for a mentor.")
_COORDINATOR = N_("The coordinator reads this section.")
_MATCH_TOO = {
    People.MENTEES: N_("Once you are paired, your mentor also sees: %(questions)s."),
    People.MENTORS: N_("Once you are paired, your mentee also sees: %(questions)s."),
    People.BOTH: N_("The other person of your pair also sees: %(questions)s."),
}
_DIRECTORY_TOO = N_("Mentees who look for a mentor also see: %(questions)s.")
_SEALED = N_("Nobody reads an answer under a name. Answers are shown in groups.")
_NOT_EVEN_STAFF = N_("Nobody reads what is used for matching alone: %(questions)s.")


def who_reads_in(kind: FormKind, section: Section, locale: str) -> str:
    """The same for a section of a form of that kind: of a survey nobody reads a single answer."""
    return translate(_SEALED, locale) if kind.is_sealed else who_reads(section, kind.people, locale)


def who_reads(section: Section, people: People, locale: str) -> str:
    """One to four sentences for the head of a section."""
    reach = {question.readers for question in section.questions}
    if len(reach) == 1:
        return translate(_of_all(reach.pop(), people), locale)
    sentences = [translate(_COORDINATOR, locale)]
    for readers, sentence in (
        (Readers.MATCH, _MATCH_TOO[people]),
        (Readers.DIRECTORY, _DIRECTORY_TOO),
        (Readers.NOBODY, _NOT_EVEN_STAFF),
    ):
        named = [question for question in section.questions if question.readers is readers]
        if named:
            sentences.append(translate(sentence, locale, questions=_listed(named, locale)))
    return " ".join(sentences)


def _of_all(readers: Readers, people: People) -> str:
    if readers is Readers.MATCH:
        return _ALL_TO_THE_MATCH[people]
    if readers is Readers.DIRECTORY:
        return _ALL_TO_THE_DIRECTORY
    return _EVERYTHING[readers]


def _listed(questions: list[Question], locale: str) -> str:
    marks = ("«\u00a0", "\u00a0»") if locale == "fr" else ("“", "”")
    return ", ".join(f"{marks[0]}{question.text.in_(locale)}{marks[1]}" for question in questions)
