"""Paragraphs, before it is known what each of them is."""

import re
from dataclasses import dataclass, field
from typing import Final

from policies.importing.joining import Setting, breaks, edges_by_label, is_unfinished, setting_of
from policies.importing.labels import Label, split_label, sure_label
from policies.importing.lines import Line
from policies.importing.listing import lines_of_lists
from policies.importing.shapes import ends_sentence, is_titled

_RUN_IN: Final = re.compile(r"\w+ \d+\.\d+ [A-Z][\w ,&'\u2019/-]{2,60}\. +[A-Z]")
_TAIL: Final = 4
_LISTED: Final = 0.5


@dataclass(slots=True)
class Block:
    """Lines that read as one paragraph.

    `label` is the label it may begin with; `rejoin` how strongly it would continue the block
    before it if that label turned out to be none (below 0 it would stand alone).
    """

    lines: list[Line] = field(default_factory=list)
    label: Label | None = None
    rejoin: float = 0.0
    gap: int = 0

    @property
    def text(self) -> str:
        return join_texts([line.text for line in self.lines])

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def indent(self) -> float:
        return self.lines[0].indent

    @property
    def body(self) -> str:
        """The text without the label."""
        if self.label is None:
            return self.text
        return join_texts([self.label.rest, *(line.text for line in self.lines[1:])])


def join_texts(texts: list[str]) -> str:
    """Answer the lines as running text: single spaces, a hyphen at a line's end kept as printed."""
    answer = ""
    for text in (" ".join(each.split()) for each in texts):
        if not text:
            continue
        is_cut = (
            len(answer) > 1 and answer[-1] == "-" and answer[-2].isalnum() and text[0].isalnum()
        )
        answer = answer + text if is_cut or not answer else f"{answer} {text}"
    return answer


def blocks_of(lines: list[Line]) -> tuple[list[Block], Setting]:
    """Answer the paragraphs of `lines`, and how the file is set."""
    setting = setting_of(lines)
    edges = edges_by_label(lines, setting.widths)
    entries = lines_of_lists(lines, setting.widths, [*edges, 0.0]) if setting.wrapped else []
    blocks: list[Block] = []
    for position, line in enumerate(lines):
        previous = blocks[-1].lines[-1] if blocks else None
        following = lines[position + 1] if position + 1 < len(lines) else None
        label = _label_of(line)
        score = 9.0
        if previous is not None:
            score = breaks(
                previous,
                line,
                following,
                setting,
                tail=join_texts([each.text for each in blocks[-1].lines[-_TAIL:]]),
                edge=edges[position - 1],
                opens=len(blocks[-1].lines) == 1,
            )
            if entries and entries[position - 1] and not is_unfinished(previous.text):
                score = max(score, _LISTED)
        if _is_lone_label(blocks, label):
            blocks[-1].lines.append(line)
        elif label is not None or score > 0 or not blocks:
            gap = max(0, line.gap - setting.spacing)
            blocks.append(Block([line], label, rejoin=-score, gap=gap))
        else:
            blocks[-1].lines.append(line)
    return blocks, setting


def _label_of(line: Line) -> Label | None:
    if line.cells:
        return None
    if line.label:
        return sure_label(line.label, line.text)
    label = split_label(line.text)
    if label is not None and label.word and not line.level and not line.bold:
        is_plain = label.printed[-1] not in ".:)\u2013\u2014-" and not _RUN_IN.match(
            f"{label.printed} {label.rest}"
        )
        if is_plain and not is_titled(Line(text=label.rest)) and label.rest:
            return None
    return label


def _is_lone_label(blocks: list[Block], label: Label | None) -> bool:
    """Whether the block before is nothing but a label whose text was set on the next line."""
    if not blocks or label is not None or len(blocks[-1].lines) != 1:
        return False
    before = blocks[-1]
    is_bare = before.label is not None and not before.label.rest and not before.label.word
    return is_bare and before.rejoin <= 0


def introduces(block: Block) -> bool:
    """Whether `block` ends with a colon, as text before a list does."""
    return block.text.rstrip().endswith((":", ":-", ":\u2014")) or (
        ends_sentence(block.text) and block.text.rstrip("\"'\u201d)]").endswith(":")
    )
