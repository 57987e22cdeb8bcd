"""Names and seals: nothing can be told from the outside, nothing can be changed unnoticed."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from mentorship_app.core.errors import KeyringError
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy import sealing

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
PERSON = UUID(int=7)


def test_what_was_sealed_opens_again_with_key_and_name() -> None:
    answers = {"exh_1": 3, "comment": "Élan, ‘quoted’ \n and 🙂"}
    name = sealing.slot(KEY, PERSON)
    assert sealing.unseal(KEY, sealing.seal(KEY, answers, name=name), name=name) == answers


def test_every_draft_and_every_answer_has_the_same_size() -> None:
    contents = [
        {},
        {"exh_1": 0},
        {f"item_{n}": 4 for n in range(60)},
        {"comment": "🙂" * 2000},
        {"comment": '"' * 2000},
    ]
    assert {len(sealing.seal(KEY, content, name=b"n")) for content in contents} == {sealing.BOX_BYTES + 12 + 16}


def test_contents_beyond_one_box_fill_whole_boxes() -> None:
    sealed = sealing.seal(KEY, {"comment": "x" * sealing.BOX_BYTES}, name=b"n")
    assert len(sealed) == 2 * sealing.BOX_BYTES + 12 + 16


def test_same_contents_never_look_the_same_twice() -> None:
    assert len({sealing.seal(KEY, {"exh_1": 1}, name=b"n") for _ in range(50)}) == 50


@pytest.mark.parametrize("position", [0, 11, 12, 500, -1])
def test_one_changed_byte_breaks_the_seal(position: int) -> None:
    sealed = bytearray(sealing.seal(KEY, {"exh_1": 1}, name=b"n"))
    sealed[position] ^= 1
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(KEY, bytes(sealed), name=b"n")


def test_a_box_moved_to_another_row_or_read_with_another_key_does_not_open() -> None:
    sealed = sealing.seal(KEY, {"exh_1": 1}, name=b"mine")
    for key, name in ((KEY, b"yours"), (OTHER_KEY, b"mine")):
        with pytest.raises(sealing.SealBroken):
            sealing.unseal(key, sealed, name=name)
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(KEY, sealed[:20], name=b"mine")


def test_what_was_sealed_packed_opens_in_its_own_row_alone() -> None:
    contents = {"apart": [["one", "other"]] * 500, "fit": 0.25, "word": "Élan"}
    sealed = sealing.seal_packed(KEY, contents, name=b"mine")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])

    assert sealing.unseal_packed(KEY, sealed, name=b"mine") == contents
    assert len(sealed) < 500
    for key, box, name in ((KEY, sealed, b"yours"), (OTHER_KEY, sealed, b"mine"), (KEY, changed, b"mine")):
        with pytest.raises(sealing.SealBroken):
            sealing.unseal_packed(key, box, name=name)


def test_names_of_one_person_have_nothing_in_common() -> None:
    names = {
        sealing.slot(KEY, PERSON),
        sealing.draft_slot(KEY, PERSON),
        sealing.done_tag(KEY, PERSON),
        sealing.panel(KEY, PERSON),
        sealing.slot(OTHER_KEY, PERSON),
        sealing.slot(KEY, uuid4()),
    }
    assert len(names) == 6
    assert {len(name) for name in names} == {32}
    assert sealing.panel(KEY, PERSON) == sealing.panel(KEY, PERSON)


def test_keys_are_made_once_and_only_the_waves_is_new_for_each_wave(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path / "keyring.json")
    keyring.create_file()
    program, first, second = uuid4(), uuid4(), uuid4()
    sealing.make_keys(keyring, program_id=program, wave_id=first)
    panel = keyring.get(sealing.panel_key_name(program))
    sealing.make_keys(keyring, program_id=program, wave_id=second)
    sealing.make_keys(keyring, program_id=program, wave_id=second)
    assert keyring.get(sealing.panel_key_name(program)) == panel
    assert keyring.names() == tuple(sorted([f"panel:{program}", f"wave:{first}", f"wave:{second}"]))


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    keyring = Keyring(tmp_path / "keyring.json")
    keyring.create_file()
    keyring.path.chmod(0o644)
    with pytest.raises(KeyringError):
        sealing.make_keys(keyring, program_id=uuid4(), wave_id=uuid4())
