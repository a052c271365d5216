"""Markdown inside a line: what is text, and what is only a mark."""

import re
from dataclasses import dataclass, field
from typing import Final

_COMMENT: Final = re.compile(r"<!--.*?-->")
_TAGS: Final = re.compile(
    r"</?(?:a|b|big|blockquote|br|center|div|em|font|hr|i|li|ol|p|s|small|span|strong|sub|sup|u|ul)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_IMAGE: Final = re.compile(r"!\[[^\]]*\]\([^()\s]*\)")
_LINK: Final = re.compile(
    r"\[([^\[\]]+)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)?)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_ADDRESS: Final = re.compile(r"https?://|mailto:", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_ATTRIBUTES: Final = re.compile(r"\s\{[:.#][^{}]*\}\s*$")
_STRONG: Final = re.compile(r"\*\*|(?<![\w_])__(?=[^\s_][^_]*__)|(?<=[^\s_])__(?![\w_])")
_STAR: Final = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])")
_UNDERSCORE: Final = re.compile(r"(?<![\w_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![\w_])")
_STRAY: Final = re.compile(r"(?<=[^\W_])_$|(?<=[.,;:!?)\u201d])_$|^_(?=[A-Za-z])")
_STRUCK: Final = re.compile(r"^~{1,2}(?=\S)([^~]+)(?<=\S)~{1,2}$")
_CODE: Final = re.compile(r"`([^`]+)`")
_HELD: Final = "\ue000"


@dataclass(slots=True)
class Plain:
    """A line without its marks: `text`, the `marks` in order, and whether all of it was bold."""

    text: str
    bold: bool = False
    marks: list[str] = field(default_factory=list)


def plain(text: str) -> Plain:
    """Answer `text` without Markdown's inline marks.

    A link keeps its words, and its address too when that leads out of the manual.
    """
    answer = Plain(text)
    held: list[str] = []

    def drop(match: re.Match[str]) -> str:
        answer.marks.append(match[0].strip())
        return " "

    def take_out(match: re.Match[str]) -> str:
        answer.marks.append(match[0])
        return ""

    def unmark(match: re.Match[str]) -> str:
        before, after = match[0].split(match[1], 1)
        answer.marks.extend((before, after))
        return match[1]

    def link(match: re.Match[str]) -> str:
        words, address = match[1], match[2]
        before, after = match[0].split(words, 1)
        if not _ADDRESS.match(address) or address in words:
            answer.marks.extend((before, after))
            return words
        answer.marks.extend((before, "]", after[2:].replace(address, "", 1).rstrip(")")))
        return f"{words} ({address})"

    def hold(match: re.Match[str]) -> str:
        answer.marks.append("\\")
        held.append(match[1])
        return _HELD

    if "-->" in text:
        text = _COMMENT.sub(drop, text)
    text = _TAGS.sub(drop, text)
    text = text.replace("&nbsp;", " ")
    answer.marks.extend(["&nbsp;"] * answer.text.count("&nbsp;"))
    text = _ESCAPE.sub(hold, text.replace(_HELD, ""))
    text = _IMAGE.sub(drop, text)
    text = _LINK.sub(link, text)
    text = _ATTRIBUTES.sub(drop, text)
    answer.bold = _is_bold(text)
    text = _STRONG.sub(take_out, text)
    for pattern in (_STAR, _UNDERSCORE, _CODE, _STRUCK):
        text = pattern.sub(unmark, text)
    text = _STRAY.sub(take_out, text)
    for character in held:
        text = text.replace(_HELD, character, 1)
    answer.text = text.strip()
    return answer


def _is_bold(text: str) -> bool:
    """Whether nothing but punctuation stands outside the bold parts of `text`."""
    parts = re.split(r"\*\*\*?|__", text)
    inside = "".join(parts[1::2])
    outside = "".join(parts[0::2])
    return bool(re.search(r"\w", inside)) and not re.search(r"\w", outside)
