"""Paragraphs and solved labels, made into the clauses of a policy."""

import re
from itertools import pairwise
from typing import Final

from policies.importing.blocks import Block, introduces, join_texts
from policies.importing.doubting import doubts_about
from policies.importing.headings import headings_among, is_contact, is_heading, is_weak_heading
from policies.importing.joining import Setting
from policies.importing.labels import to_letters, to_roman
from policies.importing.lines import Line
from policies.importing.notes import mark_notes
from policies.importing.parsed import Doubt, Node
from policies.importing.placed import Placed
from policies.importing.shapes import is_titled, words_of
from policies.importing.solving import Clue, Solution, solve

_TITLE_WORDS: Final = 8
_FEWEST_WORDS: Final = 5
_HEADING_SYSTEMS: Final = ("ROMAN", "upper", "arabic")


def place(blocks: list[Block], setting: Setting) -> tuple[list[Node], list[Doubt]]:
    """Answer the clauses that `blocks` make, with doubts where another reading was close."""
    solution, labelled = _solved(blocks)
    blocks, placed = _rejoined(blocks, labelled, solution)
    _mark_headings(placed, setting)
    _number_series(placed)
    _titled_series(placed)
    _place_text(placed)
    nodes = [_node(each) for each in placed]
    mark_notes(nodes)
    return nodes, doubts_about(placed, labelled, solution)


def _neighbours(blocks: list[Block], position: int) -> tuple[Block | None, Block | None]:
    before = blocks[position - 1] if position else None
    after = blocks[position + 1] if position + 1 < len(blocks) else None
    return before, after


def _solved(blocks: list[Block]) -> tuple[Solution, list[Block]]:
    """Answer the solved labels, and the blocks that carry them in the same order."""
    clues: list[Clue] = []
    labelled: list[Block] = []
    indents = {block.indent for block in blocks if block.label is not None}
    indents_tell = bool(indents) and max(indents) - min(indents) >= 2
    counted = _counts_itself(blocks)
    after_heading = after_text = False
    text_indent = 0.0
    heads = headings_among(blocks)
    for position, block in enumerate(blocks):
        before, _ = _neighbours(blocks, position)
        if heads[position]:
            after_heading = True
        elif block.label is None:
            text_indent = min(text_indent, block.indent) if after_text else block.indent
            after_text = True
        else:
            clues.append(
                Clue(
                    markers=block.label.markers,
                    indent=block.indent,
                    after_colon=before is not None and introduces(before),
                    after_heading=after_heading,
                    after_text=after_text,
                    text_indent=text_indent,
                    rejoin=block.rejoin,
                    indents_tell=indents_tell,
                    counted=counted,
                )
            )
            labelled.append(block)
            after_heading = after_text = False
    return solve(clues), labelled


def _counts_itself(blocks: list[Block]) -> bool:
    """Whether the file prints 1. before every item of a list, as Markdown allows."""
    ones = 0
    previous: tuple[str, float] | None = None
    for block in blocks:
        if block.first.level or block.label is None:
            previous = None
        else:
            current = (block.label.printed, block.indent)
            ones += current == previous and current[0] in ("1.", "1)", "#.")
            previous = current
    return ones > 0


def _rejoined(
    blocks: list[Block], labelled: list[Block], solution: Solution
) -> tuple[list[Block], list[Placed]]:
    """Take back blocks whose label was none: into the paragraph before, or as plain text."""
    places = {id(block): found for block, found in zip(labelled, solution.places, strict=True)}
    answer: list[Placed] = []
    for block in blocks:
        found = places.get(id(block))
        if found is None or found.depth >= 0:
            answer.append(Placed(block, place=found))
        elif block.rejoin > 0 and answer:
            answer[-1].block.lines.extend(block.lines)
        else:
            block.label = None
            answer.append(Placed(block))
    return [each.block for each in answer], answer


def _mark_headings(placed: list[Placed], setting: Setting) -> None:
    blocks = [each.block for each in placed]
    for position, each in enumerate(placed):
        before, after = _neighbours(blocks, position)
        if each.block.first.cells:
            each.kind = "row"
        elif each.place is not None and each.place.depth >= 0:
            each.kind, each.depth = "item", each.place.depth
        elif is_heading(each.block, before, after):
            each.kind = "heading"
        elif is_weak_heading(each.block, before, after, setting):
            each.kind, each.weak = "heading", True


def _number_series(placed: list[Placed]) -> None:
    """Give the items of one list the same series number."""
    open_series: list[int] = []
    count = 0
    for each in placed:
        if each.kind != "item" or each.place is None:
            continue
        depth = each.depth
        if each.place.continues and depth < len(open_series):
            open_series = open_series[: depth + 1]
        else:
            open_series = [*open_series[:depth], count]
            count += 1
        each.series = open_series[-1]


