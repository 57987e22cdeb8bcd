"""Who may answer which wave: its invitees, and nobody else."""

from dataclasses import dataclass
from uuid import UUID

from flask import g

from mentorship_app.core.errors import NotAllowed, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.surveys import Wave, WaveStatus, policies
from mentorship_app.surveys.contents import Contents, contents_of
from mentorship_app.surveys.queries import is_invited, wave_called
from mentorship_app.surveys.questionnaire import Part, part_numbered
from mentorship_app.web.access import current_actor
from mentorship_app.web.extensions import db

NO_SUCH_SURVEY = N_("There is no such check-in. Use the link in your mail, or ask your coordinator.")


@dataclass(frozen=True)
class Invitation:
    """A wave and the person who was asked; ``person`` is None for a visitor who is not signed in."""

    wave: Wave
    person: UUID | None

    @property
    def me(self) -> UUID:
        """The person; only after the guard has let them in."""
        if self.person is None:
            raise NotAllowed(NO_SUCH_SURVEY)
        return self.person


@dataclass(frozen=True)
class InvitationToPart(Invitation):
    """The same on one page of the survey."""

    contents: Contents
    part: Part


def may_answer(actor: Actor, invitation: Invitation) -> bool:
    """People on the wave's frozen roster."""
    return policies.can_answer(actor, invitation.person)


def invitation(public_id: str) -> Invitation:
    """The wave of the address for the person who asks. Raises NotFound, or NotAllowed for those it does not ask."""
    wave = wave_called(db.session(), public_id)
    if wave is None or wave.status is WaveStatus.DRAFT:
        raise NotFound(NO_SUCH_SURVEY)
    actor = current_actor()
    if actor.account_id is None:
        return Invitation(wave, None)
    if not is_invited(db.session(), wave, actor.account_id):
        raise NotAllowed(
            N_("This check-in asks other people. If you think that it should ask you too, write to your coordinator.")
        )
    g.program, g.cohort = wave.cohort.program, wave.cohort
    return Invitation(wave, actor.account_id)


def invitation_to_part(public_id: str, number: int) -> InvitationToPart:
    """The same with one page of the survey; raises NotFound when it has no such page."""
    invited = invitation(public_id)
    contents = contents_of(db.session(), invited.wave)
    found = part_numbered(contents, number)
    if found is None:
        raise NotFound(NO_SUCH_SURVEY)
    return InvitationToPart(invited.wave, invited.person, contents, found)
