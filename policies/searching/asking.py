"""What was typed into the search box, and the query that it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable

CONFIG: Final = "english"
_PIECE: Final = re.compile(r'-?"[^"]*"?|[^\s"]+')
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»", '"'))
_PREFIX_FROM: Final = 2
_ENDINGS_FROM: Final = 4
_ENDINGS: Final = re.findall(
    r"\w+",
    "ability ably acy al ally ance ant arily ary ate ation ational ative cy ed eer ement ence ency "
    "ent er ery ful fully ial ibility ible ibly ic ical ied ies ification ing ion ional ism ist "
    "itive ity ive ively ization ize ized less ly ment mentation ness or ory ous ously ship tion "
    "ual ually ure y",
)


@dataclass(frozen=True)
class Asked:
    """A search as typed: `text` with spaces closed up, `pieces` by groups of which any will do.

    A piece is a word, a "phrase" or a -word that must not stand there; `is_open` says that the
    last word may still go on.
    """

    text: str
    groups: tuple[tuple[str, ...], ...]
    is_open: bool = False

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def wanted(self) -> list[str]:
        """Every word and phrase that is looked for, once."""
        pieces = (piece for group in self.groups for piece in group)
        return list(dict.fromkeys(piece for piece in pieces if not piece.startswith("-")))

    @property
    def query(self) -> SearchQueryCombinable:
        """What a text must hold. Only of what is not empty."""
        return reduce(or_, (self._all_of(group) for group in self.groups))

    @property
    def any_word(self) -> SearchQueryCombinable:
        """Matches wherever one word at least is held; what is found is marked by it."""
        return reduce(or_, (self._one(piece) for piece in self.wanted))

    def _all_of(self, group: tuple[str, ...]) -> SearchQueryCombinable:
        return reduce(and_, (self._one(piece) for piece in group))

    def _one(self, piece: str) -> SearchQueryCombinable:
        if self.is_open and piece == self.groups[-1][-1]:
            return SearchQuery(_going_on(piece), config=CONFIG, search_type="raw")
        return SearchQuery(piece, config=CONFIG, search_type="websearch")


def asked(text: str) -> Asked:
    """Read what was typed: words that must all stand there, "phrases", -without, or.

    The last word is taken for the beginning of one, unless a space or a quote closes it. A group
    that only says what must not be there is left out: it would find nearly everything.
    """
    text = text.translate(_QUOTES)
    pieces = [piece for piece in _PIECE.findall(text) if re.search(r"\w", piece)]
    groups: list[list[str]] = [[]]
    for piece in pieces:
        if piece.lower() == "or":
            groups.append([])
        else:
            groups[-1].append(piece if piece.startswith("-") else piece.lstrip("+("))
    kept = tuple(tuple(group) for group in groups if any(piece[0] != "-" for piece in group))
    last = kept[-1][-1] if kept else ""
    is_open = len(last) >= _PREFIX_FROM and not last.startswith(("-", '"'))
    return Asked(" ".join(text.split()), kept, is_open and text.endswith(last))


def without(text: str, piece: str) -> str:
    """`text` without a word or phrase of it."""
    pieces = _PIECE.findall(text.translate(_QUOTES))
    return " ".join(each for each in pieces if each != piece)


def _going_on(word: str) -> str:
    """The query for whatever begins with `word`, quoted for PostgreSQL.

    The dictionary cuts endings off: what it keeps of "communication" is shorter than
    "communicat". So the words that the beginning may become are asked for as well.
    """
    plain = word.replace("\\", "\\\\").replace("'", "''")
    whole = _become(word) if re.fullmatch(r"[A-Za-z]+", word) else []
    return " | ".join([f"'{plain}':*", *whole])


def _become(word: str) -> list[str]:
    """Words that `word` begins, by the usual endings: communicat → communication."""
    if len(word) < _ENDINGS_FROM:
        return []
    word = word.lower()
    return sorted(
        {
            word[: len(word) - length] + ending
            for ending in _ENDINGS
            for length in range(1, len(ending))
            if word.endswith(ending[:length]) and len(word) - length >= _ENDINGS_FROM - 1
        }
    )
