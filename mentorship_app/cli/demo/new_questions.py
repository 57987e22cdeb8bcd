"""A new version of the demo's intake that is still being written: two more questions, one without its French yet."""

from mentorship_app.cli.demo.calendar import WEEKS_GONE
from mentorship_app.cli.demo.story import Story
from mentorship_app.forms import editing, services
from mentorship_app.forms.content import Content, known_in
from mentorship_app.programs import Program
from mentorship_app.questions.conditions import Comparison

FORM = "mentee_intake"


def write(story: Story, program: Program) -> None:
    """Begin it a week ago; nobody has published it."""
    draft = services.start_draft(story.session, program, FORM, by=story.by, now=story.at(WEEKS_GONE - 1))
    services.save_draft(story.session, draft, _longer(draft.content), version=draft.version)


def _longer(content: Content) -> Content:
    known = known_in([content])
    project = {
        "text": {"en": "What is your project about?", "fr": "Sur quoi porte votre projet\u00a0?"},
        "optional": True,
        "config": {"max_length": 300},
    }
    content, asked = editing.add_question(content, "preferences", "long_text", project, known=known)
    content = editing.set_condition(content, asked, on="research", test=Comparison.IS, values=("project",))
    first = {
        "text": {"en": "What should a first meeting be about?"},
        "hint": {"en": "Put first what matters most", "fr": "Commencez par ce qui compte le plus"},
        "optional": True,
        "readers": "match",
        "config": {
            "options": [
                {"code": "", "en": "Getting to know each other", "fr": "Faire connaissance"},
                {"code": "", "en": "My goals", "fr": "Mes objectifs"},
                {"code": "", "en": "A problem of this week", "fr": "Un souci de la semaine"},
            ]
        },
    }
    content, _first = editing.add_question(content, "preferences", "ranking", first, known=known)
    return content
