"""The address of a policy, made from its code."""

import re
from functools import cache
from typing import Final

from django.urls import URLResolver, get_resolver
from django.urls.converters import StringConverter

_PREFIXES: Final = {"policy": "", "rule": "ar"}
_MARKERS: Final = {"ar": {"ar", "r"}, "exhibit": {"e"}}


class WordConverter(StringConverter):
    """A word of an address: no slash, and no NUL, which the database has in no text."""

    regex = r"[^/\x00]+"


def slug(code: str, kind: str = "policy") -> str:
    """Answer the address part for `code`: lower case, dots kept, everything else a hyphen.

    The kind goes before it unless it is a policy or the code names the kind itself:
    401.15 → 401.15; GCAB/GDAB → gcab-gdab; 1312.1 as a rule → ar-1312.1;
    1201-AR(3) as a rule → 1201-ar-3.
    """
    plain = _plain(code)
    prefix = _PREFIXES.get(kind, _plain(kind))
    names_itself = {prefix, *_MARKERS.get(prefix, ())} & set(plain.split("-")[:3])
    if not prefix or names_itself:
        return plain
    return f"{prefix}-{plain}"


def address(code: str, kind: str = "policy") -> str:
    """Answer the address below /policies/ of what has this code: its slug, or beside a page's."""
    made = slug(code, kind)
    return f"{made}-policy" if made in reserved() else made


@cache
def reserved() -> frozenset[str]:
    """Addresses below /policies/ that belong to pages of their own, such as import and search."""
    policies: URLResolver = get_resolver().namespace_dict["policies"][1]
    first = (str(pattern.pattern).split("/")[0] for pattern in policies.url_patterns)
    return frozenset(part for part in first if part and "<" not in part)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")
