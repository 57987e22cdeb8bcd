"""The survey that asks the demo's mentors, in the same days as the mentees' last one."""

from datetime import timedelta

from mentorship_app.cli.demo import answers
from mentorship_app.cli.demo.story import Story, count_mail_as_sent, count_mailings_as_sent
from mentorship_app.programs import Cohort
from mentorship_app.surveys import answering, services
from mentorship_app.surveys.building import usual_contents
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.enums import AudienceGroup, WaveKind
from mentorship_app.surveys.year_plan import usual_title

KIND = WaveKind.ENDPOINT
SILENT_EVERY = 3
"""One mentor in so many has not answered yet."""
_FIRST_MENTOR = 1000
"""Mentors are drawn as other people than mentees."""


def ask_mentors(story: Story, cohort: Cohort, *, week: int) -> None:
    """An open survey, answered by most of the mentors."""
    session, now = story.session, story.at(week)
    wave = services.create_wave(
        session,
        cohort,
        kind=KIND,
        title=usual_title(cohort, KIND, for_mentors=True),
        contents=usual_contents(session, cohort.program, KIND, for_mentors=True),
        audience=(AudienceGroup.MENTORS,),
        opens_on=story.calendar.day(week),
        closes_on=story.calendar.day(week + 2),
        by=story.by,
        now=now,
    )
    services.open_wave(session, story.keyring, wave, by=story.by, now=now)
    contents = contents_of(session, wave)
    for person, mentor in enumerate(story.enrolled_mentors):
        # The first one is whom visitors of the demo sign in as: something is left to do.
        if person % SILENT_EVERY:
            chosen = answers.survey(contents, _FIRST_MENTOR + person, list(WaveKind).index(KIND))
            answering.submit(session, story.keyring, wave, mentor.account_id, chosen)
    count_mail_as_sent(session, cohort.program_id)
    count_mailings_as_sent(session, wave, until=now + timedelta(days=4))
