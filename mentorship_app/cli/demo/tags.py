"""The demo coordinator's own words for people."""

from mentorship_app.cli.demo.story import Story
from mentorship_app.programs import Program
from mentorship_app.programs.tags import make_tag, put_tag


def put(story: Story, program: Program) -> None:
    """Three tags: two on mentees, one on mentors."""
    mentees, mentors = story.enrolled_mentees, story.enrolled_mentors
    for name, people in (
        ("Chief resident", mentees[:2]),
        ("Night float", mentees[4:16:3]),
        ("Speaks at the opening evening", mentors[1:9:4]),
    ):
        tag = make_tag(story.session, program, name, by=story.by, now=story.at(12))
        put_tag(story.session, tag, people, by=story.by, now=story.at(12))
