"""The list of changes: what became of each clause, told in sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policies.aligning import Alignment, Pair, Passage
from policies.aligning.align import is_whole
from policies.comparing import Change, is_respaced, word_changes
from policies.redlining.naming import called_under, name_of, named, repeated_numbers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_TOLD_WORDS: Final = 24
KINDS: Final = {
    "changed": pgettext_lazy("clause", "changed"),
    "moved": pgettext_lazy("clause", "moved"),
    "renumbered": pgettext_lazy("clause", "renumbered"),
    "split": pgettext_lazy("clause", "split"),
    "merged": pgettext_lazy("clause", "joined with another"),
    "respaced": _("other spaces, quotes or dashes"),
    "reset": _("set differently"),
    "added": pgettext_lazy("clause", "added"),
    "removed": pgettext_lazy("clause", "removed"),
}
TYPOGRAPHY: Final = frozenset({"respaced", "reset"})
NOISE: Final = TYPOGRAPHY | {"renumbered"}
"""What is different about a clause without a word of it being changed."""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One line of the list of changes: what happened to the clause at `new`, or `old` if gone."""

    subject: StrOrPromise
    told: StrOrPromise
    kinds: tuple[str, ...]
    old: int | None
    new: int | None

    @property
    def sentence(self) -> StrOrPromise:
        return format_lazy(_("{subject}: {told}"), subject=self.subject, told=self.told)


def describe(
    alignment: Alignment,
    *,
    kinds: Mapping[tuple[int, int], Sequence[str]] | None = None,
    words: Mapping[int, Sequence[Change]] | None = None,
) -> list[ClauseChange]:
    """Answer the changes of `alignment` in plain sentences, in the order of the new text.

    Clauses that stayed as they were aren't told. What is gone stands where it stood before.
    `kinds` are what to tell of each pair, all that is different unless given; `words` the
    changes inside new clauses by position, where they are known already.
    """
    ordered: list[tuple[tuple[int, int], ClauseChange]] = []
    tells = _Tells(alignment, words or {})
    for pair in alignment.pairs:
        told = kinds_of(alignment, pair) if kinds is None else kinds.get((pair.old, pair.new))
        if told:
            ordered.append(((pair.new, 1), tells.pair(pair, told)))
    for at in alignment.added:
        words_told = format_lazy("{}.", KINDS["added"])
        change = ClauseChange(tells.new(at), words_told, ("added",), None, at)
        ordered.append(((at, 1), change))
    places = stood_after(alignment)
    for at in alignment.removed:
        words_told = format_lazy("{}.", KINDS["removed"])
        change = ClauseChange(tells.old(at), words_told, ("removed",), at, None)
        ordered.append(((places[at], 2), change))
    return [change for _, change in sorted(ordered, key=lambda each: each[0])]


def together(alignment: Alignment, changes: Sequence[ClauseChange]) -> list[ClauseChange]:
    """Answer `changes` with neighbours that were added, removed or moved together told as one."""
    runs: list[list[ClauseChange]] = []
    for change in changes:
        if runs and _goes_on(runs[-1][-1], change):
            runs[-1].append(change)
        else:
            runs.append([change])
    return [_as_one(alignment, run) if len(run) > 1 else run[0] for run in runs]


def _goes_on(one: ClauseChange, other: ClauseChange) -> bool:
    is_one_act = set(one.kinds) - {"renumbered"} == set(other.kinds) - {"renumbered"}
    if not is_one_act or not set(one.kinds) <= {"added", "removed", "moved", *NOISE}:
        return False
    return _follows(one.old, other.old) and _follows(one.new, other.new)


def _follows(one: int | None, other: int | None) -> bool:
    return one == other if one is None or other is None else other == one + 1


def _as_one(alignment: Alignment, run: Sequence[ClauseChange]) -> ClauseChange:
    first, last = run[0], run[-1]
    olds = _names(alignment.old, first.old, last.old)
    news = _names(alignment.new, first.new, last.new)
    subject = format_lazy(_("{n} clauses, {names}"), n=len(run), names=news or olds)
    if olds and news and olds != news:
        subject = format_lazy(_("{subject} (were {was})"), subject=subject, was=olds)
    told = [kind for kind in first.kinds if kind != "renumbered"] or first.kinds
    return ClauseChange(subject, _listed(told), first.kinds, first.old, first.new)


def _names(passages: Sequence[Passage], first: int | None, last: int | None) -> StrOrPromise:
    if first is None or last is None:
        return ""
    return format_lazy(
        _("{first} to {last}"), first=name_of(passages, first), last=name_of(passages, last)
    )


