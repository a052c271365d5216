"""The mail server of the district, out of one address."""

from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from district_portal.settings.environment import env

SCHEMES: Final = {"smtp", "smtps", "smtp+tls", "smtp+ssl"}
UNREADABLE: Final = (
    "EMAIL_URL can't be read. Write it as smtp+tls://NAME:WORD@mail.example.org:587 (smtp+ssl:// "
    "for TLS from the start, smtp:// for none), and in the name and the word %25 for a percent "
    "sign, %40 for @, %3A for a colon, %2F for a slash, %3F for a question mark, %23 for a number "
    "sign."
)


def read(address: str) -> dict[str, Any]:
    """Django's settings of the server at `address`, as EMAIL_URL names it.

    Raises ImproperlyConfigured for what is none, such as one in which a slash of the password ends
    the server's name; the address itself is not told, as it may hold a password.
    """
    if not _is_whole(address):
        raise ImproperlyConfigured(UNREADABLE)
    return env.email_url_config(address)


def _is_whole(address: str) -> bool:
    try:
        where = urlsplit(address)
        named = bool(where.hostname) and where.port != 0
    except ValueError:
        return False
    left = where.path.strip("/") or where.query or where.fragment
    return named and where.scheme in SCHEMES and not left
