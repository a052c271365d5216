"""Which policies hold what was looked for, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from math import log
from typing import TYPE_CHECKING, Any, Final

from django.contrib.postgres.search import SearchRank, SearchVector, SearchVectorField
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from policies.models import Clause, Policy, Version
from policies.references.holding import named
from policies.searching.asking import CONFIG, Asked, asked
from policies.searching.numbered import by_number

if TYPE_CHECKING:
    from policies.searching.showing import Hit

_BY_LENGTH: Final = Value(1)
_EXACT, _CODE, _TITLE, _FORMER = 1000.0, 100.0, 10.0, -50.0
BEST: Final = 3
"""Clauses of one policy that are shown at once."""
MOST_TYPING: Final = 2_000
"""The same while the last word may still go on: many words begin so."""
_PARTLY: Final = 25
"""Policies whose title says a part of what is asked: so many are searched for the rest."""
MOST: Final = 5_000
"""Clauses that are ranked: a word that stands in more of them says too little."""
_CODE_BEGINS: Final = re.compile(r"#?\s*(?P<code>[\w.:/\-]*\d[\w.:/\-]*)")
_WITH_TITLE: Final = Func(
    F("words"),
    SearchVector("version__title", config=CONFIG),
    template="(%(expressions)s)",
    arg_joiner=" || ",
    output_field=SearchVectorField(),
)


@dataclass
class Group:
    """A policy that was found: `hits` clauses of it, the `best` by number with their ranks.

    `is_exact` when its very code was typed. `showing.fill` brings what a page shows of it.
    """

    policy_id: int
    sort_code: str = ""
    score: float = 0.0
    hits: int = 0
    best: dict[int, float] = field(default_factory=dict)
    is_exact: bool = False
    policy: Policy | None = None
    title: SafeString | str = ""
    clauses: list[Hit] = field(default_factory=list)

    @property
    def more(self) -> int:
        """Clauses that were found but aren't shown."""
        return self.hits - len(self.clauses)


@dataclass
class Found:
    """What a search found: `groups`, the likeliest first.

    `partly` are the policies whose title holds some of the words, so that a clause with the rest
    of them will do.
    """

    asked: Asked
    former: bool = False
    best: int = BEST
    groups: list[Group] = field(default_factory=list)
    partly: frozenset[int] = frozenset()

    @property
    def clauses(self) -> int:
        """How many clauses were found, in all policies together."""
        return sum(group.hits for group in self.groups)

    @property
    def is_cut(self) -> bool:
        """Whether there are more clauses than are ranked and counted."""
        return self.clauses >= (MOST_TYPING if self.asked.is_open else MOST)


def search(
    policies: QuerySet[Policy], text: str, *, former: bool = False, best: int = BEST
) -> Found:
    """Look for `text` in the codes, titles and clauses of `policies`, which somebody may read.

    A policy whose code is typed comes first, or the one whose clause is named by its number, then
    those whose title says it, then those whose clauses do, `best` of each. Clauses are those in
    force; with `former` also superseded ones, those of rescinded policies among them, each as it
    last stood.
    """
    policies = policies.exclude(state=Policy.State.DRAFT)
    found = Found(asked(text), former, best)
    groups: dict[int, Group] = {}
    _by_code(policies, found.asked.text, groups)
    if found.asked:
        titles = _by_title(policies, found.asked, groups)
        found.partly = frozenset(nlargest(_PARTLY, titles, key=titles.__getitem__))
        _by_clauses(clauses_of(policies, former=former), found, groups)
        for key in titles.keys() & groups.keys():
            groups[key].score += titles[key]
    if not any(group.is_exact for group in groups.values()):
        _by_number(by_number(policies, found.asked.text), found, groups)
    found.groups = sorted(groups.values(), key=lambda group: (-group.score, group.sort_code))
    return found


def clauses_of(policies: QuerySet[Policy], *, former: bool) -> QuerySet[Clause]:
    """The clauses of `policies` in force; with `former` those of superseded versions as well."""
    states = [Version.State.IN_FORCE, *([Version.State.SUPERSEDED] if former else [])]
    return Clause.objects.filter(version__policy__in=policies, version__state__in=states)


