"""Lists that two forms share, so that what one side wants can be compared with what the other offers."""

from collections.abc import Mapping
from types import MappingProxyType

from mentorship_app.core.i18n import N_
from mentorship_app.forms.changes import Change
from mentorship_app.forms.content import Content, asked, codes_of

OTHER_SIDE: Mapping[str, str] = MappingProxyType(
    {"mentor_application": "mentee_intake", "mentee_intake": "mentor_application"}
)
"""For each form whose answers are compared, the form of the other side."""


def only_here(content: Content, other: Content) -> tuple[Change, ...]:
    """Answers of fixed lists that the other side cannot give: nobody would ever be matched by them."""
    theirs = {question["id"]: question for question in asked(other) if question.get("fixed")}
    return tuple(
        Change(
            N_("“%(question)s”: “%(answer)s” is not in “%(form)s”. Add it there too, or nobody is matched by it."),
            {"question": question["text"], "answer": row, "form": other["title"]},
        )
        for question in asked(content)
        if question.get("fixed") and question["id"] in theirs and question["type"] == theirs[question["id"]]["type"]
        for code, row in _rows(question["config"]).items()
        if code not in codes_of(theirs[question["id"]])
    )


def _rows(config: Content) -> dict[str, Content]:
    return {
        row["code"]: row
        for rows in config.values()
        if isinstance(rows, list)
        for row in rows
        if isinstance(row, dict) and "code" in row
    }
