"""Addresses that a hasty reader takes for one another: `amerysd` and `arnerysd`, а and a.

Source: Unicode Technical Standard 39, section 4 (confusable characters); beyond it what people
misread in small type, and the signs between words that nobody remembers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs.confusables import confusables_data

LONGEST = 300
_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SAME = str.maketrans("01i5|", "ollsl", "._-@")
_PUNYCODE = re.compile(r"\bxn--[a-z0-9-]+")


def look(address: str) -> str:
    """What is equal for two addresses, or handles, that look the same at a glance; empty for none.

    What leads to one account (platforms.normalise) looks the same, but not the other way round.
    At most LONGEST characters are answered, since a letter may stand for several.
    """
    text = _PUNYCODE.sub(lambda found: _decoded(found[0]), address.casefold())
    if not (text.isascii() and text.isprintable()):
        letters = filter(_is_seen, unicodedata.normalize("NFKD", text))
        text = "".join(map(_latin, letters))
    seen = text.translate(_SAME)
    for two, one in _ALIKE:
        seen = seen.replace(two, one)
    return seen[:LONGEST]


def _decoded(label: str) -> str:
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode").casefold()
    except UnicodeError:
        return label


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Mn", "Me", "Cf", "Cc")


@lru_cache(maxsize=4096)
def _latin(sign: str) -> str:
    """The Latin letter or digit that `sign` is taken for; itself where there is none."""
    if sign.isascii():
        return sign
    alike = (row["c"].casefold() for row in confusables_data.get(sign, ()))
    return next((text for text in alike if text.isascii() and text.isalnum()), sign)
