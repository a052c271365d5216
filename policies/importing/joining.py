"""Which lines belong to one paragraph, and where it ends."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policies.importing.labels import split_label, split_note
from policies.importing.lines import Line
from policies.importing.shapes import ends_sentence, is_capitalized, is_titled, words_of
from policies.importing.widths import Widths, measure

_HANGING: Final = re.compile(
    r"(?:\b(?:a|an|and|as|at|by|for|from|in|into|is|are|its|nor|of|on|or|that|the|their|to|under|which|"
    r"with|shall|will|may|must|not|be|any|all|this|these|section|sections|policy|code|no\.|et\s+seq\.|dr\.|u\.s\.)"
    r"|[,\u2013/(]|\w-|\s-|\w[\u2019']s)$",
    re.IGNORECASE,
)
_CITATION: Final = re.compile(
    r"^\((?:[A-Z][\w.&]*\s+)*(?:Code|USC|CFR|CCR|Section|Labor|Ref)|^\(\d+\s|^\(M\.G\.L|^\([Ss]ee\b|^\(cf\."
)
_CITED: Final = re.compile(r"\([^()]*\d{2}[^()]*(?:\([^()]*\)[^()]*)*\)\.?$")
_ATTACHED: Final = re.compile(rf"(?:CLICK )?HERE\b[.\s\-]*$|[\-\u2013,;.)]|{_CITATION.pattern}")
_CONTACT: Final = re.compile(
    r"^(?:\d{1,5}\s+(?:[NSEW]\.?\s+)?[A-Z\d]|P\.?\s?O\.?\s+Box|"
    r"[A-Z][\w .]+,\s+[A-Z][A-Za-z]+\.?\s+\d{5}|"
    r"(?:(?:tele)?phone|fax|tel|tt[dy]|e-?mail)\b\.?\s*[:(\d]|www\.|https?:|"
    r"\(?\d{3}\)?[\s\-]\d{3}-\d{4})",
    re.IGNORECASE,
)
_LAST_OF_ADDRESS: Final = re.compile(
    r"(?:,\s*[A-Z][A-Za-z]+\.?\s+\d{5}(?:-\d{4})?|\d{3}[\s)\-.]+\d{3}[-.]\d{4})$"
)
_SHORT: Final = 0.25
_FULL: Final = 0.02
_WRAP_SHARE: Final = 0.06
_LONG_LINE: Final = 260
_SET_IN: Final = 1.5


@dataclass(frozen=True, slots=True)
class Setting:
    """How a file sets its paragraphs.

    `wrapped`: lines are cut to a width. `spacing`: blank lines between any two lines. `parted`:
    paragraphs are told apart by more blank lines than that.
    """

    wrapped: bool
    spacing: int
    parted: bool
    widths: Widths


def setting_of(lines: list[Line]) -> Setting:
    """Answer how `lines` are set, judged by those that end in the middle of a sentence."""
    pairs = list(pairwise(lines))
    sure = [pair for pair in pairs if _surely_one_sentence(*pair)]
    double = sum(after.gap > 0 for _, after in sure) > len(sure) / 2
    spacing = 1 if double and len(sure) > 3 else 0
    wrapped = [pair for pair in sure if pair[1].gap <= spacing and len(pair[0].text) < _LONG_LINE]
    is_wrapped = len(wrapped) >= max(2, len(lines) * _WRAP_SHARE)
    ends = [pair for pair in pairs if ends_sentence(pair[0].text) and len(pair[0].text) > 30]
    parted = sum(after.gap > spacing for _, after in ends)
    return Setting(
        wrapped=is_wrapped,
        spacing=spacing,
        parted=parted > 0.75 * len(ends),
        widths=measure(_by_label(lines, wrapped)),
    )


def _by_label(lines: list[Line], pairs: list[tuple[Line, Line]]) -> list[list[tuple[Line, Line]]]:
    """Answer `pairs` in groups under the same kind of label, text under none first."""
    groups: dict[str, list[tuple[Line, Line]]] = {"": []}
    names = {id(line): name for line, name in zip(lines, _kinds_of_label(lines), strict=True)}
    for pair in pairs:
        groups.setdefault(names[id(pair[0])], []).append(pair)
    return list(groups.values())


def _surely_one_sentence(line: Line, after: Line) -> bool:
    if line.level or after.level or line.bold != after.bold or line.cells:
        return False
    if line.joined or line.whole:
        return False
    return (
        after.text[:1].islower()
        and len(words_of(line.text)) > 3
        and not ends_sentence(line.text)
        and split_label(after.text) is None
    )


def breaks(
    line: Line,
    after: Line,
    following: Line | None,
    setting: Setting,
    *,
    tail: str,
    edge: float = 0,
    opens: bool = True,
) -> float:
    """Answer how strongly a paragraph ends after `line`: above 0 it does.

    `following` is the line after `after`; `tail` the last lines of the paragraph as one text;
    `edge` the right edge of lines near by, 0 if unknown; `opens`: `line` is its first one.
    """
    if line.whole or line.cells or after.cells or line.level or after.level:
        return 9.0
    if line.bold != after.bold:
        return 9.0
    if line.bold and is_titled(line) and is_titled(after):
        if after.gap > setting.spacing:
            return 9.0
        is_full = line.right and setting.widths.room(line, after.text, edge) <= _FULL
        return -3.0 if is_full else 3.0
    if after.gap > setting.spacing:
        return _across_gap(line, after, setting)
    if _ATTACHED.match(after.text):
        return -6.0
    if line.joined and not ends_sentence(line.text):
        return -3.0
    score = _by_words(line, after, tail, opens=opens) + _by_address(line, after, following)
    if not setting.wrapped:
        return score + (2.5 if not line.joined else -3.5)
    room = setting.widths.room(line, after.text, edge) - setting.widths.tolerance
    if room > _SHORT and _may_stand(line, after, following) and not is_unfinished(tail):
        score += 2.5
    return score + _by_space(line, after, following, setting, room, opens=opens)


def _by_space(
    line: Line, after: Line, following: Line | None, setting: Setting, room: float, *, opens: bool
) -> float:
    """Answer what the white around the two lines speaks for, in a file cut to a width.

    `room` is the share of the line that is left free.
    """
    score = min(3.5, 0.5 + room * 40) if room > 0.01 else -2.5
    if setting.parted and not is_titled(line):
        score -= 1.5
    if line.right:
        score += _by_edges(line, after, following, opens=opens)
    elif after.indent > line.indent + 3 and not setting.widths.proportional:
        score += 1.0
    return score + _heading_between(line, after, following, setting, opens=opens)


def _by_edges(line: Line, after: Line, following: Line | None, *, opens: bool) -> float:
    """Answer what left edges speak for, where they are known to the point.

    A line set in from both its neighbours begins a paragraph; so does one farther left than the
    second line of the paragraph before it.
    """
    is_set_in = after.indent > line.indent + _SET_IN
    if is_set_in and following is not None and following.indent < after.indent - _SET_IN:
        return 3.0 if not (opens and split_label(line.text)) else 0.0
    return 3.0 if not opens and after.indent < line.indent - _SET_IN else 0.0


def _across_gap(line: Line, after: Line, setting: Setting) -> float:
    """Answer how strongly a paragraph ends where blank lines or a page's end follow it."""
    if _CITATION.match(after.text) and after.text.endswith(")") and not is_finished(line.text):
        return -1.0
    if after.page != line.page and _runs_on(line, after, setting):
        return -1.0
    if not after.text[:1].islower():
        return 6.0
    across = after.page != line.page or setting.wrapped
    return -1.0 if across and (is_unfinished(line.text) or not ends_sentence(line.text)) else 6.0


