"""How long the page takes that compares two versions of a 60,000-word manual.

Run it by `python -m benchmarks.changes_page`: one JSON object a line, processor seconds. Which
clause is which comes out of the stored alignments; its floor is aligning the two texts anew. The
floor of the whole page is the page of one of the two versions, all of it.
"""

import json
import random
from collections.abc import Callable, Iterator
from time import process_time
from typing import Any, Final

from benchmarks import texts
from benchmarks.edits import edit
from benchmarks.ground import ground
from benchmarks.timing import best

MANUAL_WORDS: Final = 60_000
VERSIONS: Final = 4
_SEED: Final = 20260115
_ROUNDS: Final = 3


def figures() -> Iterator[dict[str, Any]]:
    """Yield each figure with its floor in the same run; the best of several rounds."""
    with ground():
        from django.test import Client

        from accounts.models import Person
        from policies.aligning import align
        from policies.aligning.passages import normalised
        from policies.models import Version
        from policies.redlining.tracing import trace

        _publish()
        person = Person.objects.create(email="lou@marlow.example", given_name="L", family_name="B")
        first, last = Version.objects.order_by("number")[0], Version.objects.get(number=VERSIONS)
        client = Client(SERVER_NAME="localhost")
        client.force_login(person)

        def anew() -> None:
            normalised.cache_clear()
            align(*([_node(clause) for clause in each.clauses.all()] for each in (first, last)))

        def traced() -> None:
            normalised.cache_clear()
            trace(first, last)

        name = f"which clause is which over {VERSIONS} versions of a 60,000-word manual"
        yield _figure(name, _seconds(traced), "aligned anew", _seconds(anew), 1.0)
        floor = _seconds(_opening(client, f"/policies/m/v{VERSIONS}/?all=1"))
        for look in ("", "?view=side", "?all=1&noise=show"):
            took = _seconds(_opening(client, f"/policies/m/v{VERSIONS}/changes/v1/{look}"))
            name = f"the page of its changes {look}".strip()
            yield _figure(name, took, "the page of one version, all of it", floor, 3.0)


def _publish() -> None:
    """Publish a manual and versions of it, in each of which a fiftieth of the words changes."""
    from tests.factories.policies import published

    chance = random.Random(_SEED)
    words = texts.vocabulary(chance)
    clauses = texts.invented(chance, words, MANUAL_WORDS // 31)
    for _ in range(VERSIONS):
        published("M", "Manual", clauses=[_node(clause) for clause in clauses])
        few = max(1, len(clauses) // 100)
        edited = edit(clauses, chance, words=words, moves=few, added=few, removed=few)
        for clause in chance.sample(edited.new, len(edited.new) // 20):
            clause.text = f"{clause.text} {chance.choice(words)}"
        clauses = edited.new


def _node(clause: Any) -> dict[str, Any]:
    kind, level = clause.kind, 1 if clause.kind == "heading" else 0
    return {"kind": kind, "level": level, "label": clause.label, "text": clause.text}


def _opening(client: Any, address: str) -> Callable[[], None]:
    def open_page() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return open_page


def _figure(
    name: str, value: float, floor: str, floor_value: float, reach: float
) -> dict[str, Any]:
    return {
        "benchmark": "changes_page",
        "figure": name,
        "value": round(value, 4),
        "floor": floor,
        "floor_value": round(floor_value, 4),
        "ratio": round(value / floor_value, 2),
        "reach": reach,
    }


def _seconds(work: Callable[[], Any]) -> float:
    return best(work, rounds=_ROUNDS, clock=process_time)


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure))
