"""The keys that guard the words of concerns: from the environment, or a file that it names."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BYTES = 32
_FEWEST = 12
"""Different bytes that random ones have at least, and a word somebody typed has not."""
_HOW = (
    'Make one: python3 -c "import base64, secrets; '
    'print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
)


PUBLISHED = bytes(range(BYTES))
"""The key of development and of the tests, which everybody can read here."""


def read(environ: Mapping[str, str]) -> list[bytes]:
    """The keys in CONCERN_KEYS (commas between) or the file CONCERN_KEYS_FILE (one a line).

    The newest comes first; a line with # is a remark. Empty where neither is set. Raises
    ImproperlyConfigured for what is no key, and for a file that can't be read.
    """
    texts = environ.get("CONCERN_KEYS", "").split(",")
    if name := environ.get("CONCERN_KEYS_FILE", ""):
        try:
            texts += Path(name).read_text(encoding="ascii").splitlines()
        except (OSError, ValueError) as missing:
            raise ImproperlyConfigured(f"CONCERN_KEYS_FILE can't be read: {missing}") from missing
    stripped = (text.strip() for text in texts)
    return [_key(text) for text in stripped if text and not text.startswith("#")]


def needed(keys: list[bytes]) -> list[bytes]:
    """The same keys. Raises ImproperlyConfigured where there are none, or one guards nothing."""
    if not keys:
        raise ImproperlyConfigured(f"Set CONCERN_KEYS, which guard the words of concerns. {_HOW}")
    if PUBLISHED in keys:
        raise ImproperlyConfigured(f"One of CONCERN_KEYS is published with the portal. {_HOW}")
    return keys


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != BYTES or len(set(key)) < _FEWEST:
        raise ImproperlyConfigured(f"One of CONCERN_KEYS is not {BYTES} random bytes. {_HOW}")
    return key
