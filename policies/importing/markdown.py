"""Markdown as lines: marks taken off, levels, tables and quotes understood."""

import re
from dataclasses import replace
from typing import Final

from policies.importing.emphasis import plain
from policies.importing.lines import Line
from policies.importing.text import indent_of, source_lines

_HEADING: Final = re.compile(r"^(#{1,6})\s+(.*?)\s*(#*)$")
_QUOTE: Final = re.compile(r"^ {0,3}(?:>\s?)+")
_RULE: Final = re.compile(r"^(?:(?:[-*_]\s*){3,}|[|_*]|=+|```.*|~~~.*)$")
_ROW: Final = re.compile(r"^\|.*\|$|^[^|]*[^|\s][^|]*\|.*\S")
_DIVIDER: Final = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_BULLET: Final = re.compile(r"^(?:[-*+\u2022]|\d{1,3}[.)])\s+")
_BREAK: Final = re.compile(r"(?:  +|\\)$")
_PAGE: Final = re.compile(r"^\s*<!--\s*page\b.*-->\s*$", re.IGNORECASE)
_SIGNS: Final = re.compile(r"^(?:#{1,6} \S.*|\*\*[^*]+\*\*:?\s*|\|.*\|.*\|)$", re.MULTILINE)
_FRONT: Final = re.compile(r"\A\s*---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*(?:\n|\Z)")


def is_markdown(content: str) -> bool:
    """Whether `content` is written in Markdown, by its front matter, headings, bold or tables."""
    content = content.replace("\r\n", "\n")
    return bool(_FRONT.match(content[:100_000]) or _SIGNS.search(content))


def lines(content: str) -> list[Line]:
    """Answer the visible lines of `content` with level, bold, cells and the marks taken off."""
    content = _one_line_comments(content)
    found: list[Line] = []
    front = _front_matter_end(content)
    gap = pages = 0
    rows = source_lines(content)
    for position, (number, page, raw) in enumerate(rows):
        if number <= front:
            if raw.strip():
                is_fence = raw.strip() == "---"
                found.append(
                    Line(
                        text="" if is_fence else raw.rstrip(),
                        marks=raw.strip() if is_fence else "",
                        number=number,
                        front=True,
                    )
                )
            continue
        pages += bool(_PAGE.match(raw))
        line = _line(raw, [raw for _, _, raw in rows[position + 1 : position + 2]])
        if not line.text and not line.marks:
            gap += 1
            continue
        found.append(replace(line, number=number, page=page + pages, gap=gap))
        gap = gap + 1 if not line.text else 0
    return _underlined(found)


def _line(raw: str, following: list[str]) -> Line:
    quote = _QUOTE.match(raw)
    marks = [quote[0].strip()] if quote and quote[0].strip() else []
    body = raw[quote.end() :] if quote else raw
    indent = indent_of(body.replace("&nbsp;", " "))
    stripped = body.strip()
    if not stripped or _RULE.match(stripped) or (_DIVIDER.match(stripped) and "|" in stripped):
        return Line(text="", marks=" ".join([*marks, stripped]).strip(), indent=indent)
    heading = _HEADING.match(stripped)
    if heading:
        inner = plain(heading[2])
        marks += [heading[1], heading[3], *inner.marks]
        return Line(
            text=inner.text,
            level=len(heading[1]),
            indent=indent,
            marks=" ".join(filter(None, marks)),
        )
    if _is_row(stripped, following):
        return _row(stripped, marks, indent)
    bullet = _BULLET.match(stripped)
    label = bullet[0] if bullet else ""
    inner = plain(stripped[len(label) :])
    return Line(
        text=(label + inner.text).strip(),
        bold=inner.bold,
        indent=indent,
        joined=bool(_BREAK.search(raw)),
        marks=" ".join(filter(None, [*marks, *inner.marks])),
    )


def _is_row(stripped: str, following: list[str]) -> bool:
    if stripped.startswith("|") and stripped.count("|") > 1:
        return True
    if "|" not in stripped or not following or not _DIVIDER.match(following[0].strip()):
        return False
    return bool(_ROW.match(stripped))


def _row(stripped: str, marks: list[str], indent: int) -> Line:
    if stripped.startswith("|"):
        stripped = stripped[1:]
        marks.append("|")
    if stripped.endswith("|"):
        stripped = stripped[:-1]
        marks.append("|")
    cells = [plain(cell) for cell in stripped.split("|")]
    for cell in cells:
        marks += cell.marks
    texts = tuple(cell.text for cell in cells)
    text = " | ".join(texts).strip()
    if not re.search(r"\w", text):
        return Line(text="", marks=" ".join(filter(None, [*marks, text])), indent=indent)
    return Line(text=text, cells=texts, indent=indent, marks=" ".join(filter(None, marks)))


def _one_line_comments(content: str) -> str:
    """Answer `content` with each comment on the line where it begins, so that lines keep count."""
    content = content.replace("\r\n", "\n")
    parts: list[str] = []
    end = 0
    while (start := content.find("<!--", end)) >= 0 and (stop := content.find("-->", start)) >= 0:
        comment = content[start : stop + 3]
        parts += [content[end:start], comment.replace("\n", " "), "\n" * comment.count("\n")]
        end = stop + 3
    return "".join([*parts, content[end:]])


def _front_matter_end(content: str) -> int:
    """Answer the number of the line that closes the front matter, -1 where there is none."""
    match = _FRONT.match(content)
    return match[0].rstrip("\n").count("\n") if match else -1


def _underlined(found: list[Line]) -> list[Line]:
    """Make headings of lines that are underlined with === or ---."""
    answer: list[Line] = []
    for line in found:
        above = answer[-1] if answer else None
        if (
            above is not None
            and above.text
            and not (above.level or above.front or above.cells or line.gap or line.text)
            and re.fullmatch(r"=+|-{3,}", line.marks)
            and len(above.text) <= 100
        ):
            answer[-1] = replace(above, level=1 if line.marks[0] == "=" else 2)
        answer.append(line)
    return answer