def _runs_on(line: Line, after: Line, setting: Setting) -> bool:
    """Whether `line`, the last of its page, is full and stops in the middle of a sentence."""
    if not setting.wrapped or is_finished(line.text) or is_titled(line) or is_titled(after):
        return False
    is_full = setting.widths.room(line, after.text) <= setting.widths.tolerance + 0.02
    return is_full or line.text[:1].islower()


def _may_stand(line: Line, after: Line, following: Line | None) -> bool:
    """Whether a line that ends early, and the one after it, look like lines of a list."""
    goes_on = following is not None and following.text[:1].islower()
    is_fragment = goes_on and len(words_of(after.text)) <= 4
    is_open = line.text.endswith((",", ";")) or len(words_of(line.text)) <= 1
    return after.text[:1].isupper() and not is_fragment and not is_open


def _by_words(line: Line, after: Line, tail: str, *, opens: bool) -> float:
    """Answer what the words at the line's end and at the next one's start speak for."""
    ended = is_finished(tail) and not line.text.endswith(";")
    score = 0.0
    if after.text[:1].islower():
        score -= 6.0
    elif line.text.endswith(":"):
        score += 1.5
    if is_unfinished(tail):
        score -= 4.0
    if line.text.isupper() and after.text.isupper():
        score -= 2.0
    if ended:
        score += 3.5 if _CITED.search(tail) else 1.5
    else:
        score -= 1.5 if opens else 4.0
    if split_note(after.text) and ended:
        score += 4.0
    return score


