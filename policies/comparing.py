"""What changed between two texts, word by word inside each clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

from policies.aligning import align
from policies.aligning.passages import normalised

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
_AROUND_MARKS: Final = re.compile(r"\s*([^\w\s])\s*")
_SENTENCE: Final = re.compile(r".*?(?:[.!?;:]['\"\u201d\u2019)]*\s+|\Z)", re.DOTALL)


def word_changes(old: str, new: str, *, noise: bool = True) -> list[Change]:
    """Answer the way from `old` to `new` as (op, text): "=" kept, "-" taken out, "+" put in.

    The texts of "=" and "-" together are `old`, those of "=" and "+" are `new`. Equal stretches
    of fewer than three words between two changes count as changed. Without `noise`, other
    spaces, quotes and dashes are no change: what is kept stands as in `new`.
    """
    if not noise:
        return _quiet(word_changes(_written_as(old, new), new))
    if old == new:
        return [("=", old)] if old else []
    old_tokens, new_tokens = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(old_tokens), len(new_tokens)) > MOST_TOKENS:
        return _by_sentence(old, new)
    return _merged(_swallowed(_runs(old_tokens, new_tokens)))


def changes_across(
    olds: Sequence[str], news: Sequence[str], *, noise: bool = True
) -> list[list[Change]]:
    """Answer `word_changes` for each of `news`, texts that were `olds` together.

    So a clause that was split, or joined with another, shows only the words that are different.
    """
    changes = word_changes(" ".join(olds), " ".join(news), noise=noise)
    parts: list[list[Change]] = [[]]
    room = len(news[0])
    for op, text in changes:
        rest = text
        while op != "-" and len(rest) > room and len(parts) < len(news):
            parts[-1].append((op, rest[:room]))
            rest = rest[room + 1 :]
            room = len(news[len(parts)])
            parts.append([])
        parts[-1].append((op, rest))
        room -= 0 if op == "-" else len(rest)
    return [[change for change in part if change[1]] for part in parts]


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


def _quiet(changes: Sequence[Change]) -> list[Change]:
    """Answer the changes without those in which a space came or went beside a mark."""
    found: list[Change] = []
    for at, (op, text) in enumerate(changes):
        before = changes[at - 1][1][-1:] if at else ""
        after = changes[at + 1][1][:1] if at + 1 < len(changes) else ""
        if op == "=" or text.strip() or (before.isalnum() and after.isalnum()):
            found.append((op, text))
        elif op == "+":
            found.append(("=", text))
    return _merged(found)


def is_respaced(old: str, new: str) -> bool:
    """Whether two texts differ only in quotes, dashes, and spaces that part no two words."""
    one, other = (_AROUND_MARKS.sub(r"\1", normalised(text)[0]) for text in (old, new))
    return one == other


def _written_as(old: str, new: str) -> str:
    """Answer `old` with the spaces, quotes and dashes of `new` wherever only these differ."""
    if normalised(old)[0] == normalised(new)[0]:
        return new
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    plain = [[normalised(token)[0] for token in tokens] for tokens in (olds, news)]
    matcher = SequenceMatcher(None, *plain, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            olds[start:end] = news[new_start:new_end]
    return "".join(olds)