def matching(clauses: QuerySet[Clause], found: Found) -> list[QuerySet[Clause]]:
    """Of `clauses` those that hold what was asked, and those that do together with their title.

    Each has its `rank`. Of a clause that stood in several versions, the newest that fits counts.
    The second are left out where no title holds a part.
    """
    query = found.asked.query
    some = (
        _newest(clauses.filter(words=query), found, words=query)
        .order_by()
        .values("pk")[: MOST_TYPING if found.asked.is_open else MOST]
    )
    holding = Clause.objects.filter(pk__in=some).annotate(rank=_rank(F("words"), found))
    if not found.partly:
        return [holding]
    beside = clauses.alias(with_title=_WITH_TITLE).filter(
        version__policy__in=found.partly, with_title=query
    )
    return [holding, _newest(beside, found).annotate(rank=_rank(_WITH_TITLE, found))]


def _rank(vector: Func[Any] | F, found: Found) -> SearchRank:
    near = any(len(group) > 1 for group in found.asked.groups)
    return SearchRank(vector, found.asked.query, normalization=_BY_LENGTH, cover_density=near)


def _newest(clauses: QuerySet[Clause], found: Found, **fits: object) -> QuerySet[Clause]:
    if not found.former:
        return clauses
    newer = Clause.objects.filter(
        key=OuterRef("key"),
        version__number__gt=OuterRef("version__number"),
        version__state__in=[Version.State.IN_FORCE, Version.State.SUPERSEDED],
        **fits,
    )
    return clauses.exclude(Exists(newer))


def _by_code(policies: QuerySet[Policy], text: str, groups: dict[int, Group]) -> None:
    """The policy with this very code, and those whose codes begin so."""
    if match := _CODE_BEGINS.fullmatch(text):
        beginning = policies.filter(code__istartswith=match["code"])
        for key, sort_code in beginning.values_list("pk", "sort_code"):
            groups[key] = Group(key, sort_code, score=_CODE)
    if exact := named(text, among=policies):
        groups[exact.pk] = Group(exact.pk, exact.sort_code, score=_EXACT, is_exact=True)


def _by_number(clauses: list[Clause], found: Found, groups: dict[int, Group]) -> None:
    """The very clauses whose number was typed come first, those found by words behind them."""
    if not clauses:
        return
    policy = clauses[0].version.policy
    group = groups.setdefault(policy.pk, Group(policy.pk, policy.sort_code))
    group.score = _EXACT
    group.hits += len({clause.pk for clause in clauses} - group.best.keys())
    best = {clause.pk: _EXACT for clause in clauses} | {
        key: rank
        for key, rank in group.best.items()
        if key not in {clause.pk for clause in clauses}
    }
    group.best = dict(list(best.items())[: found.best])


def _by_title(
    policies: QuerySet[Policy], words: Asked, groups: dict[int, Group]
) -> Mapping[int, float]:
    """Policies whose code, title or series says it all; answers those that say a part, by rank."""
    says_all = Case(When(names=words.query, then=True), default=False, output_field=BooleanField())
    rank = SearchRank(F("names"), words.any_word)
    rows = policies.filter(names=words.any_word)
    partly = {}
    for key, sort_code, state, whole, score in rows.annotate(whole=says_all, rank=rank).values_list(
        "pk", "sort_code", "state", "whole", "rank"
    ):
        if whole:
            group = groups.setdefault(key, Group(key, sort_code))
            group.score += _TITLE + score + (_FORMER if state == Policy.State.RESCINDED else 0)
        else:
            partly[key] = score
    return partly


def _by_clauses(clauses: QuerySet[Clause], found: Found, groups: dict[int, Group]) -> None:
    """The policies of the clauses that fit, each with its best ones: what is in force first."""
    former = Case(When(version__state=Version.State.IN_FORCE, then=Value(0)), default=Value(1))
    mine = F("version__policy")
    place = Window(RowNumber(), partition_by=mine, order_by=[former, F("rank").desc(), "order"])
    for fitting in matching(clauses, found):
        rows = fitting.annotate(
            place=place, hits=Window(Count("pk"), partition_by=mine), former=former
        ).filter(place__lte=found.best)
        by_policy: dict[int, Group] = {}
        for key, sort_code, hits, clause, rank, is_former in rows.order_by("place").values_list(
            "version__policy", "version__policy__sort_code", "hits", "pk", "rank", "former"
        ):
            if key not in by_policy:
                group = by_policy[key] = groups.setdefault(key, Group(key, sort_code))
                group.best, group.hits = {}, hits
                group.score += rank + log(1 + hits) / 50
                group.score += _FORMER if is_former and group.score < _TITLE else 0
            by_policy[key].best[clause] = rank
