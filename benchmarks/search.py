"""How long a search takes in a large district, beside looking through the text itself.

Run it by `python -m benchmarks.search [clauses in force]`: one JSON object a line, values in
seconds. Each policy has a superseded version beside the one in force. The floor is `ILIKE '%…%'`
over the clauses in force, which finds parts of words, knows no endings and ranks nothing.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Final

import psycopg2

from benchmarks import texts
from benchmarks.ground import ground

CLAUSES: Final = 30_000
EACH: Final = 30
REACH: Final = 0.15
_SEED: Final = 20260412
_ROUNDS: Final = 5
_SCAN: Final = """
SELECT c.id FROM policies_clause c JOIN policies_version v ON v.id = c.version_id
WHERE v.state = 'in_force' AND c.text ILIKE %s
"""


def figures(clauses: int = CLAUSES) -> Iterator[dict[str, Any]]:
    """Yield the p95 of a mix of searches, and rare words beside the scan."""
    with ground():
        words = fill(clauses)
        mix = queries(words)
        took = sorted(
            seconds for _ in range(_ROUNDS) for text in mix.values() for seconds in [_search(text)]
        )
        yield _figure(f"p95 of {len(mix)} searches", took[int(len(took) * 0.95)], "reach", REACH)
        for kind, text in mix.items():
            yield {
                "benchmark": "search",
                "figure": kind,
                "value": round(min(_search(text) for _ in range(_ROUNDS)), 4),
            }
        rare = [text for kind, text in mix.items() if kind.startswith("rare")]
        ours = sum(min(_search(text) for _ in range(_ROUNDS)) for text in rare)
        scan = sum(min(_scan(text) for _ in range(_ROUNDS)) for text in rare)
        yield _figure("rare words", ours / len(rare), "ILIKE scan", scan / len(rare))
        yield {"benchmark": "search", "figure": "index used", "value": uses_index(rare[0])}


def fill(clauses: int) -> list[str]:
    """That many clauses in force, as many superseded; answers their words, the common first."""
    from policies.models import Clause, Policy, Version

    chance = random.Random(_SEED)
    drawn = texts.vocabulary(chance)
    common = sorted(set(drawn), key=drawn.count, reverse=True)
    policies = Policy.objects.bulk_create(
        Policy(
            code=f"{100 + n // 10}.{n % 10}",
            slug=f"{100 + n // 10}.{n % 10}",
            sort_code=f"{n:06}",
            title=" ".join(chance.choices(common, k=4)).title(),
            sort_title=f"{n:06}",
            series=f"{n // 100 + 1}00 {common[n // 100]}",
        )
        for n in range(clauses // EACH)
    )
    for number, state in ((1, "superseded"), (2, "in_force")):
        versions = Version.objects.bulk_create(
            Version(
                policy=policy,
                number=number,
                state=state,
                code=policy.code,
                title=policy.title,
                effective_on="2026-01-01",
                accepts_from=1,
                canonical_text="",
                sha256="",
                published_at="2026-01-01T12:00Z",
            )
            for policy in policies
        )
        for version in versions:
            Clause.objects.bulk_create(
                Clause(
                    version=version,
                    key=f"{version.policy_id:x}-{number:x}",
                    order=number,
                    path=str(number),
                    kind="heading" if clause.kind == "heading" else "item",
                    label=clause.label,
                    text=_seldom(clause.text, chance, version.policy_id),
                )
                for number, clause in enumerate(texts.invented(chance, drawn, EACH), start=1)
            )
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return common


def queries(common: list[str]) -> dict[str, str]:
    """A mix of what people type, by kind."""
    often, less = common[:20], common[200:400]
    return {
        "rare word": "quixolant",
        "rare word, another": "zymbrel",
        "rare word, a third": "vexathorn",
        "rare beside common": f"quixolant {often[0]}",
        "the commonest word": f"{often[0]} ",
        "a common word": f"{often[9]} ",
        "two common words": f"{often[1]} {often[2]} ",
        "three words": f"{less[0]} {less[1]} {often[3]}",
        "a phrase": f'"{often[4]} {often[5]}"',
        "without": f"{less[2]} -{often[0]}",
        "either": f"{less[3]} or {less[4]}",
        "beginning of a word": less[5][:5],
        "two letters": often[0][:2],
        "a code": "117.2",
        "beginning of a code": "11",
        "in vain": "wqzzx",
    }


def uses_index(text: str) -> bool:
    """Whether PostgreSQL finds `text` by the index over the words of clauses."""
    from policies.models import Policy
    from policies.searching.asking import asked
    from policies.searching.finding import Found, clauses_of, matching

    own, *_ = matching(clauses_of(Policy.objects.all(), former=False), Found(asked(text)))
    return "clause_words" in own.explain()


def _seldom(text: str, chance: random.Random, policy: int) -> str:
    """Now and then a word that hardly ever stands anywhere."""
    if chance.random() > 0.002:
        return text
    return f"{text} {chance.choice(['Quixolant', 'Zymbrel', 'Vexathorn'])} stands in {policy}."


def _search(text: str) -> float:
    from policies import searching
    from policies.models import Policy

    def search() -> None:
        found = searching.search(Policy.objects.all(), text)
        searching.fill(found.groups[:10], found)

    return _timed(search)


def _scan(text: str) -> float:
    from django.db import connection

    with connection.cursor() as cursor:

        def scan() -> None:
            cursor.execute(_SCAN, [f"%{text}%"])
            cursor.fetchall()

        return _timed(scan)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _figure(name: str, value: float, floor: str, floor_value: float) -> dict[str, Any]:
    return {
        "benchmark": "search",
        "figure": name,
        "value": round(value, 4),
        "floor": floor,
        "floor_value": round(floor_value, 4),
        "ratio": round(value / floor_value, 3),
    }


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
