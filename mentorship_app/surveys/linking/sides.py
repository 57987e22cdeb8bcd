"""One wave as one end of a comparison, with its number of people only where that is told."""

from mentorship_app.surveys.linking.judging import Books, last
from mentorship_app.surveys.linking.people import LinkedWave
from mentorship_app.surveys.outcomes import WaveSide


def side_of(wave: LinkedWave, key: str, books: Books) -> WaveSide:
    """The wave, and how many have a score on the scale ``key`` if the mean of everybody was told."""
    answers, people = wave.answers, wave.scored(key)
    is_told = people in last(books.of(wave.subject), key)
    return WaveSide(
        answers.ref, answers.title, answers.collected_on, answers.eligible, len(people) if is_told else None
    )
