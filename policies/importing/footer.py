"""The foot of a policy: references, dates and signatures after its last clause."""

import re
from dataclasses import dataclass, field
from typing import Final

from policies.importing.datelines import LabelledDate, is_date_line, labelled_dates
from policies.importing.labels import split_label, split_note
from policies.importing.lines import Line
from policies.importing.references import References, cross_reference, read_entries
from policies.importing.shapes import words_of

_SECTIONS: Final = (
    (
        "note",
        r"policy\s+reference\s+disclaimer|(?:legal\s+)?references?\s+disclaimer|disclaimer|note",
    ),
    (
        "dates",
        r"(?:district\s+)?policy\s+(?:adoption|history)(?:\s+history)?|adoption\s+history|history",
    ),
    (
        "legal",
        (
            r"legal(?=\s*:?$)|legal\s+ref(?:erence|s)?s?(?:\s*\([sS]\)|\(s\))?|"
            r"(?:state|federal)(?:\s+references?)?(?=\s*:|\s{2,}description|$)|"
            r"statutory\s+(?:authority|references?)|legal\s+authority|authority|"
            r"management\s+resources?(?:\s+references?)?|court\s+(?:decisions?|cases?)|"
            r"regulatory\s+references?|(?:federal|state)\s+(?:law|statutes?)"
        ),
    ),
    (
        "cross",
        (
            r"cross[\s\-]*ref(?:erence|s)?s?(?:\s*\([sS]\))?|policy\s+references?|"
            r"related\s+(?:polic(?:y|ies)|documents?)|see\s+also|adoption\s+references?"
        ),
    ),
    ("both", r"ref(?:erence)?s?(?:\s*\([sS]\))?"),
    ("signature", r"signatures?|signed|attest(?:ed)?|in\s+witness\s+whereof"),
)
_LABEL: Final = re.compile(
    r"^(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _SECTIONS)
    + r")(?P<colon>\s*[:;.]+)?(?P<space>\s*)(?P<rest>.*)$",
    re.IGNORECASE,
)
_SIGNING: Final = re.compile(r"_{5,}|^date:?\s*_*$", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"\b(?:shall|will|must|may|should|is|are|was|were|has|have)\b")
_LONGEST: Final = 30


@dataclass(slots=True)
class Foot:
    """What the lines below the text say, and those lines as printed in `meta`."""

    dates: list[LabelledDate] = field(default_factory=list)
    references: References = field(default_factory=References)
    meta: list[str] = field(default_factory=list)


def split_foot(lines: list[Line]) -> tuple[list[Line], Foot]:
    """Answer the lines without the foot, and the foot.

    The foot begins at the first line that names references, dates or signatures and is followed
    by nothing else, except for footnotes, which stay with the text.
    """
    start = _start(lines)
    foot = Foot()
    notes: list[Line] = []
    section = group = ""
    content: list[Line] = []
    for position, line in enumerate(lines[start:], start):
        if _is_note(lines, position):
            notes.append(line)
            continue
        foot.meta.append(line.text)
        found = _section(line)
        if is_date_line(line.text) or (not section and not found and position == start):
            _close(foot, section, content, group)
            section, content = "dates", []
            foot.dates += labelled_dates(line.text) or bare_date(line.text)
        elif found:
            _close(foot, section, content, group)
            section, rest = found
            group = _group(line.text)
            column = line.indent + len(line.text) - len(rest)
            content = [Line(text=rest, indent=column)] if rest else []
        elif section == "dates":
            foot.dates += labelled_dates(line.text, default=_last_type(foot))
        else:
            content.append(line)
    _close(foot, section, content, group)
    return lines[:start] + notes, foot


def bare_date(text: str) -> list[LabelledDate]:
    """Answer the date of a line that is nothing but a date: when the text was issued."""
    found = labelled_dates(text, default="issued")
    return found[:1] if len(words_of(text)) <= 4 else []


