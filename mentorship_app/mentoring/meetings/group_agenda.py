"""What a meeting of a group could be about, by its number: suggestions that nobody has to follow."""

from mentorship_app.core.i18n import LocalizedText as Text
from mentorship_app.mentoring.meetings.agenda import Agenda
from mentorship_app.programs.enums import Phase

FIRST = Agenda(
    Text(en="For the first meeting of a group", fr="Pour la première rencontre d’un groupe"),
    (
        Text(
            en="Two minutes each: who you are, and what brought you here",
            fr="Deux minutes par personne : qui vous êtes et ce qui vous amène",
        ),
        Text(
            en="What stays in the room, and what everybody does when somebody is not well",
            fr="Ce qui ne sort pas de la pièce, et ce que chacun fait si quelqu’un ne va pas bien",
        ),
        Text(
            en="How often, how long, and what happens when somebody has to miss one",
            fr="La fréquence, la durée, et quoi faire en cas d’absence",
        ),
        Text(en="One thing that each would like to hear from the others", fr="Une question de chacun aux autres"),
    ),
)
SECOND = Agenda(
    Text(en="For the second meeting of a group", fr="Pour la deuxième rencontre d’un groupe"),
    (
        Text(en="A round: one thing that went well, one that did not", fr="Un tour : un bon coup, un moins bon"),
        Text(
            en="One question of one person, with fifteen minutes of everybody’s thinking",
            fr="Une question d’une personne, quinze minutes de réflexion de tous",
        ),
        Text(
            en="What those a year ahead wish they had known",
            fr="Ce que ceux qui ont un an d’avance auraient voulu savoir",
        ),
    ),
)
LATER = Agenda(
    Text(en="For a meeting of a group", fr="Pour une rencontre de groupe"),
    (
        Text(
            en="A round: where each stands, and whether somebody needs time today",
            fr="Un tour : où en est chacun, et qui a besoin de temps aujourd’hui",
        ),
        Text(
            en="Someone brings a situation; the others first ask, then offer",
            fr="Quelqu’un apporte une situation ; les autres questionnent d’abord, puis proposent",
        ),
        Text(
            en="A topic chosen last time: night shifts, feedback, the next step",
            fr="Un thème choisi la fois précédente : les gardes, la rétroaction, la suite",
        ),
        Text(en="Who brings what to the next meeting", fr="Qui apporte quoi à la prochaine rencontre"),
    ),
)
CLOSING = Agenda(
    Text(en="For the last meeting of a group", fr="Pour la dernière rencontre d’un groupe"),
    (
        Text(en="What each takes along from the others", fr="Ce que chacun retient des autres"),
        Text(en="What next year’s group should know", fr="Ce que le groupe de l’an prochain devrait savoir"),
        Text(en="Whether you go on by yourselves", fr="Si vous continuez par vous-mêmes"),
    ),
)


def group_agenda_for(held: int, phase: Phase) -> Agenda:
    """Suggestions for the meeting after ``held`` meetings, 0 or more; in the closing phase, for the last one."""
    if held and phase in {Phase.CLOSING, Phase.CLOSED}:
        return CLOSING
    return (FIRST, SECOND)[held] if held < 2 else LATER
