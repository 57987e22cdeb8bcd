"""What a meeting could be about, by its number: suggestions that nobody has to follow."""

from dataclasses import dataclass

from mentorship_app.core.i18n import LocalizedText as Text
from mentorship_app.programs.enums import Phase


@dataclass(frozen=True)
class Agenda:
    """A name for the meeting, and three or four things to talk about."""

    title: Text
    points: tuple[Text, ...]


FIRST = Agenda(
    Text(en="For a first meeting", fr="Pour une première rencontre"),
    (
        Text(
            en="How each of you came to be here, outside work too",
            fr="Comment vous êtes arrivés ici, hors du travail aussi",
        ),
        Text(en="What would make this year worth it", fr="Ce qui ferait que cette année en vaille la peine"),
        Text(
            en="How you work together: how often, where, who books",
            fr="Comment travailler ensemble : fréquence, lieu, qui fixe les dates",
        ),
        Text(en="What stays between you, and where that ends", fr="Ce qui reste entre vous, et les limites"),
    ),
)
SECOND = Agenda(
    Text(en="For a second meeting", fr="Pour une deuxième rencontre"),
    (
        Text(en="What has happened since, good and hard", fr="Ce qui s’est passé depuis, le bon et le difficile"),
        Text(
            en="One goal, small enough for the next two months",
            fr="Un objectif assez petit pour les deux prochains mois",
        ),
        Text(en="Who else could help with it", fr="Qui d’autre pourrait y aider"),
        Text(en="Sign your agreement, if you have not", fr="Signer votre entente, si ce n’est pas fait"),
    ),
)
THIRD = Agenda(
    Text(en="For a third meeting", fr="Pour une troisième rencontre"),
    (
        Text(
            en="The goal: what moved, and what stood in the way",
            fr="L’objectif : ce qui a bougé, et ce qui a fait obstacle",
        ),
        Text(
            en="Feedback both ways: what helps, what to do differently",
            fr="Rétroaction dans les deux sens : ce qui aide, ce qu’il faudrait changer",
        ),
        Text(
            en="How things are outside the goal: work, rest, the people around you",
            fr="Et le reste : le travail, le repos, l’entourage",
        ),
    ),
)
LATER = Agenda(
    Text(en="For this meeting", fr="Pour cette rencontre"),
    (
        Text(en="What is on the mentee’s mind today", fr="Ce qui préoccupe aujourd’hui la personne accompagnée"),
        Text(
            en="The goal: keep it, change it, or choose a new one",
            fr="L’objectif : le garder, le modifier ou en choisir un autre",
        ),
        Text(en="One thing to try before you meet again", fr="Une chose à essayer d’ici la prochaine rencontre"),
    ),
)
CLOSING = Agenda(
    Text(en="For a closing meeting", fr="Pour une rencontre de clôture"),
    (
        Text(en="What you take away from the year, both of you", fr="Ce que vous retenez de l’année, l’un et l’autre"),
        Text(en="What is still open, and who can help from here", fr="Ce qui reste ouvert, et qui peut aider ensuite"),
        Text(en="Whether and how you stay in touch", fr="Si et comment vous restez en contact"),
        Text(en="A thank-you, said aloud", fr="Un merci, dit à voix haute"),
    ),
)


def agenda_for(held: int, phase: Phase) -> Agenda:
    """Suggestions for the meeting after ``held`` meetings, 0 or more; in the closing phase, for the last one."""
    if held and phase in {Phase.CLOSING, Phase.CLOSED}:
        return CLOSING
    return (FIRST, SECOND, THIRD)[held] if held < 3 else LATER