def _start(lines: list[Line]) -> int:
    """Answer where the foot begins; the number of lines if there is none."""
    start = len(lines)
    opened = ""
    prose = [_is_text(lines, position) for position in range(len(lines))]
    first_possible = next(
        (
            position + 1
            for position in range(len(lines) - 1, -1, -1)
            if prose[position] and not _in_note_section(lines, position)
        ),
        0,
    )
    for position in range(first_possible, len(lines)):
        found = _section(lines[position])
        is_last = position == len(lines) - 1
        if found and re.match(r"note\b", lines[position].text, re.IGNORECASE):
            continue
        if (
            found
            or is_date_line(lines[position].text)
            or (is_last and bare_date(lines[position].text))
        ):
            opened = found[0] if found else "dates"
            start = position
            break
    return start if opened else len(lines)


def _section(line: Line) -> tuple[str, str] | None:
    """Answer (section, rest of the line) where `line` opens a section of the foot."""
    if line.cells:
        return None
    match = _LABEL.match(line.text)
    if not match:
        return None
    rest = match["rest"].strip()
    is_heading = (
        bool(match["colon"]) or not rest or bool(re.match(r"description$", rest, re.IGNORECASE))
    )
    if not is_heading and not line.text[: match.start("rest")].strip().isupper():
        return None
    if not is_heading and match["signature"]:
        return None
    name = next(name for name, _ in _SECTIONS if match[name] is not None)
    if name == "note" and not is_heading:
        return None
    return name, "" if rest.lower() == "description" else rest


def _is_text(lines: list[Line], position: int) -> bool:
    """Whether the line at `position` can't stand in a foot."""
    line = lines[position]
    if line.cells or (line.level and not _section(line)):
        return True
    if _section(line) or is_date_line(line.text) or _is_note(lines, position):
        return False
    if _SIGNING.search(line.text) or (position == len(lines) - 1 and bare_date(line.text)):
        return False
    words = words_of(line.text)
    text = re.sub(r"^[-\u2022*]\s+", "", line.text)
    if cross_reference(text) and len(words) > 1:
        return False
    if re.match(r"^[-\u2022*]\s", line.text):
        return _in_section(lines, position) == ""
    label = split_label(line.text)
    if (
        label is not None
        and not label.bullet
        and len(label.rest.split()) > 3
        and not re.match(r"\d+\.\d|\d{2,}", label.printed)
    ):
        return True
    if len(words) > _LONGEST and not re.search(r"\d{2}", line.text):
        return True
    return (bool(_SENTENCE.search(line.text)) and len(words) > 8) or _in_section(
        lines, position
    ) == ""


def _in_section(lines: list[Line], position: int) -> str:
    """Answer the section of the foot that the line at `position` would stand in, "" for none."""
    for line in reversed(lines[:position]):
        found = _section(line)
        if found:
            return found[0]
        if is_date_line(line.text):
            return "dates"
        if line.level:
            return ""
    return ""


def _in_note_section(lines: list[Line], position: int) -> bool:
    return _in_section(lines, position) == "note"


def _is_note(lines: list[Line], position: int) -> bool:
    """Whether the line at `position` belongs to a footnote set below the foot."""
    text = lines[position].text
    if is_date_line(text) or bare_date(text) or _section(lines[position]):
        return False
    for back in range(position, max(-1, position - 8), -1):
        note = split_note(lines[back].text)
        if note and re.search(r"\w", note[1]) and len(words_of(note[1])) > 3:
            return True
        if (lines[back].gap and back != position) or (lines[back].gap and back == position):
            return False
    return False


def _group(text: str) -> str:
    """Answer the heading for the references below, unless it only says that they are legal."""
    match = _LABEL.match(text)
    label = text[: match.start("colon") if match and match["colon"] else len(text)].strip()
    label = re.sub(r"\s{2,}.*", "", label)
    return "" if re.match(r"(?i)(?:(?:legal|statutory)?\s*(?:ref|auth)|legal$)", label) else label


def _close(foot: Foot, section: str, content: list[Line], group: str) -> None:
    if section in ("legal", "cross", "both") and content:
        found = read_entries(content, section, group)
        foot.references.legal += found.legal
        foot.references.cross += found.cross


def _last_type(foot: Foot) -> str:
    return foot.dates[-1].type if foot.dates else ""
