"""Words that a printer cut at the end of a line."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from policies.importing.lines import Line

_CUT: Final = re.compile(r"([A-Za-z]*[a-z])-$")
_REST: Final = re.compile(r"([a-z]+)")


_OWN_WORDS: Final = re.compile(
    r"self|non|well|full|part|half|high|low|long|short|one|two|three|four|"
    r"five|six|ten|cross|co|ex|all|on|off|in|out|up|down|year|day|school|"
    r"student|age|work|time|first|second|third|decision|problem|community|"
    r"computer|district|drug|alcohol|tobacco|evidence|research|standards|teacher|"
    r"parent|tax|court|health|safety|life|follow|check|right|left|state|city"
)
"""Words that stand before a hyphen of their own: self-esteem, school-related."""
_HYPHENATES: Final = 0.02


def without_cuts(lines: list[Line]) -> list[Line]:
    """Answer `lines` with cut words made whole again, their hyphens among the marks.

    A word counts as cut where the file also prints it whole, and nowhere with that hyphen:
    `ac-` and `counts` are joined where `accounts` stands elsewhere, `33-` and `5206` never. In a
    file that cuts words, so does one whose parts are no words of the file.
    """
    cuts = _cuts(lines)
    words = _words(lines, cuts)
    sure = [cut for cut in cuts if "".join(cut[1:]) in words and "-".join(cut[1:]) not in words]
    parts = [cut for cut in cuts if not {cut[1], cut[2]} & words and _is_part(*cut[1:], words)]
    is_plain = len(parts) >= max(2, len(cuts) / 2)
    cutting = (bool(sure) or is_plain) and len(cuts) >= _HYPHENATES * len(lines)
    answer = list(lines)
    for position, cut, rest in cuts:
        if f"{cut}-{rest}" in words:
            continue
        is_known = cut + rest in words
        if not is_known and not (cutting and _is_part(cut, rest, words)):
            continue
        line, following = answer[position], answer[position + 1]
        length = len(rest)
        answer[position] = replace(
            line, text=line.text[:-1] + following.text[:length], marks=f"{line.marks} -".strip()
        )
        answer[position + 1] = replace(following, text=following.text[length:].lstrip())
    return answer


def _words(lines: list[Line], cuts: list[tuple[int, str, str]]) -> set[str]:
    """Answer the words of `lines` in small letters, but for the parts in `cuts`."""
    texts = [line.text for line in lines]
    for position, _, rest in cuts:
        texts[position] = _CUT.sub("", texts[position])
        texts[position + 1] = texts[position + 1][len(rest) :]
    return set(re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", " ".join(texts).lower()))


def _cuts(lines: list[Line]) -> list[tuple[int, str, str]]:
    """Answer (position, part before, part after) of words with a hyphen at the end of a line."""
    found = []
    for position, (line, following) in enumerate(pairwise(lines)):
        cut, rest = _CUT.search(line.text), _REST.match(following.text)
        if cut and rest:
            found.append((position, cut[1].lower(), rest[1].lower()))
    return found


def _is_part(cut: str, rest: str, words: set[str]) -> bool:
    """Whether `cut` and `rest` are parts of a word rather than two words with a hyphen."""
    return not _OWN_WORDS.fullmatch(cut) and not (cut in words and rest in words and len(cut) > 3)
