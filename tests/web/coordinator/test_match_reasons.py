"""Why two people are a proposed pair, why not somebody else, and what of it nobody may read."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.identity import save_identity
from mentorship_app.matching.decisions import State
from mentorship_app.matching.identities import holder_of
from mentorship_app.matching.run_inputs import drop_inputs_of, inputs_of
from mentorship_app.matching.run_solving import answered, asked, result_for
from mentorship_app.mentoring.exclusions import ask_not_to_be_matched
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase
from tests.factories import AccountFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.choices import ChoiceFactory, accepted_mentor
from tests.factories.intake import FULL_INTAKE, ProfileFactory
from tests.factories.matching import Drafted, drafted
from tests.factories.people import MOMENT
from tests.factories.recruitment import CallFactory
from tests.kit.client import StrictClient, text_of
from tests.web.coordinator.desk import said, sit_down
from tests.web.coordinator.workbench import topics


@dataclass
class Scene:
    """Two mentees; Brook with two places, Marsh and Quill with one."""

    cohort: Cohort
    priya: Enrollment
    wren: Enrollment
    brook: Enrollment
    marsh: Enrollment
    quill: Enrollment

    def url(self, mentee: Enrollment, mentor: Enrollment | None = None) -> str:
        about = f"&mentor={mentor.public_id}" if mentor is not None else ""
        return f"/p/{self.cohort.program.slug}/matching/pairs/{mentee.public_id}?kind=primary{about}"


@pytest.fixture
def scene(store: Session, client: StrictClient) -> Scene:
    cohort = sit_down(store, client, phase=Phase.MATCHING)
    level = TrainingLevelFactory(program=cohort.program, code="PGY-2")
    call = CallFactory(cohort=cohort)

    def mentee(name: str, *chosen: str) -> Enrollment:
        made: Enrollment = EnrollmentFactory(cohort=cohort, training_level=level, account=AccountFactory(name=name))
        ProfileFactory(enrollment=made, sent=True, answers=FULL_INTAKE | topics(*chosen))
        return made

    def mentor(name: str, capacity: int, *offered: str) -> Enrollment:
        answers = topics(*offered) | {"modality": ["video", "in_person"]}
        return accepted_mentor(cohort, name, call=call, answers=answers, capacity=capacity)

    made = Scene(
        cohort,
        mentee("Priya Lanternwala", "rural", "career"),
        mentee("Wren Ito", "rural", "research"),
        mentor("Dr. Anselm Brook", 2, "rural", "research"),
        mentor("Dr. Ottoline Marsh", 1, "rural", "career"),
        mentor("Dr. Thaddeus Quill", 1, "money"),
    )
    ChoiceFactory(mentee=made.priya, mentor=made.marsh)
    store.commit()
    return made


@pytest.fixture
def made(store: Session, keyring: Keyring, scene: Scene) -> Drafted:
    """Priya with Marsh, Wren with Brook, as a run finds them."""
    return propose(store, keyring, scene)


def propose(store: Session, keyring: Keyring, scene: Scene) -> Drafted:
    found = drafted(store, keyring, scene.cohort, [(scene.priya, scene.marsh), (scene.wren, scene.brook)])
    question = asked(found.judge.facts, found.judge.settings, State())
    solution = answered(question)
    assert dict(solution.pairs) == {
        scene.priya.public_id: scene.marsh.public_id,
        scene.wren.public_id: scene.brook.public_id,
    }
    found.run.result = result_for(question, solution).as_json()
    store.commit()
    return found


def part(client: StrictClient, heading: str) -> str:
    """The words of one section of the page."""
    assert client.page is not None
    return text_of(client.page.xpath(f".//section[@aria-labelledby='{heading}']")[0])


@pytest.mark.usefixtures("made")
def test_a_pair_is_explained_by_points_that_add_up(client: StrictClient, scene: Scene) -> None:
    client.get(scene.url(scene.priya))

    assert client.page is not None
    assert "Priya Lanternwala with Dr. Ottoline Marsh" in said(client)
    assert "Their first choice" in said(client)
    assert "Topics 2 of 2: Career choices, Rural practice" in part(client, "points") or (
        "Topics 2 of 2: Rural practice, Career choices" in part(client, "points")
    )
    bars = client.page.xpath(".//section[@aria-labelledby='points']//progress")
    total = sum(int(bar.get("value")) for bar in bars)
    assert f"{total} of 100 points" in part(client, "points")
    assert all(bar.get("aria-hidden") == "true" for bar in bars)


@pytest.mark.usefixtures("made")
def test_the_next_best_comes_with_its_cost(client: StrictClient, scene: Scene) -> None:
    client.get(scene.url(scene.priya))
    assert "Dr. Anselm Brook" in part(client, "next-best")
    assert "Nobody else would move" in part(client, "next-best")


@pytest.mark.usefixtures("made")
def test_why_not_is_answered_for_any_mentor_without_a_script(client: StrictClient, scene: Scene) -> None:
    client.get(scene.url(scene.wren))
    assert client.page is not None
    form = client.page.xpath(".//section[@aria-labelledby='why-not']//form")[0]
    assert form.get("method") == "get"
    assert {option.text for option in form.xpath(".//option")} == {
        "Choose a mentor",
        "Dr. Ottoline Marsh",
        "Dr. Thaddeus Quill",
    }

    client.get(scene.url(scene.wren, scene.marsh))
    answer = part(client, "why-not")
    assert "Why not Dr. Ottoline Marsh?" in answer
    assert "The fit would be lower" in answer
    assert "Every place of Dr. Ottoline Marsh is taken: Priya Lanternwala" in answer
    assert "Priya Lanternwala would move from Dr. Ottoline Marsh to Dr. Anselm Brook" in answer


@pytest.mark.usefixtures("made")
def test_htmx_gets_the_block_of_the_same_address(client: StrictClient, scene: Scene) -> None:
    response = client.get(scene.url(scene.wren, scene.marsh), headers={"HX-Request": "true"})
    text = response.get_data(as_text=True)
    assert "<html" not in text
    assert "Why not Dr. Ottoline Marsh?" in text


@pytest.mark.usefixtures("made")
def test_the_words_for_the_mentee_hold_no_number_and_nobody_else(client: StrictClient, scene: Scene) -> None:
    client.get(scene.url(scene.priya))
    told = part(client, "told")
    assert "You both named: " in told
    assert "Wren" not in told
    assert "Brook" not in told
    assert not any(letter.isdigit() for letter in told)


def test_somebody_without_a_mentor_is_explained_too(
    store: Session, client: StrictClient, keyring: Keyring, scene: Scene
) -> None:
    drafted(store, keyring, scene.cohort, [(scene.wren, scene.brook)])
    store.commit()
    client.get(scene.url(scene.priya))
    assert "Priya Lanternwala without a mentor" in said(client)
    assert "No mentor has a place." in part(client, "nobody")


def test_before_any_run_the_page_says_what_to_do(client: StrictClient, scene: Scene) -> None:
    client.get(scene.url(scene.priya))
    assert "There are no proposed pairs" in said(client)
    assert client.get(scene.url(scene.brook)).status_code == 404


def test_once_a_run_lost_its_inputs_the_page_says_so(
    store: Session, client: StrictClient, scene: Scene, made: Drafted
) -> None:
    drop_inputs_of(store, scene.wren)
    assert made.run.inputs is None
    store.commit()
    client.get(scene.url(scene.priya))
    assert "is deleted" in said(client)


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("rest", ["nobody", "{brook}", "{priya}?mentor=nobody"])
def test_strangers_are_not_found(client: StrictClient, scene: Scene, rest: str) -> None:
    ids = {"brook": scene.brook.public_id, "priya": scene.priya.public_id}
    response = client.get(f"/p/{scene.cohort.program.slug}/matching/pairs/{rest.format(**ids)}")
    assert response.status_code == 404


def test_two_who_must_not_be_paired_are_refused_in_one_sentence_when_asked_for(
    store: Session, client: StrictClient, keyring: Keyring, scene: Scene
) -> None:
    ask_not_to_be_matched(store, scene.wren, other=scene.marsh, now=MOMENT)
    made = propose(store, keyring, scene)
    pair = (scene.wren.public_id, scene.marsh.public_id)
    assert pair in inputs_of(made.run, keyring).facts.apart_unsaid
    store.rollback()

    client.get(scene.url(scene.wren))
    assert "cannot be paired" not in said(client)

    client.get(scene.url(scene.wren, scene.marsh))
    assert part(client, "why-not").endswith(
        "Why not Dr. Ottoline Marsh? These two cannot be paired. Choose somebody else."
    )


def test_no_page_changes_with_who_people_are(
    store: Session, client: StrictClient, keyring: Keyring, scene: Scene
) -> None:
    """The same pairs, worked out without and with what is private: every page stays the same, word for word."""
    propose(store, keyring, scene)
    before = every_page(client, scene)

    tell_identity(store, scene, scene.priya)
    tell_identity(store, scene, scene.brook)
    store.commit()
    made = propose(store, keyring, scene)
    shared = inputs_of(made.run, keyring).facts.shared_identity
    assert shared == ((scene.priya.public_id, scene.brook.public_id, 1.0),)
    store.rollback()

    assert every_page(client, scene) == before


def test_a_private_list_changes_no_page_of_others_and_no_number(
    store: Session, client: StrictClient, keyring: Keyring, scene: Scene
) -> None:
    propose(store, keyring, scene)
    before, points = every_page(client, scene), part(client, "points")

    ask_not_to_be_matched(store, scene.wren, other=scene.marsh, now=MOMENT)
    store.commit()
    made = propose(store, keyring, scene)
    assert inputs_of(made.run, keyring).facts.apart_unsaid == ((scene.wren.public_id, scene.marsh.public_id),)
    store.rollback()

    after = every_page(client, scene)
    assert part(client, "points") == points
    assert {key for key in before if before[key] != after[key]} <= {
        _key(scene.wren, mentor) for mentor in (None, scene.brook, scene.marsh, scene.quill)
    }
    # Only whoever asks for exactly these two gets the sentence; unasked, somebody else is simply the next best.
    refused = {key for key, text in after.items() if "cannot be paired" in text}
    assert refused == {_key(scene.wren, scene.marsh)}
    client.get(scene.url(scene.wren))
    assert "Dr. Thaddeus Quill" in part(client, "next-best")


def every_page(client: StrictClient, scene: Scene) -> dict[str, str]:
    found = {}
    for mentee in (scene.priya, scene.wren):
        for mentor in (None, scene.quill, scene.brook, scene.marsh):
            client.get(scene.url(mentee, mentor))
            assert client.page is not None
            found[_key(mentee, mentor)] = text_of(client.page.xpath(".//main")[0])
    return found


def _key(mentee: Enrollment, mentor: Enrollment | None = None) -> str:
    return f"{mentee.public_id} {mentor.public_id if mentor else ''}"


def tell_identity(store: Session, scene: Scene, person: Enrollment) -> None:
    """Say the same of who one is on both sides; the mentee wishes it."""
    holder = holder_of(store, person)
    assert holder is not None
    answers = {"first_generation": "yes"}
    if person.role is CohortRole.MENTEE:
        answers["wish_first_generation"] = "same"
    save_identity(store, scene.cohort.program, holder, answers, {})