def stood_after(alignment: Alignment) -> list[int]:
    """For each old clause the new place behind which it stood, -1 for the beginning.

    That is the place of the clause nearest before it that lived on and did not move.
    """
    stays = {
        pair.old: pair.new
        for pair in alignment.pairs
        if is_whole(pair) and "moved" not in pair.kinds
    }
    places, behind = [], -1
    parts = {(pair.old, pair.new) for pair in alignment.pairs if pair.kinds == ["split"]}
    for old in range(len(alignment.old)):
        places.append(behind)
        behind = stays.get(old, behind)
        while (old, behind + 1) in parts:
            behind += 1
    return places


def kinds_of(alignment: Alignment, pair: Pair) -> list[str]:
    """Answer all that is different about a pair: its kinds, and what is but typography."""
    one, other = alignment.old[pair.old], alignment.new[pair.new]
    kinds = [kind for kind in pair.kinds if kind != "same"]
    is_bullet = not (one.numbered or other.numbered) and one.label != other.label
    if is_whole(pair) and one.text != other.text and is_respaced(one.text, other.text):
        kinds = [kind for kind in kinds if kind != "changed"] + ["respaced"]
    elif "same" in pair.kinds and is_bullet:
        kinds.append("respaced")
    if is_whole(pair) and (one.kind, one.depth) != (other.kind, other.depth):
        kinds.append("reset")
    return kinds


@dataclass
class _Tells:
    """Tells what happened to single clauses; `words` are the changes inside, as far as known."""

    alignment: Alignment
    words: Mapping[int, Sequence[Change]]

    def pair(self, pair: Pair, kinds: Sequence[str]) -> ClauseChange:
        told: StrOrPromise
        if pair.kinds == ["split"]:
            subject = self.new(pair.new)
            told = format_lazy(_("split off from {was}."), was=named(self.alignment.old, pair.old))
        elif pair.kinds == ["merged"]:
            subject = self.old(pair.old)
            told = format_lazy(_("now a part of {name}."), name=named(self.alignment.new, pair.new))
        else:
            subject, told = self._whole(pair, kinds)
        return ClauseChange(subject, told, tuple(kinds), pair.old, pair.new)

    def new(self, at: int) -> StrOrPromise:
        return called_under(self.alignment.new, at, self._repeated_new)

    def old(self, at: int) -> StrOrPromise:
        return called_under(self.alignment.old, at, self._repeated_old)

    @cached_property
    def _repeated_new(self) -> set[str]:
        return repeated_numbers(self.alignment.new)

    @cached_property
    def _repeated_old(self) -> set[str]:
        return repeated_numbers(self.alignment.old)

    def _whole(self, pair: Pair, kinds: Sequence[str]) -> tuple[StrOrPromise, StrOrPromise]:
        subject = self.new(pair.new)
        one, other = self.alignment.old, self.alignment.new
        name, was = name_of(other, pair.new), name_of(one, pair.old)
        told = list(kinds)
        if "renumbered" in kinds and name != was:
            subject = format_lazy(_("{subject} (was {was})"), subject=subject, was=was)
            told = [kind for kind in kinds if kind != "renumbered"] or told
        if "changed" not in kinds:
            return subject, _listed(told)
        changes = self.words.get(pair.new)
        if changes is None:
            changes = word_changes(one[pair.old].text, other[pair.new].text)
        if all(op == "=" for op, _text in changes) and len(told) > 1:
            told.remove("changed")
        return subject, format_lazy("{}{}", _listed(told), _words_told(changes))


def _listed(kinds: Sequence[str]) -> StrOrPromise:
    pattern = "{}" + ", {}" * (len(kinds) - 1) + "."
    return format_lazy(pattern, *[KINDS[kind] for kind in kinds])


def _words_told(changes: Sequence[Change]) -> StrOrPromise:
    """Answer the words taken out and put in, as sentences, where they are few enough to read."""
    changes = [(op, " ".join(text.split())) for op, text in changes if op != "="]
    changes = [(op, text) for op, text in changes if re.search(r"\w", text)]
    total = sum(len(text.split()) for _, text in changes)
    if not changes or total > _TOLD_WORDS:
        return ""
    sentences = [
        format_lazy(
            _(" Removed \u201c{words}\u201d{stop}")
            if op == "-"
            else _(" Added \u201c{words}\u201d{stop}"),
            words=text,
            stop="" if text.endswith((".", "!", "?")) else ".",
        )
        for op, text in changes
    ]
    return format_lazy("{}" * len(sentences), *sentences)
