"""Why a mail did not arrive, in words that say what to do."""

from collections.abc import Mapping

from mentorship_app.web.i18n import _l

_UNKNOWN_ADDRESS = _l("The mail server of the address does not know this person.")
_FULL = _l("The mailbox is full.")
_REFUSED = _l("The mail server of the address refused the mail.")
_NOT_REACHED = _l("The mail server could not be reached.")
_NOT_WRITTEN = _l("The mail could not be written. Tell whoever looks after this installation.")

_BY_CODE: Mapping[int, str] = {
    450: _UNKNOWN_ADDRESS,
    550: _UNKNOWN_ADDRESS,
    551: _UNKNOWN_ADDRESS,
    553: _UNKNOWN_ADDRESS,
    452: _FULL,
    552: _FULL,
}


def reason(last_error: str) -> str:
    """The reason for what the outbox noted: ``SMTP 550``, the name of a connection error, or ``template``."""
    if last_error == "template":
        return str(_NOT_WRITTEN)
    code = last_error.removeprefix("SMTP ")[:3]
    if code.isdecimal():
        return str(_BY_CODE.get(int(code), _REFUSED))
    return str(_NOT_REACHED)


def points_at_address(last_error: str) -> bool:
    """Whether correcting the address may help."""
    code = last_error.removeprefix("SMTP ")[:3]
    return code.isdecimal() and _BY_CODE.get(int(code), _REFUSED) is not _FULL
