"""A mentor's other roles in words: as the program's own application form calls them."""

from collections.abc import Sequence
from uuid import UUID

from wtforms.fields.choices import SelectChoice

from mentorship_app.forms.queries import current
from mentorship_app.questions.options import Option
from mentorship_app.recruitment.offer import NO_ROLE
from mentorship_app.web.extensions import db
from mentorship_app.web.i18n import current_locale


class OtherRoles:
    """The names of the roles of one program; reads the form once."""

    def __init__(self, program_id: UUID) -> None:
        question = current(db.session(), program_id, "mentor_application").question("assessment_roles")
        options: Sequence[Option] = getattr(question.config, "options", ())
        locale = current_locale()
        self._names = {option.code: option.label.in_(locale) for option in options if option.code != NO_ROLE}

    def names_of(self, codes: Sequence[str]) -> list[str]:
        """In words, in their order; a role that the form no longer knows shows its code."""
        return [self._names.get(code, code) for code in codes]

    def choices(self, kept: Sequence[str]) -> list[SelectChoice]:
        """What can be ticked: the form's roles, and those kept that it no longer knows."""
        gone = [code for code in kept if code not in self._names]
        return [SelectChoice(code, name) for code, name in self._names.items()] + [
            SelectChoice(code, code) for code in gone
        ]