def _titled_series(placed: list[Placed]) -> None:
    """Make headings of lists such as I. PURPOSE, II. SCOPE; what they enclose moves up."""
    members: dict[int, list[Placed]] = {}
    for each in placed:
        if each.kind == "item":
            members.setdefault(each.series, []).append(each)
    following = {id(each): after for each, after in pairwise(placed)}
    titled = {
        series
        for series, items in members.items()
        if _is_titled_series(items) or _heads_prose(items, following)
    }
    shift = [False] * 12
    for each in placed:
        if each.kind != "item":
            continue
        depth = each.depth
        shift[depth] = each.series in titled
        if each.series in titled:
            each.kind = "heading"
        each.depth -= sum(shift[:depth])


def _heads_prose(items: list[Placed], following: dict[int, Placed]) -> bool:
    """Whether each of `items`, outermost and short as a title, stands over a paragraph of text."""
    if len(items) < 2 or items[0].depth or items[0].place is None:
        return False
    marker = items[0].place.marker
    if marker is None or marker.system not in _HEADING_SYSTEMS:
        return False
    for each in items:
        title = each.block.body.rstrip(":")
        after = following.get(id(each))
        is_title = is_titled(Line(text=title)) and len(words_of(title)) <= _TITLE_WORDS
        if not is_title or after is None or after.block.label is not None:
            return False
        text = after.block.text
        is_title = is_titled(Line(text=text)) or is_contact(text)
        if is_title or len(words_of(text)) < _FEWEST_WORDS or after.kind == "heading":
            return False
    return True


def _is_titled_series(items: list[Placed]) -> bool:
    first = items[0]
    if first.place is None or first.place.marker is None or first.depth:
        return False
    system = first.place.marker.system
    texts = [each.block.body for each in items]
    if system not in _HEADING_SYSTEMS or any(len(words_of(text)) > 12 for text in texts):
        return False
    if all(text.isupper() for text in texts):
        return True
    if system != "ROMAN" or len(items) < 2:
        return False
    return all(is_titled(Line(text=text.rstrip(":"))) for text in texts)


def _place_text(placed: list[Placed]) -> None:
    """Tell continuations of an item from paragraphs of their own."""
    open_items: list[Placed] = []
    for position, each in enumerate(placed):
        if each.kind == "heading":
            open_items = []
        elif each.kind == "item":
            open_items = [item for item in open_items if item.depth < each.depth] + [each]
        elif each.kind == "para" and open_items:
            owner = _owner(each, open_items, _next_item(placed, position))
            if owner is None:
                open_items = []
            else:
                each.kind, each.depth = "cont", owner.depth


def _next_item(placed: list[Placed], position: int) -> Placed | None:
    for each in placed[position + 1 :]:
        if each.kind == "heading":
            return None
        if each.kind == "item":
            return each
    return None


def _owner(each: Placed, open_items: list[Placed], following: Placed | None) -> Placed | None:
    """Answer the open item that `each` continues, None where it is a paragraph of its own."""
    indent = each.block.indent
    around = [item for item in open_items if indent >= item.block.indent + 2]
    if around:
        return around[-1]
    if following is None or following.place is None:
        return None
    marker = following.place.marker
    counts = marker is not None and marker.system != "bullet" and following.block.label is not None
    resumes = following.place.continues and counts and following.place.number > 1
    if following.depth > 0 and not following.place.continues:
        enclosing = [item for item in open_items if item.depth < following.depth]
        return enclosing[-1] if enclosing else None
    if not resumes:
        return None
    auto = marker is not None and marker.value == 1
    if auto:
        return None
    inside = [item for item in open_items if item.depth >= following.depth]
    return inside[-1] if inside else None


def _node(each: Placed) -> Node:
    block = each.block
    label = block.label if each.kind in ("item", "heading") else None
    text = (
        join_texts([label.rest, *(line.text for line in block.lines[1:])]) if label else block.text
    )
    return Node(
        kind=each.kind,
        text=text,
        label=label.printed if label else "",
        depth=each.depth,
        level=block.first.level,
        shown_label=_shown_label(each) if label else "",
        line=block.first.number,
        end=block.lines[-1].number,
    )


def _shown_label(each: Placed) -> str:
    """Answer the label as a reader counts it, where the file prints 1. before every item."""
    label = each.block.label
    if label is None or each.place is None or each.place.marker is None:
        return label.printed if label else ""
    marker = each.place.marker
    if each.place.number == marker.value or marker.system == "bullet":
        return label.printed
    number = each.place.number
    shown = {"lower": to_letters(number), "roman": to_roman(number)}.get(marker.system, str(number))
    return re.sub(r"#|\w+", shown, label.printed, count=1)