def _by_address(line: Line, after: Line, following: Line | None) -> float:
    """Answer how much the lines of an address, which belong together, speak for or against."""
    length = len(words_of(line.text))
    if _LAST_OF_ADDRESS.search(line.text) and length <= 8 and not _CONTACT.match(after.text):
        stands = len(words_of(after.text)) > 8 and after.text[:1].isupper()
        return 5.0 if stands else 0.0
    if _CONTACT.match(after.text) and length <= 10:
        is_address = bool(_CONTACT.match(line.text))
        return -12.0 if is_address or not is_finished(line.text) else 0.0
    is_before = following is not None and _CONTACT.match(following.text) and not following.gap
    is_name = length <= 14 and not ends_sentence(line.text) and is_capitalized(after.text)
    return -12.0 if is_before and is_name and split_label(after.text) is None else 0.0


def _heading_between(
    line: Line, after: Line, following: Line | None, setting: Setting, *, opens: bool
) -> float:
    """Answer how much a heading before or after the line's end speaks for a new paragraph."""
    score = 0.0
    after_starts = not after.text[:1].islower()
    if opens and is_titled(line) and after_starts and len(words_of(line.text)) <= 12:
        score += 2.5
    is_short = following is None or setting.widths.room(after, following.text) > 0.05
    stands = following is None or not following.text[:1].islower()
    is_open = after.text.endswith(":") or not is_finished(after.text)
    if is_titled(after) and is_short and stands and is_open:
        score += 4.0 if is_finished(line.text) or not is_unfinished(line.text) else 0.0
    return score


def is_finished(text: str) -> bool:
    """Whether `text` ends as a sentence does, or with the statute that it rests on."""
    return ends_sentence(text) or bool(_CITED.search(text)) or text.endswith("CLICK HERE")


def is_unfinished(text: str) -> bool:
    """Whether `text` stops where no sentence does: at a comma, a small word, in brackets."""
    opened = text.count("(") - text.count(")")
    return opened > 0 or bool(_HANGING.search(text))


def _kinds_of_label(lines: list[Line]) -> list[str]:
    """Answer, for each line, how the label is dressed under which it stands, "" for none."""
    found: list[str] = []
    kind = ""
    for line in lines:
        label = split_label(line.text)
        if label is not None:
            kind = label.markers[0].style + label.markers[0].system
        elif line.level or is_titled(line):
            kind = ""
        found.append(kind)
    return found


def edges_by_label(lines: list[Line], widths: Widths) -> list[float]:
    """Answer, for each line, the right edge of the lines near it, 0 where too few tell.

    Where a file keeps no indents, clauses inside lists are set narrower than the text around
    them; lines under the same kind of label share an edge.
    """
    groups = _kinds_of_label(lines)
    rights: dict[str, list[float]] = {}
    for position, (line, after) in enumerate(pairwise(lines)):
        if _surely_one_sentence(line, after) and groups[position] == groups[position + 1]:
            rights.setdefault(groups[position], []).append(widths.right(line))
    edges = {
        name: min(widths.edge, sorted(found)[int(len(found) * 0.9)])
        for name, found in rights.items()
        if len(found) >= 2
    }
    return [edges.get(group, 0) for group in groups]
