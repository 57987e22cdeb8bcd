"""The demo's to-do list: most of it ticked, one task skipped, one late, one of the coordinator's own."""

from mentorship_app.cli.demo.calendar import years
from mentorship_app.cli.demo.story import Story
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.rollover import NewYear, roll_over
from mentorship_app.programs.year.queries import TaskState, year_of
from mentorship_app.programs.year.services import TaskEntry, add_task, set_state

SKIPPED = "ask_how_it_goes"
LATE = "share_midyear"
CARRIED = frozenset({"programs.dates", "programs.tasks", "programs.support", "surveys.waves"})
"""The people of next year come in through its own call, so that the demo shows applications in every state."""


def work_through(story: Story, cohort: Cohort) -> None:
    """Tick what was due until today, each on its day; what the app sees for itself is left to it."""
    lunch = TaskEntry(
        "Book the hall for the closing lunch",
        "Réserver la salle du dîner de clôture",
        Phase.CLOSING,
        story.calendar.day(40),
    )
    add_task(story.session, cohort, lunch, by=story.by, now=story.at(30))
    today = story.calendar.today
    for entry in year_of(story.session, cohort, today=today):
        task = entry.task
        if not entry.is_open or task.due_on >= today or task.key == LATE:
            continue
        state = TaskState.SKIPPED if task.key == SKIPPED else TaskState.TICKED
        week = max(-7, (task.due_on - story.calendar.starts_on).days // 7)
        set_state(story.session, task, state, version=task.version, by=story.by, now=story.at(week))


def follow(story: Story, cohort: Cohort, *, week: int) -> Cohort:
    """Next year's cohort, made from this one."""
    calendar = story.calendar
    year = NewYear(
        name=years(calendar.next_starts_on, calendar.next_ends_on),
        starts_on=calendar.next_starts_on,
        ends_on=calendar.next_ends_on,
        carry=CARRIED,
    )
    made = roll_over(story.session, cohort, year, by=story.by, now=story.at(week))
    return story.session.get_one(Cohort, made.cohort_id)
