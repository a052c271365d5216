"""What changed between two texts: words inside a clause, and the list of changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from policies.aligning import Alignment, Pair, Passage, align
from policies.aligning.align import is_whole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

try:
    from cydifflib import SequenceMatcher
except ImportError:  # its wheel isn't there for every system; the answer is the same, slower
    from difflib import SequenceMatcher

Op = Literal["=", "+", "-"]
Change = tuple[Op, str]

FEWEST_EQUAL_WORDS: Final = 3
"""Fewer equal words between two changes are shown as changed too: shreds can't be read."""
MOST_TOKENS: Final = 3000
"""Longer texts are compared sentence by sentence first."""
_NAMING_WORDS: Final = 5
_TOLD_WORDS: Final = 24
_TOKEN: Final = re.compile(r"\w+(?:['\u2019./\u00a7\-]\w+)*|\s+|[^\w\s]")
_SENTENCE: Final = re.compile(r".*?(?:[.!?;:]['\"\u201d\u2019)]*\s+|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One line of the list of changes: what happened to the clause at `new`, or `old` if gone."""

    sentence: StrOrPromise
    kinds: tuple[str, ...]
    old: int | None
    new: int | None


def word_changes(old: str, new: str) -> list[Change]:
    """Answer the way from `old` to `new` as (op, text): "=" kept, "-" taken out, "+" put in.

    The texts of "=" and "-" together are `old`, those of "=" and "+" are `new`. Equal stretches
    of fewer than three words between two changes count as changed.
    """
    if old == new:
        return [("=", old)] if old else []
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(old_tokens), len(new_tokens)) > MOST_TOKENS:
        return _by_sentence(old, new)
    return _merged(_swallowed(_runs(old_tokens, new_tokens)))


def describe(alignment: Alignment) -> list[ClauseChange]:
    """Answer the changes of `alignment` in plain sentences, in the order of the new text.

    Clauses that stayed as they were aren't told. What is gone stands where it stood before.
    """
    ordered: list[tuple[tuple[int, int], ClauseChange]] = []
    for pair in alignment.pairs:
        change = _of_pair(alignment, pair)
        if change is not None:
            ordered.append(((pair.new, 1), change))
    for at in alignment.added:
        sentence = _sentence(name_of(alignment.new, at), _KINDS["added"])
        ordered.append(((at, 1), ClauseChange(sentence, ("added",), None, at)))
    places = {pair.old: pair.new for pair in alignment.pairs if is_whole(pair)}
    for at in alignment.removed:
        before = max((places[old] for old in places if old < at), default=-1)
        sentence = _sentence(name_of(alignment.old, at), _KINDS["removed"])
        ordered.append(((before, 2), ClauseChange(sentence, ("removed",), at, None)))
    return [change for _, change in sorted(ordered, key=lambda each: each[0])]


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


def compare(old: Sequence[Any], new: Sequence[Any]) -> dict[str, Any]:
    """Answer the alignment and redline of two lists of clauses, as `compare_texts` prints it."""
    alignment = align(old, new)
    return {
        "pairs": [
            {
                "old": (one := alignment.old[pair.old]).text,
                "new": (other := alignment.new[pair.new]).text,
                "old_label": one.label,
                "new_label": other.label,
                "kinds": pair.kinds,
                "hunks": [list(change) for change in word_changes(one.text, other.text)],
            }
            for pair in alignment.pairs
        ],
        "added": [alignment.new[at].text for at in alignment.added],
        "removed": [alignment.old[at].text for at in alignment.removed],
    }


def _runs(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Change] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(("=", "".join(old[old_start:old_end])))
            continue
        if old_end > old_start:
            found.append(("-", "".join(old[old_start:old_end])))
        if new_end > new_start:
            found.append(("+", "".join(new[new_start:new_end])))
    return found


def _swallowed(runs: list[Change]) -> Iterator[Change]:
    """Yield the runs with short equal ones between two changes taken out and put in again."""
    for position, (op, text) in enumerate(runs):
        between = 0 < position < len(runs) - 1
        if op == "=" and between and len(re.findall(r"\w+", text)) < FEWEST_EQUAL_WORDS:
            yield "-", text
            yield "+", text
        else:
            yield op, text


def _merged(runs: Iterator[Change] | list[Change]) -> list[Change]:
    """Answer the runs with what is taken out joined before what is put in, up to a kept one."""
    found: list[Change] = []
    out = put = ""
    for op, text in [*runs, ("=", "")]:
        if op == "-":
            out += text
        elif op == "+":
            put += text
        else:
            if out:
                found.append(("-", out))
            if put:
                found.append(("+", put))
            out = put = ""
            if found and found[-1][0] == "=":
                found[-1] = ("=", found[-1][1] + text)
            elif text:
                found.append(("=", text))
    return found


def _by_sentence(old: str, new: str) -> list[Change]:
    runs: list[Change] = []
    for op, text in _merged(_runs(_SENTENCE.findall(old), _SENTENCE.findall(new))):
        follows = runs and runs[-1][0] == "-" and op == "+"
        if follows and max(len(text), len(runs[-1][1])) < MOST_TOKENS * 4:
            _, taken_out = runs.pop()
            runs += _merged(_swallowed(_runs(_TOKEN.findall(taken_out), _TOKEN.findall(text))))
        else:
            runs.append((op, text))
    return _merged(runs)


def _of_pair(alignment: Alignment, pair: Pair) -> ClauseChange | None:
    told = [kind for kind in pair.kinds if kind != "same"]
    if not told:
        return None
    sentence: StrOrPromise
    name, was = name_of(alignment.new, pair.new), name_of(alignment.old, pair.old)
    if pair.kinds == ["split"]:
        sentence = format_lazy(_("Clause {name}: split off from {was}."), name=name, was=was)
    elif pair.kinds == ["merged"]:
        sentence = format_lazy(_("Clause {was}: now part of {name}."), name=name, was=was)
    else:
        what = format_lazy("{}" + ", {}" * (len(told) - 1), *[_KINDS[kind] for kind in told])
        renamed = "renumbered" in told and name != was
        where = format_lazy(_("{name} (was {was})"), name=name, was=was) if renamed else name
        sentence = _sentence(where, what)
        if "changed" in told:
            words = _words_told(alignment.old[pair.old].text, alignment.new[pair.new].text)
            sentence = format_lazy("{}{}", sentence, words)
    return ClauseChange(sentence, tuple(pair.kinds), pair.old, pair.new)


def _sentence(where: StrOrPromise, what: StrOrPromise) -> StrOrPromise:
    return format_lazy(_("Clause {where}: {what}."), where=where, what=what)


def _words_told(old: str, new: str) -> StrOrPromise:
    """Answer the words taken out and put in, as sentences, where they are few enough to read."""
    changes = [(op, " ".join(text.split())) for op, text in word_changes(old, new) if op != "="]
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


_KINDS: Final = {
    "changed": _("changed"),
    "moved": _("moved"),
    "renumbered": _("renumbered"),
    "split": _("split"),
    "merged": _("merged"),
    "added": _("added"),
    "removed": _("removed"),
}
