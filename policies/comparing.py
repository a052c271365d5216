"""What changed between two texts: words inside a clause, and the list of changes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from policies.aligning import Alignment, Pair, align
from policies.aligning.align import is_whole

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
_TOKEN: Final = re.compile(r"\w+(?:['\u2019./\u00a7\-]\w+)*|\s+|[^\w\s]")
_SENTENCE: Final = re.compile(r".*?(?:[.!?;:]['\"\u201d\u2019)]*\s+|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One line of the list of changes: what happened to the clause at `new`, or `old` if gone."""

    sentence: Any
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

    Clauses that stayed as they were aren't told. What is gone stands after the clause that it
    stood after.
    """
    told = [change for pair in alignment.pairs if (change := _of_pair(alignment, pair))]
    told += [
        ClauseChange(_about("added", alignment.new[at].label, at), ("added",), None, at)
        for at in alignment.added
    ]
    places = {pair.old: pair.new for pair in alignment.pairs if is_whole(pair)}
    ordered = [(change.new if change.new is not None else -1, 0, change) for change in told]
    for at in alignment.removed:
        before = max((places[old] for old in places if old < at), default=-1)
        sentence = _about("removed", alignment.old[at].label, at)
        ordered.append((before, 1, ClauseChange(sentence, ("removed",), at, None)))
    return [change for _, _, change in sorted(ordered, key=lambda each: each[:2])]


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
            found += [("-", out)] * bool(out) + [("+", put)] * bool(put)
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
    one, other = alignment.old[pair.old], alignment.new[pair.new]
    name = _name(other.label, pair.new)
    was = _name(one.label, pair.old)
    if pair.kinds == ["split"]:
        sentence = format_lazy(_("Clause {name}: split off from {was}."), name=name, was=was)
    elif pair.kinds == ["merged"]:
        sentence = format_lazy(_("Clause {was}: now part of {name}."), name=name, was=was)
    else:
        words = format_lazy("{}" + ", {}" * (len(told) - 1), *[_KINDS[kind] for kind in told])
        where = (
            name
            if one.label == other.label
            else format_lazy(_("{name} (was {was})"), name=name, was=was)
        )
        sentence = format_lazy(_("Clause {where}: {what}."), where=where, what=words)
    return ClauseChange(sentence, tuple(pair.kinds), pair.old, pair.new)


def _about(kind: str, label: str, position: int) -> Any:
    return format_lazy(
        _("Clause {where}: {what}."), where=_name(label, position), what=_KINDS[kind]
    )


def _name(label: str, position: int) -> str:
    """Answer what to call a clause: its number, else its place from 1 in the text."""
    number = label.strip(" .()")
    return number if re.search(r"\w", number) else f"no. {position + 1}"


_KINDS: Final = {
    "changed": _("changed"),
    "moved": _("moved"),
    "renumbered": _("renumbered"),
    "split": _("split"),
    "merged": _("merged"),
    "added": _("added"),
    "removed": _("removed"),
}
