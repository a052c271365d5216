"""Words that a printer cut at the end of a line."""

import re
from dataclasses import replace
from typing import Final

from policies.importing.lines import Line

_CUT: Final = re.compile(r"([A-Za-z]*[a-z])-$")
_REST: Final = re.compile(r"([a-z]+)")


def without_cuts(lines: list[Line]) -> list[Line]:
    """Answer `lines` with cut words made whole again, their hyphens among the marks.

    A word counts as cut where the file also prints it whole, and nowhere with that hyphen:
    `ac-` and `counts` are joined where `accounts` stands elsewhere, `33-` and `5206` never.
    """
    everything = " ".join(line.text for line in lines)
    words = set(re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", everything.lower()))
    answer = list(lines)
    for position in range(len(lines) - 1):
        line = answer[position]
        cut, rest = _CUT.search(line.text), _REST.match(answer[position + 1].text)
        if not cut or not rest:
            continue
        whole, hyphened = cut[1] + rest[1], f"{cut[1]}-{rest[1]}"
        if whole.lower() in words and hyphened.lower() not in words:
            following = answer[position + 1]
            answer[position] = replace(
                line, text=line.text[:-1] + rest[1], marks=f"{line.marks} -".strip()
            )
            answer[position + 1] = replace(following, text=following.text[rest.end() :].lstrip())
    return answer
