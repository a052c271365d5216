"""Which unlabelled paragraphs are headings."""

import re
from typing import Final

from policies.importing.blocks import Block, introduces
from policies.importing.joining import Setting, is_unfinished
from policies.importing.lines import Line
from policies.importing.shapes import is_prose, is_titled, words_of

_LONGEST: Final = 14
_CONTACT: Final = re.compile(
    r"\b[A-Z]{2}\s+\d{5}\b|\b\d{5}-\d{4}\b|P\.?\s?O\.?\s+Box|\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|"
    r"^(?:phone|fax|tt[dy]):|,\s+[A-Z][a-z]+\s+\d{5}\b",
    re.IGNORECASE,
)
_HEADING_WORDS: Final = frozenset(
    {"word:article", "word:section", "word:chapter", "word:part", "word:appendix"}
)


def is_heading(block: Block, before: Block | None, after: Block | None) -> bool:
    """Whether `block` is a heading over what follows it."""
    line = block.first
    if line.cells:
        return False
    if line.level:
        return True
    if block.label is not None:
        return _is_labelled_heading(block)
    words = words_of(block.text)
    if not words or len(words) > _LONGEST or len(block.lines) > 2:
        return False
    if all(line.bold for line in block.lines):
        return not (block.text.endswith(".") and len(words) > 8)
    return after is not None and _is_titled_block(block) and _may_head(block, before, after)


def headings_among(blocks: list[Block]) -> list[bool]:
    """Answer, for each block, whether it is a heading.

    A numbered line in bold print is none where the next number of its list stands in plain print.
    """
    found = [
        is_heading(
            block,
            blocks[position - 1] if position else None,
            blocks[position + 1] if position + 1 < len(blocks) else None,
        )
        for position, block in enumerate(blocks)
    ]
    for position, block in enumerate(blocks):
        if found[position] and block.label is not None and not block.first.level:
            found[position] = not _goes_on_as_text(blocks, found, position)
    return found


def _goes_on_as_text(blocks: list[Block], found: list[bool], position: int) -> bool:
    """Whether the label after, or before, that of a numbered heading belongs to plain text."""
    label = blocks[position].label
    if label is None or label.word or label.bullet:
        return False
    own = label.markers[0]
    for step, until in ((1, len(blocks)), (-1, -1)):
        for other in range(position + step, until, step):
            near = blocks[other].label
            marker = near.markers[0] if near is not None else None
            if marker is None or (marker.system, marker.style) != (own.system, own.style):
                continue
            if marker.value == own.value + step:
                if not found[other] and not blocks[other].indent > blocks[position].indent + 2:
                    return True
                break
            if marker.value <= own.value:
                break
    return False


def _is_titled_block(block: Block) -> bool:
    text = block.text
    is_name = is_contact(text) or text.endswith(("HERE", "[LINK]"))
    return is_titled(Line(text=text)) and bool(re.search(r"[A-Za-z]{3}", text)) and not is_name


def _may_head(block: Block, before: Block | None, after: Block) -> bool:
    """Whether what stands around `block` lets it be a heading."""
    if is_contact(after.text) or (after.label is None and after.text[:1].islower()):
        return False
    if before is None:
        return True
    lists = introduces(before) and after.label is None and not is_prose(after.first)
    broken = block.gap == 0 and _is_open(before)
    return not (lists or broken or _is_one_of_a_list(block, before, after))


def is_contact(text: str) -> bool:
    """Whether `text` is, or begins, an address or a telephone number."""
    return bool(_CONTACT.search(text)) and len(words_of(text)) <= 40


def _is_open(block: Block) -> bool:
    """Whether `block` ends in the middle of a sentence, so that no heading can follow it."""
    return len(words_of(block.text)) > 8 and is_unfinished(block.text)


def is_weak_heading(
    block: Block, before: Block | None, after: Block | None, setting: Setting
) -> bool:
    """Whether `block`, no heading by its letters, stands like one: short, apart, before text."""
    if block.label is not None or block.first.cells or after is None or len(block.lines) > 1:
        return False
    if block.text.endswith(("HERE", "[LINK]")):
        return False
    if not _is_short(block) or not (block.gap > 0 or before is None) or not setting.parted:
        return False
    if before is not None and (
        introduces(before) or (_is_short(before) and not before.first.level)
    ):
        return False
    words = words_of(after.text)
    return (
        after.label is None
        and len(words) > 5
        and after.text[:1].isupper()
        and not is_contact(after.text)
    )


def _is_short(block: Block) -> bool:
    text = block.text
    words = words_of(text)
    return 1 <= len(words) <= 7 and text[:1].isupper() and not re.search(r"[.,;:!)\d]$", text)


def _is_labelled_heading(block: Block) -> bool:
    label = block.label
    if label is None:
        return False
    rest = Line(text=block.body, bold=block.first.bold)
    if block.first.bold and all(line.bold for line in block.lines):
        return is_titled(Line(text=block.body)) and len(words_of(block.body)) <= _LONGEST
    if label.word and label.markers[0].style in _HEADING_WORDS:
        return not block.body or (is_titled(rest) and len(words_of(block.body)) <= _LONGEST)
    return False


def _is_one_of_a_list(block: Block, before: Block, after: Block) -> bool:
    """Whether `block` is a line of an unlabelled list or an address: short lines all around."""
    plain = [
        other
        for other in (before, after)
        if other.label is None
        and not other.first.level
        and not other.first.bold
        and len(words_of(other.text)) <= 10
        and not is_prose(other.first)
        and not (is_titled(other.first) and other is before and other.gap != block.gap)
    ]
    return len(plain) == 2 and block.gap == 0
