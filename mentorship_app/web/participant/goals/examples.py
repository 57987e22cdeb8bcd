"""Three goals to begin from, for whoever looks at an empty page."""

from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from mentorship_app.web.i18n import _l


@dataclass(frozen=True)
class Example:
    """A goal with its reason and its first step."""

    goal: LazyString | str
    why: LazyString | str
    first_step: LazyString | str

    def as_answers(self) -> dict[str, str]:
        """As the form keeps them, in the reader's language."""
        return {"goal": str(self.goal), "why": str(self.why), "first_step": str(self.first_step)}


EXAMPLES = (
    Example(
        _l("Lead the family meeting of one of my patients, with somebody beside me"),
        _l("I listen well and then hesitate to speak."),
        _l("Ask which family meeting I can prepare next week"),
    ),
    Example(
        _l("Turn a question from the ward into a small project with a supervisor"),
        _l("I want to know whether research is for me before I choose."),
        _l("Write the question down in two sentences"),
    ),
    Example(
        _l("Keep one evening a week free of work, for three months"),
        _l("The weeks in which I see my friends are better weeks."),
        _l("Choose the evening and tell two people"),
    ),
)
