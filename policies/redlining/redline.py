"""Make a redline of two aligned texts."""

from __future__ import annotations

from collections import Counter

from policies.aligning import Alignment
from policies.aligning.align import is_whole
from policies.redlining import telling
from policies.redlining.folding import folded, mark_context
from policies.redlining.rows import Rows
from policies.redlining.shown import Block, Places, Redline, Told
from policies.redlining.stepping import mark_steps
from policies.redlining.words import words_of


def redline(
    alignment: Alignment,
    *,
    old: Places,
    new: Places,
    noise: bool | None = None,
    folds: bool = True,
    anchors: tuple[str, str] = ("c", "w"),
) -> Redline:
    """Answer the redline of `alignment`, whose texts stand at `old` and `new`.

    With `noise` clauses in which only number, level, spaces or quotes differ count as changed;
    unless said, they do where nothing else differs. With `folds` long unchanged stretches are
    folded. `anchors` are what the anchors of new and of old clauses begin with.
    """
    different = {
        (pair.old, pair.new): told
        for pair in alignment.pairs
        if (told := telling.kinds_of(alignment, pair))
    }
    loud = {
        pair: [kind for kind in told if kind not in telling.TYPOGRAPHY]
        for pair, told in different.items()
        if not set(told) <= telling.NOISE
    }
    if noise is None:
        noise = not (loud or alignment.added or alignment.removed)
    kinds = different if noise else loud
    words = words_of(alignment, kinds, noise=noise)
    makes = Rows(alignment, old, new, kinds, words, anchors)
    rows = list(makes.in_order())
    mark_context(rows)
    mark_steps(rows)
    changes = telling.describe(alignment, kinds=kinds, words=words)
    clauses = {at for at, passage in enumerate(alignment.new) if passage.kind != "heading"}
    return Redline(
        changes=[
            Told(change, makes.anchor_of(change)) for change in telling.together(alignment, changes)
        ],
        blocks=list(folded(rows)) if folds else [Block([row]) for row in rows],
        total=len(clauses),
        same=sum("same" in pair.kinds and pair.new in clauses for pair in alignment.pairs),
        noise=len(different) - len(loud),
        shows_noise=noise,
        counts=_counts(alignment),
    )


def _counts(alignment: Alignment) -> dict[str, int]:
    counted = Counter(
        kind
        for pair in alignment.pairs
        for kind in pair.kinds
        if kind in ("changed", "moved") and is_whole(pair)
    )
    counted |= Counter(pair.kinds[0] for pair in alignment.pairs if not is_whole(pair))
    counted["added"] = len(alignment.added)
    counted["removed"] = len(alignment.removed)
    return {kind: number for kind, number in counted.items() if number}
