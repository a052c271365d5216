"""Keys by which codes and titles sort as people do, in any database's collation."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 200
_DIGITS: Final = 6


def code_key(code: str) -> str:
    """A key that sorts 9 before 10 and 401.2 before 401.15, regardless of case."""
    padded = re.sub(r"\d+", lambda number: number[0].zfill(_DIGITS), _plain(code))
    return padded[:LONGEST]


def title_key(title: str) -> str:
    """A key that sorts titles without regard to case, accents or leading quotes."""
    return re.sub(r"^[^\w]+", "", code_key(title))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()
