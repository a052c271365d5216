"""Edited copies of a text, with what was done to each clause: the truth to measure by."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from policies.aligning import Passage

LABEL_STYLES = ("{}.", "({})", "{})")


@dataclass(slots=True)
class Clause:
    """A clause with the identity that it keeps through every edit."""

    identity: int
    text: str
    label: str = ""
    kind: str = "item"
    depth: int = 0

    def passage(self) -> Passage:
        return Passage(self.text, self.label, self.kind, self.depth)


@dataclass(slots=True)
class Edited:
    """An old and a new text, and the truth: which new clause is which old one."""

    old: list[Clause]
    new: list[Clause]
    moved: set[int] = field(default_factory=set)
    split: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)

    @property
    def pairs(self) -> set[tuple[int, int]]:
        """The pairs of positions (old, new) of clauses that lived on."""
        places = {clause.identity: at for at, clause in enumerate(self.old)}
        return {
            (places[clause.identity], at)
            for at, clause in enumerate(self.new)
            if clause.identity in places
        }


def edit(
    clauses: Sequence[Clause],
    chance: random.Random,
    *,
    words: Sequence[str],
    changed: float = 0.0,
    moves: int = 0,
    splits: int = 0,
    merges: int = 0,
    added: int = 0,
    removed: int = 0,
    copies: int = 0,
) -> Edited:
    """Answer an edited copy of `clauses`.

    `changed` is the share of the words of every clause that is exchanged for others out of
    `words`; the other figures count clauses. Labels are counted anew afterwards.
    """
    edited = Edited(list(clauses), [replace(clause) for clause in clauses])
    fresh = max((clause.identity for clause in clauses), default=0) + 1
    for _ in range(removed):
        edited.new.pop(chance.randrange(len(edited.new)))
    for _ in range(splits):
        fresh = _split(edited, chance, fresh)
    for _ in range(merges):
        _merge(edited, chance)
    if changed:
        for clause in edited.new:
            clause.text = _exchange(clause.text, chance, words, changed)
    for _ in range(copies):
        clause = chance.choice(edited.new)
        copy = replace(clause, identity=fresh, text=_exchange(clause.text, chance, words, 0.15))
        edited.new.insert(chance.randrange(len(edited.new) + 1), copy)
        fresh += 1
    for _ in range(added):
        text = " ".join(chance.choices(words, k=chance.randint(8, 40)))
        edited.new.insert(chance.randrange(len(edited.new) + 1), Clause(fresh, f"{text}."))
        fresh += 1
    for _ in range(moves):
        _move(edited, chance)
    for number, clause in enumerate(edited.new, start=1):
        if clause.kind == "item":
            clause.label = f"{number}."
    return edited


def _move(edited: Edited, chance: random.Random) -> None:
    """Move one clause, with all below it, past at least three others that stay."""
    source = chance.randrange(len(edited.new))
    depth = edited.new[source].depth
    stop = source + 1
    while stop < len(edited.new) and edited.new[stop].depth > depth:
        stop += 1
    block = edited.new[source:stop]
    rest = edited.new[:source] + edited.new[stop:]
    targets = [
        at
        for at in range(len(rest))
        if abs(at - source) > 3 + len(block) and rest[at].depth <= depth
    ]
    known = {clause.identity for clause in block}
    if not targets or known & edited.moved or len(block) > 6 or block[0].kind == "heading":
        return
    target = chance.choice(targets)
    edited.new = rest[:target] + block + rest[target:]
    edited.moved |= known


def _split(edited: Edited, chance: random.Random, fresh: int) -> int:
    long = [at for at, clause in enumerate(edited.new) if len(clause.text.split()) >= 24]
    olds = {clause.identity for clause in edited.old} - set(edited.split.values())
    long = [at for at in long if edited.new[at].identity in olds]
    if not long:
        return fresh
    at = chance.choice(long)
    clause = edited.new[at]
    words = clause.text.split()
    cut = chance.randint(len(words) // 3, len(words) * 2 // 3)
    first, second = " ".join(words[:cut]) + ".", " ".join(words[cut:])
    longer_first = cut >= len(words) - cut
    kept, part = (clause.identity, fresh) if longer_first else (fresh, clause.identity)
    edited.split[fresh] = clause.identity
    edited.new[at : at + 1] = [
        replace(clause, identity=kept, text=first),
        replace(clause, identity=part, text=second),
    ]
    return fresh + 1


def _merge(edited: Edited, chance: random.Random) -> None:
    olds = {clause.identity for clause in edited.old}
    free = [
        at
        for at in range(len(edited.new) - 1)
        if all(
            each.identity in olds
            and each.identity not in (*edited.split.values(), *edited.merged.values())
            and len(each.text.split()) >= 8
            for each in edited.new[at : at + 2]
        )
    ]
    if not free:
        return
    at = chance.choice(free)
    one, other = edited.new[at : at + 2]
    edited.new[at : at + 2] = [replace(one, text=f"{one.text} {other.text}")]
    edited.merged[other.identity] = one.identity


def _exchange(text: str, chance: random.Random, words: Sequence[str], share: float) -> str:
    parts = text.split()
    for at in chance.sample(range(len(parts)), round(len(parts) * share)):
        parts[at] = chance.choice(words)
    return " ".join(parts)
