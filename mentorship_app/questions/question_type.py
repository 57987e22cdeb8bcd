"""What every question type offers. A type is one file in ``types/`` and one template of the same name."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.registry import Registry
from mentorship_app.questions.conditions import Answer, Scalar
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.questionnaire import Question
from mentorship_app.questions.settings import Setting
from mentorship_app.questions.shape import Node

Raw = Mapping[str, Sequence[str]]
"""What a form sent: field name to its values, in order."""

ConfigT = TypeVar("ConfigT")
AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True)
class Column:
    """One column of an export and one line of its codebook."""

    name: str
    label: LocalizedText
    kind: str
    """text, number, date, boolean or category."""
    codes: tuple[tuple[Scalar, LocalizedText], ...] = ()


@dataclass(frozen=True)
class OptionView:
    """One radio or checkbox as a template draws it."""

    id: str
    value: str
    label: str
    checked: bool
    hint: str | None = None
    lang: str | None = None
    """Language of the label; where there is a ``native`` name, of that."""
    native: str | None = None
    """The same name in its own language."""
    apart: bool = False
    """Whether it is no point of the scale and stands apart, as "does not apply" does."""


@dataclass(frozen=True)
class RowView:
    """One row of a grid: a checkbox under each of the grid's columns."""

    label: str
    cells: tuple[OptionView, ...]


@dataclass(frozen=True)
class GridView:
    """Checkboxes in a table."""

    columns: tuple[str, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class Moved:
    """What was just moved in a ranking, and where it stands now; ``place`` is None for what was taken out."""

    option_id: str
    label: str
    place: int | None
    direction: str
    """up, down or toggle: which button was pressed and takes the focus on a page that is drawn anew. Empty where the
    rest of the page stands and the focus never left."""


@dataclass(frozen=True)
class Ranks:
    """How far a ranking has come: the first ``count`` options of the field are ranked, in this order."""

    count: int
    at_most: int
    moved: Moved | None = None

    @property
    def is_full(self) -> bool:
        return self.count >= self.at_most


@dataclass(frozen=True)
class InputView:
    """One text input as a template draws it."""

    id: str
    name: str
    value: str


@dataclass(frozen=True)
class Controls:
    """The part of a field that differs from type to type."""

    options: tuple[OptionView, ...] = ()
    inputs: tuple[InputView, ...] = ()
    unit: str | None = None
    limit: int | None = None
    length: int = 0
    """Characters written so far, where there is a ``limit``."""
    rows: int = 3
    autocomplete: str | None = None
    at_most: int | None = None
    """How many may be chosen, where that is fewer than there are."""
    grid: GridView | None = None
    """The same checkboxes as ``options``, as a table."""
    ranks: Ranks | None = None
    document: tuple[str, ...] = ()
    """Paragraphs to read before one answers."""


class QuestionType(ABC, Generic[ConfigT, AnswerT]):
    """Reads, shows and exports the answers to one type of question. Holds no state."""

    key: ClassVar[str]
    label: ClassVar[str]
    """Name of the type in an editor (msgid)."""
    blurb: ClassVar[str]
    """One sentence on when to take this type, in an editor (msgid)."""
    on_paper: ClassVar[str] = ""
    """What a printed form says above the boxes or lines (msgid); empty where they speak for themselves."""
    blank: ClassVar[str]
    """Said when a required answer is missing (msgid)."""
    settings: ClassVar[tuple[Setting, ...]] = ()
    """The entries of ``config``, as an editor asks for them."""
    parts: ClassVar[tuple[str, ...]] = ("",)
    """Suffixes of the form fields: ``("",)`` is one field named like the question."""
    buttons: ClassVar[tuple[str, ...]] = ()
    """Those of :attr:`parts` that are buttons: pressed, they change the answer and show the page again."""

    @abstractmethod
    def config_from(self, node: Node) -> ConfigT:
        """Read the ``config`` of a question; raises QuestionnaireError."""

    @abstractmethod
    def parse(self, raw: Sequence[str], config: ConfigT) -> AnswerT | None:
        """The answer in what :meth:`gather` collected; None when left blank. Raises AnswerError."""

    @abstractmethod
    def refill(self, answer: AnswerT, config: ConfigT, locale: str) -> Mapping[str, Sequence[str]]:
        """What a form would send for ``answer``, by suffix."""

    @abstractmethod
    def display(self, answer: AnswerT, config: ConfigT, locale: str) -> str:
        """The answer in words; a newline separates lines."""

    @abstractmethod
    def columns(self, question: Question, config: ConfigT) -> tuple[Column, ...]:
        """The columns of an export."""

    @abstractmethod
    def controls(self, question_id: str, config: ConfigT, raw: Raw, locale: str) -> Controls:
        """What the template draws, filled with ``raw``."""

    def gather(self, question_id: str, raw: Raw) -> Sequence[str]:
        """The strings of all form fields of a question, in the order :meth:`parse` expects."""
        return raw.get(question_id, ())

    @abstractmethod
    def cells(self, answer: AnswerT, config: ConfigT) -> tuple[Scalar | None, ...]:
        """One value for each of :meth:`columns`."""

    def possible(self, config: ConfigT) -> tuple[Scalar, ...] | None:  # noqa: ARG002  the default knows no list
        """All values that a condition may name, or None when any will do."""
        return None


NO_FILES = N_("No question takes a file: what is uploaded can carry more about a person than they mean to say.")
"""For the list of types in an editor (msgid)."""

question_types: Registry[QuestionType[Any, Any]] = Registry("question type")


def question_type(cls: type[QuestionType[Any, Any]]) -> type[QuestionType[Any, Any]]:
    """Class decorator: register the type under its key."""
    question_types.add(cls.key, cls())
    return cls


def only(raw: Sequence[str]) -> str:
    """The one string a single-valued field sent, empty if none. Raises AnswerError for repeated fields."""
    if len(raw) > 1:
        raise AnswerError(N_("Give one answer only."))
    return raw[0] if raw else ""
