"""What may help when a search finds nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from policies.models import Policy
from policies.searching.asking import CONFIG, Asked, without
from policies.searching.finding import clauses_of

_ALIKE: Final = 0.86
_TITLE_ALIKE: Final = 70
_TITLES: Final = 3
_AT_MOST: Final = 6
_WORD: Final = re.compile(r"[^\W\d_]{3,}|[\w.]*\d[\w.]*\d")


@dataclass(frozen=True)
class Hints:
    """`spelled` is the search with words as titles spell them; `titles` are policies called alike.

    `common` are words that stand everywhere, so that no search looks for them; `absent` are words
    that stand in no clause at all, `rest` the search without both; `any_of` is the search for any
    of several words that never stand together.
    """

    spelled: str = ""
    titles: Sequence[Policy] = ()
    common: Sequence[str] = ()
    absent: Sequence[str] = ()
    rest: str = ""
    any_of: str = ""


def hints(policies: QuerySet[Policy], asked: Asked, *, former: bool = False) -> Hints:
    """What to try instead of `asked`, which found nothing in `policies`."""
    called = list(policies)
    wanted = asked.wanted[:_AT_MOST]
    common = [piece for piece in wanted if _says_nothing(piece)]
    wanted = [piece for piece in wanted if piece not in common]
    absent = [piece for piece in wanted if not _stands(policies, piece, former=former)]
    rest = asked.text
    for piece in [*common, *absent]:
        rest = without(rest, piece)
    together = len(wanted) > 1 and not absent
    return Hints(
        spelled=_spelled(asked.text, absent, called),
        titles=_alike(asked.text, called),
        common=common,
        absent=absent if len(wanted) > 1 else [],
        rest=rest if absent and len(absent) < len(wanted) else "",
        any_of=" or ".join(wanted) if together else "",
    )


def _says_nothing(piece: str) -> bool:
    """Whether nothing of a word or phrase is left once the dictionary took what is everywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(websearch_to_tsquery(%s, %s))", [CONFIG, piece])
        return not cursor.fetchone()[0]


def _stands(policies: QuerySet[Policy], piece: str, *, former: bool) -> bool:
    query = SearchQuery(piece, config=CONFIG, search_type="websearch")
    return clauses_of(policies, former=former).filter(Q(words=query)).exists()


def _spelled(text: str, absent: Sequence[str], called: Sequence[Policy]) -> str:
    """The search with each `absent` word as the word of a title that is most like it.

    Those that are like none are left out; nothing when all are.
    """
    names = (f"{policy.code} {policy.title}" for policy in called)
    known = {word.casefold() for name in names for word in _WORD.findall(name)}
    is_like = False
    for piece in absent:
        found = process.extractOne(
            piece.casefold(), known, scorer=JaroWinkler.normalized_similarity, score_cutoff=_ALIKE
        )
        is_like = is_like or found is not None
        text = " ".join(text.replace(piece, found[0] if found else "").split())
    return text if is_like else ""


def _alike(text: str, called: Sequence[Policy]) -> list[Policy]:
    names = {policy.pk: policy.title.casefold() for policy in called}
    found = process.extract(
        text.casefold(),
        names,
        scorer=fuzz.token_set_ratio,
        limit=_TITLES,
        score_cutoff=_TITLE_ALIKE,
    )
    by_key = {policy.pk: policy for policy in called}
    return [by_key[key] for _, _, key in found]
