"""The task list of intake: where each section stands, in words."""

from dataclasses import dataclass

from flask import url_for

from mentorship_app.intake import Profile
from mentorship_app.questions.answers import missing
from mentorship_app.questions.questionnaire import Questionnaire
from mentorship_app.web.i18n import _, ngettext


@dataclass(frozen=True)
class Task:
    """One row. ``state``: done, open or waiting; a row without ``url`` cannot be opened yet."""

    title: str
    state: str
    url: str | None
    note: str = ""
    word: str = ""


def tasks(questionnaire: Questionnaire, profile: Profile | None, locale: str, *, chosen: int) -> list[Task]:
    """The sections in order, the mentors one would choose (``chosen`` so far), and checking and sending at the end."""
    draft = profile.draft if profile else {}
    gaps = {question.id for question in missing(questionnaire, draft)}
    rows: list[Task] = []
    for section in questionnaire.sections:
        asked = {question.id for question in section.questions}
        # A section without required questions counts as done once it was saved.
        is_begun = bool(asked & draft.keys()) or section.id in (profile.revs if profile else {})
        is_done = is_begun and not asked & gaps
        rows.append(
            Task(
                section.title.in_(locale),
                "done" if is_done else "open",
                url_for("participant.intake.section", section_id=section.id),
                word="" if is_done or not is_begun else _("Go on"),
            )
        )
    return [*rows, _choices(chosen), _last(all(row.state == "done" for row in rows), profile)]


def _choices(chosen: int) -> Task:
    """Never in the way of sending: nobody has to choose."""
    title, url = _("Mentors you would choose"), url_for("participant.mentors.own")
    note = _("Optional. None is fine: we match on topics.")
    if not chosen:
        return Task(title, "done", url, note=note, word=_("Nobody chosen"))
    return Task(title, "done", url, note=note, word=ngettext("%(num)s chosen", "%(num)s chosen", chosen))


def _last(everything_answered: bool, profile: Profile | None) -> Task:
    title, check = _("Check and send"), url_for("participant.intake.check")
    if profile is not None and profile.is_sent and not profile.is_changed_since_sent:
        return Task(title, "done", check, word=_("Already sent"))
    if profile is not None and profile.is_sent:
        return Task(title, "open", check, note=_("You changed something since you sent it."), word=_("Send again"))
    return Task(title, "open", check) if everything_answered else Task(title, "waiting", None)
