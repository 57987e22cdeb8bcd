"""Whose requirements."""

from enum import StrEnum


class Framework(StrEnum):
    """The bodies whose standards a program may have to answer to; OTHER is named in the element."""

    ACGME = "acgme"
    CANERA = "canera"
    LCME = "lcme"
    CACMS = "cacms"
    OTHER = "other"
