"""Secrets that lie in files, as managers of secrets lay them down: NAME_FILE names the file."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

SECRETS: Final = (
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_DISPOSAL_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "GOOGLE_CLIENT_SECRET",
    "MICROSOFT_CLIENT_SECRET",
    "OIDC_CLIENT_SECRET",
    "METRICS_TOKEN",
    "ROSTER_TOKEN",
)
"""What may come from a file; the keys of concerns, which may be several, do so by concern_keys."""


def fill(environ: MutableMapping[str, str]) -> None:
    """Set each of SECRETS that `environ` lacks from the file that its NAME_FILE names.

    What is set itself wins, but for an empty text. Blanks and the end of the line around the
    secret are left out. Raises ImproperlyConfigured for a file that can't be read, or is empty.
    """
    for name in SECRETS:
        file = environ.get(f"{name}_FILE", "")
        if file and not environ.get(name):
            environ[name] = _read(f"{name}_FILE", Path(file))


def _read(name: str, file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as missing:
        reason = getattr(missing, "strerror", None) or "it is no text"
        raise ImproperlyConfigured(f"{name} names {file}, which can't be read: {reason}") from None
    if not text:
        raise ImproperlyConfigured(f"{name} names {file}, which is empty.")
    return text
