"""Sheets of paper: whose they are, that each counts once, and what becomes of those that are nobody's."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import AppError, Conflict, FieldError, InvalidTransition, KeyringError
from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import writing
from mentorship_app.instruments.scoring import ScoringError
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.privacy.suppression import FLOOR
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import Wave, aggregates
from mentorship_app.surveys.answering import count_answered, has_answered, own_answers, save_draft, submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.deadlines import taken_until
from mentorship_app.surveys.models import Response, ResponseComment
from mentorship_app.surveys.paper import PaperEntry, PaperEntryLink
from mentorship_app.surveys.paper.codes import SIGNS, CodeMistyped, owner_of, paper_code, read_code
from mentorship_app.surveys.paper.links import find_entry, new_entry_link
from mentorship_app.surveys.paper.services import end_entry, entry_of, open_entry, place_of, set_place
from mentorship_app.surveys.paper.sheets import code_of, person_of, seal_sheet
from mentorship_app.surveys.paper.unlinked import hidden_among_others
from mentorship_app.surveys.services import delete_wave
from tests.factories import AccountFactory, EnrollmentFactory, StaffGrantFactory, bind_factories
from tests.factories.surveys import NOW, STAFF, WaveFactory, opened_wave, rated
from tests.surveys.test_attacks import changed_tables, snapshot

keys_of_waves = st.binary(min_size=32, max_size=32)
GOOD_MORNING = NOW + timedelta(hours=1)


def sealed(session: Session, keyring: Keyring, wave: Wave, value: int, code: str = "", **others: object) -> UUID:
    """A sheet on which every box of that value is ticked."""
    sheet = uuid4()
    seal_sheet(session, keyring, wave, sheet, {**rated(value), **others}, code=code, now=NOW)
    return sheet


def rows(session: Session, *tables: type) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@given(keys_of_waves, st.uuids())
def test_a_code_is_read_as_it_was_written_however_it_is_typed(key: bytes, person: UUID) -> None:
    code = paper_code(key, person)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code[:4]} {code[5:9]} {code[10:]} "):
        assert read_code(typed) == code
    look_alike = code.translate(str.maketrans("5286", "SZBG"))
    assert read_code(look_alike) == code
    assert owner_of(key, code, [uuid4(), person, uuid4()]) == person
    assert owner_of(key, code, [uuid4(), uuid4()]) is None


@given(keys_of_waves, st.uuids())
def test_every_wrong_sign_and_every_two_signs_that_changed_places_are_noticed(key: bytes, person: UUID) -> None:
    signs = paper_code(key, person).replace("-", "")
    wrong = [
        signs[:place] + sign + signs[place + 1 :]
        for place in range(len(signs))
        for sign in SIGNS
        if sign != signs[place]
    ]
    for one, other in combinations(range(len(signs)), 2):
        if signs[one] != signs[other]:
            swapped = list(signs)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            wrong.append("".join(swapped))
    for typed in (*wrong, signs[:-1], signs + signs[-1], "", "-", "ÄÖÜ", "٣٤٥٦٧٨٩٢٣", "\x00" * 9):
        with pytest.raises(CodeMistyped):
            read_code(typed)


def test_two_people_with_one_code_are_refused_rather_than_mistaken() -> None:
    person = uuid4()
    assert owner_of(b"k" * 32, paper_code(b"k" * 32, person), [person, person]) is None


def test_a_sheet_with_a_code_counts_as_its_writers_answers(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8)
    person = people[3].account_id
    save_draft(session, keyring, wave, person, {"exh_1": 1})
    sealed(session, keyring, wave, 2, code_of(keyring, wave, person).lower())
    assert own_answers(session, keyring, wave, person) == rated(2)
    assert has_answered(session, keyring, wave, person)
    assert not submit(session, keyring, wave, person, rated(4))
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    response = session.scalars(select(Response)).one()
    panel_key = keyring.get(sealing.panel_key_name(wave.cohort.program_id))
    assert (response.answers, response.panel) == (rated(2), sealing.panel(panel_key, person))


def test_codes_are_of_one_wave_and_die_with_its_key(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8)
    other, _others = opened_wave(session, keyring, 8)
    person = people[0].account_id
    assert code_of(keyring, wave, person) != code_of(keyring, other, person)
    with pytest.raises(FieldError, match="another survey"):
        person_of(session, keyring, other, code_of(keyring, wave, person))
    keyring.destroy(sealing.wave_key_name(wave.id))
    with pytest.raises(KeyringError):
        code_of(keyring, wave, person)


def test_a_code_says_only_to_its_holder_that_answers_are_there(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8)
    code = code_of(keyring, wave, people[0].account_id)
    stranger = code_of(keyring, wave, uuid4())
    before = [_refusal(session, keyring, wave, typed) for typed in (code, stranger, code[:-1] + "?")]
    submit(session, keyring, wave, people[0].account_id, rated(1))
    after = [_refusal(session, keyring, wave, typed) for typed in (code, stranger, code[:-1] + "?")]
    assert before[0] == ""
    assert "already there" in after[0]
    assert before[1:] == after[1:]
    with pytest.raises(FieldError, match="already there"):
        sealed(session, keyring, wave, 3, code)
    assert rows(session, Receipt, SealedAnswers) == [1, 1]


def _refusal(session: Session, keyring: Keyring, wave: Wave, code: str) -> str:
    try:
        person_of(session, keyring, wave, code)
    except FieldError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("has_code", [True, False], ids=["with a code", "without"])
def test_a_sheet_that_arrives_twice_is_one_answer(session: Session, keyring: Keyring, has_code: bool) -> None:
    wave, people = opened_wave(session, keyring, 8)
    code, sheet = code_of(keyring, wave, people[0].account_id) if has_code else "", uuid4()
    for value in (1, 4, 1):
        seal_sheet(session, keyring, wave, sheet, rated(value), code=code, now=NOW)
    assert rows(session, Receipt, SealedAnswers, SealedDraft) == [1, 1, 1]
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    assert [response.answers for response in session.scalars(select(Response))] == [rated(1)]


def test_sheets_lie_among_the_sealed_answers_and_look_like_them(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8)
    submit(session, keyring, wave, people[0].account_id, rated(1))
    save_draft(session, keyring, wave, people[1].account_id, {"exh_1": 1})
    sealed(session, keyring, wave, 2, code_of(keyring, wave, people[2].account_id))
    sealed(session, keyring, wave, 3, comment="x" * 1500)
    for table in (SealedAnswers, SealedDraft):
        assert len({len(body) for body in session.scalars(select(table.body))}) == 1
    names = [*session.scalars(select(SealedAnswers.slot)), *session.scalars(select(Receipt.tag))]
    assert {len(name) for name in names} == {32}
    assert rows(session, Receipt, SealedAnswers) == [3, 3]


def test_sheets_without_a_code_are_never_more_than_are_missing(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8)
    for person in people[:6]:
        submit(session, keyring, wave, person.account_id, rated(1))
    sealed(session, keyring, wave, 2)
    sealed(session, keyring, wave, 2)
    with pytest.raises(Conflict, match="As many answers"):
        sealed(session, keyring, wave, 2)
    assert rows(session, Receipt, SealedAnswers, SealedDraft) == [8, 8, 2]
    # Nobody is turned away because of them; so at the close two of the sheets must be repetitions.
    for person in people[6:]:
        assert submit(session, keyring, wave, person.account_id, rated(3))
    assert count_answered(session, wave).answered == 5
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    assert sorted(answers["exh_1"] for answers in session.scalars(select(Response.answers))) == [1] * 6 + [3] * 2
    assert (wave.answered, count_answered(session, wave).answered) == (8, 8)


def test_a_closed_wave_counts_sheets_that_are_nobodys(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 9, 9)
    for number, person in enumerate(people[:12]):
        submit(session, keyring, wave, person.account_id, rated(number % 5))
    for number in range(5):
        sealed(session, keyring, wave, 4, comment=f"On paper {number}")
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    responses = session.scalars(select(Response)).all()
    assert (wave.answered, len(responses)) == (17, 17)
    unlinked = [response for response in responses if not response.strata]
    assert [response.answers for response in unlinked] == [rated(4)] * 5
    assert len({response.panel for response in responses}) == 17
    assert {len(response.panel) for response in responses} == {32}
    assert {comment.text for comment in session.scalars(select(ResponseComment))} == {f"On paper {n}" for n in range(5)}
    assert rows(session, Receipt, SealedAnswers, SealedDraft) == [0, 0, 0]


def test_few_sheets_without_a_code_lie_among_others_without_a_band(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 9, 8, 8)
    for number, person in enumerate([*people[:9], *people[9:16], *people[17:23]]):
        submit(session, keyring, wave, person.account_id, rated(number % 5))
    sealed(session, keyring, wave, 4)
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    strata = [response.strata.get("training_level") for response in session.scalars(select(Response))]
    assert sorted(strata, key=str) == [None] * 7 + ["PGY-1"] * 9 + ["PGY-2"] * 7
    assert [band["key"] for band in wave.bands["training_level"]] == ["PGY-1", "PGY-2"]
    dataset = aggregates.published(session, aggregates.wave_ref(wave))
    assert dataset is not None
    shown = {row.key: row.summary.n for table in dataset.scales[0].groups for row in table.rows if row.summary}
    assert shown == {"PGY-1": 9, "PGY-2": 7}


bands_of = st.lists(st.integers(0, 12), min_size=1, max_size=6)


@given(bands_of, st.integers(0, 8))
def test_nobody_is_left_alone_for_having_no_band(sizes: Sequence[int], without: int) -> None:
    names = [f"PGY-{number}" for number in range(len(sizes))]
    strata = [{"level": name} for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    strata += [{} for _ in range(without)]
    stamped, bands = hidden_among_others(strata, {"level": [{"key": name} for name in names]})
    left = sum("level" not in each for each in stamped)
    assert left == 0 or left >= min(FLOOR, len(strata))
    assert {each["level"] for each in stamped if "level" in each} <= {band["key"] for band in bands.get("level", [])}
    if without == 0 or without >= FLOOR:
        assert stamped == strata


def test_a_box_of_somebody_who_is_asked_no_longer_is_no_sheet(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8)
    for person in people:
        submit(session, keyring, wave, person.account_id, rated(1))
    session.delete(people[0])
    session.flush()
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    assert wave.answered == 7


def test_sheets_are_refused_like_answers_from_a_screen(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 8)
    code = code_of(keyring, wave, people[0].account_id)
    for typed in (code, ""):
        for wrong in ({"exh_1": 9}, {"no_such_item": 1}):
            with pytest.raises(ScoringError):
                seal_sheet(session, keyring, wave, uuid4(), wrong, code=typed, now=NOW)
    assert rows(session, Receipt, SealedAnswers, SealedDraft) == [0, 0, 0]
    with pytest.raises(InvalidTransition, match="closed"):
        seal_sheet(session, keyring, wave, uuid4(), rated(1), code="", now=taken_until(wave))
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    with pytest.raises(InvalidTransition, match="closed"):
        sealed(session, keyring, wave, 1)


def entry_in(session: Session, wave: Wave, **values: object) -> PaperEntry:
    given = {"name": "Quill Farrow", "email": "quill@library.example.org", "locale": "fr", **values}
    return open_entry(session, wave, by=STAFF, now=NOW, **given)  # type: ignore[arg-type]  # strings all


def test_one_person_outside_the_program_gets_a_link_that_lives_as_long_as_the_entry(
    session: Session, keyring: Keyring
) -> None:
    wave, _people = opened_wave(session, keyring, 8)
    entry = entry_in(session, wave, email=" Quill@Library.example.org ")
    assert (entry.email, entry_of(session, wave)) == ("quill@library.example.org", entry)
    token = new_entry_link(session, entry)
    assert find_entry(session, token, now=GOOD_MORNING) is entry
    assert find_entry(session, token, now=taken_until(wave)) is None
    assert find_entry(session, "unknown", now=NOW) is None
    assert token not in {link.token_digest for link in session.scalars(select(PaperEntryLink))}
    with pytest.raises(Conflict):
        entry_in(session, wave, email="other@example.org")
    end_entry(session, entry, by=STAFF, now=NOW)
    assert find_entry(session, token, now=GOOD_MORNING) is None
    assert rows(session, PaperEntry, PaperEntryLink) == [0, 0]
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "paper_entry")).one()
    assert mail.status is MessageStatus.CANCELLED
    entry_in(session, wave)


def test_closing_the_wave_forgets_who_typed(session: Session, keyring: Keyring) -> None:
    wave, _people = opened_wave(session, keyring, 8)
    token = new_entry_link(session, entry_in(session, wave))
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    assert rows(session, PaperEntry, PaperEntryLink) == [0, 0]
    assert find_entry(session, token, now=NOW) is None


@pytest.mark.parametrize("role", ["mentee", "earlier mentee", "coordinator", "administrator"])
def test_nobody_of_the_program_types_sheets_in(session: Session, keyring: Keyring, role: str) -> None:
    wave, people = opened_wave(session, keyring, 8)
    account = AccountFactory()
    program = wave.cohort.program
    make: dict[str, Callable[[], object]] = {
        "mentee": lambda: setattr(people[0], "account", account),
        "earlier mentee": lambda: EnrollmentFactory(account=account, cohort__program=program),
        "coordinator": lambda: StaffGrantFactory(account=account, program_id=program.id),
        "administrator": lambda: StaffGrantFactory(account=account, program_id=None, role="administrator"),
    }
    make[role]()
    session.flush()
    with pytest.raises(FieldError, match="stand outside"):
        entry_in(session, wave, email=account.email.upper())
    # Somebody of another program may.
    assert entry_in(session, wave, email=EnrollmentFactory().account.email)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": "  "}, FieldError),
        ({"name": "x" * 121}, FieldError),
        ({"email": "nobody"}, FieldError),
    ],
)
def test_an_entry_needs_a_name_and_an_address(
    session: Session, keyring: Keyring, values: dict[str, str], error: type[AppError]
) -> None:
    wave, _people = opened_wave(session, keyring, 8)
    with pytest.raises(error):
        entry_in(session, wave, **values)
    assert rows(session, PaperEntry) == [0]
    assert not session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "paper_entry")).all()


def test_nobody_types_sheets_of_a_planned_or_closed_wave_in(session: Session, keyring: Keyring) -> None:
    with pytest.raises(InvalidTransition):
        entry_in(session, WaveFactory())
    wave, _people = opened_wave(session, keyring, 8)
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    with pytest.raises(InvalidTransition):
        entry_in(session, wave)


def test_the_line_on_the_sheet_is_kept_in_both_languages_and_goes_with_the_plan(session: Session) -> None:
    wave = WaveFactory()
    assert place_of(session, wave).en == ""
    for en in ("Box 3", "The box by the stairs"):
        set_place(session, wave, en=en, fr="La boîte près de l’escalier")
    assert place_of(session, wave).en == "The box by the stairs"
    with pytest.raises(FieldError):
        set_place(session, wave, en="", fr="x" * 201)
    delete_wave(session, wave, by=STAFF, now=NOW)


def test_enrollments_are_found_by_their_codes_alone(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 12)
    codes = {code_of(keyring, wave, person.account_id): person for person in people}
    assert len(codes) == 12
    for code, person in codes.items():
        found = person_of(session, keyring, wave, code)
        assert isinstance(person, Enrollment)
        assert found == person.account_id


def test_sealing_a_sheet_changes_sealed_tables_alone_and_names_nobody(
    engine: Engine, keys: Keyring, database: Path
) -> None:
    """Two copies of the database, one sheet with a code in between: whose can it be?"""
    with writing(engine).begin() as session:
        bind_factories(session)
        wave, people = opened_wave(session, keys, 15)
        entry_in(session, wave)
        wave_id, everybody = wave.id, [(person.id, person.account_id) for person in people]
    before = snapshot(database)
    with writing(engine).begin() as session:
        wave = session.get_one(Wave, wave_id)
        code = code_of(keys, wave, everybody[4][1])
        sealed(session, keys, wave, 3, code)
    after = snapshot(database)
    assert changed_tables(before, after) == {"receipt", "sealed_answers", "sealed_draft"}
    new = [value for table in after for row in after[table] - before[table] for value in row]
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in new)
    for ids in everybody:
        assert not [one for one in ids if one.bytes in stored or one.hex.encode() in stored]
    assert code.encode() not in stored
    assert read_code(code).replace("-", "").encode() not in stored
