"""How well clauses are found again after edits, beside pairing by label and by difflib.

Run it by `python -m benchmarks.alignment`: one JSON object a line.
"""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from cydifflib import SequenceMatcher

from benchmarks import texts
from benchmarks.edits import Clause, Edited, edit
from policies.aligning import align
from policies.aligning.align import is_whole

Pairing = Callable[[Edited], set[tuple[int, int]]]
CHANGES = (0.05, 0.2, 0.35, 0.5)
SEED = 20260115
SMALL = 60


def figures() -> Iterator[dict[str, Any]]:
    """Yield each figure with its floor in the same run."""
    for share in CHANGES:
        cases = list(_cases(changed=share, moves=0.04, added=0.05, removed=0.05, copies=0.02))
        small = [case for case in cases if len(case.old) <= SMALL]
        name = f"pair F1, {share:.0%} of words changed"
        yield _figure(name, _f1(cases, _ours), "target", 0.99)
        yield _figure(f"{name}, six words or more", _f1(cases, _ours, least=6), "target", 0.99)
        for floor, pairing in (("label pairing", _by_label), ("SequenceMatcher", _by_difflib)):
            floor_value = _f1(small, pairing)
            yield _figure(f"{name}, small texts", _f1(small, _ours), floor, floor_value)
    cases = list(_cases(changed=0.1, moves=0.06, added=0.05, removed=0.05))
    recall, precision = _moves(cases)
    yield _figure("moves recall", recall, "target", 0.98)
    yield _figure("moves precision", precision, "target", 0.95)
    splits, merges = _parts(list(_cases(changed=0.05, splits=0.05, merges=0.05, added=0.03)))
    yield _figure("splits found", splits, "target", 0.95)
    yield _figure("merges found", merges, "target", 0.9)


def _figure(name: str, value: float, floor: str, floor_value: float) -> dict[str, Any]:
    return {
        "benchmark": "alignment",
        "figure": name,
        "value": round(value, 4),
        "floor": floor,
        "floor_value": round(floor_value, 4),
        "ratio": round(value / floor_value, 3) if floor_value else None,
    }


def _cases(*, changed: float = 0.0, **shares: float) -> Iterator[Edited]:
    """Yield edited texts; `shares` are edits for each clause of the text."""
    chance = random.Random(SEED)
    words = texts.vocabulary(chance)
    bases = [texts.invented(chance, words, 60) for _ in range(15)] + texts.real()
    for base in bases:
        own = [word for clause in base for word in clause.text.split()]
        counts = {name: max(1, round(share * len(base))) for name, share in shares.items()}
        yield edit(base, chance, words=own, changed=changed, **counts)


def _ours(case: Edited) -> set[tuple[int, int]]:
    alignment = align(case.old, case.new)
    return {(pair.old, pair.new) for pair in alignment.pairs if is_whole(pair)}


def _by_label(case: Edited) -> set[tuple[int, int]]:
    labels: dict[str, list[int]] = {}
    for at, clause in enumerate(case.old):
        labels.setdefault(clause.label, []).append(at)
    return {
        (labels[clause.label].pop(0), at)
        for at, clause in enumerate(case.new)
        if labels.get(clause.label)
    }


def _by_difflib(case: Edited) -> set[tuple[int, int]]:
    """Each new clause with the old one of the highest character ratio, best first."""
    scored = []
    for at, clause in enumerate(case.new):
        matcher = SequenceMatcher(None, "", clause.text, autojunk=False)
        for other, old in enumerate(case.old):
            matcher.set_seq1(old.text)
            if matcher.real_quick_ratio() > 0.5 and matcher.quick_ratio() > 0.5:
                scored.append((matcher.ratio(), other, at))
    found: set[tuple[int, int]] = set()
    olds: set[int] = set()
    news: set[int] = set()
    for ratio, old, new in sorted(scored, reverse=True):
        if ratio > 0.5 and old not in olds and new not in news:
            found.add((old, new))
            olds.add(old)
            news.add(new)
    return found


def _f1(cases: list[Edited], pairing: Pairing, *, least: int = 0) -> float:
    """Answer F1 over all pairs of clauses; those of fewer than `least` words aren't counted."""
    right = found = true = 0
    for case in cases:
        truth = _counted(case, case.pairs, least)
        pairs = _counted(case, pairing(case), least)
        right, found, true = right + len(pairs & truth), found + len(pairs), true + len(truth)
    return 2 * right / (found + true)


def _counted(case: Edited, pairs: set[tuple[int, int]], least: int) -> set[tuple[int, int]]:
    """Answer the pairs whose text isn't printed twice: which of two equals is which is moot."""
    counts: dict[str, int] = {}
    for clause in case.old:
        counts[clause.text] = counts.get(clause.text, 0) + 1
    texts_of = [clause.text for clause in case.old]
    return {
        (old, new)
        for old, new in pairs
        if counts[texts_of[old]] == 1 and len(texts_of[old].split()) >= least
    }


def _moves(cases: list[Edited]) -> tuple[float, float]:
    right = found = true = 0
    for case in cases:
        alignment = align(case.old, case.new)
        moved = {case.new[pair.new].identity for pair in alignment.pairs if "moved" in pair.kinds}
        truth = (case.moved & {clause.identity for clause in case.old}) | _orphaned(case)
        repeated = _repeated(case.old)
        moved, truth = moved - repeated, truth - repeated
        right, found, true = right + len(moved & truth), found + len(moved), true + len(truth)
    return right / max(1, true), right / max(1, found)


def _orphaned(case: Edited) -> set[int]:
    """Those that stood below a clause that was taken out, and read as part of another now."""
    above_old, above_new = _above(case.old), _above(case.new)
    item = {clause.identity for clause in case.old if clause.kind == "item"}
    orphaned = set()
    for identity, above in above_new.items():
        was = above_old.get(identity)
        if not was or not above or was[0] in above_new or was[0] in case.merged:
            continue
        if above[0] in above_old and above[0] not in was and {was[0], above[0]} <= item:
            orphaned.add(identity)
    return orphaned


def _above(clauses: list[Clause]) -> dict[int, list[int]]:
    """For each identity those that it stands below, the nearest first."""
    stack: list[Clause] = []
    found = {}
    for clause in clauses:
        while stack and stack[-1].depth >= clause.depth:
            stack.pop()
        found[clause.identity] = [each.identity for each in reversed(stack)]
        stack.append(clause)
    return found


def _repeated(clauses: list[Clause]) -> set[int]:
    texts_of: dict[str, list[int]] = {}
    for clause in clauses:
        texts_of.setdefault(clause.text, []).append(clause.identity)
    return {identity for same in texts_of.values() if len(same) > 1 for identity in same}


def _parts(cases: list[Edited]) -> tuple[float, float]:
    found_splits = all_splits = found_merges = all_merges = 0
    for case in cases:
        alignment = align(case.old, case.new)
        splits = {pair.old for pair in alignment.pairs if pair.kinds == ["split"]}
        merges = {pair.old for pair in alignment.pairs if pair.kinds == ["merged"]}
        places = {clause.identity: at for at, clause in enumerate(case.old)}
        truth = {places[identity] for identity in case.split.values()}
        gone = {places[identity] for identity in case.merged}
        found_splits, all_splits = found_splits + len(splits & truth), all_splits + len(truth)
        found_merges, all_merges = found_merges + len(merges & gone), all_merges + len(gone)
    return found_splits / max(1, all_splits), found_merges / max(1, all_merges)


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure))
