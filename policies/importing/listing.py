"""Lists without labels: lines after a colon that each begin with a capital and end unfinished."""

from typing import Final

from policies.importing.labels import split_label
from policies.importing.lines import Line
from policies.importing.shapes import ends_sentence, words_of
from policies.importing.widths import Widths

_SHORT: Final = 0.1
_FEWEST: Final = 2


def lines_of_lists(lines: list[Line], widths: Widths, edges: list[float]) -> list[bool]:
    """Answer, for each line, whether it ends an entry of a list without labels.

    Such a list follows a colon; at least two of its entries end early, so that they show it. The
    other entries end with a word in small letters, where the next line begins with a capital.
    """
    answer = [False] * len(lines)
    for position, line in enumerate(lines):
        if not line.text.endswith(":"):
            continue
        ends: list[int] = []
        shown = 0
        for at in range(position + 1, len(lines) - 1):
            entry, after = lines[at], lines[at + 1]
            if _cannot_stand(entry):
                break
            if after.text[:1].isupper() and not ends_sentence(entry.text):
                shown += widths.room(entry, after.text, edges[at]) > _SHORT
                if _ends_small(entry.text):
                    ends.append(at)
            elif ends_sentence(entry.text) and not after.gap:
                break
        if shown >= _FEWEST:
            for at in ends:
                answer[at] = True
    return answer


def _cannot_stand(line: Line) -> bool:
    return bool(line.level or line.cells or line.bold) or split_label(line.text) is not None


def _ends_small(text: str) -> bool:
    words = words_of(text)
    return bool(words) and len(words) > 1 and words[-1].islower() and text[-1].isalnum()
