"""Secrets that travel in links and codes. Only their digests are stored."""

import hashlib
import secrets


def new_token() -> str:
    """A URL-safe secret of 192 bits, 32 characters."""
    return secrets.token_urlsafe(24)


def new_code(digits: int = 6) -> str:
    """A numeric one-time code; short, so whoever accepts it must limit the tries."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))


def token_digest(token: str) -> str:
    """SHA-256 of the token, 64 hex digits. Tokens are random and long, so no salt or stretching is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def spent_digest(token: str) -> str:
    """Under which name a used token is kept; without the token nobody can tell that it belongs to its other digest."""
    return token_digest(f"spent|{token}")


def new_public_id() -> str:
    """A short unguessable id for addresses, 10 characters from an alphabet without look-alikes (about 49 bits)."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(10))
