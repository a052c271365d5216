"""The rows of a redline, in the order of the new text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from policies.aligning import Alignment
from policies.aligning.align import is_whole
from policies.comparing import Change
from policies.redlining import remarks, telling
from policies.redlining.shown import Note, Places, Row
from policies.redlining.telling import ClauseChange
from policies.redlining.words import Kinds

FIRST_LEVEL: Final = 3
DEEPEST: Final = 6


@dataclass
class Rows:
    """Makes them; `kinds` are what to show of each pair, `anchors` begin new and old ones."""

    alignment: Alignment
    old: Places
    new: Places
    kinds: Kinds
    words: Mapping[int, Sequence[Change]]
    anchors: tuple[str, str]
    _whole: dict[int, int] = field(init=False)
    _olds: dict[int, list[int]] = field(init=False)
    _parts: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._whole = {pair.old: pair.new for pair in self.alignment.pairs if is_whole(pair)}
        self._olds, self._parts = defaultdict(list), defaultdict(list)
        for pair in self.alignment.pairs:
            self._olds[pair.new].append(pair.old)
            if pair.kinds == ["split"]:
                self._parts[pair.old].append(pair.new)

    def in_order(self) -> Iterator[Row]:
        """Each clause of the new text, and what is gone where it stood."""
        left: dict[int, list[Row]] = defaultdict(list)
        behind = telling.stood_after(self.alignment)
        for old, row in sorted([*self._removed(), *self._markers(behind)], key=lambda it: it[0]):
            left[behind[old]].append(row)
        yield from left[-1]
        for new in range(len(self.alignment.new)):
            yield self._row(new)
            yield from left[new]

    def new_anchor(self, new: int) -> str:
        return self.anchors[0] + self.new.paths[new]

    def old_anchor(self, old: int) -> str:
        return self.anchors[1] + self.old.paths[old]

    def anchor_of(self, change: ClauseChange) -> str:
        """The anchor of the clause that a line of the list of changes is about."""
        if change.new is None:
            return self.old_anchor(change.old or 0)
        return self.new_anchor(change.new)

    def _row(self, new: int) -> Row:
        passage = self.alignment.new[new]
        olds = self._olds.get(new, [])
        whole = next((old for old in olds if self._whole.get(old) == new), None)
        told = [kind for old in olds for kind in self.kinds.get((old, new), ())]
        return Row(
            form="kept" if olds else "added",
            anchor=self.new_anchor(new),
            kind=passage.kind,
            label=passage.label,
            old_label="" if whole is None else self.alignment.old[whole].label,
            depth=passage.depth,
            level=min(FIRST_LEVEL + self.new.levels[new] - 1, DEEPEST),
            words=self.words.get(new) or [("=", passage.text)],
            notes=list(self._notes(new, olds)),
            is_changed=bool(told) or not olds,
        )

    def _notes(self, new: int, olds: Sequence[int]) -> Iterator[Note]:
        if not olds:
            yield remarks.is_new(self.alignment.new[new].kind)
        for old in olds:
            kinds = self.kinds.get((old, new), ())
            if self._whole.get(old) == new:
                yield from remarks.was(self.alignment, old, kinds, self.old_anchor)
                for part in self._parts[old]:
                    yield remarks.split_into(self.alignment, part, self.new_anchor)
            elif "split" in kinds:
                rest = self._whole.get(old)
                yield remarks.split_off(self.alignment, rest, old, self.new_anchor)
            elif "merged" in kinds:
                yield remarks.joined(self.alignment, old, self.old_anchor)

    def _removed(self) -> Iterator[tuple[int, Row]]:
        for old in self.alignment.removed:
            passage = self.alignment.old[old]
            yield (
                old,
                Row(
                    form="removed",
                    anchor=self.old_anchor(old),
                    kind=passage.kind,
                    label=passage.label,
                    old_label=passage.label,
                    depth=passage.depth,
                    level=min(FIRST_LEVEL + self.old.levels[old] - 1, DEEPEST),
                    words=[("-", passage.text)],
                    notes=[remarks.is_gone(passage.kind)],
                    is_changed=True,
                ),
            )

    def _markers(self, behind: Sequence[int]) -> Iterator[tuple[int, Row]]:
        """Where a clause stood that moved or went into another; neighbours share a marker."""
        runs: list[tuple[list[int], list[int]]] = []
        for pair in sorted(self.alignment.pairs, key=lambda pair: pair.old):
            if pair.kinds == ["merged"]:
                note = remarks.went_into(self.alignment, pair.old, pair.new, self.new_anchor)
                yield pair.old, Row("marker", self.old_anchor(pair.old), notes=[note])
            elif "moved" not in pair.kinds:
                continue
            elif runs and _goes_on(runs[-1], pair.old, pair.new):
                runs[-1][0].append(pair.old)
                runs[-1][1].append(pair.new)
            else:
                runs.append(([pair.old], [pair.new]))
        for olds, news in runs:
            note = remarks.went_to(self.alignment, olds, news, self.new_anchor)
            anchors = [self.old_anchor(old) for old in olds]
            yield olds[0], Row("marker", anchors[0], notes=[note], also=anchors[1:])


def _goes_on(run: tuple[list[int], list[int]], old: int, new: int) -> bool:
    olds, news = run
    return (olds[-1] + 1, news[-1] + 1) == (old, new)
