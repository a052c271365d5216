"""The settings that go into a backup: what an operator would otherwise have to remember."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from district_portal.embedded.borrowing import Needs, urls_of
from district_portal.embedded.places import find_places

TOLD: Final = (
    *("PORTAL_ADDRESS", "ALLOWED_HOSTS", "HTTPS", "HSTS_SUBDOMAINS", "HSTS_PRELOAD"),
    *("TRUSTED_PROXIES", "DEFAULT_FROM_EMAIL", "SIGN_IN_ORIGINS", "PORTAL_VAR", "LOG_LEVEL"),
    "BREACHED_PASSWORDS",
    *("GOOGLE_CLIENT_ID", "GOOGLE_DOMAIN", "GOOGLE_SECOND_FACTOR"),
    *("MICROSOFT_CLIENT_ID", "MICROSOFT_TENANT", "MICROSOFT_SECOND_FACTOR"),
    *("OIDC_CLIENT_ID", "OIDC_SERVER", "OIDC_NAME", "OIDC_SECOND_FACTOR"),
    *("BACKUP_DIR", "BACKUP_HOUR", "BACKUP_KEEP", "BACKUP_RECIPIENT", "SEALS_FILE"),
    *("DATABASE_PORTAL_ROLE", "DJANGO_SETTINGS_MODULE", "CONCERN_KEYS_FILE"),
)
ADDRESSES: Final = (
    *("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DISPOSAL_URL"),
    *("REDIS_URL", "EMAIL_URL", "ROSTER_SOURCE"),
)
"""These may hold a password, which is left out together with whatever follows a question mark."""
SECRETS: Final = (
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "CONCERN_KEYS", "ROSTER_TOKEN", "METRICS_TOKEN"),
    *("GOOGLE_CLIENT_SECRET", "MICROSOFT_CLIENT_SECRET", "OIDC_CLIENT_SECRET"),
)
_WHO: Final = re.compile(r"//[^/@]*@")


def configuration(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings by name; of secrets only which ones are set.

    Where the portal's own servers listen is left out: elsewhere nothing listens there.
    """
    own = urls_of(find_places(environ), Needs(postgres=True, valkey=True)).values()
    told = {name: environ[name] for name in TOLD if environ.get(name)}
    bare = {
        name: without_secrets(address)
        for name in ADDRESSES
        if (address := environ.get(name)) and address not in own
    }
    return {
        "settings": {**told, **bare},
        "secrets_to_bring": [name for name in SECRETS if environ.get(name)],
    }


def without_secrets(address: str) -> str:
    """An address without whom and by which password, and without its query."""
    if not urlsplit(address).scheme:
        return address
    return _WHO.sub("//…@", address.partition("?")[0])
