"""Names that only a key can give, and seals that only a key can open.

Two keys, both in the key file and never in the database: one for each open wave, one for each program. Everything
stored while a wave is open is named by a keyed hash of the person and sealed in boxes of one size, so that neither
name nor size nor order of the rows says who wrote or how much. Destroying a wave's key makes what is left of it, in
backups too, unreadable for good.

HMAC-SHA256: RFC 2104, FIPS 198-1. AES-256-GCM with random 96-bit nonces: NIST SP 800-38D; a wave seals far fewer than
the 2^32 messages that one key may.
"""

import hmac
import json
import secrets
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mentorship_app.core.errors import AppError
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring

BOX_BYTES = 16 * 1024
"""Contents are padded to a multiple of this. One box holds every answer of a usual survey and a full-length comment."""

_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_TOKEN_BYTES = 24


class SealBroken(AppError):
    """The sealed bytes were changed, moved to another row, or sealed with another key."""

    def __init__(self) -> None:
        super().__init__(N_("A sealed answer cannot be opened: it was changed, or its key is another one."))


def wave_key_name(wave_id: UUID) -> str:
    """The name under which the key file holds a wave's key."""
    return f"wave:{wave_id}"


def panel_key_name(program_id: UUID) -> str:
    """The name under which the key file holds a program's key."""
    return f"panel:{program_id}"


def matching_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of what a program's runs of matching were worked out from."""
    return f"matching:{program_id}"


def training_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of what people of a program wrote for themselves in training."""
    return f"training:{program_id}"


def goals_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of the goals of a program's mentees."""
    return f"goals:{program_id}"


def rematch_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of what people of a program wrote who want another pair."""
    return f"rematch:{program_id}"


def check_in_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of what pairs of a program said at their check-ins."""
    return f"check-in:{program_id}"


def meetings_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of what people of a program noted about their meetings."""
    return f"meetings:{program_id}"


def connections_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of what people of a program said to staying in touch."""
    return f"connections:{program_id}"


def feedback_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of the numbers that a program's mentees give to their mentors."""
    return f"feedback:{program_id}"


def contact_key_name(program_id: UUID) -> str:
    """The name under which the key file holds the key of what people wrote to the person outside a program."""
    return f"contact:{program_id}"


def make_keys(keyring: Keyring, *, program_id: UUID, wave_id: UUID) -> None:
    """Make the wave's key, and the program's when it has none. Doing it twice changes nothing.

    Raises KeyringError when the key file is missing or readable by others.
    """
    keyring.create(panel_key_name(program_id))
    keyring.create(wave_key_name(wave_id))


def slot(wave_key: bytes, person: UUID) -> bytes:
    """The name of a person's sealed answers in a wave: 32 bytes that say nothing without the key."""
    return _named(wave_key, b"answers", person)


def draft_slot(wave_key: bytes, person: UUID) -> bytes:
    """The name of a person's sealed draft in a wave; unrelated, without the key, to that of the answers."""
    return _named(wave_key, b"draft", person)


def done_tag(wave_key: bytes, person: UUID) -> bytes:
    """The receipt that a person's answers of a wave are in."""
    return _named(wave_key, b"done", person)


def link_token(wave_key: bytes, person: UUID) -> str:
    """The token of a person's link to a wave: the same at every sending, so that no reminder has to store a new one.

    32 characters that are safe in an address, 192 bits.
    """
    return urlsafe_b64encode(_named(wave_key, b"link", person)[:_TOKEN_BYTES]).decode()


def mailing_slot(wave_key: bytes, mailing: UUID) -> bytes:
    """The name of the sealed progress of a mailing."""
    return _named(wave_key, b"mailing", mailing)


def mailing_rank(wave_key: bytes, mailing: UUID, person: UUID) -> bytes:
    """A person's place in the order in which a mailing goes through the roster; it is another one in each mailing."""
    return _named(wave_key, b"rank|" + mailing.bytes, person)


def mail_id(wave_key: bytes, mailing: UUID, person: UUID) -> UUID:
    """The id of one mail of a mailing: a repeat after a crash carries the same one."""
    return UUID(bytes=_named(wave_key, b"mail|" + mailing.bytes, person)[:16], version=4)


def panel(panel_key: bytes, person: UUID) -> bytes:
    """The pseudonym that links a person's waves in a program for as long as the program's key lives."""
    return _named(panel_key, b"panel", person)


def paper_digest(wave_key: bytes, person: UUID) -> bytes:
    """What a person's code for paper is made of; unrelated, without the key, to every other name."""
    return _named(wave_key, b"paper", person)


class SheetNames(NamedTuple):
    """Names of a sheet of paper, alike those of a person to whoever has no key."""

    answers: bytes
    receipt: bytes
    mark: bytes
    """That the sheet was sealed; a draft's place."""


def sheet_names(wave_key: bytes, sheet: UUID) -> SheetNames:
    """The names of a sheet by its random number."""
    return SheetNames(*(_named(wave_key, purpose, sheet) for purpose in (b"sheet", b"sheet done", b"sheet mark")))


def seal(wave_key: bytes, contents: Mapping[str, Any], *, name: bytes, box: int = BOX_BYTES) -> bytes:
    """Seal JSON ``contents`` for the row called ``name``. Equal sizes for all contents that fit into one box.

    ``box`` is a size in bytes that the longest contents of the wave fit into. Raises TypeError or ValueError for
    contents that JSON cannot hold.
    """
    plain = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    framed = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
    padded = framed.ljust(-(-len(framed) // box) * box, b"\0")
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_sealing_key(wave_key)).encrypt(nonce, padded, name)


def unseal(wave_key: bytes, sealed: bytes, *, name: bytes) -> dict[str, Any]:
    """What was sealed for the row called ``name``; raises SealBroken when anything about it was changed."""
    try:
        padded = AESGCM(_sealing_key(wave_key)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name)
    except (InvalidTag, ValueError):
        raise SealBroken from None
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    contents: dict[str, Any] = json.loads(padded[_LENGTH_BYTES : _LENGTH_BYTES + length])
    return contents


def seal_packed(key: bytes, contents: Mapping[str, Any], *, name: bytes) -> bytes:
    """Seal JSON ``contents`` for the row called ``name``, made small first: for rows whose size tells nothing.

    Raises TypeError or ValueError for contents that JSON cannot hold.
    """
    plain = json.dumps(contents, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_sealing_key(key)).encrypt(nonce, zlib.compress(plain, 6), name)


def unseal_packed(key: bytes, sealed: bytes, *, name: bytes) -> dict[str, Any]:
    """What :func:`seal_packed` sealed for ``name``; raises SealBroken when anything about it was changed."""
    try:
        packed = AESGCM(_sealing_key(key)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name)
    except (InvalidTag, ValueError):
        raise SealBroken from None
    contents: dict[str, Any] = json.loads(zlib.decompress(packed))
    return contents


def _named(key: bytes, purpose: bytes, person: UUID) -> bytes:
    return hmac.digest(key, purpose + b"|" + person.bytes, "sha256")


def _sealing_key(wave_key: bytes) -> bytes:
    # A key of its own for sealing: one key must not serve two algorithms.
    return hmac.digest(wave_key, b"sealing key", "sha256")
