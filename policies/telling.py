"""The list of changes: what became of each clause, told in sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from policies.aligning import Alignment, Pair, Passage
from policies.aligning.align import is_whole
from policies.comparing import Change, word_changes

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_NAMING_WORDS: Final = 5
_TOLD_WORDS: Final = 24
KINDS: Final = {
    "changed": _("changed"),
    "moved": _("moved"),
    "renumbered": _("renumbered"),
    "split": _("split"),
    "merged": _("joined with another"),
    "respaced": _("other spaces, quotes or dashes"),
    "reset": _("set differently"),
    "added": _("added"),
    "removed": _("removed"),
}
NOISE: Final = frozenset({"renumbered", "respaced", "reset"})
"""What is different about a clause without a word of it being changed."""
_SUBJECTS: Final = {
    "heading": _("Heading {name}"),
    "item": _("Clause {name}"),
    "row": _("Table row {name}"),
    "para": _("Paragraph {name}"),
    "cont": _("Paragraph {name}"),
}


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

    @property
    def is_noise(self) -> bool:
        """Whether only the number, the level, or spaces, quotes and dashes differ."""
        return set(self.kinds) <= NOISE


def describe(
    alignment: Alignment, *, words: Mapping[int, Sequence[Change]] | None = None
) -> list[ClauseChange]:
    """Answer the changes of `alignment` in plain sentences, in the order of the new text.

    Clauses that stayed as they were aren't told. What is gone stands where it stood before.
    `words` are the changes inside new clauses by position, where they are known already.
    """
    ordered: list[tuple[tuple[int, int], ClauseChange]] = []
    for pair in alignment.pairs:
        change = _of_pair(alignment, pair, words)
        if change is not None:
            ordered.append(((pair.new, 1), change))
    for at in alignment.added:
        told = format_lazy("{}.", KINDS["added"])
        change = ClauseChange(called(alignment.new, at), told, ("added",), None, at)
        ordered.append(((at, 1), change))
    places = stood_after(alignment)
    for at in alignment.removed:
        told = format_lazy("{}.", KINDS["removed"])
        change = ClauseChange(called(alignment.old, at), told, ("removed",), at, None)
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
    if "same" in pair.kinds and (one.text != other.text or is_bullet):
        kinds.append("respaced")
    if is_whole(pair) and (one.kind, one.depth) != (other.kind, other.depth):
        kinds.append("reset")
    return kinds


def called(passages: Sequence[Passage], position: int) -> StrOrPromise:
    """Answer the clause with what it is: Clause 12.b, Heading “General”."""
    passage = passages[position]
    return format_lazy(
        _SUBJECTS.get(passage.kind, _SUBJECTS["para"]), name=name_of(passages, position)
    )


def name_of(passages: Sequence[Passage], position: int) -> str:
    """Answer what to call a clause: its number below others' (12.b), else its first words."""
    passage = passages[position]
    if passage.numbered and passage.kind != "heading":
        numbers: list[str] = []
        at = position
        while at >= 0 and passages[at].kind == "item" and passages[at].numbered:
            numbers.insert(0, passages[at].label.strip(" .()[]"))
            at = passages[at].parent
        return ".".join(numbers)
    words = passage.text.split()
    start = " ".join(words[:_NAMING_WORDS])
    more = "\u2026" if len(words) > _NAMING_WORDS else ""
    return f"\u201c{start}{more}\u201d"


def named(passages: Sequence[Passage], position: int) -> StrOrPromise:
    """Answer the clause as it is called inside a sentence: clause 12.b, “Every person who…”."""
    name = name_of(passages, position)
    passage = passages[position]
    if passage.kind == "item" and passage.numbered:
        return format_lazy(_("clause {name}"), name=name)
    return name


def _of_pair(
    alignment: Alignment, pair: Pair, words: Mapping[int, Sequence[Change]] | None
) -> ClauseChange | None:
    kinds = kinds_of(alignment, pair)
    if not kinds:
        return None
    subject: StrOrPromise = called(alignment.new, pair.new)
    if pair.kinds == ["split"]:
        told = format_lazy(_("split off from {was}."), was=named(alignment.old, pair.old))
    elif pair.kinds == ["merged"]:
        subject = called(alignment.old, pair.old)
        told = format_lazy(_("now a part of {name}."), name=named(alignment.new, pair.new))
    else:
        subject, told = _whole(alignment, pair, kinds, words)
    return ClauseChange(subject, told, tuple(kinds), pair.old, pair.new)


def _whole(
    alignment: Alignment,
    pair: Pair,
    kinds: Sequence[str],
    words: Mapping[int, Sequence[Change]] | None,
) -> tuple[StrOrPromise, StrOrPromise]:
    """Answer subject and rest of the sentence about a clause that lived on."""
    subject: StrOrPromise = called(alignment.new, pair.new)
    name, was = name_of(alignment.new, pair.new), name_of(alignment.old, pair.old)
    told = list(kinds)
    if "renumbered" in kinds and name != was:
        subject = format_lazy(_("{subject} (was {was})"), subject=subject, was=was)
        told = [kind for kind in kinds if kind != "renumbered"] or told
    if "changed" not in kinds:
        return subject, _listed(told)
    changes = words.get(pair.new) if words else None
    if changes is None:
        changes = word_changes(alignment.old[pair.old].text, alignment.new[pair.new].text)
    if all(op == "=" for op, _text in changes):
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
            _(" Removed \u201c{words}\u201d.") if op == "-" else _(" Added \u201c{words}\u201d."),
            words=text,
        )
        for op, text in changes
    ]
    return format_lazy("{}" * len(sentences), *sentences)
