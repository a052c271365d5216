"""With which settings a portal that people reach doesn't start, each said in one sentence."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PLACEHOLDERS: Final = {
    "PORTAL_ADDRESS": "https://policies.example.org",
    "ALLOWED_HOSTS": "policies.example.org",
    "DATABASE_URL": "postgres://portal:PASSWORD@db.example.org:5432/portal?sslmode=require",
    "DATABASE_OWNER_URL": (
        "postgres://portal_owner:PASSWORD@db.example.org:5432/portal?sslmode=require"
    ),
    "DATABASE_DISPOSAL_URL": (
        "postgres://portal_disposal:PASSWORD@db.example.org:5432/portal?sslmode=require"
    ),
    "EMAIL_URL": "smtp+tls://USER:PASSWORD@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "policies@example.org",
    "GOOGLE_DOMAIN": "example.org",
    "MICROSOFT_TENANT": "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
    "OIDC_SERVER": "https://id.example.org",
    "SIGN_IN_ORIGINS": "https://adfs.example.org",
}
"""What .env.example shows, and a district replaces."""
PASSWORDS: Final = {"password", "change-me", "changeme", "secret"}
"""What stands for a password in an address until there is one."""
SHORTEST_KEY: Final = 50
FEWEST_SIGNS: Final = 5
"""Letters of a SECRET_KEY, and different ones among them, as Django's own check counts them."""
SHORTEST_TOKEN: Final = 20
HERE: Final = {"127.0.0.1", "localhost", "::1"}
_HOW_KEY: Final = 'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


def refuse(environ: Mapping[str, str], chosen: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured with every fault of `environ` and the settings `chosen` from it.

    The demo, which sends no mail and is reached from its own machine alone, may stand beside an
    .env that isn't filled in yet. No value is told, as it may be a secret.
    """
    faults = [*_of_key(chosen["SECRET_KEY"]), *_of_token(chosen["METRICS_TOKEN"])]
    faults += _of_list(chosen["BREACHED_PASSWORDS"])
    faults += _of_debug(environ.get("DEBUG", ""))
    faults += _of_hosts(chosen["ALLOWED_HOSTS"])
    if not chosen["DEMO"]:
        faults += _of_placeholders(environ)
        faults += _of_ways(
            chosen["PORTAL_ADDRESS"],
            https=chosen["HTTPS"],
            proxies=chosen["ALLAUTH_TRUSTED_PROXY_COUNT"],
        )
    if faults:
        raise ImproperlyConfigured("The portal doesn't start so: " + " ".join(faults))


def _of_key(key: str) -> list[str]:
    if len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_SIGNS:
        return []
    what = "is too easily guessed" if key else "is missing"
    return [f"SECRET_KEY, which signs sessions and links in mails, {what}. {_HOW_KEY}."]


def _of_token(token: str) -> list[str]:
    if not token or len(token) >= SHORTEST_TOKEN:
        return []
    return [f"METRICS_TOKEN is shorter than {SHORTEST_TOKEN} letters."]


def _of_list(path: str) -> list[str]:
    if not path or (os.access(path, os.R_OK) and Path(path).is_file()):
        return []
    return ["BREACHED_PASSWORDS names no file that the portal can read."]


def _of_debug(debug: str) -> list[str]:
    if debug.strip().lower() in {"", "0", "false", "off", "no"}:
        return []
    return ["DEBUG shows whoever meets an error the program and its settings: take it out."]


def _of_hosts(hosts: Sequence[str]) -> list[str]:
    if "*" not in hosts:
        return []
    return ["ALLOWED_HOSTS is *, so that anybody may give the portal a name: name its own."]


def _of_placeholders(environ: Mapping[str, str]) -> list[str]:
    given = {name: environ.get(name, "").strip().rstrip("/") for name in PLACEHOLDERS}
    return [
        f"{name} still says what .env.example shows: put in the district's own, or leave it out."
        for name, value in given.items()
        if value == PLACEHOLDERS[name] or _password(value).lower() in PASSWORDS
    ]


def _password(value: str) -> str:
    try:
        return urlsplit(value).password or ""
    except ValueError:
        return ""


def _of_ways(address: str, *, https: bool, proxies: int) -> list[str]:
    """Faults of how people reach the portal: nothing of theirs may cross a network in the clear."""
    where = urlsplit(address)
    is_here = where.hostname in HERE
    faults = []
    if where.scheme != "https" and not is_here:
        faults.append("PORTAL_ADDRESS must begin with https://, for links with secrets lead there.")
    if not https and not is_here:
        faults.append(
            "HTTPS=0 is for a look on the machine itself: take it out, or set PORTAL_ADDRESS to "
            "http://127.0.0.1:8000."
        )
    if not https and proxies:
        faults.append(
            "HTTPS=0 and TRUSTED_PROXIES do not go together: behind a web server people come by "
            "HTTPS, and without one anybody could make up the address they come from."
        )
    return faults
